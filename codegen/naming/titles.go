// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	nonNameCharacters = regexp.MustCompile(`[^A-Za-z0-9.]+`)
	possessive        = regexp.MustCompile(`['’]s\b`)
	subtitle          = regexp.MustCompile(`(?: [|+] | \().*$`)
	versionWord       = regexp.MustCompile(`^[vV]?[0-9]+(\.[0-9x]+)*$`)
	apiSuffix         = regexp.MustCompile(`^(\w*[a-z0-9A-Z])API$`)
	// genericTitleWords are words of titles that do not distinguish an API from others.
	genericTitleWords = set(`
		api apis definition docs documentation endpoint endpoints http json official openapi public reference
		rest restful service spec specification swagger the v version web`)
	// placeholderNames are words of titles that frameworks and editors fill in.
	placeholderNames = set(`
		app application backend default demo example fastapi hello my new project sample server test title untitled world your`)
)

// maxTitleWords is the maximum number of words of a title in the name of an API.
const maxTitleWords = 6

// APIName returns the lowerCamelCase name of an API, derived from its title, or from its host
// if the title contains only generic words: "externalAccounts" for "External Accounts API",
// and "petstore" for "Swagger Petstore - OpenAPI 3.0".
func APIName(title, host string) string {
	all := titleWords(title)
	if len(all) == 0 {
		all = Words(strings.Join(hostLabels(host), "-"))
	}
	var name strings.Builder
	for i, word := range all[:min(len(all), maxTitleWords)] {
		switch {
		case i > 0:
			name.WriteString(strings.ToUpper(word[:1]) + word[1:])
		case strings.ToUpper(word) == word:
			name.WriteString(strings.ToLower(word))
		default:
			name.WriteString(strings.ToLower(word[:1]) + word[1:])
		}
	}
	return cmp.Or(name.String(), "api")
}

// titleWords returns the words of a title, without accents and generic words. It includes
// the words of a subtitle only if the title has no others.
func titleWords(title string) []string {
	title = possessive.ReplaceAllString(withoutMarks(title), "")
	if all := nameWords(subtitle.ReplaceAllString(title, "")); len(all) > 0 {
		return all
	}
	return nameWords(title)
}

// nameWords returns the words of a title, without versions and without generic words at both
// ends.
func nameWords(title string) []string {
	all := strings.Fields(nonNameCharacters.ReplaceAllString(title, " "))
	isGeneric := func(word string) bool {
		return genericTitleWords[strings.ToLower(word)] || versionWord.MatchString(word)
	}
	for len(all) > 0 && isGeneric(all[len(all)-1]) {
		all = all[:len(all)-1]
	}
	for len(all) > 0 && isGeneric(all[0]) {
		all = all[1:]
	}
	var plain []string
	for _, word := range all {
		if versionWord.MatchString(word) {
			continue
		}
		word = strings.ReplaceAll(word, ".", "")
		if lower := strings.ToLower(word); !genericTitleWords[lower] && !placeholderNames[lower] {
			word = apiSuffix.ReplaceAllString(word, "$1")
		}
		if word != "" {
			plain = append(plain, word)
		}
	}
	return plain
}

// withoutMarks returns a text without accents: "Meteo" for "Météo".
func withoutMarks(text string) string {
	if !slices.ContainsFunc([]rune(text), func(c rune) bool { return c > unicode.MaxASCII }) {
		return text
	}
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(text))
}
