// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"errors"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

func TestReadingErrors(t *testing.T) {
	for _, c := range []struct {
		text, want string
		path       string
		offset     int
	}{
		{`{"messages":[{},{},{},{"sender":{"type":"KING"}}]}`, `wirejson: messages[3].sender.type: want a value of protolect.google.chat.v1.User.Type, found "KING" at byte 40`, "messages[3].sender.type", 40},
		{`{"messages":[{"createTime":"now"}]}`, `wirejson: messages[0].createTime: want a time of RFC 3339 in the years 1 to 9999, found "now" at byte 27`, "messages[0].createTime", 27},
		{`{"messages":{}}`, `wirejson: messages: want an array, found an object at byte 12`, "messages", 12},
		{`{"messages":[1]}`, `wirejson: messages[0]: want an object, found 1 at byte 13`, "messages[0]", 13},
		{`{"nextPageToken":12.50}`, `wirejson: nextPageToken: want string, found 12.50 at byte 17`, "nextPageToken", 17},
		{`{"nextPageToken":"a","next_page_token":"b"}`, `wirejson: want each field once, found "next_page_token" at byte 21`, "", 21},
		{`{"messages":[{"nope":1}]}`, `wirejson: messages[0]: want a field of protolect.google.chat.v1.Message, found "nope" at byte 14`, "messages[0]", 14},
		{`{"nextPageToken":"\ud83d"}`, `wirejson: nextPageToken: want an escaped character, found "\\ud83d\"" at byte 18`, "nextPageToken", 18},
		{`{"nextPageToken":truth}`, `wirejson: nextPageToken: want string, found truth at byte 17`, "nextPageToken", 17},
		{`{} x`, `wirejson: want the end of the text, found x at byte 3`, "", 3},
		{"\x00", `wirejson: want an object, found '\x00' at byte 0`, "", 0},
	} {
		err := wirejson.Unmarshal([]byte(c.text), new(chatpb.ListMessagesResponse))
		e, ok := errors.AsType[*wirejson.Error](err)
		if !ok || e.Error() != c.want || e.Path != c.path || e.Offset != c.offset {
			t.Errorf("%s:\ngot  %v\nwant %s", c.text, err, c.want)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: the error wraps io.ErrUnexpectedEOF", c.text)
		}
	}
}

// TestCutOff reads every prefix of JSON.
func TestCutOff(t *testing.T) {
	const text = `{"sInt32":-15e0,"sString":"aä\n\ud83d\ude00","sBool":true,"rInt32":[1,2],"mString":{"a":"b"},"unknown":{"a":[null,false,"x"]},"sAny":{"value":"1s","@type":"type.googleapis.com/google.protobuf.Duration"},"sValue":{"a":[1]}}`
	o := wirejson.UnmarshalOptions{DiscardUnknown: true, Resolver: types}
	for n := range len(text) {
		err := o.Unmarshal([]byte(text[:n]), dynamicpb.NewMessage(message(proto3, "All")))
		e, ok := errors.AsType[*wirejson.Error](err)
		if !ok || !errors.Is(err, io.ErrUnexpectedEOF) || e.Offset != n {
			t.Errorf("%s: %v", text[:n], err)
		}
	}
	if err := o.Unmarshal([]byte(text), dynamicpb.NewMessage(message(proto3, "All"))); err != nil {
		t.Error(err)
	}
}

