// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"slices"
	"strings"
)

// idParts are the words of an id.
type idParts struct {
	group []string // a tag, a controller, a service, a resource
	verb  []string // with what belongs to it: CreateOrUpdate, FindAll
	rest  []string
}

const (
	groupSeparators = "./#:"
	wordSeparators  = "_- "
)

// wordsOfID returns the words of an id as they stand: it is what the document
// calls the operation. Only what stands before the verb and is set off from it
// goes behind it: pets_list, pets.get, PetsController_findOne.
func (a *API) wordsOfID(o Operation, f function) []string {
	s := a.split(o, f)
	switch {
	case len(s.verb) == 0 && hasAll(s.rest, s.group): // VersionService_Version
		return s.rest
	case len(s.verb) == 0: // ApplicationService_ResourceTree
		return joined(s.group, s.rest)
	case len(s.group) == 0 && len(s.rest) == 0 && saysNothing[strings.ToLower(s.verb[0])]:
		parts := a.parts(o)
		// What stands at the end is often what is done: POST /pets/search.
		if n := len(parts); n > 1 && !parts[n-1].filled && isVerb(Words(parts[n-1].name)[0]) {
			parts = parts[:n-1]
		}
		return joined(s.verb, a.noun(parts, s.verb))
	case len(s.group) == 0 || hasAny(s.rest, s.group): // Users_GetUserByName
		return slices.Concat(s.verb, s.rest)
	case len(s.rest) == 0 || prepositions[strings.ToLower(s.rest[0])]: // pets_list, PetsController_findByStatus
		return slices.Concat(joined(s.verb, nounOf(s.group, numberOf(s.verb, isFilled(o, s.group)))), s.rest)
	default: // AccountService_CreateToken
		return joined(s.verb, joined(nounOf(s.group, singular), s.rest))
	}
}

// split splits the id of a function into its parts. What only names variables is in none
// of them, unless nothing else is.
func (a *API) split(o Operation, f function) idParts {
	s := splitID(o, f.id)
	if f.verb != nil {
		s = idParts{verb: f.verb}
	}
	if len(f.group) > 0 {
		s.group = f.group
	}
	if f.group != nil && len(s.verb) > 0 && len(s.rest) == 1 && isMany[strings.ToLower(s.rest[0])] {
		s.verb, s.rest = []string{"list"}, nil // getPage
	}
	s.rest = withoutVariables(o, s)
	s.group = withoutRepeats(o, s.group)
	return s
}

// withoutVariables returns the rest of an id without the variables of the path that it
// lists: updateItemByIdCardByIdItem, shared_types_get_type_id.
func withoutVariables(o Operation, s idParts) []string {
	if len(s.group) > 0 && len(s.rest) > 1 && isVariable(o, strings.Join(s.rest, "_")) && !prepositions[strings.ToLower(s.rest[0])] {
		return nil
	}
	for i, word := range s.rest {
		if word != "By" && word != "by" || i == 0 || len(s.verb) == 0 {
			continue
		}
		names := variablesBy(s.rest[i:])
		if len(names) < 2 || slices.ContainsFunc(names, func(name string) bool { return !isVariable(o, name) }) {
			return s.rest
		}
		return append(slices.Clone(s.rest[:i-1]), numberOf(s.verb, strings.HasSuffix(o.Path, "}"))(s.rest[i-1]))
	}
	return s.rest
}

// variablesBy returns what stands behind each "By".
func variablesBy(words []string) []string {
	var names []string
	for _, word := range words {
		if strings.EqualFold(word, "by") {
			names = append(names, "")
		} else {
			names[len(names)-1] += word
		}
	}
	return names
}

// withoutRepeats returns the words of a group without those that stand in it twice in a
// row, without versions, and without variables.
func withoutRepeats(o Operation, group []string) []string {
	var kept []string
	for _, word := range group {
		if len(kept) > 0 && (versionSegment.MatchString(word) || isVariable(o, word) && !hasAny(Words(pathLiterals(o.Path)), []string{word})) {
			continue
		}
		kept = joined(kept, []string{word})
	}
	return kept
}

