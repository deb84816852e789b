// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// rpc is a method by its name in Go.
type rpc struct{ service, name string }

// checkPublished reports published methods that the document no longer has. If the document has none of
// them, it is an error: the document is probably that of another API with the same title and version. A discovery
// document with the published name, version and host describes the published API.
func checkPublished(doc *document.API, before *numbers.Lock, declared numbers.Declared, rule finding.Rule) *finding.List {
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
	published := before.API
	isSame := !doc.Conventions.NamedByTitle && published.Host != "" &&
		published.Title == doc.Title && published.Version == doc.Version && published.Host == doc.Host
	switch {
	case isOther && !isSame:
		findings.Add(finding.DocumentUnrelated, doc.At, "the document has none of the %d published methods and %d published types",
			len(was), types)
	case len(gone) > 0:
		findings.Add(rule, doc.At, "the document no longer has %s (%d of %d published methods)",
			some(methodNames(gone)), len(gone), len(was))
	}
	return findings
}

// checkOverlay reports a run without the overlay of earlier runs, which would take back the names that it
// gives. An empty overlay is given on purpose.
func checkOverlay(doc *document.API, overlay File, before *numbers.Lock) *finding.List {
	findings := new(finding.List)
	if before.Overlay != "" && overlay.Data == nil {
		findings.Add(finding.OverlayMissing, doc.At, "the API was generated with the overlay %s, which this run lacks", before.Overlay)
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

func methodNames(methods map[rpc]bool) []string {
	var names []string
	for m := range methods {
		names = append(names, m.name)
	}
	return names
}

// checkRemoved reports published types, fields and enum values that the document no longer
// declares, with the lines for the overlay that keep those that seem to have other names now. It must be called
// after Reserve, which names them. built has the names that the model had before the overlay.
func checkRemoved(api *model.API, before, lock *numbers.Lock, built typeNames, rule finding.Rule) *finding.List {
	findings := new(finding.List)
	types, published := removedTypes(before, lock)
	s := &suggester{api: api, before: before, lock: lock, built: built, findings: findings, fields: make(map[*model.Message]map[int32]bool)}
	types = s.suggest(types)
	api.Walk(func(m *model.Message) {
		removed := removedNames(before.Messages[m.Key], lock.Messages[m.Key], m.Reserved, s.fields[m])
		reportRemoved(findings, rule, m.At, m.Key, "field", removed)
	})
	api.WalkEnums(func(e *model.Enum) {
		removed := removedNames(before.Enums[e.Key], lock.Enums[e.Key], e.Reserved, nil)
		reportRemoved(findings, rule, e.At, e.Key, "enum value", removed)
	})
	if len(types) > 0 {
		findings.Add(rule, api.Document.At, "the document no longer has %s (%d of %d published types)",
			some(namesInFindings(api, before, types)), len(types), published)
	}
	return findings
}

// namesInFindings returns the names by which findings call removed types: their keys, or their published
// names if those do not follow from the keys.
func namesInFindings(api *model.API, before *numbers.Lock, keys []string) []string {
	var names []string
	for _, key := range keys {
		entry := before.Messages[key]
		if entry == nil {
			entry = before.Enums[key]
		}
		if path := entry.Paths[len(entry.Paths)-1]; path != api.ImpliedPath(before, key, entry) {
			key = path
		}
		names = append(names, key)
	}
	return names
}

// removedNames returns the proto names of the fields or values that only the earlier entry
// uses. It omits names that another field or value has now, and the given numbers.
func removedNames(before, after *numbers.Entry, reserved []model.Reserved, except map[int32]bool) []string {
	if before == nil || after == nil {
		return nil
	}
	removed := make(map[int32]bool)
	for key, number := range before.Current {
		if isRemovedKey(before, after, key) && !except[number] {
			removed[number] = true
		}
	}
	var names []string
	for _, r := range reserved {
		if removed[r.Number] && r.Name != "" {
			names = append(names, r.Name)
		}
	}
	return names
}

func reportRemoved(findings *finding.List, rule finding.Rule, at finding.Position, owner, kind string, names []string) {
	switch len(names) {
	case 0:
	case 1:
		findings.Add(rule, at, "%s no longer has the published %s %s", owner, kind, names[0])
	default:
		findings.Add(rule, at, "%s no longer has the published %ss %s", owner, kind, some(names))
	}
}

// removedTypes returns the keys of the messages and enums that only the earlier lock uses,
// and the number of types in that lock. It omits nested types of removed types and fields, the
// messages of removed methods, and types of which another type has the name now.
func removedTypes(before, lock *numbers.Lock) (removed []string, published int) {
	is, was := make(map[string]bool), make(map[string]bool) // by key
	names := make(map[string]bool)
	for _, kind := range []struct{ before, after map[string]*numbers.Entry }{
		{before.Messages, lock.Messages}, {before.Enums, lock.Enums},
	} {
		for key, entry := range kind.after {
			if len(entry.Current) > 0 {
				is[key], names[lettersOf(key)] = true, true
			}
		}
		for key, entry := range kind.before {
			if len(entry.Current) > 0 {
				was[key] = true
			}
		}
	}
	for key := range was {
		isGone := !is[key] && !lock.Methods[key].Gone && !names[lettersOf(key)]
		for i, c := range key {
			if c != '.' {
				continue
			}
			owner, field := key[:i], key[i+1:]
			if was[owner] && !is[owner] || lock.Methods[owner].Gone || isRemovedKey(before.Messages[owner], lock.Messages[owner], field) {
				isGone = false
			}
		}
		if isGone {
			removed = append(removed, key)
		}
	}
	return removed, len(was)
}

// isRemovedKey reports whether only the earlier entry uses the field or value with a key.
func isRemovedKey(before, after *numbers.Entry, key string) bool {
	if before == nil || after == nil {
		return false
	}
	_, was := before.Current[key]
	_, is := after.Current[key]
	return was && !is
}

// lettersOf returns the letters and digits of a key in lower case. They are equal for keys
// that differ only in their spelling, such as PetShop and pet_shop.
func lettersOf(key string) string {
	return strings.Map(func(c rune) rune {
		if c = unicode.ToLower(c); unicode.IsLetter(c) || unicode.IsDigit(c) || c == '.' {
			return c
		}
		return -1
	}, key)
}

// some returns the names of a few elements, in order, and the number of the others.
func some(names []string) string {
	const few = 5
	names = slices.Sorted(slices.Values(names))
	if more := len(names) - few; more > 1 {
		names = append(names[:few], fmt.Sprintf("and %d others", more))
	}
	return strings.Join(names, ", ")
}
