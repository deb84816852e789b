// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package catalogue_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkCommand converts documents with the command: for the first time, again without changes, and with the peer, of which
// one process converts one document. It reports the processor time and the peak memory of the processes. Read the ratios to the
// peer.
func BenchmarkCommand(b *testing.B) {
	folder := b.TempDir()
	build := func(name string) string {
		program := filepath.Join(folder, filepath.Base(name))
		if text, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, name).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, text)
		}
		return program
	}
	protolect := build("github.com/protolect/protolect/codegen/cmd/protolect")
	peer := build("google.golang.org/api/google-api-go-generator")
	b.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	convert := func(out string) process {
		args := []string{"convert", "--go", "example.com/x/gen", "--out", out}
		for _, d := range taken(b) {
			args = append(args, d.file)
		}
		used, err := run(b, protolect, args...)
		if err != nil {
			b.Fatal(err)
		}
		return used
	}
	var first, unchanged, others process
	for b.Loop() {
		out := filepath.Join(folder, "out")
		if err := os.RemoveAll(out); err != nil {
			b.Fatal(err)
		}
		first.add(convert(out))
		convert(out) // the first run with locks
		unchanged.add(convert(out))
		for _, d := range taken(b) {
			// It fails for two documents of the catalogue.
			used, _ := run(b, peer, "-api_json_file", d.file, "-gendir", folder, "-output", filepath.Join(folder, "peer.go"))
			others.add(used)
		}
	}
	for name, p := range map[string]process{"first": first, "unchanged": unchanged, "peer": others} {
		b.ReportMetric(p.time.Seconds()/float64(b.N), name+"-cpu-s")
		b.ReportMetric(float64(p.memory)/(1<<20), name+"-peak-MiB")
	}
	b.ReportMetric(first.time.Seconds()/others.time.Seconds(), "first/peer")
	b.ReportMetric(unchanged.time.Seconds()/others.time.Seconds(), "unchanged/peer")
}

// process is what processes used.
type process struct {
	time   time.Duration // of processors, in total
	memory int64         // at most, in bytes
}

func (p *process) add(other process) {
	p.time += other.time
	p.memory = max(p.memory, other.memory)
}

// run returns an error if the program fails.
func run(b *testing.B, program string, args ...string) (process, error) {
	b.Helper()
	command := exec.CommandContext(b.Context(), program, args...)
	err := command.Run()
	state := command.ProcessState
	if state == nil { // it did not start
		b.Fatal(err)
	}
	usage := state.SysUsage().(*syscall.Rusage)
	return process{state.UserTime() + state.SystemTime(), usage.Maxrss << 10}, err
}
