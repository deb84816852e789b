// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestForms(t *testing.T) {
	union := func(variants ...*document.Schema) *document.Schema {
		return &document.Schema{Kind: document.Union, Variants: variants}
	}
	loop := union()
	loop.Variants = []*document.Schema{loop, kind(document.Object)}
	const (
		dropped = "not-carried 0: the body of send is a form (multipart/form-data) whose schema is not an object: the method is called without a body"
		partial = "not-carried 0: the body of send is a form (multipart/form-data), and some of its alternatives are not objects: a call with one of them returns an error"
	)
	for _, test := range []struct {
		name    string
		body    *document.Schema
		finding string
	}{
		{"object", kind(document.Object), ""},
		{"any value", kind(document.Any), ""},
		{"text", kind(document.String), dropped},
		{"list", &document.Schema{Kind: document.Array, Items: kind(document.Object)}, dropped},
		{"union of objects", union(kind(document.Object), kind(document.Object)), ""},
		{"union without objects", union(kind(document.String), kind(document.Integer)), dropped},
		{"union with an object", union(kind(document.String), union(kind(document.Object))), partial},
		{"union that is its own alternative", loop, ""},
		{"reference to an object", ref("Object"), ""},
		{"reference to a text", ref("Text"), dropped},
		{"references to each other", ref("Loop"), dropped},
		{"reference to nothing", ref("Nothing"), dropped},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := func(o document.Operation) *document.API {
				o.ID = "send"
				api := &document.API{Operations: []*document.Operation{&o}}
				for name, s := range map[string]*document.Schema{"Object": kind(document.Object), "Text": kind(document.String), "Loop": ref("Loop")} {
					s.Name = name
					api.Schemas = append(api.Schemas, s)
				}
				return api
			}
			full := document.Operation{Body: test.body, BodyType: document.MultipartType, BodyParts: []*document.Part{{Property: "a"}}}
			api := doc(full)
			var findings []string
			if test.finding != "" {
				findings = []string{test.finding}
			}
			if got := test.finding == dropped; got {
				full.Body, full.BodyParts = nil, nil
				full.Limitations = []string{"Requests are sent without a body, because the schema of the form (multipart/form-data) is not an object."}
			}
			want := doc(full)
			want.Schemas = api.Schemas
			checkShape(t, api, want, findings...)
		})
	}
}

// Only forms must be objects: a JSON body can be a string.
func TestBodyOfJSON(t *testing.T) {
	doc := func() *document.API {
		return operations(&document.Operation{Body: kind(document.String), BodyType: "application/json"}, new(document.Operation))
	}
	checkShape(t, doc(), doc())
}

func TestParts(t *testing.T) {
	doc := func() *document.API {
		return operations(&document.Operation{ID: "send", Body: ref("Form"), BodyType: document.MultipartType, BodyParts: []*document.Part{
			{At: at(1), Property: "a", Headers: []*document.Parameter{{}}}, {At: at(2), Property: "b", Reserved: true}, {At: at(3)}, {At: at(4), Property: "d", Headers: []*document.Parameter{{}, {}}, Reserved: true},
		}})
	}
	withForm := func(api *document.API) *document.API {
		api.Schemas = []*document.Schema{{Name: "Form", Kind: document.Object}}
		return api
	}
	checkShape(t, withForm(doc()), withForm(doc()),
		`not-carried 1,4: 2 parts of forms that have headers: they are sent without them ("send.a", "send.d")`,
		`not-carried 2,4: 2 members of forms that may contain reserved characters: they are sent percent-encoded, which has the same meaning ("send.b", "send.d")`,
	)
}
