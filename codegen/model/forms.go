// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// BodyPart describes how a member of a form is sent. By default, an object is sent as JSON, a
// list as one part for each element, and any other value as text.
type BodyPart struct {
	Name        string
	Parameter   Parameter
	ContentType string // of the part of a multipart form
	Base64      bool   // bytes are encoded in base64
}

// setBodyParts sets the BodyParts of a method: the members of its form that are not sent by
// default.
func (b *builder) setBodyParts(m *Method) {
	o := m.Operations[0]
	if o.Body == nil || !document.IsForm(o.BodyType) {
		return
	}
	encodings := partsByName(o)
	for _, member := range b.formMembers(o) {
		part := BodyPart{Name: member.name, Base64: member.types.base64}
		encoding := encodings[member.name]
		switch {
		case encoding != nil && encoding.Style != document.DefaultStyle:
			part.Parameter = b.partStyle(o, encoding, member)
		case document.BaseMediaType(o.BodyType) == document.MultipartType:
			part.ContentType = b.partType(o, encoding, member)
		case encoding != nil && encoding.ContentType != "":
			part.Parameter.JSON = b.isPartOfJSON(o, encoding, member.types)
		}
		if part != (BodyPart{Name: member.name}) {
			m.BodyParts = append(m.BodyParts, part)
		}
	}
}

func partsByName(o *document.Operation) map[string]*document.Part {
	parts := make(map[string]*document.Part, len(o.BodyParts))
	for _, p := range o.BodyParts {
		parts[p.Property] = p
	}
	return parts
}

// formMember is a member of a form.
type formMember struct {
	name   string
	schema *document.Schema // if several alternatives have the member, the union of their schemas
	types  memberTypes
}

// formMembers returns the members of a form, sorted by name. For a form with arbitrary
// members, it includes those that have an encoding.
func (b *builder) formMembers(o *document.Operation) []*formMember {
	byName := make(map[string]*formMember)
	var members []*formMember
	add := func(name string, s *document.Schema) {
		if m := byName[name]; m != nil {
			m.schema = &document.Schema{At: m.schema.At, Kind: document.Union, Variants: []*document.Schema{m.schema, s}}
			return
		}
		m := &formMember{name: name, schema: s}
		byName[name] = m
		members = append(members, m)
	}
	isOpen := false
	b.eachFormObject(o, func(s *document.Schema) {
		isOpen = isOpen || s.Additional != nil || len(s.Properties)+len(s.Variants) == 0
		for _, p := range s.Properties {
			add(p.Name, p.Schema)
		}
	})
	for _, part := range o.BodyParts {
		switch {
		case byName[part.Property] != nil:
		case isOpen:
			add(part.Property, &document.Schema{At: part.At})
		default:
			b.findings.Add(finding.MemberMisplaced, part.At, "the form of %s does not have a member %q", o.ID, part.Property)
		}
	}
	for _, m := range members {
		m.types = b.memberTypes(m.schema)
	}
	slices.SortFunc(members, func(x, y *formMember) int { return strings.Compare(x.name, y.name) })
	return members
}

// eachFormObject calls visit for each object that a form can be.
func (b *builder) eachFormObject(o *document.Operation, visit func(*document.Schema)) {
	b.eachAlternative(o.Body, func(s *document.Schema) {
		if s.Kind == document.Object || s.Kind == document.Any {
			visit(s)
		}
	})
}

// memberTypes is the set of types that the values of a form's member can have.
type memberTypes struct {
	jsonTypes
	file, other bool // a file or a list of files, and any other value
	json        bool // a value that is written as JSON by default, or a list of such values
	base64      bool // bytes in base64, or a list of them
}

func (t memberTypes) isFile() bool { return t.file && !t.other }

func (b *builder) memberTypes(s *document.Schema) memberTypes {
	types := memberTypes{jsonTypes: b.jsonTypesOf(s)}
	b.eachAlternative(s, func(s *document.Schema) {
		switch isList := s.Kind == document.Array; {
		case b.files[s], isList && b.files[b.target(s.Items)]:
			types.file = true
		default:
			types.other = true
			types.base64 = types.base64 || isBase64(s) || isList && isBase64(b.target(s.Items))
			types.json = types.json || s.Kind == document.Object || s.Kind == document.Any || isList && b.isCompound(s.Items)
		}
	})
	return types
}

