// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
)

// revision is a document of schemas and of methods of the resource "things".
type revision struct{ schemas, methods, overlay string }

// TestPublishedNames takes documents through the line one after the other, each
// with the lock of the one before. What is published keeps its name.
func TestPublishedNames(t *testing.T) {
	method := func(name, rest string) string {
		return fmt.Sprintf(`%q: {"id": "memory.things.%s", "httpMethod": "POST", "path": "v1/{name}:%s", "parameters": {"name": {"type": "string", "location": "path"}}%s}`, name, name, name, rest)
	}
	object := func(name, properties string) string {
		return fmt.Sprintf(`%q: {"type": "object", "properties": {%s}}`, name, properties)
	}
	enum := func(name, values string) string {
		return fmt.Sprintf(`%q: {"type": "string", "enum": [%s]}`, name, values)
	}
	const text = `"a": {"type": "string"}`
	reset := object("ResetRequest", text)
	tests := []struct {
		name      string
		revisions []revision
		want      string // names of the last revision
	}{
		{"message", []revision{
			{schemas: object("fooBar", text)},
			{schemas: object("FooBar", text) + "," + object("fooBar", text)},
		}, "FooBar{a=1} FooBar2{a=1}"},
		{"message that had to step aside", []revision{
			{schemas: object("FooBar", text) + "," + object("fooBar", `"b": {"type": "string"}`)},
			{schemas: object("fooBar", `"b": {"type": "string"}`)},
		}, "FooBar2{b=1}"},
		{"nested", []revision{
			{schemas: object("Thing", object("fooBar", text))},
			{schemas: object("Thing", enum("FooBar", `"A"`)+","+object("fooBar", text))},
		}, "Thing{foo_bar=1 foo_bar2=2 FooBar{a=1} FooBar2[A=0]}"},
		{"field", []revision{
			{schemas: object("Thing", `"order_by": {"type": "string"}`)},
			{schemas: object("Thing", `"orderBy": {"type": "string"}, "order_by": {"type": "string"}`)},
		}, "Thing{order_by=1 order_by2=2}"},
		{"enum value", []revision{
			{schemas: object("Thing", enum("a", `"ON"`)+","+enum("b", `"OFF"`))},
			{schemas: object("Thing", enum("a", `"ON", "OFF"`)+","+enum("b", `"OFF"`))},
		}, "Thing{a=1 b=2 A[ON=0 A_OFF=1] B[OFF=0]}"},
		{"enum value that had to step aside", []revision{
			{schemas: object("Thing", enum("a", `"ON"`)+","+enum("b", `"OFF"`))},
			{schemas: object("Thing", enum("a", `"ON", "OFF"`)+","+enum("b", `"OFF"`))},
			{schemas: object("Thing", enum("a", `"ON", "OFF"`))},
		}, "Thing{a=1 reserved b A[ON=0 A_OFF=1]}"},
		{"enum value that had to step aside and is gone", []revision{
			{schemas: object("Thing", enum("a", `"ON"`)+","+enum("b", `"OFF"`))},
			{schemas: object("Thing", enum("a", `"ON", "OFF"`)+","+enum("b", `"OFF"`))},
			{schemas: object("Thing", enum("a", `"ON"`))},
		}, "Thing{a=1 reserved b A[ON=0 reserved A_OFF]}"},
		{"request that a second method takes", []revision{
			{schemas: reset, methods: method("reset", `, "request": {"$ref": "ResetRequest"}`)},
			{schemas: reset, methods: method("again", `, "request": {"$ref": "ResetRequest"}`) + "," + method("reset", `, "request": {"$ref": "ResetRequest"}`)},
		}, "ResetRequest{a=1 name=2} ThingsAgainThingRequest{name=1 reset_request=2} AgainThing(ThingsAgainThingRequest) Reset(ResetRequest)"},
		{"request that one method takes no longer", []revision{
			{schemas: reset, methods: method("again", `, "request": {"$ref": "ResetRequest"}`) + "," + method("reset", `, "request": {"$ref": "ResetRequest"}`)},
			{schemas: reset, methods: method("reset", `, "request": {"$ref": "ResetRequest"}`)},
		}, "ResetRequest{a=1} ThingsResetRequest{name=1 reset_request=2} Reset(ThingsResetRequest)"},
		{"method whose body another one gets", []revision{
			{schemas: reset, methods: method("again", "")},
			{schemas: reset, methods: method("again", `, "request": {"$ref": "ResetRequest"}`)},
		}, "ResetRequest{a=1} ThingsAgainThingRequest{name=1 reset_request=2} AgainThing(ThingsAgainThingRequest)"},
		{"RPC", []revision{
			{methods: method("wipeOut", "")},
			{schemas: object("WipeOutRequest", text), methods: method("rub", `, "request": {"$ref": "WipeOutRequest"}`) + "," + method("wipeOut", "")},
		}, "WipeOutRequest{a=1 name=2} ThingsWipeOutRequest{name=1} RubThing(WipeOutRequest) WipeOut(ThingsWipeOutRequest)"},
		{"method that comes back", []revision{
			{methods: method("rub", "") + "," + method("wipeOut", "")},
			{methods: method("rub", "")},
			{schemas: object("WipeOutResponse", text), methods: method("rub", `, "response": {"$ref": "WipeOutResponse"}`) + "," + method("wipeOut", `, "response": {"$ref": "WipeOutResponse"}`)},
		}, "WipeOutResponse{a=1} ThingsRubThingRequest{name=1} ThingsWipeOutRequest{name=1} RubThing(ThingsRubThingRequest) WipeOut(ThingsWipeOutRequest)"},
		{"overlay", []revision{
			{methods: method("wipeOut", "")},
			{methods: method("wipeOut", ""), overlay: "methods:\n  memory.things.wipeOut: Wipe\n"},
			{methods: method("wipeOut", ""), overlay: "methods:\n  memory.things.wipeOut: Wipe\n"},
		}, "ThingsWipeRequest{name=1} Wipe(ThingsWipeRequest)"},
		{"overlay no more", []revision{
			{methods: method("wipeOut", ""), overlay: "methods:\n  memory.things.wipeOut: Wipe\n"},
			{methods: method("wipeOut", "")},
		}, "ThingsWipeOutRequest{name=1} WipeOut(ThingsWipeOutRequest)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, findings := replay(t, test.revisions, nil)
			if got := names(out.Descriptors); got != test.want {
				t.Errorf("-want +got:\n%s", cmp.Diff(test.want, got))
			}
			for _, f := range findings.All() {
				if f.Rule == finding.PublishedChanged.Name {
					t.Error(f.Message)
				}
			}
			// The same document once more is the same in all.
			again, _ := replay(t, test.revisions[len(test.revisions)-1:], out.Lock)
			if diff := cmp.Diff(string(out.Lock), string(again.Lock)); diff != "" {
				t.Errorf("the lock -first +again:\n%s", diff)
			}
			if diff := cmp.Diff(test.want, names(again.Descriptors)); diff != "" {
				t.Errorf("-want +again:\n%s", diff)
			}
		})
	}
}

