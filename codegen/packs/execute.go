// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/protolect/protolect/codegen/finding"
)

// The limits of a run. docs/packs.md describes them.
const (
	maxOutput  = 16 << 20 // bytes of a file
	maxGo      = 4 << 20  // bytes of a Go file
	maxText    = 16 << 20 // bytes of a text that a function returns
	maxCalls   = 200      // templates that call each other
	maxOutputs = 50_000   // files of a pack
	maxTime    = 10 * time.Minute
)

// budget is what a run may still use.
type budget struct {
	steps int // nodes of templates, and calls of functions
	bytes int // of texts that functions read and return, and that templates write
}

var (
	packBudget = budget{steps: 50_000_000, bytes: 512 << 20}
	fileBudget = budget{steps: 2_000_000, bytes: 128 << 20}
)

// stopError stops a template.
type stopError struct {
	rule    finding.Rule
	at      finding.Position
	message string
	final   bool // the pack must stop
}

func (e *stopError) Error() string { return e.message }

// execute runs a template. It returns a *stopError if the template fails.
func (s *session) execute(t *template.Template, data Data) (_ *output, err error) {
	s.file, s.depth, s.imports, s.current = fileBudget, 0, newImports(s.index), -1
	out := &output{session: s}
	s.outputs = []*output{out}
	if err := t.Execute(out, data); err != nil {
		return nil, s.explain(err)
	}
	return out, nil
}

// executionError matches the message of text/template for an error during the execution.
var executionError = regexp.MustCompile(`(?s)^template: [^:]*:\d+:\d+: executing .*? at <.*?>: (.*)$`)

// explain converts an error of text/template. The position is that of the last node that was started.
func (s *session) explain(err error) *stopError {
	if stop, ok := errors.AsType[*stopError](err); ok {
		if stop.at == (finding.Position{}) {
			stop.at = s.at()
		}
		return stop
	}
	message := err.Error()
	for {
		found := executionError.FindStringSubmatch(message)
		if found == nil {
			break
		}
		message = found[1]
	}
	message = strings.TrimPrefix(message, "template: ")
	return &stopError{rule: finding.PackTemplate, at: s.at(), message: message}
}

// at returns the position of the current node.
func (s *session) at() finding.Position {
	if s.current < 0 {
		return s.pack.at
	}
	return s.marks[s.current].position()
}

// stop returns an error at the current node.
func (s *session) stop(rule finding.Rule, format string, args ...any) *stopError {
	return &stopError{rule: rule, at: s.at(), message: finding.Message(format, args...)}
}

// fail notes a failure. It returns false if the pack must stop.
func (s *session) fail(err error, element string) bool {
	stop, ok := errors.AsType[*stopError](err)
	if !ok {
		stop = &stopError{rule: finding.PackTemplate, at: s.pack.at, message: err.Error()}
	}
	if f := s.failures[stop.at]; f != nil {
		f.others++
	} else {
		s.failures[stop.at] = &failure{stop.rule, stop.message, element, 0}
	}
	return !stop.final && len(s.failures) < maxFailures
}

// maxFailures is the number of places with errors after which a pack stops.
const maxFailures = 50

// report reports the failures: those at one position are one finding.
func (s *session) report() {
	for at, f := range s.failures {
		element := f.element
		switch f.others {
		case 0:
		case 1:
			element += " and one other"
		default:
			element += fmt.Sprintf(" and %d others", f.others)
		}
		s.findings.Add(f.rule, at, "pack %s, %s: %s", s.pack.Name, element, f.message)
	}
}

// mark is called before a node runs.
func (s *session) mark(id int) (string, error) {
	s.current = id
	s.outputs[len(s.outputs)-1].mark(id)
	return "", s.spendBudget(s.marks[id].steps, 0)
}

// step counts a step that reads or writes a number of bytes.
func (s *session) step(size int) error { return s.spendBudget(1, size) }

func (s *session) spendBudget(steps, size int) error {
	sinceCheck := s.budget.steps % stepsToCheck
	for _, b := range []*budget{&s.file, &s.budget} {
		isPack := b == &s.budget
		limits, of := fileBudget, "a file"
		if isPack {
			limits, of = packBudget, "a pack"
		}
		b.steps -= steps
		b.bytes -= size
		if b.steps < 0 {
			err := s.stop(finding.PackLimit, "the template takes more than %d steps, the limit of %s", limits.steps, of)
			err.final = isPack
			return err
		}
		if b.bytes < 0 {
			err := s.stop(finding.PackLimit, "the template uses more than %d bytes of text, the limit of %s", limits.bytes, of)
			err.final = isPack
			return err
		}
	}
	if sinceCheck < steps && s.ctx.Err() != nil {
		err := s.stop(finding.PackLimit, "the pack was stopped: %v", s.ctx.Err())
		err.final = true
		return err
	}
	return nil
}

// stepsToCheck is the number of steps after which a run looks at the time.
const stepsToCheck = 256

// enter is called at the start of each template.
func (s *session) enter(id int) (string, error) {
	s.current = id
	if s.depth++; s.depth > maxCalls {
		return "", s.stop(finding.PackLimit, "more than %d templates call each other", maxCalls)
	}
	return "", nil
}

