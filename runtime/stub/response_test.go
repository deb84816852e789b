// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/runtime/rest"
)

func TestResponse(t *testing.T) {
	for _, test := range []struct{ name, contentType, body, want string }{
		{"plain", "application/json", `{"name":"x","count":"3"}`, `{"name":"x","count":"3"}`},
		{"charset", "application/json; charset=UTF-8", ` {"name":"x"} `, `{"name":"x"}`},
		{"structured syntax suffix", "application/hal+json", `{"name":"x"}`, `{"name":"x"}`},
		{"empty object", "application/json", `{}`, `{}`},
		{"unknown member", "application/json", `{"name":"x","new":{"a":[1,{"b":null}]}}`, `{"name":"x"}`},
		{"unknown enum spelling", "application/json", `{"name":"x","kind":"NEWER","kinds":["FANCY"]}`, `{"name":"x","kinds":["FANCY"]}`},
		{"unknown enum number", "application/json", `{"kind":77}`, `{"kind":77}`},
		{"enum spellings", "application/json", `{"kind":"spelled out","kinds":["KIND_SPELLED",2]}`, `{"kind":"KIND_SPELLED","kinds":["KIND_SPELLED","KIND_SPELLED"]}`},
		{"int64 as a number", "application/json", `{"count":3,"small":1.0}`, `{"count":"3","small":1}`},
		{"int64 in other spellings", "application/json", `{"count":"1e3","small":1e3}`, `{"count":"1000","small":1000}`},
		{"null member", "application/json", `{"name":null,"child":null}`, `{}`},
		{"the word error elsewhere", "application/json", `{"child":{"name":"\"error\""},"labels":{"error":"x"}}`, `{"child":{"name":"\"error\""},"labels":{"error":"x"}}`},
		{"error is null", "application/json", `{"name":"x","error":null}`, `{"name":"x"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, _ := serve(t, respond(200, test.contentType, test.body))
			got := item(t, `{"name":"old","tags":["old"]}`)
			if err := newClient(t, url).Call(context.Background(), "Search", item(t, `{}`), got); err != nil {
				t.Fatal(err)
			}
			if want := item(t, test.want); !proto.Equal(want, got) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestEmptyResponse(t *testing.T) {
	for _, test := range []struct {
		status            int
		contentType, body string
		ok                bool
	}{
		{204, "", "", true},
		{200, "", "", true},
		{200, "text/html", "", true},
		{200, "application/json", "{}", true},
		{200, "application/json", `{"new":1}`, true},
		{200, "application/json", `{"a":1}{"a`, true},
		{200, "text/plain", `Done.`, true},
		{200, "", "\x00\xff", true},
		{200, "text/html", "<html>", false},
		{200, "application/json", `{"error":{"code":404}}`, false},
	} {
		url, _ := serve(t, respond(test.status, test.contentType, test.body))
		err := newClient(t, url).Call(context.Background(), "Delete", item(t, `{"name":"spaces/A"}`), response("Delete"))
		if (err == nil) != test.ok {
			t.Errorf("%d %s %q: got %v", test.status, test.contentType, test.body, err)
		}
	}
}

// Servers send a string as JSON or as plain text.
func TestTextResponse(t *testing.T) {
	for _, test := range []struct{ contentType, body, want string }{
		{"application/json", `"a\nb"`, "a\nb"},
		{"text/plain; charset=utf-8", `"a" `, `"a" `},
		{"", "", ""},
		{"application/octet-stream", "a\xffb", "a\ufffdb"},
	} {
		url, _ := serve(t, respond(200, test.contentType, test.body))
		m := jobs.Services().Get(0).Methods().ByName("Text")
		var got wrapperspb.StringValue
		err := clientOf(t, jobs, rest.WithEndpoint(url), rest.WithoutCredentials()).Call(t.Context(), m.Name(), dynamicpb.NewMessage(m.Input()), &got)
		if err != nil || got.Value != test.want {
			t.Errorf("%s %q: got %q, %v", test.contentType, test.body, got.Value, err)
		}
	}
}

// A response message may have a field with the name error, such as a long-running
// operation.
func TestResponseWithErrorField(t *testing.T) {
	url, _ := serve(t, respondJSON(`{"error":{"name":"x"}}`))
	resp := response("Fail")
	if err := newClient(t, url).Call(context.Background(), "Fail", item(t, `{}`), resp); err != nil || isEmpty(resp) {
		t.Errorf("got %v, %v", resp, err)
	}
}

func TestBrokenResponse(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"child":`, n) + "{}" + strings.Repeat("}", n) }
	unknown := func(n int) string { return `{"new":` + strings.Repeat("[", n) + strings.Repeat("]", n) + "}" }
	for _, test := range []struct {
		name, contentType, body string
		code                    code.Code
		cause                   error
		want                    string
	}{
		{"login page", "text/html; charset=utf-8", "<html>\n<b>Please log in</b>", code.Code_INTERNAL, nil, "unexpected content type"},
		{"login page's text", "text/html", "<html>\n<b>Please log in</b>", code.Code_INTERNAL, nil, "Please log in"},
		{"login page's remedy", "text/html", "<html>", code.Code_INTERNAL, nil, "rest.WithEndpoint"},
		{"JSON as HTML", "text/html", "{}", code.Code_INTERNAL, nil, "unexpected content type"},
		{"text without a content type", "", "Done.", code.Code_INTERNAL, nil, "is not JSON, and its content type is \"\""},
		{"text", "text/plain", "{} Done.", code.Code_INTERNAL, nil, "is not JSON, and its content type is \"text/plain\""},
		{"empty", "application/json", "", code.Code_INTERNAL, io.ErrUnexpectedEOF, "is empty"},
		{"white space", "application/json", " \n", code.Code_INTERNAL, io.ErrUnexpectedEOF, "is empty"},
		{"null", "application/json", "null", code.Code_INTERNAL, nil, "not a JSON object"},
		{"a value of another type", "application/json", `{"child":{"name":{}}}`, code.Code_INTERNAL, nil, "child.name: want string, found an object at byte 17; if the server does not keep to its description, generate the client with any value"},
		{"array", "application/json", "[]", code.Code_INTERNAL, nil, "not a JSON object"},
		{"string", "application/json", `"x"`, code.Code_INTERNAL, nil, "not a JSON object"},
		{"cut off", "application/json", `{"name":"x","child":{"name":"y"`, code.Code_INTERNAL, io.ErrUnexpectedEOF, "cut off"},
		{"cut off in a string", "application/json", `{"name":"x","child":{"name":"y`, code.Code_INTERNAL, io.ErrUnexpectedEOF, "cut off"},
		{"bytes after the end", "application/json", `{"name":"x"}}`, code.Code_INTERNAL, nil, "cannot be read"},
		{"wrong type", "application/json", `{"name":"x","count":"y"}`, code.Code_INTERNAL, nil, "cannot be read"},
		{"error with status 200", "application/json", `{"name":"x","error":{"code":404,"message":"gone","status":"NOT_FOUND"}}`, code.Code_NOT_FOUND, nil, "gone"},
		{"error code with status 200", "application/json", `{"error":{"code":403,"message":"no"}}`, code.Code_PERMISSION_DENIED, nil, "no"},
		{"long error with status 200", "application/json", `{"new":"` + strings.Repeat("x", 100_000) + `","error":{"message":"gone","status":"NOT_FOUND"}}`, code.Code_NOT_FOUND, nil, "gone"},
		{"deep", "application/json", deep(10_000), code.Code_INTERNAL, nil, "recursion"},
		{"very deep", "application/json", deep(1_000_000), code.Code_INTERNAL, nil, "recursion"},
		{"deep in an unknown member", "application/json", unknown(1_000_000), code.Code_INTERNAL, nil, "cannot be read"},
		{"unknown type in an Any", "application/json", `{"any":{"@type":"type.googleapis.com/no.Such","a":1}}`, code.Code_INTERNAL, nil, "no.Such"},
		{"endless Any", "application/json", strings.Repeat(`{"any":{"@type":"type.googleapis.com/google.protobuf.Any","value":`, 1000), code.Code_INTERNAL, nil, "cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, _ := serve(t, respond(200, test.contentType, test.body))
			resp := item(t, `{"name":"old"}`)
			err := newClient(t, url).Call(context.Background(), "Search", item(t, `{}`), resp)
			var e *rest.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an Error", err)
			}
			if e.StatusCode != 200 || e.Code != test.code || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %v %q", err, test.code, test.want)
			}
			if test.cause != nil && !errors.Is(err, test.cause) {
				t.Errorf("%v is not %v", err, test.cause)
			}
			if !isEmpty(resp) {
				t.Errorf("the response has %v", resp)
			}
			if len(err.Error()) > 1024 || len(e.Body) > 64<<10 {
				t.Errorf("%d bytes of error, %d of body", len(err.Error()), len(e.Body))
			}
		})
	}
}

// The response message is empty after a connection fails.
func TestTruncated(t *testing.T) {
	for name, header := range map[string]string{
		"length":  "Content-Length: 100\r\n\r\n{\"name\":\"x\"",
		"chunked": "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"name\":\"x\"\r\n",
		"gzip":    "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + string(compress(strings.Repeat("x", 1000))[:20]),
	} {
		t.Run(name, func(t *testing.T) {
			url := listen(t, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"+header)
			resp := item(t, `{"name":"old"}`)
			err := newClient(t, url).Call(context.Background(), "Search", item(t, `{}`), resp)
			var e *rest.Error
			if !errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &e) || e.StatusCode != 200 || e.Code != code.Code_UNAVAILABLE || !isEmpty(resp) {
				t.Errorf("got %v, %v", err, resp)
			}
		})
	}
}

// listen starts a server that sends fixed bytes and closes the connection.
func listen(t *testing.T, text string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 4096))
			io.WriteString(c, text)
			c.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

func compress(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func TestCompression(t *testing.T) {
	body := compress(`{"name":"x"}`)
	for _, test := range []struct {
		encoding string
		body     []byte
		want     string // of the error
	}{
		{"gzip", body, ""},
		{"identity", []byte(`{"name":"x"}`), ""},
		{"gzip", []byte(`{"name":"x"}`), "gzip"},
		{"gzip, gzip", compress(string(body)), "content encoding"},
		{"gzip", compress(string(body)), "not a JSON object"},
		{"br", []byte("x"), "content encoding"},
		{"deflate", []byte("x"), "content encoding"},
	} {
		url, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", test.encoding)
			w.Write(test.body)
		})
		err := newClient(t, url).Call(context.Background(), "Search", item(t, `{}`), response("Search"))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", test.encoding, err, test.want)
		}
	}
}

