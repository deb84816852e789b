// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
)

const bodiesDocument = `
openapi: 3.0.3
info: {title: Bodies API, version: 1.0.0}
servers: [{url: 'https://bodies.example.com'}]
paths:
  /owners:
    post: {operationId: createOwner, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {'204': {description: Done.}}}
    put: {operationId: mergeOwner, requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {'204': {description: Done.}}}
    patch: {operationId: patchOwner, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {'204': {description: Done.}}}
  /pets:
    post: {operationId: mergePet, requestBody: {content: {application/merge-patch+json; charset=utf-8: {schema: {type: object, required: [age], properties: {age: {type: integer}}}}, application/json-patch+json: {schema: {type: array, items: {$ref: '#/components/schemas/Change'}}}}}, responses: {'204': {description: Done.}}}
    patch: {operationId: patchPets, requestBody: {required: true, content: {application/json-patch+json: {schema: {type: array, items: {$ref: '#/components/schemas/Change'}}}}}, responses: {'204': {description: Done.}}}
  /forms:
    patch: {operationId: patchForm, requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a, b], properties: {a: {type: integer}, b: {type: string}, c: {type: array, items: {type: string}}}}}}}, responses: {'204': {description: Done.}}}
  /labels:
    put: {operationId: putLabels, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Labels'}}}}, responses: {'204': {description: Done.}}}
  /resize:
    post: {operationId: resize, requestBody: {content: {application/json: {schema: {type: object, required: [size, fast], properties: {size: {type: integer}, unit: {type: string, nullable: true}, fast: {type: boolean}, tags: {type: array, items: {type: string}}}}}}}, responses: {'204': {description: Done.}}}
  /rename:
    post: {operationId: rename, requestBody: {content: {application/json: {schema: {type: object, required: [name, size], properties: {name: {type: string, minLength: 1}, size: {type: integer}}}}}}, responses: {'204': {description: Done.}}}
  /shapes:
    patch: {operationId: patchShape, requestBody: {required: true, content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object, required: [inner], properties: {inner: {$ref: '#/components/schemas/Tree'}, any: {oneOf: [{$ref: '#/components/schemas/Shape'}, {type: string}]}}}]}}}}, responses: {'204': {description: Done.}}}
  /counts:
    patch: {operationId: patchCounts, parameters: [{name: filter, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: string}}}], requestBody: {required: true, content: {application/merge-patch+json: {schema: {type: object, additionalProperties: {type: object, additionalProperties: {type: integer}}}}}}, responses: {'204': {description: Done.}}}
  /tags:
    put: {operationId: putTags, requestBody: {content: {application/json: {schema: {type: array, nullable: true, items: {type: string}}}}}, responses: {'204': {description: Done.}}}
    post: {operationId: postPart, requestBody: {required: true, content: {application/json: {schema: {type: object, nullable: true, properties: {a: {type: string}}}}}}, responses: {'204': {description: Done.}}}
  /counts/all:
    put: {operationId: putCounts, requestBody: {content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}}, responses: {'204': {description: Done.}}}
  /users:
    get: {operationId: getUser, responses: {'200': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}
    put: {operationId: putUser, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}, responses: {'204': {description: Done.}}}
  /payments:
    post: {operationId: pay, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Payment'}}}}, responses: {'204': {description: Done.}}}
    put: {operationId: payMaybe, requestBody: {required: true, content: {application/json: {schema: {nullable: true, allOf: [{$ref: '#/components/schemas/Payment'}]}}}}, responses: {'204': {description: Done.}}}
  /orders:
    post: {operationId: createOrder, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}, responses: {'204': {description: Done.}}}
    patch: {operationId: patchOrder, requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Order'}}}}, responses: {'204': {description: Done.}}}
  /pet:
    put: {operationId: putPet, requestBody: {required: true, content: {application/json: {schema: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}}}}, responses: {'204': {description: Done.}}}
  /maps:
    patch: {operationId: patchMaps, requestBody: {content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Maps'}}}}, responses: {'204': {description: Done.}}}
components:
  schemas:
    Maps:
      type: object
      properties:
        any: {type: object, additionalProperties: true}
        choice: {oneOf: [{type: string}, {type: object, additionalProperties: {type: integer}}]}
        gaps: {type: object, additionalProperties: {nullable: true, allOf: [{$ref: '#/components/schemas/Shape'}]}}
        list: {type: array, items: {$ref: '#/components/schemas/Maps'}}
        nested: {type: object, additionalProperties: {type: object, additionalProperties: {$ref: '#/components/schemas/Maps'}}}
      additionalProperties: {type: object, additionalProperties: {type: integer}}
    Owner:
      type: object
      required: [id, name, vip, age, photo, kind, level, pet, pets, byName, history, notes]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        vip: {type: boolean}
        age: {type: integer, format: int32}
        photo: {type: string, format: byte}
        kind: {type: string, enum: [cat, dog]}
        level: {type: string, enum: [LEVEL_UNSPECIFIED, HIGH]}
        phone: {type: string}
        pet: {$ref: '#/components/schemas/Pet'}
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        byName: {type: object, additionalProperties: {$ref: '#/components/schemas/Pet'}}
        history: {type: array, readOnly: true, items: {type: string}}
        notes: {type: object, readOnly: true, additionalProperties: {type: string}}
    Pet: {type: object, required: [weight], properties: {weight: {type: number}, friend: {$ref: '#/components/schemas/Pet'}, tags: {type: array, items: {type: string}}}}
    Change: {type: object, required: [op, path], properties: {op: {type: string}, path: {type: string}, value: {}}}
    Labels: {type: object, properties: {labels: {type: array, items: {type: string}}, more: {$ref: '#/components/schemas/More'}}}
    More: {type: object, required: [log], properties: {counts: {type: object, additionalProperties: {type: integer}}, log: {type: array, readOnly: true, items: {type: string}}}}
    Shape: {type: object, required: [sides], properties: {sides: {type: integer}}}
    User:
      type: object
      required: [name, password, pin, agreed, roles, limits]
      properties:
        name: {type: string}
        password: {type: string, writeOnly: true}
        pin: {allOf: [{$ref: '#/components/schemas/Pin'}]}
        agreed: {type: boolean, writeOnly: true}
        roles: {type: array, writeOnly: true, items: {type: string}}
        limits: {type: object, writeOnly: true, additionalProperties: {type: integer}}
    Payment: {oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Shape'}]}
    NullablePayment: {nullable: true, oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Shape'}]}
    Order:
      type: object
      properties:
        payment: {$ref: '#/components/schemas/Payment'}
        all: {type: array, items: {$ref: '#/components/schemas/Payment'}}
        byName: {type: object, additionalProperties: {$ref: '#/components/schemas/Payment'}}
        maybe: {$ref: '#/components/schemas/NullablePayment'}
        maybeInline: {nullable: true, oneOf: [{type: string}, {type: integer}]}
        maybeOne: {oneOf: [{type: string}, {type: integer, nullable: true}]}
        maybeAll: {type: array, items: {$ref: '#/components/schemas/NullablePayment'}}
        maybeByName: {type: object, additionalProperties: {nullable: true, oneOf: [{type: string}, {type: integer}]}}
    Pin: {type: integer, writeOnly: true}
    Tree: {type: object, required: [depth], properties: {depth: {type: integer}, children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
`

