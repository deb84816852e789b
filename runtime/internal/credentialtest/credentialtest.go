// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package credentialtest sets up Google's credentials for tests.
package credentialtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// Secret is in every secret of these credentials.
const Secret = "secret-marker"

// Hide hides the credentials that the machine has.
func Hide(t testing.TB) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("APPDATA", t.TempDir())
	t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "")
	t.Setenv("GCE_METADATA_HOST", "")
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "missing.json"))
}

// SetVariable writes a file that GOOGLE_APPLICATION_CREDENTIALS names.
func SetVariable(t testing.TB, content string) (name string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "key.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", name)
	return name
}

// WriteLogin writes a file where gcloud does.
func WriteLogin(t testing.TB, content string) (name string) {
	t.Helper()
	dir := filepath.Join(os.Getenv("HOME"), ".config", "gcloud")
	if runtime.GOOS == "windows" {
		dir = filepath.Join(os.Getenv("APPDATA"), "gcloud")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(dir, "application_default_credentials.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	return name
}

// Key is the key of the service account.
var Key = sync.OnceValue(func() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
})

// PEM returns a block of PEM.
func PEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// PKCS8 returns a private key as PKCS #8 in PEM.
func PKCS8(key any) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return PEM("PRIVATE KEY", der)
}

// change returns a JSON object with other members: name, value, name, value. It
// leaves out a member whose value is "".
func change(members map[string]string, changes ...string) string {
	members = maps.Clone(members)
	for i := 0; i < len(changes); i += 2 {
		members[changes[i]] = changes[i+1]
		if changes[i+1] == "" {
			delete(members, changes[i])
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Account returns the file of a service account whose tokens come from the URL.
func Account(tokenURL string, changes ...string) string {
	return change(map[string]string{
		"type": "service_account", "client_email": "a@b", "private_key_id": "1", "private_key": PKCS8(Key()), "token_uri": tokenURL,
		"project_id": "p", "quota_project_id": "file-project", "universe_domain": "googleapis.com",
	}, changes...)
}

// User returns the file of an authorized user whose tokens come from the URL.
func User(tokenURL string, changes ...string) string {
	return change(map[string]string{
		"type": "authorized_user", "account": "", "client_id": "id", "client_secret": "client/" + Secret + "+=",
		"refresh_token": "1//refresh-" + Secret,
		"token_uri":     tokenURL, "quota_project_id": "file-project", "universe_domain": "googleapis.com",
	}, changes...)
}
