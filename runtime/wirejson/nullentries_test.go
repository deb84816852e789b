// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestNullEntries writes and reads merge patches that remove map entries.
func TestNullEntries(t *testing.T) {
	for _, c := range []struct {
		message    proto.Message
		text, json string
		// read is the message that the JSON is read as. The default is text.
		read string
	}{
		{new(testpb.Maps), `null_entries: "/labels/a"`, `{"labels":{"a":null}}`, ``},
		{new(testpb.Maps), `labels { key: "b" value: "x" } null_entries: "/labels/a"`, `{"labels":{"b":"x","a":null}}`, ``},
		{new(testpb.Maps), `ages { key: "b" value: 0 } null_entries: ["/ages/a"]`, `{"ages":{"b":0,"a":null}}`, ``},
		{new(testpb.Maps), `null_entries: ["/parts/a", "/lists/b"]`, `{"parts":{"a":null},"lists":{"b":null}}`, ``},
		{new(testpb.Maps), `null_entries: "/counts/a/b"`, `{"counts":{"a":{"b":null}}}`, `counts { key: "a" value { } } null_entries: "/counts/a/b"`},
		{new(testpb.Maps), `counts { key: "a" value { counts { key: "c" value: 1 } } } null_entries: ["/counts/a/b", "/counts/d"]`, `{"counts":{"a":{"c":1,"b":null},"d":null}}`, ``},
		{new(testpb.Maps), `parts { key: "p" value { null_entries: ["/labels/a"] null_fields: "text" } } null_entries: "/parts/q"`, `{"parts":{"p":{"labels":{"a":null},"text":null},"q":null}}`, ``},
		{new(testpb.Maps), `text { counts { counts { key: "a" value: 1 } } } null_entries: "/text/b"`, `{"text":{"a":1,"b":null}}`, ``},
		{new(testpb.Maps), `text { counts { } } null_entries: "/text/b"`, `{"text":{"b":null}}`, ``},
		{new(testpb.Maps), `null_entries: "/text/b"`, `{"text":{"b":null}}`, `text { counts { } } null_entries: "/text/b"`},
		{new(testpb.Maps), `null_entries: ["/labels/a~1b~0c", "/labels/~01", "/labels/"]`, `{"labels":{"":null,"a/b~c":null,"~1":null}}`, `null_entries: ["/labels/", "/labels/a~1b~0c", "/labels/~01"]`},
		// Maps that can hold null.
		{new(testpb.Maps), `null_entries: "/any/a"`, `{"any":{"a":null}}`, `any { key: "a" value { null_value: NULL_VALUE } }`},
		// Entries that are set or have entries are not null.
		{new(testpb.Maps), `labels { key: "a" value: "" } null_entries: "/labels/a"`, `{"labels":{"a":""}}`, `labels { key: "a" value: "" }`},
		{new(testpb.Maps), `null_entries: ["/counts/a/b", "/counts/a"]`, `{"counts":{"a":{"b":null}}}`, `counts { key: "a" value { } } null_entries: "/counts/a/b"`},
		{new(testpb.Maps), `null_fields: "labels" empty_fields: "labels" null_entries: "/labels/a"`, `{"labels":{"a":null}}`, `null_entries: "/labels/a"`},
		{new(testpb.Maps), `empty_fields: "labels" null_fields: "ages"`, `{"ages":null,"labels":{}}`, `null_fields: "ages" empty_fields: "labels"`},
		// Additional members.
		{new(testpb.MoreMaps), `null_fields: "/labels/a" null_entries: ["/labels/a", "/x/y"]`, `{"labels":{"a":null},"/labels/a":null,"x":{"y":null}}`, `null_fields: "/labels/a" null_entries: ["/labels/a", "/x/y"] more { key: "x" value { } }`},
		{new(testpb.Maps), `more { null_entries: "/labels/a" }`, `{"more":{"labels":{"a":null}}}`, ``},
	} {
		for form, empty := range forms(c.message) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			got, err := wirejson.MarshalOptions{OmitUnset: true}.Marshal(m)
			if err != nil || string(got) != c.json {
				t.Errorf("%s %s:\ngot  %s, %v\nwant %s", form, c.text, got, err, c.json)
				continue
			}
			want := empty()
			must(prototext.Unmarshal([]byte(c.text), want))
			if c.read != "" {
				proto.Reset(want)
				must(prototext.Unmarshal([]byte(c.read), want))
			}
			for _, o := range []wirejson.UnmarshalOptions{{Partial: true}, {Partial: true, Exact: true}} {
				read := empty()
				if err := o.Unmarshal(got, read); err != nil || !proto.Equal(read, want) {
					t.Errorf("%s %s is read as\n     %v, %v\nwant %v", form, got, read, err, want)
				}
			}
		}
	}
}

func TestNullEntryErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{`null_entries: "labels"`, `nullEntries[0]: want the JSON pointer`},
		{`null_entries: "/labels"`, `such as "/labels/color"`},
		{`null_entries: ["/labels/a", "/labels/a/b"]`, `nullEntries[1]`},
		{`null_entries: "/counts/a/b/c"`, `/counts/a/b/c`},
		{`null_entries: "/list/0"`, `/list/0`},
		{`null_entries: "/list/0/a"`, `/list/0/a`},
		{`null_entries: "/none/a"`, `/none/a`},
		{`null_entries: "/parts/a/labels"`, `/parts/a/labels`},
		{`null_entries: "/more/labels/a"`, `/more/labels/a`},
		{`null_entries: "/null_entries/a"`, `/null_entries/a`},
		{`text { plain: "x" } null_entries: "/text/b"`, `text["b"]`},
		{`text { maps { list { } } } null_entries: "/text/b"`, `text["b"]`},
	} {
		for form, empty := range forms(new(testpb.Maps)) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			if got, err := (wirejson.MarshalOptions{OmitUnset: true}).Marshal(m); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s %s: %s, %v, want an error with %s", form, c.text, got, err, c.want)
			}
		}
	}
	m := &testpb.Maps{NullEntries: []string{"/labels/a"}}
	if _, err := wirejson.Marshal(m); err == nil || !strings.Contains(err.Error(), "only a merge patch can remove map entries") {
		t.Errorf("outside of a merge patch: %v", err)
	}
	for _, text := range []string{`{"labels":{"a":null}}`, `{"counts":{"a":{"b":null}}}`} {
		if err := (wirejson.UnmarshalOptions{}).Unmarshal([]byte(text), new(testpb.Maps)); err == nil {
			t.Errorf("%s is read outside of a merge patch", text)
		}
	}
	for _, text := range []string{`{"list":[{"a":null}]}`, `{"text":{"maps":{"x":null}}}`, `{"labels":{"a":nul}}`} {
		if err := (wirejson.UnmarshalOptions{Partial: true}).Unmarshal([]byte(text), new(testpb.Maps)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// TestNullEntryOfField writes and reads a body that is a map.
func TestNullEntryOfField(t *testing.T) {
	sent := &testpb.Maps{Labels: map[string]string{"b": "x"}, NullEntries: []string{"/labels/a"}}
	fd := sent.ProtoReflect().Descriptor().Fields().ByName("labels")
	got, err := wirejson.MarshalOptions{OmitUnset: true}.MarshalField(sent.ProtoReflect(), fd)
	if want := `{"b":"x","a":null}`; err != nil || string(got) != want {
		t.Fatalf("%s, %v, want %s", got, err, want)
	}
	read := new(testpb.Maps)
	if err := (wirejson.UnmarshalOptions{Partial: true}).UnmarshalField(got, read.ProtoReflect(), fd); err != nil || !proto.Equal(read, sent) {
		t.Fatalf("%v, %v, want %v", read, err, sent)
	}
}

// FuzzMaps reads merge patches on the fast path and by reflection, and writes them again.
func FuzzMaps(f *testing.F) {
	for _, text := range []string{
		`{"labels":{"a":null,"b":"x"},"counts":{"a":{"b":null,"c":2}},"text":{"a":null}}`, `{"parts":{"a":{"parts":{"b":null}}},"gaps":{"a":null},"any":{"a":null}}`,
		`{"labels":{"a":null,"a":"x"},"ages":{},"lists":{"a":null,"b":["c"]},"list":[{"a":1}]}`, `{"text":{"labels":{"a":null}},"labels":{"/~":null},"labels":null}`,
		`{"more":{"labels":{"a":null},"x":{"y":null},"/z":null}}`, `{"labels":{"a":null},"labels":{"b":null}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, o := range []wirejson.UnmarshalOptions{{Partial: true}, {Partial: true, Exact: true}, {Partial: true, KeepUnknown: true}, {}} {
			generated, dynamic := new(testpb.Maps), dynamicpb.NewMessage(new(testpb.Maps).ProtoReflect().Descriptor())
			err1, err2 := o.Unmarshal(text, generated), o.Unmarshal(text, dynamic)
			if (err1 == nil) != (err2 == nil) || err1 != nil && err1.Error() != err2.Error() {
				t.Fatalf("%s:\non the fast path %v\nby reflection    %v", text, err1, err2)
			}
			if err1 != nil {
				continue
			}
			if a, b := wire(t, generated), wire(t, dynamic); string(a) != string(b) {
				t.Fatalf("%s:\non the fast path %v\nby reflection    %v", text, generated, dynamic)
			}
			written, err := wirejson.MarshalOptions{OmitUnset: o.Partial}.Marshal(generated)
			again := new(testpb.Maps)
			if err == nil {
				err = o.Unmarshal(written, again)
			}
			if err != nil && !o.KeepUnknown {
				t.Fatalf("%s is written as %s, and read again: %v", text, written, err)
			}
		}
	})
}
