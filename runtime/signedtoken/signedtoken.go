// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package signedtoken creates JSON Web Tokens (RFC 7519) that authenticate an
// application. Generated clients of services that require them have an option that
// uses this package. Other programs don't link it.
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
	// lifetime is the time for which a token is valid. It tolerates clocks that differ
	// by some minutes, and limits the use of a stolen token.
	lifetime = 15 * time.Minute
	// skew is the time by which the clock of the server may be behind.
	skew = 10 * time.Second
	// renewal is the time before its expiry at which a token is replaced.
	renewal = 2 * time.Minute
)

// New returns a source of tokens that contain the ID of an application in a claim,
// for example "application_id". A token is signed with RS256, and contains an ID
// (jti), the time of issue (iat) and its expiry after 15 minutes (exp). iat is 10
// seconds in the past, for servers whose clock is behind. The private key is an RSA
// key in PEM (PKCS #8 or PKCS #1).
//
// The source reuses a token, and replaces it 2 minutes before it expires. It is
// safe for concurrent use.
func New(claim, id string, privateKey []byte) (oauth2.TokenSource, error) {
	if claim == "" || id == "" {
		return nil, errors.New("the name of the claim or the ID of the application is empty: " +
			"use the ID that the service assigned to the application")
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(privateKey)
	if err != nil {
		// The error of the parser may contain parts of the key.
		return nil, errors.New("the private key is not an RSA key in PEM (PKCS #8 or PKCS #1): pass the content of the key file, not its name")
	}
	return oauth2.ReuseTokenSourceWithExpiry(nil, &source{claim, id, key}, renewal), nil
}

// A source creates a token for each call of Token.
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
