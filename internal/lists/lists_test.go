package lists_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

func TestGet_fetchesOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c lists.Cache
		var fetched atomic.Int32
		release := make(chan struct{})
		fetch := func(context.Context) ([]string, error) { //nolint:unparam // the signature is given
			fetched.Add(1)
			<-release
			return []string{"a"}, nil
		}
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				got, err := lists.Get(t.Context(), &c, "k", fetch)
				if err != nil || len(got) != 1 || got[0] != "a" {
					t.Errorf("got %v, %v", got, err)
				}
			})
		}
		synctest.Wait()
		close(release)
		callers.Wait()
		if _, err := lists.Get(t.Context(), &c, "k", fetch); err != nil {
			t.Error(err)
		}
		if n := fetched.Load(); n != 1 {
			t.Errorf("fetched %d times, want once", n)
		}
	})
}

func TestGet_doesNotRememberErrors(t *testing.T) {
	t.Parallel()
	var c lists.Cache
	broken := errors.New("broken")
	if _, err := c.Get(t.Context(), "k", func(context.Context) (any, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v, want the error of the fetch", err)
	}
	got, err := c.Get(t.Context(), "k", func(context.Context) (any, error) { return 1, nil })
	if err != nil || got != 1 {
		t.Errorf("got %v, %v after an error, want a new fetch", got, err)
	}
}

func TestGet_wrongType(t *testing.T) {
	t.Parallel()
	var c lists.Cache
	if _, err := lists.Get(t.Context(), &c, "k", func(context.Context) (int, error) { return 1, nil }); err != nil {
		t.Fatal(err)
	}
	if got, err := lists.Get(t.Context(), &c, "k", func(context.Context) (string, error) { return "", nil }); err == nil {
		t.Errorf("an int was handed out as the string %q", got)
	}
}

func TestGet_cancelledCallerDoesNotFailOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c lists.Cache
		release := make(chan struct{})
		fetch := func(ctx context.Context) (any, error) {
			select {
			case <-release:
				return "list", nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		first, cancel := context.WithCancel(t.Context())
		firstDone := make(chan error, 1)
		go func() {
			_, err := c.Get(first, "k", fetch)
			firstDone <- err
		}()
		synctest.Wait() // the first caller's fetch is under way
		second := make(chan any, 1)
		go func() {
			v, err := c.Get(t.Context(), "k", fetch)
			if err != nil {
				t.Error(err)
			}
			second <- v
		}()
		synctest.Wait()
		cancel()
		if err := <-firstDone; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled caller got %v", err)
		}
		close(release)
		if v := <-second; v != "list" {
			t.Errorf("the other caller got %v", v)
		}
	})
}

func TestGet_fetchEndsWithItsLastCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c lists.Cache
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		done := make(chan error, 1)
		go func() {
			_, err := c.Get(ctx, "k", func(ctx context.Context) (any, error) {
				<-ctx.Done()
				close(ended)
				return nil, ctx.Err()
			})
			done <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) || !apierr.IsEnded(err) {
			t.Errorf("the caller who left got %v", err)
		}
		<-ended
		if _, err := c.Get(ctx, "k", nil); !apierr.IsEnded(err) {
			t.Errorf("who asks too late got %v", err)
		}
		// The abandoned fetch is not handed to the next caller.
		got, err := c.Get(t.Context(), "k", func(context.Context) (any, error) { return "fresh", nil })
		if err != nil || got != "fresh" {
			t.Errorf("got %v, %v, want a fresh list", got, err)
		}
	})
}

func TestDrop(t *testing.T) {
	t.Parallel()
	var c lists.Cache
	fetches := map[string]int{}
	get := func(key string) {
		t.Helper()
		if _, err := c.Get(t.Context(), key, func(context.Context) (any, error) { fetches[key]++; return key, nil }); err != nil {
			t.Fatal(err)
		}
	}
	get("a/keys")
	get("b/keys")
	c.Drop("a/")
	get("a/keys")
	get("b/keys")
	if fetches["a/keys"] != 2 || fetches["b/keys"] != 1 {
		t.Errorf("fetched %v, want a/keys twice and b/keys once", fetches)
	}
}

func TestDrop_duringFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c lists.Cache
		release := make(chan struct{})
		old := make(chan any, 1)
		go func() {
			v, err := c.Get(t.Context(), "k", func(context.Context) (any, error) { <-release; return "old", nil })
			if err != nil {
				t.Error(err)
			}
			old <- v
		}()
		synctest.Wait()
		c.Drop("k")
		fresh := func(context.Context) (any, error) { return "new", nil }
		if v, err := c.Get(t.Context(), "k", fresh); err != nil || v != "new" {
			t.Errorf("asked after the drop: got %v, %v", v, err)
		}
		close(release)
		if v := <-old; v != "old" {
			t.Errorf("asked before the drop: got %v", v)
		}
		// The old fetch ended last and must not have replaced the new list.
		if v, err := c.Get(t.Context(), "k", fresh); err != nil || v != "new" {
			t.Errorf("remembered %v, %v", v, err)
		}
	})
}
