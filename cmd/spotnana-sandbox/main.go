// Command spotnana-sandbox serves the sandbox over HTTP on the loopback interface, until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "spotnana-sandbox:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. As soon as it accepts connections it prints URLs to out: Spotnana's alone on the first line,
// then those of Unite, each after what it is.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("spotnana-sandbox", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 picks a free one")
	path := flags.String("file", "", "`path` of the JSON file that keeps the objects; without it they live in memory")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	options := sandbox.Options{DiscardRequests: true, Staff: true}
	server := sandbox.New(options)
	if *path != "" {
		var err error
		if server, err = sandbox.Open(*path, options); err != nil {
			return err
		}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", *listen)
	if err != nil {
		return fmt.Errorf("-listen %s: %w", *listen, err)
	}
	// It lets anybody in, so it must not be reachable from outside.
	if addr, ok := listener.Addr().(*net.TCPAddr); !ok || !addr.IP.IsLoopback() {
		return errors.Join(fmt.Errorf("-listen %s: not a loopback address; use 127.0.0.1:0", *listen), listener.Close())
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
