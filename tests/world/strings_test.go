// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

var stringFormats = map[string]bool{"date": true, "date-time": true, "uuid": true, "uri": true, "email": true}

// pieces are texts that clients or servers may misinterpret.
var pieces = []string{
	"a", "Hello, world", "true", "1", "null", " ", `"`, `\`, "/", "<b>&amp;</b>", "%2F", "%", "+", "&a=b", "?", "#", ";", ",",
	"é", "日本語", "👋🏽", "\u2028", "2026-10-22", "[]", "{}", "=", "_", "-", ".", "~", "x",
}

// text generates a text with a limited number of characters.
func (g *values) text(least, most int) string {
	if most < 0 || most > least+12 {
		most = least + 12
	}
	n := least + g.IntN(most-least+1)
	if least == 0 && n == 0 && g.place != inJSON {
		n = min(1, most) // an empty parameter is often treated as absent
	}
	var text []rune
	for len(text) < n {
		switch {
		case g.place == inSegment:
			text = append(text, rune(letters[g.IntN(9)]))
		case g.place == inPlainText || g.place == inForm && g.IntN(2) == 0:
			text = append(text, rune(letters[g.IntN(len(letters))]))
		default:
			text = append(text, []rune(pieces[g.IntN(len(pieces))])...)
		}
	}
	return string(text[:n])
}

func (g *values) string(flat []*openapi3.Schema) any {
	least, most := 0, -1
	var format, pattern string
	for _, s := range flat {
		least = max(least, int(min(s.MinLength, 1e6)))
		if s.MaxLength != nil && (most < 0 || int(*s.MaxLength) < most) {
			most = int(min(*s.MaxLength, 1e6))
		}
		if s.Pattern != "" {
			pattern = s.Pattern
		}
		if s.Format != "" {
			format = s.Format
		}
	}
	if format == "date-time" { // a pattern may allow 99:99
		for range 20 {
			text := g.dateTime()
			if re, err := regexp.Compile(pattern); err != nil || re.MatchString(text) {
				return text
			}
		}
	}
	if pattern != "" {
		if text, ok := g.pattern(pattern, least, most); ok {
			return text
		}
	}
	if most >= 0 && most < least {
		most = least
	}
	switch format {
	case "binary":
		if g.place == inForm {
			return binary(g.text(max(least, 1), most))
		}
	case "byte", "base64":
		content := make([]byte, g.IntN(12))
		for i := range content {
			content[i] = byte(g.Uint32())
		}
		return base64.StdEncoding.EncodeToString(content)
	case "base64url":
		return base64.URLEncoding.EncodeToString([]byte(g.text(0, 12)))
	case "date":
		return g.time().Format(time.DateOnly)
	case "date-time":
		return g.dateTime()
	case "time", "partial-time":
		return g.time().Format(time.TimeOnly)
	case "duration":
		return fmt.Sprintf("P%dDT%dH", 1+g.IntN(9), g.IntN(24))
	case "uuid", "guid":
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", g.Uint32(), g.IntN(1<<16), g.IntN(1<<12), g.IntN(1<<12), g.Int64N(1<<48))
	case "email":
		return fmt.Sprintf("user%d@example.com", g.IntN(1000))
	case "uri", "url":
		return fmt.Sprintf("https://example.com/%d?a=b&c=%%20#d", g.IntN(1000))
	case "uri-reference":
		return fmt.Sprintf("/a/%d", g.IntN(1000))
	case "hostname":
		return fmt.Sprintf("host%d.example.com", g.IntN(1000))
	case "ipv4", "ip":
		return fmt.Sprintf("192.0.2.%d", g.IntN(256))
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", 1+g.IntN(1<<15))
	case "int32", "uint32", "int64", "uint64", "integer", "long":
		return strconv.Itoa(g.IntN(1 << 30))
	case "float", "double", "number", "decimal":
		return fmt.Sprint(float64(g.IntN(1<<20)) / 8)
	}
	return g.text(least, most)
}

func (g *values) time() time.Time {
	return time.Unix(g.Int64N(1<<32), 0).UTC()
}

// dateTime generates a time in one of the forms of RFC 3339.
func (g *values) dateTime() string {
	t := g.time()
	switch g.IntN(6) {
	case 0:
		t = t.Add(time.Duration(g.IntN(1000)) * time.Millisecond)
	case 1:
		t = t.Add(time.Duration(g.Int64N(1e9)))
	case 2:
		t = t.In(time.FixedZone("", 7200))
	}
	return t.Format(time.RFC3339Nano)
}

func (g *values) pattern(pattern string, least, most int) (string, bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return "", false
	}
	re = re.Simplify()
	for range 50 {
		text := matching(g.Rand, re)
		if n := len([]rune(text)); n < least && !strings.HasSuffix(pattern, "$") {
			text += strings.Repeat("a", least-n)
		}
		isRefused := g.place != inJSON && !canBeParameter(text)
		if n := len([]rune(text)); n >= least && (most < 0 || n <= most) && !isRefused && compiled.MatchString(text) {
			return text, true
		}
	}
	return "", false
}

// canBeParameter reports whether a text can be a parameter in its place. It must not be empty; a
// header must not contain control characters or spaces at its ends; a path segment must not be
// "..".
func canBeParameter(text string) bool {
	isDots := func(segment string) bool { return segment == "." || segment == ".." }
	return text != "" && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, unicode.IsControl) &&
		!slices.ContainsFunc(strings.Split(text, "/"), isDots)
}
