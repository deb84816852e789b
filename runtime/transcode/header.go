// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"cmp"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// EncodeHeader sets the headers and cookies that have fields of the request. Cookies
// are added to those that are there.
func (b *Binding) EncodeHeader(header http.Header, req protoreflect.Message) error {
	for _, p := range b.headers {
		if !p.isSent(req) {
			continue
		}
		name := textproto.CanonicalMIMEHeaderKey(p.rule.GetHeader())
		separator := cmp.Or(p.rule.GetSeparator(), ",")
		value, ambiguous, err := p.headerValue(req, separator)
		switch {
		case err != nil:
			return err
		case ambiguous:
			return fmt.Errorf("%s has a value with %q in it, which separates its values in the header %s", p.field.Name(), separator, name)
		case !IsHeaderValue(value) || strings.Trim(value, " \t") != value:
			return fmt.Errorf("%s has characters that the header %s cannot carry", p.field.Name(), name)
		}
		header.Set(name, value)
	}
	for _, p := range b.cookies {
		if !p.isSent(req) {
			continue
		}
		name, separator := p.rule.GetCookie()+"=", p.rule.GetSeparator()
		switch {
		case p.rule.GetExploded():
			name, separator = "", "; "
		case separator == "":
			separator = "; " + name
		}
		text, err := p.written(req, separator, EscapeCookie)
		if err != nil {
			return err
		}
		AddCookies(header, name+text)
	}
	return nil
}

// headerValue returns the value of a parameter for a header. It is ambiguous where one of
// several texts has the separator in it.
func (p *parameter) headerValue(m protoreflect.Message, separator string) (text string, ambiguous bool, err error) {
	if p.rule.GetJson() {
		json, err := marshalField(m, p.field)
		return string(json), false, err
	}
	v, err := valueOf(m, p.field)
	if err != nil {
		return "", false, err
	}
	text = joinPieces(v.pieces(p.rule.GetExploded()), p.rule.GetExploded(), separator, func(text string) string {
		ambiguous = ambiguous || v.kind != scalar && strings.Contains(text, separator)
		return text
	})
	return text, ambiguous, nil
}

// AddCookies adds to the header Cookie: "name=value; other=value".
func AddCookies(header http.Header, cookies string) {
	if others := header.Get("Cookie"); others != "" {
		cookies = others + "; " + cookies
	}
	header.Set("Cookie", cookies)
}

// EscapeCookie percent-encodes what the value of a cookie cannot hold (RFC 6265).
func EscapeCookie(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// isConnectionHeader reports whether a header belongs to the connection, which net/http
// manages.
func isConnectionHeader(name string) bool {
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
		"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// isToken reports whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// IsHeaderValue reports whether s is a field value of RFC 9110, section 5.5.
func IsHeaderValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
