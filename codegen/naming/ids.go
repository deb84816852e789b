// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net/http"
	"slices"
	"strings"
)

// idParts are the words of an id, by their meaning.
type idParts struct {
	group []string // a tag, controller, service or resource
	verb  []string // including adverbs and quantities: CreateOrUpdate, FindAll
	rest  []string
}

const (
	groupSeparators = "./#:"
	wordSeparators  = "_- "
)

// wordsOfID returns the words of an id in their order, because the id is the document's name
// of the operation. Only a group that a separator sets off from the verb moves behind it:
// pets_list, pets.get, PetsController_findOne.
func (a *API) wordsOfID(o Operation, h handler) []string {
	s := a.split(o, h)
	switch {
	case len(s.verb) == 0 && hasAll(s.rest, s.group): // VersionService_Version
		return s.rest
	case len(s.verb) == 0: // ApplicationService_ResourceTree
		return joined(s.group, s.rest)
	case len(s.group) == 0 && len(s.rest) == 0 && genericVerbs[strings.ToLower(s.verb[0])]:
		parts := a.parts(o)
		// The last part is often the action: POST /pets/search.
		if n := len(parts); n > 1 && !parts[n-1].identified && isVerb(Words(parts[n-1].name)[0]) {
			parts = parts[:n-1]
		}
		return joined(s.verb, a.noun(parts, s.verb))
	case len(s.group) == 0 || hasAny(s.rest, s.group): // Users_GetUserByName
		return slices.Concat(s.verb, s.rest)
	case len(s.rest) == 0 || prepositions[strings.ToLower(s.rest[0])]: // pets_list, PetsController_findByStatus
		return slices.Concat(joined(s.verb, nounOf(s.group, numberOf(s.verb, isIdentified(o, s.group)))), s.rest)
	default: // AccountService_CreateToken
		return joined(s.verb, joined(nounOf(s.group, singular), s.rest))
	}
}

// split splits the id of a handler into its parts. It omits words that only name variables,
// unless there are no others.
func (a *API) split(o Operation, h handler) idParts {
	s := splitID(o, h.id)
	if h.verb != nil {
		s = idParts{verb: h.verb}
	}
	if len(h.group) > 0 {
		s.group = h.group
	}
	if h.group != nil && len(s.verb) > 0 && len(s.rest) == 1 && collectionWords[strings.ToLower(s.rest[0])] {
		s.verb, s.rest = []string{"list"}, nil // getPage
	}
	s.rest = withoutVariables(o, s)
	s.group = cleanGroup(o, s.group)
	return s
}

// withoutVariables returns the rest of an id without the variables of the path, as in
// updateItemByIdCardByIdItem and shared_types_get_type_id.
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

// variablesBy returns the words after each "By", joined. The first word must be "By".
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

// cleanGroup returns the words of a group without repetitions, versions and variables.
func cleanGroup(o Operation, group []string) []string {
	var result []string
	for _, word := range group {
		onlyVariable := isVariable(o, word) && !hasAny(Words(pathLiterals(o.Path)), []string{word})
		if len(result) > 0 && (versionSegment.MatchString(word) || onlyVariable) {
			continue
		}
		result = joined(result, []string{word})
	}
	return result
}

// splitID splits an id into the group of the operation and the operation's own name. An id
// that starts with its verb has no group.
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
	if last := len(parts) - 1; last > 0 && len(parts[last]) == 1 && strings.EqualFold(parts[last][0], "index") && o.Method == http.MethodGet {
		parts[last] = []string{"list"} // Laravel: pets.index
	}
	at := 0
	if len(parts) > 1 && startsWithGroup(o, parts, separators) {
		at = verbAt(o, parts)
	}
	own := slices.Concat(parts[max(at, 0):]...)
	var n int
	if at >= 0 {
		n = verbLength(own)
	} else { // without a verb
		at = 1
		own = slices.Concat(parts[at:]...)
	}
	if n > 0 && len(own[0]) > 2 && strings.ToUpper(own[0]) == own[0] {
		own[0] = strings.ToLower(own[0]) // LIST-designs
	}
	return idParts{group: groupWords(slices.Concat(parts[:at]...)), verb: own[:n], rest: own[n:]}
}

// startsWithGroup reports whether the first part of an id is a group. This is certain if the
// part is the tag or does not start with a verb. If the parts are separated like words, the
// last part must look like a method: Connect_GetConfigs, Report_List.
func startsWithGroup(o Operation, parts [][]string, separators string) bool {
	first, last := parts[0], parts[len(parts)-1]
	switch {
	case verbLength(first) == 0, o.Tag != "" && SameNoun(lettersOf(o.Tag), strings.Join(first, "")):
		return true
	case len(first) == 1 && neverNouns[strings.ToLower(first[0])]:
		return false
	case separators == groupSeparators, len(last) > 1 && verbLength(last) > 0:
		return true
	}
	return isUpper(first[0][0]) && isUpper(last[0][0]) && genericVerbs[strings.ToLower(last[0])]
}

// verbAt returns the index of the part that starts with the id's verb, or -1 if there is
// none. It is the last part if that is a generic verb such as get or list, and otherwise the
// first part with a verb after the group.
func verbAt(o Operation, parts [][]string) int {
	last := len(parts) - 1
	if len(parts[last]) == 1 && genericVerbs[strings.ToLower(parts[last][0])] {
		if before := parts[last-1]; last > 1 && len(before) == 1 && adverbs[strings.ToLower(before[0])] {
			return last - 1
		}
		return last
	}
	for i, part := range parts {
		if i == 0 || verbLength(slices.Concat(parts[i:]...)) == 0 || hasAny(part[:1], slices.Concat(parts[:i]...)) {
			continue
		}
		// A GET does not perform a verb such as create: backups.create.status returns the
		// status of a creation.
		if i < last && o.Method == http.MethodGet && !readVerbs[strings.ToLower(part[0])] {
			return -1
		}
		return i
	}
	return -1
}

// verbLength returns the number of words at the start of a name that form its verb.
func verbLength(all []string) int {
	is := func(i int, what map[string]bool) bool { return i < len(all) && what[strings.ToLower(all[i])] }
	var n int
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

// groupWords returns the words of a group without a generic word, such as "controller", at
// the end.
func groupWords(all []string) []string {
	if len(all) > 1 && slices.Contains([]string{"controller", "api", "service", "resource"}, strings.ToLower(all[len(all)-1])) {
		return all[:len(all)-1]
	}
	return all
}

// nounOf returns the words of a group as a noun: number is applied to the last word, and the
// others become singular.
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

// numberOf returns a function that puts a noun into the number that a verb requires. If the
// verb requires none, the noun becomes singular if a variable of the path identifies it, and
// is left unchanged otherwise.
func numberOf(verb []string, identified bool) func(string) string {
	first, last := strings.ToLower(verb[0]), strings.ToLower(verb[len(verb)-1])
	switch {
	case last == "all" || last == "many" || pluralVerbs[first]:
		return plural
	case last == "one" || identified || singularVerbs[first]:
		return singular
	}
	return func(noun string) string { return noun }
}

// isIdentified reports whether a variable of the path identifies a member of a group. The
// variable follows the segment with the group's name or, if there is no such segment, is at
// the end of the path.
func isIdentified(o Operation, group []string) bool {
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
