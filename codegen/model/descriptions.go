// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// Describe describes the messages that the document does not describe: by the method or field
// that uses them. It must run when all names are final, after the overlay.
func (a *API) Describe() {
	for _, s := range a.Services {
		for _, m := range s.Methods {
			if r := m.Request; r.IsRequest() || r.Key == document.BodyName(m.Operations[0]) {
				r.Description = cmp.Or(r.Description, "The request for "+m.Name+".")
			}
			if r, ok := m.Response.(*Message); ok && slices.ContainsFunc(r.Fields, func(f *Field) bool { return f.Status != "" }) {
				r.Description = cmp.Or(r.Description, "The response of "+m.Name+". It contains one of several types.")
			}
		}
	}
	a.Walk(func(owner *Message) {
		for _, f := range owner.Fields {
			element := f.element()
			switch {
			case element == nil || element.Parent != owner || !element.JSONValue:
			case f.JSON.Additional:
				element.Description = cmp.Or(element.Description, "An additional property of "+owner.Path()+".")
			default:
				element.Description = cmp.Or(element.Description, "An element of "+owner.Path()+"."+f.Name+".")
			}
		}
	})
}

// element returns the message of the elements of a list or of the values of a map, or nil.
func (f *Field) element() *Message {
	t := f.Type
	if m, ok := t.(Map); ok {
		t = m.Value
	} else if !f.Repeated {
		return nil
	}
	m, _ := t.(*Message)
	return m
}