// generated runs the line, and fails the test for errors and differences that the proof found.
func generated(t *testing.T, document string, lock []byte) (*generate.Output, *finding.List) {
	t.Helper()
	in := generate.Input{Document: generate.File{Name: "api.yaml", Data: []byte(document)}, GoImport: func(string) string { return "example.com/api" }}
	if lock != nil {
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
	}
	out, findings, err := generate.API(in)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings.All())
	}
	for _, f := range findings.All() {
		if f.Rule == finding.ProofDifference.Name || f.Rule == finding.MethodUnbound.Name {
			t.Error(f)
		}
	}
	return out, findings
}

// TestUnionsWithoutAlternative sends unions without an alternative.
func TestUnionsWithoutAlternative(t *testing.T) {
	out, _ := generated(t, bodiesDocument, nil)
	for _, test := range []struct{ method, request, body, err string }{
		{"CreateOrder", `order { maybe { } maybe_inline { } maybe_one { } maybe_all { } maybe_by_name { key: "a" value { } } }`, `{"maybe":null,"maybeAll":[null],"maybeByName":{"a":null},"maybeInline":null,"maybeOne":null}`, ""},
		{"CreateOrder", `order { payment { } }`, "", "payment: want"},
		{"CreateOrder", `order { all { } }`, "", "all[0]: want"},
		{"CreateOrder", `order { by_name { key: "a" value { } } }`, "", `byName["a"]: want`},
		{"PatchOrder", `order { payment { } }`, "", "payment: want"},
		{"PatchOrder", `order { by_name { key: "a" value { } } null_fields: "payment" }`, `{"byName":{"a":null},"payment":null}`, ""},
		{"Pay", `payment { }`, "", "payment: want an alternative of bodies.v1.Payment, as null is not allowed here"},
		{"PayMaybe", `payment { }`, "null", ""},
	} {
		m := methodNamed(t, out, test.method)
		request := dynamicpb.NewMessage(m.Descriptor.Input())
		if err := prototext.Unmarshal([]byte(test.request), request); err != nil {
			t.Errorf("%s: %v", test.method, err)
			continue
		}
		r, err := m.EncodeRequest(request)
		switch {
		case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
			t.Errorf("%s {%s}: got %v, want %s", test.method, test.request, err, test.err)
		case test.err == "" && (err != nil || string(r.Body) != test.body):
			t.Errorf("%s {%s} sends %v, %v; want %s", test.method, test.request, r, err, test.body)
		}
	}
}

