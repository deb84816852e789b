// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command protolect generates protobuf definitions that stay compatible, and Go packages, from the
// document with which an API describes itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/model"
)

// errFailed is returned for a failure that was reported.
var errFailed = errors.New("failed")

// errBreaks is returned if changes that were reported would break programs.
var errBreaks = errors.New("breaks programs")

func main() {
	limitMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := exitStatus(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
	stop()
	os.Exit(status)
}

// exitStatus prints an error that was not reported, and returns the status of the process.
func exitStatus(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage):
		return 2
	case errors.Is(err, errBreaks):
		return 3
	}
	if breaks := (*breakError)(nil); errors.As(err, &breaks) {
		fmt.Fprintln(os.Stderr, "protolect:", err)
		return 3
	}
	if !errors.Is(err, errFailed) {
		fmt.Fprintln(os.Stderr, "protolect:", err)
	}
	return 1
}

// mostMemory is the default of --max-memory, in bytes, on a machine with enough memory. It is
// enough for the largest published document, which has 47 MB.
const mostMemory = 10 << 28

// limitMemory lets the heap grow to half of the memory of the machine or container, and to
// mostMemory at most, before the collector keeps it small. With a lower limit, large documents
// take several times as long. GOGC and GOMEMLIMIT take precedence.
func limitMemory() {
	const (
		least = 300 << 20 // enough for most documents
		ratio = 0.5
	)
	available := memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)
	// Without a limit the heap may grow as far as GOGC lets it.
	_, _ = memlimit.Set(
		memlimit.WithProvider(func() (uint64, error) {
			n, err := available()
			return min(n, mostMemory/ratio), err
		}),
		memlimit.WithRatio(ratio),
		memlimit.WithMin(least),
	)
	limitDocuments(min(debug.SetMemoryLimit(-1), mostMemory))
}

// limitDocuments sets the limits of documents, and the ballast, for a run that may use the given
// number of bytes.
func limitDocuments(memory int64) {
	jsontree.LimitMemory(int(memory))
	model.LimitMemory(int(memory))
	if os.Getenv("GOGC") != "" {
		return
	}
	if ballast = nil; memory >= 8*ballastSize {
		ballast = make([]byte, ballastSize)
	}
}

// ballast enlarges the heap, so that the first collection happens at 80 MiB of garbage. It is
// never written to, so it takes no physical memory. Fewer collections save no time: new pages of
// memory cost as much.
var ballast []byte

const ballastSize = 80 << 20

// run runs the command that the arguments name.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage())
		return errUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage())
		return nil
	}
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
		if c.name != args[0] {
			continue
		}
		err := c.run(ctx, args[1:], stdout, stderr)
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	fmt.Fprintf(stderr, "protolect: unknown command %q%s\nRun \"protolect help\" for help.\n", args[0], finding.Suggestion(args[0], names))
	return errUsage
}