func TestErrorsAreBounded(t *testing.T) {
	long := strings.Repeat("ä", 100_000)
	for _, text := range []string{
		`{"` + long + `":1}`,
		`{"sInt32":"` + long + `"}`,
		`{"sInt32":` + strings.Repeat("1", 100_000) + `}`,
		`{"mInt32":{"` + long + `":"x"}}`,
		`{"sAny":{"@type":"` + long + `"}}`,
		`{"sString":"` + long + `\x"}`,
		`{"[` + long + `]":1}`,
		strings.Repeat(`{"sAll":`, 9_000) + `1`,
		strings.Repeat(`{"sAll":`, 100_000) + `1`,
		strings.Repeat(`{"mAll":{"`+long[:1000]+`":`, 100) + `1`,
	} {
		err := wirejson.UnmarshalOptions{Resolver: types}.Unmarshal([]byte(text), dynamicpb.NewMessage(message(proto3, "All")))
		if err == nil || len(err.Error()) > 1_000 || !utf8.ValidString(err.Error()) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}

// TestMemoryIsBounded reads small JSON of messages that take much memory.
func TestMemoryIsBounded(t *testing.T) {
	for n, refused := range map[int]bool{100: false, 100_000: true} {
		text := `{"rAll":[` + strings.Repeat(`{},`, n) + `{}]}`
		err := wirejson.Unmarshal([]byte(text), new(testpb.Proto3))
		if (err != nil) != refused || err != nil && !strings.Contains(err.Error(), "want messages that take at most 256 times the size of their JSON") {
			t.Errorf("%d empty messages: %v", n, err)
		}
	}
}

func TestWritingErrors(t *testing.T) {
	for _, c := range []struct {
		m    proto.Message
		want string
	}{
		{&chatpb.ListMessagesResponse{Messages: []*chatpb.Message{{}, {Text: "a\xff"}}}, `wirejson: messages[1].text: want UTF-8, found "a\xff"`},
		{&anypb.Any{TypeUrl: "type.googleapis.com/no.Such"}, `wirejson: want a type URL that the resolver knows, found "type.googleapis.com/no.Such": `},
		{&anypb.Any{Value: []byte("a")}, `wirejson: want a type URL for the value of a google.protobuf.Any, found none`},
		{&anypb.Any{TypeUrl: "type.googleapis.com/google.protobuf.Empty", Value: []byte("a")}, `wirejson: want the wire format of "type.googleapis.com/google.protobuf.Empty": `},
		{&structpb.Struct{Fields: map[string]*structpb.Value{"a": {}}}, `wirejson: ["a"]: want a kind of google.protobuf.Value, found none`},
		{dynamicpb.NewMessage(message(proto2, "Required")), `wirejson: want every required field to be set: `},
	} {
		b, err := wirejson.Marshal(c.m)
		if e, ok := errors.AsType[*wirejson.Error](err); !ok || !strings.HasPrefix(e.Error(), c.want) || e.Offset != -1 || b != nil {
			t.Errorf("got %v and %q, want %s", err, b, c.want)
		}
	}
}

// TestUnknownAny reads an Any of an unknown type. It is an error with DiscardUnknown too,
// because the whole value would be discarded.
func TestUnknownAny(t *testing.T) {
	err := wirejson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal([]byte(`{"@type":"type.googleapis.com/no.Such","a":1}`), new(anypb.Any))
	const want = `wirejson: @type: want a type URL that the resolver knows, found "type.googleapis.com/no.Such" at byte 9: `
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNilMessages(t *testing.T) {
	for want, m := range map[string]proto.Message{`{}`: nil, `{ }`: (*chatpb.Message)(nil), `0`: (*wrapperspb.Int32Value)(nil)} {
		if got, err := wirejson.Marshal(m); err != nil || string(got) != strings.ReplaceAll(want, " ", "") {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}

func TestMarshalAppend(t *testing.T) {
	got, err := wirejson.MarshalOptions{}.MarshalAppend([]byte("{"), &chatpb.Message{Name: "a", Text: "b"})
	if err != nil || string(got) != `{{"name":"a","text":"b"}` {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestMarshalField(t *testing.T) {
	m := dynamicpb.NewMessage(message(proto3, "All"))
	for name, want := range map[string]string{
		"s_int32": `0`, "s_int64": `"0"`, "s_bool": `false`, "s_string": `""`, "s_bytes": `""`, "s_double": `0`, "s_kind": `"ZERO"`, "r_int32": `[]`, "m_int32": `{}`, "s_all": `{}`, "s_timestamp": `"1970-01-01T00:00:00Z"`,
	} {
		got, err := wirejson.MarshalOptions{}.MarshalField(m, m.Descriptor().Fields().ByTextName(name))
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", name, got, err, want)
		}
	}
}

// TestNestedAnys reads nested Anys whose last member is the type. Each value is read ahead once,
// so the cost is linear in the depth. Reading ahead at each level would make it quadratic.
func TestNestedAnys(t *testing.T) {
	allocated := func(depth int) uint64 {
		text := nestedAnys(depth)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := wirejson.Unmarshal(text, new(anypb.Any))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "int32") {
			t.Error(err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(1) // fills the caches
	if few, many := allocated(1_000), allocated(8_000); many > 16*few {
		t.Errorf("1,000 Anys allocate %d bytes, 8,000 Anys %d", few, many)
	}
}

// nestedAnys returns the JSON of nested Anys. The innermost one has the wrong type, because each
// Any copies the value within it, and the copies would hide the cost of reading ahead.
func nestedAnys(depth int) []byte {
	return []byte(strings.Repeat(`{"value":`, depth) + `{"value":"x","@type":"type.googleapis.com/google.protobuf.Int32Value"}` +
		strings.Repeat(`,"@type":"type.googleapis.com/google.protobuf.Any"}`, depth))
}

// BenchmarkNestedAnys shows whether the time is linear in the depth.
func BenchmarkNestedAnys(b *testing.B) {
	for _, depth := range []int{1_000, 8_000} {
		text := nestedAnys(depth)
		b.Run(strconv.Itoa(depth), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_ = wirejson.Unmarshal(text, new(anypb.Any))
			}
		})
	}
}
