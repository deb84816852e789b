// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func secrets(values ...string) *Secrets {
	s := new(Secrets)
	s.Add(values...)
	return s
}

// escapeRunes writes every character as an escape.
func escapeRunes(format string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for _, r := range text {
			fmt.Fprintf(&b, format, r)
		}
		return b.String()
	}
}

// escapeBytes writes every byte as an escape.
func escapeBytes(format string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for i := range len(text) {
			fmt.Fprintf(&b, format, text[i])
		}
		return b.String()
	}
}

func inJSON(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text[1 : len(text)-1])
}

func inGo(s string) string {
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}

// forms are the ways in which servers and errors write a text.
var forms = map[string]func(string) string{
	"plain":           func(s string) string { return s },
	"JSON":            inJSON,
	"JSON slashes":    func(s string) string { return strings.ReplaceAll(inJSON(s), "/", `\/`) },
	"JSON escapes":    escapeRunes(`\u%04x`),
	"JSON upper case": escapeRunes(`\u%04X`),
	"Go":              inGo,
	"query":           url.QueryEscape,
	"path":            url.PathEscape,
	"lower case":      escapeBytes("%%%02x"),
	"HTML":            html.EscapeString,
	"HTML numbers":    escapeRunes("&#x%x;"),
}

// tricky are secrets with characters that encodings escape.
var tricky = []string{
	`ya29.x/y+z=&"q\w<>'`, "pass word with spaces", "AKIA/secret+key==", `\\\\\\\\`, "&amp;&amp;&amp;", "Ü-ümläut-pässwörd", "per%2Fcent%41",
}

// Every secret is found in each form, also where a form is within another, and
// the text around it stays.
func TestForms(t *testing.T) {
	for _, secret := range tricky {
		s := secrets("another secret", secret)
		for outer, encode := range forms {
			for inner, encodeFirst := range forms {
				text := "before " + encode(encodeFirst(secret)) + " after"
				if got, want := s.String(text), "before "+Mark+" after"; got != want {
					t.Errorf("%s in %s: %q in %q became %q", inner, outer, secret, text, got)
				}
			}
		}
	}
}

// Text without a secret stays as it is.
func TestOtherText(t *testing.T) {
	s := secrets("ya29.secret/1", "short", "")
	for _, text := range []string{
		"", "short", `a \/ \u002 \x4 \ud83d\ude00 \U0010ffff \`, "100% %zz %4", "a & b &amp; &#; &#xffffffffff; &nosuch;", "ya29.se", "ya29.secret/2", "ya29.sec … \xff",
		`{"x":"ya29.secret"}`,
	} {
		if got := s.String(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
		if got := s.Bytes([]byte(text)); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
		if s.In(text) {
			t.Errorf("there is a secret in %q", text)
		}
	}
}

// A secret that was cut before it got here is recognized by its beginning.
func TestCut(t *testing.T) {
	s := secrets("ya29.secret/token+x")
	for _, test := range []struct{ text, want string }{
		{"bad ya29.secret", "bad [redacted]"},
		{"bad ya29.secret…", "bad [redacted]…"},
		{`"bad ya29.secret"… at 5`, `"bad [redacted]"… at 5`},
		{`bad ya29.secret\/tok`, "bad [redacted]"},
		{`bad ya29.secret\u00`, `bad [redacted]\u00`},
		{`"bad ya29.secret%2"…`, `"bad [redacted]%2"…`},
		{"bad ya29.secret is", "bad ya29.secret is"},
		{"bad ya29.s", "bad ya29.s"},
		{"bad ya29.s…", "bad [redacted]…"},
		{`"bad ya29"… at 5`, `"bad [redacted]"… at 5`},
		{"bad ya2…", "bad ya2…"},
	} {
		if got := s.String(test.text); got != test.want {
			t.Errorf("%q became %q, want %q", test.text, got, test.want)
		}
	}
}

// No part of a secret stays where a text is cut, wherever it lies and however it
// is escaped.
func TestPrefix(t *testing.T) {
	const secret = "0123456789abcdef/+="
	const limit = 100
	s := secrets(secret)
	for name, encode := range forms {
		echo := encode(secret)
		for before := range limit + 2 {
			text := []byte(strings.Repeat("-", before) + echo + strings.Repeat(".", 50))
			got := string(s.Prefix(text, limit))
			want := strings.Repeat("-", min(before, limit))
			if before < limit {
				want += Mark + strings.Repeat(".", min(50, max(0, limit-before-len(echo))))
			}
			if got != want {
				t.Errorf("%s at byte %d: %q, want %q", name, before, got, want)
			}
		}
	}
	text := []byte("no secret")
	got := new(Secrets).Prefix(text, 100)
	if got[0] = 'N'; string(text) != "no secret" {
		t.Error("the prefix is no copy")
	}
}

func TestOverlap(t *testing.T) {
	if got := secrets("12345678", "5678abcd", "12345678abcdef").String("x12345678abcdy"); got != "x[redacted]y" {
		t.Errorf("got %q", got)
	}
}

func TestHeader(t *testing.T) {
	s := secrets("ya29.secret/1")
	h := http.Header{"X-Echo": {"a", "b ya29.secret%2F1"}, "X-ya29.secret/1": {"c"}, "X-Other": {"d"}}
	got := s.Header(h)
	if len(got) != 2 || got["X-Echo"][1] != "b [redacted]" || got.Get("X-Other") != "d" || h["X-Echo"][1] != "b ya29.secret%2F1" {
		t.Errorf("got %v of %v", got, h)
	}
	if s.Header(nil) != nil {
		t.Error("no header became one")
	}
}

// A server cannot make the search for secrets slow.
func TestHostileText(t *testing.T) {
	s := secrets(strings.Repeat("a", 1000)+"b", strings.Repeat(`\`, 50)+"%25 &amp;")
	for _, unit := range []string{"a", "…", `\`, "%25", "+", "&amp;", `\u005c`, `&#92;%5c\\…`, "aaaaaaaa…"} {
		s.String(strings.Repeat(unit, 64<<10/len(unit)))
	}
}

func FuzzString(f *testing.F) {
	for _, secret := range tricky {
		f.Add(secret, `before \u002b%2b+`, "after")
	}
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(secret) < minLength {
			return
		}
		s := secrets(secret)
		got := s.String(before + secret + after)
		if strings.Contains(strings.ReplaceAll(got, Mark, ""), secret) && !strings.Contains(Mark, secret) && !strings.Contains(before+after, secret) {
			t.Errorf("%q in %q became %q", secret, before+secret+after, got)
		}
		s.Prefix([]byte(before+secret+after), len(before))
		_ = s.Error(errors.New(before + secret + after))
	})
}