// leave is called at the end of each template.
func (s *session) leave() string {
	s.depth--
	return ""
}

// include runs a template and returns what it writes.
func (s *session) include(name string, data any) (string, error) {
	t := s.templates.Lookup(name)
	if t == nil || strings.Contains(name, " ") {
		return "", s.stop(finding.PackTemplate, "the template %q does not exist", name)
	}
	current, out := s.current, &output{session: s}
	s.outputs = append(s.outputs, out)
	err := t.Execute(out, data)
	s.outputs = s.outputs[:len(s.outputs)-1]
	if err != nil {
		return "", s.explain(err)
	}
	s.current = current
	s.outputs[len(s.outputs)-1].included = out
	return out.String(), s.step(out.Len())
}

// output is the text that a template writes, with the nodes that wrote it.
type output struct {
	bytes.Buffer

	session *session
	spans   []span
	// included is the text of the last call of include, which the next node probably writes, perhaps indented.
	included *output
	lines    []line // of included texts
}

// span is what a node wrote, up to the next span.
type span struct{ offset, mark int }

// line is a line of an included text, which a mark of the included template wrote.
type line struct{ offset, mark, within int }

// Write appends text.
func (o *output) Write(text []byte) (int, error) {
	if o.Len()+len(text) > maxOutput {
		return 0, &stopError{rule: finding.PackLimit, message: fmt.Sprintf("the output has more than %d bytes", maxOutput)}
	}
	if err := o.session.step(len(text)); err != nil {
		return 0, err
	}
	if inner := o.included; inner != nil && len(text) > 0 {
		o.included = nil
		o.adopt(inner, text)
	}
	return o.Buffer.Write(text)
}

// mark notes that a node starts to write.
func (o *output) mark(id int) {
	if n := len(o.spans); n > 0 && o.spans[n-1].offset == o.Len() {
		o.spans[n-1].mark = id // the former wrote nothing
		return
	}
	o.spans = append(o.spans, span{o.Len(), id})
}

// adopt notes which nodes wrote the lines of an included text, if the text contains these lines in their order.
func (o *output) adopt(inner *output, text []byte) {
	innerOffset := 0
	innerLines := strings.SplitAfter(inner.String(), "\n")
	offset := 0
	var found []line
	for written := range strings.Lines(string(text)) {
		trimmed := strings.TrimSpace(written)
		for len(innerLines) > 0 && strings.TrimSpace(innerLines[0]) == "" && trimmed != "" {
			innerOffset += len(innerLines[0])
			innerLines = innerLines[1:]
		}
		if trimmed != "" {
			if len(innerLines) == 0 || !strings.HasSuffix(trimmed, strings.TrimSpace(innerLines[0])) {
				return
			}
			start := innerOffset + len(innerLines[0]) - len(strings.TrimLeft(innerLines[0], " \t"))
			mark, within := inner.find(start)
			found = append(found, line{o.Len() + offset, mark, within})
			innerOffset += len(innerLines[0])
			innerLines = innerLines[1:]
		}
		offset += len(written)
	}
	found = append(found, line{offset: o.Len() + len(text), mark: -1})
	o.lines = append(o.lines, found...)
}

// find returns the node that wrote the byte at an offset, and the number of bytes that it wrote before it.
func (o *output) find(offset int) (mark, within int) {
	i, exact := slices.BinarySearchFunc(o.lines, offset, func(l line, offset int) int { return l.offset - offset })
	if !exact {
		i--
	}
	if i >= 0 && o.lines[i].mark >= 0 {
		return o.lines[i].mark, o.lines[i].within
	}
	j, exact := slices.BinarySearchFunc(o.spans, offset, func(s span, offset int) int { return s.offset - offset })
	if !exact {
		j--
	}
	if j < 0 {
		return -1, 0
	}
	return o.spans[j].mark, offset - o.spans[j].offset
}

// text converts a value that a template writes.
func (s *session) text(value any) (string, error) {
	text, err := s.scalar(value)
	if err != nil {
		return "", err
	}
	return text, nil
}

// scalar returns the text of a string, a number or a bool.
func (s *session) scalar(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return value, nil
	case bool:
		return strconv.FormatBool(value), nil
	case int:
		return strconv.Itoa(value), nil
	case int32:
		return strconv.FormatInt(int64(value), 10), nil
	case int64:
		return strconv.FormatInt(value, 10), nil
	case float64:
		if value == float64(int64(value)) && value > -1e15 && value < 1e15 {
			return strconv.FormatInt(int64(value), 10), nil
		}
		return strconv.FormatFloat(value, 'g', -1, 64), nil
	case nil:
		return "", s.stop(finding.PackTemplate, "the value does not exist: test it with if or with")
	}
	return "", s.stop(finding.PackTemplate,
		"a value of type %s cannot be written as text: write one of its fields, or use json", typeOf(value))
}

// typeOf returns the name of a value's type, for messages.
func typeOf(value any) string { return strings.TrimPrefix(fmt.Sprintf("%T", value), "*templatepb.") }
