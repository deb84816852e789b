// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestServerWithDefaults(t *testing.T) {
	variable := func(name, value string) document.ServerVariable {
		return document.ServerVariable{Name: name, Default: value}
	}
	var laughs []document.ServerVariable // the default of each refers twice to the next
	for i := range 60 {
		laughs = append(laughs, variable(fmt.Sprintf("v%02d", i), fmt.Sprintf("{v%02d}{v%02d}", i+1, i+1)))
	}
	for _, test := range []struct {
		url, want string
		variables []document.ServerVariable
	}{
		{"https://a.example/v1", "https://a.example/v1", nil},
		{"https://{a}.example/{b}", "https://x.example/", []document.ServerVariable{variable("a", "x"), variable("b", "")}},
		{"https://a.example/{b}", "https://a.example/v1/x", []document.ServerVariable{variable("b", "/v1/x")}},
		{"https://{a}{a}/{c}{", "https://xx/{c}{", []document.ServerVariable{variable("a", "x")}},
		{"{a}}{", "{b}}{", []document.ServerVariable{variable("a", "{b}"), variable("b", "x")}},
		{"https://{v00}/", "https://{v01}{v01}/", laughs},
		{strings.Repeat("{a}", 1000), "", []document.ServerVariable{variable("a", strings.Repeat("x", 1000))}},
		{strings.Repeat("x", 10_000), "", nil},
	} {
		if got := (&document.Server{URL: test.url, Variables: test.variables}).WithDefaults(); got != test.want {
			t.Errorf("WithDefaults of %.100q = %.100q, want %q", test.url, got, test.want)
		}
	}
}

func TestServerAddress(t *testing.T) {
	for _, test := range []struct {
		url, scheme, host, basePath string
		ok                          bool
		endpoint                    string // empty if there is none
	}{
		{"https://a.example", "https", "a.example", "", true, "https://a.example"},
		{"http://a-b.example:8080/v 1//", "http", "a-b.example:8080", "/v%201", true, "http://a-b.example:8080/v%201"},
		{"/v1", "", "", "/v1", true, ""},
		{"v1", "", "", "v1", false, ""},
		{"ftp://a.example", "ftp", "a.example", "", false, ""},
		{"https://a_b.example", "https", "a_b.example", "", false, ""},
		{"https://a.example/{x}", "", "", "", false, ""},
		{"https://a.example?x=1", "", "", "", false, ""},
		{"https://a.example#x", "", "", "", false, ""},
		{"://", "", "", "", false, ""},
	} {
		server := &document.Server{URL: test.url}
		scheme, host, basePath, ok := server.Address()
		if scheme != test.scheme || host != test.host || basePath != test.basePath || ok != test.ok {
			t.Errorf("Address of %q = %q, %q, %q, %t", test.url, scheme, host, basePath, ok)
		}
		if endpoint, ok := server.Endpoint(); ok != (test.endpoint != "") || ok && endpoint != test.endpoint {
			t.Errorf("Endpoint of %q = %q, %t, want %q", test.url, endpoint, ok, test.endpoint)
		}
	}
}
