// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// optionCases are messages, their JSON, and other JSON that is read as the same message.
var optionCases = []struct {
	message proto.Message
	text    string
	json    string
	read    []string
}{
	// Enum values.
	{new(testpb.Order), `channel: CHANNEL_SMS`, `{"channel":"sms"}`, []string{`{"channel":"CHANNEL_SMS"}`, `{"channel":1}`}},
	{new(testpb.Order), `channels: [CHANNEL_RCS, CHANNEL_UNSPECIFIED]`, `{"channels":["rcs/v2","CHANNEL_UNSPECIFIED"]}`, nil},
	{new(testpb.Order), `routes { key: "a" value: CHANNEL_RCS }`, `{"routes":{"a":"rcs/v2"}}`, nil},

	// Enums of numbers.
	{new(testpb.Order), `priority: PRIORITY_NONE`, `{"priority":0}`, []string{`{"priority":-0.0}`, `{"priority":"PRIORITY_NONE"}`}},
	{new(testpb.Order), `priorities: [PRIORITY_LOW, PRIORITY_HIGH, PRIORITY_HIGHEST]`, `{"priorities":[-1,1.5,10000000000]}`, []string{`{"priorities":[-1.0,15e-1,1e10]}`}},
	{new(testpb.Order), `priorities: PRIORITY_UNSPECIFIED`, `{"priorities":["PRIORITY_UNSPECIFIED"]}`, nil},

	// 64-bit integers as numbers.
	{new(testpb.Order), `amount: -9007199254740993`, `{"amount":-9007199254740993}`, []string{`{"amount":"-9007199254740993"}`}},
	{new(testpb.Order), `parts: [1, 18446744073709551615]`, `{"parts":[1,18446744073709551615]}`, []string{`{"parts":["1",1.8446744073709551615e19]}`}},
	{new(testpb.Order), `stock { key: "a" value: -3 }`, `{"stock":{"a":-3}}`, []string{`{"stock":{"a":"-3"}}`}},
	{new(testpb.Order), `limit { value: 7 }`, `{"limit":7}`, []string{`{"limit":"7"}`}},

	// URL-safe base64.
	{new(testpb.Order), `token: "\xfb\xff\xfe?"`, `{"token":"-__-Pw=="}`, []string{`{"token":"+//+Pw=="}`, `{"token":"-__-Pw"}`}},
	{new(testpb.Order), `tokens: ["\xfb\xff"]`, `{"tokens":["-_8="]}`, nil},

	// A union with a discriminator.
	{new(testpb.Event), `text { body: "a" }`, `{"type":"text","body":"a"}`, nil},
	{new(testpb.Event), `text { type: "text" body: "a" }`, `{"type":"text","body":"a"}`, []string{`{"body":"a","type":"text"}`}},
	{new(testpb.Event), `file { url: "u" size: 3 }`, `{"type":"file","url":"u","size":3}`, []string{`{"url":"u","size":3,"type":"FILE"}`, `{"url":"u","type":"f\u0069le","size":3}`}},
	{new(testpb.Event), `more { large { url: "u" } }`, `{"type":"more","size":"L","url":"u"}`, []string{`{"url":"u","size":"L","type":"more"}`}},
	{new(testpb.Event), `more { small { url: "u" } }`, `{"type":"more","size":"S","url":"u"}`, nil},
	{new(testpb.Event), ``, `null`, nil},
	{new(testpb.Order), `event { file { url: "u" } }`, `{"event":{"type":"file","url":"u"}}`, nil},
	{new(testpb.Order), `events { file { } } events { text { type: "text" } }`, `{"events":[{"type":"file"},{"type":"text"}]}`, nil},

	// A union with a default alternative.
	{new(testpb.Plant), `tree { kind: "tree" height: 3 }`, `{"kind":"tree","height":3}`, nil},
	{new(testpb.Plant), `other { kind: "herb" note: "n" }`, `{"kind":"herb","note":"n"}`, []string{`{"note":"n","kind":"herb"}`}},

	// A union without a discriminator.
	{new(testpb.Answer), `yes: false`, `false`, nil},
	{new(testpb.Answer), `channel: CHANNEL_RCS`, `"rcs/v2"`, []string{`"CHANNEL_RCS"`}},
	{new(testpb.Answer), `time { seconds: 1 }`, `"1970-01-01T00:00:01Z"`, nil},
	{new(testpb.Answer), `span { seconds: 1 }`, `"1s"`, nil},
	{new(testpb.Answer), `text: "hello"`, `"hello"`, nil},
	{new(testpb.Answer), `text: "7"`, `"7"`, nil},
	{new(testpb.Answer), `ratio: 0.5`, `0.5`, nil},
	{new(testpb.Answer), `ratio: 3000000000`, `3000000000`, nil},
	{new(testpb.Answer), `row { cells: [1, 2] }`, `[1,2]`, nil},
	{new(testpb.Answer), `row { }`, `[]`, nil},
	{new(testpb.Answer), `names { names: ["1", "b"] }`, `["1","b"]`, nil},
	{new(testpb.Answer), `file { url: "u" size: 1 }`, `{"url":"u","size":1}`, []string{` { "size" : 1 , "url" : "u" } `}},
	{new(testpb.Answer), `message { type: "t" body: "b" }`, `{"type":"t","body":"b"}`, nil},
	{new(testpb.Answer), `labels { more { key: "other" value: "x" } }`, `{"other":"x"}`, nil},
	{new(testpb.Answer), `file { }`, `{}`, nil},
	{new(testpb.Order), `answer { text: "a" } answers { yes: true } answers { ratio: 1.5 } by_name { key: "k" value { text: "v" } }`, `{"answer":"a","answers":[true,1.5],"byName":{"k":"v"}}`, nil},
	{new(testpb.Choice), `tree { left { numbers { cells: 1 } } right { names { names: "a" } } }`, `{"left":[1],"right":["a"]}`, nil},
	{new(testpb.Choice), `wide { left { tree { } } note: "n" }`, `{"left":{},"note":"n"}`, nil},

	// Messages that are lists and maps.
	{new(testpb.Row), `cells: [1, 2]`, `[1,2]`, nil},
	{new(testpb.Row), ``, `[]`, nil},
	{new(testpb.Grid), `rows { cells: [1, 2] } rows { } rows { cells: 3 }`, `[[1,2],[],[3]]`, nil},
	{new(testpb.Lists), `lists { key: "a" value { names: ["x"] } }`, `{"a":["x"]}`, nil},
	{new(testpb.Lists), ``, `{}`, nil},
	{new(testpb.Order), `grid { rows { cells: 1 } } lists { }`, `{"grid":[[1]],"lists":{}}`, nil},

	// Additional members.
	{new(testpb.Labels), `first_name: "f" more { key: "b" value: "2" } more { key: "a" value: "1" }`, `{"firstName":"f","a":"1","b":"2"}`, []string{`{"b":"2","firstName":"f","a":"1"}`, `{"b":"2","firstName":"f","a":"1","c":null}`}},
	{new(testpb.Labels), `more { key: "first_name" value: "f" } more { key: "more" value: "m" } more { key: "[x]" value: "y" }`, `{"[x]":"y","first_name":"f","more":"m"}`, nil},
	{new(testpb.Loose), `all { key: "a" value { null_value: NULL_VALUE } } all { key: "b" value { list_value { values { number_value: 1 } } } }`, `{"a":null,"b":[1]}`, nil},

	// Null beside absent.
	{new(testpb.Patch), `title: "t"`, `{"title":"t"}`, nil},
	{new(testpb.Patch), `gone: "title" gone: "inner"`, `{"title":null,"inner":null}`, nil},
	{new(testpb.Patch), `empty: "tags" empty: "notes"`, `{"tags":[],"notes":{}}`, nil},
	{new(testpb.Patch), `gone: "tags" notes { key: "a" value: "b" }`, `{"notes":{"a":"b"},"tags":null}`, nil},

	{new(testpb.Notes), `more { key: "a" value: "1" } gone: ["title", "b"]`, `{"title":null,"b":null,"a":"1"}`, nil},
	{new(testpb.Notes), `gone: "x\ty"`, `{"x\ty":null}`, nil},

	// Required.
	{
		new(testpb.Full), ``,
		`{"name":"","count":"0","done":false,"tags":[],"parts":{},"token":""}`, []string{`{}`},
	},
	{
		new(testpb.Full), `before: 1 name: "n" tags: "t" inner { channel: CHANNEL_SMS } ratio: 0 number: 0`,
		`{"before":1,"name":"n","count":"0","done":false,"tags":["t"],"parts":{},"token":"",` +
			`"inner":{"name":"","count":"0","done":false,"channel":"sms","tags":[],"parts":{},"token":""},"ratio":0,"number":0}`, nil,
	},
	{new(testpb.Patch), `inner { gone: "title" } any { null_value: NULL_VALUE }`, `{"inner":{"title":null},"any":null}`, nil},
}

