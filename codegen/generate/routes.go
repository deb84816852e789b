// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

// followRoutes gives operations the IDs under which their HTTP methods and paths were published, if
// their operationIds lead to other published operations: a new operation has the operationId of a
// published one, an operation lost the twin that had its operationId, or two operations exchanged
// theirs. A new operation that had such an ID gets the ID of operations without operationId. Without
// this, programs that were generated before would send their requests to another operation.
func followRoutes(doc *document.API, lock *numbers.Lock) {
	published := make(map[string]string) // IDs, by route; empty if several methods have the route
	for id, m := range lock.Methods {
		if m.Gone {
			continue
		}
		r := withoutNames(route(id, m))
		if _, isShared := published[r]; isShared {
			id = ""
		}
		published[r] = id
	}
	ids := make(map[*document.Operation]string) // of operations that get another one
	holders := make(map[string]*document.Operation)
	for _, o := range doc.Operations {
		holders[o.ID] = o
		id := published[withoutNames(o.Route())]
		_, leadsElsewhere := lock.Methods[o.ID]
		if id != "" && id != o.ID && (id == o.SharedID || leadsElsewhere && o.Name == o.ID) {
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