// methodNamed returns the HTTP form of a method.
func methodNamed(t *testing.T, out *generate.Output, name string) *transcode.Method {
	t.Helper()
	services := out.Descriptors[len(out.Descriptors)-1].Services()
	m, err := transcode.Compile(services.Get(0).Methods().ByName(protoreflect.Name(name)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestBodies sends requests that leave out what is required of resources, and such that set zero
// values.
func TestBodies(t *testing.T) {
	out, _ := generated(t, bodiesDocument, nil)
	for _, test := range []struct{ method, request, body string }{
		// A change has what is set, at any depth.
		{"PatchOwner", `owner { phone: "5" }`, `{"phone":"5"}`},
		{"PatchOwner", `owner { }`, `{}`},
		{"PatchOwner", ``, `{}`},
		{"PatchOwner", `owner { name: "" vip: false age: 0 photo: "" phone: "" }`, `{"age":0,"name":"","phone":"","photo":"","vip":false}`},
		{"PatchOwner", `owner { kind: KIND_DOG level: LEVEL_UNSPECIFIED }`, `{"kind":"dog","level":"LEVEL_UNSPECIFIED"}`},
		{"PatchOwner", `owner { pet { } pets { } pets { weight: 0 friend { tags: "a" } } by_name { key: "k" value { } } }`, `{"byName":{"k":{}},"pet":{},"pets":[{},{"friend":{"tags":["a"]},"weight":0}]}`},
		{"PatchOwner", `owner { empty_fields: ["pets", "byName"] null_fields: ["name", "pet"] }`, `{"name":null,"pet":null,"pets":[],"byName":{}}`},
		{"PatchOwner", `owner { pet { empty_fields: "tags" null_fields: "weight" } }`, `{"pet":{"weight":null,"tags":[]}}`},
		{"PatchOwner", `owner { history: "x" notes { key: "k" value: "v" } id: 3 empty_fields: "history" }`, `{}`},
		// It removes entries of maps.
		{"PatchOwner", `owner { null_entries: "/byName/k" }`, `{"byName":{"k":null}}`},
		{"PatchCounts", `body { key: "b" value { } } null_entries: ["/body/b/c", "/body/a"]`, `{"b":{"c":null},"a":null}`},
		{"PatchCounts", `filter { key: "f" value: "" } body { key: "a" value { values { key: "b" value: 0 } } } null_entries: "/body/a/c"`, `{"a":{"b":0,"c":null}}`},
		{"PatchMaps", ``, ``},
		{"PatchMaps", `maps { any { key: "a" value { null_value: NULL_VALUE } } gaps { key: "a" value { } } }`, `{"any":{"a":null},"gaps":{"a":{}}}`},
		{"PatchMaps", `maps { choice { map { } } nested { key: "a" value { } } additional_properties { key: "more" value { } } null_entries: ["/choice/d", "/nested/a/b", "/nested/c", "/more/e"] null_fields: "more2" }`, `{"choice":{"d":null},"nested":{"a":{"b":null},"c":null},"more2":null,"more":{"e":null}}`},
		{"PatchMaps", `maps { nested { key: "a" value { values { key: "b" value { null_entries: "/nested/x" list { null_entries: "/nested/y" } } } } } }`, `{"nested":{"a":{"b":{"list":[{"nested":{"y":null}}],"nested":{"x":null}}}}}`},
		{"MergeOwner", `owner { vip: false }`, `{"vip":false}`},
		{"MergePet", `age: 0`, `{"age":0}`},
		{"MergePet", ``, ``},
		{"PatchForm", `body { a: 0 }`, `a=0`},
		{"PatchForm", `body { c: "x" }`, `c=x`},
		{"PatchShape", `inner { children { } children { depth: 0 } }`, `{"inner":{"children":[{},{"depth":0}]}}`},
		{"PatchShape", `any { shape { } }`, `{"any":{}}`},
		{"PatchShape", `any { shape { null_fields: "sides" } } sides: 0`, `{"any":{"sides":null},"sides":0}`},
		// An operation of a JSON Patch is complete.
		{"PatchPets", `body { op: "remove" }`, `[{"op":"remove","path":""}]`},
		// A resource has what is required.
		{"CreateOwner", `owner { phone: "5" kind: KIND_CAT }`, `{"age":0,"byName":{},"kind":"cat","name":"","pets":[],"phone":"5","photo":"","vip":false}`},
		{"CreateOwner", `owner { pet { tags: "a" } }`, `{"age":0,"byName":{},"name":"","pet":{"tags":["a"],"weight":0},"pets":[],"photo":"","vip":false}`},
		// Other bodies also tell empty from absent.
		{"PutLabels", `labels { }`, `{}`},
		{"PutLabels", `labels { empty_fields: "labels" more { empty_fields: "counts" } }`, `{"more":{"counts":{}},"labels":[]}`},
		{"PutLabels", `labels { labels: "a" empty_fields: "labels" }`, `{"labels":["a"]}`},
		// Values that responses do not contain are sent only if they are set.
		{"PutUser", `user { name: "a" }`, `{"name":"a"}`},
		{"PutUser", `user { password: "" pin: 0 agreed: false empty_fields: ["roles", "limits"] }`, `{"agreed":false,"name":"","password":"","pin":0,"roles":[],"limits":{}}`},
		// Whether there is an optional body is told by what is set.
		{"Resize", ``, ``},
		{"Resize", `size: 0`, `{"fast":false,"size":0}`},
		{"Resize", `fast: false null_fields: "unit"`, `{"fast":false,"size":0,"unit":null}`},
		{"PutTags", ``, ``},
		{"PutTags", `empty_fields: "body"`, `[]`},
		{"PutTags", `body: "a" empty_fields: "body"`, `["a"]`},
		{"PutTags", `null_fields: "body"`, `null`},
		{"PutCounts", `empty_fields: "body"`, `{}`},
		{"PutPet", `null_fields: "pet"`, `null`},
		{"PostPart", `null_fields: "body"`, `null`},
		{"PostPart", `body { a: "x" }`, `{"a":"x"}`},
		{"Rename", ``, ``},
		{"Rename", `name: "x"`, `{"name":"x","size":0}`},
		{"Resize", `empty_fields: "tags"`, `{"fast":false,"size":0,"tags":[]}`},
	} {
		m := methodNamed(t, out, test.method)
		request := dynamicpb.NewMessage(m.Descriptor.Input())
		if err := prototext.Unmarshal([]byte(test.request), request); err != nil {
			t.Errorf("%s: %v", test.method, err)
			continue
		}
		r, err := m.EncodeRequest(request)
		if err != nil || string(r.Body) != test.body {
			t.Errorf("%s {%s} sends\n%s, %v, want\n%s", test.method, test.request, r.Body, err, test.body)
			continue
		}
		if (test.body == "") != (r.Header.Get("Content-Type") == "") {
			t.Errorf("%s {%s} has the Content-Type %q", test.method, test.request, r.Header.Get("Content-Type"))
		}
		arrived := dynamicpb.NewMessage(m.Descriptor.Input())
		match, err := transcode.NewRouter([]*transcode.Method{m}, transcode.RouterOptions{}).Match(r.Verb, r.Path)
		if err == nil {
			err = match.DecodeRequest(r, arrived, transcode.DecodeRequestOptions{})
		}
		again, err2 := m.EncodeRequest(arrived)
		if err != nil || err2 != nil || string(again.Body) != test.body {
			t.Errorf("%s {%s} arrives as %v, %v, %v", test.method, test.request, arrived, err, err2)
		}
		if strings.HasPrefix(test.method, "Patch") && !strings.Contains(test.request, "history") && test.request != "" && !strings.Contains(test.request, "op:") && !proto.Equal(request, arrived) {
			t.Errorf("%s {%s} arrives as %v", test.method, test.request, arrived)
		}
	}
}

// TestShownBody looks for presence that tells whether there is a body: there is none where a
// required field that cannot be zero tells that.
func TestShownBody(t *testing.T) {
	out, _ := generated(t, bodiesDocument, nil)
	for method, want := range map[string]bool{"Resize": true, "Rename": false} {
		if got := methodNamed(t, out, method).Descriptor.Input().Fields().ByName("size").HasPresence(); got != want {
			t.Errorf("%s: size has presence: %t", method, got)
		}
	}
}

var (
	typesSection = regexp.MustCompile(`(?m)^    types:\n(      .*\n)+`)
	fieldTypes   = regexp.MustCompile(`(?m)^(      \S.*: \d+) .*$`)
	itemsLines   = regexp.MustCompile(`(?m)^    items: .*\n`)
)

// untyped returns a lock as the first versions of protolect wrote it: without types and items.
func untyped(lock []byte) []byte {
	lock = typesSection.ReplaceAll(lock, nil)
	lock = fieldTypes.ReplaceAll(lock, []byte("$1"))
	lock = itemsLines.ReplaceAll(lock, nil)
	return bytes.Replace(lock, []byte("\nversion: 2\n"), []byte("\nversion: 1\n"), 1)
}

// TestPresenceStays takes documents whose methods change a resource through revisions: a field
// keeps the presence that it was published with.
func TestPresenceStays(t *testing.T) {
	const put, patch = "put", "patch"
	document := func(verb string) string {
		return `
openapi: 3.0.3
info: {title: Owners API, version: 1.0.0}
servers: [{url: 'https://owners.example.com'}]
paths: {/owner: {` + verb + `: {operationId: changeOwner, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {'204': {description: Done.}}}}}
components: {schemas: {Owner: {type: object, required: [name], properties: {name: {type: string}}}}}
`
	}
	presence := func(out *generate.Output) bool {
		return out.Descriptors[0].Messages().ByName("Owner").Fields().ByName("name").HasPresence()
	}
	reported := func(findings *finding.List) (message string) {
		for _, f := range findings.All() {
			if f.Rule == finding.PatchWithoutMask.Name {
				message += f.Message
			}
		}
		return message
	}
	for _, test := range []struct {
		name          string
		before, after string
		old           bool // published before locks had types
		presence      bool
		want          string
	}{
		{"patch", patch, patch, false, true, ""},
		{"put", put, put, false, false, ""},
		{"patch, then put", patch, put, false, true, ""},
		{"put, then patch", put, patch, false, false, "changeOwner updates a part of a resource, and these fields were published without presence: Owner.name"},
		{"patch of an old lock", patch, patch, true, false, "changeOwner updates a part of a resource, and these fields were published without presence: Owner.name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, _ := generated(t, document(test.before), nil)
			lock := out.Lock
			if test.old {
				lock = untyped(lock)
			}
			for range 2 { // the lock of the first stays, too
				out, findings := generated(t, document(test.after), lock)
				if got := presence(out); got != test.presence {
					t.Errorf("presence: %t", got)
				}
				if diff := cmp.Diff(test.want, reported(findings)); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				lock = out.Lock
			}
		})
	}
}
