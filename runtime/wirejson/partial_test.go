// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestOmitUnset writes requests that change a part of a resource, and others.
func TestOmitUnset(t *testing.T) {
	partial := wirejson.MarshalOptions{OmitUnset: true, OmitOutputOnly: true}
	for _, c := range []struct {
		message    proto.Message
		text, json string
		options    wirejson.MarshalOptions
	}{
		{new(testpb.Full), ``, `{}`, partial},
		{new(testpb.Full), `before: 1 inner { } parts { key: "a" value { } }`, `{"before":1,"parts":{"a":{}},"inner":{}}`, partial},
		{new(testpb.Change), ``, `{}`, partial},
		{new(testpb.Change), `note: "" count: 0 token: ""`, `{"note":"","count":0,"token":""}`, partial},
		{new(testpb.Change), `inner { list { } list { inner { count: 0 } } }`, `{"inner":{"list":[{},{"inner":{"count":0}}]}}`, partial},
		{new(testpb.Change), `empty_fields: ["tags", "parts", "list"]`, `{"tags":[],"parts":{},"list":[]}`, partial},
		{new(testpb.Change), `null_fields: ["name", "count", "tags", "inner"]`, `{"name":null,"count":null,"tags":null,"inner":null}`, partial},
		{new(testpb.Change), `parts { key: "a" value { null_fields: "note" empty_fields: "tags" } }`, `{"parts":{"a":{"note":null,"tags":[]}}}`, partial},
		{new(testpb.Change), `history: "x" empty_fields: "history"`, `{}`, partial},
		{new(testpb.Change), `empty_fields: "history" null_fields: "history"`, `{}`, partial},
		{new(testpb.Change), `tags: "t" empty_fields: "tags" null_fields: "tags"`, `{"tags":["t"]}`, partial},
		// Other requests have required fields that are zero.
		{new(testpb.Change), ``, `{"name":"","note":"","count":0,"token":"","tags":[],"parts":{},"history":[]}`, wirejson.MarshalOptions{}},
		{new(testpb.Change), `note: "n"`, `{"name":"","note":"n","count":0,"token":"","tags":[],"parts":{}}`, wirejson.MarshalOptions{OmitOutputOnly: true}},
		{
			new(testpb.Change), `null_fields: ["count", "inner", "tags"]`,
			`{"name":"","note":"","token":"","parts":{},"history":[],"count":null,"inner":null,"tags":null}`, wirejson.MarshalOptions{},
		},
	} {
		for form, empty := range forms(c.message) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			got, err := c.options.Marshal(m)
			if err != nil || string(got) != c.json {
				t.Errorf("%s %T %s:\ngot  %s, %v\nwant %s", form, c.message, c.text, got, err, c.json)
			}
		}
	}
}

// TestNoZeroFromNowhere checks with encoding/json that the JSON of random messages has a member for each field that
// is set, and no others, on the fast path and by reflection.
func TestNoZeroFromNowhere(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(1, 2)), anys: wellKnownNames()}
	for range rounds(2000) {
		for _, empty := range []proto.Message{new(testpb.Change), new(testpb.Full), new(testpb.Patch)} {
			m := empty.ProtoReflect().New().Interface()
			g.fill(m.ProtoReflect(), 3)
			clearNames(m.ProtoReflect())
			for _, o := range []wirejson.MarshalOptions{{OmitUnset: true}, {OmitUnset: true, OmitOutputOnly: true}, {}} {
				text, err := o.Marshal(m)
				if err != nil {
					t.Fatal(err)
				}
				dynamic := dynamicpb.NewMessage(m.ProtoReflect().Descriptor())
				must(proto.Unmarshal(wire(t, m), dynamic))
				if again, err := o.Marshal(dynamic); err != nil || string(again) != string(text) {
					t.Fatalf("%v:\non the fast path %s\nby reflection    %s, %v", m, text, again, err)
				}
				if !o.OmitUnset || o.OmitOutputOnly {
					continue
				}
				var members map[string]any
				must(json.Unmarshal(text, &members))
				sameMembers(t, m.ProtoReflect(), members, string(text))
			}
		}
	}
}

func sameMembers(t *testing.T, m protoreflect.Message, members map[string]any, text string) {
	t.Helper()
	n := 0
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		n++
		value, found := members[fd.JSONName()]
		if !found {
			t.Fatalf("%s is set, but not in %s", fd.Name(), text)
		}
		if inner, ok := value.(map[string]any); ok && fd.Message() != nil && !fd.IsMap() && fd.Message().FullName() != "google.protobuf.Value" {
			sameMembers(t, v.Message(), inner, text)
		}
		return true
	})
	if n != len(members) {
		t.Fatalf("%d fields are set, but there are %d members in %s", n, len(members), text)
	}
}

// clearNames removes the names of null and empty fields, which are random texts.
func clearNames(m protoreflect.Message) {
	for _, name := range []protoreflect.Name{"null_fields", "empty_fields", "gone", "empty"} {
		if fd := m.Descriptor().Fields().ByName(name); fd != nil && fd.IsList() {
			m.Clear(fd)
		}
	}
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case fd.IsMap() && fd.MapValue().Message() != nil:
			v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
				clearNames(v.Message())
				return true
			})
		case fd.IsList() && fd.Message() != nil:
			for i := range v.List().Len() {
				clearNames(v.List().Get(i).Message())
			}
		case fd.Message() != nil && !fd.IsMap():
			clearNames(v.Message())
		}
		return true
	})
}

// FuzzChange reads text on the fast path and by reflection.
func FuzzChange(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"name":null,"tags":[],"parts":{"a":{"note":null}},"list":[{"tags":null},{}]}`, `{"tags":null,"tags":[]}`, `{"count":0,"count":null}`,
		`{"parts":{},"list":[],"inner":null,"token":"","nullFields":["a"]}`, `{"unknown":null,"history":[]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, o := range []wirejson.UnmarshalOptions{{}, {KeepUnknown: true}, {DiscardUnknown: true}} {
			generated, dynamic := new(testpb.Change), dynamicpb.NewMessage(new(testpb.Change).ProtoReflect().Descriptor())
			err1, err2 := o.Unmarshal(text, generated), o.Unmarshal(text, dynamic)
			if (err1 == nil) != (err2 == nil) || err1 != nil && err1.Error() != err2.Error() {
				t.Fatalf("%s:\non the fast path %v\nby reflection    %v", text, err1, err2)
			}
			if a, b := wire(t, generated), wire(t, dynamic); err1 == nil && string(a) != string(b) {
				t.Fatalf("%s:\non the fast path %v\nby reflection    %v", text, generated, dynamic)
			}
		}
	})
}
