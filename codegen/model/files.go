// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// findFiles finds the properties of form bodies that are files. JSON cannot hold
// the bytes of a file, so that a text of that format is a text elsewhere.
func (b *builder) findFiles() {
	seen := make(map[*document.Schema]bool)
	for _, o := range b.api.Document.Operations {
		if o.Body == nil || !document.IsForm(o.BodyType) {
			continue
		}
		body := o.Body
		if b.schemas[body.Ref] != nil {
			body = b.schemas[body.Ref]
		}
		if seen[body] {
			continue
		}
		seen[body] = true
		for _, p := range body.Properties {
			s := b.resolve(p.Schema)
			if s.Kind == document.Array {
				s = b.resolve(s.Items)
			}
			b.files[s] = s.Kind == document.String && s.Format == document.Binary
		}
	}
}
