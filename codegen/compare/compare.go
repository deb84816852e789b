// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package compare reports the changes between two documents of an API and their consequences
// for users of the API.
//
// Every change has two verdicts. The verdict for Go is about the generated packages: a program
// that was written with the old package must compile with the new one and call the same
// methods. The verdict for the wire is about stored data and running programs: a client of the
// old document must work with a service of the new one, and messages in JSON or protobuf must
// stay readable.
//
// On the wire, it matters whether a value is sent to the service or only received. A reader
// ignores unknown values, but a service may reject a request with unknown values, as Google's
// services do. A value is sent if it is a parameter, or if it is reachable from the body of a
// request and not read-only.
//
// A verdict is patch if the change does not affect users, minor if it adds something, and major
// if it breaks the contract:
//
//	change                                                Go/wire
//	title, description, documentation or limits changed   patch/patch
//	deprecated, or no longer deprecated                   patch/patch
//	method added                                          minor/minor
//	method removed                                        major/major
//	method removed, another has its HTTP method and path  major/patch
//	HTTP method, path, host or API version changed        patch/major
//	method moved to another resource                      major/patch
//	RPC or request message renamed                        major/patch
//	parameter added                                       minor/minor
//	required parameter added                              minor/major
//	parameter added to or removed from the path           major/patch (see the change of the path)
//	parameter removed from the query                      major/major
//	parameter moved between path and query                patch/major
//	body added                                            minor/minor
//	body removed, or its schema replaced                  major/major
//	response added                                        major/minor
//	response removed, or its schema replaced              major/major
//	schema added                                          minor/patch (see the changes of its users)
//	schema removed                                        major/patch (see the changes of its users)
//	property or enum value added                          minor/minor
//	required property added that is sent                  minor/major
//	property or enum value removed that is sent           major/major
//	other property or enum value removed                  major/minor (its number stays reserved)
//	type or format changed                                major/major
//	format changed, same protobuf type                    patch/patch
//	now required, and sent                                patch/major (Go: see below)
//	now required and not sent, or no longer required      patch/patch (Go: see below)
//	now nullable                                          minor/minor (Go: see below)
//	no longer nullable                                    major/minor
//	now read-only, or no longer read-only                 patch/minor
//	scope added to the API                                minor/patch
//	scope removed from the API                            major/patch (see the changes of its users)
//	scope added to a method                               patch/minor
//	scope removed from a method                           patch/major
//	security scheme changed                               major/major
//	method accepts other security schemes                 patch/major
//	media type of a body or response changed              patch/major (Go: major if one is JSON or a form, and the other is not)
//	error response added                                  minor/minor
//	error response removed, or its schema replaced        major/minor
//	API added                                             minor/minor
//	API removed                                           major/major
//
// In OpenAPI documents the Go type of a scalar depends on whether it is required and nullable:
// the type is a pointer if the scalar has presence. If that changes, the verdict for Go is major.
//
// A reference to another schema changes the type, even if both schemas are equal: the JSON is the
// same, but the other message has its own field numbers. An enum value with the number 0 stays in
// the generated Go as a deprecated value; documents do not contain numbers, so its removal has the
// same verdict as that of the others. The names of RPCs are those without an overlay, which may
// keep a name.
package compare

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// Comparison contains the changes of one API, in decreasing order of their verdicts.
type Comparison struct {
	API     string   `json:"api"` // "chat/v1", or the title of an OpenAPI document: "Pet Shop v1"
	Old     string   `json:"old"` // the old revision
	New     string   `json:"new"` // the new revision
	Changes []Change `json:"changes"`
	Go      Verdict  `json:"go"`   // the highest of all changes
	Wire    Verdict  `json:"wire"` // the highest of all changes
}

// Documents compares two documents of one API, which must have been read without errors. If
// before is nil, the API was added; if after is nil, it was removed.
func Documents(before, after *document.API) *Comparison {
	c := &comparer{Comparison: Comparison{Changes: []Change{}}, open: make(map[[2]*document.Schema]bool)}
	if before != nil {
		c.API, c.Old = nameOf(before), before.Revision
	}
	if after != nil {
		c.API, c.New = nameOf(after), after.Revision
	}
	switch {
	case before == nil && after == nil:
	case before == nil:
		c.added(API, c.API, after.At, Minor, Minor, "the API was added: %s", sizeOf(after))
	case after == nil:
		c.removed(API, c.API, before.At, Major, Major, "the API was removed: %s", sizeOf(before))
	default:
		c.sent, c.tracksPresence = sentSchemas(before), before.Conventions.TracksPresence
		c.steps = max(minSteps, before.Values+after.Values)
		c.compareAPI(before, after)
		c.compareSchemas(before, after)
		c.compareOperations(before, after)
		c.compareRPCs(before, after)
	}
	c.finish()
	return &c.Comparison
}

// nameOf returns the name and version by which people know an API.
func nameOf(api *document.API) string {
	if api.Conventions.NamedByTitle {
		return cmp.Or(api.Title, api.Name) + " " + api.Version
	}
	return api.Name + "/" + api.Version
}

// comparer compares two documents and collects their changes.
type comparer struct {
	Comparison
	sent map[string]bool // the names of the schemas that requests of the old document contain
	// open contains the pairs of schemas that were compared. The value is true while the
	// comparison is running: schemas may contain themselves.
	open map[[2]*document.Schema]bool
	// steps is the number of pairs that may still be compared again each time they are reached.
	steps          int
	tracksPresence bool // whether required and nullable determine the Go type of scalars
}

// minSteps is the least initial value of steps.
const minSteps = 100_000

// enter reports whether a pair of schemas must be compared, and marks it as open. It returns
// false for an open pair. When the steps are used up, it also returns false for a pair that was
// compared before. Each true must be followed by a call of leave.
func (c *comparer) enter(before, after *document.Schema) bool {
	pair := [2]*document.Schema{before, after}
	c.steps--
	if isOpen, known := c.open[pair]; isOpen || known && c.steps < 0 {
		return false
	}
	c.open[pair] = true
	return true
}

// leave marks a pair of schemas as no longer open.
func (c *comparer) leave(before, after *document.Schema) {
	c.open[[2]*document.Schema{before, after}] = false
}

// finish sorts the changes and sets the verdicts of the comparison.
func (c *comparer) finish() {
	slices.SortStableFunc(c.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(max(b.Go, b.Wire), max(a.Go, a.Wire)),
			cmp.Compare(b.Go, a.Go),
			cmp.Compare(b.Wire, a.Wire),
			-cmp.Compare(a.Kind, b.Kind), // removed, changed, added
			cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Aspect, b.Aspect),
		)
	})
	for _, change := range c.Changes {
		c.Go, c.Wire = max(c.Go, change.Go), max(c.Wire, change.Wire)
	}
}