// The size of a response is limited, with and without a Content-Length.
func TestTooLong(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MiB")
	}
	chunk := bytes.Repeat([]byte("x"), 1<<20)
	bomb := bytes.Repeat(compress(string(chunk)), 300) // a gzip file may have many members
	for name, handler := range map[string]http.HandlerFunc{
		"announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(10<<30))
			w.Write(chunk)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		},
		"gzip": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				handler(w, r)
			}))
			defer server.Close()
			err := newClient(t, server.URL).Call(context.Background(), "Search", item(t, `{}`), response("Search"))
			var e *rest.Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), " than the limit of 256 MiB") || len(e.Body) > 64<<10 {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Redirects are errors. The client does not call their target.
func TestRedirect(t *testing.T) {
	other, reached := serve(t, respondJSON(`{"name":"stolen"}`))
	for _, status := range []int{300, 301, 302, 303, 304, 305, 307, 308} {
		for _, method := range []protoreflect.Name{"Get", "Create"} {
			url, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", other+"/v1/spaces/A?x=secret-marker")
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(status)
				if status != 304 {
					io.WriteString(w, `{"name":"x"}`)
				}
			})
			resp := response("Get")
			hc := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
			c := clientOf(t, library, rest.WithEndpoint(url), rest.WithAPIKey("k"), rest.WithHTTPClient(hc))
			err := c.Call(context.Background(), method, item(t, `{"name":"spaces/A"}`), resp)
			var e *rest.Error
			if !errors.As(err, &e) || e.StatusCode != status || e.Code != code.Code_UNKNOWN || !isEmpty(resp) {
				t.Errorf("%d: got %v", status, err)
			}
			if !strings.Contains(err.Error(), "rest.WithEndpoint") || !strings.Contains(err.Error(), other) || strings.Contains(err.Error(), "secret-marker") {
				t.Errorf("%d: %v", status, err)
			}
		}
	}
	if len(*reached) > 0 {
		t.Errorf("the other host saw %v", *reached)
	}
}
