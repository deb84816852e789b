// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"slices"
	"strings"
)

// Operation contains the parts of an operation from which the name of its method is derived.
type Operation struct {
	ID           string // as in the document; empty if there is none
	Method, Path string // the HTTP method and the path
	Tag          string // the first tag
	Body         string // the name of the body's schema
	Returns      Returns
}

// Returns is the kind of an operation's response.
type Returns int

// The kinds of responses.
const (
	ReturnsUnknown Returns = iota
	ReturnsList
	ReturnsOne // an object without a list
)

// Source is the part of an operation from which a method's name was derived.
type Source int

// The sources of names.
const (
	FromID Source = iota
	FromBody
	FromPath
)

// maxNameLength is the maximum length of a name, unless all shorter names are used.
const maxNameLength = 60

// API contains facts about all operations of an API, on which the name of each depends.
type API struct {
	name     string
	common   int                // the number of segments with which all paths start
	idPrefix string             // with which all ids start
	requests map[[2]string]bool // the HTTP method and path of each operation
}

// NewAPI returns the API with a name, in lowerCamelCase, and operations.
func NewAPI(name string, operations []Operation) *API {
	a := &API{name: name, requests: make(map[[2]string]bool)}
	for _, o := range operations {
		a.requests[[2]string{o.Method, o.Path}] = true
	}
	if len(operations) >= minOperations {
		a.common = commonSegments(operations)
		a.idPrefix = commonPrefix(operations)
	}
	return a
}

// minOperations is the minimum number of operations from which common prefixes are derived.
const minOperations = 5

// commonPrefix returns the group, with its separator, with which all ids start. Each id has
// another group after it: "tasks." in tasks.tasks.list.
func commonPrefix(operations []Operation) string {
	prefix := ""
	for i, o := range operations {
		at := strings.IndexAny(o.ID, groupSeparators)
		if at <= 0 || !strings.ContainsAny(o.ID[at+1:], groupSeparators) {
			return ""
		}
		if group := o.ID[:at+1]; i == 0 {
			prefix = group
		} else if group != prefix {
			return ""
		}
	}
	return prefix
}

// Method returns the name of an operation's method and its source. The source is the id if it
// contains more than method and path.
func (a *API) Method(o Operation) (string, Source) {
	words, source := a.words(o)
	return Type(UpperCamel(shortened(words))), source
}

func (a *API) words(o Operation) ([]string, Source) {
	if len(Words(o.ID)) == 0 {
		if words := wordsOfBody(o); len(words) > 0 {
			return words, FromBody
		}
		return a.wordsOfPath(o), FromPath
	}
	h := a.handler(o)
	if h.id == "" || h.verb == nil && isMethodAndPath(o, h.id) {
		verb := []string{strings.ToLower(o.Method)}
		return joined(verb, a.noun(a.parts(o), verb)), FromPath
	}
	return a.wordsOfID(o, h), FromID
}

// AlternativeNames returns names for an operation's method, to be used if another method has
// the name that Method returns. The preferred one comes first.
func (a *API) AlternativeNames(o Operation) []string {
	words, source := a.words(o)
	var all []string
	add := func(words []string) {
		if name := Type(UpperCamel(words)); len(name) <= maxNameLength && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if source == FromID {
		h := a.handler(o)
		if s := a.split(o, h); len(s.verb) > 0 {
			add(slices.Concat(s.verb, joined(singularWords(s.group), s.rest)))
		}
		add(Words(h.id))
		add(Words(o.ID))
		add(joined(words, slices.Concat([]string{"of"}, a.noun(a.parts(o), words[:1]))))
	}
	variables := variablesOf(o.Path)
	if n := len(variables); n > 0 {
		add(slices.Concat(words, []string{"By"}, Words(variables[n-1])))
		for i := range n - 1 {
			add(slices.Concat(words, []string{"By"}, Words(variables[i])))
		}
	}
	for n := a.common; n > 0; n-- { // with more and more of the common prefix of all paths
		verb := words[:1]
		add(joined(verb, a.noun(partsFrom(o, n-1), verb)))
	}
	full := []string{strings.ToLower(o.Method)}
	for segment := range strings.SplitSeq(o.Path, "/") {
		if strings.HasPrefix(segment, "{") {
			full = append(full, "By")
		}
		full = append(full, Words(segment)...)
	}
	add(full)
	return all
}

func singularWords(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return append(slices.Clone(words[:len(words)-1]), singular(words[len(words)-1]))
}

// shortened removes words after the verb until the name is short enough. These are the words
// of parent resources.
func shortened(words []string) []string {
	for len(words) > 2 && len(UpperCamel(words)) > maxNameLength {
		words = append([]string{words[0]}, words[2:]...)
	}
	return words
}

// wordsOfBody returns the words of a method's name, derived from the schema of its body:
// CreatePet for CreatePetRequest. It returns nil for other schemas.
func wordsOfBody(o Operation) []string {
	name, found := strings.CutSuffix(o.Body, "Request")
	if all := Words(name); found && len(all) >= 2 && isVerb(all[0]) {
		return all
	}
	return nil
}

// Qualified returns a longer name for types that belong to a method: the name of its resource
// followed by its own. If the method's name contains the resource, the suffix is "Method"
// instead.
func Qualified(resource, method string) string {
	if hasAll(Words(method), Words(resource)) {
		return method + "Method"
	}
	return resource + method
}
