// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// taggedName names the RPC of an operation that is known by its method and path.
// Its id says what it is called, unless it has none.
func (b *builder) taggedName(m *Method) (string, Evidence) {
	o := m.Operations[0]
	id := ownID(o)
	switch {
	case len(words(o.Name)) == 0:
		if name := b.nameOfBody(o); name != "" {
			return name, ByRequestType
		}
		return b.nameByPath(m), ByPath
	case isMethodAndPath(o, id):
		verb := []string{strings.ToLower(o.HTTPMethod)}
		return titled(slices.Concat(verb, b.nounOfPath(b.pathParts(o), verb))), ByPath
	default:
		return typeName(titled(b.wordsOfID(o, id))), ByMethodName
	}
}

// wordsOfID returns the words of an id as they stand: it is what the document
// calls the operation. Only what stands before the verb and is set off from it
// goes behind it: pets_list, pets.get, PetsController_findOne.
func (b *builder) wordsOfID(o *document.Operation, id string) []string {
	s := splitID(o, id)
	switch {
	case len(s.verb) == 0 && hasAll(s.rest, s.group): // VersionService_Version
		return s.rest
	case len(s.verb) == 0: // ApplicationService_ResourceTree
		return slices.Concat(s.group, s.rest)
	case len(s.group) == 0 && len(s.rest) == 0 && saysNothing[strings.ToLower(s.verb[0])]:
		parts := b.pathParts(o)
		// What stands at the end is often what is done: POST /pets/search.
		if n := len(parts); n > 1 && !parts[n-1].filled && isVerb(words(parts[n-1].name)[0]) {
			parts = parts[:n-1]
		}
		return slices.Concat(s.verb, b.nounOfPath(parts, s.verb))
	case len(s.group) == 0 || hasAny(s.rest, s.group): // Users_GetUserByName
		return slices.Concat(s.verb, s.rest)
	case len(s.rest) == 0 || prepositions[strings.ToLower(s.rest[0])]: // pets_list, PetsController_findByStatus
		return slices.Concat(s.verb, nounOf(s.group, numberOf(s.verb, isFilled(o, s.group))), s.rest)
	default: // AccountService_CreateToken
		return slices.Concat(s.verb, nounOf(s.group, singular), s.rest)
	}
}

// nameOfBody returns the name of an RPC without an id that the name of its
// request gives away: CreatePet takes a CreatePetRequest.
func (b *builder) nameOfBody(o *document.Operation) string {
	if o.Body == nil {
		return ""
	}
	name, found := strings.CutSuffix(o.Body.Ref, "Request")
	if all := words(name); !found || len(all) < 2 || !isVerb(all[0]) {
		return ""
	}
	return titled(words(name))
}

// nounOf returns the words of a group as what an operation is about, the last
// one in the number it takes.
func nounOf(group []string, number func(string) string) []string {
	noun := slices.Clone(group)
	for i := range noun {
		if i == len(noun)-1 {
			noun[i] = number(noun[i])
		} else {
			noun[i] = singular(noun[i])
		}
	}
	return noun
}

// numberOf returns what puts a noun into the number that a verb takes. Where the
// verb does not say, that is one if a variable of the path says which, or else as
// it stands.
func numberOf(verb []string, filled bool) func(string) string {
	first, last := strings.ToLower(verb[0]), strings.ToLower(verb[len(verb)-1])
	switch {
	case last == "all" || last == "many" || takesMany[first]:
		return plural
	case last == "one" || filled || takesOne[first]:
		return singular
	}
	return func(noun string) string { return noun }
}

// isFilled tells whether a variable of the path says which of a group is meant:
// the one behind the group's name, or else one at the end.
func isFilled(o *document.Operation, group []string) bool {
	segments := strings.Split(strings.Trim(o.URLPath, "/"), "/")
	isVariable := func(i int) bool { return i < len(segments) && strings.HasPrefix(segments[i], "{") }
	for i, segment := range slices.Backward(segments) {
		all := words(segment)
		if isVariable(i) || len(all) == 0 {
			continue
		}
		if sameNoun(all[len(all)-1], group[len(group)-1]) || sameNoun(lettersOf(segment), strings.Join(group, "")) {
			return isVariable(i + 1)
		}
	}
	return isVariable(len(segments) - 1)
}

// hasAll tells whether there are all of some words among others.
func hasAll(all, some []string) bool {
	return !slices.ContainsFunc(some, func(word string) bool { return !hasAny(all, []string{word}) })
}

// hasAny tells whether there is one of some words among others, in whatever
// number, or spelled out: Repository has Repo.
func hasAny(all, some []string) bool {
	return slices.ContainsFunc(all, func(word string) bool {
		return slices.ContainsFunc(some, func(other string) bool {
			return sameNoun(word, other) || len(other) >= 4 && len(word) > len(other) && strings.EqualFold(word[:len(other)], other)
		})
	})
}

// titled joins words into an UpperCamelCase name.
func titled(words []string) string {
	var name strings.Builder
	for i, word := range words {
		if i == 0 && httpVerbs[word] {
			word = strings.ToLower(word)
		}
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}

var httpVerbs = map[string]bool{"DELETE": true, "GET": true, "HEAD": true, "OPTIONS": true, "PATCH": true, "POST": true, "PUT": true}

// fullName returns the name that no other operation of a document with tags has,
// or hardly one.
func fullName(o *document.Operation) string {
	if all := words(o.Name); len(all) > 0 {
		return typeName(titled(all))
	}
	name := strings.ToLower(o.HTTPMethod)
	for segment := range strings.SplitSeq(o.URLPath, "/") {
		if strings.HasPrefix(segment, "{") {
			name += "By"
		}
		name += titled(words(segment))
	}
	return typeName(name)
}