// TestPublishedCannotStay has what no memory can keep: it is reported.
func TestPublishedCannotStay(t *testing.T) {
	const text = `"a": {"type": "string"}`
	for _, test := range []struct {
		name, lock string
		revisions  []revision
		want       string
	}{
		{"type", "version: 1\nmessages:\n  a:\n    name: Taken\n    current: {a: 1}\n  b:\n    name: Taken\n    current: {a: 1}\n", []revision{
			{schemas: `"a": {"type": "object", "properties": {` + text + `}}, "b": {"type": "object", "properties": {` + text + `}}`},
		}, `/schemas/b: the type for "b" was published as Taken, which is now the name of another type: it becomes Taken2`},
		{"RPC", "version: 1\nmethods:\n  memory.things.reset: {rpc: Taken}\n  memory.things.zap: {rpc: Taken}\n", []revision{
			{methods: `"reset": {"id": "memory.things.reset", "httpMethod": "POST", "path": "v1/reset"}, "zap": {"id": "memory.things.zap", "httpMethod": "POST", "path": "v1/zap"}`},
		}, "/resources/things/methods/zap: memory.things.zap was published as Taken, which is now the name of another method: it becomes Taken2"},
		{"enum value", "version: 1\nenums:\n  T.a:\n    current: {ON: 0}\n    names: {ON: A}\n", []revision{
			{schemas: `"T": {"type": "object", "properties": {"a": {"type": "string", "enum": ["ON"]}}}`},
		}, `/schemas/T/properties/a: the value "ON" of T.a was published as A, which is now another name: it becomes A2`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, findings := replay(t, test.revisions, []byte(test.lock))
			var got []string
			for _, f := range findings.All() {
				if f.Rule == finding.PublishedChanged.Name {
					got = append(got, f.Position.Pointer+": "+f.Message)
				}
			}
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// replay takes revisions through the line, the first with the given lock if
// there is one, and returns what was made of the last.
func replay(t *testing.T, revisions []revision, lock []byte) (*generate.Output, *finding.List) {
	t.Helper()
	var out *generate.Output
	var findings *finding.List
	for _, r := range revisions {
		in := generate.Input{
			Document: generate.File{Name: "document.json", Data: fmt.Appendf(nil,
				`{"kind": "discovery#restDescription", "name": "memory", "version": "v1", "rootUrl": "https://example.com/", "schemas": {%s}, "resources": {"things": {"methods": {%s}}}}`, r.schemas, r.methods)},
			Overlay:  generate.File{Name: "overlay.yaml", Data: []byte(r.overlay)},
			GoImport: func(string) string { return "example.com/gen/memory/v1" },
		}
		if len(lock) > 0 {
			in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
		}
		var err error
		out, findings, err = generate.API(in)
		if err != nil || out == nil {
			t.Fatalf("%v %v", err, findings.All())
		}
		lock = out.Lock
		if _, found := numbers.Read("numbers.lock.yaml", lock); found.HasErrors() {
			t.Fatalf("the lock: %v", found.All())
		}
	}
	return out, findings
}

// names returns the names of messages with their fields and what is nested in
// them, of enums with their values, and of methods with their requests.
func names(files []protoreflect.FileDescriptor) string {
	var all []string
	for _, file := range files {
		for i := range file.Messages().Len() {
			all = append(all, messageNames(file.Messages().Get(i)))
		}
	}
	for _, file := range files {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, fmt.Sprintf("%s(%s)", methods.Get(j).Name(), methods.Get(j).Input().Name()))
			}
		}
	}
	return strings.Join(all, " ")
}

func messageNames(m protoreflect.MessageDescriptor) string {
	var all []string
	for i := range m.Fields().Len() {
		all = append(all, fmt.Sprintf("%s=%d", m.Fields().Get(i).Name(), m.Fields().Get(i).Number()))
	}
	for i := range m.ReservedNames().Len() {
		all = append(all, "reserved "+string(m.ReservedNames().Get(i)))
	}
	for i := range m.Messages().Len() {
		all = append(all, messageNames(m.Messages().Get(i)))
	}
	for i := range m.Enums().Len() {
		e := m.Enums().Get(i)
		var values []string
		for j := range e.Values().Len() {
			values = append(values, fmt.Sprintf("%s=%d", e.Values().Get(j).Name(), e.Values().Get(j).Number()))
		}
		for j := range e.ReservedNames().Len() {
			values = append(values, "reserved "+string(e.ReservedNames().Get(j)))
		}
		all = append(all, fmt.Sprintf("%s[%s]", e.Name(), strings.Join(values, " ")))
	}
	return fmt.Sprintf("%s{%s}", m.Name(), strings.Join(all, " "))
}
