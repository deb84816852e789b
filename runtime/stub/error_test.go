// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/internal/credentialtest"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

func call(c *stub.Client) error {
	return c.Call(context.Background(), "Get", getRequest, response("Get"))
}

func TestError(t *testing.T) {
	const js = "application/json"
	for _, test := range []struct {
		name              string
		status            int
		contentType, body string
		code              code.Code
		message           string
	}{
		{"status", 404, js, `{"error":{"code":404,"message":"No such space.","status":"NOT_FOUND"}}`, code.Code_NOT_FOUND, "No such space."},
		{"status says more than HTTP", 409, js, `{"error":{"code":409,"message":"m","status":"ALREADY_EXISTS"}}`, code.Code_ALREADY_EXISTS, "m"},
		{"unknown status", 404, js, `{"error":{"code":404,"message":"m","status":"NEWER"}}`, code.Code_NOT_FOUND, "m"},
		{"status OK", 500, js, `{"error":{"message":"m","status":"OK"}}`, code.Code_INTERNAL, "m"},
		{"code in quotes", 404, js, `{"error":{"code":"404","message":"m"}}`, code.Code_NOT_FOUND, "m"},
		{"in an array", 403, js, `[{"error":{"message":"m","status":"PERMISSION_DENIED"}}]`, code.Code_PERMISSION_DENIED, "m"},
		{"legacy", 403, js, `{"error":{"code":403,"message":"Slow down.","errors":[{"reason":"rateLimitExceeded","message":"x"}]}}`, code.Code_PERMISSION_DENIED, "rateLimitExceeded: Slow down."},
		{"legacy list alone", 400, js, `{"error":{"errors":[{"reason":"required","message":"Missing."}]}}`, code.Code_INVALID_ARGUMENT, "required: Missing."},
		{"OAuth 2.0", 400, js, `{"error":"invalid_grant","error_description":"Bad Request"}`, code.Code_INVALID_ARGUMENT, "invalid_grant: Bad Request"},
		{"problem details", 422, "application/problem+json", `{"type":"about:blank","title":"Invalid","detail":"No number."}`, code.Code_FAILED_PRECONDITION, "Invalid: No number."},
		{"a message", 422, js, `{"code":"bad","message":"No number."}`, code.Code_FAILED_PRECONDITION, "No number."},
		{"a list of errors", 400, js, `{"errors":[{"message":"Missing."},{"message":"x"}]}`, code.Code_INVALID_ARGUMENT, "Missing."},
		{"a list of texts", 400, js, `{"errors":["Missing."]}`, code.Code_INVALID_ARGUMENT, "Missing."},
		{"HTML", 502, "text/html", "<html>\n<title>Bad\tGateway</title>", code.Code_UNAVAILABLE, `Bad Gateway "<html> <title>Bad Gateway</title>"`},
		{"empty", 503, "", "", code.Code_UNAVAILABLE, "Service Unavailable"},
		{"other JSON", 418, js, `{"x":1}`, code.Code_FAILED_PRECONDITION, `I'm a teapot "{\"x\":1}"`},
		{"null", 500, js, `null`, code.Code_INTERNAL, `Internal Server Error "null"`},
		{"null error", 500, js, `{"error":null}`, code.Code_INTERNAL, `Internal Server Error "{\"error\":null}"`},
		{"cut off", 500, js, `{"error":{"mess`, code.Code_INTERNAL, `Internal Server Error "{\"error\":{\"mess"`},
		{"no name", 599, "", "", code.Code_INTERNAL, ""},
		{"400", 400, "", "", code.Code_INVALID_ARGUMENT, "Bad Request"},
		{"401", 401, "", "", code.Code_UNAUTHENTICATED, "Unauthorized"},
		{"409", 409, "", "", code.Code_ABORTED, "Conflict"},
		{"416", 416, "", "", code.Code_OUT_OF_RANGE, "Requested Range Not Satisfiable"},
		{"429", 429, "", "", code.Code_RESOURCE_EXHAUSTED, "Too Many Requests"},
		{"499", 499, "", "", code.Code_CANCELLED, ""},
		{"501", 501, "", "", code.Code_UNIMPLEMENTED, "Not Implemented"},
		{"504", 504, "", "", code.Code_DEADLINE_EXCEEDED, "Gateway Timeout"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, _ := serve(t, respond(test.status, test.contentType, test.body))
			err := call(newClient(t, url))
			var e *rest.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an Error", err)
			}
			if e.StatusCode != test.status || e.Code != test.code || e.Message != test.message {
				t.Errorf("got %d %v %q", e.StatusCode, e.Code, e.Message)
			}
			if string(e.Body) != test.body || e.Header.Get("Content-Type") != test.contentType || e.Method != "test.library.Library.Get" || e.Unwrap() != nil {
				t.Errorf("got %q %v %v %v", e.Body, e.Header, e.Method, e.Unwrap())
			}
			if !strings.HasPrefix(err.Error(), "test.library.Library.Get: ") || !strings.Contains(err.Error(), e.Code.String()) {
				t.Errorf("text %q", err)
			}
		})
	}
}

