// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// ruled returns a file with a rule for the file and rules for its methods, in
// prototext.
func ruled(fd protoreflect.FileDescriptor, fileRule string, methodRules map[string]string) protoreflect.FileDescriptor {
	f := protodesc.ToFileDescriptorProto(fd)
	rule := new(apipb.FileRule)
	must(prototext.Unmarshal([]byte(fileRule), rule))
	if f.Options == nil {
		f.Options = new(descriptorpb.FileOptions)
	}
	proto.SetExtension(f.Options, apipb.E_File, rule)
	for _, m := range f.Service[0].Method {
		if text, found := methodRules[m.GetName()]; found {
			rule := new(apipb.MethodRule)
			must(prototext.Unmarshal([]byte(text), rule))
			proto.SetExtension(m.Options, apipb.E_Method, rule)
		}
	}
	ruled, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	return ruled
}

var secured = ruled(file("secured", `message_type { name: "Item" }`, []method{
	{"Any", "", "", `get: "/v1/any"`},
	{"Both", "", "", `get: "/v1/both"`},
	{"Basic", "", "", `get: "/v1/basic"`},
	{"Query", "", "", `get: "/v1/query"`},
	{"Open", "", "", `get: "/v1/open"`},
	{"Nothing", "", "", `get: "/v1/nothing"`},
	{"Unsaid", "", "", `get: "/v1/unsaid"`},
}), `
	security_schemes { name: "basic" http_basic {} }
	security_schemes { name: "bearer" http_bearer { format: "JWT" signed_token { issuer_claim: "application_id" } } }
	security_schemes { name: "header" api_key { header: "X-Key" } }
	security_schemes { name: "query" api_key { query: "the key" } }
`, map[string]string{
	"Any":     `security { schemes: "bearer" } security { schemes: "basic" } security { schemes: "header" }`,
	"Both":    `security { schemes: "header" } security { schemes: "header" schemes: "bearer" } security { schemes: "header" schemes: "query" }`,
	"Basic":   `security { schemes: "basic" }`,
	"Query":   `security { schemes: "query" }`,
	"Open":    `security { } security { schemes: "basic" }`,
	"Nothing": `security { }`,
})

var tokens = rest.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token-secret"}))

// callSecured calls a method with an empty request.
func callSecured(c *stub.Client, method protoreflect.Name) error {
	md := secured.Messages().Get(0)
	return c.Call(context.Background(), method, dynamicpb.NewMessage(md), dynamicpb.NewMessage(md))
}

