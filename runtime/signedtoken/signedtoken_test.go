// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package signedtoken_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/protolect/protolect/runtime/signedtoken"
)

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func inPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// read verifies a token with the standard library, and returns its claims.
func read(t *testing.T, text string, key *rsa.PublicKey) map[string]any {
	t.Helper()
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	var decoded [3][]byte
	for i, part := range parts {
		var err error
		if decoded[i], err = base64.RawURLEncoding.DecodeString(part); err != nil {
			t.Fatal(err)
		}
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], decoded[2]); err != nil {
		t.Error(err)
	}
	if got := string(decoded[0]); got != `{"alg":"RS256","typ":"JWT"}` {
		t.Errorf("the header is %s", got)
	}
	var claims map[string]any
	if err := json.Unmarshal(decoded[1], &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestToken(t *testing.T) {
	key := newKey(t)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{inPEM("PRIVATE KEY", pkcs8), inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))} {
		synctest.Test(t, func(t *testing.T) {
			source, err := signedtoken.New("application_id", "app", text)
			if err != nil {
				t.Fatal(err)
			}
			token := func() (string, map[string]any) {
				got, err := source.Token()
				if err != nil {
					t.Fatal(err)
				}
				if got.Type() != "Bearer" {
					t.Errorf("got the type %s", got.Type())
				}
				return got.AccessToken, read(t, got.AccessToken, &key.PublicKey)
			}
			first, claims := token()
			now := float64(time.Now().Unix())
			if claims["application_id"] != "app" || claims["iat"] != now-10 || claims["exp"] != now+15*60 || claims["jti"] == "" || len(claims) != 4 {
				t.Errorf("got %v", claims)
			}
			time.Sleep(13*time.Minute - time.Second)
			if again, _ := token(); again != first {
				t.Error("the token was not reused")
			}
			time.Sleep(2 * time.Second) // less than 2 minutes before its expiry
			second, renewed := token()
			if second == first || renewed["jti"] == claims["jti"] || renewed["exp"] == claims["exp"] {
				t.Errorf("the token was not renewed: %v", renewed)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	good := inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(newKey(t)))
	for _, test := range []struct {
		id, key, want string
	}{
		{"", string(good), "application is empty"},
		{"app", "", "not an RSA key"},
		{"app", "/home/me/private.key", "not its name"},
		{"app", string(inPEM("RSA PRIVATE KEY", []byte("very secret"))), "not an RSA key"},
	} {
		_, err := signedtoken.New("application_id", test.id, []byte(test.key))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "/home") {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
	if _, err := signedtoken.New("", "app", good); err == nil || !strings.Contains(err.Error(), "the name of the claim") {
		t.Errorf("without a claim: got %v", err)
	}
}
