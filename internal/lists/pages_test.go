package lists_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

// A list is complete or an error, whatever happens to it between two pages.
func TestPages(t *testing.T) {
	t.Parallel()
	type page struct {
		offset  int    // that is asked for
		entries string // one letter each
		total   int
	}
	boom := errors.New("boom")
	for name, tt := range map[string]struct {
		// pages are what is answered, one request after the other.
		pages []page
		limit int
		want  string
		err   string
	}{
		"empty":                     {pages: []page{{0, "", 0}}},
		"several":                   {pages: []page{{0, "ab", 5}, {2, "cd", 5}, {4, "e", 5}}, want: "abcde"},
		"no total":                  {pages: []page{{0, "ab", -1}, {2, "c", -1}, {3, "", -1}}, want: "abc"},
		"no total, always the same": {pages: []page{{0, "ab", -1}, {2, "ab", -1}}, want: "ab"},
		"total at last":             {pages: []page{{0, "ab", -1}, {2, "c", 3}}, want: "abc"},
		"more than the total":       {pages: []page{{0, "abc", 2}}, want: "abc"},
		"enough":                    {pages: []page{{0, "ab", 9}, {2, "cd", 9}}, limit: 3, want: "abcd"},
		"grew":                      {pages: []page{{0, "ab", 3}, {2, "bc", 4}, {0, "xa", 4}, {2, "bc", 4}}, want: "xabc"},
		"shrank":                    {pages: []page{{0, "ab", 4}, {2, "d", 3}, {0, "bc", 3}, {2, "d", 3}}, want: "bcd"},
		"moved to the front":        {pages: []page{{0, "ab", 4}, {2, "bc", 4}, {0, "da", 4}, {2, "bc", 4}}, want: "dabc"},
		"one of two moved":          {pages: []page{{0, "ab", 3}, {2, "b", 3}, {0, "ca", 3}, {2, "b", 3}}, want: "cab"},
		"never rests":               {pages: []page{{0, "ab", 4}, {2, "bc", 4}, {0, "ab", 4}, {2, "bc", 4}, {0, "ab", 4}, {2, "bc", 4}}, err: "GET /x: the list changes while it is read"},
		"stops short":               {pages: []page{{0, "ab", 4}, {2, "", 4}}, err: "GET /x: the list has 4 entries, but the server gives no more than 2"},
		"repeats itself":            {pages: []page{{0, "ab", 5}, {2, "ab", 5}}, err: "repeats the first 2"},
		"fails":                     {pages: []page{{0, "ab", 4}}, err: "boom"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			list := lists.Pages[string]{
				Name: "GET /x",
				ID:   func(e string) string { return e },
				Fetch: func(_ context.Context, offset int) ([]string, int, error) {
					if requests == len(tt.pages) {
						return nil, 0, boom
					}
					p := tt.pages[requests]
					if requests++; offset != p.offset {
						t.Errorf("request %d is for offset %d, want %d", requests, offset, p.offset)
					}
					return strings.Split(p.entries, "")[:len(p.entries)], p.total, nil
				},
			}
			if tt.limit > 0 {
				list.Enough = func(first []string) bool { return len(first) >= tt.limit }
			}
			got, err := list.Read(t.Context())
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
			} else if err != nil || strings.Join(got, "") != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
			if requests != len(tt.pages) {
				t.Errorf("%d requests, want %d", requests, len(tt.pages))
			}
		})
	}
}
