// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"fmt"
	"strings"
	"unicode"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

// EncodePath returns the percent-encoded path of a request. The template is that of the
// binding or, for uploads, another one with the same variables.
func (b *Binding) EncodePath(template pathtemplate.Template, req protoreflect.Message) (string, error) {
	return template.Expand(func(fieldPath string) (pathtemplate.Value, error) {
		return b.pathValue(req, fieldPath)
	})
}

// RoutingParameters calls yield with the path and the text of each field in the path.
// Servers route calls by these parameters (AIP-4222).
func (b *Binding) RoutingParameters(req protoreflect.Message, yield func(fieldPath, text string)) {
	for _, v := range b.Path.Variables() {
		if value, err := b.pathValue(req, v.FieldPath); err == nil && value.Text != "" {
			yield(v.FieldPath, value.Text)
		}
	}
}

// pathValue returns the value of a field for the path.
func (b *Binding) pathValue(m protoreflect.Message, fieldPath string) (pathtemplate.Value, error) {
	p := b.variables[fieldPath]
	if p == nil {
		return pathtemplate.Value{}, fmt.Errorf("%s is not in the path of the method", fieldPath)
	}
	name, rest, more := strings.Cut(fieldPath, ".")
	for ; more; name, rest, more = strings.Cut(rest, ".") {
		m = m.Get(m.Descriptor().Fields().ByName(protoreflect.Name(name))).Message()
	}
	if !p.isSet(m) && !p.zeroInPath {
		return pathtemplate.Value{}, fmt.Errorf("%s is not set: it is part of the path, so the request needs it", fieldPath)
	}
	if p.isStyled() {
		return p.styledInPath(m)
	}
	if p.field.Message() == nil {
		text, err := scalarText(p.field, m.Get(p.field))
		return pathtemplate.Value{Text: text}, err
	}
	v, err := valueOf(m, p.field)
	if err == nil && v.kind == null {
		err = fmt.Errorf("%s is null, which a path cannot contain", fieldPath)
	}
	return pathtemplate.Value{Text: v.plainText()}, err
}

// styledInPath returns the value of a parameter with a style of OpenAPI for the path.
func (p *parameter) styledInPath(m protoreflect.Message) (pathtemplate.Value, error) {
	control := false
	text, err := p.written(m, p.rule.GetSeparator(), func(text string) string {
		control = control || strings.ContainsFunc(text, unicode.IsControl)
		escaped := pathtemplate.Escape(text)
		if p.rule.GetSeparator() == "." {
			escaped = strings.ReplaceAll(escaped, ".", "%2E") // it separates the values
		}
		return escaped
	})
	if err == nil && (text == "" || control) {
		err = fmt.Errorf("%s is empty or contains a control character, which is not possible in a path", p.field.Name())
	}
	return pathtemplate.Value{Encoded: p.rule.GetPrefix() + text}, err
}
