// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// handler is the function, or its equivalent, from which a framework generated the id of an
// operation.
type handler struct {
	id string // its name; empty if the id contained only method and path
	// group is the resource or class of the function, if the framework adds it to the id.
	group []string
	verb  []string // the verb for the framework's suffix: list for get_collection
}

// The forms of ids that frameworks generate.
var (
	nonWord = regexp.MustCompile(`\W`)
	// springfox: getPetsUsingGET_1.
	springfoxID = regexp.MustCompile(`^(.+?)Using(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:_[0-9]+)?$`)
	// springdoc: getPets_1, if several functions have one name.
	springdocID = regexp.MustCompile(`^([a-z]+(?:[A-Z][A-Za-z]*)?)_[0-9]+$`)
	// Magento: quoteCartManagementV1CreateEmptyCartPost.
	magentoID = regexp.MustCompile(`^([a-z][A-Za-z0-9]*?)V[0-9]+([A-Z][A-Za-z0-9]*?)(Get|Put|Post|Delete|Patch)$`)
	// API Platform, of Symfony: api_pets_get_collection.
	apiPlatformID = regexp.MustCompile(`^api_(.+)_(get|post|put|patch|delete)(_collection|_item)?$`)
	// sentenceID matches a sentence: "Gets the pets that are for sale".
	sentenceID = regexp.MustCompile(`^\S+( \S+){4,}$`)
	// qualifier matches the start of a clause that restricts the object of a sentence.
	qualifier = regexp.MustCompile(`(?i)[,.;:(]|\b(?:based on|by|for|from|given|in|on|that|using|when|where|which|with)\b`)
	articles  = regexp.MustCompile(`(?i)\b(?:an?|the|specified)\b`)
)

// handler recognizes the framework that generated an id by the text around the name of the
// function. The handler's id is the whole id if no framework is recognized.
func (a *API) handler(o Operation) handler {
	id := strings.TrimPrefix(o.ID, a.idPrefix)
	// HubSpot: get-/crm/v3/pets_getPage.
	if rest, found := cutPrefixFold(id, o.Method+"-"+o.Path); found {
		name := strings.Trim(rest, "_")
		if all := Words(name); len(all) > 1 && all[0] == "do" {
			name = strings.TrimPrefix(name, "do")
		}
		h := handler{id: name}
		if verbLength(Words(name)) > 0 {
			h.group = a.noun(a.parts(o), []string{""})
		}
		return h
	}
	// FastAPI: read_pet_pets__pet_id__get.
	added := nonWord.ReplaceAllString(o.Path, "_") + "_" + strings.ToLower(o.Method)
	if name, found := strings.CutSuffix(id, added); found && name != "" {
		isPath := literalWords(name) == literalWords(o.Path)
		switch {
		case isPath && verbLength(Words(name)) == 0 && o.Method == http.MethodGet:
			return handler{id: "get_" + name}
		case isPath, strings.Contains(added, "__"), verbLength(Words(name)) > 0:
			return handler{id: name}
		}
	}
	if match := springfoxID.FindStringSubmatch(id); match != nil {
		return handler{id: match[1]}
	}
	if match := springdocID.FindStringSubmatch(id); match != nil && verbLength(Words(match[1])) > 0 {
		return handler{id: match[1]}
	}
	if match := magentoID.FindStringSubmatch(id); match != nil && strings.EqualFold(match[3], o.Method) {
		return handler{id: match[2], group: withoutInterfaceSuffix(Words(match[1]))}
	}
	if match := apiPlatformID.FindStringSubmatch(id); match != nil && strings.EqualFold(match[2], o.Method) {
		group := slices.DeleteFunc(Words(match[1]), func(word string) bool { return isVariable(o, word) })
		verb := map[string]string{"get": "get", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}[match[2]]
		if match[3] == "_collection" && verb == "get" {
			verb = "list"
		}
		if len(group) > 0 {
			return handler{id: id, group: group, verb: []string{verb}}
		}
	}
	if sentenceID.MatchString(id) {
		return handler{id: shortSentence(id)}
	}
	return handler{id: id}
}

func cutPrefixFold(text, prefix string) (rest string, found bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// withoutInterfaceSuffix returns the words of an interface without generic words at the end.
func withoutInterfaceSuffix(words []string) []string {
	for len(words) > 1 && slices.Contains([]string{"management", "repository", "interface"}, strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return words
}

// shortSentence returns the id for a sentence: its verb in the imperative and its object,
// without articles and, if the sentence is long, without qualifiers.
func shortSentence(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	if verb := strings.TrimSuffix(first, "s"); !isVerb(first) && isVerb(verb) {
		first = verb
	} else if verb := strings.TrimSuffix(first, "es"); !isVerb(first) && isVerb(verb) {
		first = verb
	}
	rest = articles.ReplaceAllString(rest, "")
	if len(lettersOf(text)) > 40 {
		for _, at := range qualifier.FindAllStringIndex(rest, -1) {
			if len(Words(rest[:at[0]])) > 0 {
				rest = rest[:at[0]]
				break
			}
		}
	}
	// The result has no separators, because these would also separate a group.
	return strings.ToLower(first) + UpperCamel(Words(rest))
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

// isVariable reports whether one or several words are the name of a variable of the path.
func isVariable(o Operation, words string) bool {
	return slices.ContainsFunc(variablesOf(o.Path), func(name string) bool {
		return strings.EqualFold(lettersOf(name), lettersOf(words))
	})
}

// isMethodAndPath reports whether an id contains only method and path, in a form that a
// program generated: get_/pets/{id}, get_pets__id_, PetsIdGet, GET_pets-id,
// get-pets-petId-toys-toyId.
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

// spellsVariables reports whether only a program would write the words of a path together
// with those of its variables: the path has segments after its first variable, or the
// variable repeats the segment before it.
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

// literalWords returns the words of a path as one word in lower case, without versions and
// without the "by" that programs write before a variable.
func literalWords(path string) string {
	return strings.ToLower(strings.Join(slices.DeleteFunc(Words(path), func(word string) bool {
		return versionSegment.MatchString(word) || strings.EqualFold(word, "by")
	}), ""))
}
