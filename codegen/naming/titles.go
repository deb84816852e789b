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
	noName      = regexp.MustCompile(`[^A-Za-z0-9.]+`)
	possessive  = regexp.MustCompile(`['’]s\b`)
	afterTitle  = regexp.MustCompile(`(?: [|+] | \().*$`)
	versionWord = regexp.MustCompile(`^[vV]?[0-9]+(\.[0-9x]+)*$`)
	apiBehind   = regexp.MustCompile(`^(\w*[a-z0-9A-Z])API$`)
	// anyAPI are words of titles that any API could have.
	anyAPI = set(`
		api apis definition docs documentation endpoint endpoints http json official openapi public reference
		rest restful service spec specification swagger the v version web`)
	// anyName are words of titles that say which API it is in no other document: they
	// are what frameworks and editors fill in.
	anyName = set("app application backend default demo example fastapi hello my new project sample server test title untitled world your")
)

// mostWords is how many words of a title the name of an API has.
const mostWords = 6

// APIName makes a name of the title, which is for people, or else of the host:
// "External Accounts API" is externalAccounts, and "Swagger Petstore - OpenAPI
// 3.0" petstore.
func APIName(title, host string) string {
	all := titleWords(title)
	if len(all) == 0 {
		all = Words(strings.Join(hostLabels(host), "-"))
	}
	var name strings.Builder
	for i, word := range all[:min(len(all), mostWords)] {
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

// titleWords returns the words of a title, without those that say nothing.
func titleWords(title string) []string {
	title = possessive.ReplaceAllString(withoutMarks(title), "")
	if all := nameWords(afterTitle.ReplaceAllString(title, "")); len(all) > 0 {
		return all
	}
	return nameWords(title)
}

// nameWords returns the words of a title, without those that say nothing at its
// ends, and without versions.
func nameWords(title string) []string {
	all := strings.Fields(noName.ReplaceAllString(title, " "))
	idle := func(word string) bool {
		return anyAPI[strings.ToLower(word)] || versionWord.MatchString(word)
	}
	for len(all) > 0 && idle(all[len(all)-1]) {
		all = all[:len(all)-1]
	}
	for len(all) > 0 && idle(all[0]) {
		all = all[1:]
	}
	var plain []string
	for _, word := range all {
		if versionWord.MatchString(word) {
			continue
		}
		word = strings.ReplaceAll(word, ".", "")
		if lower := strings.ToLower(word); !anyAPI[lower] && !anyName[lower] {
			word = apiBehind.ReplaceAllString(word, "$1")
		}
		if word != "" {
			plain = append(plain, word)
		}
	}
	return plain
}

// withoutMarks returns a text without accents: Météo is Meteo.
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
