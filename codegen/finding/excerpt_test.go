// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"github.com/protolect/protolect/codegen/finding"
)

// excerptOf returns the excerpt of a finding at a line and column.
func excerptOf(data string, line, column int) finding.Excerpt {
	var list finding.List
	list.Add(aWarning, at("a", line, column), "x")
	list.Quote("b", []byte("other"))
	list.Quote("a", []byte(data))
	return list.All()[0].Excerpt
}

// TestExcerpt marks the character X: its column is in bytes, its mark in cells.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("0123456789", 20)
	for _, test := range []struct{ name, line, want string }{
		{"plain", "type: X", "type: X"},
		{"first", "X: 1", "X: 1"},
		{"indented", "      key: X  ", "key: X"},
		{"tabs", "\t\tkey:\tX", "key: X"},
		{"end of Windows", "key: X\r", "key: X"},
		{"two bytes", "é: X", "é: X"},
		{"wide", "名前: X", "名前: X"},
		{"combining", "e\u0301e\u0301: X", "e\u0301e\u0301: X"},
		{"emoji of several", "👩‍👩‍👧🇩🇪: X", "\\x: X"},
		{"invisible", "a\u200b\u202e\U000e0041b: X", `a\u200b\u202e\U000e0041b: X`},
		{"control", "a\x1b[2J: X", `a\x1b[2J: X`},
		{"no UTF-8", "a\xff\xfe: X", `a\xff\xfe: X`},
		{"long before", long + "X", "…" + long[len(long)-40:] + "X"},
		{"long after", "X" + long, "X" + long[:59] + "…"},
		{"long and wide", strings.Repeat("名", 100) + "X" + strings.Repeat("名", 100), "…" + strings.Repeat("名", 20) + "X" + strings.Repeat("名", 29) + "…"},
		{"very long", strings.Repeat("x", 1<<20) + "X" + strings.Repeat("y", 1<<20), "…" + strings.Repeat("x", 40) + "X" + strings.Repeat("y", 59) + "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := excerptOf("\ufefffirst\n"+test.line+"\nlast", 2, strings.IndexByte(test.line, 'X')+1)
			if test.name != "emoji of several" { // whose form is the library's
				if diff := cmp.Diff(test.want, e.Text); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
			before, _, _ := strings.Cut(e.Text, "X")
			if width := uniseg.StringWidth(before); e.Mark != width {
				t.Errorf("the mark is at %d, want %d: %q", e.Mark, width, e.Text)
			}
		})
	}
}

// TestExcerptElsewhere has positions that are not in the file.
func TestExcerptElsewhere(t *testing.T) {
	for _, test := range []struct {
		line, column int
		want         finding.Excerpt
	}{
		{0, 0, finding.Excerpt{}},
		{3, 1, finding.Excerpt{}},
		{1, 4, finding.Excerpt{Text: "one", Mark: 3}},
		{1, 90, finding.Excerpt{Text: "one", Mark: 3}},
		{2, 0, finding.Excerpt{Text: "two"}},
	} {
		if diff := cmp.Diff(test.want, excerptOf("one\ntwo", test.line, test.column)); diff != "" {
			t.Errorf("%d:%d: -want +got:\n%s", test.line, test.column, diff)
		}
	}
}

// TestExcerptRandom has lines of any characters. No excerpt breaks the line, is
// longer than a terminal is wide, or marks a place behind its end.
func TestExcerptRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", " ", "\t", "é", "e\u0301", "名", "👩‍👧", "\u200b", "\u202e", "\xff", "\x1b", "\r", "\n", "\u2028", "\U000e0041", "\ufe0f", "🇩🇪"}
	for range 3000 {
		var text strings.Builder
		for range random.IntN(300) {
			text.WriteString(alphabet[random.IntN(len(alphabet))])
		}
		lines := strings.Split(text.String(), "\n")
		line := random.IntN(len(lines))
		e := excerptOf(text.String(), line+1, 1+random.IntN(len(lines[line])+2))
		width := uniseg.StringWidth(e.Text)
		hidden := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' }
		switch {
		case !utf8.ValidString(e.Text), strings.ContainsFunc(e.Text, hidden):
			t.Fatalf("%q has the excerpt %q", lines[line], e.Text)
		case width > 125 || e.Mark < 0 || e.Mark > width:
			t.Fatalf("%q has the excerpt %q of width %d with a mark at %d", lines[line], e.Text, width, e.Mark)
		}
	}
}
