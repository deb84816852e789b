// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// getRequest is a request of Library.Get.
var getRequest = func() proto.Message {
	m := dynamicpb.NewMessage(library.Messages().ByName("Item"))
	must(protojson.Unmarshal([]byte(`{"name":"spaces/A"}`), m))
	return m
}()

func TestNewClientErrors(t *testing.T) {
	none := rest.WithoutCredentials()
	for _, test := range []struct {
		name string
		opts []rest.ClientOption
		want string
	}{
		{"not a URL", []rest.ClientOption{none, rest.WithEndpoint("://")}, "not a URL"},
		{"no scheme", []rest.ClientOption{none, rest.WithEndpoint("localhost:8080")}, "https://"},
		{"another scheme", []rest.ClientOption{none, rest.WithEndpoint("ftp://x")}, "https://"},
		{"no host", []rest.ClientOption{none, rest.WithEndpoint("https:///x")}, "no host"},
		{"userinfo", []rest.ClientOption{none, rest.WithEndpoint("https://me:secret-marker@x")}, "user or password"},
		{"unreadable userinfo", []rest.ClientOption{none, rest.WithEndpoint("https://me:secret-marker@x:y")}, "not a URL"},
		{"query", []rest.ClientOption{none, rest.WithEndpoint("https://x?key=secret-marker")}, "query"},
		{"empty query", []rest.ClientOption{none, rest.WithEndpoint("https://x?")}, "query"},
		{"fragment", []rest.ClientOption{none, rest.WithEndpoint("https://x#")}, "fragment"},
		{"dots", []rest.ClientOption{none, rest.WithEndpoint("https://x/a/%2e%2e/b")}, `"%2e%2e"`},
		{"http with a token", []rest.ClientOption{rest.WithTokenSource(token("secret-marker")), rest.WithEndpoint("http://example.com")}, "over http"},
		{"http with a key", []rest.ClientOption{rest.WithAPIKey("secret-marker"), rest.WithEndpoint("http://10.0.0.1")}, "over http"},
		{"http with the default", []rest.ClientOption{rest.WithEndpoint("http://localhost.example.com")}, "over http"},
		{"two credentials", []rest.ClientOption{rest.WithTokenSource(token("t")), rest.WithAPIKey("k")}, "rest.WithTokenSource and rest.WithAPIKey"},
		{"credentials and none", []rest.ClientOption{rest.WithAPIKey("k"), none}, "remove one"},
		{"scopes of a key", []rest.ClientOption{rest.WithAPIKey("k"), rest.WithScopes("s")}, "rest.WithScopes has no effect on rest.WithAPIKey"},
		{"no key", []rest.ClientOption{rest.WithAPIKey("")}, "rest.WithAPIKey"},
		{"key with a line break", []rest.ClientOption{rest.WithAPIKey("secret-marker\n")}, "rest.WithAPIKey"},
		{"no token source", []rest.ClientOption{rest.WithTokenSource(nil)}, "rest.WithTokenSource"},
		{"the list of scopes is empty", []rest.ClientOption{rest.WithScopes()}, "rest.WithScopes"},
		{"no client", []rest.ClientOption{none, rest.WithHTTPClient(nil)}, "rest.WithHTTPClient"},
		{"agent", []rest.ClientOption{none, rest.WithUserAgent("a\r\nb")}, "rest.WithUserAgent"},
		{"timeout", []rest.ClientOption{none, rest.WithTimeout(-1)}, "rest.WithTimeout"},
		{"header", []rest.ClientOption{none, rest.WithHeader("Host", "secret-marker")}, "rest.WithEndpoint"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := stub.NewClient(context.Background(), library.Services().Get(0), test.opts...)
			if err == nil || c != nil {
				t.Fatalf("got %v", c)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "test.library.Library") || strings.Contains(err.Error(), "secret-marker") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := stub.NewClient(context.Background(), nil); err == nil {
		t.Error("there is no error for a nil service")
	}
}

// NewClient reports all errors at once.
func TestNewClientReportsAllErrors(t *testing.T) {
	_, err := stub.NewClient(context.Background(), library.Services().Get(0), rest.WithAPIKey(""), rest.WithEndpoint("x"), rest.WithTimeout(-1))
	for _, want := range []string{"WithAPIKey", "WithEndpoint", "WithTimeout"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestMalformedRules(t *testing.T) {
	for _, test := range []struct{ rule, want string }{
		{`body: "*"`, "no path"},
		{`get: "v1"`, `expected "/"`},
		{`get: "/v1/*"`, "wildcard outside a variable"},
		{`get: "/v1/{nothing}"`, "unknown field nothing"},
		{`get: "/v1/{child.nothing}"`, "unknown field child.nothing"},
		{`get: "/v1/{name.x}"`, "unknown field name.x"},
		{`get: "/v1/{children.name}"`, "unknown field children.name"},
		{`get: "/v1/{child}"`, "child is a list or an object"},
		{`get: "/v1/{tags}"`, "tags is a list or an object"},
		{`post: "/v1/x" body: "nothing"`, "unknown field nothing"},
		{`post: "/v1/x" body: "child.name"`, "not a field of the request itself"},
		{`post: "/v1/{name}" body: "name"`, "also a variable of the path"},
		{`post: "/v1/x" response_body: "name"`, "response_body"},
		{`custom { kind: "*" path: "/v1/x" }`, "not an HTTP method"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			fd := file("bad", `message_type { name: "Item"
				field { name: "name" number: 1 type: TYPE_STRING }
				field { name: "tags" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
				field { name: "child" number: 3 type: TYPE_MESSAGE type_name: ".test.bad.Item" }
				field { name: "children" number: 4 type: TYPE_MESSAGE type_name: ".test.bad.Item" label: LABEL_REPEATED }
			}`, []method{{"Good", "", "", `get: "/v1/x"`}, {"Bad", "", "", test.rule}})
			url, _ := serve(t, respondJSON(`{}`))
			c := clientOf(t, fd, rest.WithEndpoint(url), rest.WithoutCredentials())
			item := dynamicpb.NewMessage(fd.Messages().ByName("Item"))
			if err := c.Call(t.Context(), "Bad", item, item.New().Interface()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if err := c.Call(t.Context(), "Good", item, item.New().Interface()); err != nil {
				t.Errorf("a malformed rule affects another method: %v", err)
			}
		})
	}
}

func TestNoHost(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	f.Service[0].Options = nil
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stub.NewClient(context.Background(), fd.Services().Get(0), rest.WithoutCredentials()); err == nil || !strings.Contains(err.Error(), "rest.WithEndpoint") {
		t.Errorf("got %v", err)
	}
	// A service without Google's scopes does not receive Google's credentials.
	if _, err := stub.NewClient(context.Background(), fd.Services().Get(0), rest.WithEndpoint("https://example.com")); err == nil || !strings.Contains(err.Error(), "no OAuth scopes of Google") {
		t.Errorf("got %v", err)
	}
}

func TestStreamingMethod(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	f.Service[0].Method[0].ServerStreaming = proto.Bool(true)
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	if err := call(clientOf(t, fd, rest.WithoutCredentials())); err == nil || !strings.Contains(err.Error(), "streams") {
		t.Errorf("got %v", err)
	}
}

// A transport is a function that replaces sending a request.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestEndpoint(t *testing.T) {
	for _, test := range []struct{ endpoint, want string }{
		{"", "https://library.googleapis.com/v1/spaces/A%3F"},
		{"https://example.com", "https://example.com/v1/spaces/A%3F"},
		{"https://example.com:8443/", "https://example.com:8443/v1/spaces/A%3F"},
		{"https://example.com/a%2Fb/c//", "https://example.com/a%2Fb/c/v1/spaces/A%3F"},
		{"http://example.com", "http://example.com/v1/spaces/A%3F"},
		{"http://[::1]:80", "http://[::1]:80/v1/spaces/A%3F"},
	} {
		var got *http.Request
		hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			got = r
			return nil, errors.New("not sent")
		})}
		opts := []rest.ClientOption{rest.WithoutCredentials(), rest.WithHTTPClient(hc)}
		if test.endpoint != "" {
			opts = append(opts, rest.WithEndpoint(test.endpoint))
		}
		err := clientOf(t, library, opts...).Call(context.Background(), "Get", item(t, `{"name":"spaces/A?"}`), response("Get"))
		if err == nil || got.URL.String() != test.want {
			t.Errorf("%s: got %v, want %s", test.endpoint, got.URL, test.want)
		}
		if got.GetBody == nil {
			t.Error("the body cannot be read again")
		}
	}
}

