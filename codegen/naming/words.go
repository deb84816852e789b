// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package naming makes the names that the output has from those of a document:
// of methods, messages, fields and packages. It knows words, ids, paths, titles
// and hosts, and nothing of models and descriptors. TestNames lists its rules,
// each with examples.
//
// A name that was published is in the lock and does not come from here again.
package naming

import (
	"regexp"
	"strings"
	"unicode"
)

// Words splits a name of the document into words: at everything that is no
// ASCII letter or digit, before an upper-case letter that follows a lower-case
// one or a digit, and before the last of several upper-case letters that a
// lower-case one follows ("selfLinkURLs": "self", "Link", "URLs").
func Words(name string) []string {
	var words []string
	for _, part := range strings.FieldsFunc(name, func(c rune) bool { return !isLetterOrDigit(c) }) {
		start := 0
		for i := 1; i < len(part); i++ {
			next := i+1 < len(part) && isLower(part[i+1])
			if isUpper(part[i]) && (!isUpper(part[i-1]) || next && !isPluralS(part[i+1:])) {
				words = append(words, part[start:i])
				start = i
			}
		}
		words = append(words, part[start:])
	}
	return words
}

// isPluralS tells whether what follows an acronym is its plural s.
func isPluralS(rest string) bool {
	return rest[0] == 's' && (len(rest) == 1 || !isLower(rest[1]))
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetterOrDigit(c rune) bool {
	return c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// Field returns the lower_snake_case name of a property or parameter. A
// leading digit, which proto does not permit, gets an n before it.
func Field(key string) string {
	name := strings.ToLower(strings.Join(Words(key), "_"))
	if name == "" || isDigit(name[0]) {
		return "n" + name
	}
	return name
}

// JSON returns the name that proto JSON gives a field of that name when
// nothing else is said.
func JSON(field string) string {
	var name strings.Builder
	upper := false
	for i := range len(field) {
		c := field[i]
		switch {
		case c == '_':
			upper = true
			continue
		case upper && isLower(c):
			c -= 'a' - 'A'
		}
		upper = false
		name.WriteByte(c)
	}
	return name.String()
}

// Entry returns the name of the message that the compiler makes for a map.
func Entry(field string) string { return JSON("_"+field) + "Entry" }

// Type returns the UpperCamelCase name of a schema, resource or method.
func Type(key string) string {
	var name strings.Builder
	for _, part := range strings.FieldsFunc(key, func(c rune) bool { return !isLetterOrDigit(c) }) {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	if name.Len() == 0 || isDigit(name.String()[0]) {
		return "N" + name.String()
	}
	return name.String()
}

// UpperSnake returns the UPPER_SNAKE_CASE name of anything.
func UpperSnake(key string) string {
	return strings.ToUpper(strings.Join(Words(key), "_"))
}

// Titled joins words into an UpperCamelCase name.
func Titled(words []string) string {
	var name strings.Builder
	for i, word := range words {
		if i == 0 && httpMethods[word] {
			word = strings.ToLower(word)
		}
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}

var httpMethods = set("DELETE GET HEAD OPTIONS PATCH POST PUT TRACE")

// packagePrefix is how the discovery service writes the proto package of a
// schema whose plain name was taken: "GoogleChatV1", "V1Beta1", "GoogleRpc".
var packagePrefix = regexp.MustCompile(`^(?:(?:Google[A-Za-z0-9]*?)?V[0-9]+(?:p[0-9]+)?(?:[Aa]lpha[0-9]*|[Bb]eta[0-9]*|[Mm]ain)?|Google(?:Api|Longrunning|Protobuf|Rpc|Type))_?([A-Z])`)

// WithoutPackage returns the name of a schema without its package's.
func WithoutPackage(schema string) string {
	match := packagePrefix.FindStringSubmatchIndex(schema)
	if match == nil {
		return schema
	}
	return schema[match[2]:]
}

// lettersOf returns the letters and digits of a text.
func lettersOf(text string) string { return strings.Join(Words(text), "") }

// hasAll tells whether there are all of some words among others.
func hasAll(all, some []string) bool {
	for _, word := range some {
		if !hasAny(all, []string{word}) {
			return false
		}
	}
	return true
}

// hasAny tells whether there is one of some words among others, in whatever
// number, or spelled out: Repository has Repo.
func hasAny(all, some []string) bool {
	for _, word := range all {
		for _, other := range some {
			if SameNoun(word, other) || len(other) >= 4 && len(word) > len(other) && strings.EqualFold(word[:len(other)], other) {
				return true
			}
		}
	}
	return false
}

// joined appends words to others, without those that the others end with already:
// project and project files are project files.
func joined(words, more []string) []string {
	for n := min(len(words), len(more)); n > 0; n-- {
		if sameWords(words[len(words)-n:], more[:n]) {
			return append(words[:len(words)-n:len(words)-n], more...)
		}
	}
	return append(words[:len(words):len(words)], more...)
}

// sameWords tells whether words differ in number and case alone.
func sameWords(some, others []string) bool {
	if len(some) != len(others) {
		return false
	}
	for i := range some {
		if !SameNoun(some[i], others[i]) {
			return false
		}
	}
	return true
}