// forms returns functions that make empty messages of m's type, one for each implementation.
func forms(m proto.Message) map[string]func() proto.Message {
	return map[string]func() proto.Message{
		"generated": func() proto.Message { return m.ProtoReflect().New().Interface() },
		"dynamic":   func() proto.Message { return dynamicpb.NewMessage(m.ProtoReflect().Descriptor()) },
	}
}

func TestOptions(t *testing.T) {
	for _, c := range optionCases {
		for form, empty := range forms(c.message) {
			want := empty()
			must(prototext.Unmarshal([]byte(c.text), want))
			got, err := wirejson.Marshal(want)
			if err != nil || string(got) != c.json {
				t.Errorf("%s %T %s:\ngot  %s, %v\nwant %s", form, c.message, c.text, got, err, c.json)
			}
			for _, text := range append([]string{c.json}, c.read...) {
				m := empty()
				if err := wirejson.Unmarshal([]byte(text), m); err != nil {
					t.Errorf("%s %T %s: %v", form, c.message, text, err)
					continue
				}
				again, err := wirejson.Marshal(m)
				if err != nil || string(again) != c.json {
					t.Errorf("%s %T %s is read as %v, and written as %s, %v", form, c.message, text, m, again, err)
				}
				if diff := cmp.Diff(want, m, protocmp.Transform()); diff != "" && !strings.Contains(c.text, "text { body") {
					t.Errorf("%s %T %s, -want +got:\n%s", form, c.message, text, diff)
				}
			}
		}
	}
}

