// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"encoding/base64"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

// An assertion is issued 10 seconds ago, and valid for an hour.
func TestAssertion(t *testing.T) {
	tokens := &serviceAccountTokens{url: "https://t", email: "a@b", keyID: "1", key: credentialtest.Key(), scopes: []string{"s1", "s2"}}
	assertion, err := tokens.assertion(time.Unix(1_000_010, 0))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`{"alg":"RS256","typ":"JWT","kid":"1"}`, `{"iss":"a@b","scope":"s1 s2","aud":"https://t","iat":1000000,"exp":1003600}`} {
		got, err := base64.RawURLEncoding.DecodeString(strings.Split(assertion, ".")[i])
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}

// Without HOME, gcloud's file is in the home directory of the user.
func TestWellKnownFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows uses APPDATA")
	}
	const file = ".config/gcloud/application_default_credentials.json"
	t.Setenv("HOME", "/somewhere")
	if got, err := wellKnownFile(); err != nil || got != filepath.Join("/somewhere", file) {
		t.Errorf("got %s, %v", got, err)
	}
	t.Setenv("HOME", "")
	u, err := user.Current()
	if err != nil {
		t.Skip(err)
	}
	if got, err := wellKnownFile(); err != nil || got != filepath.Join(u.HomeDir, file) {
		t.Errorf("got %s, %v", got, err)
	}
}
