// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadFindings checks the findings of invalid and unsupported documents.
func TestReadFindings(t *testing.T) {
	doc := func(rest string) string { return "openapi: 3.0.0\n" + head + rest }
	withSchema := func(schema string) string {
		return doc("paths: {}\ncomponents: {schemas: {S:\n" + schema + "}}")
	}
	withOperation := func(members string) string {
		return doc("paths: {/p: {get: {operationId: o,\n" + members + "}}}")
	}
	put := func(text string) string { return strings.Replace(text, "get:", "put:", 1) }
	const noResponses = ", responses: {}"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"1:1 document-syntax : the document ends too early"}},
		{"a list", "- a", []string{"1:1 not-openapi : the document is a JSON array"}},
		{"another document", "a: 1", []string{`1:1 not-openapi : the document has neither "openapi" nor "swagger"`}},
		{"an old version", `{"swagger": "1.2"}`, []string{`1:13 not-openapi /swagger: swagger is "1.2"`}},
		{"a new version", "openapi: 4.0.0", []string{`1:10 not-openapi /openapi: openapi is "4.0.0"`}},
		{"nothing else", "openapi: 3.0.0", []string{
			"1:1 document-empty : the document has neither operations nor schemas that can be read",
			`1:1 member-absent : "info" is missing: the API is called after its server, and has version v1`,
			`1:1 member-absent : "paths" is missing: there are no operations`,
			"1:1 server-unknown : the document does not name a server",
		}},
		{"an unquoted version", "openapi: 3.0.0\ninfo: {title: A, version: 1.0}\nservers: [{url: 'https://a.example.com'}]\npaths: {}", []string{
			`2:27 unquoted-text /info/version: "version" is the JSON number 1.0`,
		}},
		{"unknown members and extensions", doc("paths: {}\nxx: 1\nx-a: 1\ntags: [{name: a, x-a: 1}]"), []string{
			`5:5 unknown-member /xx: "xx"`, `6:6 extension /x-a: "x-a" occurs 2 times; this is the first`,
		}},
		{"a parameter that is declared twice", withOperation("parameters: [{name: a, in: query, schema: {}}, {name: a, in: header, schema: {}}, {name: a, in: query, schema: {}}]" + noResponses), []string{
			`5:83 member-misplaced /paths/~1p/get/parameters/2: the parameter "a" is declared twice`,
		}},
		{"a parameter that replaces that of the path", doc("paths: {/p: {parameters: [{name: a, in: query, schema: {}}], get: {operationId: o, parameters: [{name: a, in: query, schema: {}}]" + noResponses + "}}}"), nil},
		{"mappings of a discriminator", withSchema("{oneOf: [{$ref: '#/components/schemas/T'}], discriminator: {propertyName: k, mapping: {a: T, b: Unknown, c: unknown.yaml, d: '#unknown', e: 'un/known', f: 3}}}, T: {type: object, properties: {k: {type: string}}}"), []string{
			`6:97 mapping-unknown /components/schemas/S/discriminator/mapping/b: the mapping refers to "Unknown"`,
			`6:109 reference-outside /components/schemas/S/discriminator/mapping/c: $ref is "unknown.yaml", in another document, the first of 2 such references`,
			`6:126 mapping-unknown /components/schemas/S/discriminator/mapping/d: the mapping refers to "#unknown"`,
			`6:156 member-type /components/schemas/S/discriminator/mapping/f: "mapping" is a JSON number instead of a JSON string`,
		}},
		{"a wrong type", doc("paths: []"), []string{
			"1:1 document-empty : the document has neither operations nor schemas that can be read",
			`4:8 member-type /paths: "paths" is a JSON array instead of a JSON object`,
		}},
		{"a stream", doc("paths: {/p: {get: {operationId: o, responses: {'200': {description: 'Fine.(streaming responses)'}}}}}"), []string{
			"4:55 streaming /paths/~1p/get/responses/200: the response of o is a stream",
		}},
		{"a dialect", "openapi: 3.1.0\njsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\n" + head + "paths: {}", nil},
		{"webhooks", "openapi: 3.1.0\n" + head + "webhooks: {w: {post: {}}}\npaths: {}", []string{`4:15 webhook /webhooks/w: the webhook "w"`}},
		{"a path without a slash", doc("paths: {p: {get: {responses: {}}}, q: {get: {}}, /q: {get: {responses: {}}}}"), []string{
			`4:12 path-start /paths/p: the path is "p"`, `4:39 path-start /paths/q: the path is "q"; only the path "/q" is in the output`,
		}},
		{"a path with a query", doc("paths: {'/p?q={a}': {get: {operationId: o, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {}}}}"), []string{
			`4:27 path-template /paths/~1p?q={a}/get: the path of o is "/p?q={a}": expected a character that is valid in a path at "?q={v1}"`,
		}},
		{"variables and parameters that do not match", doc("paths: {'/{a}': {get: {operationId: o, parameters: [{name: b, in: path, required: true, schema: {type: string}}], responses: {}}}}"), []string{
			"4:17 path-variable /paths/~1{a}: {a} in the path of o is not a parameter", "4:53 path-variable /paths/~1{a}/get/parameters/0: the path of o does not contain {b}",
		}},
		{"ids", doc("paths: {/p: {get: {operationId: o, responses: {}}, put: {operationId: o, responses: {}}}}"), []string{
			`4:57 id-duplicate /paths/~1p/put: the operationId of PUT /p is "o", which another operation also has`,
		}},
		{"parameters", withOperation("parameters: [\n{name: a, in: cookie, schema: {}},\n{name: b, in: body, schema: {}},\n{name: accept, in: header, schema: {}},\n{name: c, in: query},\n{name: d, in: query, style: matrx, schema: {}}]" + noResponses), []string{
			`7:1 parameter-place /paths/~1p/get/parameters/1: the parameter "b" is in "body"`,
			`8:1 header-ignored /paths/~1p/get/parameters/2: the header accept is a parameter`,
			`9:1 schema-missing /paths/~1p/get/parameters/3: the parameter "c" has neither a schema nor content`,
			`10:29 parameter-style /paths/~1p/get/parameters/4/style: the style of "d" is "matrx"`,
		}},
		{"media types", withOperation("responses: {200: {content: {text/xml: {}, application/json: {}}}}"), []string{
			"5:39 media-type /paths/~1p/get/responses/200/content/text~1xml: text/xml beside application/json",
		}},
		{"an unknown member of a media type", withOperation("responses: {200: {content: {application/json: {shema: {}}}}}"), []string{
			`5:55 unknown-member /paths/~1p/get/responses/200/content/application~1json/shema: "shema" (did you mean "schema"?)`,
		}},
		{"mistyped members of an operation", withOperation("operationID: a, parameter: [], respons: {}" + noResponses), []string{
			`5:14 unknown-member /paths/~1p/get/operationID: "operationID" (did you mean "operationId"?)`,
			`5:28 unknown-member /paths/~1p/get/parameter: "parameter" (did you mean "parameters"?)`,
			`5:41 unknown-member /paths/~1p/get/respons: "respons" (did you mean "responses"?)`,
		}},
		{"mistyped members of a schema", withSchema("{maxlength: 3, contain: {}, propertys: {}, shade: red}"), []string{
			`6:13 unknown-member /components/schemas/S/maxlength: "maxlength" (did you mean "maxLength"?)`,
			`6:25 unknown-member /components/schemas/S/contain: "contain" (did you mean "contains"?)`,
			`6:40 unknown-member /components/schemas/S/propertys: "propertys" (did you mean "properties"?)`,
			`6:51 unknown-member /components/schemas/S/shade: "shade"`,
		}},
		{"responses", withOperation("responses: {2000: {}, 20X: {}, 204: {links: {l: {}}}}"), []string{
			`5:19 response-status /paths/~1p/get/responses/2000: the status "2000" is invalid`,
			`5:28 response-status /paths/~1p/get/responses/20X: the status "20X" is invalid`,
			`5:45 link /paths/~1p/get/responses/204/links: the response "GET /p responses.204" links to other operations`,
		}},
		{"callbacks and security", withOperation("callbacks: {c: {}}, security: [{k: []}]" + noResponses), []string{
			`5:16 webhook /paths/~1p/get/callbacks/c: o has the callback "c"`,
			`5:36 security-unknown /paths/~1p/get/security/0/k: the document does not declare the security scheme "k"`,
		}},
		{"unused components", doc("paths: {}\ncomponents: {headers: {H: {}}}"), []string{"5:27 unused-component /components/headers/H: nothing refers to headers/H"}},
		{"outside references", withSchema("{properties: {a: {$ref: other.yaml#/A}, b: {$ref: 'https://example.com/a.json'}}}"), []string{
			`6:25 reference-outside /components/schemas/S/properties/a/$ref: $ref is "other.yaml#/A", in another document, the first of 2 such references`,
		}},
		{"only outside references", doc("paths: {/p: {get: {$ref: other.yaml}}}\ncomponents: {schemas: {A: {type: string}}}"), []string{
			`4:26 document-unbundled /paths/~1p/get/$ref: $ref is "other.yaml", in another document`,
		}},
		{"paths in another document", doc("paths: {$ref: other.yaml}"), []string{
			`4:15 document-unbundled /paths/$ref: $ref is "other.yaml", in another document`,
		}},
		{"a dangling reference", withSchema("{$ref: '#/components/schemas/T'}"), []string{
			`6:8 reference-none /components/schemas/S/$ref: $ref is "#/components/schemas/T": the schema takes any JSON value (google.protobuf.Value)`,
		}},
		{"references in a cycle", withSchema("{$ref: '#/components/schemas/S'}"), []string{`6:1 reference-loop /components/schemas/S: the schema "S" refers to itself`}},
		{"a parameter in a cycle", doc("paths: {/p: {parameters: [{$ref: '#/components/parameters/P'}], get: {responses: {}}}}\ncomponents: {parameters: {P: {$ref: '#/components/parameters/P'}}}"), []string{
			"5:30 reference-loop /components/parameters/P: the reference leads to itself, or through more than 100 other references",
		}},
		{"a schema in its own allOf", withSchema("{allOf: [{$ref: '#/components/schemas/S'}, {type: object, properties: {a: {}}}]}"), []string{
			`6:10 reference-loop /components/schemas/S/allOf/0: the schema "S" contains itself in its allOf`,
		}},
		{"parts that cannot be combined", withSchema("{allOf: [{type: string}, {type: integer}]}"), []string{
			`6:26 unchecked /components/schemas/S/allOf/1: the part "S.allOf.1" of allOf cannot be combined with the others`,
		}},
		{"a property with two types", withSchema("{properties: {a: {type: string}}, allOf: [{properties: {a: {type: integer}}}]}"), []string{
			`6:18 property-twice /components/schemas/S/properties/a: the property "a" has another type in a part of allOf, at a.yaml:6:60`,
		}},
		{"a property with other constants", withSchema("{properties: {a: {type: string, enum: [x]}}, allOf: [{properties: {a: {type: string, enum: [y]}}}]}"), []string{
			`6:18 property-twice /components/schemas/S/properties/a: the property "a" has other values in a part of allOf, at a.yaml:6:71`,
		}},
		{"parts with other constants", withSchema("{allOf: [{type: string, enum: [x]}, {type: string, enum: [y]}]}"), []string{
			`6:37 unchecked /components/schemas/S/allOf/1: the part "S.allOf.1" of allOf and the others have no value in common`,
		}},
		{"beside a reference", withSchema("{properties: {a: {$ref: '#/components/schemas/S', type: string}}}"), []string{
			`6:57 member-misplaced /components/schemas/S/properties/a/type: the member "S.a.type" beside $ref`,
		}},
		{"schemas", withSchema("{type: strange, xml: {name: x}, not: {type: string}, enumm: []}"), []string{
			`6:1 unknown-type /components/schemas/S: unknown type "strange"`, "6:22 xml /components/schemas/S/xml: the XML representation of the value",
			`6:38 unchecked /components/schemas/S/not: "not" is {"type":"string"}`, `6:61 unknown-member /components/schemas/S/enumm: "enumm" (did you mean "enum"?)`,
		}},
		{"enums", withSchema("{type: string, enum: [a, a, 1, {}]}"), []string{
			`6:26 enum-repeats /components/schemas/S/enum/1: the enum lists "a" twice`,
			`6:29 unquoted-text /components/schemas/S/enum/2: "enum" is the JSON number 1`,
			"6:32 unchecked /components/schemas/S/enum/3: the value {} is permitted",
		}},
		{"documentation of another type", "openapi: 3.0.0\ninfo: {title: A, version: '', description: {$ref: a.md}, contact: B}\ntags: [{description: C}, D]\nservers: [{url: 'https://a.example.com'}]\npaths: {}", []string{
			`2:44 member-type /info/description: "description" is a JSON object instead of a JSON string`,
			`2:67 member-type /info/contact: "contact" is a JSON string instead of a JSON object`,
			`3:8 member-absent /tags/0: "name" is missing or empty: the tag is not in the output`,
			`3:26 member-type /tags/1: "tags" is a JSON string instead of a JSON object`,
		}},
		{"examples of another type", withSchema("{type: string, examples: {a: {value: b}}}"), []string{
			`6:26 member-type /components/schemas/S/examples: "examples" is a JSON object instead of a JSON array`,
		}},
		{"no title and no version", "openapi: 3.0.0\ninfo: {}\nservers: [{url: 'https://a.example.com'}]\npaths: {}", []string{
			`2:7 member-absent /info: "title" is missing or empty: the API is called after its server`,
			`2:7 member-absent /info: "version" is missing: it is v1`,
		}},
		{"a relative server", "openapi: 3.0.0\ninfo: {title: A, version: '1'}\nservers: [{url: /api/v2}]\npaths: {}", []string{
			`3:11 server-unknown /servers/0: the server is relative, "/api/v2": the document does not name the host`,
		}},
		{"a server with an empty URL", "openapi: 3.0.0\ninfo: {title: A, version: '1'}\nservers: [{url: ''}, {description: B}]\npaths: {}", []string{
			`3:11 server-unknown /servers/0: the server is relative, "": the document does not name the host`,
			`3:22 member-absent /servers/1: "url" is missing: the server is not in the output`,
		}},
		{"a server without TLS", "openapi: 3.0.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'http://a.example.com'}]\npaths: {}", []string{
			`3:11 server-unknown /servers/0: the server is "http://a.example.com", which is not an https URL with a host`,
		}},
		{"members of another version", withSchema("{properties: {a: {type: [string, 'null']}, b: true, c: {discriminator: d, type: object, properties: {d: {type: string}}}}}"), []string{
			`6:25 other-version /components/schemas/S/properties/a/type: "type" is the list ["string","null"], which is valid from OpenAPI 3.1 on`,
			`6:47 other-version /components/schemas/S/properties/b: the schema is true, which is valid from OpenAPI 3.1 on`,
			`6:72 other-version /components/schemas/S/properties/c/discriminator: "discriminator" is the string "d", which is valid only in Swagger 2.0`,
		}},
		{"formats", withSchema("{properties: {a: {type: number, format: decimal}, b: {type: integer, format: unix-time}, c: {type: integer, format: uint8}, d: {type: string, format: weird}, e: {type: number, format: int64}, f: {type: number, format: dobule}}}"), []string{
			`6:41 unknown-format /components/schemas/S/properties/a/format: unknown format "decimal" of type "number": the field is a double, which keeps about 15 digits`,
			`6:78 unknown-format /components/schemas/S/properties/b/format: unknown format "unix-time" of type "integer": the field is an int64`,
			`6:219 unknown-format /components/schemas/S/properties/f/format: unknown format "dobule" of type "number" (did you mean "double"?): the field is a double, which keeps about 15 digits`,
		}},
		{"discriminators without a target", withSchema("{properties: {a: {discriminator: {mapping: {}}}, b: {discriminator: {propertyName: c, mapping: {d: some value}}}}}"), []string{
			`6:34 member-absent /components/schemas/S/properties/a/discriminator: "propertyName" is missing or empty: the discriminator is not in the output`,
			`6:100 mapping-unknown /components/schemas/S/properties/b/discriminator/mapping/d: the mapping refers to "some value"`,
		}},
		{"an operation with dangling references", put(withOperation("parameters: [{$ref: '#/a'}], requestBody: {$ref: '#/b'}, responses: {200: {$ref: '#/c'}}")), []string{
			`5:21 reference-none /paths/~1p/put/parameters/0/$ref: $ref is "#/a": the value that refers to it is not in the output`,
			`5:50 reference-none /paths/~1p/put/requestBody/$ref: $ref is "#/b": the value that refers to it is not in the output`,
			`5:82 reference-none /paths/~1p/put/responses/200/$ref: $ref is "#/c": the value that refers to it is not in the output`,
		}},
		{"the encoding of a JSON body", put(withOperation("requestBody: {content: {application/json: {schema: {}, encoding: {a: {style: form}}}}}, responses: {}")), []string{
			`5:66 member-misplaced /paths/~1p/put/requestBody/content/application~1json/encoding: "encoding" of application/json, which is not a form`,
		}},
		{"a form with a media type beside a style", put(withOperation("requestBody: {content: {application/x-www-form-urlencoded: {schema: {}, encoding: {a: {explode: false, contentType: text/plain}, b: {style: label}}}}}, responses: {}")), []string{
			`5:117 member-misplaced /paths/~1p/put/requestBody/content/application~1x-www-form-urlencoded/encoding/a/contentType: "contentType" beside "explode"`,
			`5:141 parameter-style /paths/~1p/put/requestBody/content/application~1x-www-form-urlencoded/encoding/b/style: the style of "b" is "label"`,
		}},
		{"a style in parts", put(withOperation("requestBody: {content: {multipart/form-data: {schema: {}, encoding: {a: {explode: false, contentType: text/plain}}}}}, responses: {}")), []string{
			`5:83 member-misplaced /paths/~1p/put/requestBody/content/multipart~1form-data/encoding/a/explode: "explode" in a form of multipart/form-data, which has no styles in OpenAPI 3.0`,
		}},
		{"a style in parts in OpenAPI 3.1", strings.Replace(put(withOperation("requestBody: {content: {multipart/form-data: {schema: {}, encoding: {a: {explode: false}}}}}, responses: {}")), "3.0", "3.1", 1), nil},
		{"a property of two objects, with two types in them", withSchema("{allOf: [{type: object, properties: {a: {type: object, properties: {b: {type: string}, c: {}}}, d: {type: string}}}, {type: object, properties: {a: {type: object, properties: {b: {type: integer}, e: {}}}, d: {type: array, items: {}}}}]}"), []string{
			`6:72 property-twice /components/schemas/S/allOf/0/properties/a/properties/b: the property "b" has another type in a part of allOf, at a.yaml:6:180`,
			`6:100 property-twice /components/schemas/S/allOf/0/properties/d: the property "d" has another type in a part of allOf, at a.yaml:6:209`,
		}},
		{"a property that one part narrows", withSchema("{allOf: [{type: object, properties: {a: {$ref: '#/components/schemas/T'}}}, {type: object, properties: {a: {type: object, required: [b], properties: {b: {}}}}}]},\nT: {type: object, properties: {b: {type: string}, c: {type: string}}}"), nil},
		{"a parameter without a name, and duplicate statuses", withOperation("parameters: [{in: query, schema: {}}], responses: {4xx: {}, 5xx: {}, 5XX: {}}"), []string{
			`5:14 member-absent /paths/~1p/get/parameters/0: "name" is missing or empty: the parameter is not in the output`,
			`5:66 response-status /paths/~1p/get/responses/5xx: the status "5xx" is invalid`,
		}},
		{"long names", withSchema("{properties: {" + strings.Repeat("p", 201) + ": {}, a: {$ref: '#/components/schemas/" + strings.Repeat("s", 201) + "'}}}, " + strings.Repeat("s", 201) + ": {type: string}"), []string{
			`6:218 long-name /components/schemas/S/properties/` + strings.Repeat("p", 201) + `: "` + strings.Repeat("p", 201) + `" is 201 bytes long; the maximum is 200: the property is not in the output`,
			`6:664 long-name /components/schemas/` + strings.Repeat("s", 201) + `: "` + strings.Repeat("s", 201) + `" is 201 bytes long; the maximum is 200: the schema is ` + strings.Repeat("s", 100) + "_74b5c10a8aca",
		}},
		{"long names of nested schemas", withSchema("{properties: {" + strings.Repeat("p", 200) + ": {properties: {a: {}}}, a: {$ref: '#/components/schemas/S/properties/" + strings.Repeat("p", 200) + "'}, b: {$ref: '#/components/schemas/S/properties/" + strings.Repeat("p", 200) + "'}}}"), []string{
			`6:250 long-name /components/schemas/S/properties/a/$ref: "S.` + strings.Repeat("p", 200) + `" is 202 bytes long; the maximum is 200: the schema is S.` + strings.Repeat("p", 98) + "_1c2bf0d4a0a5",
		}},
		{"names of the maximum length", withSchema("{properties: {" + strings.Repeat("p", 200) + ": {}}}, " + strings.Repeat("s", 200) + ": {type: string}"), nil},
		{"schemas of the wrong type", withSchema("3, T: [a], U: {properties: {a: b, c: {type: array, items: 1}}, additionalProperties: []}"), []string{
			`6:1 member-type /components/schemas/S: "schema" is a JSON number instead of a JSON object`,
			`6:7 member-type /components/schemas/T: "schema" is a JSON array instead of a JSON object`,
			`6:32 member-type /components/schemas/U/properties/a: "schema" is a JSON string instead of a JSON object`,
			`6:59 member-type /components/schemas/U/properties/c/items: "schema" is a JSON number instead of a JSON object`,
			`6:86 member-type /components/schemas/U/additionalProperties: "schema" is a JSON array instead of a JSON object`,
		}},
		{"members of one of several types", strings.Replace(withSchema("{type: [object, string], properties: {a: {type: string}}}"), "3.0.0", "3.1.0", 1), nil},
		{"an array without items", withSchema("{type: array}"), []string{`6:1 schema-missing /components/schemas/S: the array "S" has no "items"`}},
		{"alternatives that only require", withSchema("{type: object, anyOf: [{required: [a]}, {required: [b]}]}"), []string{
			`6:23 unchecked /components/schemas/S/anyOf: the alternatives are not checked: [{"required":["a"]},{"required":["b"]}]`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := openapi.Read("a.yaml", []byte(test.text))
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
