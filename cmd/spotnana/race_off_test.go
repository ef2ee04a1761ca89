//go:build !race

package main

// raceDetector says that this test looks for data races, which takes several times the memory.
const raceDetector = false
