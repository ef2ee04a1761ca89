// Package buildinfo tells what a program of this module was built from.
package buildinfo

import (
	"runtime/debug"
	"strings"
)

// Version is the one that the release build set, without its "v"; for other builds it is what Go knows of the module.
func Version(set string) string {
	if set != "" {
		return set
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "dev"
}
