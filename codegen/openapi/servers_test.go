// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadServers checks that the host and the base path are those of the first https server, and that
// the other servers are endpoints.
func TestReadServers(t *testing.T) {
	const variables = ", variables: {region: {default: eu}, base: {default: api}}"
	for _, test := range []struct {
		name, servers  string
		host, basePath string
		endpoints      []string
		findings       []string
	}{
		{"one", "{url: 'https://a.example.com'}", "a.example.com", "", nil, nil},
		{"a slash", "{url: 'https://a.example.com/'}", "a.example.com", "", nil, nil},
		{"other paths", "{url: 'https://us.example.com/api/v2'}, {url: 'https://eu.example.com/api/v2/'}, {url: 'http://localhost:8080'}, {url: 'https://us.example.com/v3'}",
			"us.example.com", "/api/v2", []string{"https://eu.example.com/api/v2", "http://localhost:8080", "https://us.example.com/v3"}, nil},
		{"the same", "{url: 'https://a.example.com/v1'}, {url: 'https://a.example.com/v1/'}, {url: 'http://a.example.com/v1'}, {url: 'http://a.example.com/v1'}",
			"a.example.com", "/v1", []string{"http://a.example.com/v1"}, nil},
		{"https is not first", "{url: 'http://a.example.com/v1'}, {url: 'https://a.example.com/v2'}", "a.example.com", "/v2", []string{"http://a.example.com/v1"}, nil},
		{"variables", "{url: 'https://{region}.example.com/{base}/v1'" + variables + "}, {url: 'https://{region}.example.com/old'" + variables + "}",
			"eu.example.com", "/api/v1", []string{"https://eu.example.com/old"}, nil},
		{"a variable that is not declared", "{url: 'https://a.example.com/{base}'}, {url: 'https://b.example.com/{base}'" + variables + "}", "b.example.com", "/api", nil, nil},
		{"relative", "{url: /api/v3/}", "", "/api/v3", nil, []string{`3:11 server-unknown /servers/0: the server is relative, "/api/v3": the document does not name the host`}},
		{"relative and absolute", "{url: /api/v3}, {url: 'https://a.example.com/v1'}", "a.example.com", "/v1", nil, nil},
		{"http", "{url: 'http://a.example.com/v1'}", "", "", []string{"http://a.example.com/v1"}, []string{
			`3:11 server-unknown /servers/0: the server is "http://a.example.com/v1", which is not an https URL with a host`,
		}},
		{"other URLs", "{url: 'https://a.example.com/v1'}, {url: 'ws://a.example.com'}, {url: 'https://a.example.com?b=c'}, {url: 'https://me@b.example.com/v1#d'}", "a.example.com", "/v1", nil, nil},
		{"percent-encoded", "{url: 'https://a.example.com/ä b/%7e'}", "a.example.com", "/%C3%A4%20b/~", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, findings := openapi.Read("a.yaml", []byte("openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: ["+test.servers+"]\npaths: {/pets: {get: {}}}"))
			var endpoints []string
			for _, e := range api.Endpoints {
				endpoints = append(endpoints, e.URL)
			}
			if api.Host != test.host || api.BasePath != test.basePath || !slices.Equal(endpoints, test.endpoints) {
				t.Errorf("%q, %q, %q", api.Host, api.BasePath, endpoints)
			}
			if o := api.Operations[0]; o.Path.String() != test.basePath+"/pets" || o.BasePath != test.basePath {
				t.Errorf("the path is %s, with %q", o.Path, o.BasePath)
			}
			if diff := cmp.Diff(test.findings, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadOwnServers reads servers of operations and path items.
func TestReadOwnServers(t *testing.T) {
	api, findings := openapi.Read("a.yaml", []byte(`openapi: 3.1.0
info: {title: A, version: '1'}
servers: [{url: 'https://a.example.com/v1'}]
paths:
  /p:
    servers: [{url: 'https://path.example.com/p'}]
    get: {operationId: a-path}
    put: {operationId: b-host, servers: [{url: 'https://b.example.com'}]}
    post: {operationId: c-relative, servers: [{url: /v9}]}
    patch: {operationId: d-same, servers: [{url: 'https://a.example.com/v1/'}]}
    delete: {operationId: e-http, servers: [{url: 'http://a.example.com/v7'}]}
`))
	var got []string
	for _, o := range api.Operations {
		got = append(got, fmt.Sprintf("%s %q %q %s", o.ID, o.Host, o.BasePath, o.Path))
	}
	want := []string{
		`a-path "path.example.com" "/p" /p/p`,
		`b-host "b.example.com" "" /p`,
		`c-relative "" "/v9" /v9/p`,
		`d-same "" "/v1" /v1/p`,
		`e-http "" "/v1" /v1/p`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantFindings := []string{`11:45 server-unknown /paths/~1p/delete/servers/0: the server of e-http is "http://a.example.com/v7", which is not an https URL with a host: the method uses the server of the document`}
	if diff := cmp.Diff(wantFindings, found(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestBasePathIsAPrefix checks that each path starts with the base path, so that a client can call
// another server.
func TestBasePathIsAPrefix(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	parts := []string{"a", "v1", "%2F", "%7e", "ä", "b:c", "d*", "~", ".", "..", "", "{x}", "=;,@", "'", " ", "f.json"}
	text := func() string {
		var b strings.Builder
		for range random.IntN(4) {
			b.WriteString("/" + parts[random.IntN(len(parts))])
		}
		return b.String()
	}
	read := 0
	for range 3000 {
		server, path := text(), "/"+strings.TrimPrefix(text(), "/")
		doc := fmt.Sprintf("openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: %q}]\npaths: {%q: {get: {}}}", "https://a.example.com"+server, path)
		api, _ := openapi.Read("a.yaml", []byte(doc))
		for _, o := range api.Operations {
			if len(o.Path.Segments) == 0 {
				continue // it is reported
			}
			read++
			rest, ok := strings.CutPrefix(o.Path.String(), api.BasePath)
			if !ok || !strings.HasPrefix(rest, "/") || strings.HasSuffix(api.BasePath, "/") {
				t.Errorf("server %q, path %q: %s does not begin with %q", server, path, o.Path, api.BasePath)
			}
		}
	}
	if read < 500 {
		t.Errorf("only %d paths were read", read)
	}
}

// TestEndpoint normalizes the URLs of servers.
func TestEndpoint(t *testing.T) {
	for url, want := range map[string]string{
		"https://a.example.com":          "https://a.example.com",
		"http://a.example.com:8080/v1//": "http://a.example.com:8080/v1",
		"https://a.example.com/{v}":      "https://a.example.com/v1",
		"https://{v}.example.com":        "https://v1.example.com",
		"https://a.example.com/{w}":      "",
		"//a.example.com":                "",
		"/v1":                            "",
		"":                               "",
		"ftp://a.example.com":            "",
		"https://":                       "",
		"https://a.example.com?b":        "",
		"https://a b":                    "",
	} {
		s := document.Server{URL: url, Variables: []document.ServerVariable{{Name: "v", Default: "v1"}}}
		got, ok := s.Endpoint()
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}
