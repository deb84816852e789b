// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	accounts "github.com/protolect/protolect/gen/vonage/accounts/v1beta1"
	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/rest"
)

const account = `{"external_id": "1", "api_key": "abcd1234", "provider": "whatsapp"}`

func TestBasicAuth(t *testing.T) {
	v := newVonage(t)
	v.respond = func(string, *http.Request) (int, string) { return http.StatusOK, account }
	if _, err := v.client().GetWhatsAppAccount(t.Context(), &accountspb.GetWhatsAppAccountRequest{ExternalId: "1"}); err != nil {
		t.Fatal(err)
	}
	if want := "Basic YWJjZDEyMzQ6c2VjcmV0"; v.last.authorization != want { // abcd1234:secret
		t.Errorf("Authorization: %s, not %s", v.last.authorization, want)
	}
}

// TestApplicationJWT tests the tokens that the application signs. Each one is used for some
// minutes.
func TestApplicationJWT(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	inPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	synctest.Test(t, func(t *testing.T) {
		v := newVonage(t)
		v.respond = func(string, *http.Request) (int, string) { return http.StatusOK, account }
		client := v.client(accounts.WithApplicationJWT("78d335fa-323d-0114-9c3d-d6f0d48968cf", inPEM))
		tokens := make(map[string]int)
		for range 60 {
			if _, err := client.GetWhatsAppAccount(t.Context(), &accountspb.GetWhatsAppAccountRequest{ExternalId: "1"}); err != nil {
				t.Fatal(err)
			}
			text, _ := strings.CutPrefix(v.last.authorization, "Bearer ")
			claims := jwt.MapClaims{}
			// The parser refuses an expired token.
			if _, err := jwt.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return &key.PublicKey, nil },
				jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(time.Now)); err != nil {
				t.Fatal(err)
			}
			if claims["application_id"] != "78d335fa-323d-0114-9c3d-d6f0d48968cf" || claims["jti"] == "" {
				t.Fatal(claims)
			}
			tokens[text]++
			time.Sleep(time.Minute)
		}
		// An hour of calls needs several tokens: more than one, but fewer than calls.
		if len(tokens) < 4 || len(tokens) > 12 {
			t.Errorf("%d tokens in an hour of calls", len(tokens))
		}
	})
}

// TestOneOrTheOther checks that NewClient refuses both kinds of credentials together, and no
// credentials.
func TestOneOrTheOther(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	inPEM := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	for name, test := range map[string]struct {
		options []rest.ClientOption
		want    []string
	}{
		"both":                            {[]rest.ClientOption{rest.WithBasicAuth("k", "s"), accounts.WithApplicationJWT("a", inPEM)}, []string{"rest.WithBasicAuth", "accounts.WithApplicationJWT"}},
		"none":                            {nil, []string{"rest.WithBasicAuth", "accounts.WithApplicationJWT", "rest.WithBearerToken"}},
		"no id":                           {[]rest.ClientOption{accounts.WithApplicationJWT("", inPEM)}, []string{"accounts.WithApplicationJWT", "application"}},
		"a file's name in place of a key": {[]rest.ClientOption{accounts.WithApplicationJWT("a", []byte("private.key"))}, []string{"accounts.WithApplicationJWT", "PEM"}},
	} {
		_, err := accounts.NewClient(t.Context(), test.options...)
		for _, want := range test.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want an error with %q", name, err, want)
			}
		}
	}
}
