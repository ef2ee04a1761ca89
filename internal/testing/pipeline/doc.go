// Package pipeline holds the scripts of examples/policy-review/ci to what they promise: against servers that answer as GitHub and GitLab do, and
// with stand-ins for the programs that they call.
package pipeline
