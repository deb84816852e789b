// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/oauth2"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/internal/config"
)

// Each option sets its part of the configuration.
func TestOptions(t *testing.T) {
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "t"})
	hc := new(http.Client)
	given := func(kind config.CredentialKind, c config.Client) config.Client {
		c.Credentials, c.Kinds = kind, []config.CredentialKind{kind}
		return c
	}
	call := func(c config.Call) config.Client { return config.Client{Call: c} }
	for name, test := range map[string]struct {
		options []ClientOption
		want    config.Client
	}{
		"endpoint":          {[]ClientOption{WithEndpoint("http://a:1/b/")}, config.Client{Endpoint: &url.URL{Scheme: "http", Host: "a:1", Path: "/b", RawPath: "/b"}}},
		"insecure endpoint": {[]ClientOption{WithInsecureEndpoint("http://a")}, config.Client{Endpoint: &url.URL{Scheme: "http", Host: "a"}, Insecure: true}},
		"last endpoint":     {[]ClientOption{WithInsecureEndpoint("http://a"), WithEndpoint("http://b")}, config.Client{Endpoint: &url.URL{Scheme: "http", Host: "b"}}},
		"HTTP client":       {[]ClientOption{WithHTTPClient(hc)}, config.Client{HTTP: hc}},
		"user agent":        {[]ClientOption{WithUserAgent(" bot/1 ")}, config.Client{UserAgent: "bot/1"}},
		"scopes":            {[]ClientOption{WithScopes("a", "b")}, config.Client{Scopes: []string{"a", "b"}}},
		"no credentials":    {[]ClientOption{WithoutCredentials(), WithoutCredentials()}, given(config.WithoutCredentials, config.Client{})},
		"API keys":          {[]ClientOption{WithAPIKey("k"), WithNamedAPIKey("n", "l")}, given(config.APIKey, config.Client{Keys: map[string]string{"": "k", "n": "l"}})},
		"basic":             {[]ClientOption{WithBasicAuth("u", "p")}, given(config.BasicAuth, config.Client{Basic: url.UserPassword("u", "p")})},
		"token source":      {[]ClientOption{WithTokenSource(source)}, given(config.TokenSource, config.Client{Tokens: source, TokensOption: "rest.WithTokenSource"})},
		"bearer token":      {[]ClientOption{WithBearerToken("t")}, given(config.TokenSource, config.Client{Tokens: source, TokensOption: "rest.WithBearerToken"})},
		"timeout":           {[]ClientOption{WithTimeout(time.Second)}, call(config.Call{Timeout: time.Second})},
		"header":            {[]ClientOption{WithHeader("x-a", "1"), WithHeader("X-A", "2"), WithHeader("b!", "")}, call(config.Call{Header: http.Header{"X-A": {"2"}, "B!": {""}}})},
		"query":             {[]ClientOption{WithQuery("a", "1"), WithQuery("a", "2"), WithQuery("b", "")}, call(config.Call{Query: url.Values{"a": {"2"}, "b": {""}}})},
		"unknown members":   {[]ClientOption{WithKeepUnknown()}, call(config.Call{KeepUnknown: true})},
		"content type":      {[]ClientOption{WithContentType("image/png")}, call(config.Call{ContentType: "image/png"})},
		"file name":         {[]ClientOption{WithFileName("a.png")}, call(config.Call{FileName: "a.png"})},
		"chunk size":        {[]ClientOption{WithChunkSize(512 << 10)}, call(config.Call{ChunkSize: 512 << 10})},
	} {
		var got config.Client
		for _, o := range test.options {
			if err := o.ApplyClient(&got); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		equalUsers := cmp.Comparer(func(a, b *url.Userinfo) bool { return a.String() == b.String() })
		equalSources := cmp.Comparer(func(a, b oauth2.TokenSource) bool { return tokenOf(a) == tokenOf(b) })
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(http.Client{}, "Transport"), equalUsers, equalSources); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// tokenOf returns the token of a source, or "" of none.
func tokenOf(source oauth2.TokenSource) string {
	if source == nil {
		return ""
	}
	token, _ := source.Token()
	return token.AccessToken
}

func TestInvalidOptions(t *testing.T) {
	var header http.Header
	for _, test := range []struct {
		option ClientOption
		want   string
	}{
		{WithEndpoint("localhost:8080"), "rest.WithEndpoint: the endpoint does not start with https:// or http://"},
		{WithInsecureEndpoint("x"), "rest.WithInsecureEndpoint: the endpoint does not start with"},
		{WithHTTPClient(nil), "rest.WithHTTPClient: the client is nil"},
		{WithUserAgent("a\r\nb"), "rest.WithUserAgent: the text contains"},
		{WithScopes(), "rest.WithScopes: the list is empty"},
		{WithScopes("a", ""), "rest.WithScopes: the list is empty or contains an empty scope"},
		{WithAPIKey(""), "rest.WithAPIKey: the key is empty"},
		{WithAPIKey("secret\n"), "rest.WithAPIKey: the key is empty or contains"},
		{WithNamedAPIKey("n", ""), "rest.WithNamedAPIKey: the key is empty"},
		{WithBasicAuth("", "secret"), "rest.WithBasicAuth: the user is empty"},
		{WithBasicAuth("a:b", "secret"), "rest.WithBasicAuth: the user is empty or contains a colon"},
		{WithTokenSource(nil), "rest.WithTokenSource: the token source is nil"},
		{WithBearerToken(""), "rest.WithBearerToken: the token is empty"},
		{WithBearerToken("secret\n"), "rest.WithBearerToken: the token is empty or contains"},
		{WithValidator[string](nil), "rest.WithValidator: the validator is nil"},
		{WithResponseHeader(&header), "rest.WithResponseHeader is an option of a single call"},
		{WithTimeout(-1), "rest.WithTimeout: -1ns is negative"},
		{WithContentType("a b"), `rest.WithContentType: "a b" is not a media type`},
		{WithChunkSize(0), "rest.WithChunkSize: 0 is not a multiple"},
		{WithChunkSize(-256 << 10), "rest.WithChunkSize: -262144 is not a multiple"},
		{WithChunkSize(256<<10 + 1), "rest.WithChunkSize: 262145 is not a multiple"},
		{WithHeader("", "secret"), `rest.WithHeader: "" is not a header name`},
		{WithHeader("a b", "secret"), "is not a header name"},
		{WithHeader("é", "secret"), "is not a header name"},
		{WithHeader("authorization", "secret"), "rest.WithHeader: Authorization cannot be set: use rest.WithTokenSource"},
		{WithHeader("X-HTTP-Method-Override", "secret"), "the google.api.http rule of the RPC determines the HTTP method"},
		{WithHeader("X-A", "secret\r\nX: y"), "rest.WithHeader: the value of X-A contains characters"},
		{WithQuery("", "secret"), `rest.WithQuery: the name "" is empty`},
		{WithQuery("a", "secret\xff"), "or name or value is not UTF-8"},
		{WithQuery("\xff", "secret"), "or name or value is not UTF-8"},
		{WithQuery("access_token", "secret"), "a token in a URL appears in logs: use rest.WithTokenSource"},
		{WithQuery("$.KEY", "secret"), "a key in a URL appears in logs: use rest.WithAPIKey"},
		{WithQuery("upload-type", "secret"), "call a method that uploads media"},
	} {
		err := test.option.ApplyClient(new(config.Client))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

// Functions in the configuration call those of the user.
func TestFunctionOptions(t *testing.T) {
	var received, total int64
	refused := errors.New("refused")
	var got config.Client
	for _, o := range []ClientOption{WithUploadProgress(func(r, n int64) { received, total = r, n }), WithValidator(refusing{refused})} {
		if err := o.ApplyClient(&got); err != nil {
			t.Fatal(err)
		}
	}
	got.Call.Progress(3, 4)
	if received != 3 || total != 4 {
		t.Errorf("progress: got %d of %d", received, total)
	}
	if err := got.Validate(nil); !errors.Is(err, refused) {
		t.Errorf("validator: got %v", err)
	}
	var header http.Header
	var call config.Call
	if err := WithResponseHeader(&header).ApplyCall(&call); err != nil || call.ResponseHeader != &header {
		t.Errorf("response header: got %v, %v", call.ResponseHeader, err)
	}
}

// A refusing validator rejects every message.
type refusing struct{ err error }

func (v refusing) Validate(proto.Message, ...string) error { return v.err }
