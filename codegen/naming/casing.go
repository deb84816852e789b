// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strings"

// Field returns the lower_snake_case name of the field for a property or parameter. It puts
// an n before a leading digit, which proto does not permit.
func Field(key string) string {
	name := strings.ToLower(strings.Join(Words(key), "_"))
	if name == "" || isDigit(name[0]) {
		return "n" + name
	}
	return name
}

// JSONName returns the default json_name of a field.
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

// MapEntry returns the name of the message that protoc generates for a map field.
func MapEntry(field string) string { return JSONName("_"+field) + "Entry" }

// Type returns the UpperCamelCase name of a schema, resource or method. It puts an N before
// a leading digit, which proto does not permit.
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

// UpperSnake returns a name in UPPER_SNAKE_CASE.
func UpperSnake(key string) string {
	return strings.ToUpper(strings.Join(Words(key), "_"))
}

// UpperCamel joins words to an UpperCamelCase name. An HTTP method in upper case at the start,
// such as GET, becomes Get.
func UpperCamel(words []string) string {
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
