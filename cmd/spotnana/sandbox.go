package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

func sandboxCommand() *cobra.Command {
	var listen, path string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the provider's sandbox over HTTP",
		Long: `Serve the provider's sandbox over HTTP to the programs of this computer, until it is interrupted (Ctrl-C).

It prints its URLs as soon as it accepts connections: Spotnana's alone on the first line, then those of Unite.
Any client id and secret get a token there.`,
		Example: "  spotnana sandbox --listen 127.0.0.1:8080 --file sandbox.json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			return serve(ctx, listen, path, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 picks a free one")
	cmd.Flags().StringVar(&path, "file", "", "`path` of the JSON file that keeps the objects; without it they live in memory")
	return cmd
}

// serve serves the sandbox until ctx ends. As soon as it accepts connections it prints URLs to out: Spotnana's alone on the first
// line, then those of Unite, each after what it is.
func serve(ctx context.Context, listen, path string, out io.Writer) error {
	options := sandbox.Options{DiscardRequests: true, Staff: true}
	server := sandbox.New(options)
	if path != "" {
		var err error
		if server, err = sandbox.Open(path, options); err != nil {
			return err
		}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", listen, err)
	}
	// It lets anybody in, so it must not be reachable from outside.
	if addr, ok := listener.Addr().(*net.TCPAddr); !ok || !addr.IP.IsLoopback() {
		return errors.Join(fmt.Errorf("--listen %s: not a loopback address; use 127.0.0.1:0", listen), listener.Close())
	}
	// No client can hold a connection, nor memory, for long by being slow or talkative.
	web := &http.Server{
		Handler: server, DisableGeneralOptionsHandler: true, // which answers OPTIONS * before the sandbox sees who asks
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
	stopped := context.AfterFunc(ctx, func() { _ = web.Close() })
	defer stopped()
	base := "http://" + listener.Addr().String()
	_, err = fmt.Fprintf(out, "%s\nUnite root: %s\nUnite token endpoint: %s\nUnite for Postman (url): %s\n",
		base, base+sandbox.UniteRoot, base+sandbox.UniteTokenPath, base+server.UnitePublished())
	if err != nil {
		return err
	}
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
