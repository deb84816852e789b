// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package signedtoken makes the JSON Web Tokens (RFC 7519) by which a program
// proves to a service which application it is. Generated clients of such
// services have an option that uses it; programs with other clients do not link
// it.
package signedtoken

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"
)

const (
	// lifetime is how long a token is valid: long enough for a clock that is a
	// few minutes off, short enough for a token that is lost.
	lifetime = 15 * time.Minute
	// skew is how far the server's clock may be behind.
	skew = 10 * time.Second
	// renewal is how long before it expires a token is replaced.
	renewal = 2 * time.Minute
)

// New returns a source of tokens that name the application in a claim, for
// instance "application_id". They are signed (RS256), and have an id (jti), the
// time of issue (iat), which is 10 seconds back for servers whose clock is behind,
// and their expiry (exp). The key is an RSA key in PEM (PKCS #8 or PKCS #1). A
// token is used for some minutes, and replaced before it expires. Several
// goroutines may use the source at once.
func New(claim, id string, privateKey []byte) (oauth2.TokenSource, error) {
	if claim == "" || id == "" {
		return nil, errors.New("the application is empty: give the identifier that the service has for it")
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(privateKey)
	if err != nil {
		// The parser's error may repeat what is in the text.
		return nil, errors.New("the private key is not an RSA key in PEM (PKCS #8 or PKCS #1): give the content of the key's file, not its name")
	}
	return oauth2.ReuseTokenSourceWithExpiry(nil, &source{claim, id, key}, renewal), nil
}

// source makes a token each time.
type source struct {
	claim, id string
	key       *rsa.PrivateKey
}

// Token implements [oauth2.TokenSource].
func (s *source) Token() (*oauth2.Token, error) {
	now := time.Now()
	end := now.Add(lifetime)
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iat":   jwt.NewNumericDate(now.Add(-skew)),
		"exp":   jwt.NewNumericDate(end),
		"jti":   rand.Text(),
		s.claim: s.id,
	}).SignedString(s.key)
	if err != nil {
		return nil, fmt.Errorf("the token cannot be signed: %w", err)
	}
	return &oauth2.Token{AccessToken: text, TokenType: "Bearer", Expiry: end}, nil
}
