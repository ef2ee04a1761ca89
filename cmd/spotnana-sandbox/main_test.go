package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"-file", filepath.Join(t.TempDir(), "sandbox.json")}, in)
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
	cancel()
	if err := <-done; err != nil {
		t.Errorf("stopped with %v", err)
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

func TestRunRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"loopback":         {"-listen", "0.0.0.0:0"},
		"-listen nowhere":  {"-listen", "nowhere"},
		"there is no fold": {"-file", filepath.Join(t.TempDir(), "none", "sandbox.json")},
		"unexpected":       {"file"},
	} {
		if err := run(t.Context(), args, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v", args, err)
		}
	}
}
