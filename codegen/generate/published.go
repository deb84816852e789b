// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// rpc is a method by its name in Go.
type rpc struct{ service, name string }

// checkPublished reports published methods that the document no longer has. If the document has none of
// them, it is an error: the document is probably that of another API with the same name and version.
func checkPublished(doc *document.API, before *numbers.Lock, declared numbers.Declared) *finding.List {
	findings := new(finding.List)
	is := make(map[rpc]bool)
	for _, m := range declared.Methods {
		is[rpc{m.Service, m.RPC}] = true
	}
	was, gone := make(map[rpc]bool), make(map[rpc]bool)
	for id, m := range before.Methods {
		if m.Gone {
			continue
		}
		was[rpc{m.Service, m.RPC}] = true
		if _, kept := declared.Methods[id]; !kept && !is[rpc{m.Service, m.RPC}] {
			gone[rpc{m.Service, m.RPC}] = true
		}
	}
	types, typesKept := countTypes(before, declared)
	// Two APIs can have types in common: those of their framework.
	isOther := len(was) > 0 && len(gone) == len(was)
	if isOther && len(is) == 0 || len(was) == 0 {
		isOther = types > 0 && typesKept == 0
	}
	switch {
	case isOther:
		findings.Add(finding.DocumentUnrelated, doc.At, "the document has none of the %d published methods and %d published types",
			len(was), types)
	case len(gone) > 0:
		findings.Add(finding.PublishedGone, doc.At, "the document no longer has %s (%d of %d published methods)",
			some(gone), len(gone), len(was))
	}
	return findings
}

// countTypes returns the number of published messages and enums, and how many of them the document
// declares.
func countTypes(before *numbers.Lock, declared numbers.Declared) (published, kept int) {
	for _, kind := range []struct {
		entries  map[string]*numbers.Entry
		declared []numbers.Declaration
	}{{before.Messages, declared.Messages}, {before.Enums, declared.Enums}} {
		is := make(map[string]bool)
		for _, d := range kind.declared {
			is[d.Key] = true
		}
		for key, entry := range kind.entries {
			if len(entry.Current) == 0 {
				continue
			}
			published++
			if is[key] {
				kept++
			}
		}
	}
	return published, kept
}

// some returns the names of a few methods.
func some(methods map[rpc]bool) string {
	const few = 5
	var names []string
	for m := range maps.Keys(methods) {
		names = append(names, m.name)
	}
	slices.Sort(names)
	if more := len(names) - few; more > 1 {
		names = append(names[:few], fmt.Sprintf("and %d others", more))
	}
	return strings.Join(names, ", ")
}
