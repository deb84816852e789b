// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
)

// allowed is the value of --allow that permits all changes.
const allowed = "major"

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
		allow               string   // the last part of the error
	}{
		{name: "a property is added", before: "price: {", after: "color: {type: string}, price: {"},
		{name: "an operation is added", before: "  /items:\n", after: "  /colors: {get: {operationId: listColors, responses: {'200': {description: ok}}}}\n  /items:\n"},
		{name: "an enum value is added", before: "[OLD, NEW]", after: "[OLD, NEW, GONE]"},
		{name: "a parameter is added", before: "parameters: [", after: "parameters: [{name: color, in: query, schema: {type: string}}, "},
		{name: "a description is added", before: "price: {", after: "price: {description: The price., "},
		{name: "an operation is renamed", before: "operationId: listItems", after: "operationId: browseItems",
			breaks: []string{
				"Go: shop.v1.ShopService.ListItems: the method became ShopService.BrowseItems; method (*Client).ListItems was removed (", "shop.yaml:6:5)",
				"Go: shop.v1.ListItemsRequest: the message was removed; type ListItemsRequest was removed"},
			allow: "go=major"},
		{name: "a property is removed", before: "price: {type: integer, format: int32}, ", after: "", glides: true,
			breaks: []string{"Go, requests: shop.v1.Item.price: the field was removed; field Item.Price was removed (", "shop.yaml:17:11)"},
			allow:  "go=major,requests=major"},
		{name: "an enum value is removed", before: "[OLD, NEW]", after: "[NEW]", glides: true,
			breaks: []string{"Go, requests: shop.v1.Item.OLD: the enum value was removed; constant Item_OLD was removed ("},
			allow:  "go=major,requests=major"},
		{name: "a property has another type", before: "type: integer, format: int32", after: "type: string",
			breaks: []string{"Go, wire, requests: shop.v1.Item.price: ", "optional int32 became optional string; field Item.Price: *int32 became *string"},
			allow:  "go=major,wire=major,requests=major"},
		{name: "the items of a page have another type", before: "items: {$ref: \"#/components/schemas/Item\"}}, next", after: "items: {type: object, properties: {id: {type: string}}}}, next",
			breaks: []string{"method (*Client).ListItems:", "shop.v1.Page.items: "}, allow: "go=major,wire=major"},
		{name: "a path changes", before: "  /items:\n", after: "  /things:\n",
			breaks: []string{"requests: shop.v1.ShopService.ListItems: GET /items became GET /things (", "requests: shop.v1.ShopService.AddItem: POST /items became POST /things"},
			allow:  "requests=major"},
		{name: "a parameter becomes required", before: "{name: pageToken, in: query, ", after: "{name: pageToken, required: true, in: query, ",
			breaks: []string{"requests: shop.v1.ListItemsRequest.page_token: the query parameter pageToken became required ("},
			allow:  "requests=major"},
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
				changed = strings.Replace(changed, `version: "1"`, `version: "1.1"`, 1)
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
			if want := "run again with --allow " + test.allow + ".\n"; !strings.HasSuffix(stderr, want) {
				t.Errorf("want %q at the end of\n%s", want, stderr)
			}
			if _, stderr, err := protolect(t, args...); err != nil || strings.Contains(stderr, "may not compile") {
				t.Errorf("after --allow: %v\n%s", err, stderr)
			}
		})
	}
}

// TestGateOfProject changes the overlay of an API of protolect.yaml.
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

// TestRefusedAddition adds a property although the policy permits no additions.
func TestRefusedAddition(t *testing.T) {
	root := newProject(t)
	if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	file := filepath.Join(root, "protolect.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(text)+"policy: {go: patch}\n")
	write(t, filepath.Join(root, "discovery/tiny/v1/tiny.json"), strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))
	_, _, err = protolect(t, "generate", "--root", root)
	if exitStatus(err) != 3 || !strings.HasPrefix(err.Error(), "the policy does not allow the changes:\n  Go: ") ||
		!strings.HasSuffix(err.Error(), "\nNo file was written. To publish the changes, run again with --allow go=minor.") {
		t.Errorf("the error is %v", err)
	}
}

// TestPolicy changes the policy and the exceptions of protolect.yaml.
func TestPolicy(t *testing.T) {
	const (
		rename = "messages: {Thing: Item}\n"
		policy = "policy: {go: major, wire: minor, requests: minor}\n"
		strict = "policy: {go: patch}\n"
	)
	exception := func(change string) string {
		return "exceptions: [{api: tiny/v1, change: " + change + ", reason: nobody uses it, expires: 2999-12-31}]\n"
	}
	for _, test := range []struct {
		name, add string
		args      []string
		status    int
		want      string // a part of the output
	}{
		{"the default", "", nil, 3, "run again with --allow go=major."},
		{"a policy", policy, nil, 0, "  Go: example.tiny.v1.Thing: the message was removed"},
		{"a flag against a policy", policy, []string{"--allow", "go=minor"}, 3, "run again with --allow go=major."},
		{"a strict policy", strict, nil, 3, "run again with --allow go=major."},
		{"one exception of two", exception("type Thing was removed"), nil, 3, "ThingsService.GetThing: "},
		{"exceptions", exception("\"\\u0047o: example.tiny.v1.\""), nil, 0, ", permitted until 2999-12-31: nobody uses it\n"},
		{"an exception for something else", exception("type Other was removed"), nil, 3, "type Thing was removed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := newProject(t)
			if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			write(t, filepath.Join(root, "discovery/tiny/v1/overlay.yaml"), rename)
			file := filepath.Join(root, "protolect.yaml")
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			write(t, file, string(text)+test.add)
			_, stderr, err := protolect(t, append([]string{"generate", "--root", root}, test.args...)...)
			if err != nil {
				stderr += err.Error()
			}
			if exitStatus(err) != test.status || !strings.Contains(stderr, test.want) {
				t.Errorf("status %d, want %d, with %q in\n%s", exitStatus(err), test.status, test.want, stderr)
			}
		})
	}
}

// TestManyBreaks lists more changes than an error contains.
func TestManyBreaks(t *testing.T) {
	lines := make([]string, maxBreaks+2)
	for i := range lines {
		lines[i] = fmt.Sprint("line ", i)
	}
	text := (&breakError{lines: lines, verdict: published.Verdict{Go: compare.Major}, allow: withoutBreaks}).Error()
	if !strings.Contains(text, "line 19\n  and 2 more\n") || strings.Contains(text, "line 20") {
		t.Errorf("the error is\n%s", text)
	}
}

func TestVerdicts(t *testing.T) {
	const patch, minor, major = compare.Patch, compare.Minor, compare.Major
	for text, want := range map[string]published.Verdict{
		"go=major":                     {Go: major, Wire: minor, Requests: minor},
		"go=patch,wire=major":          {Go: patch, Wire: major, Requests: minor},
		"requests=none,requests=major": {Go: minor, Wire: minor, Requests: major},
		"major":                        {Go: major, Wire: major, Requests: major},
		"none":                         {},
	} {
		got := withoutBreaks
		if err := parseVerdicts(text, &got); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "go", "go=", "go=all", "grpc=major", "go=major,", "Major", "go = major"} {
		got := withoutBreaks
		if err := parseVerdicts(text, &got); err == nil {
			t.Errorf("%q: got %+v, want an error", text, got)
		}
	}
}
