// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// BodyPart says how a member of a form is sent if not as usual. Usually an object is sent
// as JSON, a list element by element, and any other value as text.
type BodyPart struct {
	Name        string
	Parameter   Parameter
	ContentType string // of the part of a multipart form
	Base64      bool   // bytes are written as base64 text
}

// setBodyParts finds how the members of a form are sent.
func (b *builder) setBodyParts(m *Method) {
	o := m.Operations[0]
	if o.Body == nil || !document.IsForm(o.BodyType) {
		return
	}
	encodings := partsByName(o)
	for _, member := range b.formMembers(o) {
		part := BodyPart{Name: member.name, Base64: member.kinds.base64}
		encoding := encodings[member.name]
		switch {
		case encoding != nil && encoding.Style != document.DefaultStyle:
			part.Parameter = b.partStyle(o, encoding, member)
		case document.PlainType(o.BodyType) == document.MultipartType:
			part.ContentType = b.partType(o, encoding, member)
		case encoding != nil && encoding.ContentType != "":
			part.Parameter.JSON = b.isPartOfJSON(o, encoding, member.kinds)
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
	schema *document.Schema // a union of those that it has in several alternatives
	kinds  memberKinds
}

// formMembers returns the members of a form, in the order of their names. A form that may
// have any members has those with an encoding.
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
			b.findings.Add(finding.MemberMisplaced, part.At, "the form of %s has no member %q", o.ID, part.Property)
		}
	}
	for _, m := range members {
		m.kinds = b.memberKinds(m.schema)
	}
	slices.SortFunc(members, func(x, y *formMember) int { return strings.Compare(x.name, y.name) })
	return members
}

// eachFormObject visits the objects that a form may be.
func (b *builder) eachFormObject(o *document.Operation, visit func(*document.Schema)) {
	b.eachAlternative(o.Body, func(s *document.Schema) {
		if s.Kind == document.Object || s.Kind == document.Any {
			visit(s)
		}
	})
}

// memberKinds says which kinds of values a member of a form can have.
type memberKinds struct {
	valueKinds
	file, other bool // a file or a list of files, and any other value
	json        bool // a value that is usually written as JSON, or a list of such values
	base64      bool // bytes in base64, or a list of them, and nothing else that is bytes
}

func (k memberKinds) isFile() bool { return k.file && !k.other }

func (b *builder) memberKinds(s *document.Schema) memberKinds {
	kinds := memberKinds{valueKinds: b.kindsOf(s)}
	b.eachAlternative(s, func(s *document.Schema) {
		switch isList := s.Kind == document.Array; {
		case b.files[s], isList && b.files[b.target(s.Items)]:
			kinds.file = true
		default:
			kinds.other = true
			kinds.base64 = kinds.base64 || isBase64(s) || isList && isBase64(b.target(s.Items))
			kinds.json = kinds.json || s.Kind == document.Object || s.Kind == document.Any || isList && b.isCompound(s.Items)
		}
	})
	return kinds
}

// isBase64 reports whether a schema is of bytes that are text in base64.
func isBase64(s *document.Schema) bool {
	return s.Kind == document.String && (s.Format == document.Base64 || s.Format == document.Base64URL)
}

// partStyle returns how a member of a form is written in a style: like a parameter in the
// query. A file has no style.
func (b *builder) partStyle(o *document.Operation, part *document.Part, member *formMember) Parameter {
	if member.kinds.isFile() || member.kinds.isScalar() {
		return Parameter{}
	}
	p := b.style(o, &document.Parameter{At: part.At, Name: part.Property, Schema: member.schema, Style: part.Style, Explode: part.Explode})
	if part.Style == document.FormStyle && !member.kinds.object {
		return Parameter{} // element by element
	}
	return p
}

// isPartOfJSON tells whether a member of a urlencoded form that is usually not JSON is
// JSON because of the media type of its encoding.
func (b *builder) isPartOfJSON(o *document.Operation, part *document.Part, kinds memberKinds) bool {
	asked := mediaTypes(part.ContentType)
	if slices.ContainsFunc(asked, document.IsJSON) {
		return kinds.list || kinds.scalar
	}
	if kinds.object || !slices.ContainsFunc(asked, func(name string) bool { return document.PlainType(name) == "text/plain" }) {
		b.reportPartType(o, part)
	}
	return false
}

// partType returns the media type of a part if it is not the usual one: that of the
// member's encoding, or else that of its schema (OpenAPI 3.1.1, section 4.8.14.3).
func (b *builder) partType(o *document.Operation, part *document.Part, member *formMember) string {
	var asked []string
	if part != nil {
		asked = mediaTypes(part.ContentType)
	}
	kinds := member.kinds
	switch {
	case len(asked) == 0:
		return b.impliedPartType(member)
	case kinds.json && !kinds.file:
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
		b.findings.Add(finding.MediaType, part.At, "the part %q of %s may be %s: it is sent as %s", part.Property, o.ID, part.ContentType, asked[i])
	}
	if kinds.file {
		return unless(asked[i], "application/octet-stream")
	}
	return unless(asked[i], "text/plain")
}

// impliedPartType returns the media type that follows from the schema of a member, if it is
// not the usual one.
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
	b.findings.Add(finding.NotCarried, part.At, "the media type %s of %q in the form of %s: the part is sent as usual", part.ContentType, part.Property, o.ID)
}

// mediaTypes splits a list of media types at its commas. A list with quotes, in which
// commas may be, is one media type.
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

// unless returns a media type, or nothing if it is the usual one.
func unless(name, usual string) string {
	if name == usual {
		return ""
	}
	return name
}