func TestSecurity(t *testing.T) {
	basic := rest.WithBasicAuth("user", "password")
	const sentBasic, sentToken = "Basic dXNlcjpwYXNzd29yZA==", "Bearer token-secret"
	key, inQuery := rest.WithNamedAPIKey("header", "key&secret"), rest.WithNamedAPIKey("query", "key&secret")
	two := []rest.ClientOption{rest.WithNamedAPIKey("header", "header-secret"), rest.WithNamedAPIKey("query", "query-secret")}
	for _, test := range []struct {
		method                     protoreflect.Name
		options                    []rest.ClientOption
		authorization, header, uri string
		err                        string
	}{
		{"Any", []rest.ClientOption{basic}, sentBasic, "", "/v1/any", ""},
		{"Any", []rest.ClientOption{tokens}, sentToken, "", "/v1/any", ""},
		{"Any", []rest.ClientOption{key}, "", "key&secret", "/v1/any", ""},
		{"Any", []rest.ClientOption{rest.WithoutCredentials()}, "", "", "/v1/any", ""},
		// Of several alternatives, the first is used.
		{"Any", []rest.ClientOption{key, basic}, sentBasic, "", "/v1/any", ""},
		{"Both", append([]rest.ClientOption{tokens}, two...), sentToken, "header-secret", "/v1/both", ""},
		{"Both", []rest.ClientOption{key}, "", "key&secret", "/v1/both", ""},
		{"Both", []rest.ClientOption{key, tokens}, sentToken, "key&secret", "/v1/both", ""},
		{"Both", two, "", "header-secret", "/v1/both?the+key=query-secret", ""},
		{"Both", []rest.ClientOption{basic}, "", "", "", `Both requires credentials that the client does not have: use rest.WithNamedAPIKey("header", …) or rest.WithNamedAPIKey("header", …) together with rest.WithBearerToken or rest.WithTokenSource`},
		{"Basic", []rest.ClientOption{tokens}, "", "", "", "Basic requires credentials that the client does not have: use rest.WithBasicAuth"},
		{"Query", []rest.ClientOption{inQuery}, "", "", "/v1/query?the+key=key%26secret", ""},
		// The methods require different credentials.
		{"Basic", []rest.ClientOption{basic, inQuery}, sentBasic, "", "/v1/basic", ""},
		{"Query", []rest.ClientOption{basic, inQuery}, "", "", "/v1/query?the+key=key%26secret", ""},
		{"Any", []rest.ClientOption{rest.WithBearerToken("token-secret")}, sentToken, "", "/v1/any", ""},
		{"Query", two[:1], "", "", "", `Query requires credentials that the client does not have: use rest.WithNamedAPIKey("query", …)`},
		{"Open", []rest.ClientOption{basic}, sentBasic, "", "/v1/open", ""},
		{"Open", []rest.ClientOption{tokens}, "", "", "/v1/open", ""},
		{"Nothing", []rest.ClientOption{tokens}, "", "", "/v1/nothing", ""},
		{"Unsaid", []rest.ClientOption{tokens}, sentToken, "", "/v1/unsaid", ""},
	} {
		t.Run(string(test.method), func(t *testing.T) {
			url, requests := serve(t, respondJSON(`{}`))
			c := clientOf(t, secured, append(test.options, rest.WithEndpoint(url))...)
			err := callSecured(c, test.method)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) || len(*requests) > 0 {
					t.Errorf("got %v after %d requests, want %q and none", err, len(*requests), test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r := (*requests)[0]
			if got := r.header.Get("Authorization"); got != test.authorization {
				t.Errorf("Authorization is %q, want %q", got, test.authorization)
			}
			if got := r.header.Get("X-Key"); got != test.header {
				t.Errorf("X-Key is %q, want %q", got, test.header)
			}
			if r.uri != test.uri {
				t.Errorf("called %s, want %s", r.uri, test.uri)
			}
			if r.header.Get("X-Goog-Api-Key") != "" {
				t.Error("Google's header was sent")
			}
		})
	}
}

func TestSecurityOptions(t *testing.T) {
	basic := rest.WithBasicAuth("user", "password")
	bad := errors.New("no key in it")
	for _, test := range []struct {
		options []rest.ClientOption
		want    string
	}{
		{nil, "credentials are missing: use rest.WithBasicAuth or rest.WithBearerToken or rest.WithTokenSource or rest.WithNamedAPIKey"},
		{[]rest.ClientOption{stub.WithSignerOption("application_id", "pet.WithJWT")}, "credentials are missing: use rest.WithBasicAuth or pet.WithJWT or rest.WithBearerToken or rest.WithTokenSource"},
		{[]rest.ClientOption{rest.WithAPIKey("key")}, `is ambiguous, because the service declares several keys: use rest.WithBasicAuth or rest.WithBearerToken or rest.WithTokenSource or rest.WithNamedAPIKey("header", …) or rest.WithNamedAPIKey("query", …)`},
		{[]rest.ClientOption{rest.WithBearerToken("")}, "rest.WithBearerToken: the token is empty"},
		{[]rest.ClientOption{basic, rest.WithoutCredentials()}, "rest.WithBasicAuth and rest.WithoutCredentials cannot be used together"},
		{[]rest.ClientOption{rest.WithNamedAPIKey("basic", "key")}, `no key "basic"`},
		{[]rest.ClientOption{rest.WithScopes("scope")}, "rest.WithScopes has no effect"},
		{[]rest.ClientOption{rest.WithBasicAuth("a:b", "password")}, "colon"},
		{[]rest.ClientOption{stub.WithNewTokenSource("pet.WithJWT", func() (oauth2.TokenSource, error) { return nil, bad })}, "pet.WithJWT: no key in it"},
	} {
		// A search for Google's credentials would report this file.
		t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent")
		_, err := stub.NewClient(context.Background(), secured.Services().Get(0), test.options...)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "GOOGLE") {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

// WithAPIKey needs no name if the service declares one key and other schemes.
func TestSecurityOneKey(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	fd := ruled(file("onekey", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/a"`}}), `
		security_schemes { name: "basic" http_basic {} }
		security_schemes { name: "bearer" http_bearer {} }
		security_schemes { name: "key" api_key { header: "X-Key" } }
	`, nil)
	for _, option := range []rest.ClientOption{rest.WithAPIKey("k"), rest.WithNamedAPIKey("key", "k")} {
		if err := clientOf(t, fd, rest.WithEndpoint(url), option).Call(t.Context(), "Get", itemOf(t, fd, `{}`), itemOf(t, fd, `{}`)); err != nil {
			t.Error(err)
		}
	}
	for _, r := range *requests {
		if got := r.header.Get("X-Key"); got != "k" {
			t.Errorf("sent %q", got)
		}
	}
	_, err := stub.NewClient(t.Context(), fd.Services().Get(0))
	if err == nil || !strings.HasSuffix(err.Error(), "use rest.WithBasicAuth or rest.WithBearerToken or rest.WithTokenSource or rest.WithAPIKey, or rest.WithoutCredentials to send none") {
		t.Errorf("got %v", err)
	}
	two := ruled(file("twokeys", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/a"`}}), `
		security_schemes { name: "a" api_key { header: "X-A" } }
		security_schemes { name: "b" api_key { header: "X-B" } }
	`, nil)
	_, err = stub.NewClient(t.Context(), two.Services().Get(0), rest.WithAPIKey("k"))
	if err == nil || !strings.Contains(err.Error(), `rest.WithNamedAPIKey("a", …) or rest.WithNamedAPIKey("b", …)`) {
		t.Errorf("got %v", err)
	}
}

// A scheme of an unknown kind is named in the error, and can be left out.
func TestSecurityUnknownKind(t *testing.T) {
	fd := ruled(file("unknownkind", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/a"`}}), `
		security_schemes { name: "mutual" }
		security_schemes { name: "basic" http_basic {} }
	`, map[string]string{"Get": `security { schemes: "mutual" }`})
	_, err := stub.NewClient(t.Context(), fd.Services().Get(0))
	if err == nil || !strings.Contains(err.Error(), "credentials of a kind that this client does not support (mutual) or rest.WithBasicAuth") {
		t.Errorf("got %v", err)
	}
	url, requests := serve(t, respondJSON("{}"))
	c := clientOf(t, fd, rest.WithEndpoint(url), rest.WithBasicAuth("u", "p"))
	err = c.Call(t.Context(), "Get", itemOf(t, fd, `{}`), itemOf(t, fd, `{}`))
	if err == nil || !strings.Contains(err.Error(), "does not support (mutual)") || len(*requests) > 0 {
		t.Errorf("got %v after %d requests", err, len(*requests))
	}
}

// Two kinds of credentials conflict if every method accepts either of them.
func TestSecurityConflict(t *testing.T) {
	either := ruled(file("either", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/get"`}}), `
		security_schemes { name: "basic" http_basic {} }
		security_schemes { name: "bearer" http_bearer {} }
	`, map[string]string{"Get": `security { schemes: "bearer" } security { schemes: "basic" }`})
	basic := rest.WithBasicAuth("user", "password")
	jwt := stub.WithNewTokenSource("pet.WithJWT", func() (oauth2.TokenSource, error) { return oauth2.StaticTokenSource(nil), nil })
	for want, other := range map[string]rest.ClientOption{"rest.WithTokenSource": tokens, "pet.WithJWT": jwt, "rest.WithBearerToken": rest.WithBearerToken("token")} {
		_, err := stub.NewClient(context.Background(), either.Services().Get(0), basic, other)
		if err == nil || !strings.Contains(err.Error(), "rest.WithBasicAuth and "+want+" cannot be used together") {
			t.Errorf("got %v, want a conflict with %s", err, want)
		}
	}
}

