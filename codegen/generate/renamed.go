// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// followMethods finds published methods whose IDs changed, and moves their entries in the lock to the new
// IDs, so that the fields of their requests and responses keep their numbers. It reports methods whose
// names follow the new IDs, with the line for the overlay that keeps the published name.
func followMethods(api *model.API, before *numbers.Lock, declared numbers.Declared, built typeNames) *finding.List {
	findings := new(finding.List)
	methods := make(map[string]*model.Method)
	for _, s := range api.Services {
		for _, m := range s.Methods {
			for _, o := range m.Operations {
				methods[o.ID] = m
			}
		}
	}
	renamed := renamedMethods(before, declared)
	for _, from := range slices.Sorted(maps.Keys(renamed)) {
		to, published := renamed[from], before.Methods[from]
		m := methods[to]
		if m.Name != published.RPC && m.Evidence != model.ByOverlay {
			line := model.OverlayLine("methods", m.Operations[0].ID, published.RPC)
			findings.Add(finding.PublishedRenamed, m.At(),
				"%s was published as %s, but its new ID %q names it %s; the line for the overlay that keeps the name is %s",
				route(to, declared.Methods[to]), published.RPC, to, m.Name, line)
		}
		moveMethod(before, declared, from, to)
		if m.Name == published.RPC {
			keepInlineNames(api, before, to, built)
		}
	}
	return findings
}

// keepInlineNames gives the types that a method defines in place the names in their entries, which the
// method took over from another ID, unless the overlay names them.
func keepInlineNames(api *model.API, lock *numbers.Lock, id string, built typeNames) {
	for _, m := range api.Messages {
		entry := lock.Messages[m.Key]
		if m.IsRequest() || entry == nil || !strings.HasPrefix(m.Key, id+".") || m.Name != built.messages[m.Key] {
			continue
		}
		path := entry.Paths[len(entry.Paths)-1]
		isTaken := slices.ContainsFunc(api.Messages, func(other *model.Message) bool { return other.Name == path })
		if !isTaken && !strings.Contains(path, ".") {
			m.Name = path
			api.Clashes.Messages[m.Key] = path
		}
	}
}

// renamedMethods returns the new IDs of published methods, by the old ones: the document has a new method
// with the same HTTP method and path in the same service, and no other of them has that path. If the IDs
// of all methods are new, most of their paths must be known: two APIs can share a path such as /health.
func renamedMethods(before *numbers.Lock, declared numbers.Declared) map[string]string {
	type place struct{ service, route string }
	was, is := make(map[place][]string), make(map[place][]string)
	published, kept := 0, 0
	for id, m := range before.Methods {
		if m.Gone {
			continue
		}
		published++
		if _, stays := declared.Methods[id]; stays {
			kept++
		} else {
			p := place{m.Service, withoutNames(route(id, m))}
			was[p] = append(was[p], id)
		}
	}
	for id, m := range declared.Methods {
		if _, known := before.Methods[id]; !known {
			p := place{m.Service, withoutNames(route(id, m))}
			is[p] = append(is[p], id)
		}
	}
	renamed := make(map[string]string)
	for p, ids := range was {
		if len(ids) == 1 && len(is[p]) == 1 {
			renamed[ids[0]] = is[p][0]
		}
	}
	if kept == 0 && 2*len(renamed) < published {
		return nil
	}
	return renamed
}

// route returns the HTTP method and path of a method. In locks of earlier versions it is the ID, which
// equals no route.
func route(id string, m numbers.Method) string { return cmp.Or(m.HTTP, id) }

var variable = regexp.MustCompile(`\{[^{}=]*`)

// withoutNames removes the names of variables from a path. They do not matter to the server.
func withoutNames(path string) string { return variable.ReplaceAllString(path, "{") }

// moveMethod gives the entries of a method in the lock, and those of the types that are made for it,
// another ID.
func moveMethod(lock *numbers.Lock, declared numbers.Declared, from, to string) {
	lock.Methods[to] = lock.Methods[from]
	delete(lock.Methods, from)
	moveEntries(lock.Messages, declared.Messages, from, to)
	moveEntries(lock.Enums, declared.Enums, from, to)
}

func moveEntries(entries map[string]*numbers.Entry, declared []numbers.Declaration, from, to string) {
	for _, d := range declared {
		rest, found := strings.CutPrefix(d.Key, to)
		if !found || rest != "" && rest[0] != '.' || entries[d.Key] != nil {
			continue
		}
		old := from + rest
		isDeclared := slices.ContainsFunc(declared, func(d numbers.Declaration) bool { return d.Key == old })
		if entry := entries[old]; entry != nil && !isDeclared {
			entries[d.Key] = entry
			delete(entries, old)
		}
	}
}