// isBase64 reports whether a schema describes bytes in base64.
func isBase64(s *document.Schema) bool {
	return s.Kind == document.String && (s.Format == document.Base64 || s.Format == document.Base64URL)
}

// partStyle returns how a member of a form with a style is written: like a query parameter.
// Styles do not apply to files.
func (b *builder) partStyle(o *document.Operation, part *document.Part, member *formMember) Parameter {
	if member.types.isFile() || member.types.isScalar() {
		return Parameter{}
	}
	p := b.style(o, &document.Parameter{
		At: part.At, Name: part.Property, Schema: member.schema, Style: part.Style, Explode: part.Explode,
	})
	if part.Style == document.FormStyle && !member.types.object {
		return Parameter{} // one part for each element, as by default
	}
	return p
}

// isPartOfJSON reports whether the media type of its encoding makes a member of a urlencoded
// form JSON that would not be JSON by default.
func (b *builder) isPartOfJSON(o *document.Operation, part *document.Part, types memberTypes) bool {
	asked := mediaTypes(part.ContentType)
	if slices.ContainsFunc(asked, document.IsJSON) {
		return types.list || types.scalar
	}
	if types.object || !slices.ContainsFunc(asked, func(name string) bool { return document.BaseMediaType(name) == "text/plain" }) {
		b.reportPartType(o, part)
	}
	return false
}

// partType returns the media type of a part: that of the member's encoding or, without one,
// that of its schema (OpenAPI 3.1.1, section 4.8.14.3). It returns an empty string for the
// default.
func (b *builder) partType(o *document.Operation, part *document.Part, member *formMember) string {
	var asked []string
	if part != nil {
		asked = mediaTypes(part.ContentType)
	}
	types := member.types
	switch {
	case len(asked) == 0:
		return b.impliedPartType(member)
	case types.json && !types.file:
		i := slices.IndexFunc(asked, document.IsJSON)
		if i < 0 {
			b.reportPartType(o, part)
			return ""
		}
		return unless(asked[i], "application/json")
	}
	i := slices.IndexFunc(asked, func(name string) bool { return !strings.Contains(name, "*") })
	switch {
	case i < 0:
		return ""
	case len(asked) > 1:
		b.findings.Add(finding.MediaType, part.At, "the part %q of %s can be %s: it is sent as %s",
			part.Property, o.ID, part.ContentType, asked[i])
	}
	if types.file {
		return unless(asked[i], "application/octet-stream")
	}
	return unless(asked[i], "text/plain")
}

// impliedPartType returns the media type that follows from the schema of a member. It returns
// an empty string for the default.
func (b *builder) impliedPartType(member *formMember) string {
	s := b.target(member.schema)
	if s.Kind == document.Array {
		s = b.target(s.Items)
	}
	switch {
	case b.files[s]:
		return unless(s.ContentMediaType, "application/octet-stream")
	case s.Kind != document.String || document.IsJSON(s.ContentMediaType) && s.ContentEncoding == "":
		return ""
	case s.ContentEncoding != "" && s.ContentMediaType == "":
		return "application/octet-stream"
	}
	return unless(s.ContentMediaType, "text/plain")
}

func (b *builder) reportPartType(o *document.Operation, part *document.Part) {
	b.findings.Add(finding.NotCarried, part.At,
		"the media type %s of %q in the form of %s: the part is sent with its default media type", part.ContentType, part.Property, o.ID)
}

// mediaTypes splits a list of media types at its commas. It does not split a list that
// contains quotes, because these can contain commas.
func mediaTypes(list string) []string {
	if strings.Contains(list, `"`) {
		return []string{list}
	}
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// unless returns a media type, or an empty string if it is the default.
func unless(name, byDefault string) string {
	if name == byDefault {
		return ""
	}
	return name
}