func TestLoopbackWithCredentials(t *testing.T) {
	for _, endpoint := range []string{"http://localhost:1", "http://LOCALHOST", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1"} {
		clientOf(t, library, rest.WithEndpoint(endpoint), rest.WithAPIKey("k"))
	}
}

func TestHTTPClientIsNotModified(t *testing.T) {
	jar, _ := cookiejar.New(nil)
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		respondJSON("{}")(w, r)
	}))
	defer server.Close()
	hc := &http.Client{Jar: jar, Timeout: time.Minute}
	c := newClient(t, server.URL, rest.WithHTTPClient(hc))
	for range 2 {
		if err := call(c); err != nil {
			t.Fatal(err)
		}
	}
	u, _ := url.Parse(server.URL)
	if hc.CheckRedirect != nil || hc.Jar != jar || hc.Transport != nil || http.DefaultClient.CheckRedirect != nil || len(jar.Cookies(u)) > 0 || strings.Join(seen, "") != "" {
		t.Errorf("the client was modified, or kept cookies: %v, %q", jar.Cookies(u), seen)
	}
}

func TestUserAgent(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	if err := call(newClient(t, url)); err != nil {
		t.Fatal(err)
	}
	if err := call(newClient(t, url, rest.WithUserAgent("bot/1.0 "))); err != nil {
		t.Fatal(err)
	}
	own := (*requests)[0].header.Get("User-Agent")
	if !regexp.MustCompile(`^protolect/\S+ go/\d\S*$`).MatchString(own) {
		t.Errorf("got %q", own)
	}
	if got := (*requests)[1].header.Get("User-Agent"); got != "bot/1.0 "+own {
		t.Errorf("got %q", got)
	}
}

