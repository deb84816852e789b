// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/examples/internal/fakeapi"
	"github.com/protolect/protolect/runtime/rest"
)

func TestRun(t *testing.T) {
	server := fakeapi.New(t, shopOf(t))
	var out strings.Builder
	if err := run(t.Context(), &out, rest.WithEndpoint(server.URL+"/v1"), rest.WithBearerToken("TOKEN")); err != nil {
		t.Fatal(err)
	}
	want := "Tom, not for sale, a cat, indoor: true\nRex, 25000 cents, a dog, breed: Boxer\nname: must not be empty\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	const authorization = "Bearer TOKEN"
	requests := []fakeapi.Request{
		{Line: "POST /v1/pets", Authorization: authorization, Body: `{"animal":{"kind":"cat","indoor":true},"name":"Tom","price":4000}`},
		{Line: "POST /v1/pets", Authorization: authorization, Body: `{"animal":{"kind":"dog","breed":"Boxer"},"name":"Rex","price":25000}`},
		{Line: "PATCH /v1/pets/1", Authorization: authorization, Body: `{"price":null}`},
		{Line: "GET /v1/pets?pageSize=1", Authorization: authorization},
		{Line: "GET /v1/pets?pageSize=1&pageToken=1", Authorization: authorization},
		{Line: "POST /v1/pets", Authorization: authorization, Body: `{"animal":{"kind":"cat","indoor":false},"name":""}`},
	}
	if diff := cmp.Diff(requests, server.Requests()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestShop sends plain HTTP requests to the server.
func TestShop(t *testing.T) {
	handler := shopOf(t)
	for _, tt := range []struct {
		verb, uri, token, body string
		status                 int
		want                   string // the beginning of the body
	}{
		{"GET", "/v1/pets", "x", "", 401, `{"title":"invalid token"}`},
		{"GET", "/v1/cats", "TOKEN", "", 404, `{"title":"path`},
		{"GET", "/v1/pets?pageSize=0", "TOKEN", "", 400, `{"field":"pageSize","title":"must be from 1 to 100"}`},
		{"GET", "/v1/pets?pageSize=ten", "TOKEN", "", 400, `{"field":"pageSize","title":"`},
		{"GET", "/v1/pets?pageToken=9", "TOKEN", "", 400, `{"field":"pageToken","title":"is not a token of this server"}`},
		{"GET", "/v1/pets", "TOKEN", "", 200, `{"pets":[]}`},
		{"POST", "/v1/pets", "TOKEN", `{"name": "Tom", "animal": {"kind": "cat", "indoor": true}}`, 200, `{"animal":{"indoor":true,"kind":"cat"},"id":"1","name":"Tom"}`},
		{"PATCH", "/v1/pets/1", "TOKEN", `{"price": 5, "animal": {"kind": "dog", "breed": "Boxer"}}`, 200, `{"animal":{"breed":"Boxer","kind":"dog"},"id":"1","name":"Tom","price":5}`},
		{"PATCH", "/v1/pets/1", "TOKEN", `{"price": null, "name": "Tim"}`, 200, `{"animal":{"breed":"Boxer","kind":"dog"},"id":"1","name":"Tim"}`},
		{"PATCH", "/v1/pets/1", "TOKEN", `{"name": ""}`, 400, `{"field":"name","title":"must not be empty"}`},
		{"PATCH", "/v1/pets/1", "TOKEN", `{"name": null}`, 400, `{"field":"name","title":"must not be empty"}`},
		{"PATCH", "/v1/pets/2", "TOKEN", `{}`, 404, `{"title":"there is no pet 2"}`},
		{"DELETE", "/v1/pets/1", "TOKEN", ``, 405, `{"title":"path`},
	} {
		r := httptest.NewRequest(tt.verb, tt.uri, strings.NewReader(tt.body))
		r.Header.Set("Authorization", "Bearer "+tt.token)
		if tt.body != "" {
			r.Header.Set("Content-Type", map[string]string{"POST": "application/json", "PATCH": "application/merge-patch+json"}[tt.verb])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != tt.status || !strings.HasPrefix(w.Body.String(), tt.want) {
			t.Errorf("%s %s %s: got %d %s, want %d %s", tt.verb, tt.uri, tt.body, w.Code, w.Body, tt.status, tt.want)
		}
	}
}

func shopOf(t *testing.T) *shop {
	t.Helper()
	s, err := newShop("TOKEN")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
