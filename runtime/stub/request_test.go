// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/rest"
)

func TestRequest(t *testing.T) {
	for _, test := range []struct {
		name, method, req string
		verb, uri         string
		body              string // JSON, empty for none
	}{
		{"path", "Get", `{"name":"spaces/A"}`, "GET", "/v1/spaces/A", ""},
		{"path is encoded", "Get", `{"name":"spaces/A?x=1#f;p\\ é+"}`, "GET", "/v1/spaces/A%3Fx%3D1%23f%3Bp%5C%20%C3%A9+", ""},
		{"slash in a plain variable", "GetPlain", `{"name":"a/b"}`, "GET", "/v1/plain/a%2Fb", ""},
		{"many segments", "GetDeep", `{"name":"docs/a/b c"}`, "GET", "/v1/docs/a/b%20c", ""},
		{"verb", "Archive", `{"name":"spaces/A"}`, "POST", "/v1/spaces/A:archive", ""},
		{"custom kind", "Report", `{}`, "REPORT", "/v1/items", ""},
		{"dotted variable", "GetNested", `{"child":{"name":"spaces/A","count":"3"}}`, "GET", "/v1/spaces/A?child.count=3", ""},
		{"number in the path", "GetCount", `{"count":"-7"}`, "GET", "/v1/counts/-7", ""},
		{"enum in the path", "GetKind", `{"kind":"FANCY"}`, "GET", "/v1/kinds/FANCY", ""},
		{"first enum value in the path", "GetKind", `{}`, "GET", "/v1/kinds/PLAIN", ""},
		{"unknown enum value in the path", "GetKind", `{"kind":9}`, "GET", "/v1/kinds/9", ""},
		{"enum with a JSON name in the path", "GetKind", `{"kind":"KIND_SPELLED"}`, "GET", "/v1/kinds/spelled%20out", ""},
		{"bool in the path", "GetOn", `{}`, "GET", "/v1/on/false", ""},
		{"optional zero in the path", "GetMaybe", `{"maybe":0}`, "GET", "/v1/maybe/0", ""},

		{"empty query", "Search", `{}`, "GET", "/v1/items", ""},
		{"query of scalars", "Search", `{"name":"x","count":"9007199254740993","on":true,"data":"+/8=","kind":"FANCY"}`,
			"GET", "/v1/items?count=9007199254740993&data=%2B%2F8%3D&kind=FANCY&name=x&on=true", ""},
		{"bytes in the other alphabet", "Search", `{"urlData":"+/8="}`, "GET", "/v1/items?urlData=-_8%3D", ""},
		{"query is encoded", "Search", `{"name":"a&b=c+d#e\nf é"}`, "GET", "/v1/items?name=a%26b%3Dc%2Bd%23e%0Af+%C3%A9", ""},
		{"zero values", "Search", `{"name":"","count":"0","kind":"PLAIN","on":false}`, "GET", "/v1/items", ""},
		{"optional zero", "Search", `{"maybe":0}`, "GET", "/v1/items?maybe=0", ""},
		{"repeated", "Search", `{"tags":["b","a","b",""],"kinds":["FANCY","PLAIN",7]}`, "GET", "/v1/items?kinds=FANCY&kinds=PLAIN&kinds=7&tags=b&tags=a&tags=b&tags=", ""},
		{"enum with a JSON name", "Search", `{"kind":"KIND_SPELLED","kinds":[2,1]}`, "GET", "/v1/items?kind=spelled+out&kinds=spelled+out&kinds=FANCY", ""},
		{"nested", "Search", `{"child":{"smallRatio":0.1,"child":{"tags":["x"]}}}`, "GET", "/v1/items?child.child.tags=x&child.smallRatio=0.1", ""},
		{"json_name", "Search", `{"$special-name":"x"}`, "GET", "/v1/items?%24special-name=x", ""},
		{"floats", "Search", `{"ratio":"Infinity","smallRatio":"NaN"}`, "GET", "/v1/items?ratio=Infinity&smallRatio=NaN", ""},
		{"negative infinity", "Search", `{"ratio":"-Infinity"}`, "GET", "/v1/items?ratio=-Infinity", ""},
		{"well-known types", "Search", `{"updateTime":"2026-01-02T03:04:05.600Z","ttl":"1.500s","wrapped":"0","wrappedOn":false,"times":["1970-01-01T00:00:00Z"]}`,
			"GET", "/v1/items?times=1970-01-01T00%3A00%3A00Z&ttl=1.500s&updateTime=2026-01-02T03%3A04%3A05.600Z&wrapped=0&wrappedOn=false", ""},
		{"field mask", "Search", `{"updateMask":"displayName,child.smallRatio"}`, "GET", "/v1/items?updateMask=displayName%2Cchild.smallRatio", ""},

		{"enum with a JSON name in the body", "Create", `{"name":"spaces/A","kind":"KIND_SPELLED"}`, "POST", "/v1/spaces/A/items", `{"kind":"spelled out"}`},
		{"body is the rest", "Create", `{"name":"spaces/A","count":"3","child":{"name":"c"}}`, "POST", "/v1/spaces/A/items", `{"count":"3","child":{"name":"c"}}`},
		{"body with nothing left", "Create", `{"name":"spaces/A"}`, "POST", "/v1/spaces/A/items", `{}`},
		{"body without a nested field", "Update", `{"name":"n","child":{"name":"spaces/A","count":"3","child":{"name":"c"}}}`, "PATCH", "/v1/spaces/A", `{"name":"n","child":{"count":"3","child":{"name":"c"}}}`},
		{"body is a field", "Put", `{"child":{"name":"spaces/A","count":"3"},"updateMask":"count"}`, "PUT", "/v1/spaces/A?updateMask=count", `{"name":"spaces/A","count":"3"}`},
		{"body is an unset message", "PutFree", `{"name":"spaces/A"}`, "PUT", "/v1/spaces/A/free", `{}`},
		{"body is a struct", "PutFree", `{"name":"spaces/A","free":{"a":[1]}}`, "PUT", "/v1/spaces/A/free", `{"a":[1]}`},
		{"body is a list", "PutTags", `{"name":"spaces/A","tags":["x"]}`, "PUT", "/v1/spaces/A/tags", `["x"]`},
		{"body is an empty list", "PutTags", `{"name":"spaces/A"}`, "PUT", "/v1/spaces/A/tags", `[]`},
		{"body is a map", "PutLabels", `{"name":"spaces/A","labels":{"a":"b"}}`, "PUT", "/v1/spaces/A/labels", `{"a":"b"}`},
		{"body is a scalar", "PutCount", `{"name":"spaces/A"}`, "PUT", "/v1/spaces/A/count", `"0"`},
		{"body is an optional scalar", "PutMaybe", `{"name":"spaces/A","maybe":0}`, "PUT", "/v1/spaces/A/maybe", `0`},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, requests := serve(t, respondJSON("{}"))
			c := newClient(t, url)
			req := item(t, test.req)
			before := proto.Clone(req)
			if err := c.Call(context.Background(), protoreflect.Name(test.method), req, response(test.method)); err != nil {
				t.Fatal(err)
			}
			if !proto.Equal(before, req) {
				t.Errorf("the request was modified: %v", req)
			}
			got := (*requests)[0]
			if got.method != test.verb || got.uri != test.uri {
				t.Errorf("got %s %s, want %s %s", got.method, got.uri, test.verb, test.uri)
			}
			contentType := ""
			if test.body != "" {
				contentType = "application/json"
			}
			if got.header.Get("Content-Type") != contentType || got.header.Get("Accept") != "application/json" {
				t.Errorf("header %v", got.header)
			}
			if test.verb != "GET" && test.verb != "REPORT" && got.header.Get("Content-Length") == "" {
				t.Errorf("no Content-Length: %v", got.header)
			}
			if diff := cmp.Diff(parse(t, test.body), parse(t, got.body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestFieldMaskInQuery(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	req := item(t, `{}`).(*dynamicpb.Message)
	mask := req.Mutable(req.Descriptor().Fields().ByName("update_mask")).Message()
	paths := mask.Mutable(mask.Descriptor().Fields().ByName("paths")).List()
	for _, p := range []string{"display_name", "displayName", "child.small_ratio", "a_1", "*"} {
		paths.Append(protoreflect.ValueOfString(p))
	}
	if err := newClient(t, url).Call(context.Background(), "Search", req, response("Search")); err != nil {
		t.Fatal(err)
	}
	want := "/v1/items?updateMask=" + "displayName%2CdisplayName%2Cchild.smallRatio%2Ca_1%2C%2A"
	if got := (*requests)[0].uri; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRequestIsDeterministic(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	c := newClient(t, url)
	for range 20 {
		req := item(t, `{"name":"n","count":"1","tags":["b","a"],"child":{"name":"c","on":true},"ttl":"1s"}`)
		if err := c.Call(context.Background(), "Search", req, response("Search")); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range *requests {
		if r.uri != (*requests)[0].uri {
			t.Errorf("%s and %s", r.uri, (*requests)[0].uri)
		}
	}
}

// A malformed request is not sent.
func TestRequestRefused(t *testing.T) {
	deep := strings.Repeat(`{"child":`, 20) + `{"name":"x"}` + strings.Repeat("}", 20)
	for _, test := range []struct{ name, method, req, want string }{
		{"unset", "Get", `{}`, "name is not set"},
		{"unset nested", "GetNested", `{}`, "child.name is not set"},
		{"unset number", "GetCount", `{}`, "count is not set"},
		{"unset optional", "GetMaybe", `{}`, "maybe is not set"},
		{"unset optional body", "PutMaybe", `{"name":"spaces/A"}`, "maybe is not set"},
		{"parent directory", "Get", `{"name":"spaces/../../x"}`, "spaces/*"},
		{"dots", "Get", `{"name":"spaces/.."}`, "spaces/*"},
		{"line break", "Get", `{"name":"spaces/A\r\nX: y"}`, "control"},
		{"nul", "Get", `{"name":"spaces/A\u0000"}`, "control"},
		{"no id", "Get", `{"name":"spaces/"}`, "empty segment"},
		{"empty segment", "Get", `{"name":"spaces//x"}`, "empty segment"},
		{"wrong prefix", "Get", `{"name":"rooms/x"}`, "does not match"},
		{"one segment more", "Get", `{"name":"spaces/a/b"}`, "does not match"},
		{"too long", "Get", `{"name":"spaces/` + strings.Repeat("x", 1<<20) + `"}`, "bytes"},
		{"deep", "Search", deep, "child.child"},
		{"no such method", "Nothing", `{}`, "no such method"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, requests := serve(t, respondJSON("{}"))
			resp := item(t, `{"name":"old"}`)
			err := newClient(t, url).Call(context.Background(), protoreflect.Name(test.method), item(t, test.req), resp)
			var e *rest.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an Error", err)
			}
			if e.Code != code.Code_INVALID_ARGUMENT || e.StatusCode != 0 || string(e.Method) != "test.library.Library."+test.method || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if len(*requests) > 0 || !isEmpty(resp) || len(err.Error()) > 1024 {
				t.Errorf("%d requests, response %v, %d bytes of error", len(*requests), resp, len(err.Error()))
			}
		})
	}
}

func TestInvalidUTF8(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	req := dynamicpb.NewMessage(library.Messages().ByName("Item"))
	req.Set(req.Descriptor().Fields().ByName("name"), protoreflect.ValueOfString("spaces/\xff"))
	for _, method := range []protoreflect.Name{"Get", "Search"} {
		err := newClient(t, url).Call(context.Background(), method, req, response("Get"))
		if err == nil || !strings.Contains(err.Error(), "UTF-8") || len(*requests) > 0 {
			t.Errorf("%s: got %v, %d requests", method, err, len(*requests))
		}
	}
}

// Some values of a message have no form in a URL or in JSON.
func TestUnencodableValues(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	c := newClient(t, url)

	late := dynamicpb.NewMessage(library.Messages().ByName("Item"))
	time := late.Mutable(late.Descriptor().Fields().ByName("update_time")).Message()
	time.Set(time.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(1<<60))
	err := c.Call(context.Background(), "Search", late, response("Search"))
	if err == nil || !strings.Contains(err.Error(), "update_time: ") {
		t.Errorf("got %v", err)
	}

	extended := new(descriptorpb.MethodOptions)
	proto.SetExtension(extended, dynamicpb.NewExtensionType(library.Extensions().Get(0)), "x")
	err = c.Call(context.Background(), "Extended", extended, response("Extended"))
	if err == nil || !strings.Contains(err.Error(), "test.library.extra is an extension") {
		t.Errorf("got %v", err)
	}
	if len(*requests) > 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
}

func TestWrongMessages(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	c := newClient(t, url)
	good := item(t, `{"name":"spaces/A"}`)
	for _, test := range []struct {
		method    protoreflect.Name
		req, resp proto.Message
		code      code.Code
		want      string
	}{
		{"Get", nil, response("Get"), code.Code_INVALID_ARGUMENT, "request message is nil"},
		{"Get", good, nil, code.Code_INVALID_ARGUMENT, "response message is nil"},
		{"Get", response("Fail"), response("Get"), code.Code_INVALID_ARGUMENT, "the request is a test.library.Failure, not a test.library.Item"},
		{"Get", good, response("Fail"), code.Code_INVALID_ARGUMENT, "the response is a test.library.Failure"},
		{"Unbound", good, response("Unbound"), code.Code_UNIMPLEMENTED, "no google.api.http rule"},
	} {
		err := c.Call(context.Background(), test.method, test.req, test.resp)
		var e *rest.Error
		if !errors.As(err, &e) || e.Code != test.code || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %v %q", err, test.code, test.want)
		}
	}
	if len(*requests) > 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
}

// FuzzQuery compares the query that a server decodes with the message.
func FuzzQuery(f *testing.F) {
	f.Add("a&b=c", int64(1), "x")
	f.Add("+ %2B\n", int64(-1), "é#;")
	server, requests := serve(f, respondJSON("{}"))
	c := newClient(f, server)
	f.Fuzz(func(t *testing.T, name string, count int64, tag string) {
		if !utf8.ValidString(name) || !utf8.ValidString(tag) {
			return
		}
		*requests = (*requests)[:0]
		req := item(t, `{}`).(*dynamicpb.Message)
		fields := req.Descriptor().Fields()
		req.Set(fields.ByName("name"), protoreflect.ValueOfString(name))
		req.Set(fields.ByName("count"), protoreflect.ValueOfInt64(count))
		req.Mutable(fields.ByName("tags")).List().Append(protoreflect.ValueOfString(tag))
		if err := c.Call(context.Background(), "Search", req, response("Search")); err != nil {
			t.Fatal(err)
		}
		u, err := url.ParseRequestURI((*requests)[0].uri)
		if err != nil {
			t.Fatal(err)
		}
		q, err := url.ParseQuery(u.RawQuery)
		if err != nil {
			t.Fatal(err)
		}
		if q.Get("name") != name || q.Get("tags") != tag || len(q["tags"]) != 1 {
			t.Errorf("got %v, want %q and %q", q, name, tag)
		}
	})
}
