package crud

import (
	"context"
	"sync"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// Session is what the resources of one provider process share: which objects this process made, what existed before,
// and locks that keep equal creates apart. Configure makes one.
type Session struct {
	// Backoff is the first pause between tries of reading something that should be there soon; it doubles.
	Backoff time.Duration

	mu    sync.Mutex
	locks map[string]chan struct{}
	made  map[string]bool // by identity: true while the object is there, false once this process deleted it
	seen  map[string]bool // by identity: objects that Terraform had this process read
	said  map[string]bool // warnings that are given once
}

// NewSession is a session with the usual pauses.
func NewSession() *Session {
	return &Session{
		Backoff: 250 * time.Millisecond,
		locks:   map[string]chan struct{}{}, made: map[string]bool{}, seen: map[string]bool{}, said: map[string]bool{},
	}
}

// lock serialises creates with the same key. It gives up when the operation ends or is stopped.
func (s *Session) lock(op operation, key string) (unlock func(), err error) {
	const while = "waiting for another create with the same name or key"
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
	case <-op.ctx.Done():
		return nil, apierr.Ended(op.ctx.Err(), while)
	case <-op.stop.Done():
		return nil, apierr.Ended(op.stop.Err(), while)
	}
}

// claim notes that this process made or adopted an object; false when another address has claimed it.
func (s *Session) claim(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made[id] {
		return false
	}
	s.made[id] = true
	return true
}

// release notes that this process deleted an object. Lists may go on showing it for a while.
func (s *Session) release(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[id] = false
}

// revive lets a new object have an id whose object was released.
func (s *Session) revive(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.made[id] {
		delete(s.made, id)
	}
}

// knows says that this process made, adopted or deleted an object.
func (s *Session) knows(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.made[id]
	return ok
}

// see notes that Terraform had an object read.
func (s *Session) see(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[id] = true
}

// saw says that Terraform had an object read in this session. It tells the plan that is shown, before which Terraform reads, from
// the one that is made anew at apply, in a session without a read. A plan with -refresh=false looks like the latter. See section
// 4.4 of DESIGN.md.
func (s *Session) saw(id string) bool {
	if s == nil {
		return false // nothing is configured
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[id]
}

// once says that a warning was not given yet, and counts it as given.
func (s *Session) once(summary string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	given := s.said[summary]
	s.said[summary] = true
	return !given
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
