// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// nameByPath names an RPC by its method and path: GET /pets is ListPets,
// GET /pets/{id} is GetPet, POST /pets/{id}/feed is FeedPet.
func (b *builder) nameByPath(m *Method) string {
	o := m.Operations[0]
	parts := b.pathParts(o)
	if len(parts) == 0 {
		parts = []pathPart{{name: b.api.Document.Name}}
	}
	last := parts[len(parts)-1]
	switch verb := verbOf(o.HTTPMethod); {
	case last.filled && o.HTTPMethod == "POST":
		return "Update" + joinParts(parts, false)
	case last.filled && o.HTTPMethod == "PUT" && b.hasMethod(o, "PATCH"):
		return "Replace" + joinParts(parts, false)
	case last.filled:
		return verb + joinParts(parts, false)
	case o.HTTPMethod == "GET" && b.isList(o, last.name):
		return "List" + joinParts(parts, true)
	case o.HTTPMethod != "POST" && o.HTTPMethod != "GET":
		return verb + joinParts(parts, isPlural(last.name))
	case b.isAction(o, parts):
		return action(parts)
	case o.HTTPMethod == "POST":
		return "Create" + joinParts(parts, false)
	default:
		return verb + joinParts(parts, isPlural(last.name))
	}
}

var methodVerbs = map[string]string{
	"DELETE": "Delete", "GET": "Get", "HEAD": "Check", "OPTIONS": "Options", "PATCH": "Update", "POST": "Create", "PUT": "Update", "QUERY": "Query", "TRACE": "Trace",
}

// verbOf returns the verb of an HTTP method.
func verbOf(method string) string {
	if verb, found := methodVerbs[method]; found {
		return verb
	}
	return titled(words(strings.ToLower(method)))
}

// pathPart is a part of a path that names something.
type pathPart struct {
	name   string
	filled bool // a variable follows that says which one
}

var (
	versionSegment = regexp.MustCompile(`^(?i:api|rest|v?[0-9]+(\.[0-9]+)*((alpha|beta)[0-9]*)?|latest)$`)
	fileEnding     = regexp.MustCompile(`\.(json|\{[^}]*\})$`)
)

// pathParts returns what a path names, without what all paths of the document
// begin with.
func (b *builder) pathParts(o *document.Operation) []pathPart {
	var parts []pathPart
	common := b.commonSegments()
	for i, segment := range strings.Split(strings.Trim(fileEnding.ReplaceAllString(o.URLPath, ""), "/"), "/") {
		before, verb, _ := strings.Cut(segment, ":")
		switch {
		case i < common || segment == "":
		case strings.HasPrefix(before, "{"):
			if len(parts) > 0 {
				parts[len(parts)-1].filled = true
			}
		case len(words(before)) > 0 && !versionSegment.MatchString(before):
			parts = append(parts, pathPart{name: before})
		}
		if len(words(verb)) > 0 && !strings.Contains(verb, "}") {
			parts = append(parts, pathPart{name: verb})
		}
	}
	return parts
}

// commonSegments returns how many segments all paths begin with, before others
// that name something.
func (b *builder) commonSegments() int {
	if b.common >= 0 {
		return b.common
	}
	b.common = 0
	if len(b.api.Document.Operations) < 5 { // too few to tell
		return 0
	}
	var shared []string
	for i, o := range b.api.Document.Operations {
		segments := strings.Split(strings.Trim(o.URLPath, "/"), "/")
		named := 0
		for at, segment := range segments {
			if !strings.HasPrefix(segment, "{") {
				named = at
			}
		}
		segments = segments[:named]
		if at := slices.IndexFunc(segments, func(s string) bool { return strings.HasPrefix(s, "{") }); at >= 0 {
			segments = segments[:max(at-1, 0)] // a variable says which one of what is before it
		}
		if i == 0 {
			shared = segments
		}
		n := 0
		for n < min(len(shared), len(segments)) && shared[n] == segments[n] {
			n++
		}
		shared = shared[:n]
	}
	b.common = len(shared)
	return b.common
}

// joinParts returns parts as one name: many of the last one, or one of it.
func joinParts(parts []pathPart, many bool) string {
	var name []string
	for i, p := range parts {
		all := words(p.name)
		one := titled(all)
		switch {
		case i == len(parts)-1 && many:
			one = plural(one)
		case i == len(parts)-1 || p.filled:
			one = singular(one)
		}
		name = append(name, one)
	}
	return titled(name)
}

// nounOfPath returns the words of a path's parts, in the number that a verb takes.
func (b *builder) nounOfPath(parts []pathPart, verb []string) []string {
	if len(parts) == 0 {
		return words(b.api.Document.Name)
	}
	var noun []string
	for i, p := range parts {
		name := p.name
		switch {
		case i == len(parts)-1:
			name = numberOf(verb, p.filled)(name)
		case p.filled:
			name = singular(name)
		}
		noun = append(noun, words(name)...)
	}
	return noun
}

// isList tells whether a GET returns many: its response does, or where nothing
// is known of that, its path says so.
func (b *builder) isList(o *document.Operation, last string) bool {
	switch {
	case o.Response == nil:
		return isPlural(last)
	case b.returnsArray(o):
		return true
	}
	s := b.target(o.Response)
	if s.Kind == document.Object {
		return isPlural(last) && (len(s.Properties) == 0 || b.hasListProperty(s))
	}
	return isPlural(last)
}

// returnsArray tells whether the response of an operation is a list.
func (b *builder) returnsArray(o *document.Operation) bool {
	if o.Response == nil {
		return false
	}
	s := b.target(o.Response)
	return s.Kind == document.Array
}

// hasListProperty tells whether one of the properties of an object is a list.
func (b *builder) hasListProperty(s *document.Schema) bool {
	has, known := b.hasLists[s]
	if !known {
		has = slices.ContainsFunc(s.Properties, func(p *document.Property) bool {
			return b.resolve(p.Schema).Kind == document.Array
		})
		b.hasLists[s] = has
	}
	return has
}

// isPlural tells whether a name stands for many.
func isPlural(name string) bool { return singular(name) != name }

// hasMethod tells whether the document has an operation with the same path and
// another method.
func (b *builder) hasMethod(o *document.Operation, method string) bool {
	if b.requests == nil {
		b.requests = make(map[[2]string]bool)
		for _, other := range b.api.Document.Operations {
			b.requests[[2]string{other.HTTPMethod, other.URLPath}] = true
		}
	}
	return b.requests[[2]string{method, o.URLPath}]
}

// isAction tells whether the last part of a path says what is done, not to what.
// What a GET does is to read: GET /settings/open opens nothing.
func (b *builder) isAction(o *document.Operation, parts []pathPart) bool {
	last := words(parts[len(parts)-1].name)
	custom := strings.Contains(o.URLPath, ":")
	switch {
	case o.HTTPMethod == "GET":
		return len(parts) > 1 && (reads[strings.ToLower(last[0])] || custom && isVerb(last[0]))
	case len(last) > 1:
		return len(parts) > 1 && isVerb(last[0])
	}
	return custom || isVerb(last[0])
}

// action returns a name that starts with the last part, and has of those before
// it what is done to whom: FeedPet, FindPetsByStatus.
func action(parts []pathPart) string {
	last := words(parts[len(parts)-1].name)
	parts = parts[:len(parts)-1]
	if len(parts) == 0 {
		return titled(last)
	}
	return titled(last[:1]) + joinParts(parts, !parts[len(parts)-1].filled && isPlural(parts[len(parts)-1].name)) + titled(last[1:])
}
