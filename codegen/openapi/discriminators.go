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

// readDiscriminator reads the discriminator of a schema.
func (r *reader) readDiscriminator(node *jsontree.Node, s *document.Schema) {
	value := node.Get("discriminator")
	if value == nil {
		return
	}
	d := &document.Discriminator{At: value.Position()}
	if value.Kind == jsontree.String {
		if !r.swagger {
			r.findings.Add(finding.OtherVersion, d.At, `"discriminator" is the string %q, which is valid only in Swagger 2.0`, value.Text)
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

// addTag adds the property that a discriminator names to an object that does not declare it.
func (r *reader) addTag(s *document.Schema) {
	name := s.Discriminator.Property
	isDeclared := slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return p.Name == name })
	if s.Kind != document.Object || isDeclared || name == "" || len(name) > maxName || r.closed[s] {
		return
	}
	tag := &document.Schema{At: s.Discriminator.At, Required: r.undeclared[s][name]}
	s.Properties = append(s.Properties, &document.Property{Name: name, Schema: tag})
	r.tags = append(r.tags, tag)
}

// settleTags makes the added properties strings, unless a part of their object declares their type.
func (r *reader) settleTags() {
	for _, tag := range r.tags {
		if tag.Kind == document.Any {
			tag.Kind = document.String
		}
	}
}

// mappedSchema returns the name of a schema that a discriminator maps to, by name or by reference.
func (r *reader) mappedSchema(value *jsontree.Node) string {
	if !r.isKind(value, jsontree.String, "mapping") {
		return ""
	}
	if r.taken[value.Text] {
		return value.Text
	}
	isFile := slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(value.Text))
	if !isFile && !strings.Contains(value.Text, "#") && !strings.Contains(value.Text, "/") {
		r.findings.Add(finding.MappingUnknown, value.Position(), "the mapping refers to %q", value.Text)
		return ""
	}
	fragment, isLocal := strings.CutPrefix(value.Text, "#")
	if isLocal && value.Root().Find(unescaped(fragment)) == nil && value.Root().Find(fragment) == nil {
		r.findings.Add(finding.MappingUnknown, value.Position(), "the mapping refers to %q", value.Text)
		return ""
	}
	if !isLocal {
		// Tools that unite the files of a document leave mappings as they are.
		if r.fileOf(value, value.Text); r.unreadFile(value, value.Text) != nil {
			r.findings.Add(finding.MappingUnknown, value.Position(),
				"the mapping refers to %q, a file that does not exist or cannot be read", value.Text)
			return ""
		}
	}
	return r.nameOf(value)
}
