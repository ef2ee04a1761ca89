package codectest

import "flag"

// The tests of a change are about the change: they draw the same documents in each run, so that one that was not met before
// stops nobody else's. Fresh ones are drawn by `make properties`, which passes the flag -rapid.seed=0.
func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}
