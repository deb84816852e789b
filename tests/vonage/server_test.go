// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package vonage_test compares the client for Vonage's External Accounts with the published OpenAPI
// document: kin-openapi validates its requests, and the mock server Prism responds to them.
package vonage_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	accounts "github.com/protolect/protolect/gen/vonage/accounts/v1beta1"
	"github.com/protolect/protolect/runtime/rest"
)

const documentPath = "../../discovery/vonage/accounts/v1beta1/external-accounts.openapi.yaml"

func document(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// A vonage is a server that validates requests and its responses against the document.
type vonage struct {
	t      *testing.T
	doc    *openapi3.T
	router routers.Router
	// respond returns the status and the body of the response of an operation.
	respond func(operation string, r *http.Request) (status int, body string)
	// last is the last request.
	last struct {
		operation, uri, body, authorization string
	}
	requests int
}

func newVonage(t *testing.T) *vonage {
	v := &vonage{t: t, doc: document(t)}
	var err error
	if v.router, err = legacy.NewRouter(v.doc); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *vonage) RoundTrip(r *http.Request) (*http.Response, error) {
	if host := r.URL.Scheme + "://" + r.URL.Host; host != "https://api.nexmo.com" {
		v.t.Errorf("a request is sent to %s", host)
	}
	w := httptest.NewRecorder()
	v.ServeHTTP(w, r)
	return w.Result(), nil
}

func (v *vonage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.requests++
	body := []byte{}
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	v.last.uri, v.last.body, v.last.authorization = r.URL.RequestURI(), string(body), r.Header.Get("Authorization")
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	// The document has the path "/". The samples and the client have none.
	if u, err := url.Parse("https://api.nexmo.com" + r.URL.RequestURI()); err == nil {
		if u.Path == "/beta/chatapp-accounts" {
			u.Path += "/"
		}
		r.URL = u
	}
	route, parameters, err := v.router.FindRoute(r)
	if err != nil {
		v.t.Errorf("%s %s: %v", r.Method, r.URL, err)
		http.Error(w, err.Error(), http.StatusTeapot)
		return
	}
	v.last.operation = route.Operation.OperationID
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: authenticate, MultiError: true, IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		v.t.Errorf("%s %s %s: %v", r.Method, r.URL, body, err)
	}
	status, text := v.respond(route.Operation.OperationID, r)
	w.Header().Set("Content-Type", "application/json")
	response := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: status, Header: w.Header(), Options: input.Options}
	if text != "" {
		response.SetBodyBytes([]byte(text))
	}
	if err := openapi3filter.ValidateResponse(context.Background(), response); err != nil && text != "" {
		v.t.Fatalf("the response of the test is invalid: %v", err)
	}
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// authenticate checks the credentials according to the document's scheme.
func authenticate(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	_, _, basic := input.RequestValidationInput.Request.BasicAuth()
	if want := input.SecurityScheme.Scheme; (want == "basic") != basic {
		return fmt.Errorf("the credentials are not those of %s", want)
	}
	return nil
}

func (v *vonage) client(options ...rest.ClientOption) *accounts.Client {
	v.t.Helper()
	if len(options) == 0 {
		options = []rest.ClientOption{rest.WithBasicAuth("abcd1234", "secret")}
	}
	client, err := accounts.NewClient(v.t.Context(), append(options, rest.WithHTTPClient(&http.Client{Transport: v}))...)
	if err != nil {
		v.t.Fatal(err)
	}
	return client
}
