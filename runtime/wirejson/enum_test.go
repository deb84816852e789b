// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// spelled returns a file with an enum whose values have JSON names. option converts the
// generated option to the form that the descriptor has.
func spelled(t testing.TB, name string, option func(*descriptorpb.EnumValueOptions) *descriptorpb.EnumValueOptions) protoreflect.FileDescriptor {
	t.Helper()
	enum := &descriptorpb.EnumDescriptorProto{Name: proto.String("Channel"), Options: &descriptorpb.EnumOptions{AllowAlias: proto.Bool(true)}}
	for i, v := range []struct {
		name, json string
		number     int32
	}{
		{"CHANNEL_UNSPECIFIED", "", 0},
		{"CHANNEL_SMS", "sms", 1},
		{"CHANNEL_VIBER", "viber \"service\"", 2},
		{"CHANNEL_TEXT", "text", 1}, // Another name for 1.
		{"SWAP_A", "SWAP_B", 3},
		{"SWAP_B", "SWAP_A", 4},
		{"PLAIN", "", 5},
		{"NOTHING", "empty", 8},
		{"TWICE_A", "twice", 6},
		{"TWICE_B", "twice", 7},
	} {
		d := &descriptorpb.EnumValueDescriptorProto{Name: proto.String(v.name), Number: proto.Int32(v.number)}
		if v.json != "" || i == 0 {
			o := &descriptorpb.EnumValueOptions{Deprecated: proto.Bool(true)}
			rule := new(apipb.EnumValueRule)
			if v.json != "" {
				rule.JsonName = proto.String(strings.TrimPrefix(v.json, "empty"))
			}
			proto.SetExtension(o, apipb.E_EnumValue, rule)
			d.Options = option(o)
		}
		enum.Value = append(enum.Value, d)
	}
	m := newMessage("test."+name, "M")
	channel := "enum test." + name + ".Channel"
	m.add("optional", channel, "one")
	m.add("repeated", channel, "many")
	m.addMap("string", channel, "named")
	fd, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("test/" + name + ".proto"), Package: proto.String("test." + name), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{m.DescriptorProto},
		EnumType:    []*descriptorpb.EnumDescriptorProto{enum},
	}, files)
	if err != nil {
		t.Fatal(err)
	}
	return fd
}

// The forms of the option in a descriptor.
var optionForms = map[string]func(*descriptorpb.EnumValueOptions) *descriptorpb.EnumValueOptions{
	"generated": func(o *descriptorpb.EnumValueOptions) *descriptorpb.EnumValueOptions { return o },
	"unknown": func(o *descriptorpb.EnumValueOptions) *descriptorpb.EnumValueOptions {
		return reparsed(o, new(dynamicpb.Types)) // without the option
	},
	"dynamic": func(o *descriptorpb.EnumValueOptions) *descriptorpb.EnumValueOptions { return reparsed(o, types) },
}

func reparsed(o *descriptorpb.EnumValueOptions, r resolver) *descriptorpb.EnumValueOptions {
	b, err := proto.Marshal(o)
	must(err)
	c := new(descriptorpb.EnumValueOptions)
	must(proto.UnmarshalOptions{Resolver: r}.Unmarshal(b, c))
	return c
}

