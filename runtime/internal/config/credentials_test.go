// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"
	"testing"
)

func TestConflict(t *testing.T) {
	for _, test := range []struct {
		given   []CredentialKind
		scopes  []string
		secured bool
		want    string
	}{
		{nil, nil, false, ""},
		{nil, []string{"s"}, false, ""},
		{[]CredentialKind{APIKey}, nil, false, ""},
		{[]CredentialKind{APIKey, APIKey}, nil, false, ""},
		{[]CredentialKind{APIKey, BasicAuth}, nil, false, "rest.WithAPIKey and rest.WithBasicAuth cannot be used together"},
		{[]CredentialKind{APIKey, BasicAuth}, nil, true, ""},
		{[]CredentialKind{APIKey, WithoutCredentials}, nil, true, "rest.WithAPIKey and rest.WithoutCredentials cannot be used together"},
		{[]CredentialKind{TokenSource}, []string{"s"}, true, "rest.WithScopes has no effect on pkg.WithToken"},
	} {
		c := Client{Scopes: test.scopes, TokensOption: "pkg.WithToken"}
		for _, kind := range test.given {
			if err := c.Select(kind); err != nil {
				t.Fatal(err)
			}
		}
		switch err := c.Conflict(test.secured); {
		case test.want == "" && err != nil:
			t.Errorf("%v: got %v", test.given, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%v: got %v, want %s", test.given, err, test.want)
		}
	}
}

func TestCredentialKindString(t *testing.T) {
	for kind, want := range map[CredentialKind]string{
		DefaultCredentials: "Application Default Credentials", TokenSource: "rest.WithTokenSource", APIKey: "rest.WithAPIKey",
		BasicAuth: "rest.WithBasicAuth", WithoutCredentials: "rest.WithoutCredentials",
	} {
		if got := kind.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
