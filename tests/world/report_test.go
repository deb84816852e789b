// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// These are the rows of the table.
const (
	rowDocuments = "documents"
	rowConverted = "converted"
	rowRefused   = "refused, with an error"
	rowEndless   = "never end, or crash"
	rowCompiled  = ".proto files compile"

	rowServices = "services"
	rowClients  = "clients constructed"

	rowOperations = "operations"
	rowReported   = "without a method, reported"
	rowSilent     = "without a method, not reported"

	rowMethods = "methods"
	rowBound   = "send a random request"
	rowUnbound = "cannot be called, reported"
	rowFailing = "cannot be called, not reported"

	rowDeclared = "schemas, properties, parameters and other things"
	rowLost     = "lost without a finding"

	rowLoaded   = "documents that kin-openapi loads"
	rowMatching = "without one mismatch"

	rowCalls           = "random calls"
	rowGood            = "good"
	rowCallsMessages   = "of messages, drawn from descriptors"
	rowGoodMessages    = "good messages"
	rowCallsValues     = "of values, drawn from schemas"
	rowGoodValues      = "good values"
	rowUnjudged        = "judged in part: kin-openapi cannot judge all of it"
	rowUndrawn         = "operations not called: no request is valid, or a finding says that they cannot be called"
	rowUndrawnMessages = "messages not drawn: the document wants more than descriptors say"

	rowBodies         = "JSON bodies"
	rowSameBodies     = "JSON bodies identical"
	rowForms          = "form bodies"
	rowSameForms      = "form bodies identical"
	rowParameters     = "parameters"
	rowSameParameters = "parameters identical"
	rowResponses      = "responses"
	rowSameResponses  = "responses identical"
	rowErrors         = "error responses"
	rowSameErrors     = "error responses identical"
)

// rows are the rows of the table in order, with their level. A row is part of the row above with a
// lower level.
var rows = []struct {
	name  string
	level int
}{
	{rowDocuments, 0}, {rowConverted, 1}, {rowRefused, 1}, {rowEndless, 1}, {rowCompiled, 1},
	{rowServices, 0}, {rowClients, 1},
	{rowOperations, 0}, {rowReported, 1}, {rowSilent, 1},
	{rowMethods, 0}, {rowBound, 1}, {rowUnbound, 1}, {rowFailing, 1},
	{rowDeclared, 0}, {rowLost, 1},
	{rowLoaded, 0}, {rowMatching, 1},
	{rowCalls, 0}, {rowGood, 1}, {rowCallsMessages, 1}, {rowGoodMessages, 2}, {rowCallsValues, 1}, {rowGoodValues, 2}, {rowUnjudged, 1},
	{rowUndrawn, 0}, {rowUndrawnMessages, 0},
	{rowBodies, 0}, {rowSameBodies, 1},
	{rowForms, 0}, {rowSameForms, 1},
	{rowParameters, 0}, {rowSameParameters, 1},
	{rowResponses, 0}, {rowSameResponses, 1},
	{rowErrors, 0}, {rowSameErrors, 1},
}

// A report gathers results.
type report struct {
	results []*result
}

// table returns the figures of each kind of documents, and of all documents.
func (r *report) table() string {
	var total [kinds + 1]map[string]int
	for i := range total {
		total[i] = make(map[string]int)
	}
	for _, result := range r.results {
		for row, n := range result.Count {
			total[result.Kind][row] += n
			total[kinds][row] += n
		}
	}
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\t%s\t%s\t%s\tall\n", native, converted, discovery)
	var above [3]string
	for _, row := range rows {
		above[row.level] = row.name
		fmt.Fprint(w, strings.Repeat("  ", row.level)+row.name)
		for _, count := range total {
			cell := strconv.Itoa(count[row.name])
			if row.level > 0 && count[above[row.level-1]] > 0 {
				cell += fmt.Sprintf(" (%.2f %%)", 100*float64(count[row.name])/float64(count[above[row.level-1]]))
			}
			fmt.Fprintf(w, "\t%s", cell)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return text.String()
}

// failures returns the causes of all failures, the most frequent ones first.
func (r *report) failures() []*cause {
	return r.sorted(func(r *result) map[string]*cause { return r.Causes })
}

// notes returns the reasons why something was not tried.
func (r *report) notes() []*cause {
	return r.sorted(func(r *result) map[string]*cause { return r.Notes })
}

func (r *report) sorted(of func(*result) map[string]*cause) []*cause {
	all := make(map[string]*cause)
	results := slices.SortedFunc(slices.Values(r.results), func(a, b *result) int { return strings.Compare(a.Document, b.Document) })
	for _, result := range results {
		for key, c := range of(result) {
			sum := all[key]
			if sum == nil {
				sum = &cause{Key: key}
				all[key] = sum
			}
			sum.Count += c.Count
			sum.Documents++
			// Examples from several documents are more useful.
			if n := maxExamples - len(sum.Examples); n > 0 {
				sum.Examples = append(sum.Examples, c.Examples[:min(n, 1)]...)
			}
		}
	}
	var causes []*cause
	for _, c := range all {
		causes = append(causes, c)
	}
	slices.SortFunc(causes, func(a, b *cause) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Key, b.Key))
	})
	return causes
}

// causes returns the causes of all failures with examples, and the notes.
func (r *report) causes() string {
	var b strings.Builder
	for _, c := range slices.Concat(r.failures(), r.notes()) {
		fmt.Fprintf(&b, "%d × %s (in %d documents)\n", c.Count, c.Key, c.Documents)
		for _, e := range c.Examples {
			fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(e.String(), "\n", "\n        "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// readExplained reads the known causes and their explanations.
func readExplained(name string) (map[string]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	explained := make(map[string]string)
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, why, _ := strings.Cut(line, " | ")
		if why = strings.TrimSpace(why); why == "" {
			return nil, fmt.Errorf("%s:%d: the line must contain a cause, \" | \" and an explanation", name, n)
		}
		if _, ok := explained[key]; ok {
			return nil, fmt.Errorf("%s:%d: %q has two explanations", name, n, key)
		}
		explained[key] = why
	}
	return explained, lines.Err()
}
