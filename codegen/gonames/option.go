// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gonames

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// Option returns the name of the option for the default value of a field with a Go name: AgentId
// gives WithAgentID.
func Option(field string) string { return "With" + withInitialisms(field) }

// idWord matches the word Id in a CamelCase name.
var idWord = regexp.MustCompile(`Id([A-Z0-9]|$)`)

// withInitialisms returns a CamelCase name with ID in place of the word Id.
func withInitialisms(name string) string { return idWord.ReplaceAllString(name, "ID$1") }

// claimWords returns the words of a claim. The claim "iss" (RFC 7519, section 4.1.1) gives
// "issuer".
func claimWords(claim string) []string {
	if claim == "iss" {
		return []string{"issuer"}
	}
	return strings.FieldsFunc(strings.ToLower(claim), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}

// Signer returns the name of the option that signs tokens with a claim: "application_id" gives
// WithApplicationJWT.
func Signer(claim string) string {
	words := claimWords(claim)
	if last := len(words) - 1; last > 0 && words[last] == "id" {
		words = words[:last]
	}
	return "With" + capitalized(words) + "JWT"
}

// SignerParameter returns the name of the parameter for the value of a claim:
// "application_id" gives applicationID. If that name is not usable in Go, it returns id.
func SignerParameter(claim string) string {
	words := claimWords(claim)
	if len(words) == 0 {
		return "id"
	}
	for i, word := range words[1:] {
		if word == "id" {
			words[i+1] = "ID"
		}
	}
	name := words[0] + capitalized(words[1:])
	if !token.IsIdentifier(name) || slices.Contains(usedByOptions, name) {
		return "id"
	}
	return name
}

// usedByOptions are the identifiers in the template of options.
var usedByOptions = []string{"privateKey", "rest", "oauth2", "signedtoken", "string", "byte"}

// capitalized joins words that start with a capital each.
func capitalized(words []string) string {
	var b strings.Builder
	for _, word := range words {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
