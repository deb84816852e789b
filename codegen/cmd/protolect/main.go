// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command protolect turns the description that an API publishes into protobuf
// definitions that stay compatible, and those into Go packages.
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

	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/model"
)

const usage = `Usage:

  protolect generate [API...]
      Generate the APIs of discovery/sources.yaml, or those named, into proto/
      and gen/.
  protolect convert DOCUMENT... --out DIR
      Generate from documents, into DIR/proto and DIR/gen.
  protolect diff OLD NEW
      Say what changed between two documents, or two folders of them.
  protolect image --out FILE
      Compile the .proto files of proto/ into an image for buf.
  protolect rules
      List the rules of findings.
  protolect overlay
      List the sections of overlays.

A document is a file, a pipe, or - for the standard input; for convert also a
folder that has one. It may refer to files beside and below it, and to no others.
Each command takes -h for its options. The exit status is 0 when all went well, 1 when
there are errors in what was read, or differences with --check, and 2 for a
wrong call.
`

// errFailed is for failures that were reported already.
var errFailed = errors.New("failed")

func main() {
	limitMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case err == nil:
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
		if !errors.Is(err, errFailed) {
			fmt.Fprintln(os.Stderr, "protolect:", err)
		}
		os.Exit(1)
	}
}

// mostMemory is what a run takes if nobody sets it, and enough for the largest document
// that is published, of 47 MB.
const mostMemory = 10 << 28

// limitMemory lets the heap grow to half of what the machine or the container has,
// and to mostMemory at most, before time is spent on keeping it small: a lower limit
// makes large documents several times dearer. GOGC and GOMEMLIMIT override it.
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

// limitDocuments sets the limits of documents, and how often garbage is collected, for a
// run that may take so many bytes of memory.
func limitDocuments(memory int64) {
	jsontree.SetMemory(int(memory))
	model.SetMemory(int(memory))
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(200)
	if ballast = nil; memory >= 8*ballastSize {
		ballast = make([]byte, ballastSize)
	}
}

// ballast makes the heap seem larger than it is, so that garbage is not collected before
// there are 128 MiB of it: most documents make less. It is never written to, and takes
// none of the machine's memory.
var ballast []byte

const ballastSize = 64 << 20

var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	commands := map[string]func(context.Context, []string, io.Writer, io.Writer) error{
		"generate": generateCommand,
		"convert":  convertCommand,
		"diff":     diffCommand,
		"image":    imageCommand,
		"rules":    rulesCommand,
		"overlay":  overlayCommand,
	}
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(stderr, usage)
		return errUsage
	}
	err := commands[args[0]](ctx, args[1:], stdout, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

// parse reads options wherever they stand, and returns the other arguments.
func parse(flags *flag.FlagSet, args []string, stderr io.Writer) ([]string, error) {
	flags.SetOutput(stderr)
	var others []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, errUsage
		}
		if flags.NArg() == 0 {
			return others, nil
		}
		others = append(others, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

// parseNone parses the flags of a command without arguments.
func parseNone(flags *flag.FlagSet, args []string, stderr io.Writer) error {
	others, err := parse(flags, args, stderr)
	if err == nil && len(others) > 0 {
		return wrongCall(flags, stderr, "unexpected argument %q", others[0])
	}
	return err
}

func wrongCall(flags *flag.FlagSet, stderr io.Writer, format string, args ...any) error {
	fmt.Fprintf(stderr, "protolect "+flags.Name()+": "+format+"\n", args...)
	flags.Usage()
	return errUsage
}
