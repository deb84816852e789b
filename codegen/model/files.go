// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// findFiles finds the members of forms that are files or lists of files. In all other places a
// string of the format binary is a string, because JSON cannot express the bytes of a file.
func (b *builder) findFiles() {
	for _, o := range b.api.Document.Operations {
		if o.Body == nil || !document.IsForm(o.BodyType) {
			continue
		}
		encodings := partsByName(o)
		b.eachFormObject(o, func(object *document.Schema) {
			for _, p := range object.Properties {
				b.findFile(o, p, encodings[p.Name])
			}
		})
	}
}

// findFile marks a member of a form as a file if it is a file or a list of files.
func (b *builder) findFile(o *document.Operation, p *document.Property, encoding *document.Part) {
	s := b.target(p.Schema)
	if s.Kind == document.Array {
		s = b.target(s.Items)
	}
	switch {
	case isBinary(s), document.BaseMediaType(o.BodyType) == document.MultipartType && isFile(s, encoding):
		b.files[s] = true
	case s.Kind == document.Union && slices.ContainsFunc(s.Variants, func(v *document.Schema) bool { return isBinary(b.target(v)) }):
		b.findings.Add(finding.NotCarried, p.Schema.At,
			"%q in the form of %s can be a file or another value: files cannot be sent", p.Name, o.ID)
	}
}

func isBinary(s *document.Schema) bool {
	return s.Kind == document.String && s.Format == document.Binary
}

// isFile reports whether the media type of a multipart form's member makes it a file (OpenAPI
// 3.1.1, section 4.8.14.3): an untyped member that is not JSON, or a string that is not text.
func isFile(s *document.Schema, encoding *document.Part) bool {
	isText := func(name string) bool {
		name = document.BaseMediaType(name)
		return document.IsJSON(name) || strings.HasPrefix(name, "text/") || name == "application/xml" || strings.HasSuffix(name, "+xml")
	}
	switch {
	case s.ContentEncoding != "" || len(s.Enum) > 0:
		return false
	case s.Kind == document.Any && s.Format == document.NoFormat:
		types := mediaTypes(s.ContentMediaType)
		if encoding != nil && encoding.ContentType != "" {
			types = mediaTypes(encoding.ContentType)
		}
		return len(types) > 0 && !slices.ContainsFunc(types, func(name string) bool { return document.IsJSON(name) || name == "*/*" })
	case s.Kind == document.String && s.Format == document.NoFormat:
		return s.ContentMediaType != "" && !isText(s.ContentMediaType)
	}
	return false
}