// Credentials that no method accepts are an error.
func TestSecurityUnusedOption(t *testing.T) {
	only := ruled(file("onlybasic", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/get"`}}), `security_schemes { name: "basic" http_basic {} }`, nil)
	_, err := stub.NewClient(context.Background(), only.Services().Get(0), tokens)
	if err == nil || !strings.Contains(err.Error(), "does not accept rest.WithTokenSource: it accepts rest.WithBasicAuth") {
		t.Errorf("got %v", err)
	}
}

// No error contains credentials, whether the server repeats them or the
// connection fails.
func TestSecuritySecrets(t *testing.T) {
	echo, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		key := r.URL.Query().Get("the key")
		w.Header().Set("X-Echo", r.RequestURI+r.Header.Get("Authorization"))
		respond(401, "application/json", fmt.Sprintf(`{"title":"no %s %s %s"}`, key, r.RequestURI, r.Header.Get("Authorization")))(w, r)
	})
	gone, _ := serve(t, func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	for _, server := range []string{echo, gone} {
		for method, option := range map[protoreflect.Name]rest.ClientOption{
			"Query": rest.WithNamedAPIKey("query", "key/secret"),
			"Basic": rest.WithBasicAuth("user", "pass-secret"),
		} {
			err := callSecured(clientOf(t, secured, rest.WithEndpoint(server), option), method)
			var e *rest.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			text := fmt.Sprintf("%v %#v %s %v", err, *e, e.Body, e.Header)
			if u := (*url.Error)(nil); errors.As(err, &u) {
				text += u.URL + u.Error()
			}
			for _, secret := range []string{"key/secret", "key%2Fsecret", "pass-secret", "dXNlcjpwYXNzLXNlY3JldA=="} {
				if strings.Contains(text, secret) {
					t.Errorf("%s: %q is in %s", method, secret, text)
				}
			}
			if server == echo && method == "Basic" && !strings.Contains(err.Error(), "check the user and the password") {
				t.Errorf("there is no remedy in %v", err)
			}
		}
	}
}

// failing is a transport that must not be called.
type failing struct{ t *testing.T }

func (f failing) Call(context.Context, protoreflect.MethodDescriptor, http.Header, proto.Message, proto.Message) (stub.Reply, error) {
	f.t.Error("the transport was called")
	return stub.Reply{}, nil
}

func (failing) Close() error { return nil }

// A call over a transport has no URL, and so no query for an API key.
func TestSecurityWithoutURL(t *testing.T) {
	c := clientOf(t, secured, rest.WithNamedAPIKey("query", "key-secret"), stub.WithTransport(func(stub.Target) (stub.Transport, error) { return failing{t}, nil }))
	err := callSecured(c, "Query")
	var e *rest.Error
	if !errors.As(err, &e) || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(err.Error(), "can only be called over REST") {
		t.Errorf("got %v", err)
	}
}

// An API without authentication receives no credentials, unless an option sets
// them.
func TestAnonymous(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere")
	service := ruled(file("anonymous", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/any"`}}), `anonymous: true`, nil)
	for _, test := range []struct {
		options []rest.ClientOption
		want    string
	}{
		{nil, ""},
		{[]rest.ClientOption{rest.WithBasicAuth("a", "b")}, "Basic YTpi"},
	} {
		url, requests := serve(t, respondJSON(`{}`))
		c := clientOf(t, service, append(test.options, rest.WithEndpoint(url))...)
		item := service.Messages().ByName("Item")
		if err := c.Call(t.Context(), "Get", dynamicpb.NewMessage(item), dynamicpb.NewMessage(item)); err != nil {
			t.Fatal(err)
		}
		if got := (*requests)[0].header.Get("Authorization"); got != test.want {
			t.Errorf("sent %q, want %q", got, test.want)
		}
	}
}

// A key in a cookie is added to the cookies of the caller.
func TestKeyInCookie(t *testing.T) {
	service := ruled(file("jar", `message_type { name: "Item" }`, []method{{"Get", "", "", `get: "/v1/items"`}}),
		`security_schemes { name: "session" api_key { cookie: "sid" } }`, nil)
	url, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		respond(403, "application/json", `{"message":"not `+r.Header.Get("Cookie")+`"}`)(w, r)
	})
	c := clientOf(t, service, rest.WithEndpoint(url), rest.WithAPIKey("my secret;key"), rest.WithHeader("Cookie", "own=1"))
	m := service.Services().Get(0).Methods().Get(0)
	err := c.Call(context.Background(), m.Name(), dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output()))
	if got := (*requests)[0].header.Get("Cookie"); got != "own=1; sid=my%20secret%3Bkey" {
		t.Errorf("sent %q", got)
	}
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("the error contains the key: %v", err)
	}
}
