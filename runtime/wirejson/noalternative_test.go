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

// TestUnionsWithoutAlternative writes unions without an alternative where the document does not allow null.
func TestUnionsWithoutAlternative(t *testing.T) {
	for _, c := range []struct{ text, path, partial string }{
		{`event { }`, "event", ""},
		{`event { more { } }`, "event", ""},
		{`events { text { } } events { }`, "events[1]", ""},
		{`by_name { key: "a" value { } }`, `byName["a"]`, `{"byName":{"a":null}}`},
	} {
		for form, empty := range forms(new(testpb.Order)) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			want := map[bool]string{false: "", true: c.partial}
			for partial, json := range want {
				got, err := wirejson.MarshalOptions{OmitUnset: partial}.Marshal(m)
				e, isError := errors.AsType[*wirejson.Error](err)
				if string(got) != json || isError != (json == "") || isError && e.Path != c.path {
					t.Errorf("%s %s: got %s, %v; want %s or an error at %s", form, c.text, got, err, json, c.path)
				}
			}
		}
	}
}

// TestUnionWithoutAlternativeOfField writes a union without an alternative that is the whole body of a request.
func TestUnionWithoutAlternativeOfField(t *testing.T) {
	m := (&testpb.Order{Event: new(testpb.Event)}).ProtoReflect()
	got, err := wirejson.MarshalOptions{}.MarshalField(m, m.Descriptor().Fields().ByName("event"))
	want := `wirejson: event: want an alternative of protolect.test.options.Event, as null is not allowed here, found none`
	if err == nil || err.Error() != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

// TestUnionReadFromNull writes again unions that a server sent as null, although the document does not allow it.
func TestUnionReadFromNull(t *testing.T) {
	const json = `{"events":[null,{"type":"text"}],"byName":{"a":null}}`
	for form, empty := range forms(new(testpb.Order)) {
		m := empty()
		must(wirejson.Unmarshal([]byte(json), m))
		for _, m := range []proto.Message{m, proto.Clone(m)} {
			if got, err := wirejson.Marshal(m); err != nil || string(got) != json {
				t.Errorf("%s: got %s, %v", form, got, err)
			}
		}
	}
}