func TestOptionErrors(t *testing.T) {
	for _, c := range []struct {
		message    proto.Message
		json, want string
	}{
		{new(testpb.Event), `{"type":"video"}`, `want an alternative of protolect.test.options.Event, found an object at byte 0`},
		{new(testpb.Event), `{"body":"a"}`, `want an alternative of protolect.test.options.Event, found an object at byte 0`},
		{new(testpb.Event), `{"type":"file","type":"file"}`, `want each member once, found "type" at byte 15`},
		{new(testpb.Event), `{"type":"file","nope":1}`, `want a field of protolect.test.options.FileEvent, found "nope" at byte 15`},
		{new(testpb.Order), `{"events":[{"type":"file","size":"x"}]}`, `events[0].size: want int32, found "x" at byte 33`},
		{new(testpb.Order), `{"answer":[[]]}`, `answer: want an alternative of protolect.test.options.Answer, found an array at byte 10`},
		{new(testpb.Order), `{"priority":4}`, `priority: want a value of protolect.test.options.Priority, found 4 at byte 12`},
		{new(testpb.Grid), `[[1],{}]`, `[1]: want an array, found an object at byte 5`},
		{new(testpb.Grid), `{}`, `want an array, found an object at byte 0`},
		{new(testpb.Labels), `{"a":"1","a":"2"}`, `want each key once, found "a" at byte 9`},
		{new(testpb.Labels), `{"a":1}`, `["a"]: want string, found 1 at byte 5`},
		{new(testpb.Patch), `{"gone":[]}`, `want a field of protolect.test.options.Patch, found "gone" at byte 1`},
	} {
		for form, empty := range forms(c.message) {
			err := wirejson.Unmarshal([]byte(c.json), empty())
			if err == nil || err.Error() != "wirejson: "+c.want {
				t.Errorf("%s %T %s:\ngot  %v\nwant %s", form, c.message, c.json, err, c.want)
			}
		}
	}
	for _, c := range []struct {
		m    proto.Message
		want string
	}{
		{&testpb.Labels{More: map[string]string{"firstName": "x"}}, `more["firstName"]: want a key that is not the name of a field of protolect.test.options.Labels, found "firstName"`},
		{&testpb.Notes{Gone: []string{"\xff"}}, `gone[0]: want UTF-8, found "\xff"`},
		{&testpb.Patch{Empty: []string{"title"}}, `empty[0]: want the JSON name of a list or map of protolect.test.options.Patch, found "title"`},
		{&testpb.Patch{Gone: []string{"long_title"}}, `gone[0]: want "longTitle", the JSON name of a field of protolect.test.options.Patch, found "long_title"`},
		{&testpb.Patch{Gone: []string{"LongTitle"}}, `gone[0]: want "longTitle", the JSON name of a field of protolect.test.options.Patch, found "LongTitle"`},
		{&testpb.Patch{Gone: []string{"long-title"}}, `gone[0]: want "longTitle", the JSON name of a field of protolect.test.options.Patch, found "long-title"`},
		{&testpb.Patch{Gone: []string{"title", "nope"}}, `gone[1]: want the JSON name of a field of protolect.test.options.Patch, found "nope"`},
	} {
		if _, err := wirejson.Marshal(c.m); err == nil || err.Error() != "wirejson: "+c.want {
			t.Errorf("%v:\ngot  %v\nwant %s", c.m, err, c.want)
		}
	}
}

// TestNestedUnions reads nested unions that differ only in the innermost value. Trying every combination
// of alternatives would take exponential time.
func TestNestedUnions(t *testing.T) {
	const depth = 2_000
	text := strings.Repeat(`{"right":[1],"left":`, depth) + `["a"]` + strings.Repeat(`}`, depth)
	m := new(testpb.Choice)
	if err := wirejson.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	for range depth {
		m = m.GetTree().GetLeft()
	}
	if fmt.Sprint(m.GetNames().GetNames()) != "[a]" {
		t.Errorf("the innermost is %v", m)
	}
}

// TestDefaultAlternative reads an object without a discriminator as the default alternative, and
// writes it without one.
func TestDefaultAlternative(t *testing.T) {
	for form, empty := range forms(new(testpb.Plant)) {
		m := empty()
		must(wirejson.Unmarshal([]byte(`{"height":3}`), m))
		if fd := m.ProtoReflect().WhichOneof(m.ProtoReflect().Descriptor().Oneofs().Get(0)); fd == nil || fd.Name() != "other" {
			t.Errorf("%s: the alternative is %v", form, fd)
		}
		if text, err := wirejson.Marshal(m); err != nil || string(text) != `{"height":3}` {
			t.Errorf("%s: it is written as %s, %v", form, text, err)
		}
	}
}
