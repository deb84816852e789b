// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package compare says what changed between two documents of an API, and what
// each change means for whoever uses it.
//
// There are two verdicts, because there are two contracts. The generated Go is
// kept if a program that was written with the old package compiles with the new
// one and calls the same things. The wire is kept if what runs today, or was
// stored yesterday, goes on: a client of the old document with a service of the
// new one, and messages in JSON or protobuf that either of them wrote. A reader
// ignores what it does not know; a service refuses a request that holds what it
// does not know, as Google's do. So it matters for the wire whether something
// is sent, or only returned. Sent is what is a parameter, or is reached from the
// body of a request, and is not read-only.
//
// A verdict is patch where nothing is missed or gained, minor where something
// is gained, major where the contract is broken:
//
//	what changed                                         Go     wire
//	title, description, documentation, limits            patch  patch
//	deprecated, or no longer                             patch  patch
//	method added                                         minor  minor
//	method removed                                       major  major
//	method removed, another has its verb and path        major  patch
//	HTTP verb, path, host or API version changed         patch  major
//	method is in another resource                        major  patch
//	RPC or request message is called otherwise           major  patch
//	parameter added                                      minor  minor
//	parameter added that is required                     minor  major
//	parameter added to the path, or removed from it      major  patch (the path says it)
//	parameter removed from the query                     major  major
//	parameter moved between path and query               patch  major
//	body added                                           minor  minor
//	body removed, or of another schema                   major  major
//	response added                                       major  minor
//	response removed, or of another schema               major  major
//	schema added                                         minor  patch (what uses it says more)
//	schema removed                                       major  patch (what used it says more)
//	property or enum value added                         minor  minor
//	property added that is required and sent             minor  major
//	property or enum value removed that is sent          major  major
//	property or enum value removed, else                 major  minor (its number stays reserved)
//	type or format changed                               major  major
//	format changed that is the same in protobuf          patch  patch
//	required from now on, and sent                       patch  major (in OpenAPI, of a
//	                                                     scalar, major: its type has no pointer)
//	required from now on, else, or no longer             patch  patch (likewise)
//	can be null from now on                              minor  minor (likewise, where required)
//	can no longer be null                                major  minor
//	read-only from now on, or no longer                  patch  minor
//	scope added to the API                               minor  patch
//	scope removed from the API                           major  patch (what used it says more)
//	scope added to a method                              patch  minor
//	scope removed from a method                          patch  major
//	security scheme changed                              major  major
//	method takes other security schemes                  patch  major
//	media type of a body or response changed             patch  major (major where one is JSON, or a form)
//	error response added                                 minor  minor
//	error response removed, or of another schema         major  minor
//	API added                                            minor  minor
//	API removed                                          major  major
//
// A reference to another schema changes the type, even where the two are built
// alike: JSON stays the same, but the other message has numbers of its own.
// An enum value that has the number 0 stays, deprecated, in the generated Go;
// documents know no numbers, so its verdict is that of the others. How RPCs are
// called is said of the documents alone: an overlay may keep a name.
package compare

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Verdict says what a change means, in the words of semantic versions.
type Verdict int

// The verdicts, the least first.
const (
	None Verdict = iota // nothing changed
	Patch
	Minor
	Major
)

func (v Verdict) String() string { return [...]string{"none", "patch", "minor", "major"}[v] }

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Kind says what happened.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Element is what it happened to.
type Element string

// The elements of a document.
const (
	API       Element = "API"
	Scope     Element = "scope"
	Method    Element = "method"
	Parameter Element = "parameter"
	Schema    Element = "schema"
	Property  Element = "property"
	EnumValue Element = "enum value"
)

// Aspect is what changed of an element.
type Aspect string

// The aspects of elements.
const (
	APIVersion    Aspect = "API version"
	Body          Aspect = "body"
	DataWrapper   Aspect = "data wrapper"
	Deprecation   Aspect = "deprecation"
	Description   Aspect = "description"
	Documentation Aspect = "documentation"
	Errors        Aspect = "errors"
	Host          Aspect = "host"
	HTTPMethod    Aspect = "HTTP method"
	Limits        Aspect = "limits"
	Location      Aspect = "location"
	Media         Aspect = "media"
	Path          Aspect = "path"
	ReadOnly      Aspect = "read-only"
	Request       Aspect = "request"
	Required      Aspect = "required"
	Resource      Aspect = "resource"
	Response      Aspect = "response"
	RPC           Aspect = "RPC"
	Scopes        Aspect = "scopes"
	Security      Aspect = "security"
	Title         Aspect = "title"
	Type          Aspect = "type"
)

// Change is one difference.
type Change struct {
	Kind    Kind    `json:"kind"`
	Element Element `json:"element"`
	Aspect  Aspect  `json:"aspect,omitempty"` // of what changed
	// Name is the document's: the id of a method, the name of a schema, and
	// what is within one of them after a point, as in "Space.type.ROOM".
	Name    string            `json:"name"`
	Old     *finding.Position `json:"old,omitempty"`
	New     *finding.Position `json:"new,omitempty"`
	Message string            `json:"message"`
	Go      Verdict           `json:"go"`
	Wire    Verdict           `json:"wire"`
}

// Comparison is everything that changed in one API, what matters most first.
type Comparison struct {
	API     string   `json:"api"` // "chat/v1"
	Old     string   `json:"old"` // revision
	New     string   `json:"new"`
	Changes []Change `json:"changes"`
	Go      Verdict  `json:"go"`
	Wire    Verdict  `json:"wire"`
}

