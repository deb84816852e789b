// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net/http"
	"regexp"
	"strings"
)

// wordsOfPath returns the words of a method's name, derived from its HTTP method and path:
// ListPets for GET /pets, GetPet for GET /pets/{id}, FeedPet for POST /pets/{id}/feed.
func (a *API) wordsOfPath(o Operation) []string {
	parts := a.parts(o)
	if len(parts) == 0 {
		parts = []pathPart{{name: a.name}}
	}
	last := parts[len(parts)-1]
	verb := verbOf(o.Method)
	many := isPlural(last.name)
	switch {
	case last.identified && o.Method == http.MethodPost && a.has(http.MethodPost, pathBefore(o.Path)):
		verb, many = "Update", false
	case last.identified && o.Method == http.MethodPut && a.has(http.MethodPatch, o.Path):
		verb, many = "Replace", false
	case last.identified:
		many = false
	case o.Method == http.MethodGet && isList(o, last.name):
		verb, many = "List", true
	case o.Method != http.MethodPost && o.Method != http.MethodGet:
	case isAction(o, parts):
		return action(parts)
	case o.Method == http.MethodPost:
		many = false
	}
	return joined([]string{verb}, joinParts(parts, many))
}

var methodVerbs = map[string]string{
	http.MethodDelete:  "Delete",
	http.MethodGet:     "Get",
	http.MethodHead:    "Check",
	http.MethodOptions: "Options",
	http.MethodPatch:   "Update",
	http.MethodPost:    "Create",
	http.MethodPut:     "Update",
	http.MethodTrace:   "Trace",
	"QUERY":            "Query",
}

// verbOf returns the verb for an HTTP method.
func verbOf(method string) string {
	if verb, found := methodVerbs[method]; found {
		return verb
	}
	return Type(strings.ToLower(method))
}

// has reports whether the document has an operation with the method and path.
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

// pathPart is a literal part of a path that names a resource or an action.
type pathPart struct {
	name       string
	identified bool // a variable follows, which identifies one of the resources
}

var (
	versionSegment = regexp.MustCompile(`^(?i:api|rest|v?[0-9]+(\.[0-9]+)*((alpha|beta)[0-9]*)?|latest)$`)
	fileEnding     = regexp.MustCompile(`\.(json|\{[^}]*\})$`)
)

// parts returns the parts of an operation's path, without the prefix that all paths of the
// document share.
func (a *API) parts(o Operation) []pathPart { return partsFrom(o, a.common) }

// partsFrom returns the parts of an operation's path, starting at the segment from. It omits
// versions.
func partsFrom(o Operation, from int) []pathPart {
	var parts []pathPart
	for i, segment := range strings.Split(strings.Trim(fileEnding.ReplaceAllString(o.Path, ""), "/"), "/") {
		before, verb, _ := strings.Cut(segment, ":")
		switch {
		case i < from || segment == "":
		case strings.HasPrefix(before, "{"):
			if len(parts) > 0 {
				parts[len(parts)-1].identified = true
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

// commonSegments returns the number of segments with which all paths start. Each path has
// another literal segment after them.
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
				segments = segments[:max(at-1, 0)] // the variable belongs to the segment before it
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

// joinParts returns the words of parts, with the last one in the plural if many is set, and
// in the singular otherwise.
func joinParts(parts []pathPart, many bool) []string {
	var words []string
	for i, p := range parts {
		one := UpperCamel(Words(p.name))
		switch {
		case i == len(parts)-1 && many:
			one = plural(one)
		case i == len(parts)-1 || p.identified:
			one = singular(one)
		}
		words = joined(words, Words(one))
	}
	return words
}

// noun returns the words of a path's parts, with the last one in the number that a verb
// requires.
func (a *API) noun(parts []pathPart, verb []string) []string {
	if len(parts) == 0 {
		return Words(a.name)
	}
	var noun []string
	for i, p := range parts {
		name := p.name
		switch {
		case i == len(parts)-1:
			name = numberOf(verb, p.identified)(name)
		case p.identified:
			name = singular(name)
		}
		noun = joined(noun, Words(name))
	}
	return noun
}

// isList reports whether a GET returns a list, according to its response or, if that is
// unknown, to the last part of its path.
func isList(o Operation, last string) bool {
	return o.Returns == ReturnsList || o.Returns == ReturnsUnknown && isPlural(last)
}

// isAction reports whether the last part of a path is an action, and not a resource. The
// action of a GET must be one that reads: GET /settings/open does not open anything.
func isAction(o Operation, parts []pathPart) bool {
	last := Words(parts[len(parts)-1].name)
	custom := strings.Contains(o.Path, ":")
	switch {
	case o.Method == http.MethodGet:
		return len(parts) > 1 && (readVerbs[strings.ToLower(last[0])] || custom && isVerb(last[0]))
	case len(last) > 1:
		return len(parts) > 1 && isVerb(last[0])
	}
	return custom || isVerb(last[0])
}

// action returns the words of a name that starts with the verb in the last part, followed by
// the resource in the parts before it: FeedPet, FindPetsByStatus.
func action(parts []pathPart) []string {
	last := Words(parts[len(parts)-1].name)
	parts = parts[:len(parts)-1]
	if len(parts) == 0 {
		return last
	}
	before := parts[len(parts)-1]
	words := append([]string{last[0]}, joinParts(parts, !before.identified && isPlural(before.name))...)
	return joined(words, last[1:])
}
