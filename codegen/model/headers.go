// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// addHeaders adds the header and cookie parameters to a request.
func (b *builder) addHeaders(m *Method) {
	o := m.Operations[0]
	for _, p := range o.Headers {
		kind := "header"
		if p.Cookie {
			kind = "cookie"
		}
		switch {
		case !isToken(p.Name):
			b.findings.Add(finding.ParameterName, p.At, "the %s %q of %s", kind, p.Name, o.ID)
			continue
		case !p.Cookie && slices.ContainsFunc(connectionHeaders, func(name string) bool { return strings.EqualFold(name, p.Name) }):
			b.findings.Add(finding.HeaderIgnored, p.At, "the header %q of %s", p.Name, o.ID)
			continue
		}
		key := p.Name
		for b.property(m.Request, key) != nil {
			key = kind + " " + key
		}
		f := b.addField(m.Request, key, b.parameterSchema(o, p, *p.Schema))
		f.Behaviors = ofClient(f.Behaviors)
		isParameter := func(other *document.Parameter) bool { return other.Name == p.Name }
		if key != p.Name && m.Request.CreatedFor == nil && !slices.ContainsFunc(o.Parameters, isParameter) {
			b.noteNewName(m, f, p)
		}
		f.Parameter = b.style(o, p)
		switch types := b.jsonTypesOf(p.Schema); {
		case p.Cookie:
			f.Parameter.Cookie = p.Name
			continue
		case types.isNested(p) && !types.scalar:
			// The commas of a list could not be distinguished from those in the JSON of elements.
			f.Parameter = Parameter{JSON: true}
		}
		f.Parameter.Header = p.Name
		f.Parameter.Separator = "" // always a comma
	}
}

// connectionHeaders are headers of the connection (RFC 9110, section 7.6.1; RFC 9112). The HTTP
// client sets them.
var connectionHeaders = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade",
}

// isToken reports whether a string is a token (RFC 9110, section 5.6.2), which the names of
// headers and cookies must be.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !isLetter && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
	})
}
