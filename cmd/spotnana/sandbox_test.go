package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func TestSandbox(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var errOut strings.Builder
	done := make(chan int, 1)
	go func() {
		args := []string{"sandbox", "--file", filepath.Join(t.TempDir(), "sandbox.json")}
		done <- run(ctx, rootCommand(subcommands()), args, nil, in, &errOut)
		_ = in.Close()
	}()
	printed := bufio.NewScanner(out)
	urls := map[string]string{} // what it is to URL
	for len(urls) < 4 && printed.Scan() {
		name, url, labelled := strings.Cut(printed.Text(), ": ")
		if !labelled {
			name, url = "", name
		}
		urls[name] = url
	}
	const unite = "application/vnd.mercateo-unite.administration.v1+json"
	for url, media := range map[string]string{
		urls[""] + "/v2/companies":                      "application/json",
		urls["Unite root"]:                              unite,
		urls["Unite for Postman (url)"] + "/api/tenant": unite,
	} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer any")
		r.Header.Set("Accept", media)
		check(t, r, media)
	}
	form := "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=c"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, urls["Unite token endpoint"], strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	check(t, r, "application/json")
	// Neither a page in a browser is let in, nor a header without end.
	for request, want := range map[string]string{
		"GET /v2/companies HTTP/1.1\r\nHost: evil.example\r\n\r\n":                       "403",
		"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n":                               "403",
		"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n": "431",
	} {
		if got := status(t, strings.TrimPrefix(urls[""], "http://"), request); got != want {
			t.Errorf("%.40q: got %s, want %s", request, got, want)
		}
	}
	cancel()
	if code := <-done; code != 0 || errOut.Len() > 0 {
		t.Errorf("stopped with %d, %q", code, errOut.String())
	}
}

// check sends a request that must be answered with 200 and the media type.
func check(t *testing.T, r *http.Request, media string) {
	t.Helper()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != media {
		t.Errorf("%s: got %s, %s", r.URL, resp.Status, got)
	}
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
}

// status is that of the answer to what is sent to an address.
func status(t *testing.T, address, request string) string {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, request) // the server may have heard enough before its end
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(line)[1]
}

func TestSandboxRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"not a loopback address; use 127.0.0.1:0": {"--listen", "0.0.0.0:0"},
		"spotnana sandbox: --listen nowhere: ":    {"--listen", "nowhere"},
		"there is no folder":                      {"--file", filepath.Join(t.TempDir(), "none", "sandbox.json")},
		`unexpected argument "file"`:              {"file"},
		"unknown flag -listen: write --listen\n":  {"-listen", "127.0.0.1:0"},
		"unknown flag -file: write --file\n":      {"-file=sandbox.json"},
	} {
		if code, out, errOut := call(t, append([]string{"sandbox"}, args...)...); code != 1 || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%v: got %d, %q, %q", args, code, out, errOut)
		}
	}
}
