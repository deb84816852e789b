// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"path"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readVariants makes s one of several schemas, unless there is but one or they
// say no more than which properties must be there.
func (r *reader) readVariants(node, list *jsontree.Node, s *document.Schema) {
	if list == nil {
		return
	}
	var variants []*document.Schema
	says := false // whether one of them says of what shape it is
	for _, e := range list.Elements {
		if isNull(e) {
			s.Nullable = true
			continue
		}
		v := r.schema(e)
		says = says || r.hasShape(v)
		variants = append(variants, v)
	}
	shareItems(node, s, variants)
	switch {
	case len(variants) == 0:
	case !says:
		r.findings.Add(finding.Unchecked, list.Position(), "one of several has to hold: %s", list)
	case isListOfConstants(variants):
		if s.Kind == document.Any {
			s.Kind = document.String
		}
		for _, v := range variants {
			value := v.Enum[0]
			value.Description, value.Deprecated = v.Description, v.Deprecated
			s.Enum = append(s.Enum, value)
		}
	case len(variants) == 1:
		c := r.combine(s, node)
		c.parts = append(c.parts, variants[0])
	case len(s.Variants) > 0: // of its types
		r.findings.Add(finding.Unchecked, list.Position(), "one of several has to hold, beside several types")
	case s.Kind == document.Any || s.Kind == document.Object && len(s.Properties) == 0 && s.Additional == nil:
		s.Kind, s.Variants = document.Union, variants
	case s.Kind == document.Object:
		s.Variants = variants
	default: // a text or number, of which they say which values there are
		r.findings.Add(finding.Unchecked, list.Position(), "one of several has to hold: %s", list)
	}
}

// shareItems makes an array that has items and no type any of its variants, if one is not an
// array. The items are those of the variants that are arrays and have none.
func shareItems(node *jsontree.Node, s *document.Schema, variants []*document.Schema) {
	isOther := func(v *document.Schema) bool {
		return v.Kind != document.Any && v.Kind != document.Ref && v.Kind != document.Array
	}
	if s.Kind != document.Array || node.Get("type") != nil || !slices.ContainsFunc(variants, isOther) {
		return
	}
	for _, v := range variants {
		if v.Kind == document.Array && v.Items.Kind == document.Any {
			v.Items = s.Items
		}
	}
	s.Kind, s.Items = document.Any, nil
}

// isNull tells whether a schema permits nothing but null.
func isNull(node *jsontree.Node) bool {
	name := node.Get("type")
	return name != nil && name.Text == "null" && node.Get("$ref") == nil
}

// isListOfConstants tells whether variants are the values of an enum, each
// with a description of its own.
func isListOfConstants(variants []*document.Schema) bool {
	seen := make(map[string]bool)
	for _, v := range variants {
		if v.Kind != document.String || len(v.Enum) != 1 || seen[v.Enum[0].Value] {
			return false
		}
		seen[v.Enum[0].Value] = true
	}
	return true
}

// hasShape tells whether a schema says more than what is required.
func (r *reader) hasShape(s *document.Schema) bool {
	c := r.combinationOf[s]
	return c != nil && len(c.parts) > 0 || r.saysKind(s)
}

func (r *reader) saysKind(s *document.Schema) bool {
	switch s.Kind {
	case document.Any:
		return false
	case document.Object:
		return len(s.Properties) > 0 || s.Additional != nil || len(s.Variants) > 0
	}
	return true
}

func (r *reader) readDiscriminator(node *jsontree.Node, s *document.Schema) {
	value := node.Get("discriminator")
	if value == nil {
		return
	}
	d := &document.Discriminator{At: value.Position()}
	if value.Kind == jsontree.String {
		if !r.swagger {
			r.findings.Add(finding.OtherVersion, d.At, `"discriminator" is the text %q, as in Swagger 2.0`, value.Text)
		}
		d.Property, s.Discriminator = value.Text, d
		r.addTag(s)
		return
	}
	if !r.isKind(value, jsontree.Object, "discriminator") {
		return
	}
	r.checkMembers(value, discriminatorMembers)
	d.Property = r.required(value, "propertyName", "the discriminator is not in the output")
	if d.Property == "" {
		return
	}
	s.Discriminator = d
	r.addTag(s)
	if mapping := r.member(value, "mapping", jsontree.Object); mapping != nil {
		for _, m := range mapping.Members {
			if name := r.mappedSchema(m.Value); name != "" {
				d.Mapping = append(d.Mapping, document.DiscriminatorValue{Value: m.Name, Schema: name})
			}
		}
	}
	if fallback := value.Get("defaultMapping"); fallback != nil {
		d.Default = r.mappedSchema(fallback)
	}
}

// addTag gives an object the property that its discriminator names, if it does not declare
// it. A part of the object may still say which values it has.
func (r *reader) addTag(s *document.Schema) {
	name := s.Discriminator.Property
	isDeclared := slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return p.Name == name })
	if s.Kind != document.Object || isDeclared || name == "" || len(name) > maxName || r.closed[s] {
		return
	}
	tag := &document.Schema{At: s.Discriminator.At, Required: r.demanded[s][name]}
	s.Properties = append(s.Properties, &document.Property{Name: name, Schema: tag})
	r.tags = append(r.tags, tag)
}

// settleTags makes those properties texts that nothing else describes.
func (r *reader) settleTags() {
	for _, tag := range r.tags {
		if tag.Kind == document.Any {
			tag.Kind = document.String
		}
	}
}

// mappedSchema returns the schema that a discriminator names, by its name or by
// a reference.
func (r *reader) mappedSchema(value *jsontree.Node) string {
	if !r.isKind(value, jsontree.String, "mapping") {
		return ""
	}
	if r.taken[value.Text] {
		return value.Text
	}
	isFile := slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(value.Text))
	if !isFile && !strings.Contains(value.Text, "#") && !strings.Contains(value.Text, "/") {
		r.findings.Add(finding.MappingUnknown, value.Position(), "the mapping names %q", value.Text)
		return ""
	}
	return r.nameOf(value)
}