func TestHeaderAndQuery(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	c := newClient(t, url, nil, rest.WithHeader("x-a", "default"), rest.WithHeader("x-b", "default"), rest.WithQuery("fields", "default"), rest.WithQuery("quotaUser", "u"))
	err := c.Call(context.Background(), "Search", item(t, `{"name":"n"}`), response("Search"),
		nil, rest.WithHeader("X-A", "1"), rest.WithHeader("X-A", "2"), rest.WithQuery("fields", "a,b"))
	if err != nil {
		t.Fatal(err)
	}
	if err := call(c); err != nil {
		t.Fatal(err)
	}
	first, second := (*requests)[0], (*requests)[1]
	if first.header.Get("X-A") != "2" || first.header.Get("X-B") != "default" || first.uri != "/v1/items?fields=a%2Cb&name=n&quotaUser=u" {
		t.Errorf("got %s %v", first.uri, first.header)
	}
	if second.header.Get("X-A") != "default" || second.uri != "/v1/spaces/A?fields=default&quotaUser=u" {
		t.Errorf("the options of one call apply to the next: %s %v", second.uri, second.header)
	}
}

func TestReservedHeadersAndParameters(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	c := newClient(t, url)
	deny := func(option rest.CallOption, want string) {
		t.Helper()
		err := c.Call(context.Background(), "Search", item(t, `{}`), response("Search"), option)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret-marker") {
			t.Errorf("got %v, want %q", err, want)
		}
		if _, err := stub.NewClient(context.Background(), library.Services().Get(0), rest.WithoutCredentials(), option); err == nil && want != "set the field of the request" {
			t.Errorf("NewClient accepts the option, want %q", want)
		}
	}
	for key, want := range map[string]string{
		"Authorization": "rest.WithTokenSource", "authorization": "rest.WithTokenSource", "x-goog-api-key": "rest.WithAPIKey",
		"Host": "rest.WithEndpoint", "Content-Length": "connection", "Transfer-Encoding": "connection", "Content-Type": "JSON",
		"Accept-Encoding": "connection", "User-Agent": "rest.WithUserAgent", "X-HTTP-Method-Override": "google.api.http",
		"": "is not a header name", "a b": "is not a header name", "a\r\nb": "is not a header name", "é": "is not a header name",
	} {
		deny(rest.WithHeader(key, "secret-marker"), want)
	}
	deny(rest.WithHeader("X-A", "secret-marker\r\nX: y"), "cannot contain")
	for key, want := range map[string]string{
		"alt": "JSON", "$alt": "JSON", "key": "rest.WithAPIKey", "access_token": "rest.WithTokenSource", "oauth_token": "rest.WithTokenSource",
		"callback": "JSON", "uploadType": "protocol", "upload_protocol": "protocol", "$.key": "rest.WithAPIKey", "ALT": "JSON", "$httpMethod": "google.api.http",
		"": "is empty", "\xff": "UTF-8",
		"name": "set the field of the request", "smallRatio": "set the field of the request", "small_ratio": "set the field of the request", "child.name": "set the field of the request",
	} {
		deny(rest.WithQuery(key, "secret-marker"), want)
	}
	if len(*requests) > 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
}

