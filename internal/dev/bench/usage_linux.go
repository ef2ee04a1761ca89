package main

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"
)

// peak is the most memory that a process had, or the one that became it, which here is small.
func peak(s *os.ProcessState) int64 {
	r, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return r.Maxrss * 1024
}

// ownProcessor is the CPU time of this process so far.
func ownProcessor() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// running is the most memory that a running process has had until now. What is known when it has ended includes its
// children, and providers can be larger than Terraform.
func running(pid int) int64 {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	var kib int64
	if _, after, found := bytes.Cut(content, []byte("VmHWM:")); found {
		_, _ = fmt.Fscan(bytes.NewReader(after), &kib)
	}
	return kib * 1024
}
