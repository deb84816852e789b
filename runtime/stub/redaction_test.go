// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// planted is a secret with characters that most encodings escape. Its parts
// survive every encoding.
const planted = `Zq7Wm2Kx/Rt9Yp4Ls+Nd6Vb1Gf=Hc8Jk3Ta&Xe5Wu9Pb"Pe5Qn8Sd`

// plantedParts returns the texts that a printed error must not contain.
func plantedParts() []string {
	parts := strings.FieldsFunc(planted, func(r rune) bool { return strings.ContainsRune(`/+=&"`, r) })
	basic := base64.StdEncoding.EncodeToString([]byte("user:" + planted))
	for len(basic) >= 12 {
		parts, basic = append(parts, basic[:12]), basic[12:]
	}
	return parts
}

// echoing is a service that declares credentials of every kind.
var echoing = ruled(file("echoing", `
	message_type { name: "Item"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "count" number: 2 type: TYPE_INT64 }
	}
`, []method{
	{"Get", "", "", `get: "/v1/item"`},
	{"Read", "", "", `get: "/v1/media"`},
	{"Upload", "", "", `post: "/v1/files" body: "*"`},
}), `
	security_schemes { name: "bearer" http_bearer {} }
	security_schemes { name: "basic" http_basic {} }
	security_schemes { name: "header" api_key { header: "X-Key" } }
	security_schemes { name: "query" api_key { query: "key" } }
	security_schemes { name: "cookie" api_key { cookie: "session" } }
`, map[string]string{
	"Get":    `error_responses { status: "default" message: "google.rpc.ErrorInfo" }`,
	"Read":   `media_download {}`,
	"Upload": `media_upload { accept: "*/*" simple_path: "/upload/v1/files" resumable_path: "/upload/v1/files" }`,
})

// credentialsOf contains the ways to send a secret, and functions that return the
// part of a request with the secret.
var credentialsOf = map[string]struct {
	option rest.ClientOption
	sent   func(*http.Request) string
}{
	"bearer": {
		rest.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: planted})),
		func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") },
	},
	"basic": {
		rest.WithBasicAuth("user", planted),
		func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get("Authorization"), "Basic ") },
	},
	"password": {
		rest.WithBasicAuth("user", planted),
		func(r *http.Request) string { user, password, _ := r.BasicAuth(); return user + ":" + password },
	},
	"header": {rest.WithNamedAPIKey("header", planted), func(r *http.Request) string { return r.Header.Get("X-Key") }},
	"query":  {rest.WithNamedAPIKey("query", planted), func(r *http.Request) string { return r.URL.Query().Get("key") }},
	"raw query": {rest.WithNamedAPIKey("query", planted), func(r *http.Request) string {
		_, key, _ := strings.Cut(r.URL.RawQuery, "key=")
		return key
	}},
	"cookie": {rest.WithNamedAPIKey("cookie", planted), func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get("Cookie"), "session=") }},
}

func toJSON(text string) string {
	js, err := json.Marshal(text)
	must(err)
	return string(js[1 : len(js)-1])
}

// echoes contains the forms in which a server repeats a secret in JSON.
var echoes = map[string]func(string) string{
	"JSON": toJSON,
	"escaped JSON": func(s string) string {
		return strings.NewReplacer("/", `\/`, "+", `\u002B`, "=", `\u003d`).Replace(toJSON(s))
	},
	"all escaped": func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		return b.String()
	},
	"query":        url.QueryEscape,
	"path":         func(s string) string { return toJSON(url.PathEscape(s)) },
	"HTML":         html.EscapeString,
	"JSON in JSON": func(s string) string { return toJSON(toJSON(s)) },
}

