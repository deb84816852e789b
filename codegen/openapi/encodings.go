// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// parts reads the encodings of the properties of a form.
func (r *reader) parts(media *jsontree.Member) []*document.Part {
	encodings := r.entries(media.Value, "encoding")
	if len(encodings) > 0 && !document.IsForm(media.Name) {
		r.findings.Add(finding.MemberMisplaced, media.Value.Get("encoding").Position(), `"encoding" of %s, which is not a form`, media.Name)
		return nil
	}
	var parts []*document.Part
	for _, m := range encodings {
		parts = append(parts, r.part(m, document.BaseMediaType(media.Name)))
	}
	return parts
}

// part reads an Encoding Object: a style, or a media type if there is no style. OpenAPI 3.0 ignores the
// style in multipart forms.
func (r *reader) part(m jsontree.Member, mediaType string) *document.Part {
	r.checkMembers(m.Value, encodingMembers)
	r.reportMembers(m.Value, "encoding", "prefixEncoding", "itemEncoding")
	part := &document.Part{At: m.Value.Position(), Property: m.Name, Headers: r.headers(m.Value)}
	styled := r.styleMembers(m.Value)
	switch {
	case len(styled) == 0:
		part.ContentType = r.text(m.Value, "contentType")
	case r.before31 && mediaType == document.MultipartType:
		part.ContentType = r.text(m.Value, "contentType")
		for _, name := range styled {
			r.findings.Add(finding.MemberMisplaced, m.Value.Get(name).Position(), "%q in a form of %s, which has no styles in OpenAPI 3.0",
				name, mediaType)
		}
	default:
		if value := m.Value.Get("contentType"); value != nil {
			r.findings.Add(finding.MemberMisplaced, value.Position(), `"contentType" beside %q`, styled[0])
		}
		r.readPartStyle(m, part)
	}
	return part
}

// styleMembers returns the members of an encoding that determine a style.
func (r *reader) styleMembers(encoding *jsontree.Node) []string {
	return slices.DeleteFunc([]string{"style", "explode", "allowReserved"}, func(name string) bool { return encoding.Get(name) == nil })
}

// readPartStyle reads the style of a property in a form. The styles are those of query parameters.
func (r *reader) readPartStyle(m jsontree.Member, part *document.Part) {
	part.Reserved = r.flag(m.Value, "allowReserved")
	name := r.text(m.Value, "style")
	switch style := styles[name]; {
	case name == "" || name == "form":
		part.Explode = m.Value.Get("explode") == nil || r.flag(m.Value, "explode")
		part.Style = pick(part.Explode, document.FormStyle, document.CommaSeparated)
	case style == document.SpaceSeparated || style == document.PipeSeparated || style == document.DeepObject:
		part.Style, part.Explode = style, r.flag(m.Value, "explode")
	default:
		r.findings.Add(finding.ParameterStyle, m.Value.Get("style").Position(), "the style of %q is %q", m.Name, name)
	}
}
