// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

var messagesPath = pathOf(new(chatpb.ListMessagesResponse), "messages")

// pathOf returns the fields on a path of names, beginning at m.
func pathOf(m proto.Message, names ...protoreflect.Name) (path []protoreflect.FieldDescriptor) {
	md := m.ProtoReflect().Descriptor()
	for _, name := range names {
		fd := md.Fields().ByName(name)
		path = append(path, fd)
		md = fd.Message()
	}
	return path
}

// readers returns readers that return a text in pieces of several sizes.
func readers(text string) map[string]io.Reader {
	return map[string]io.Reader{
		"whole":         strings.NewReader(text),
		"byte by byte":  iotest.OneByteReader(strings.NewReader(text)),
		"half by half":  iotest.HalfReader(strings.NewReader(text)),
		"EOF with data": iotest.DataErrReader(strings.NewReader(text)),
	}
}

// TestItems compares results and errors with Unmarshal.
func TestItems(t *testing.T) {
	long := strings.Repeat(`a\"\\]}`, 20_000)
	for _, text := range []string{
		`{}`, ` { } `, `{"messages":[]}`, `{"messages":null}`, `{"nextPageToken":"x"}`,
		`{"messages":[{"text":"a"},{},{"text":"b","sender":{"type":"BOT"}}],"nextPageToken":"x"}`,
		" {\n\t\"nextPageToken\" : \"x\" ,\r\n \"messages\" : [ { \"text\" : \"]}\\\"\" } , { } ] } \n",
		`{"m\u0065ssages":[{"text":"` + long + `"},{"name":"` + long + `"}],"next_page_token":"` + long + `"}`,
		``, ` `, `{`, `[]`, `1`, `{"messages"`, `{"messages":`, `{"messages":[`, `{"messages":[{`, `{"messages":[{}`, `{"messages":[{}]`, `{"messages":[{}],`, `{"messages":[{"text":"a`, `{"messages":[{"text":"a\`,
		`{"messages":[{}],"messages":[{}]}`, `{"messages":[{},]}`, `{"messages":[,{}]}`, `{"messages":[{} {}]}`, `{"messages":{}}`, `{"messages":[1]}`, `{"messages":[null]}`, `{"messages":[{]}`, `{"messages":[}`,
		`{"messages":[{"sender":{"type":1.5}}]}`, `{"messages":[{}],"nextPageToken":1}`, `{"nextPageToken":1,"messages":[{}]}`, `{"nextPageToken":"a","nextPageToken":"b"}`, `{"a":1}`, `{"messages":[{"a":1}]}`,
		`{} x`, `{"messages":[{}]}}`, `{"messages" [{}]}`, `{messages:[]}`, `{"messages":[{}];}`, "{\"mess\xff\":1}", `{"nextPageToken":}`, `{"nextPageToken":"a"x}`,
	} {
		want := new(chatpb.ListMessagesResponse)
		wantErr := wirejson.Unmarshal([]byte(text), want)
		for name, r := range readers(text) {
			var items []*chatpb.Message
			got := new(chatpb.ListMessagesResponse)
			err := wirejson.UnmarshalOptions{}.UnmarshalItems(r, got, messagesPath, func(m protoreflect.Message) bool {
				items = append(items, m.Interface().(*chatpb.Message))
				return true
			})
			if (err == nil) != (wantErr == nil) {
				t.Errorf("%s %.60q:\ngot  %v\nwant %v", name, text, err, wantErr)
			}
			if err != nil {
				e, ok := errors.AsType[*wirejson.Error](err)
				w, _ := errors.AsType[*wirejson.Error](wantErr)
				if !ok || w == nil || e.Path != w.Path || e.Offset != w.Offset || errors.Is(err, io.ErrUnexpectedEOF) != errors.Is(wantErr, io.ErrUnexpectedEOF) {
					t.Errorf("%s %.60q:\ngot  %v\nwant %v", name, text, err, wantErr)
				}
				continue
			}
			got.Messages = items
			if !proto.Equal(got, want) {
				t.Errorf("%s %.60q: got %v, want %v", name, text, got, want)
			}
		}
	}
}

// TestItemsInsideAnObject compares with Unmarshal for a list in a member of the response.
func TestItemsInsideAnObject(t *testing.T) {
	path := pathOf(new(apipb.MethodRule), "body", "parts")
	for _, text := range []string{
		`{}`, `{"body":null}`, `{"body":{}}`, `{"body":{"parts":null}}`, `{"body":{"parts":[]}}`, `{"parts":[{}]}`,
		`{"ids":["a"],"body":{"mediaType":"x","parts":[{"name":"a"},{},{"name":"b","parameter":{"query":"q"}}],"optional":true},"apiVersion":"v"}`,
		" { \"body\" : { \"parts\" : [ { \"name\" : \"]}\" } ] , \"mediaType\" : \"x\" } , \"ids\" : [ \"parts\" ] } \n",
		`{"errorResponses":[{"status":"1"}],"paging":{"items":"body"},"body":{"mediaType":"x","parts":[{"name":"a"}]}}`,
		`{"body":[]}`, `{"body":1}`, `{"body":"parts"}`, `{"body":{"parts":{}}}`, `{"body":{"parts":[1]}}`, `{"body":{"parts":[{"name":"a"},{"name":1}]}}`,
		`{"body"`, `{"body":`, `{"body":{`, `{"body":{"parts"`, `{"body":{"parts":[`, `{"body":{"parts":[{}`, `{"body":{"parts":[{}]`, `{"body":{"parts":[{}]}`, `{"body":{"parts":[{}]},`,
		`{"body":{"parts":[{}],"parts":[{}]}}`, `{"body":{"parts":[{}]},"body":{"parts":[{}]}}`, `{"body":{},"body":{}}`, `{"body":{"parts":[{}]}}}`, `{"body":{"parts":[{}]]}`,
		`{"body":{"parts":[{}],"mediaType":1}}`, `{"body":{"parts":[{}],"optional":"x"},"ids":[]}`, `{"body":{"parts":[{}]},"apiVersion":1}`, `{"body":{"parts":[{}]} "ids":[]}`, `{"body":{"a":1}}`,
	} {
		want := new(apipb.MethodRule)
		wantErr := wirejson.Unmarshal([]byte(text), want)
		for name, r := range readers(text) {
			var items []*apipb.BodyPart
			got := new(apipb.MethodRule)
			err := wirejson.UnmarshalOptions{}.UnmarshalItems(r, got, path, func(m protoreflect.Message) bool {
				items = append(items, m.Interface().(*apipb.BodyPart))
				return true
			})
			if (err == nil) != (wantErr == nil) {
				t.Errorf("%s %.60q:\ngot  %v\nwant %v", name, text, err, wantErr)
			}
			if err != nil {
				e, ok := errors.AsType[*wirejson.Error](err)
				w, _ := errors.AsType[*wirejson.Error](wantErr)
				if !ok || w == nil || e.Path != w.Path || e.Offset != w.Offset || errors.Is(err, io.ErrUnexpectedEOF) != errors.Is(wantErr, io.ErrUnexpectedEOF) {
					t.Errorf("%s %.60q:\ngot  %v\nwant %v", name, text, err, wantErr)
				}
				continue
			}
			if len(items) != len(want.GetBody().GetParts()) {
				t.Errorf("%s %.60q: got %d items, want %d", name, text, len(items), len(want.GetBody().GetParts()))
			}
			if len(items) > 0 {
				if len(got.GetBody().GetParts()) > 0 {
					t.Errorf("%s %.60q: the message has the list", name, text)
				}
				got.Body.Parts = items
			}
			if !proto.Equal(got, want) {
				t.Errorf("%s %.60q: got %v, want %v", name, text, got, want)
			}
		}
	}
}

// TestItemsArriveAtOnce checks that an item is delivered before the next one was sent.
func TestItemsArriveAtOnce(t *testing.T) {
	for _, test := range []struct {
		start, end string
		page       proto.Message
		path       []protoreflect.FieldDescriptor
	}{
		{`{"messages":[`, `]}`, new(chatpb.ListMessagesResponse), messagesPath},
		{`{"body":{"parts":[`, `]}}`, new(apipb.MethodRule), pathOf(new(apipb.MethodRule), "body", "parts")},
	} {
		r, w := io.Pipe()
		arrived := make(chan string)
		go func() {
			fmt.Fprint(w, test.start)
			for _, name := range []string{"a", "b", "c"} {
				fmt.Fprintf(w, `{"name":%q},`, name)
				if got := <-arrived; got != name {
					t.Errorf("got %s, want %s", got, name)
				}
			}
			fmt.Fprint(w, `{"name":"last"}`, test.end)
			<-arrived
			w.Close()
		}()
		err := wirejson.UnmarshalOptions{}.UnmarshalItems(r, test.page, test.path, func(m protoreflect.Message) bool {
			arrived <- m.Interface().(interface{ GetName() string }).GetName()
			return true
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestItemsStop(t *testing.T) {
	given := 0
	r := io.MultiReader(strings.NewReader(`{"messages":[{},{},`), iotest.ErrReader(errors.New("read too far")))
	err := wirejson.UnmarshalOptions{}.UnmarshalItems(r, new(chatpb.ListMessagesResponse), messagesPath, func(protoreflect.Message) bool {
		given++
		return given < 2
	})
	if err != nil || given != 2 {
		t.Errorf("%d items, %v", given, err)
	}
}

// TestItemsReadError checks that an error of the reader is returned wherever it occurs, including
// after the object.
func TestItemsReadError(t *testing.T) {
	const text = ` {"messages" : [{}, {"text":"a"} ] , "nextPageToken" : "b" } `
	broken := errors.New("broken")
	for n := range len(text) + 1 {
		r := io.MultiReader(strings.NewReader(text[:n]), iotest.ErrReader(broken))
		err := wirejson.UnmarshalOptions{}.UnmarshalItems(r, new(chatpb.ListMessagesResponse), messagesPath, func(protoreflect.Message) bool { return true })
		if !errors.Is(err, broken) {
			t.Errorf("after %q: got %v", text[:n], err)
		}
	}
}