func TestErrorDetails(t *testing.T) {
	url, _ := serve(t, respond(403, "application/json", `{"error":{"code":403,"status":"PERMISSION_DENIED","message":"m","details":[
		{"@type":"type.googleapis.com/no.Such","x":1},
		17,
		{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com","metadata":{"service":"s"},"newer":true},
		{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.500s"}]}}`))
	err := call(newClient(t, url))
	var e *rest.Error
	if !errors.As(err, &e) || len(e.Details) != 2 || !strings.Contains(string(e.Body), "no.Such") {
		t.Fatalf("got %v", err)
	}
	if e, _ := errors.AsType[*rest.Error](err); e.Reason != "ACCESS_TOKEN_SCOPE_INSUFFICIENT" {
		t.Errorf("the reason is %q", e.Reason)
	}
	if info, ok := rest.Detail[*errdetails.ErrorInfo](err); !ok || info.GetMetadata()["service"] != "s" {
		t.Errorf("got %v, %v", info, ok)
	}
	if retry, ok := rest.Detail[*errdetails.RetryInfo](err); !ok || retry.GetRetryDelay().AsDuration() != 1500*time.Millisecond {
		t.Errorf("got %v, %v", retry, ok)
	}
	if help, ok := rest.Detail[*errdetails.Help](err); ok || help != nil {
		t.Errorf("got %v, %v", help, ok)
	}
	if _, ok := rest.Detail[*errdetails.ErrorInfo](io.EOF); ok {
		t.Error("Detail found a detail in an error without details")
	}
	if !strings.Contains(err.Error(), "rest.WithScopes") {
		t.Errorf("there is no remedy in %v", err)
	}
}

func TestErrorIsBounded(t *testing.T) {
	for name, body := range map[string]string{
		"message":  `{"error":{"message":"` + strings.Repeat(`\u001b[31mred\r\n\u202e`, 2000) + `"}}`,
		"HTML":     "<html>" + strings.Repeat("\x1b[31m\x00\x9b", 20_000_000),
		"one rune": `{"error":{"message":"` + strings.Repeat("界", 5000) + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := serve(t, respond(500, "application/json", body))
			err := call(newClient(t, url))
			var e *rest.Error
			if !errors.As(err, &e) || len(e.Body) > 64<<10 || len(err.Error()) > 1536 {
				t.Errorf("%d bytes of body, %d of error: %v", len(e.Body), len(err.Error()), err)
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("%q has characters that are not printable", err.Error())
			}
		})
	}
}

// An Error contains the first 64 KiB of a body.
func TestErrorBody(t *testing.T) {
	for _, size := range []int{0, 64<<10 - 1, 64 << 10, 64<<10 + 1, 200_000} {
		body := noise(size)
		url, _ := serve(t, respond(400, "application/octet-stream", string(body)))
		e, ok := errors.AsType[*rest.Error](call(newClient(t, url)))
		if !ok || !bytes.Equal(e.Body, body[:min(size, 64<<10)]) {
			t.Errorf("%d bytes: got %d", size, len(e.Body))
		}
	}
}

func TestRemedies(t *testing.T) {
	credentialtest.Hide(t)
	tokens, _ := serve(t, respondJSON(`{"access_token":"t","expires_in":3600}`))
	credentialtest.SetVariable(t, credentialtest.Account(tokens))
	const scope = `{"error":{"message":"m","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}`
	for _, test := range []struct {
		option rest.ClientOption
		status int
		body   string
		want   string
	}{
		{rest.WithoutCredentials(), 401, "", "remove rest.WithoutCredentials"},
		{rest.WithAPIKey("k"), 401, "", "key of rest.WithAPIKey"},
		{rest.WithTokenSource(token("t")), 401, "", "check the token source"},
		{nil, 401, "", "check that the clock of this machine is correct"},
		{rest.WithTokenSource(token("t")), 403, scope, "use a token source with a scope that Get accepts"},
		{nil, 403, scope, "rest.WithScopes"},
		{nil, 403, `{"error":{"message":"The API requires a quota project."}}`, "GOOGLE_CLOUD_QUOTA_PROJECT"},
		{rest.WithoutCredentials(), 429, "", "Retry-After: 17"},
	} {
		url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "17")
			respond(test.status, "application/json", test.body)(w, r)
		})
		err := call(clientOf(t, library, rest.WithEndpoint(url), test.option))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

