// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// content reads the schema of a media type. Without a schema, any value is valid.
func (r *reader) content(media *jsontree.Member) *document.Schema {
	s := r.schemaIn(media.Value, "schema")
	if s == nil {
		s = &document.Schema{At: media.Value.Position()}
	}
	s.Examples = append(s.Examples, r.examples(media.Value)...)
	return s
}

// chooseMedia returns the media type that clients use, and reports the others. It returns nil if the
// list is empty.
func (r *reader) chooseMedia(media []jsontree.Member) *jsontree.Member {
	var chosen *jsontree.Member
	for i, m := range media {
		if chosen == nil || mediaRank(m.Name) < mediaRank(chosen.Name) {
			chosen = &media[i]
		}
	}
	for _, m := range media {
		if m.Name != chosen.Name {
			r.findings.Add(finding.MediaType, m.Value.Position(), "%s beside %s", m.Name, chosen.Name)
		}
	}
	return chosen
}

// media returns the media types in the member content.
func (r *reader) media(node *jsontree.Node) []jsontree.Member {
	var media []jsontree.Member
	for _, m := range r.entries(node, "content") {
		if m.Value = r.follow(m.Value); m.Value != nil {
			r.checkMembers(m.Value, mediaMembers)
			r.reportMembers(m.Value, "description", "itemSchema", "prefixEncoding", "itemEncoding")
			media = append(media, m)
		}
	}
	return media
}

// mediaRank returns the preference for a media type. A lower rank is preferred: JSON comes first. A JSON
// Patch ranks lower than other JSON, since proto has no type for it.
func mediaRank(name string) int {
	plain := document.BaseMediaType(name)
	switch {
	case name == "application/json":
		return 0
	case plain == "application/json":
		return 1
	case isJSONRange(plain):
		return 4
	case plain == "application/json-patch+json":
		return 3
	case document.IsJSON(plain):
		return 2
	case plain == document.FormType:
		return 5
	case plain == document.MultipartType:
		return 6
	case strings.Contains(plain, "*"):
		return 8
	}
	return 7
}

// isJSONRange reports whether a media type is a range that includes JSON.
func isJSONRange(name string) bool {
	switch plain := document.BaseMediaType(name); plain {
	case "*/*", "application/*":
		return true
	default:
		return strings.Contains(plain, "*") && document.IsJSON(plain)
	}
}

// sameMedia returns the chosen media type, followed by the others with the same schema. The schema of
// raw bytes does not matter.
func sameMedia(chosen *jsontree.Member, all []jsontree.Member) []string {
	isRaw := document.IsRawResponse(chosen.Name)
	types := []string{chosen.Name}
	for _, m := range all {
		if m.Name != chosen.Name && (isRaw || sameSchema(m.Value, chosen.Value)) {
			types = append(types, m.Name)
		}
	}
	return types
}

// sameSchema reports whether two media types have equal schemas.
func sameSchema(a, b *jsontree.Node) bool {
	one, two := a.Get("schema"), b.Get("schema")
	if one == nil || two == nil {
		return one == two
	}
	return one.JSON() == two.JSON()
}