func TestTimeoutOption(t *testing.T) {
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(50 * time.Millisecond)
		respondJSON("{}")(w, r)
	})
	c := newClient(t, url, rest.WithTimeout(time.Millisecond))
	if err := call(c); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if err := c.Call(context.Background(), "Get", getRequest, response("Get"), rest.WithTimeout(0)); err != nil {
		t.Errorf("got %v", err)
	}
}

// Many goroutines share a client and a request message.
func TestConcurrency(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		respondJSON(`{"name":"`+r.URL.Query().Get("fields")+`"}`)(w, r)
	}))
	defer server.Close()
	c := clientOf(t, library, rest.WithEndpoint(server.URL), rest.WithTokenSource(token("t")), rest.WithHeader("X-A", "b"), rest.WithQuery("quotaUser", "u"))
	shared := item(t, `{"child":{"name":"spaces/A","count":"3"},"tags":["a"]}`)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			want := strings.Repeat("x", i+1)
			for _, method := range []protoreflect.Name{"Update", "GetNested", "Put"} {
				resp := response(string(method))
				err := c.Call(context.Background(), method, shared, resp, rest.WithQuery("fields", want), rest.WithHeader("X-B", want))
				if err != nil {
					t.Error(err)
				} else if got := resp.ProtoReflect().Get(resp.ProtoReflect().Descriptor().Fields().ByName("name")).String(); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// A canceled call leaves no goroutine behind, whatever it waited for.
func TestNoLeaks(t *testing.T) {
	var inBody atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if inBody.Load() {
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte(`{`))
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}))
	defer server.Close()
	tr := &http.Transport{}
	c := newClient(t, server.URL, rest.WithHTTPClient(&http.Client{Transport: tr}))
	before := runtime.NumGoroutine()
	for i := range 40 {
		inBody.Store(i%2 == 0)
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(5*time.Millisecond, cancel)
		if err := c.Call(ctx, "Get", getRequest, response("Get")); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	tr.CloseIdleConnections()
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before+2 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before+2 {
		var stacks bytes.Buffer
		b := make([]byte, 1<<20)
		stacks.Write(b[:runtime.Stack(b, true)])
		t.Errorf("%d goroutines before, %d after:\n%s", before, after, &stacks)
	}
}

// A connection is used again after an error, and after a response that is not
// read to its end.
func TestConnectionReuse(t *testing.T) {
	var connections atomic.Int32
	var n atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) % 3 {
		case 0:
			respond(500, "text/html", "<html>")(w, r)
		case 1:
			respond(200, "text/html", "<html>")(w, r)
		default:
			respondJSON("{}")(w, r)
		}
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := newClient(t, server.URL, rest.WithHTTPClient(&http.Client{Transport: &http.Transport{}}))
	for range 9 {
		call(c)
	}
	if got := connections.Load(); got != 1 {
		t.Errorf("%d connections, want 1", got)
	}
}

// The zero value of a generated client contains a nil Client.
func TestNilClient(t *testing.T) {
	var none *stub.Client
	const want = "create it with the New function of its package"
	err := none.Call(context.Background(), "Get", item(t, `{}`), response("Get"))
	if e, ok := errors.AsType[*rest.Error](err); !ok || !strings.Contains(e.Message, want) {
		t.Errorf("got %v, want %q", err, want)
	}
	for _, err := range stub.NewPager(context.Background(), none, "List", new(errdetails.ErrorInfo), (*errdetails.DebugInfo).GetStackEntries).All() {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}