// Documents compares two documents of one API, which must be free of errors.
// One of them may be nil: then the API was added or removed.
func Documents(old, new *document.API) *Comparison {
	c := &comparer{Comparison: Comparison{Changes: []Change{}}, open: make(map[[2]*document.Schema]bool)}
	if old != nil {
		c.API, c.Old = old.Name+"/"+old.Version, old.Revision
	}
	if new != nil {
		c.API, c.New = new.Name+"/"+new.Version, new.Revision
	}
	switch {
	case old == nil && new == nil:
	case old == nil:
		c.added(API, c.API, new.At, Minor, Minor, "the API is new: %s, %s", count(len(new.Operations), "method"), count(len(new.Schemas), "schema"))
	case new == nil:
		c.removed(API, c.API, old.At, Major, Major, "the API is gone: %s, %s", count(len(old.Operations), "method"), count(len(old.Schemas), "schema"))
	default:
		c.sent, c.presence = sentSchemas(old), old.Conventions.TracksPresence
		c.steps = max(minSteps, old.Values+new.Values)
		c.compareAPI(old, new)
		c.compareSchemas(old, new)
		c.compareOperations(old, new)
		c.compareRPCs(old, new)
	}
	c.finish()
	return &c.Comparison
}

type comparer struct {
	Comparison
	sent map[string]bool // the schemas that the old document sends
	// open has the pairs of schemas that are being compared, and those that were:
	// schemas may hold themselves, and be part of others.
	open     map[[2]*document.Schema]bool
	steps    int  // how many more pairs are compared each time that they are met
	presence bool // whether a value is there is another thing than whether it is zero
}

// minSteps is how many pairs of schemas any two documents may have.
const minSteps = 100_000

// enter tells whether a pair of schemas is to be compared: it is not being compared
// already, nor was it after very many others.
func (c *comparer) enter(old, new *document.Schema) bool {
	pair := [2]*document.Schema{old, new}
	c.steps--
	if isOpen, known := c.open[pair]; isOpen || known && c.steps < 0 {
		return false
	}
	c.open[pair] = true
	return true
}

func (c *comparer) leave(old, new *document.Schema) { c.open[[2]*document.Schema{old, new}] = false }

// compareAPI compares what is said of the API as a whole.
func (c *comparer) compareAPI(old, new *document.API) {
	if old.Host != new.Host {
		c.changed(API, Host, c.API, old.At, new.At, Patch, Major, "the host was %q and is %q", old.Host, new.Host)
	}
	switch {
	case !old.DataWrapper && new.DataWrapper:
		c.changed(API, DataWrapper, c.API, old.At, new.At, Patch, Major, "bodies and responses stand in {\"data\": …} now")
	case old.DataWrapper && !new.DataWrapper:
		c.changed(API, DataWrapper, c.API, old.At, new.At, Patch, Major, "bodies and responses no longer stand in {\"data\": …}")
	}
	if old.Title != new.Title {
		c.changed(API, Title, c.API, old.At, new.At, Patch, Patch, "the title was %q and is %q", old.Title, new.Title)
	}
	if old.DocumentationURL != new.DocumentationURL {
		c.changed(API, Documentation, c.API, old.At, new.At, Patch, Patch, "the documentation was at %q and is at %q", old.DocumentationURL, new.DocumentationURL)
	}
	c.compareDescriptions(API, c.API, old.At, new.At, old.Description, new.Description)
	c.compareSecuritySchemes(old, new)
	pair(old.Scopes, new.Scopes, func(s document.Scope) string { return s.Name }, func(a, b *document.Scope) {
		switch {
		case a == nil:
			c.added(Scope, b.Name, new.At, Minor, Patch, "the scope %q is new", b.Name)
		case b == nil:
			c.removed(Scope, a.Name, old.At, Major, Patch, "the scope %q is gone", a.Name)
		default:
			c.compareDescriptions(Scope, a.Name, old.At, new.At, a.Description, b.Description)
		}
	})
}

func (c *comparer) compareDescriptions(element Element, name string, oldAt, newAt finding.Position, old, new string) {
	if old != new {
		c.changed(element, Description, name, oldAt, newAt, Patch, Patch, "the description of the %s %q changed", element, name)
	}
}

func (c *comparer) compareDeprecation(element Element, name string, oldAt, newAt finding.Position, old, new bool) {
	if new && !old {
		c.changed(element, Deprecation, name, oldAt, newAt, Patch, Patch, "the %s %q is deprecated", element, name)
	} else if old && !new {
		c.changed(element, Deprecation, name, oldAt, newAt, Patch, Patch, "the %s %q is no longer deprecated", element, name)
	}
}

// finish sorts the changes and gives the verdict on all of them.
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

// pair calls visit for each name of two lists in order of name, with a nil
// pointer for the list that lacks it.
func pair[T any](old, new []T, name func(T) string, visit func(old, new *T)) {
	type both struct{ old, new *T }
	all := make(map[string]both, max(len(old), len(new)))
	var names []string
	for i := range old {
		names = append(names, name(old[i]))
		all[name(old[i])] = both{old: &old[i]}
	}
	for i := range new {
		b, known := all[name(new[i])]
		if !known {
			names = append(names, name(new[i]))
		}
		b.new = &new[i]
		all[name(new[i])] = b
	}
	slices.Sort(names)
	for _, n := range slices.Compact(names) {
		visit(all[n].old, all[n].new)
	}
}
