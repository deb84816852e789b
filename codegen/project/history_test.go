// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/projectfile"
)

// releaseDocument has one property for each word.
func releaseDocument(properties string) string {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\nservers: [{url: 'https://shop.example.com'}]\npaths:\n" +
		"  /items: {get: {operationId: getItem, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}}}\n" +
		"components: {schemas: {Item: {type: object, properties: {id: {type: string}")
	for _, p := range strings.Fields(properties) {
		fmt.Fprintf(&b, ", %s: {type: string}", p)
	}
	b.WriteString("}}}}\n")
	return b.String()
}

// TestHistory attributes changes to the releases of a module, and counts the releases that it reads.
func TestHistory(t *testing.T) {
	const color, size, both = "shop.v1.Item.color", "shop.v1.Item.size", "color size"
	for _, test := range []struct {
		name      string
		documents []string // the properties, "-" for no document and "!" for one with errors, by release
		want      map[string]string
		most      int // releases to read
	}{
		{"one change of many releases", []string{"", "", "", "", "", "", "", "", "color", "color", "color", "color", "color", "color", "color", "color", "color"},
			map[string]string{color: "v8"}, 6},
		{"two changes", []string{"", "color", "color", both}, map[string]string{color: "v1", size: "v3"}, 4},
		{"added and removed again", []string{"", "color", "size", "size"}, map[string]string{color: "v1, v2", size: "v2"}, 4},
		{"an earlier field of a later release", []string{"", "size", both}, map[string]string{size: "v1", color: "v2"}, 3},
		{"the last release", []string{"", "", "color"}, map[string]string{color: "v2"}, 3},
		{"no change", []string{"", "color", ""}, map[string]string{}, 2},
		{"a release without the document", []string{"", "-", "color", both}, map[string]string{size: "v3"}, 4},
		{"a release with errors", []string{"", "!", "color", both}, map[string]string{size: "v3"}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := newModule(t)
			writeFile(t, filepath.Join(root, projectfile.Name), "apis: {shop: {document: {module: example.com/docs, path: a/shop.yaml}, proto: shop.v1}}\n")
			folders, read := make(map[string]string), make(map[string]bool)
			var versions []string
			for i, properties := range test.documents {
				version := fmt.Sprint("v", i)
				versions = append(versions, version)
				folders[version] = t.TempDir()
				text := releaseDocument(properties)
				switch properties {
				case "-":
					continue
				case "!":
					text = "openapi: 3.0.3\npaths: ["
				}
				writeFile(t, filepath.Join(folders[version], "a/shop.yaml"), text)
			}
			newest := &Newest{Modules: []ModuleUpdate{{Path: "example.com/docs", Folder: folders[versions[len(versions)-1]]}}}
			run, err := Generate(t.Context(), root, nil, Options{NoProof: true, Newest: newest})
			if err != nil {
				t.Fatal(err)
			}
			steps, err := run.History(t.Context(), root, &run.APIs[0], versions, func(version string) (string, error) {
				read[version] = true
				return folders[version], nil
			})
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[string]string)
			for _, element := range []string{color, size} {
				if releases := ReleasesOf(steps, element); len(releases) > 0 {
					got[element] = strings.Join(releases, ", ")
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(read) > test.most {
				t.Errorf("%d releases were read, want at most %d", len(read), test.most)
			}
		})
	}
}

// TestHistoryOfManyReleases has more releases with changes than History reads.
func TestHistoryOfManyReleases(t *testing.T) {
	root := newModule(t)
	writeFile(t, filepath.Join(root, projectfile.Name), "apis: {shop: {document: {module: example.com/docs, path: shop.yaml}, proto: shop.v1}}\n")
	folders := make(map[string]string)
	var versions []string
	properties := ""
	for i := range 2 * maxReleases {
		version := fmt.Sprint("v", i)
		versions = append(versions, version)
		folders[version] = t.TempDir()
		writeFile(t, filepath.Join(folders[version], "shop.yaml"), releaseDocument(properties))
		properties += fmt.Sprint(" p", i+1)
	}
	read := make(map[string]bool)
	newest := &Newest{Modules: []ModuleUpdate{{Path: "example.com/docs", Folder: folders[versions[len(versions)-1]]}}}
	run, err := Generate(t.Context(), root, nil, Options{NoProof: true, Newest: newest})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := run.History(t.Context(), root, &run.APIs[0], versions, func(version string) (string, error) {
		read[version] = true
		return folders[version], nil
	})
	if err != nil || len(read) != maxReleases {
		t.Errorf("%v, and %d releases were read, want %d", err, len(read), maxReleases)
	}
	last := versions[len(versions)-1]
	if got := ReleasesOf(steps, "shop.v1.Item.p"+last[1:]); len(got) != 1 || !strings.HasSuffix(got[0], " to "+last) {
		t.Errorf("the releases are %q, want some up to %s", got, last)
	}
}

// TestSource reads the revision or version of a document from the first line of a .proto file.
func TestSource(t *testing.T) {
	for text, want := range map[string]string{
		"// Code generated by protolect from chat v1, revision 20261107. DO NOT EDIT.\nsyntax = \"proto3\";": "20261107",
		"// Code generated by protolect from Pet Shop 1.2. DO NOT EDIT.\n":                                   "1.2",
		"syntax = \"proto3\";\n": "",
	} {
		if got := Source(map[string][]byte{"gen/a.go": []byte("package a"), "proto/a.proto": []byte(text)}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
