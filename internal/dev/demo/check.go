package main

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
)

// expectChanges fails unless the last plan updates exactly these attributes (by resource address) and nothing else.
func expectChanges(ctx context.Context, tf *terraform, want map[string][]string) error {
	changes, err := tf.changes(ctx)
	if err != nil {
		return err
	}
	got := make(map[string][]string)
	for address, change := range changes {
		if !change.Actions.Update() {
			return fmt.Errorf("the plan wants to %v %s, expected an update", change.Actions, address)
		}
		got[address] = changedAttributes(change)
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("the plan changes %v, expected %v", got, want)
	}
	return nil
}

// changedAttributes are the names of the attributes at the top whose values differ or become unknown, sorted.
func changedAttributes(change *tfjson.Change) []string {
	before, _ := change.Before.(map[string]any)
	after, _ := change.After.(map[string]any)
	unknown, _ := change.AfterUnknown.(map[string]any)
	names := make(map[string]bool)
	for _, values := range []map[string]any{before, after, unknown} {
		for name := range values {
			if unknown[name] == true || !reflect.DeepEqual(before[name], after[name]) {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