// A response that is not an error of the API has another server or a wrong path as
// a likely cause. The error contains the URL without the query, which may contain
// secrets.
func TestAddressRemedies(t *testing.T) {
	const js, own = "application/json", `{"error":{"code":404,"message":"No such space.","status":"NOT_FOUND"}}`
	for _, test := range []struct {
		status            int
		contentType, body string
		want              string // after the URL, or empty without a remedy
	}{
		{404, js, own, ""},
		{404, "text/plain", "404 page not found", "check the URL of rest.WithEndpoint and its path"},
		{404, "text/html", "<html>", "check the URL of rest.WithEndpoint and its path"},
		{404, js, `{"message":"no Route matched"}`, "check the URL of rest.WithEndpoint and its path"},
		{404, "", "", "check the URL of rest.WithEndpoint and its path"},
		{400, "text/plain", "Client sent an HTTP request to an HTTPS server.", "the server may require https:// in the URL of rest.WithEndpoint"},
		{400, js, `{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}`, ""},
		{500, "text/html", "<html>", ""},
	} {
		server, _ := serve(t, respond(test.status, test.contentType, test.body))
		c := newClient(t, server+"/v2", rest.WithQuery("quotaUser", marker))
		e, ok := errors.AsType[*rest.Error](call(c))
		want := ""
		if test.want != "" {
			want = `"GET ` + server + `/v2/v1/spaces/A": `
		}
		if !ok || !strings.HasPrefix(e.Hint, want) || !strings.HasSuffix(e.Hint, test.want) || (e.Hint == "") != (want == "") {
			t.Errorf("%s: got %v", test.body, e)
		}
		noMarker(t, e)
	}
	// An API may have a base path, and the server may be the default one.
	based := ruled(file("based", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/beta/things/any"`}}), `base_path: "/beta/things" anonymous: true`, nil)
	server, _ := serve(t, respond(404, "text/plain", "404 page not found"))
	err := clientOf(t, based, rest.WithEndpoint(server)).Call(t.Context(), "Get", itemOf(t, based, "{}"), itemOf(t, based, "{}"))
	wantText(t, err, `("GET `+server+`/any": `, `the base path of the API; the document declares "/beta/things"`)
	proxy := rest.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 404, Body: http.NoBody, Request: r}, nil
	})})
	err = call(clientOf(t, library, rest.WithoutCredentials(), proxy))
	wantText(t, err, `/v1/spaces/A": the response is not an error of the API: check whether a proxy responds`)
}

// Some servers send an error with status 200, and some responses have a member
// with the name error.
func TestErrorInside(t *testing.T) {
	const inside = `{"kind":"k","error":{"code":404,"message":"m"}}`
	for _, test := range []struct {
		response string
		json     string
		want     string
	}{
		{"Item", inside, "m"},
		{"Item", `{"name":"n","error":{"message":"m"}}`, "m"},
		{"Item", `{"name":1,"error":{"message":"m"}}`, "m"},
		{"Item", `{"error":[{"message":"m"}]}`, ""},
		{"Item", `{"text":"error","x":{"error":{"message":"m"}}}`, ""},
		{"Empty", inside, "m"},
		{"Struct", inside, ""},
		{"Job", inside, ""},
		{"More", inside, ""},
		{"Either", inside, ""},
	} {
		t.Run(test.response+" "+test.json, func(t *testing.T) {
			url, _ := serve(t, respondJSON(test.json))
			m := jobs.Services().Get(0).Methods().ByName(protoreflect.Name(test.response))
			c := clientOf(t, jobs, rest.WithEndpoint(url), rest.WithoutCredentials())
			got := dynamicpb.NewMessage(m.Output())
			err := c.Call(t.Context(), m.Name(), dynamicpb.NewMessage(m.Input()), got)
			if e, ok := errors.AsType[*rest.Error](err); err != nil && (!ok || e.Message != test.want) || (err == nil) != (test.want == "") {
				t.Errorf("got %v, %v, want %q", got, err, test.want)
			}
		})
	}
}

