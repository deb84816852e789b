// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
)

func named(name string) *document.Schema { return &document.Schema{Name: name} }

// wholeAPI returns a document with a schema in each place. The names of the schemas are in the
// order in which EachSchema yields them.
func wholeAPI() (*document.API, []string) {
	recursive := named("a")
	recursive.Items, recursive.Additional = named("b"), named("c")
	recursive.Properties = []*document.Property{{Name: "p", Schema: named("d")}, {Name: "self", Schema: recursive}}
	recursive.Variants = []*document.Schema{named("e"), named("f")}
	shared := named("j")
	o := &document.Operation{
		Parameters: []*document.Parameter{{Schema: named("g")}},
		Headers:    []*document.Parameter{{Schema: named("h")}},
		Body:       named("i"),
		Response:   shared,
		Responses:  []*document.Response{{Schema: shared}, {}, {Schema: named("k")}},
	}
	doc := &document.API{Schemas: []*document.Schema{recursive}, Operations: []*document.Operation{{}, o}}
	return doc, []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}
}

func TestEachSchema(t *testing.T) {
	doc, want := wholeAPI()
	var got []string
	for s := range doc.EachSchema {
		got = append(got, s.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A loop can end at each schema: the walk must not call yield again, which would panic.
func TestEachSchemaBreak(t *testing.T) {
	doc, names := wholeAPI()
	for _, last := range names {
		var got []string
		for s := range doc.EachSchema {
			got = append(got, s.Name)
			if s.Name == last {
				break
			}
		}
		if want := names[:slices.Index(names, last)+1]; !slices.Equal(got, want) {
			t.Errorf("schemas up to %s = %v, want %v", last, got, want)
		}
	}
}
