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

// checkPublished reports methods that were published and are not in the document any
// more. If nothing is there any more it is an error: most likely the document is that of
// another API, of which two can have the same name and version.
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
	// Types that services of one framework share do not make two APIs one.
	isOther := len(was) > 0 && len(gone) == len(was)
	if isOther && len(is) == 0 || len(was) == 0 {
		isOther = types > 0 && typesKept == 0
	}
	switch {
	case isOther:
		findings.Add(finding.DocumentUnrelated, doc.At, "the document has none of the %d methods and %d types that are published", len(was), types)
	case len(gone) > 0:
		findings.Add(finding.PublishedGone, doc.At, "no longer in the document: %s (%d of %d published methods)", some(gone), len(gone), len(was))
	}
	return findings
}

// countTypes returns how many messages and enums are published, and how many of those
// are declared.
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

// some names a few methods.
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