// responses contains the places in which a server repeats a secret. text is the
// secret as JSON. The secret contains no line break.
var responses = map[string]func(w http.ResponseWriter, secret, text string){
	"status": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(403)
		fmt.Fprintf(w, `{"error":{"code":403,"message":"bad %[1]s.","status":"PERMISSION_DENIED","errors":[{"reason":"%[1]s","message":"%[1]s"}],"details":[
			{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"%[1]s","domain":"%[1]s","metadata":{"%[1]s":"%[1]s"}},
			{"@type":"type.googleapis.com/google.rpc.DebugInfo","stackEntries":["%[1]s"],"detail":"%[1]s"}]}}`, text)
	},
	"declared error": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(401)
		fmt.Fprintf(w, `{"reason":"%[1]s","domain":"%[1]s","metadata":{"%[1]s":"%[1]s"}}`, text)
	},
	"OAuth 2.0": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(401)
		fmt.Fprintf(w, `{"error":"%[1]s","error_description":"%[1]s"}`, text)
	},
	"HTML": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(502)
		fmt.Fprintf(w, "<html>%s</html>", text)
	},
	"page": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html>%s</html>", text)
	},
	"list": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `["%s"]`, text)
	},
	"wrong type": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"count":"%s"}`, text)
	},
	"malformed": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"name":"%s`, text)
	},
	"error inside": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"error":{"message":"%s"}}`, text)
	},
	"large error inside": func(w http.ResponseWriter, _, text string) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"padding":"%s","error":{"message":"%s"}}`, strings.Repeat("-", 300<<10), text)
	},
	"header": func(w http.ResponseWriter, secret, text string) {
		w.Header().Set("X-Echo", secret)
		w.Header().Set("X-Other", text)
		w.Header().Set("Content-Encoding", secret)
		w.Header().Set("Www-Authenticate", "Bearer insufficient_scope "+text)
		w.Header().Set("Retry-After", text)
		w.WriteHeader(429)
	},
	"content type": func(w http.ResponseWriter, secret, _ string) {
		w.Header().Set("Content-Type", secret)
		io.WriteString(w, "x")
	},
	"long content type": func(w http.ResponseWriter, secret, _ string) {
		w.Header().Set("Content-Type", "text/"+strings.Repeat("x", 60)+secret)
		io.WriteString(w, "x")
	},
	"redirect": func(w http.ResponseWriter, secret, text string) {
		w.Header().Set("Location", "https://example.com/?a="+url.QueryEscape(secret)+"&b="+text)
		w.WriteHeader(302)
	},
	"range": func(w http.ResponseWriter, secret, _ string) {
		// A session that starts, and reports a malformed Range.
		w.Header().Set("Location", "/session")
		w.Header().Set("X-Http-Status-Code-Override", "308")
		w.Header().Set("Range", secret)
	},
	"no HTTP":       func(w http.ResponseWriter, secret, _ string) { raw(w, secret+"\r\n\r\n") },
	"status line":   func(w http.ResponseWriter, secret, _ string) { raw(w, "HTTP/1.1 "+secret+" OK\r\n\r\n") },
	"reason phrase": func(w http.ResponseWriter, secret, _ string) { raw(w, "HTTP/1.1 500 "+secret+"\r\n\r\n") },
	"length": func(w http.ResponseWriter, secret, _ string) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Length: "+secret+"\r\n\r\n")
	},
	"field": func(w http.ResponseWriter, secret, _ string) { raw(w, "HTTP/1.1 200 OK\r\n"+secret+"\r\n\r\n") },
	"coding": func(w http.ResponseWriter, secret, _ string) {
		raw(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: "+secret+"\r\n\r\n")
	},
	"trailer": func(w http.ResponseWriter, secret, _ string) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"+secret+"\r\n\r\n")
	},
	"chunk": func(w http.ResponseWriter, secret, _ string) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"+secret+"\r\n{}")
	},
	"cut off": func(w http.ResponseWriter, secret, text string) {
		raw(w, "HTTP/1.1 500 Error\r\nContent-Length: 1000\r\n\r\n"+secret+" "+text)
	},
}

// raw sends a response unchanged.
func raw(w http.ResponseWriter, response string) {
	conn, buffered, err := w.(http.Hijacker).Hijack()
	must(err)
	defer conn.Close()
	buffered.WriteString(response)
	must(buffered.Flush())
}

// calls contains the ways to call a service.
var calls = map[string]func(*stub.Client) error{
	"call": func(c *stub.Client) error {
		return c.Call(context.Background(), "Get", echoItem(), echoItem(), rest.WithHeader("X-Secret", planted))
	},
	"download": func(c *stub.Client) error {
		d, err := c.Download(context.Background(), "Read", echoItem())
		if err != nil {
			return err
		}
		defer d.Close()
		_, err = io.ReadAll(d)
		return err
	},
	"upload": func(c *stub.Client) error {
		return c.Upload(context.Background(), "Upload", echoItem(), echoItem(), strings.NewReader("media"))
	},
	"upload in chunks": func(c *stub.Client) error {
		return c.Upload(context.Background(), "Upload", echoItem(), echoItem(), bytes.NewReader(make([]byte, 300<<10)), rest.WithChunkSize(256<<10))
	},
}

func echoItem() proto.Message { return dynamicpb.NewMessage(echoing.Messages().Get(0)) }

// No printed error contains credentials, wherever the server repeats them.
func TestNoErrorHasSecrets(t *testing.T) {
	for name, credentials := range credentialsOf {
		for form, encode := range echoes {
			if testing.Short() && form != "escaped JSON" || name != "bearer" && form != "escaped JSON" && form != "query" {
				continue
			}
			t.Run(name+" in "+form, func(t *testing.T) {
				var respond func(w http.ResponseWriter, secret, text string)
				server, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
					secret := credentials.sent(r)
					if len(secret) < len(planted) {
						t.Errorf("%s is not sent: %s %v", name, r.URL, r.Header)
					}
					respond(w, secret, encode(secret))
				})
				c := clientOf(t, echoing, rest.WithEndpoint(server), credentials.option)
				for place, f := range responses {
					respond = f
					for how, call := range calls {
						if how != "call" && form != "escaped JSON" {
							continue
						}
						err := call(c)
						if err != nil {
							noPart(t, how+" "+place, err)
						} else if how == "call" && place != "trailer" {
							t.Errorf("%s: no error", place)
						}
					}
				}
				noPart(t, "client", c)
				noPart(t, "client", *c)
				noPart(t, "option", credentials.option)
			})
		}
	}
}

