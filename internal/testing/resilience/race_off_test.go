//go:build !race

package resilience_test

// raceDetector says that this test, and so the provider that it builds, looks for data races.
const raceDetector = false
