// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"fmt"
	"strings"
	"unicode"
)

// symbolNames are the names of symbols in enum values.
var symbolNames = map[rune]string{
	'-': "MINUS", '+': "PLUS", '<': "LESS", '>': "GREATER", '=': "EQUAL", '!': "NOT", '~': "TILDE",
	'≤': "LESS_EQUAL", '≥': "GREATER_EQUAL", '≠': "NOT_EQUAL", '±': "PLUS_MINUS",
	'*': "STAR", '/': "SLASH", '\\': "BACKSLASH", '%': "PERCENT", '^': "CARET", '&': "AND", '|': "PIPE", '#': "HASH",
	'@': "AT", '$': "DOLLAR", '€': "EURO", '£': "POUND", '¥': "YEN", '°': "DEGREE", '?': "QUESTION", '.': "DOT", ',': "COMMA",
	':': "COLON", ';': "SEMICOLON", '\'': "QUOTE", '"': "DOUBLE_QUOTE", '`': "BACKTICK", '_': "UNDERSCORE", ' ': "SPACE",
	'\t': "TAB", '\n': "NEWLINE", '\r': "RETURN", '(': "LEFT_PARENTHESIS", ')': "RIGHT_PARENTHESIS",
	'[': "LEFT_BRACKET", ']': "RIGHT_BRACKET", '{': "LEFT_BRACE", '}': "RIGHT_BRACE",
}

const (
	// signs are the symbols that give the text after them another meaning.
	signs = "+-<>=!~≤≥≠±"
	// separators are the symbols that only separate words.
	separators = "-_./:, \t\n\r"
)

// EnumValue returns the name of an enum value in UPPER_SNAKE_CASE: that of UpperSnake, but
// with the names of leading signs and of the symbols of a value that consists only of
// symbols. If another value of the enum is alike without symbols, all symbols are named that
// don't just separate words. The name of an empty value is empty.
func EnumValue(value string, alike bool) string {
	onlySymbols := UpperSnake(value) == ""
	var words []string
	isLeading := true
	var rest strings.Builder
	for _, c := range value {
		isText := unicode.IsLetter(c) || unicode.IsDigit(c)
		isSign := isLeading && strings.ContainsRune(signs, c)
		isLeading = isLeading && !isText
		switch {
		case isText && !onlySymbols, !isSign && !onlySymbols && (!alike || strings.ContainsRune(separators, c)):
			rest.WriteRune(c)
			continue
		case rest.Len() > 0:
			words = append(words, UpperSnake(rest.String()))
			rest.Reset()
		}
		if name := symbolNames[c]; name != "" {
			words = append(words, name)
		} else {
			words = append(words, fmt.Sprintf("U%04X", c))
		}
	}
	words = append(words, UpperSnake(rest.String()))
	return strings.Trim(strings.Join(words, "_"), "_")
}
