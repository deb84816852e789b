// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

// followOperations gives operations the IDs and the resources under which they were published.
func followOperations(doc *document.API, lock *numbers.Lock) {
	followRoutes(doc, lock)
	if lock.Named && !doc.Conventions.ServicePerTag {
		followResources(doc, lock)
	}
}

// followResources gives operations the resources under which they were published, so that their services
// and messages keep their names if the document renames a resource. Additions to a renamed resource
// follow.
func followResources(doc *document.API, lock *numbers.Lock) {
	pathOf := func(resource []string) string { return cmp.Or(strings.Join(resource, "/"), numbers.NoResource) }
	resources := make(map[*document.Operation]string) // as published
	origins := make(map[string]map[string]bool)       // the published resources of the operations in a resource
	for _, o := range doc.Operations {
		m, found := lock.Methods[o.ID]
		if !found || m.Gone {
			continue
		}
		resources[o] = cmp.Or(m.Resource, pathOf(o.IDResource()))
		path := pathOf(o.Resource)
		if origins[path] == nil {
			origins[path] = make(map[string]bool)
		}
		origins[path][resources[o]] = true
	}
	for _, o := range doc.Operations {
		path := pathOf(o.Resource)
		origin, found := resources[o]
		if all := origins[path]; !found && len(all) == 1 {
			origin, found = slices.Collect(maps.Keys(all))[0], true
		}
		switch {
		case !found || origin == path:
		case origin == numbers.NoResource:
			o.Resource = nil
		default:
			o.Resource = strings.Split(origin, "/")
		}
	}
}

// followRoutes gives operations the IDs under which their HTTP methods and paths were published, if
// their operationIds lead to other published operations: a new operation has the operationId of a
// published one, an operation lost the twin that had its operationId, or operations passed theirs on to
// others. A new operation that had such an ID gets the ID of operations without operationId. Without
// this, programs that were generated before would send their requests to another operation.
//
// An operation also gets its ID back if it passed it on and has a new one. Otherwise the lock would no longer have
// the ID, and the next run could not know that it leads to another operation.
func followRoutes(doc *document.API, lock *numbers.Lock) {
	published := publishedIDs(doc, lock)
	holders := make(map[string]*document.Operation)
	for _, o := range doc.Operations {
		holders[o.ID] = o
	}
	leadsElsewhere := func(o *document.Operation) bool {
		if o == nil || published[o] == "" || published[o] == o.ID {
			return false
		}
		_, isPublished := lock.Methods[o.ID]
		return published[o] == o.SharedID || isPublished && o.Name == o.ID
	}
	ids := make(map[*document.Operation]string) // of operations that get another one
	for _, o := range doc.Operations {
		if id := published[o]; leadsElsewhere(o) || id != o.ID && leadsElsewhere(holders[id]) {
			ids[o] = id
		}
	}
	for _, o := range doc.Operations {
		holder := holders[ids[o]]
		if holder != nil && ids[holder] == "" {
			ids[holder] = holder.Route()
		}
	}
	if len(ids) == 0 {
		return
	}
	taken := make(map[string]bool, len(doc.Operations))
	for _, o := range doc.Operations {
		id := o.ID
		if ids[o] != "" {
			id = ids[o]
		}
		if taken[id] {
			return
		}
		taken[id] = true
	}
	for o, id := range ids {
		o.ID, o.Name = id, id
		if id == o.Route() {
			o.Name = ""
		}
	}
	slices.SortStableFunc(doc.Operations, func(a, b *document.Operation) int { return strings.Compare(a.ID, b.ID) })
}

// publishedIDs returns the IDs under which the HTTP methods and paths of operations were published. An operation and a
// method whose variables have other names match if no others do.
func publishedIDs(doc *document.API, lock *numbers.Lock) map[*document.Operation]string {
	ids := make(map[*document.Operation]string)
	isMatched := make(map[string]bool)
	for _, form := range []func(string) string{strings.Clone, withoutNames} {
		methods := make(map[string][]string) // by route
		for id, m := range lock.Methods {
			if r := form(route(id, m)); !m.Gone && !isMatched[id] {
				methods[r] = append(methods[r], id)
			}
		}
		operations := make(map[string][]*document.Operation)
		for _, o := range doc.Operations {
			if r := form(o.Route()); ids[o] == "" {
				operations[r] = append(operations[r], o)
			}
		}
		for r, matches := range operations {
			if len(matches) == 1 && len(methods[r]) == 1 {
				ids[matches[0]] = methods[r][0]
				isMatched[methods[r][0]] = true
			}
		}
	}
	return ids
}
