// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

var notWord = regexp.MustCompile(`\W`)

// ownID returns the id of an operation. Where FastAPI has put method and path
// behind the name of a function, it is the function's.
func ownID(o *document.Operation) string {
	added := notWord.ReplaceAllString(o.URLPath, "_") + "_" + strings.ToLower(o.HTTPMethod)
	function, found := strings.CutSuffix(o.Name, added)
	if found && function != "" && (strings.Contains(added, "__") || verbLength(words(function)) > 0 || wordsOfPath(function) == wordsOfPath(o.URLPath)) {
		return function
	}
	return o.Name
}

// isMethodAndPath tells whether an id says no more than method and path, in a
// form that people do not write: get_/pets/{id}, get_pets__id_, PetsIdGet,
// GET_pets-id.
func isMethodAndPath(o *document.Operation, id string) bool {
	all := words(id)
	for i, word := range all {
		rest := slices.Concat(all[:i], all[i+1:])
		if !strings.EqualFold(word, o.HTTPMethod) || len(rest) == 0 {
			continue
		}
		if word == o.HTTPMethod && hasAny(words(o.URLPath), rest[len(rest)-1:]) { // GET_mc-lists-id of /marketing/lists/{id}
			return true
		}
		if wordsOfPath(strings.Join(rest, "/")) != wordsOfPath(o.URLPath) {
			continue
		}
		last := i > 0 && i == len(all)-1
		if strings.Contains(id, "{") || strings.Contains(id, "__") || strings.Contains(id, o.URLPath) ||
			last && (!strings.ContainsAny(id, groupSeparators+wordSeparators) || strings.Contains(o.URLPath, "{")) {
			return true
		}
	}
	return false
}

// wordsOfPath returns the words of a path as one, without versions and what
// programs write before a variable.
func wordsOfPath(path string) string {
	return strings.ToLower(strings.Join(slices.DeleteFunc(words(path), func(word string) bool {
		return versionSegment.MatchString(word) || strings.EqualFold(word, "by")
	}), ""))
}

// lettersOf returns the letters and digits of a text.
func lettersOf(text string) string { return strings.Join(words(text), "") }

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

// splitID splits an id into what groups operations and the operation's own name.
// There is no group where the id starts with a verb itself.
func splitID(o *document.Operation, id string) idParts {
	if strings.ToUpper(id) == id {
		id = strings.ToLower(id)
	}
	separators := wordSeparators
	if strings.ContainsAny(strings.Trim(id, groupSeparators), groupSeparators) {
		separators = groupSeparators
	}
	var parts [][]string
	for part := range strings.FieldsFuncSeq(id, func(c rune) bool { return strings.ContainsRune(separators, c) }) {
		if all := words(part); len(all) > 0 {
			parts = append(parts, all)
		}
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
func startsWithGroup(o *document.Operation, parts [][]string, separators string) bool {
	first, last := parts[0], parts[len(parts)-1]
	switch {
	case verbLength(first) == 0, len(o.Tags) > 0 && sameNoun(lettersOf(o.Tags[0]), strings.Join(first, "")):
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
func verbAt(o *document.Operation, parts [][]string) int {
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
		if i < last && o.HTTPMethod == "GET" && !reads[strings.ToLower(part[0])] {
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
