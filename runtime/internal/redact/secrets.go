// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package redact removes secrets from texts, headers and errors.
//
// It finds them by value, in every form in which a server may repeat them:
// unchanged, or escaped as in JSON, in URLs or in HTML, up to three times.
package redact

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

const (
	// Mark replaces a secret.
	Mark = "[redacted]"

	// minLength is the minimum length of a secret. Shorter ones exist only in tests,
	// and may be part of any word.
	minLength = 8

	// minPart is the minimum length of a part of a secret before an ellipsis, which
	// shows that text was cut.
	minPart = 4

	// lookahead is the number of bytes that Prefix reads after the prefix.
	lookahead = 64 << 10
)

// Secrets are the tokens, keys and passwords of a request. The zero value contains
// none.
type Secrets struct {
	values []string
	// spaced reports whether a value contains a space, which forms write as "+".
	spaced bool
}

// Add adds secrets.
func (s *Secrets) Add(values ...string) {
	for _, v := range values {
		if len(v) >= minLength && !slices.Contains(s.values, v) {
			s.values = append(s.values, v)
			s.spaced = s.spaced || strings.Contains(v, " ")
		}
	}
}

// AddBasic adds a password, and the form in which it is sent with its user (RFC
// 7617).
func (s *Secrets) AddBasic(user, password string) {
	encoded := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	s.Add(password, strings.TrimRight(encoded, "="))
}

// String returns text with each secret replaced by [Mark].
func (s *Secrets) String(text string) string {
	return replace(text, s.find(text), len(text))
}

// Bytes is String for a slice, which it does not modify. It returns the slice itself
// if that contains no secret.
func (s *Secrets) Bytes(text []byte) []byte {
	if len(s.values) == 0 {
		return text
	}
	found := s.find(string(text))
	if len(found) == 0 {
		return text
	}
	return []byte(replace(string(text), found, len(text)))
}

// Prefix returns a copy of the first n bytes of text without secrets. It also
// removes a secret that extends beyond the prefix.
func (s *Secrets) Prefix(text []byte, n int) []byte {
	if n = min(n, len(text)); len(s.values) == 0 {
		return bytes.Clone(text[:n])
	}
	window := string(text[:min(len(text), n+lookahead)])
	return []byte(replace(window, s.find(window), n))
}

// FoundIn reports whether text contains a secret.
func (s *Secrets) FoundIn(text string) bool { return len(s.find(text)) > 0 }

// Header returns a copy of h without secrets.
func (s *Secrets) Header(h http.Header) http.Header {
	h = h.Clone()
	if len(s.values) == 0 {
		return h
	}
	for name, values := range h {
		if s.FoundIn(name) {
			delete(h, name)
			continue
		}
		for i := range values {
			values[i] = s.String(values[i])
		}
	}
	return h
}

// A span is a part of a text.
type span struct{ start, end int }

// find returns the parts of text that are secrets, in order and without overlap.
func (s *Secrets) find(text string) []span {
	if len(s.values) == 0 {
		return nil
	}
	var found []span
	s.search(layer{text: text}, maxLayers, &found)
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	merged := found[:0]
	for _, f := range found {
		if last := len(merged) - 1; last >= 0 && f.start < merged[last].end {
			merged[last].end = max(merged[last].end, f.end)
		} else {
			merged = append(merged, f)
		}
	}
	return merged
}

// search finds secrets in a layer, and in up to depth layers that it encodes.
func (s *Secrets) search(l layer, depth int, found *[]span) {
	for _, secret := range s.values {
		for from := 0; ; {
			i := strings.Index(l.text[from:], secret[:minPart])
			if i < 0 {
				break
			}
			start := from + i
			n := commonPrefix(l.text[start:], secret)
			from = start + 1
			if n == len(secret) || isCut(l.text[start+n:], n) {
				*found = append(*found, l.span(start, start+n))
				from = start + n
			}
		}
	}
	if depth == 0 {
		return
	}
	for _, e := range encodings {
		if e.form && !s.spaced {
			continue
		}
		if decoded, changed := l.decode(e); changed {
			s.search(decoded, depth-1, found)
		}
	}
}

// commonPrefix returns the length of the common prefix of a and b.
func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// isCut reports whether a secret was cut after n bytes: whether rest is empty or
// starts with an ellipsis. A part of an escape and a quotation mark may precede it.
func isCut(rest string, n int) bool {
	const maxEscape = len("&quot")
	for partial := 0; partial <= min(maxEscape, len(rest)); partial++ {
		if partial > 0 && strings.IndexByte(`\%&`, rest[0]) < 0 {
			return false
		}
		after := rest[partial:]
		if after == "" && n >= minLength || strings.HasPrefix(strings.TrimPrefix(after, `"`), "…") {
			return true
		}
	}
	return false
}

// replace returns the first n bytes of text, with each span replaced by the mark.
func replace(text string, spans []span, n int) string {
	if len(spans) == 0 {
		return text[:n]
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.start >= n {
			break
		}
		b.WriteString(text[at:s.start])
		b.WriteString(Mark)
		at = s.end
	}
	if at < n {
		b.WriteString(text[at:n])
	}
	return b.String()
}
