// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"regexp"
	"slices"
	"strings"
)

// function is what an id says of an operation, without what programs add to it.
type function struct {
	id string // empty where nothing is left: it was method and path
	// group is what the program says that the function belongs to, where the id
	// of the function does not.
	group []string
	verb  []string // what the program means by the rest: get_collection is to list
}

var (
	notWord = regexp.MustCompile(`\W`)
	// springfox: getPetsUsingGET_1.
	usingMethod = regexp.MustCompile(`^(.+?)Using(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:_[0-9]+)?$`)
	// springdoc: getPets_1, of several operations whose functions have one name.
	numberBehind = regexp.MustCompile(`^([a-z]+(?:[A-Z][A-Za-z]*)?)_[0-9]+$`)
	// Magento: quoteCartManagementV1CreateEmptyCartPost.
	ofInterface = regexp.MustCompile(`^([a-z][A-Za-z0-9]*?)V[0-9]+([A-Z][A-Za-z0-9]*?)(Get|Put|Post|Delete|Patch)$`)
	// API Platform, of Symfony: api_pets_get_collection.
	ofResource = regexp.MustCompile(`^api_(.+)_(get|post|put|patch|delete)(_collection|_item)?$`)
	// A sentence: "Gets the pets that are for sale".
	sentence = regexp.MustCompile(`^\S+( \S+){4,}$`)
	// What comes behind this in a sentence says which, and not what.
	whichPart = regexp.MustCompile(`(?i)[,.;:(]|\b(?:based on|by|for|from|given|in|on|that|using|when|where|which|with)\b`)
	article   = regexp.MustCompile(`(?i)\b(?:an?|the|specified)\b`)
)

// function finds out which program made an id, by what it puts around the name of a
// function.
func (a *API) function(o Operation) function {
	id := strings.TrimPrefix(o.ID, a.idPrefix)
	// HubSpot: get-/crm/v3/pets_getPage.
	if rest, found := cutPrefixFold(id, o.Method+"-"+o.Path); found {
		name := strings.Trim(rest, "_")
		if all := Words(name); len(all) > 1 && all[0] == "do" {
			name = strings.TrimPrefix(name, "do")
		}
		f := function{id: name}
		if verbLength(Words(name)) > 0 {
			f.group = a.noun(a.parts(o), []string{""})
		}
		return f
	}
	// FastAPI: read_pet_pets__pet_id__get.
	added := notWord.ReplaceAllString(o.Path, "_") + "_" + strings.ToLower(o.Method)
	if name, found := strings.CutSuffix(id, added); found && name != "" {
		isPath := literalWords(name) == literalWords(o.Path)
		switch {
		case isPath && verbLength(Words(name)) == 0 && o.Method == "GET":
			return function{id: "get_" + name}
		case isPath, strings.Contains(added, "__"), verbLength(Words(name)) > 0:
			return function{id: name}
		}
	}
	if match := usingMethod.FindStringSubmatch(id); match != nil {
		return function{id: match[1]}
	}
	if match := numberBehind.FindStringSubmatch(id); match != nil && verbLength(Words(match[1])) > 0 {
		return function{id: match[1]}
	}
	if match := ofInterface.FindStringSubmatch(id); match != nil && strings.EqualFold(match[3], o.Method) {
		return function{id: match[2], group: withoutEnds(Words(match[1]))}
	}
	if match := ofResource.FindStringSubmatch(id); match != nil && strings.EqualFold(match[2], o.Method) {
		group := slices.DeleteFunc(Words(match[1]), func(word string) bool { return isVariable(o, word) })
		verb := map[string]string{"get": "get", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}[match[2]]
		if match[3] == "_collection" && verb == "get" {
			verb = "list"
		}
		if len(group) > 0 {
			return function{id: id, group: group, verb: []string{verb}}
		}
	}
	if sentence.MatchString(id) {
		return function{id: shortSentence(id)}
	}
	return function{id: id}
}

func cutPrefixFold(text, prefix string) (rest string, found bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// withoutEnds returns the words of an interface without what every interface is.
func withoutEnds(words []string) []string {
	for len(words) > 1 && slices.Contains([]string{"management", "repository", "interface"}, strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return words
}

// shortSentence returns what a long sentence says is done, as a command.
func shortSentence(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	if verb := strings.TrimSuffix(first, "s"); !isVerb(first) && isVerb(verb) {
		first = verb
	} else if verb := strings.TrimSuffix(first, "es"); !isVerb(first) && isVerb(verb) {
		first = verb
	}
	rest = article.ReplaceAllString(rest, "")
	if len(lettersOf(text)) > 40 {
		for _, at := range whichPart.FindAllStringIndex(rest, -1) {
			if len(Words(rest[:at[0]])) > 0 {
				rest = rest[:at[0]]
				break
			}
		}
	}
	// One word: what separates words separates groups, too.
	return strings.ToLower(first) + Titled(Words(rest))
}

// variablesOf returns the names of a path's variables.
func variablesOf(path string) []string {
	var names []string
	for part := range strings.SplitSeq(path, "{") {
		if name, _, found := strings.Cut(part, "}"); found && len(Words(name)) > 0 {
			names = append(names, name)
		}
	}
	return names
}

// isVariable tells whether a word, or several as one, names a variable of the path.
func isVariable(o Operation, words string) bool {
	return slices.ContainsFunc(variablesOf(o.Path), func(name string) bool {
		return strings.EqualFold(lettersOf(name), lettersOf(words))
	})
}

// isMethodAndPath tells whether an id says no more than method and path, in a
// form that people do not write: get_/pets/{id}, get_pets__id_, PetsIdGet,
// GET_pets-id, get-pets-petId-toys-toyId.
func isMethodAndPath(o Operation, id string) bool {
	all := Words(id)
	for i, word := range all {
		rest := slices.Concat(all[:i], all[i+1:])
		if !strings.EqualFold(word, o.Method) || len(rest) == 0 {
			continue
		}
		if word == o.Method && hasAny(Words(o.Path), rest[len(rest)-1:]) { // GET_mc-lists-id of /marketing/lists/{id}
			return true
		}
		if literalWords(strings.Join(rest, "/")) != literalWords(o.Path) {
			continue
		}
		last := i > 0 && i == len(all)-1
		if strings.Contains(id, "{") || strings.Contains(id, "__") || strings.Contains(id, o.Path) || spellsVariables(o.Path) ||
			last && (!strings.ContainsAny(id, groupSeparators+wordSeparators) || strings.Contains(o.Path, "{")) {
			return true
		}
	}
	return false
}

// spellsVariables tells whether nobody would write the words of a path with those of its
// variables: there are two variables, or one with something behind it, or one that repeats
// what is before it.
func spellsVariables(path string) bool {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, segment := range segments {
		if !strings.HasPrefix(segment, "{") {
			continue
		}
		return i < len(segments)-1 || i > 0 && hasAny(Words(segments[i-1]), Words(segment)[:min(1, len(Words(segment)))])
	}
	return false
}

// literalWords returns the words of a path as one, without versions and what
// programs write before a variable.
func literalWords(path string) string {
	return strings.ToLower(strings.Join(slices.DeleteFunc(Words(path), func(word string) bool {
		return versionSegment.MatchString(word) || strings.EqualFold(word, "by")
	}), ""))
}
