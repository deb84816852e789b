// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const shop = `openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /items:
    get:
      operationId: listItems
      parameters: [{name: pageToken, in: query, schema: {type: string}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}}}
    post:
      operationId: addItem
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}}}
components:
  schemas:
    Page: {type: object, properties: {items: {type: array, items: {$ref: "#/components/schemas/Item"}}, nextPageToken: {type: string}}}
    Item: {type: object, required: [name], properties: {name: {type: string}, price: {type: integer, format: int32}, state: {type: string, enum: [OLD, NEW]}}}
`

// TestGate converts a document, edits it, and converts it again.
func TestGate(t *testing.T) {
	for _, test := range []struct {
		name, before, after string
		glides              bool     // the first revision without the element keeps it, and the next one does not
		breaks              []string // parts of the lines
	}{
		{name: "a property is added", before: "price: {", after: "color: {type: string}, price: {"},
		{name: "an operation is added", before: "  /items:\n", after: "  /colors: {get: {operationId: listColors, responses: {'200': {description: ok}}}}\n  /items:\n"},
		{name: "an enum value is added", before: "[OLD, NEW]", after: "[OLD, NEW, GONE]"},
		{name: "a parameter is added", before: "parameters: [", after: "parameters: [{name: color, in: query, schema: {type: string}}, "},
		{name: "a description is added", before: "price: {", after: "price: {description: The price., "},
		{name: "an operation is renamed", before: "operationId: listItems", after: "operationId: browseItems",
			breaks: []string{"gen/shop/v1: method Client.ListItems was removed", "gen/shop/v1/shoppb: type ListItemsRequest was removed"}},
		{name: "a property is removed", before: "price: {type: integer, format: int32}, ", after: "", glides: true,
			breaks: []string{"field Item.Price was removed", "method Item.GetPrice was removed"}},
		{name: "an enum value is removed", before: "[OLD, NEW]", after: "[NEW]", glides: true,
			breaks: []string{"constant Item_OLD was removed"}},
		{name: "a property has another type", before: "type: integer, format: int32", after: "type: string",
			breaks: []string{"field Item.Price: *int32 became *string", "method Item.GetPrice: *func() int32 became *func() string"}},
		{name: "the items of a page have another type", before: "items: {$ref: \"#/components/schemas/Item\"}}, next", after: "items: {type: object, properties: {id: {type: string}}}}, next",
			breaks: []string{"method Client.ListItems:"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(shop, test.before) != 1 {
				t.Fatalf("%q is in the document %d times", test.before, strings.Count(shop, test.before))
			}
			folder := t.TempDir()
			file, out := filepath.Join(folder, "shop.yaml"), filepath.Join(folder, "out")
			write(t, file, shop)
			args := []string{"convert", file, "--out", out, "--go", "example.com/x/gen"}
			if _, stderr, err := protolect(t, args...); err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			published := files(t, out)
			changed := strings.Replace(shop, test.before, test.after, 1)
			if test.glides {
				write(t, file, changed)
				_, stderr, err := protolect(t, args...)
				if err != nil || !strings.Contains(stderr, "published-removed") {
					t.Errorf("the first revision: %v\n%s", err, stderr)
				}
				published = files(t, out)
				changed = strings.Replace(changed, "{title: Shop", "{description: All of it., title: Shop", 1)
			}
			write(t, file, changed)
			_, stderr, err := protolect(t, args...)
			if len(test.breaks) == 0 {
				if err != nil || cmp.Equal(published, files(t, out)) {
					t.Errorf("%v\n%s", err, stderr)
				}
				return
			}
			if !errors.Is(err, errBreaks) || exitStatus(err) != 3 {
				t.Errorf("the error is %v", err)
			}
			if diff := cmp.Diff(published, files(t, out)); diff != "" {
				t.Errorf("files were written:\n%s", diff)
			}
			_, allowedOutput, err := protolect(t, append(args, "--allow", allowed)...)
			if err != nil || cmp.Equal(published, files(t, out)) {
				t.Errorf("with --allow: %v\n%s", err, allowedOutput)
			}
			for _, want := range test.breaks {
				if !strings.Contains(stderr, want) || !strings.Contains(allowedOutput, want) {
					t.Errorf("want %q in\n%s\nand in\n%s", want, stderr, allowedOutput)
				}
			}
			if _, stderr, err := protolect(t, args...); err != nil || strings.Contains(stderr, "may not compile") {
				t.Errorf("after --allow: %v\n%s", err, stderr)
			}
		})
	}
}

// TestGateOfProject changes the overlay of an API of sources.yaml.
func TestGateOfProject(t *testing.T) {
	root := newProject(t)
	if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	write(t, filepath.Join(root, "discovery/tiny/v1/overlay.yaml"), "messages: {Thing: Item}\n")
	before := files(t, root)
	_, _, err := protolect(t, "generate", "--root", root)
	if exitStatus(err) != 3 || !strings.Contains(err.Error(), "type Thing was removed") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, files(t, root)); diff != "" {
		t.Errorf("files were written:\n%s", diff)
	}
	if _, stderr, err := protolect(t, "generate", "--root", root, "--allow", allowed); err != nil || !strings.Contains(stderr, "type Thing was removed") {
		t.Errorf("with --allow: %v\n%s", err, stderr)
	}
}

// TestManyBreaks removes more declarations than an error lists.
func TestManyBreaks(t *testing.T) {
	breaks := make(breakError, maxBreaks+2)
	if text := breaks.Error(); !strings.Contains(text, "  and 2 more\n") || strings.Count(text, "\n") != maxBreaks+2 {
		t.Errorf("the error is %s", text)
	}
}
