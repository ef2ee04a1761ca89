package crud

import (
	"context"
	"sync"
	"time"
)

// Session is what the resources of one provider process share: which objects this process made, what existed before,
// and locks that keep equal creates apart. Configure makes one.
type Session struct {
	// Backoff is the first pause between tries of reading something that should be there soon; it doubles.
	Backoff time.Duration

	mu    sync.Mutex
	locks map[string]chan struct{}
	made  map[string]bool
}

// NewSession is a session with the usual pauses.
func NewSession() *Session {
	return &Session{Backoff: 250 * time.Millisecond, locks: map[string]chan struct{}{}, made: map[string]bool{}}
}

// lock serialises creates with the same key. It gives up with the context.
func (s *Session) lock(ctx context.Context, key string) (unlock func(), err error) {
	s.mu.Lock()
	l, ok := s.locks[key]
	if !ok {
		l = make(chan struct{}, 1)
		s.locks[key] = l
	}
	s.mu.Unlock()
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// own notes that this process made or adopted an object.
func (s *Session) own(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[id] = true
}

func (s *Session) owns(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made[id]
}

// pause waits for the given try, the first being 0; false when the context ends first.
func (s *Session) pause(ctx context.Context, try int) bool {
	t := time.NewTimer(min(s.Backoff<<min(try, 6), 5*time.Second))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
