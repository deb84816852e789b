// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// The requests for access tokens that a credentials file asks for: those of
// golang.org/x/oauth2, whose code for them would add 0.4 MB to each program.
// That they are the same is tested.

// serviceAccountTokens are the access tokens that a service account gets for an
// assertion that it signs (RFC 7523).
type serviceAccountTokens struct {
	client *http.Client
	url    string
	email  string
	keyID  string
	key    *rsa.PrivateKey
	scopes []string
}

func (t *serviceAccountTokens) Token() (*oauth2.Token, error) {
	assertion, err := t.assertion(time.Now())
	if err != nil {
		return nil, err
	}
	return requestToken(t.client, t.url, url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
		"assertion":  {assertion},
	})
}

// assertion returns a JSON Web Token (RFC 7519), which holds for an hour.
func (t *serviceAccountTokens) assertion(now time.Time) (string, error) {
	header := `{"alg":"RS256","typ":"JWT"`
	if t.keyID != "" {
		header += `,"kid":` + quoted(t.keyID)
	}
	// The clocks of two machines differ.
	issued := now.Add(-10 * time.Second)
	claims := fmt.Sprintf(`{"iss":%s,"scope":%s,"aud":%s,"iat":%d,"exp":%d}`,
		quoted(t.email), quoted(strings.Join(t.scopes, " ")), quoted(t.url), issued.Unix(), issued.Add(time.Hour).Unix())
	parts := []string{base64.RawURLEncoding.EncodeToString([]byte(header + "}")), base64.RawURLEncoding.EncodeToString([]byte(claims))}
	signed := strings.Join(parts, ".")
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, t.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// userTokens are the access tokens that a user's login gets (RFC 6749, section
// 6). It is not for several goroutines at once.
type userTokens struct {
	client *http.Client
	url    string
	form   url.Values
}

func (t *userTokens) Token() (*oauth2.Token, error) {
	token, err := requestToken(t.client, t.url, t.form)
	if err == nil && token.RefreshToken != "" {
		t.form = maps.Clone(t.form)
		t.form.Set("refresh_token", token.RefreshToken)
	}
	return token, err
}

// requestToken asks for an access token. Where there is none the error is an
// *oauth2.RetrieveError, whose body may have secrets.
func requestToken(client *http.Client, at string, form url.Values) (*oauth2.Token, error) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("the answer of the token server ended early: %w", err)
	}
	m := members(body)
	token := &oauth2.Token{
		AccessToken:  text(m["access_token"]),
		TokenType:    cmp.Or(text(m["token_type"]), "Bearer"),
		RefreshToken: text(m["refresh_token"]),
	}
	switch problem := text(m["error"]); {
	case resp.StatusCode < 200 || resp.StatusCode > 299 || problem != "":
		return nil, &oauth2.RetrieveError{
			Response:         resp,
			Body:             body,
			ErrorCode:        problem,
			ErrorDescription: text(m["error_description"]),
			ErrorURI:         text(m["error_uri"]),
		}
	case token.AccessToken == "":
		return nil, errors.New("the answer of the token server has no access_token")
	}
	if seconds := secondsIn(m["expires_in"]); seconds > 0 {
		token.Expiry = time.Now().Add(time.Duration(seconds) * time.Second)
	}
	return token, nil
}

// secondsIn returns a number of seconds, which some servers put in quotes, or 0
// if it is none that a time.Duration can hold.
func secondsIn(json []byte) int64 {
	const most = 1 << 32
	if seconds := number(json); seconds > 0 && seconds < most {
		return int64(seconds)
	}
	return 0
}

// quoted returns a text as JSON. What is no UTF-8 is no e-mail address, URL or
// key either, and is not signed.
func quoted(text string) string {
	json, err := wirejson.Marshal(wrapperspb.String(text))
	if err != nil {
		return `""`
	}
	return string(json)
}
