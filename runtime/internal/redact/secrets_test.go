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

// forms contains the ways in which servers and errors write a text.
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

// tricky contains secrets with characters that encodings escape.
var tricky = []string{
	`ya29.x/y+z=&"q\w<>'`, "pass word with spaces", "AKIA/secret+key==", `\\\\\\\\`, "&amp;&amp;&amp;", "Ü-ümläut-pässwörd", "per%2Fcent%41",
}

// Every secret is removed in each form and in each nested form, and the text around
// it remains.
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

// Text without a secret remains unchanged.
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
		if s.FoundIn(text) {
			t.Errorf("In found a secret in %q", text)
		}
	}
}

// A secret that was cut is recognized by its beginning.
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

// Prefix leaves no part of a secret, at any offset and in any form.
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
		t.Error("the prefix is not a copy")
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
		t.Error("a nil header became non-nil")
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

// The password of basic authentication is a secret, and so is its encoded form.
func TestAddBasic(t *testing.T) {
	var s Secrets
	s.AddBasic("user", "password1")
	const encoded = "dXNlcjpwYXNzd29yZDE" // without padding
	text := "Basic " + encoded + "= for user, password1"
	if got, want := s.String(text), "Basic [redacted]= for user, [redacted]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Secrets of at least 8 bytes are removed.
func TestShortSecrets(t *testing.T) {
	s := secrets("1234567", "abcdefgh", "abcdefgh")
	if got := s.String("1234567 abcdefgh"); got != "1234567 [redacted]" || len(s.values) != 1 {
		t.Errorf("got %q of %d secrets", got, len(s.values))
	}
}

// Without secrets, and without a secret in it, a text is returned unchanged.
func TestBytes(t *testing.T) {
	text := []byte("a secret-secret b")
	if got := new(Secrets).Bytes(text); &got[0] != &text[0] {
		t.Error("the zero value copied the text")
	}
	if got := secrets("other-secret").Bytes(text); &got[0] != &text[0] {
		t.Error("a text without a secret was copied")
	}
	if got := string(secrets("secret-secret").Bytes(text)); got != "a [redacted] b" || string(text) != "a secret-secret b" {
		t.Errorf("got %q, and the text is %q", got, text)
	}
	for n, want := range map[int]string{0: "", 1: "a", 2: "a ", 3: "a [redacted]", 15: "a [redacted]", 16: "a [redacted] ", 99: "a [redacted] b"} {
		if got := string(secrets("secret-secret").Prefix(text, n)); got != want {
			t.Errorf("the prefix of %d bytes is %q, want %q", n, got, want)
		}
		if got := string(new(Secrets).Prefix(text, n)); got != string(text[:min(n, len(text))]) {
			t.Errorf("without secrets, the prefix of %d bytes is %q", n, got)
		}
	}
}

// Header copies a header without secrets in it.
func TestHeaderCopy(t *testing.T) {
	h := http.Header{"A": {"secret-secret"}}
	for _, s := range []*Secrets{new(Secrets), secrets("other-secret"), secrets("secret-secret")} {
		s.Header(h).Set("A", "changed")
		if h.Get("A") != "secret-secret" {
			t.Errorf("the header was modified: %v", h)
		}
	}
}

// Three nested encodings are decoded, and an unescaped text that only looks like
// an escape is not.
func TestEscapes(t *testing.T) {
	for _, e := range []struct{ text, want string }{
		{`secret\u002dsecret`, "[redacted]"},
		{`secret\u002Dsecret`, "[redacted]"},
		{`secret\x2dsecret`, "[redacted]"},
		{`secret\U0000002dsecret`, "[redacted]"},
		{`secret%2dsecret`, "[redacted]"},
		{`secret&#45;secret`, "[redacted]"},
		{`secret&#x2d;secret`, "[redacted]"},
		{`secret&#X2D;secret`, "[redacted]"},
		{`secret&#x000000000000000002d;secret`, `secret&#x000000000000000002d;secret`},
		{`secret%25252dsecret`, "[redacted]"},
		{`secret%2525252dsecret`, `secret%2525252dsecret`},
		{`secret\u002`, `secret\u002`},
		{`secret%2`, `secret%2`},
		{`secret&amp;secret`, `secret&amp;secret`},
	} {
		if got := secrets("secret-secret").String(e.text); got != e.want {
			t.Errorf("%q: got %q, want %q", e.text, got, e.want)
		}
	}
	for escaped, r := range map[string]string{`\ud83d\ude00`: "😀", `\"`: `"`, `\\`: `\`, `\/`: "/", `\n`: "\n", `\t`: "\t", `&lt;`: "<", `&gt;`: ">", `&quot;`: `"`, `&apos;`: "'", `&amp;`: "&"} {
		if got := secrets("secret" + r + "secret").String("a secret" + escaped + "secret b"); got != "a [redacted] b" {
			t.Errorf("%q: got %q", escaped, got)
		}
	}
}
