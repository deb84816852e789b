// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"slices"
	"strings"
)

// Operation is what the name of a method is made of.
type Operation struct {
	ID           string // as the document has it; empty if it has none
	Method, Path string
	Tag          string // the first one
	Body         string // the name of the body's schema
	Returns      Returns
}

// Returns is what is known of an operation's response.
type Returns int

// The kinds of responses.
const (
	ReturnsUnknown Returns = iota
	ReturnsList
	ReturnsOne // an object without a list
)

// Source is what a method's name was made of.
type Source int

// The sources of names.
const (
	FromID Source = iota
	FromBody
	FromPath
)

// maxLength is how long a method's name gets, if a shorter one is free.
const maxLength = 60

// API is what an operation's name depends on beside the operation: the others.
type API struct {
	name     string
	common   int    // how many segments all paths begin with
	idPrefix string // what all ids begin with
	requests map[[2]string]bool
}

// NewAPI returns the API of that name, in lowerCamelCase, that has these operations.
func NewAPI(name string, operations []Operation) *API {
	a := &API{name: name, requests: make(map[[2]string]bool)}
	for _, o := range operations {
		a.requests[[2]string{o.Method, o.Path}] = true
	}
	if len(operations) >= fewest {
		a.common = commonSegments(operations)
		a.idPrefix = commonPrefix(operations)
	}
	return a
}

// fewest is how many operations tell what all have in common.
const fewest = 5

// commonPrefix returns the group that all ids start with, before others:
// "tasks." of tasks.tasks.list.
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

// Method returns the name of an operation's method, and what it is made of: its id, if
// that says more than method and path.
func (a *API) Method(o Operation) (string, Source) {
	words, source := a.words(o)
	return Type(Titled(shortened(words))), source
}

func (a *API) words(o Operation) ([]string, Source) {
	if len(Words(o.ID)) == 0 {
		if words := wordsOfBody(o); len(words) > 0 {
			return words, FromBody
		}
		return a.wordsOfPath(o), FromPath
	}
	f := a.function(o)
	if f.id == "" || f.verb == nil && isMethodAndPath(o, f.id) {
		verb := []string{strings.ToLower(o.Method)}
		return joined(verb, a.noun(a.parts(o), verb)), FromPath
	}
	return a.wordsOfID(o, f), FromID
}

// AlternativeNames returns the names that a method can have instead, if another one has its name,
// the best first.
func (a *API) AlternativeNames(o Operation) []string {
	words, source := a.words(o)
	var all []string
	add := func(words []string) {
		if name := Type(Titled(words)); len(name) <= maxLength && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if source == FromID {
		f := a.function(o)
		if s := a.split(o, f); len(s.verb) > 0 {
			add(slices.Concat(s.verb, joined(singularWords(s.group), s.rest)))
		}
		add(Words(f.id))
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
	for n := a.common; n > 0; n-- { // with what all paths begin with, or some of that
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

// shortened leaves out words behind the verb until the rest is short enough: those of
// what contains what the method is about.
func shortened(words []string) []string {
	for len(words) > 2 && len(Titled(words)) > maxLength {
		words = append([]string{words[0]}, words[2:]...)
	}
	return words
}

// wordsOfBody returns the words of a method without an id that the name of its
// request gives away: CreatePet takes a CreatePetRequest.
func wordsOfBody(o Operation) []string {
	name, found := strings.CutSuffix(o.Body, "Request")
	if all := Words(name); found && len(all) >= 2 && isVerb(all[0]) {
		return all
	}
	return nil
}

// Qualified returns a longer name for what belongs to a method: that of its resource
// before its own, unless it has that.
func Qualified(resource, method string) string {
	if hasAll(Words(method), Words(resource)) {
		return method + "Method"
	}
	return resource + method
}

// mostLetters is how long the name of a service gets that a tag gives it.
const mostLetters = 40

// Service returns the name of the service for a tag, which may be a path or a sentence.
func Service(tag string) string {
	if !strings.ContainsAny(tag, "/{") {
		words := Words(tag)
		if len(Type(tag)) <= mostLetters || len(words) < 2 {
			return Type(tag)
		}
		for len(words) > 1 && len(Titled(words)) > mostLetters {
			words = words[:len(words)-1]
		}
		return Type(Titled(words))
	}
	words := joinParts(partsFrom(Operation{Path: tag}, 0), false)
	for len(words) > 1 && (len(words) > 4 || len(Titled(words)) > mostLetters) {
		words = words[1:]
	}
	return Type(Titled(words))
}
