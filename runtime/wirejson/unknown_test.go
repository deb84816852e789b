// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

var keeping = wirejson.UnmarshalOptions{KeepUnknown: true}

// keptCases are JSON with unknown members, the unknown JSON that is listed, and the JSON that is
// written if it differs.
var keptCases = []struct {
	message proto.Message
	json    string
	unknown []string
	written string
}{
	{new(chatpb.Message), `{"text":"a","x":{"b" : [1.0, null, "\u0041"]},"y":1E5}`, []string{`x={"b" : [1.0, null, "\u0041"]}`, `y=1E5`}, ``},
	{new(chatpb.Message), `{"sender":{"type":"KING","crown":true}}`, []string{`sender.type="KING"`, `sender.crown=true`}, ``},
	{new(chatpb.Message), `{"x":1,"text":"a","x":2}`, []string{`x=2`}, `{"text":"a","x":2}`},
	{new(chatpb.ListMessagesResponse), `{"messages":[{},{"\u00e4\"":[]}]}`, []string{`messages[1].ä"=[]`}, `{"messages":[{},{"ä\"":[]}]}`},
	{new(testpb.Proto3), `{"rKind":["ONE","NEW","ZERO","NEWER"]}`, []string{`rKind[1]="NEW"`, `rKind[3]="NEWER"`}, ``},
	{new(testpb.Proto3), `{"rKind":["NEW"]}`, []string{`rKind[0]="NEW"`}, ``},
	{new(testpb.Proto3), `{"mKind":{"a":"SOME","b":"NEW"}}`, []string{`mKind["b"]="NEW"`}, ``},
	{new(testpb.Proto3), `{"mAll":{"k":{"z":1}},"oneKind":"NEW"}`, []string{`oneKind="NEW"`, `mAll["k"].z=1`}, ``},
	{new(testpb.Opaque), `{"needed":"","sKind":"NEW","x":[1]}`, []string{`sKind="NEW"`, `x=[1]`}, ``},
	{new(testpb.Order), `{"channel":"fax","events":[{"type":"file","a":1},{"type":"video","b":2},7],"answer":[[]]}`,
		[]string{`channel="fax"`, `events[0].a=1`, `events[1]={"type":"video","b":2}`, `events[2]=7`, `answer=[[]]`}, `{"events":[{"type":"file","a":1},{"type":"video","b":2},7],"answer":[[]],"channel":"fax"}`},
	{new(anypb.Any), `{"a":1}`, []string{`={"a":1}`}, ``},
}

func TestKeepUnknown(t *testing.T) {
	for _, c := range keptCases {
		for form, empty := range forms(c.message) {
			m := empty()
			if err := keeping.Unmarshal([]byte(c.json), m); err != nil {
				t.Errorf("%s %T %s: %v", form, c.message, c.json, err)
				continue
			}
			// Unknown JSON is copied and encoded with the message.
			clone, wired := proto.Clone(m), empty()
			must(proto.Unmarshal(wire(t, m), wired))
			if c.written == "" {
				c.written = c.json
			}
			for _, m := range []proto.Message{m, clone, wired} {
				got, err := wirejson.Marshal(m)
				if err != nil || string(got) != c.written {
					t.Errorf("%s %T:\ngot  %s, %v\nwant %s", form, c.message, got, err, c.written)
				}
				if !proto.Equal(m, clone) {
					t.Errorf("%v and %v differ", m, clone)
				}
				var unknown []string
				for u := range wirejson.UnknownIn(m) {
					unknown = append(unknown, u.Path+"="+string(u.JSON))
				}
				slices.Sort(unknown)
				want := slices.Sorted(slices.Values(c.unknown))
				if !slices.Equal(unknown, want) {
					t.Errorf("%s %T %s: got %q, want %q", form, c.message, c.json, unknown, want)
				}
			}
			// Without unknown JSON, the message is the same as with DiscardUnknown.
			wirejson.DropUnknown(m)
			discarded := empty()
			if err := (wirejson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal([]byte(c.json), discarded); err != nil || !proto.Equal(m, discarded) {
				t.Errorf("%s %T %s: got %v after DropUnknown, want %v, %v", form, c.message, c.json, m, discarded, err)
			}
			known, err := wirejson.Marshal(discarded)
			if err != nil && strings.Contains(err.Error(), "WithKeepUnknown") {
				known = []byte("{}") // An element of a list was discarded.
			} else {
				must(err)
			}
			for text, want := range map[string]bool{c.json: true, string(known): false} {
				for _, o := range []wirejson.UnmarshalOptions{{DiscardUnknown: true}, {KeepUnknown: true}} {
					got := !want
					o.Discarded = &got
					if err := o.Unmarshal([]byte(text), empty()); err != nil || got != want {
						t.Errorf("%s %T %s: discarded is %v, %v", form, c.message, text, got, err)
					}
				}
			}
		}
	}
}

// TestUnknownFieldOfOthers checks that protojson ignores kept JSON, and that Marshal ignores other unknown fields.
func TestUnknownFieldOfOthers(t *testing.T) {
	m := new(chatpb.Message)
	must(keeping.Unmarshal([]byte(`{"text":"a","x":1}`), m))
	if got, err := protojson.Marshal(m); err != nil || strings.ReplaceAll(string(got), " ", "") != `{"text":"a"}` {
		t.Errorf("protojson writes %s, %v", got, err)
	}
	other := &chatpb.Message{Name: "n"}
	must(proto.Unmarshal([]byte{0xf8, 0xac, 0x09, 0x01}, other)) // field 19151, a varint
	if got, err := wirejson.Marshal(other); err != nil || string(got) != `{}` {
		t.Errorf("got %s, %v for another unknown field", got, err)
	}
	// Another field with the same content.
	body := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "x")
	body = protowire.AppendString(protowire.AppendTag(body, 2, protowire.BytesType), "1")
	for number, want := range map[protowire.Number]string{19217: `{"x":1}`, 19216: `{}`, 19218: `{}`} {
		must(proto.Unmarshal(protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), body), other))
		if got, err := wirejson.Marshal(other); err != nil || string(got) != want {
			t.Errorf("field %d: got %s, %v, want %s", number, got, err, want)
		}
	}
}

// TestSetWins sets a field whose value was kept as unknown before.
func TestSetWins(t *testing.T) {
	m := new(chatpb.Message)
	must(keeping.Unmarshal([]byte(`{"sender":{"type":"KING","name":"n"}}`), m))
	m.Sender.Type = chatpb.User_BOT
	if got, err := wirejson.Marshal(m); err != nil || string(got) != `{"sender":{"name":"n","type":"BOT"}}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestForgedRecords writes messages with records that are not JSON, as binary messages from elsewhere may have.
func TestForgedRecords(t *testing.T) {
	for _, json := range []string{`1,"admin":true`, `"`, `{`, ` `, "\"\xff\"", strings.Repeat("[", 20_000)} {
		body := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "x")
		body = protowire.AppendString(protowire.AppendTag(body, 2, protowire.BytesType), json)
		raw := protowire.AppendBytes(protowire.AppendTag(nil, 19217, protowire.BytesType), body)
		m := new(chatpb.Message)
		must(proto.Unmarshal(raw, m))
		if got, err := wirejson.Marshal(m); err == nil {
			t.Errorf("%.20q is written as %.40s", json, got)
		}
	}
}
