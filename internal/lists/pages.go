package lists

import (
	"context"
	"errors"
	"fmt"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// passes is how often a list is read from its start because it changed while it was read.
const passes = 3

// errShifted says that a list changed while it was read, so that some of it was not seen.
var errShifted = errors.New("the list changes while it is read: try again")

// Pages is a list that a server gives page by page.
type Pages[E any] struct {
	// Name names the request in errors: "GET /v2/companies".
	Name string
	// Fetch answers what follows the first offset entries, and how many entries the whole list has, negative when the
	// server does not say. A page may have any size: only one without anything new is an end.
	Fetch func(ctx context.Context, offset int) (page []E, total int, err error)
	// ID tells entries apart.
	ID func(E) string
	// Enough, unless nil, says that the first entries are as many as wanted.
	Enough func(first []E) bool
}

// Read returns the list from its start to its end, each entry once, in the server's order. A list that changes meanwhile
// is read again, and one that stays incomplete is an error, because what is missing from it would be taken for gone.
func (p Pages[E]) Read(ctx context.Context) (all []E, err error) {
	for range passes {
		if all, err = p.pass(ctx); !errors.Is(err, errShifted) {
			break
		}
	}
	return all, err
}

// incomplete is the error of a list that cannot be read to its end.
func (p Pages[E]) incomplete(err error) error {
	return apierr.Titled("Incomplete list", fmt.Errorf("%s: %w", p.Name, err))
}

func (p Pages[E]) pass(ctx context.Context) ([]E, error) {
	var all []E
	seen := map[string]bool{}
	for received, total := 0, -1; ; {
		page, n, err := p.Fetch(ctx, received)
		if err != nil {
			return nil, err
		}
		if total >= 0 && n >= 0 && n != total {
			return nil, p.incomplete(errShifted)
		}
		total = n
		received += len(page)
		before := len(all)
		for _, e := range page {
			if id := p.ID(e); !seen[id] {
				seen[id] = true
				all = append(all, e)
			}
		}
		fresh := len(all) > before
		switch {
		case p.Enough != nil && p.Enough(all), total >= 0 && len(all) >= total, total < 0 && !fresh:
			return all, nil
		case len(page) == 0:
			err = fmt.Errorf("the list has %d entries, but the server gives no more than %d of them", total, len(all))
		case !fresh && p.ID(page[0]) == p.ID(all[0]):
			err = fmt.Errorf("the list has %d entries, but the server repeats the first %d whatever offset is asked for", total, len(all))
		case total >= 0 && received >= total: // an entry moved from one page to the next and pushed another in front
			err = errShifted
		}
		if err != nil {
			return nil, p.incomplete(err)
		}
	}
}
