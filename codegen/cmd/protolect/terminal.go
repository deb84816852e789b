// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/protolect/protolect/codegen/project"
)

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// A painter adds colors to text for a terminal. Without colors it returns the text unchanged.
type painter struct{ colors bool }

// newPainter returns a painter that uses colors if w is a terminal that can show them, and the
// user has not disabled them (https://no-color.org).
func newPainter(w io.Writer) painter {
	return painter{isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// color is a parameter of the control sequence SGR (ECMA-48, section 8.3.117).
type color int

const (
	bold   color = 1
	dim    color = 2
	red    color = 31
	green  color = 32
	yellow color = 33
)

func (p painter) paint(c color, text string) string {
	if !p.colors {
		return text
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[m", c, text)
}

// progress shows on a terminal how far a conversion is. The zero value shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress returns the progress of some documents: of one document by its stages, of several
// by their number.
func newProgress(w io.Writer, documents int) progress {
	if !isTerminal(w) {
		return progress{}
	}
	steps := documents
	options := []progressbar.Option{
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetWidth(30),
		progressbar.OptionShowCount(),
		progressbar.OptionClearOnFinish(),
	}
	if documents == 1 {
		steps = len(project.Stages)
		options = append(options, progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false))
	}
	return progress{progressbar.NewOptions(steps, options...)}
}

// stage completes the previous stage of a document and starts the next one.
func (p progress) stage(name string) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%-8s", name))
		if name != project.Stages[0] {
			p.step()
		}
	}
}

// step completes a document, or a stage of one.
func (p progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1) // a terminal that cannot be written to needs no progress
	}
}

// clear removes the progress from the terminal.
func (p progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
