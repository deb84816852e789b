// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"unicode"
)

// matching returns a text that a pattern probably matches. It ignores word boundaries.
func matching(random *rand.Rand, pattern *syntax.Regexp) string {
	var b strings.Builder
	writeMatching(random, &b, pattern)
	return b.String()
}

func writeMatching(random *rand.Rand, b *strings.Builder, re *syntax.Regexp) {
	repeat := func(least, most int) {
		if most < 0 || most > least+3 {
			most = least + 3
		}
		for range least + random.IntN(most-least+1) {
			for _, sub := range re.Sub {
				writeMatching(random, b, sub)
			}
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(oneOf(random, re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune(rune('a' + random.IntN(26)))
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			writeMatching(random, b, sub)
		}
	case syntax.OpAlternate:
		writeMatching(random, b, re.Sub[random.IntN(len(re.Sub))])
	case syntax.OpStar:
		repeat(0, -1)
	case syntax.OpPlus:
		repeat(1, -1)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(re.Min, re.Max)
	}
}

// oneOf returns a character of a class, which consists of pairs of bounds. It prefers letters and
// digits, then other printable ASCII characters.
func oneOf(random *rand.Rand, class []rune) rune {
	var alphanumeric, printable []rune
	for c := rune('!'); c < unicode.MaxASCII; c++ {
		for i := 0; i < len(class); i += 2 {
			if class[i] <= c && c <= class[i+1] {
				printable = append(printable, c)
				if unicode.IsLetter(c) || unicode.IsDigit(c) {
					alphanumeric = append(alphanumeric, c)
				}
			}
		}
	}
	for _, chars := range [][]rune{alphanumeric, printable} {
		if len(chars) > 0 {
			return chars[random.IntN(len(chars))]
		}
	}
	i := 2 * random.IntN(len(class)/2)
	return class[i] + rune(random.IntN(int(class[i+1]-class[i])+1))
}
