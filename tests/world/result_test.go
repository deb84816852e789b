// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"fmt"
	"strings"
	"time"
)

// A result is the result of a document. It is sent from one process to another.
type result struct {
	Document string
	Kind     kind
	Took     time.Duration
	Count    map[string]int // by the name of the row
	Causes   map[string]*cause
	Notes    map[string]*cause // the reasons why something is not tried
}

// A cause is the reason of a failure.
type cause struct {
	Key       string // its name in explained.txt
	Count     int
	Documents int // the number of documents in which it occurs
	Examples  []example
}

// An example is one failure.
type example struct {
	Document  string
	Operation string // "GET /pets/{id} (example.v1.PetService.GetPet)"
	Place     string // "query parameter filter", "/items/0/name"
	Sent      string // the request, or the response
	Problem   string // the whole error
}

// maxExamples is the maximum number of examples of a cause.
const maxExamples = 3

func newResult(name string) *result {
	return &result{Document: name, Count: make(map[string]int), Causes: make(map[string]*cause), Notes: make(map[string]*cause)}
}

// endless records that a document exceeded its time.
func (r *result) endless(key, problem string) {
	r.count(rowDocuments)
	r.count(rowEndless)
	r.fail(key, example{Problem: problem})
}

func (r *result) count(row string) { r.Count[row]++ }

// fail records a failure.
func (r *result) fail(key string, e example) { r.add(r.Causes, key, e) }

// note records what is not tried.
func (r *result) note(key string, e example) { r.add(r.Notes, key, e) }

func (r *result) add(causes map[string]*cause, key string, e example) {
	c := causes[key]
	if c == nil {
		c = &cause{Key: key, Documents: 1}
		causes[key] = c
	}
	c.Count++
	if len(c.Examples) < maxExamples {
		e.Document = r.Document
		e.Sent, e.Problem = shorten(e.Sent, 1500), shorten(e.Problem, 1500)
		c.Examples = append(c.Examples, e)
	}
}

func shorten(text string, n int) string {
	if len(text) > n {
		return strings.ToValidUTF8(text[:n], "") + fmt.Sprintf("… (%d bytes)", len(text))
	}
	return text
}

func (e example) String() string {
	var b strings.Builder
	b.WriteString(e.Document)
	for _, line := range []struct{ name, text string }{{"", e.Operation}, {"at ", e.Place}, {"sent: ", e.Sent}, {"", e.Problem}} {
		if line.text != "" {
			fmt.Fprintf(&b, "\n%s%s", line.name, strings.TrimSpace(line.text))
		}
	}
	return b.String()
}
