// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"regexp"
	"strings"
)

// wordsOfPath names a method by its method and path: GET /pets is ListPets,
// GET /pets/{id} is GetPet, POST /pets/{id}/feed is FeedPet.
func (a *API) wordsOfPath(o Operation) []string {
	parts := a.parts(o)
	if len(parts) == 0 {
		parts = []pathPart{{name: a.name}}
	}
	last := parts[len(parts)-1]
	verb := verbOf(o.Method)
	many := isPlural(last.name)
	switch {
	case last.filled && o.Method == "POST" && a.has("POST", pathBefore(o.Path)):
		verb, many = "Update", false
	case last.filled && o.Method == "PUT" && a.has("PATCH", o.Path):
		verb, many = "Replace", false
	case last.filled:
		many = false
	case o.Method == "GET" && isList(o, last.name):
		verb, many = "List", true
	case o.Method != "POST" && o.Method != "GET":
	case isAction(o, parts):
		return action(parts)
	case o.Method == "POST":
		many = false
	}
	return joined([]string{verb}, joinParts(parts, many))
}

var methodVerbs = map[string]string{
	"DELETE": "Delete", "GET": "Get", "HEAD": "Check", "OPTIONS": "Options", "PATCH": "Update", "POST": "Create", "PUT": "Update", "QUERY": "Query", "TRACE": "Trace",
}

// verbOf returns the verb of an HTTP method.
func verbOf(method string) string {
	if verb, found := methodVerbs[method]; found {
		return verb
	}
	return Type(strings.ToLower(method))
}

// has tells whether the document has such an operation.
func (a *API) has(method, path string) bool {
	return a.requests[[2]string{method, path}] || a.requests[[2]string{method, path + "/"}]
}

// pathBefore returns a path without its last variable.
func pathBefore(path string) string {
	before, _, _ := strings.Cut(path, "/{")
	if at := strings.LastIndex(path, "/{"); at >= 0 {
		before = path[:at]
	}
	return before
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

// parts returns what a path names, without what all paths of the document
// begin with.
func (a *API) parts(o Operation) []pathPart { return partsFrom(o, a.common) }

// partsFrom returns what the segments of a path name from that one on.
func partsFrom(o Operation, from int) []pathPart {
	var parts []pathPart
	for i, segment := range strings.Split(strings.Trim(fileEnding.ReplaceAllString(o.Path, ""), "/"), "/") {
		before, verb, _ := strings.Cut(segment, ":")
		switch {
		case i < from || segment == "":
		case strings.HasPrefix(before, "{"):
			if len(parts) > 0 {
				parts[len(parts)-1].filled = true
			}
		case len(Words(before)) > 0 && !versionSegment.MatchString(before):
			parts = append(parts, pathPart{name: before})
		}
		if len(Words(verb)) > 0 && !strings.Contains(verb, "}") {
			parts = append(parts, pathPart{name: verb})
		}
	}
	return parts
}

// pathLiterals returns a path without its variables.
func pathLiterals(path string) string { return pathVariable.ReplaceAllString(path, "") }

var pathVariable = regexp.MustCompile(`\{[^}]*\}`)

// commonSegments returns how many segments all paths begin with, before others
// that name something.
func commonSegments(operations []Operation) int {
	var shared []string
	for i, o := range operations {
		segments := strings.Split(strings.Trim(o.Path, "/"), "/")
		named := 0
		for at, segment := range segments {
			if !strings.HasPrefix(segment, "{") {
				named = at
			}
		}
		segments = segments[:named]
		for at, segment := range segments {
			if strings.HasPrefix(segment, "{") {
				segments = segments[:max(at-1, 0)] // a variable says which one of what is before it
				break
			}
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
	return len(shared)
}

// joinParts returns the words of parts: many of the last one, or one of it.
func joinParts(parts []pathPart, many bool) []string {
	var words []string
	for i, p := range parts {
		one := Titled(Words(p.name))
		switch {
		case i == len(parts)-1 && many:
			one = plural(one)
		case i == len(parts)-1 || p.filled:
			one = singular(one)
		}
		words = joined(words, Words(one))
	}
	return words
}

// noun returns the words of a path's parts, in the number that a verb takes.
func (a *API) noun(parts []pathPart, verb []string) []string {
	if len(parts) == 0 {
		return Words(a.name)
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
		noun = joined(noun, Words(name))
	}
	return noun
}

// isList tells whether a GET returns many: its response does, or where nothing
// is known of that, its path says so.
func isList(o Operation, last string) bool {
	return o.Returns == ReturnsList || o.Returns == ReturnsUnknown && isPlural(last)
}

// isAction tells whether the last part of a path says what is done, not to what.
// What a GET does is to read: GET /settings/open opens nothing.
func isAction(o Operation, parts []pathPart) bool {
	last := Words(parts[len(parts)-1].name)
	custom := strings.Contains(o.Path, ":")
	switch {
	case o.Method == "GET":
		return len(parts) > 1 && (reads[strings.ToLower(last[0])] || custom && isVerb(last[0]))
	case len(last) > 1:
		return len(parts) > 1 && isVerb(last[0])
	}
	return custom || isVerb(last[0])
}

// action returns the words of a name that starts with the last part, and has of those
// before it what is done to whom: FeedPet, FindPetsByStatus.
func action(parts []pathPart) []string {
	last := Words(parts[len(parts)-1].name)
	parts = parts[:len(parts)-1]
	if len(parts) == 0 {
		return last
	}
	before := parts[len(parts)-1]
	words := append([]string{last[0]}, joinParts(parts, !before.filled && isPlural(before.name))...)
	return joined(words, last[1:])
}