// splitID splits an id into what groups operations and the operation's own name.
// There is no group where the id starts with a verb itself.
func splitID(o Operation, id string) idParts {
	if strings.ToUpper(id) == id {
		id = strings.ToLower(id)
	}
	separators := wordSeparators
	if strings.ContainsAny(strings.Trim(id, groupSeparators), groupSeparators) {
		separators = groupSeparators
	}
	var parts [][]string
	for part := range strings.FieldsFuncSeq(id, func(c rune) bool { return strings.ContainsRune(separators, c) }) {
		if all := Words(part); len(all) > 0 {
			parts = append(parts, all)
		}
	}
	if last := len(parts) - 1; last > 0 && len(parts[last]) == 1 && strings.EqualFold(parts[last][0], "index") && o.Method == "GET" {
		parts[last] = []string{"list"} // Laravel: pets.index
	}
	at := 0
	if len(parts) > 1 && startsWithGroup(o, parts, separators) {
		at = verbAt(o, parts)
	}
	own := slices.Concat(parts[max(at, 0):]...)
	n := verbLength(own)
	if at < 0 { // there is no verb
		at, n = 1, 0
		own = slices.Concat(parts[at:]...)
	}
	if n > 0 && len(own[0]) > 2 && strings.ToUpper(own[0]) == own[0] {
		own[0] = strings.ToLower(own[0]) // LIST-designs
	}
	return idParts{group: groupWords(slices.Concat(parts[:at]...)), verb: own[:n], rest: own[n:]}
}

// startsWithGroup tells whether the first part of an id groups operations. One
// that separates words as it does parts starts with the tag then, or with what is
// no verb, or ends as a method of it: Connect_GetConfigs, Report_List.
func startsWithGroup(o Operation, parts [][]string, separators string) bool {
	first, last := parts[0], parts[len(parts)-1]
	switch {
	case verbLength(first) == 0, o.Tag != "" && SameNoun(lettersOf(o.Tag), strings.Join(first, "")):
		return true
	case len(first) == 1 && noNouns[strings.ToLower(first[0])]:
		return false
	case separators == groupSeparators, len(last) > 1 && verbLength(last) > 0:
		return true
	}
	return isUpper(first[0][0]) && isUpper(last[0][0]) && saysNothing[strings.ToLower(last[0])]
}

// verbAt returns the part of an id that starts with its verb, or -1: the last
// one, if it is get, list or the like, or else the first after the group.
func verbAt(o Operation, parts [][]string) int {
	last := len(parts) - 1
	if len(parts[last]) == 1 && saysNothing[strings.ToLower(parts[last][0])] {
		if before := parts[last-1]; last > 1 && len(before) == 1 && adverbs[strings.ToLower(before[0])] {
			return last - 1
		}
		return last
	}
	for i, part := range parts {
		if i == 0 || verbLength(slices.Concat(parts[i:]...)) == 0 || hasAny(part[:1], slices.Concat(parts[:i]...)) {
			continue
		}
		// What a GET tells of the creation of a backup (backups.create.status)
		// creates none.
		if i < last && o.Method == "GET" && !reads[strings.ToLower(part[0])] {
			return -1
		}
		return i
	}
	return -1
}

// verbLength returns how many words at the start of a name are its verb.
func verbLength(all []string) int {
	is := func(i int, what map[string]bool) bool { return i < len(all) && what[strings.ToLower(all[i])] }
	n := 0
	switch {
	case is(0, adverbs) && len(all) > 1 && isVerbOfID(all[1]):
		n = 2
	case len(all) > 0 && isVerbOfID(all[0]):
		n = 1
	default:
		return 0
	}
	if is(n, conjunctions) && n+1 < len(all) && isVerbOfID(all[n+1]) {
		n += 2
	}
	if is(n, quantities) {
		n++
	}
	return n
}

// groupWords returns the words of a group, without what says no more than that
// it is one.
func groupWords(all []string) []string {
	if len(all) > 1 && slices.Contains([]string{"controller", "api", "service", "resource"}, strings.ToLower(all[len(all)-1])) {
		return all[:len(all)-1]
	}
	return all
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
func isFilled(o Operation, group []string) bool {
	segments := strings.Split(strings.Trim(o.Path, "/"), "/")
	isVariable := func(i int) bool { return i < len(segments) && strings.HasPrefix(segments[i], "{") }
	for i, segment := range slices.Backward(segments) {
		all := Words(segment)
		if isVariable(i) || len(all) == 0 {
			continue
		}
		if SameNoun(all[len(all)-1], group[len(group)-1]) || SameNoun(lettersOf(segment), strings.Join(group, "")) {
			return isVariable(i + 1)
		}
	}
	return isVariable(len(segments) - 1)
}