// A secret is removed even where the body of an error, or a quoted part of it, is
// cut. At most three characters remain.
func TestSecretsAtTheEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("sends thousands of requests")
	}
	const limit = 64 << 10
	credentials := credentialsOf["bearer"]
	var padding int
	var contentType string
	var status int
	var encode func(string) string
	server, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		fmt.Fprintf(w, "%s%s%s", strings.Repeat("a", padding), encode(credentials.sent(r)), strings.Repeat("b", 200))
	})
	c := clientOf(t, echoing, rest.WithEndpoint(server), credentials.option)
	for form, f := range echoes {
		encode = f
		for _, at := range []int{160, 1000, limit} {
			for _, before := range []int{0, 1, 4, 5, 6, 7, 8, 12, 20, 54} {
				padding = at - before
				for _, status = range []int{200, 500} {
					for _, contentType = range []string{"text/plain", "application/json"} {
						err := c.Call(t.Context(), "Get", echoItem(), echoItem())
						if err == nil {
							t.Fatal("no error")
						}
						e, _ := errors.AsType[*rest.Error](err)
						text := fmt.Sprint(err, e.Message, errors.Unwrap(e), string(e.Body))
						if strings.Contains(text, planted[:4]) || strings.Contains(text, fmt.Sprintf(`\u%04x`, planted[3])) {
							t.Errorf("%s at byte %d: %d, %s: %q", form, padding, status, contentType, text[max(0, len(text)-300):])
						}
					}
				}
			}
		}
	}
}

// replying is a transport whose calls return a fixed reply.
type replying struct {
	reply stub.Reply
	err   error
}

func (r replying) Call(context.Context, protoreflect.MethodDescriptor, http.Header, proto.Message, proto.Message) (stub.Reply, error) {
	return r.reply, r.err
}

func (replying) Close() error { return nil }

// The error of a call over a transport contains no credentials.
func TestNoStatusHasSecrets(t *testing.T) {
	for form, encode := range echoes {
		for _, option := range []rest.ClientOption{credentialsOf["bearer"].option, credentialsOf["basic"].option, credentialsOf["header"].option} {
			text := encode(planted)
			info, err := anypb.New(&errdetails.ErrorInfo{Reason: text, Metadata: map[string]string{text: planted}})
			must(err)
			for _, s := range []*rpcstatus.Status{
				{Code: 7, Message: "bad " + text + ".", Details: []*anypb.Any{info}},
				{Code: 7, Message: "bad.", Details: []*anypb.Any{info}},
			} {
				for _, r := range []replying{
					{stub.Reply{Status: s, Header: http.Header{"X-Echo": {text}}}, status.FromProto(s).Err()},
					{stub.Reply{}, fmt.Errorf("broken: %w", status.FromProto(s).Err())},
				} {
					if r.reply.Status == nil && s.Message == "bad." {
						continue // A transport that has a status returns it.
					}
					c := clientOf(t, echoing, rest.WithEndpoint("http://127.0.0.1:1"), option,
						stub.WithTransport(func(stub.Target) (stub.Transport, error) { return r, nil }))
					err := c.Call(t.Context(), "Get", echoItem(), echoItem())
					e, ok := errors.AsType[*rest.Error](err)
					if !ok || !strings.Contains(e.Message, "bad") {
						t.Errorf("got %v", err)
					}
					noPart(t, form, err)
				}
			}
		}
	}
}

// noPart prints a value, and each error and detail in it, in every way. It fails if
// a text contains a part of the secret.
func noPart(t *testing.T, where string, v any) {
	t.Helper()
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
	write := func(values ...any) {
		for _, v := range values {
			fmt.Fprintf(&b, "%v\n%+v\n%#v\n%s\n%q\n", v, v, v, v, v)
			if js, err := json.Marshal(v); err == nil { // Not every value has JSON.
				b.Write(js)
			}
		}
	}
	write(v)
	var walk func(err error)
	walk = func(err error) {
		if err == nil {
			return
		}
		write(err)
		if e, ok := err.(*rest.Error); ok {
			write(*e, e.Message, e.Reason, e.Header, string(e.Body), e.RequestID, e.Details)
		}
		if s, ok := err.(interface{ GRPCStatus() *status.Status }); ok {
			write(s.GRPCStatus().Proto().String(), s.GRPCStatus().Details())
		}
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		case interface{ Unwrap() []error }:
			for _, err := range e.Unwrap() {
				walk(err)
			}
		}
	}
	if err, ok := v.(error); ok {
		walk(err)
		if u, ok := errors.AsType[*url.Error](err); ok {
			write(u, *u, u.Err)
		}
	}
	text := b.String()
	for _, part := range plantedParts() {
		if i := strings.Index(text, part); i >= 0 {
			t.Errorf("%s: %s is in %q", where, part, text[max(0, i-200):min(len(text), i+50)])
			return
		}
	}
}
