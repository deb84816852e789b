// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"net"
	"regexp"
	"slices"
	"strings"
)

var (
	noName      = regexp.MustCompile(`[^A-Za-z0-9.]+`)
	possessive  = regexp.MustCompile(`['’]s\b`)
	afterTitle  = regexp.MustCompile(`(?: [-–—|+] |: | \().*$`)
	versionWord = regexp.MustCompile(`^[vV]?[0-9]+(\.[0-9x]+)*$`)
	// saysNothing are words of titles that any API could have.
	saysNothing = []string{
		"api", "apis", "definition", "docs", "documentation", "http", "json", "official", "openapi", "public", "reference",
		"rest", "restful", "service", "spec", "specification", "swagger", "the", "v", "version", "web",
	}
)

// apiName makes a name of the title, which is for people, or else of the host:
// "External Accounts API" is externalAccounts, and "Swagger Petstore - OpenAPI
// 3.0" petstore.
func apiName(title, host string) string {
	title = possessive.ReplaceAllString(title, "")
	all := nameWords(afterTitle.ReplaceAllString(title, ""))
	if len(all) == 0 {
		all = nameWords(title)
	}
	if len(all) == 0 {
		all = nameWords(registeredName(host))
	}
	var name strings.Builder
	for i, word := range all {
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

// nameWords returns the words of a title, without those that say nothing at its
// ends.
func nameWords(title string) []string {
	all := strings.Fields(noName.ReplaceAllString(title, " "))
	idle := func(word string) bool {
		return slices.Contains(saysNothing, strings.ToLower(word)) || versionWord.MatchString(word)
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
		if word = strings.ReplaceAll(word, ".", ""); word != "" {
			plain = append(plain, word)
		}
	}
	return plain
}

// registeredName returns the part of a host that somebody registered: "acme" of
// api.acme.com.
func registeredName(host string) string {
	if net.ParseIP(host) != nil {
		return ""
	}
	parts := strings.Split(host, ".")
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}
