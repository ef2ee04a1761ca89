// Package lists remembers the lists of an API, so that reading many siblings costs one request and not one each.
package lists

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// Cache remembers lists for the life of a client. Of several callers who ask for the same list at the same time one
// fetches it. Errors are not remembered. The zero value is empty and ready; a Cache must not be copied.
type Cache struct {
	mu      sync.Mutex
	values  map[string]any
	flights map[string]*flight
}

// flight is one fetch under way.
type flight struct {
	done    chan struct{} // closed when value and err are set
	value   any
	err     error
	waiting int // callers, guarded by Cache.mu
	cancel  context.CancelFunc
}

// Get returns the list remembered under key, else what fetch returns. The value is shared by all who ask: it must not
// be changed. Fetch runs on a context with the values of ctx that ends only when nobody waits for it any more, so one
// caller's cancellation does not fail the others; the cancelled caller itself returns at once.
func (c *Cache) Get(ctx context.Context, key string, fetch func(context.Context) (any, error)) (any, error) {
	const while = "waiting for a list"
	if err := ctx.Err(); err != nil {
		return nil, apierr.Ended(err, while)
	}
	c.mu.Lock()
	if v, ok := c.values[key]; ok {
		c.mu.Unlock()
		return v, nil
	}
	f := c.flights[key]
	if f == nil {
		f = c.start(ctx, key, fetch)
	}
	f.waiting++
	c.mu.Unlock()

	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		c.leave(key, f)
		return nil, apierr.Ended(ctx.Err(), while)
	}
}

// start begins a fetch. The caller holds c.mu.
func (c *Cache) start(ctx context.Context, key string, fetch func(context.Context) (any, error)) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), cancel: cancel}
	if c.flights == nil {
		c.flights = map[string]*flight{}
		c.values = map[string]any{}
	}
	c.flights[key] = f
	go func() {
		defer cancel()
		f.value, f.err = fetch(ctx)
		c.mu.Lock()
		// After a Drop another flight, or none, stands under the key: this one's list is from before the write.
		if c.flights[key] == f {
			delete(c.flights, key)
			if f.err == nil {
				c.values[key] = f.value
			}
		}
		c.mu.Unlock()
		close(f.done)
	}()
	return f
}

// leave counts one caller out, and ends the fetch when it was the last.
func (c *Cache) leave(key string, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return
	}
	if c.flights[key] == f {
		delete(c.flights, key)
	}
	f.cancel()
}

// Drop forgets every list whose key begins with prefix; it is called after a write. A fetch begun before is not
// remembered, and who asks from now on does not get its result.
func (c *Cache) Drop(prefix string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.values {
		if strings.HasPrefix(key, prefix) {
			delete(c.values, key)
		}
	}
	for key := range c.flights {
		if strings.HasPrefix(key, prefix) {
			delete(c.flights, key)
		}
	}
}

// Get is Cache.Get for lists of a known type. A key must always be used with the same type.
func Get[V any](ctx context.Context, c *Cache, key string, fetch func(context.Context) (V, error)) (V, error) {
	var none V
	got, err := c.Get(ctx, key, func(ctx context.Context) (any, error) { return fetch(ctx) })
	if err != nil {
		return none, err
	}
	v, ok := got.(V)
	if !ok {
		return none, fmt.Errorf("list %q is remembered as %T and asked for as %T", key, got, none)
	}
	return v, nil
}