func TestEnumJSONName(t *testing.T) {
	for name, form := range optionForms {
		t.Run(name, func(t *testing.T) {
			md := message(spelled(t, name, form), "M")
			for _, c := range []struct{ read, written string }{
				{`{"one":"sms"}`, `{"one":"sms"}`},
				{`{"one":"CHANNEL_SMS"}`, `{"one":"sms"}`},
				{`{"one":1}`, `{"one":"sms"}`},
				{`{"one":"text"}`, `{"one":"sms"}`},
				{`{"one":"CHANNEL_TEXT"}`, `{"one":"sms"}`},
				{`{"one":"viber \"service\""}`, `{"one":"viber \"service\""}`},
				{`{"one":3}`, `{"one":"SWAP_B"}`},
				{`{"one":4}`, `{"one":"SWAP_A"}`},
				{`{"one":"SWAP_A"}`, `{"one":"SWAP_A"}`},
				{`{"one":"PLAIN"}`, `{"one":"PLAIN"}`},
				{`{"one":99}`, `{"one":99}`},
				{`{"one":""}`, `{"one":""}`},
				{`{"one":"NOTHING"}`, `{"one":""}`},
				{`{"many":["TWICE_B","twice"]}`, `{"many":["twice","twice"]}`},
				{`{"many":["CHANNEL_UNSPECIFIED","sms",2,70]}`, `{"many":["CHANNEL_UNSPECIFIED","sms","viber \"service\"",70]}`},
				{`{"named":{"b":"CHANNEL_SMS","a":"PLAIN"}}`, `{"named":{"a":"PLAIN","b":"sms"}}`},
			} {
				m := dynamicpb.NewMessage(md)
				if err := wirejson.Unmarshal([]byte(c.read), m); err != nil {
					t.Errorf("%s: %v", c.read, err)
					continue
				}
				got, err := wirejson.Marshal(m)
				if err != nil || string(got) != c.written {
					t.Errorf("%s: got %s, %v, want %s", c.read, got, err, c.written)
				}
			}
			m := dynamicpb.NewMessage(md)
			must(wirejson.Unmarshal([]byte(`{"one":"twice"}`), m))
			if got := m.Get(md.Fields().ByName("one")).Enum(); got != 6 {
				t.Errorf("a name of two values was read as %d, want the first value, 6", got)
			}
			for _, text := range []string{`{"one":"SMS"}`, `{"one":"channel_sms"}`, `{"one":"empty"}`} {
				if err := wirejson.Unmarshal([]byte(text), dynamicpb.NewMessage(md)); err == nil {
					t.Errorf("%s was read", text)
				}
				if err := (wirejson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal([]byte(text), dynamicpb.NewMessage(md)); err != nil {
					t.Errorf("%s: %v", text, err)
				}
			}
		})
	}
}

func TestEnumText(t *testing.T) {
	ed := spelled(t, "text", optionForms["generated"]).Enums().Get(0)
	for n, want := range map[protoreflect.EnumNumber]string{0: "CHANNEL_UNSPECIFIED", 1: "sms", 2: `viber "service"`, 5: "PLAIN", -9: "-9"} {
		if got := wirejson.EnumText(ed, n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

// TestManyEnums uses more enums than a cache holds, in several goroutines.
func TestManyEnums(t *testing.T) {
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 3_000 {
				f := &descriptorpb.FileDescriptorProto{Name: proto.String(fmt.Sprintf("%d/%d.proto", g, i)), Syntax: proto.String("proto3")}
				f.EnumType = []*descriptorpb.EnumDescriptorProto{parse(`name: "E" value { name: "A" number: 0 options { [protolect.api.v1.enum_value] { json_name: "a" } } }`, new(descriptorpb.EnumDescriptorProto))}
				fd, err := protodesc.NewFile(f, files)
				if err != nil {
					t.Error(err)
					return
				}
				if got := wirejson.EnumText(fd.Enums().Get(0), 0); got != "a" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

func TestConcurrentUse(t *testing.T) {
	md := message(spelled(t, "concurrent", optionForms["dynamic"]), "M")
	m := dynamicpb.NewMessage(md)
	must(wirejson.Unmarshal([]byte(`{"many":`+"["+strings.Repeat(`"sms",`, 20)+`"PLAIN"]}`), m))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			b, err := wirejson.Marshal(m)
			if err == nil {
				err = wirejson.Unmarshal(b, dynamicpb.NewMessage(md))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestAbsentZero writes the zero value of an enum that the API does not define. A field with it is not
// set, and a list, a map or a member of a union must not contain it.
func TestAbsentZero(t *testing.T) {
	const cat, none = testpb.Animal_KIND_CAT, testpb.Animal_KIND_UNSPECIFIED
	for _, test := range []struct {
		name string
		herd *testpb.Herd
		want string // empty if it cannot be written
	}{
		{"nothing", new(testpb.Herd), `{}`},
		{"values", &testpb.Herd{
			One: cat, Maybe: cat.Enum(), List: []testpb.Animal_Kind{cat}, Map: map[string]testpb.Animal_Kind{"a": cat}, Choice: &testpb.Herd_Chosen{Chosen: cat},
		}, `{"one":"cat","maybe":"cat","list":["cat"],"map":{"a":"cat"},"chosen":"cat"}`},
		{"unset by its value", &testpb.Herd{Maybe: none.Enum()}, `{}`},
		{"another member of the union", &testpb.Herd{Choice: &testpb.Herd_Name{Name: ""}}, `{"name":""}`},
		{"chosen", &testpb.Herd{Choice: &testpb.Herd_Chosen{Chosen: none}}, `{}`},
		{"in a list", &testpb.Herd{List: []testpb.Animal_Kind{cat, none}}, ""},
		{"in a map", &testpb.Herd{Map: map[string]testpb.Animal_Kind{"a": none}}, ""},
	} {
		dynamic := dynamicpb.NewMessage(test.herd.ProtoReflect().Descriptor())
		proto.Merge(dynamic, test.herd)
		for _, m := range []proto.Message{test.herd, dynamic} {
			got, err := wirejson.Marshal(m)
			if string(got) != test.want || (err == nil) != (test.want != "") {
				t.Errorf("%s in %T: got %s and %v, want %s", test.name, m, got, err, test.want)
			}
		}
	}
}
