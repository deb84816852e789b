// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"errors"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// discardedCases are unions with values that suit no alternative, which are read and written. The path is that
// of the error, if there is one.
var discardedCases = []struct {
	message             proto.Message
	json, written, path string
}{
	{new(testpb.Order), `{"name":"n","answer":[[]]}`, `{"name":"n"}`, ""},
	{new(testpb.Order), `{"name":"n","event":{"type":"video","a":1}}`, `{"name":"n"}`, ""},
	{new(testpb.Order), `{"event":{"type":"more","size":"XL"}}`, `{}`, ""},
	{new(testpb.Order), `{"event":7,"answer":1}`, `{"answer":1}`, ""},
	{new(testpb.Animal), `{"kind":"cat","friend":{"kind":"cow"}}`, `{"kind":"cat"}`, ""},
	{new(testpb.Tree), `{"left":[1],"right":7}`, `{"left":[1]}`, ""},
	{new(testpb.Order), `{"events":[{"type":"file"},{"type":"video"}]}`, "", "events[1]"},
	{new(testpb.Order), `{"events":[7]}`, "", "events[0]"},
	{new(testpb.Order), `{"byName":{"a":1,"b":[[]]}}`, "", `byName["b"]`},
	{new(testpb.Animal), `{"kind":"cat","friends":[{"kind":"dog"},{"kind":"cow"}]}`, "", "friends[1]"},
	{new(testpb.Answer), `[[]]`, "", ""},
	// Null is a value of a union.
	{new(testpb.Order), `{"events":[null],"answers":[null,1]}`, `{"events":[null],"answers":[null,1]}`, ""},
	{new(testpb.Order), `{"byName":{"a":null}}`, `{"byName":{"a":null}}`, ""},
}

func TestDiscardedUnions(t *testing.T) {
	discarding := wirejson.UnmarshalOptions{DiscardUnknown: true, Lenient: true, Exact: true}
	for _, c := range discardedCases {
		for form, empty := range forms(c.message) {
			m := empty()
			must(discarding.Unmarshal([]byte(c.json), m))
			kept := empty()
			must(keeping.Unmarshal([]byte(c.json), kept))
			if got, err := wirejson.Marshal(kept); err != nil || string(got) != c.json {
				t.Errorf("%s %s: got %s, %v with KeepUnknown", form, c.json, got, err)
			}
			wirejson.DropUnknown(kept)
			wired := empty()
			must(proto.Unmarshal(wire(t, m), wired))
			for _, m := range []proto.Message{m, kept, proto.Clone(m), wired} {
				for _, o := range []wirejson.MarshalOptions{{}, {OmitUnset: true, OmitOutputOnly: true}} {
					got, err := o.Marshal(m)
					if string(got) != c.written || (err != nil) != (c.written == "") {
						t.Errorf("%s %s: got %s, %v; want %s", form, c.json, got, err, c.written)
					}
					if e, ok := errors.AsType[*wirejson.Error](err); ok && e.Path != c.path {
						t.Errorf("%s %s: got an error at %s, want %s", form, c.json, e.Path, c.path)
					}
				}
			}
		}
	}
}

// TestDiscardedUnionOfField writes a union that is the whole body of a request.
func TestDiscardedUnionOfField(t *testing.T) {
	m := new(testpb.Order)
	must(wirejson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal([]byte(`{"answer":[[]]}`), m))
	if got, err := (wirejson.MarshalOptions{}).MarshalField(m.ProtoReflect(), m.ProtoReflect().Descriptor().Fields().ByName("answer")); err == nil {
		t.Errorf("got %s", got)
	}
}

// TestDiscardedUnionIsSet sets the value of such a union, or says that it is null.
func TestDiscardedUnionIsSet(t *testing.T) {
	m := new(testpb.Order)
	must(wirejson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal([]byte(`{"answer":[[]],"answers":[[[]]]}`), m))
	set := new(testpb.Answer)
	must(prototext.Unmarshal([]byte("count: 1"), set))
	m.Answer.Answer, m.Answers[0].Answer = set.Answer, set.Answer
	if got, err := wirejson.Marshal(m); err != nil || string(got) != `{"answer":1,"answers":[1]}` {
		t.Errorf("got %s, %v", got, err)
	}
}
