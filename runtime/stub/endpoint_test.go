// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// based is a service with a base path, and a method with its own server.
var based = ruled(file("based", `message_type { name: "Item" field { name: "id" number: 1 type: TYPE_STRING } }`, []method{
	{"Get", "", "", `get: "/api/v2/pets/{id}"`},
	{"Elsewhere", "", "", `get: "/upload/pets/{id}"`},
	{"Root", "", "", `get: "/api/v2"`},
}), `base_path: "/api/v2"`, map[string]string{"Elsewhere": `base_path: "/upload" host: "files.example.com"`})

func TestEndpointReplacesBasePath(t *testing.T) {
	for _, test := range []struct {
		endpoint string
		method   protoreflect.Name
		want     string
	}{
		{"", "Get", "https://library.googleapis.com/api/v2/pets/1"},
		{"", "Elsewhere", "https://files.example.com/upload/pets/1"},
		{"https://eu.example.com/api/v2", "Get", "https://eu.example.com/api/v2/pets/1"},
		{"https://eu.example.com/api/v2/", "Get", "https://eu.example.com/api/v2/pets/1"},
		{"https://eu.example.com/other", "Get", "https://eu.example.com/other/pets/1"},
		{"http://localhost:8080", "Get", "http://localhost:8080/pets/1"},
		{"http://localhost:8080", "Elsewhere", "http://localhost:8080/pets/1"},
		{"http://localhost:8080", "Root", "http://localhost:8080?id=1"},
		{"http://localhost:8080/base", "Root", "http://localhost:8080/base?id=1"},
	} {
		var got string
		answering := transport(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: http.NoBody}, nil
		})
		options := []rest.ClientOption{rest.WithoutCredentials(), rest.WithHTTPClient(&http.Client{Transport: answering})}
		if test.endpoint != "" {
			options = append(options, rest.WithEndpoint(test.endpoint))
		}
		c := clientOf(t, based, options...)
		m := based.Services().Get(0).Methods().ByName("Get")
		request := dynamicpb.NewMessage(m.Input())
		request.Set(m.Input().Fields().ByName("id"), protoreflect.ValueOfString("1"))
		_ = c.Call(t.Context(), test.method, request, dynamicpb.NewMessage(m.Output()))
		if got != test.want {
			t.Errorf("%s of %q: called %s, want %s", test.method, test.endpoint, got, test.want)
		}
	}
}

func TestInsecureEndpoint(t *testing.T) {
	var got string
	answering := transport(func(r *http.Request) (*http.Response, error) {
		got = r.Header.Get("X-Goog-Api-Key")
		return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
	})
	hc := rest.WithHTTPClient(&http.Client{Transport: answering})
	_, err := stub.NewClient(t.Context(), library.Services().Get(0), hc, rest.WithAPIKey("secret-key"), rest.WithEndpoint("http://api:8080"))
	if err == nil || !strings.Contains(err.Error(), "rest.WithInsecureEndpoint") {
		t.Errorf("got %v", err)
	}
	c := clientOf(t, library, hc, rest.WithAPIKey("secret-key"), rest.WithInsecureEndpoint("http://api:8080"))
	if err := c.Call(t.Context(), "Delete", item(t, `{"name":"spaces/A"}`), response("Delete")); err != nil || got != "secret-key" {
		t.Errorf("sent the key %q, %v", got, err)
	}
	if _, err := stub.NewClient(t.Context(), library.Services().Get(0), rest.WithInsecureEndpoint("x")); err == nil || !strings.Contains(err.Error(), "rest.WithInsecureEndpoint: ") {
		t.Errorf("got %v", err)
	}
}
