// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/published"
)

// A gate stops a run whose changes are worse than allowed.
type gate struct {
	folder string   // of the output
	allow  []string // the values of --allow, which take precedence over the policy of the project
}

// withoutBreaks allows everything that no user notices.
var withoutBreaks = published.Verdict(projectfile.DefaultPolicy)

func addGate(flags *flag.FlagSet) *gate {
	g := new(gate)
	flags.Func("allow", "write changes up to these `verdicts`, for example go=major,requests=major, or major for all: go for\n"+
		"programs that use the Go packages, wire for stored messages, requests for HTTP requests of running\n"+
		"programs (default: the policy of the project, or minor)", func(text string) error {
		g.allow = append(g.allow, text)
		return parseVerdicts(text, new(published.Verdict))
	})
	return g
}

// allowed returns the verdicts that a policy and the flags allow.
func (g *gate) allowed(policy published.Verdict) published.Verdict {
	for _, text := range g.allow {
		_ = parseVerdicts(text, &policy) // checked when the flags were read
	}
	return policy
}

// parseVerdicts reads verdicts such as "go=major,wire=minor". Those that the text does not name keep their
// values. A single verdict, such as "major", stands for all three.
func parseVerdicts(text string, v *published.Verdict) error {
	var all compare.Verdict
	if all.UnmarshalText([]byte(text)) == nil {
		*v = published.Verdict{Go: all, Wire: all, Requests: all}
		return nil
	}
	for _, part := range strings.Split(text, ",") {
		respect, name, _ := strings.Cut(part, "=")
		var verdict *compare.Verdict
		switch respect {
		case "go":
			verdict = &v.Go
		case "wire":
			verdict = &v.Wire
		case "requests":
			verdict = &v.Requests
		}
		if verdict == nil || verdict.UnmarshalText([]byte(name)) != nil {
			return fmt.Errorf("%q is not go, wire or requests with patch, minor or major: pass for example go=major", part)
		}
	}
	return nil
}

// check returns a breakError if the planned changes of files are worse than allowed. It prints the changes
// that break programs but are allowed.
func (g *gate) check(ctx context.Context, run *project.Run, plan *output.Plan, stderr io.Writer) error {
	before, after, err := run.Published(g.folder, plan)
	if err != nil || len(before) == 0 {
		return err
	}
	changes, err := published.Compare(ctx, before, after)
	if uncompiled := (*published.CompileError)(nil); errors.As(err, &uncompiled) {
		printUncompiled(stderr, uncompiled)
	} else if err != nil {
		return err
	}
	return g.judge(run, run.Locate(changes, nil), stderr)
}

// judge returns a breakError if changes are worse than allowed. It prints those that break programs but are allowed.
func (g *gate) judge(run *project.Run, changes []project.Change, stderr io.Writer) error {
	refused := &breakError{allow: g.allowed(published.Verdict(run.Policy))}
	var broken []string
	for _, c := range changes {
		exception := exceptionFor(c, run.Exceptions)
		if breaks := respects(c.Verdict, refused.allow); len(breaks) > 0 && exception == nil {
			refused.lines = append(refused.lines, line(c, breaks))
			refused.verdict = refused.verdict.Join(c.Verdict)
		} else if breaks := respects(c.Verdict, withoutBreaks); len(breaks) > 0 {
			text := line(c, breaks)
			if exception != nil {
				text += fmt.Sprintf(", permitted until %s: %s", exception.Expires, exception.Reason)
			}
			broken = append(broken, text)
		}
	}
	if len(refused.lines) > 0 {
		return refused
	}
	if len(broken) > 0 {
		fmt.Fprint(stderr, "protolect: ", list("the changes break users of the published version:", broken))
	}
	return nil
}

// printUncompiled prints that definitions are not compared. A run must be able to replace a broken file.
func printUncompiled(w io.Writer, err *published.CompileError) {
	fmt.Fprintf(w, "protolect: %v: only Go packages are compared with the published version\n", err)
}

// line returns a line about a change and the respects in which it breaks users.
func line(c project.Change, breaks []string) string {
	return strings.Join(breaks, ", ") + ": " + c.String()
}

// exceptionFor returns the exception that permits a change, or nil.
func exceptionFor(c project.Change, exceptions []projectfile.Exception) *projectfile.Exception {
	for i, e := range exceptions {
		if c.API == e.API && strings.Contains(line(c, respects(c.Verdict, withoutBreaks)), e.Change) {
			return &exceptions[i]
		}
	}
	return nil
}

// respects returns the respects in which a verdict is worse than allowed.
func respects(v, allow published.Verdict) []string {
	var names []string
	if v.Go > allow.Go {
		names = append(names, "Go")
	}
	if v.Wire > allow.Wire {
		names = append(names, "wire")
	}
	if v.Requests > allow.Requests {
		names = append(names, "requests")
	}
	return names
}

// A breakError has changes that are worse than allowed.
type breakError struct {
	lines   []string
	verdict published.Verdict
	allow   published.Verdict
}

// maxBreaks is the number of changes that an error lists.
const maxBreaks = 20

// list returns the lines below a heading.
func list(heading string, lines []string) string {
	var b strings.Builder
	b.WriteString(heading + "\n")
	for i, line := range lines {
		if i == maxBreaks {
			fmt.Fprintf(&b, "  and %d more\n", len(lines)-i)
			break
		}
		b.WriteString("  " + line + "\n")
	}
	return b.String()
}

func (e *breakError) Error() string {
	heading, advice := "the changes break users of the published version:", ""
	if e.verdict.Highest() < compare.Major {
		heading = "the policy does not allow the changes:"
	} else if e.verdict.Go > e.allow.Go {
		advice = "An overlay can keep published names. "
	}
	return list(heading, e.lines) + "No file was written. " + advice + "To publish the changes, run again with --allow " + e.needed() + "."
}

// needed returns the value of --allow that permits the changes and everything that was allowed.
func (e *breakError) needed() string {
	var parts []string
	for _, r := range []struct {
		name         string
		has, allowed compare.Verdict
	}{
		{"go", e.verdict.Go, e.allow.Go}, {"wire", e.verdict.Wire, e.allow.Wire}, {"requests", e.verdict.Requests, e.allow.Requests},
	} {
		if v := max(r.has, r.allowed); r.has > r.allowed || v > compare.Minor {
			parts = append(parts, r.name+"="+v.String())
		}
	}
	return strings.Join(parts, ",")
}
