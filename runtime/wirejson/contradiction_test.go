// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestContradictoryDiscriminator writes unions with an alternative that has a field for the discriminator. The field
// must not name another alternative.
func TestContradictoryDiscriminator(t *testing.T) {
	for _, c := range []struct {
		message proto.Message
		text    string
		json    string
		err     string
	}{
		{new(testpb.Animal), `cat { kind: KIND_CAT }`, `{"kind":"cat"}`, ``},
		{new(testpb.Animal), `cat { }`, `{"kind":"cat"}`, ``},
		{new(testpb.Animal), `cat { kind: KIND_UNSPECIFIED }`, `{"kind":"cat"}`, ``},
		{new(testpb.Animal), `cat { kind: KIND_COW }`, `{"kind":"cow"}`, ``}, // names no alternative
		{new(testpb.Animal), `cat { kind: KIND_DOG }`, ``, `wirejson: kind: want "cat" or an unset field in the alternative cat, found "dog", which names the alternative dog`},
		{new(testpb.Animal), `cat { friend { dog { kind: KIND_CAT } } }`, ``, `wirejson: friend.kind: want "dog" or an unset field in the alternative dog, found "cat", which names the alternative cat`},
		{new(testpb.Event), `text { type: "other" }`, `{"type":"other"}`, ``},
		{new(testpb.Event), `text { type: "" }`, `{"type":"text"}`, ``},
		{new(testpb.Event), `text { type: "FILE" }`, ``, `wirejson: type: want "text" or an unset field in the alternative text, found "FILE", which names the alternative file`},
		{new(testpb.Event), `text { type: "more" }`, ``, `wirejson: type: want "text" or an unset field in the alternative text, found "more", which names the alternative more`},
	} {
		for form, empty := range forms(c.message) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			got, err := wirejson.Marshal(m)
			if text := errorText(err); text != c.err || string(got) != c.json {
				t.Errorf("%s %s: %s, %s, want %s, %s", form, c.text, got, text, c.json, c.err)
			}
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestNil writes nil messages in lists, maps and unions. They are null if the document allows null, and errors otherwise.
func TestNil(t *testing.T) {
	for _, c := range []struct {
		message proto.Message
		want    string // the JSON or the error
	}{
		{&testpb.Change{List: []*testpb.Change{{}, nil}}, "wirejson: list[1]: want a message, as null is not allowed here, found nil"},
		{&testpb.Change{Parts: map[string]*testpb.Change{"a": nil}}, `wirejson: parts["a"]: want a message, as null is not allowed here, found nil`},
		{&testpb.Change{Parts: map[string]*testpb.Change{"a": nil}, NullFields: []string{"tags"}}, `wirejson: parts["a"]: want a message, as null is not allowed here, found nil`},
		{&testpb.Maps{Counts: map[string]*testpb.Maps_Counts{"a": nil}, NullEntries: []string{"/counts/b"}}, `wirejson: counts["a"]: want a message, as null is not allowed here, found nil`},
		{&testpb.Maps{Gaps: map[string]*testpb.Maps{"a": nil}}, `{"gaps":{"a":null}}`},
		{&testpb.Maps{Counts: map[string]*testpb.Maps_Counts{"a": nil}}, `wirejson: counts["a"]: want a message, as null is not allowed here, found nil`},
		{&testpb.Animal_Dog{Walks: []*timestamppb.Timestamp{nil}}, `wirejson: walks[0]: want a message, as null is not allowed here, found nil`},
		{&testpb.Animal_Dog{Links: map[string]*testpb.Link{"a": nil}}, `wirejson: links["a"]: want a message, as null is not allowed here, found nil`},
		{&testpb.Animal_Cat{Friends: []*testpb.Animal{nil}}, `wirejson: friends[0]: want a message, as null is not allowed here, found nil`},
		{&testpb.Animal_Cat{Rivals: []*testpb.Animal{nil, {}}}, `{"rivals":[null,null]}`},
		{&testpb.Animal{Variant: &testpb.Animal_Dog_{}}, `wirejson: dog: want a message, as null is not allowed here, found nil`},
		{&testpb.Choice{Choice: &testpb.Choice_Numbers{}}, `wirejson: numbers: want a message, as null is not allowed here, found nil`},
		{&testpb.Animal_Cat{Friend: nil}, `{}`},
	} {
		got, err := wirejson.MarshalOptions{OmitUnset: true}.Marshal(c.message)
		if text := string(got) + errorText(err); text != c.want {
			t.Errorf("%T: %s, want %s", c.message, text, c.want)
		}
	}
}
