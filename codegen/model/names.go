// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// words splits a name of the document into words: at everything that is no
// ASCII letter or digit, before an upper-case letter that follows a lower-case
// one or a digit, and before the last of several upper-case letters that a
// lower-case one follows ("selfLinkURLs": "self", "Link", "URLs").
func words(name string) []string {
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

// fieldName returns the lower_snake_case name of a property or parameter. A
// leading digit, which proto does not permit, gets an n before it.
func fieldName(key string) string {
	name := strings.ToLower(strings.Join(words(key), "_"))
	if name == "" || isDigit(name[0]) {
		return "n" + name
	}
	return name
}

// JSONName returns the name that proto JSON gives a field of that name when
// nothing else is said.
func JSONName(field string) string {
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

// EntryName returns the name of the message that the compiler makes for a map.
func EntryName(field string) string { return JSONName("_"+field) + "Entry" }

// typeName returns the UpperCamelCase name of a schema, resource or method.
func typeName(key string) string {
	var name strings.Builder
	for _, part := range strings.FieldsFunc(key, func(c rune) bool { return !isLetterOrDigit(c) }) {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	if name.Len() == 0 || isDigit(name.String()[0]) {
		return "N" + name.String()
	}
	return name.String()
}

// upperSnake returns the UPPER_SNAKE_CASE name of anything.
func upperSnake(key string) string {
	return strings.ToUpper(strings.Join(words(key), "_"))
}

var enumValueName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// packagePrefix is how the discovery service writes the proto package of a
// schema whose plain name was taken: "GoogleChatV1", "V1Beta1", "GoogleRpc".
var packagePrefix = regexp.MustCompile(`^(?:(?:Google[A-Za-z0-9]*?)?V[0-9]+(?:p[0-9]+)?(?:[Aa]lpha[0-9]*|[Bb]eta[0-9]*|[Mm]ain)?|Google(?:Api|Longrunning|Protobuf|Rpc|Type))_?([A-Z])`)

// withoutPackage returns the name of a schema without its package's.
func withoutPackage(schema string) string {
	match := packagePrefix.FindStringSubmatchIndex(schema)
	if match == nil {
		return schema
	}
	return schema[match[2]:]
}

// numbering gives names that would be used twice a number. It has the last number
// of each name: names are only added to a scope.
type numbering map[string]int

// unused returns name, or name with the first number after it that makes it
// differ from all that is used.
func (n numbering) unused(name string, used func(string) bool) string {
	if !used(name) {
		return name
	}
	for i := max(n[name], 2); ; i++ {
		if candidate := name + strconv.Itoa(i); !used(candidate) {
			n[name] = i
			return candidate
		}
	}
}

// singular returns a name with its last word in the singular.
func singular(name string) string { return withLastWord(name, nouns.Singular) }

// plural returns a name with its last word in the plural.
func plural(name string) string { return withLastWord(name, nouns.Plural) }

func withLastWord(name string, change func(string) string) string {
	all := words(name)
	if len(all) == 0 {
		return name
	}
	last := all[len(all)-1]
	if len(last) <= 2 { // no noun: the As of sendAs
		return name
	}
	at := strings.LastIndex(name, last)
	return name[:at] + change(last) + name[at+len(last):]
}
