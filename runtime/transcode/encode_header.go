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

// EncodeHeader sets the headers and cookies that are fields of the request. It adds cookies
// to those that are set in header.
func (b *Binding) EncodeHeader(header http.Header, req protoreflect.Message) error {
	for _, p := range b.headers {
		if !p.isSent(req) {
			continue
		}
		name := textproto.CanonicalMIMEHeaderKey(p.rule.GetHeader())
		separator := cmp.Or(p.rule.GetSeparator(), ",")
		value, err := p.headerValue(req, separator)
		switch {
		case err != nil:
			return err
		case !value.isSet:
			continue
		case value.separated:
			return fmt.Errorf("a value of %s contains %q, which separates the values in the header %s", p.field.Name(), separator, name)
		case value.trimmed || !IsHeaderValue(value.text):
			return fmt.Errorf("%s contains characters that the header %s cannot contain", p.field.Name(), name)
		}
		header.Set(name, value.text)
	}
	for _, p := range b.cookies {
		if !p.isSent(req) {
			continue
		}
		text, err := p.cookieText(req)
		if err != nil {
			return err
		}
		if text != "" {
			AddCookies(header, text)
		}
	}
	return nil
}

// cookieText returns the cookies for a parameter, in the form of the header Cookie.
func (p *parameter) cookieText(m protoreflect.Message) (string, error) {
	name, separator := p.rule.GetCookie()+"=", p.rule.GetSeparator()
	if p.rule.GetJson() {
		json, err := marshalField(m, p.field)
		return name + EscapeCookie(string(json)), err
	}
	v, err := valueOf(m, p.field)
	pieces := v.pieces(p.rule.GetExploded())
	if err != nil || len(pieces) == 0 {
		return "", err
	}
	exploded := p.rule.GetExploded() && v.kind == object
	switch {
	case exploded:
		name, separator = "", "; "
	case separator == "":
		separator = "; " + name
	}
	return name + joinPieces(pieces, exploded, separator, EscapeCookie), nil
}

// A headerValue is the value of a parameter in a header.
type headerValue struct {
	text string
	// isSet is false for null, and for an object without text.
	isSet bool
	// separated is set if a text contains the separator, at which a server would split it.
	separated bool
	// trimmed is set if a text begins or ends with spaces, which a server would remove.
	trimmed bool
}

func (p *parameter) headerValue(m protoreflect.Message, separator string) (h headerValue, err error) {
	if p.rule.GetJson() {
		json, err := marshalField(m, p.field)
		return headerValue{text: string(json), isSet: true}, err
	}
	v, err := valueOf(m, p.field)
	if err != nil {
		return h, err
	}
	exploded, pieces := p.rule.GetExploded(), v.pieces(p.rule.GetExploded())
	h.isSet = len(pieces) > 0
	h.text = joinPieces(pieces, exploded, separator, func(text string) string {
		h.separated = h.separated || v.kind != scalar && strings.Contains(text, separator)
		h.trimmed = h.trimmed || strings.Trim(text, " \t") != text
		return text
	})
	for _, piece := range pieces {
		if exploded && strings.Contains(piece.key, "=") {
			return h, fmt.Errorf("a key of %s contains \"=\", which separates keys and values in a header", p.field.Name())
		}
	}
	return h, nil
}

// AddCookies adds cookies such as "name=value; other=value" to the header Cookie.
func AddCookies(header http.Header, cookies string) {
	if others := header.Get("Cookie"); others != "" {
		cookies = others + "; " + cookies
	}
	header.Set("Cookie", cookies)
}

// EscapeCookie percent-encodes the characters that the value of a cookie cannot contain (RFC
// 6265).
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

// isToken reports whether s is a token (RFC 9110, section 5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// IsHeaderValue reports whether s is a valid field value (RFC 9110, section 5.5).
func IsHeaderValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
