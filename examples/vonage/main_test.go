// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/examples/internal/fakeapi"
	"github.com/protolect/protolect/runtime/rest"
)

// basic is user "key" with the password "secret".
const basic = "Basic a2V5OnNlY3JldA=="

const (
	shop    = `{"provider": "messenger", "external_id": "77", "api_key": "key", "name": "Shop", "applications": []}`
	unnamed = `{"provider": "messenger", "external_id": "77", "api_key": "key", "name": "", "applications": []}`
	page1   = `{"page_number": 1, "page_size": 1, "_embedded": [` + shop + `], "_links": {"next": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=2"}}}`
	page2   = `{"page_number": 2, "page_size": 1, "_embedded": [{"provider": "whatsapp", "external_id": "88", "api_key": "key", "name": "Support"}], "_links": {}}`
	invalid = `{"title": "Invalid", "invalid_params": [{"name": "name", "reason": "Already in use"}]}`
)

func TestRun(t *testing.T) {
	get := func(uri string) fakeapi.Request { return fakeapi.Request{Line: "GET " + uri, Authorization: basic} }
	patch := func(body string) fakeapi.Request {
		return fakeapi.Request{Line: "PATCH /messenger/77", Authorization: basic, Body: body}
	}
	for name, tt := range map[string]struct {
		args      []string
		responses []fakeapi.Response
		requests  []fakeapi.Request
		want      string
		status    int // the status of the error
	}{
		"list": {
			responses: []fakeapi.Response{{Body: page1}, {Body: page2}},
			requests:  []fakeapi.Request{get("/"), get("/?page_number=2")},
			want:      "PROVIDER_MESSENGER 77 Shop\nPROVIDER_WHATSAPP 88 Support\n",
		},
		"unset": {
			args:      []string{"-page=77", "-name=Shop"},
			responses: []fakeapi.Response{{Body: shop}, {Body: page2}},
			requests:  []fakeapi.Request{patch(`{"name":"Shop"}`), get("/")},
			want:      "changed 77, name \"Shop\"\nPROVIDER_WHATSAPP 88 Support\n",
		},
		"empty and null": {
			args:      []string{"-page=77", "-name=", "-unlink", "-remove-token"},
			responses: []fakeapi.Response{{Body: unnamed}, {Body: page2}},
			requests:  []fakeapi.Request{patch(`{"name":"","access_token":null,"applications":[]}`), get("/")},
			want:      "changed 77, name \"\"\nPROVIDER_WHATSAPP 88 Support\n",
		},
		"error": {
			args:      []string{"-page=77", "-name=Shop"},
			responses: []fakeapi.Response{{Status: 400, Body: invalid}},
			requests:  []fakeapi.Request{patch(`{"name":"Shop"}`)},
			want:      "name: Already in use\n",
			status:    400,
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := fakeapi.New(t, fakeapi.Respond(t, tt.responses...))
			var out strings.Builder
			err := run(t.Context(), &out, tt.args, rest.WithEndpoint(server.URL), rest.WithBasicAuth("key", "secret"))
			e, _ := errors.AsType[*rest.Error](err)
			if (err == nil) != (tt.status == 0) || err != nil && (e == nil || e.StatusCode != tt.status) {
				t.Errorf("got the error %v, want the status %d", err, tt.status)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.requests, server.Requests()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFromEnvironment(t *testing.T) {
	t.Setenv("VONAGE_APPLICATION_ID", "")
	t.Setenv("VONAGE_API_KEY", "")
	if _, err := fromEnvironment(); err == nil {
		t.Error("there are credentials without variables")
	}

	t.Setenv("VONAGE_API_KEY", "key")
	t.Setenv("VONAGE_API_SECRET", "secret")
	if got := authorization(t); got != basic {
		t.Errorf("got the authorization %q, want %q", got, basic)
	}

	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "private.key")
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VONAGE_APPLICATION_ID", "app")
	t.Setenv("VONAGE_PRIVATE_KEY", file)
	if got := authorization(t); !strings.HasPrefix(got, "Bearer ey") {
		t.Errorf("got the authorization %q, want a JSON Web Token", got)
	}
}

// authorization returns the header that a call with the credentials of the environment sends.
func authorization(t *testing.T) string {
	t.Helper()
	credentials, err := fromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	server := fakeapi.New(t, fakeapi.Respond(t, fakeapi.Response{Body: page2}))
	if err := run(t.Context(), io.Discard, nil, rest.WithEndpoint(server.URL), credentials); err != nil {
		t.Fatal(err)
	}
	return server.Requests()[0].Authorization
}