// jobs is a service whose responses contain an error in different ways.
var jobs = file("jobs", `
	message_type { name: "Item" field { name: "name" number: 1 type: TYPE_STRING } }
	message_type { name: "Job" field { name: "error" number: 1 type: TYPE_MESSAGE type_name: ".test.jobs.Item" } }
	message_type { name: "More"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "more" number: 2 type: TYPE_MESSAGE type_name: ".test.jobs.More.MoreEntry" label: LABEL_REPEATED options { [protolect.api.v1.field] { json_additional: true } } }
		nested_type { name: "MoreEntry" options { map_entry: true }
			field { name: "key" number: 1 type: TYPE_STRING }
			field { name: "value" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" }
		}
	}
	message_type { name: "Either"
		field { name: "job" number: 1 type: TYPE_MESSAGE type_name: ".test.jobs.Job" oneof_index: 0 }
		field { name: "text" number: 2 type: TYPE_STRING oneof_index: 0 }
		oneof_decl { name: "value" }
		options { [protolect.api.v1.message] { json_union {} } }
	}
`, []method{
	{"Item", ".google.protobuf.Empty", "", `get: "/v1/item"`},
	{"Empty", ".google.protobuf.Empty", ".google.protobuf.Empty", `get: "/v1/empty"`},
	{"Struct", ".google.protobuf.Empty", ".google.protobuf.Struct", `get: "/v1/struct"`},
	{"Text", ".google.protobuf.Empty", ".google.protobuf.StringValue", `get: "/v1/text"`},
	{"Job", ".google.protobuf.Empty", ".test.jobs.Job", `get: "/v1/job"`},
	{"More", ".google.protobuf.Empty", ".test.jobs.More", `get: "/v1/more"`},
	{"Either", ".google.protobuf.Empty", ".test.jobs.Either", `get: "/v1/either"`},
})

func TestLocalErrors(t *testing.T) {
	dead := httptest.NewServer(nil)
	dead.Close()
	stop := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("fields") {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"name":"x"`)
			w.(http.Flusher).Flush()
		}
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(stop)

	why := errors.New("why")
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	forAReason, cancelCause := context.WithCancelCause(context.Background())
	cancelCause(why)
	for _, test := range []struct {
		name   string
		url    string
		ctx    context.Context
		client *http.Client
		opts   []rest.CallOption
		code   code.Code
		cause  error
	}{
		{"refused", dead.URL, nil, nil, nil, code.Code_UNAVAILABLE, nil},
		{"canceled", slow.URL, canceled, nil, nil, code.Code_CANCELLED, context.Canceled},
		{"canceled for a reason", slow.URL, forAReason, nil, nil, code.Code_CANCELLED, context.Canceled},
		{"timeout", slow.URL, nil, nil, []rest.CallOption{rest.WithTimeout(20 * time.Millisecond)}, code.Code_DEADLINE_EXCEEDED, context.DeadlineExceeded},
		{"timeout in the body", slow.URL, nil, nil, []rest.CallOption{rest.WithTimeout(50 * time.Millisecond), rest.WithQuery("fields", "name")}, code.Code_DEADLINE_EXCEEDED, context.DeadlineExceeded},
		{"the client's timeout", slow.URL, nil, &http.Client{Timeout: 20 * time.Millisecond}, nil, code.Code_DEADLINE_EXCEEDED, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx := test.ctx
			if ctx == nil {
				ctx = context.Background()
			}
			var opts []rest.ClientOption
			if test.client != nil {
				opts = append(opts, rest.WithHTTPClient(test.client))
			}
			resp := item(t, `{"name":"old"}`)
			err := newClient(t, test.url, opts...).Call(ctx, "Get", getRequest, resp, test.opts...)
			var e *rest.Error
			if !errors.As(err, &e) || e.Code != test.code || !isEmpty(resp) {
				t.Fatalf("got %v, %v", err, resp)
			}
			if test.cause != nil && !errors.Is(err, test.cause) {
				t.Errorf("%v is not %v", err, test.cause)
			}
			if strings.HasPrefix(test.name, "timeout") && !strings.Contains(e.Message, "0ms): context deadline exceeded") {
				t.Errorf("the message does not contain the limit: %s", e.Message)
			}
		})
	}

	err := call(newClient(t, dead.URL))
	var u *url.Error
	var n net.Error
	if !errors.As(err, &u) || !errors.As(err, &n) || u.URL != dead.URL+"/v1/spaces/A" {
		t.Errorf("got %v", err)
	}
	var v *pathtemplate.ValueError
	err = newClient(t, dead.URL).Call(context.Background(), "Get", item(t, `{"name":"x"}`), response("Get"))
	if !errors.As(err, &v) || v.FieldPath != "name" {
		t.Errorf("got %v", err)
	}
}
