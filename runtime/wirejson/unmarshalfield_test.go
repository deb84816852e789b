// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestUnmarshalField reads the fields of random messages one by one, and compares with protojson and with the
// whole message.
func TestUnmarshalField(t *testing.T) {
	for i, mt := range fuzzed() {
		g := &generator{Rand: rand.New(rand.NewPCG(7, uint64(i))), resolver: resolverOf(mt), anys: wellKnownNames()}
		for range 200 {
			m := mt.New()
			g.fill(m, 3)
			read := mt.New()
			fields := m.Descriptor().Fields()
			for i := range fields.Len() {
				fd := fields.Get(i)
				if !m.Has(fd) || fd.IsExtension() {
					continue
				}
				only := mt.New()
				only.Set(fd, m.Get(fd))
				object, err := protojson.MarshalOptions{AllowPartial: true, Resolver: resolverOf(mt)}.Marshal(only.Interface())
				if err != nil {
					t.Fatal(err)
				}
				members, err := wirejson.Members(object)
				if err != nil || len(members) != 1 {
					t.Fatalf("%s: %v", object, err)
				}
				if err := (wirejson.UnmarshalOptions{AllowPartial: true, Resolver: resolverOf(mt)}).UnmarshalField(members[0].Value, read, fd); err != nil {
					t.Fatalf("%s: %v", object, err)
				}
			}
			whole, err := protojson.MarshalOptions{AllowPartial: true, Resolver: resolverOf(mt)}.Marshal(m.Interface())
			if err != nil {
				t.Fatal(err)
			}
			want := mt.New()
			if err := (protojson.UnmarshalOptions{AllowPartial: true, Resolver: resolverOf(mt)}).Unmarshal(whole, want.Interface()); err != nil {
				t.Fatal(err)
			}
			want.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
				if fd.IsExtension() {
					read.Set(fd, v)
				}
				return true
			})
			if !proto.Equal(want.Interface(), read.Interface()) {
				t.Fatalf("%s: read %v, want %v", mt.Descriptor().Name(), read, want)
			}
		}
	}
}

func TestUnmarshalFieldAlone(t *testing.T) {
	for _, test := range []struct{ field, json, want string }{
		{"name", `"x"`, `{"name":"x","channels":["sms"]}`},
		{"name", ` null `, `{"channels":["sms"]}`},
		{"channels", `["rcs/v2"]`, `{"channels":["rcs/v2"]}`}, // replaces the elements
		{"channels", `null`, `{}`},
		{"grid", `[[1],[2]]`, `{"channels":["sms"],"grid":[[1],[2]]}`},
		{"event", `{"url":"u","type":"file"}`, `{"channels":["sms"],"event":{"type":"file","url":"u"}}`},
		{"name", `"x" 1`, "want the end of the text"},
		{"name", ``, "the end of the text"},
		{"channel", `"fax"`, "channel: want a value of protolect.test.options.Channel"},
		{"patch", `{"tags":[1]}`, "patch.tags[0]: want string"},
		{"patch", `{"x":1}`, "patch: want a field of"},
	} {
		order := new(testpb.Order)
		if err := wirejson.Unmarshal([]byte(`{"channels":["sms"]}`), order); err != nil {
			t.Fatal(err)
		}
		m := order.ProtoReflect()
		err := wirejson.UnmarshalOptions{}.UnmarshalField([]byte(test.json), m, m.Descriptor().Fields().ByTextName(test.field))
		got, _ := wirejson.Marshal(order)
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != test.want && (err == nil || !strings.Contains(string(got), test.want)) {
			t.Errorf("%s %s: got %s, want %s", test.field, test.json, got, test.want)
		}
	}
	var discarded bool
	m := new(testpb.Order).ProtoReflect()
	opts := wirejson.UnmarshalOptions{DiscardUnknown: true, Discarded: &discarded}
	if err := opts.UnmarshalField([]byte(`"fax"`), m, m.Descriptor().Fields().ByName("channel")); err != nil || !discarded {
		t.Errorf("got %v, %t", err, discarded)
	}
	// The required fields of a message in the field are checked.
	all := dynamicpb.NewMessage(proto2.Messages().ByName("All"))
	fd := all.Descriptor().Fields().ByName("s_needy")
	if err := (wirejson.UnmarshalOptions{}).UnmarshalField([]byte(`{}`), all, fd); err == nil || !strings.Contains(err.Error(), "every required field") {
		t.Errorf("got %v", err)
	}
	if err := (wirejson.UnmarshalOptions{AllowPartial: true}).UnmarshalField([]byte(`{}`), all, fd); err != nil {
		t.Error(err)
	}
}

// TestEnumNames checks that numbers are rejected for enums with names.
func TestEnumNames(t *testing.T) {
	for _, test := range []struct {
		json string
		ok   bool
	}{
		{`{"channel":"sms"}`, true},
		{`{"channel":1}`, false},
		{`{"channels":[1]}`, false},
		{`{"priority":1.5}`, true},
		{`{"answer":3}`, true}, // the count
	} {
		for _, m := range []proto.Message{new(testpb.Order), dynamicpb.NewMessage(new(testpb.Order).ProtoReflect().Descriptor())} {
			if err := (wirejson.UnmarshalOptions{EnumNames: true}).Unmarshal([]byte(test.json), m); (err == nil) != test.ok {
				t.Errorf("%s: got %v", test.json, err)
			}
			// Where unknown values are kept, such a number is one.
			if test.ok {
				continue
			}
			err := (wirejson.UnmarshalOptions{EnumNames: true, KeepUnknown: true}).Unmarshal([]byte(test.json), m)
			if got, err2 := wirejson.Marshal(m); err != nil || err2 != nil || string(got) != test.json || strings.Contains(prototext.Format(m), "CHANNEL_SMS") {
				t.Errorf("%s is read as %v and written as %s, %v, %v", test.json, m, got, err, err2)
			}
		}
	}
}

// TestUnmarshalNullField reads null as the value of every field, and compares with the whole message.
func TestUnmarshalNullField(t *testing.T) {
	md := new(testpb.Proto3).ProtoReflect().Descriptor()
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		for _, options := range []wirejson.UnmarshalOptions{{}, {Exact: true}, {Exact: true, Lenient: true}} {
			for _, m := range []proto.Message{new(testpb.Proto3), dynamicpb.NewMessage(md)} {
				whole := m.ProtoReflect().New().Interface()
				err := options.Unmarshal([]byte(`{"`+string(fd.Name())+`":null}`), whole)
				if got := options.UnmarshalField([]byte("null"), m.ProtoReflect(), fd); (got == nil) != (err == nil) {
					t.Errorf("%s, %+v: the field: %v, the message: %v", fd.Name(), options, got, err)
				} else if got == nil && !proto.Equal(m, whole) {
					t.Errorf("%s, %+v: got %v, want %v", fd.Name(), options, m, whole)
				}
			}
		}
	}
}
