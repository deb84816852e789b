// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// taggedName names the RPC of an operation that is known by its method and path.
// Its id says what it is called, unless it has none, or one that a program made of
// method and path.
func (b *builder) taggedName(m *Method) (string, Evidence) {
	o := m.Operations[0]
	id := idOf(o)
	if id == "" {
		if name := b.nameOfBody(o); name != "" {
			return name, ByRequestType
		}
		return b.nameByPath(m), ByPath
	}
	group, own := splitID(o, id)
	verb := loneVerb(own)
	if verb == "Get" && b.returnsArray(o) {
		verb = "List"
	}
	switch {
	case verb != "" && len(group) > 0:
		return verb + nounOf(group, ofMany[verb]), ByMethodName
	case verb != "" && ofAnything[verb]:
		if noun := b.pathNoun(o, ofMany[verb]); noun != "" {
			return verb + noun, ByMethodName
		}
		return verb, ByMethodName
	case len(group) > 0 && len(b.api.Services) == 1 && isSubject(o, group):
		return insertNoun(words(own), group), ByMethodName
	}
	return titled(words(own)), ByMethodName
}

// nameOfBody returns the name of an RPC that the name of its request gives away:
// CreatePet takes a CreatePetRequest.
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

// idOf returns the id of an operation, without what repeats its method and path:
// programs make read_item_items__item_id__get of a function's name, and
// GetItemsItemId of nothing.
func idOf(o *document.Operation) string {
	id := o.Name
	if slices.Contains(words(id), o.HTTPMethod) { // charts_GET_id
		return ""
	}
	letters := lettersOf(id)
	method := strings.ToLower(o.HTTPMethod)
	var all, named string
	for segment := range strings.SplitSeq(o.URLPath, "/") {
		all += lettersOf(segment)
		if !versionSegment.MatchString(segment) {
			named += lettersOf(segment)
		}
	}
	by := ""
	for segment := range strings.SplitSeq(o.URLPath, "/") {
		if strings.HasPrefix(segment, "{") {
			by += "by"
		}
		by += lettersOf(segment)
	}
	for _, path := range []string{all, named, by} {
		if path == "" {
			continue
		}
		if letters == method+path || letters == path+method && !strings.ContainsAny(id, "./:") {
			return ""
		}
		if function, found := strings.CutSuffix(letters, path+method); found && function != "" && strings.Contains(id, "__") {
			return strings.Trim(id[:cutLetters(id, len(function))], "_")
		}
	}
	return id
}

// lettersOf returns the letters and digits of a text in lower case.
func lettersOf(text string) string {
	return strings.ToLower(strings.Map(func(c rune) rune {
		if isLetterOrDigit(c) {
			return c
		}
		return -1
	}, text))
}

// cutLetters returns where the first n letters and digits of a text end.
func cutLetters(text string, n int) int {
	for i, c := range text {
		if n == 0 {
			return i
		}
		if isLetterOrDigit(c) {
			n--
		}
	}
	return len(text)
}

// splitID splits an id into what groups operations (a tag, a controller, all
// before the last separator) and the operation's own name. There is no group
// where that cannot be told.
func splitID(o *document.Operation, id string) (group []string, own string) {
	if strings.ToUpper(id) == id {
		id = strings.ToLower(id)
	}
	if at := strings.LastIndexAny(id, "./:"); at > 0 && at < len(id)-1 {
		return groupWords(id[:at]), id[at+1:]
	}
	if before, after, found := strings.Cut(id, "Controller_"); found && before != "" && after != "" {
		return groupWords(before), after
	}
	parts := strings.FieldsFunc(id, func(c rune) bool { return c == '_' })
	if len(parts) > 1 {
		last := parts[len(parts)-1]
		if len(parts) > 2 {
			if two := strings.Join(parts[len(parts)-2:], ""); loneVerb(two) != "" {
				return groupWords(strings.Join(parts[:len(parts)-2], "_")), two
			}
		}
		if all := words(last); loneVerb(last) != "" && !isVerb(parts[0]) || len(all) > 1 && isVerb(all[0]) {
			return groupWords(strings.Join(parts[:len(parts)-1], "_")), last
		}
	}
	if len(o.Tags) > 0 {
		rest, found := cutFold(id, o.Tags[0])
		if after := strings.TrimLeft(rest, "_- "); found && after != "" && after != rest {
			return groupWords(o.Tags[0]), after
		}
	}
	return nil, id
}

func cutFold(text, prefix string) (rest string, found bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// groupWords returns the words of a group, without what says no more than that
// it is one.
func groupWords(group string) []string {
	all := words(group)
	if len(all) > 1 && slices.Contains([]string{"controller", "api", "service", "resource"}, strings.ToLower(all[len(all)-1])) {
		return all[:len(all)-1]
	}
	return all
}

// isSubject tells whether a group is what its operations are about: a controller,
// the tag, or what the path starts with.
func isSubject(o *document.Operation, group []string) bool {
	return len(o.Resource) == 0 || strings.Contains(o.Name, "Controller_") ||
		sameNoun(strings.Join(group, ""), strings.Join(words(o.Resource[0]), ""))
}

// insertNoun returns a name that says what it is about: of findByStatus in the
// group pets FindPetsByStatus, of post_message in chat PostChatMessage.
func insertNoun(own, group []string) string {
	last := group[len(group)-1]
	if !isVerb(own[0]) || slices.ContainsFunc(own, func(word string) bool { return sameNoun(word, last) }) {
		return titled(own)
	}
	noun := group
	if len(own) > 1 && !prepositions[strings.ToLower(own[1])] {
		noun = append(slices.Clone(group[:len(group)-1]), nouns.Singular(last))
	}
	return titled(own[:1]) + titled(noun) + titled(own[1:])
}

var prepositions = map[string]bool{"all": true, "as": true, "by": true, "for": true, "from": true, "in": true, "of": true, "to": true, "with": true}

// nounOf returns the words of a group as what an operation is about: many, or
// one.
func nounOf(group []string, many bool) string {
	noun := slices.Clone(group)
	for i := range noun {
		if many && i == len(noun)-1 {
			noun[i] = plural(noun[i])
		} else {
			noun[i] = singular(noun[i])
		}
	}
	return titled(noun)
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
	if o.Name != "" {
		return titled(words(o.Name))
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
