// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// path sets the fields in the path.
func (d *requestDecoder) path(variables []pathVariable) *RequestError {
	for _, v := range variables {
		p := d.binding.variables[v.fieldPath]
		n, err := p.nodeInPath(v)
		if err != nil {
			return badRequestf("%q is not percent-encoded", v.text).within(v.fieldPath).in("path")
		}
		m, rest := d.request, v.fieldPath
		for {
			name, after, more := strings.Cut(rest, ".")
			if !more {
				break
			}
			m, rest = m.Mutable(m.Descriptor().Fields().ByName(protoreflect.Name(name))).Message(), after
		}
		if err := d.set(m, p, v.fieldPath, n); err != nil {
			return err.in("path")
		}
	}
	return nil
}

// nodeInPath returns the value of a variable.
func (p *parameter) nodeInPath(v pathVariable) (*node, error) {
	if !p.isStyled() {
		unescape := url.PathUnescape
		if !v.isSingle {
			unescape = unescapeSegments
		}
		text, err := unescape(v.text)
		return leaf(text), err
	}
	rule := p.rule
	text, ok := strings.CutPrefix(v.text, rule.GetPrefix())
	if !ok {
		text = v.text
	}
	if rule.GetJson() {
		text, err := url.PathUnescape(text)
		return &node{json: []byte(text)}, err
	}
	texts := []string{text}
	if separator := rule.GetSeparator(); separator != "" {
		texts = strings.Split(text, separator)
	}
	return pieces(texts, rule.GetExploded(), url.PathUnescape)
}

// unescapeSegments decodes several segments, except for encoded slashes
// (google/api/http.proto).
func unescapeSegments(text string) (string, error) {
	return url.PathUnescape(strings.NewReplacer("%2F", "%252F", "%2f", "%252f").Replace(text))
}
