// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/openapi"
)

// memory contains files in memory, by path.
type memory map[string]string

func (m memory) Entry() string { return "openapi.yaml" }

func (m memory) Read(path string) (name string, data []byte, err error) {
	text, found := m[path]
	switch {
	case !found:
		return "api/" + path, nil, fs.ErrNotExist
	case text == "locked":
		return "api/" + path, nil, errors.New("it is locked")
	}
	return "api/" + path, []byte(text), nil
}

// TestReadFiles reads references to other files, some of which are invalid.
func TestReadFiles(t *testing.T) {
	for _, test := range []struct {
		name    string
		schemas string // of the document
		files   memory
		want    string   // the schemas
		found   []string // the findings, with their files
	}{
		{"relative to the referring file", "A: {$ref: ./a/a.yaml#/A}", memory{
			"a/a.yaml": "A: {type: object, properties: {b: {$ref: ../b.yaml}, c: {$ref: 'c.yaml#/$defs/C'}, d: {$ref: '#/D'}}}\nD: {type: object}",
			"b.yaml":   "{type: object, properties: {a: {$ref: 'a/a.yaml#/A'}, b: {$ref: b.yaml}, e: {$ref: 'openapi.yaml#/components/schemas/E'}}}",
			"a/c.yaml": "$defs: {C: {type: string}}",
		}, "A C D E b", nil},
		{"a schema within another", "A: {$ref: 'a.yaml#/A'}", memory{
			"a.yaml": "A: {type: object, properties: {b: {type: object}, c: {$ref: '#/A/properties/b'}, d: {$ref: 'd.yaml#/properties/x'}}}",
			"d.yaml": "properties: {x: {type: object}}",
		}, "A A.b E d.x", nil},
		{"the same name in two files", "A: {$ref: 'a.yaml#/A'}", memory{
			"a.yaml": "A: {type: object, properties: {x: {$ref: 'b.yaml#/A'}, y: {$ref: 'c.yaml#/A'}}}",
			"b.yaml": "A: {type: object}", "c.yaml": "A: {type: object}",
		}, "A E b/A c/A", nil},
		{"escaped", "A: {$ref: 'my%20a.yaml#/x~1y'}", memory{"my a.yaml": "x/y: {type: object}"}, "A E", nil},
		{"missing", "A: {$ref: a.yaml}", nil, "A E", []string{
			`a.yaml 7:15 reference-file /components/schemas/A/$ref: the file a.yaml does not exist`,
		}},
		{"missing at several places", "A: {$ref: 'a.yaml#/A'}\n    B: {type: array, items: {$ref: './a.yaml#/B'}}\n    C: {$ref: c/c.yaml}\n    D: {$ref: d.yaml}", memory{
			"c/c.yaml": "{type: object, properties: {b: {$ref: '../a.yaml#/B'}}}",
		}, "A B C D E", []string{
			`a.yaml 10:15 reference-file /components/schemas/D/$ref: the file d.yaml does not exist`,
			`api/c/c.yaml 1:39 reference-file /components/schemas/C/properties/b/$ref: the file a.yaml does not exist, also at a.yaml:7:15 a.yaml:8:36`,
		}},
		{"missing in the mapping of a discriminator", "A: {type: object, required: [a], discriminator: {propertyName: a, mapping: {b: b.yaml}}}", nil, "A E", []string{
			`a.yaml 7:84 mapping-unknown /components/schemas/A/discriminator/mapping/b: the mapping refers to "b.yaml", a file that does not exist or cannot be read`,
		}},
		{"missing in a file", "A: {$ref: a.yaml}", memory{"a.yaml": "{type: object, properties: {b: {$ref: '#/B'}}}"}, "A E", []string{
			`api/a.yaml 1:39 reference-none /components/schemas/A/properties/b/$ref: $ref is "#/B": the schema takes any JSON value (google.protobuf.Value)`,
		}},
		{"unreadable", "A: {$ref: a.yaml}", memory{"a.yaml": "locked"}, "A E", []string{
			`a.yaml 7:15 reference-file /components/schemas/A/$ref: the file a.yaml cannot be read: it is locked`,
		}},
		{"malformed YAML", "A: {$ref: a.yaml}", memory{"a.yaml": "a: [\nb: 1"}, "A E", []string{
			`api/a.yaml 2:1 document-syntax : did not find expected ',' or ']'`,
		}},
		{"outside of the folder", "A: {allOf: [{$ref: ../a.yaml}, {$ref: /etc/passwd}, {$ref: 'https://example.com/a.yaml'}, {$ref: //example.com/a.yaml}, {$ref: 'file:///a.yaml'}, {$ref: 'a.yaml?b'}]}", memory{
			"a.yaml": "{type: string}", "etc/passwd": "{type: string}",
		}, "A E", []string{
			`a.yaml 7:24 reference-outside /components/schemas/A/allOf/0/$ref: $ref is "../a.yaml", in another document, the first of 6 such references, also at a.yaml:7:43 a.yaml:7:64 a.yaml:7:102 a.yaml:7:132 a.yaml:7:158`,
		}},
		{"a cycle", "A: {$ref: a.yaml}", memory{"a.yaml": "{$ref: b.yaml}", "b.yaml": "{$ref: a.yaml}"}, "A E b", []string{
			`api/a.yaml 1:1 reference-loop /components/schemas/A: the schema "A" refers to itself`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, findings := openapi.ReadFiles("a.yaml", []byte("openapi: 3.1.0\n"+head+"paths: {}\ncomponents:\n  schemas:\n    "+test.schemas+"\n    E: {type: object}\n"), test.files)
			var names []string
			for _, s := range api.Schemas {
				names = append(names, s.Name)
			}
			if got := strings.Join(names, " "); got != test.want {
				t.Errorf("the schemas are %q, want %q", got, test.want)
			}
			var got []string
			for i, f := range findings.All() {
				also := ""
				if len(f.More) > 0 {
					also = ", also at " + strings.Trim(fmt.Sprint(f.More), "[]")
				}
				got = append(got, f.Position.File+" "+found(findings)[i]+also)
			}
			if diff := cmp.Diff(test.found, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
