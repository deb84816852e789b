// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

var scopes = []string{"https://www.googleapis.com/auth/library", "https://www.googleapis.com/auth/library.readonly"}

// The file in the variable takes precedence, even if it does not exist.
func TestMissingCredentialsFile(t *testing.T) {
	credentialtest.Hide(t)
	name := os.Getenv("GOOGLE_APPLICATION_CREDENTIALS")
	credentialtest.WriteLogin(t, credentialtest.User("https://example.com"))
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", name)
	t.Setenv("GCE_METADATA_HOST", "127.0.0.1:1")
	_, err := credentials.FindDefault(t.Context(), scopes...)
	wantError(t, err, name, "correct the variable, or unset it")
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// The error of a search without any result lists the places and the remedy.
func TestNoDefaultCredentials(t *testing.T) {
	credentialtest.Hide(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	_, err := credentials.FindDefault(t.Context(), scopes...)
	if err == nil {
		t.Skip("this machine is in one of Google's clouds")
	}
	wantError(t, err, "no credentials found", "GOOGLE_APPLICATION_CREDENTIALS is not set", "application_default_credentials.json", "metadata server",
		"Let GOOGLE_APPLICATION_CREDENTIALS name", "gcloud auth application-default login --client-id-file=CLIENT.json --scopes="+strings.Join(scopes, ","))
	if !errors.Is(err, credentials.ErrNotFound) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %#v", err)
	}
	_, err = credentials.FindDefault(t.Context(), "a", "b", "c")
	wantError(t, err, "--scopes=a,b,c")
	_, err = credentials.FindDefault(t.Context(), "a", "b", "c", "d")
	wantError(t, err, "--scopes=SCOPES\nwhere SCOPES are the scopes of the methods")
}

func TestDefaultCredentialsContext(t *testing.T) {
	credentialtest.Hide(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := credentials.FindDefault(ctx, scopes...); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestNoScopes(t *testing.T) {
	for _, scopes := range [][]string{nil, {"a", ""}} {
		_, err := credentials.FindDefault(t.Context(), scopes...)
		wantError(t, err, "the list of scopes is empty")
	}
}

// The project in the environment takes precedence over that of the file.
func TestQuotaProject(t *testing.T) {
	credentialtest.Hide(t)
	credentialtest.SetVariable(t, credentialtest.User(""))
	for _, want := range []string{"file-project", "env-project"} {
		creds, err := credentials.FindDefault(t.Context(), scopes...)
		if err != nil || creds.QuotaProject != want {
			t.Errorf("got %+v, %v", creds, err)
		}
		t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "env-project")
	}
}
