// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

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

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
	"github.com/protolect/protolect/runtime/internal/redact"
)

// The requests for access tokens are the same as those of golang.org/x/oauth2, which
// tests verify. Its code for them would add 0.4 MB to each program.

// maxResponse is the maximum number of bytes that are read of a response.
const maxResponse = 1 << 20

// serviceAccountTokens are the access tokens that a service account receives for a
// signed assertion (RFC 7523).
type serviceAccountTokens struct {
	client *http.Client
	url    string
	email  string
	keyID  string
	key    *rsa.PrivateKey
	scopes []string
}

// Token implements [oauth2.TokenSource].
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

// assertion returns a JSON Web Token (RFC 7519) that is valid for an hour.
func (t *serviceAccountTokens) assertion(now time.Time) (string, error) {
	header := `{"alg":"RS256","typ":"JWT"`
	if t.keyID != "" {
		header += `,"kid":` + jsonvalue.Quote(t.keyID)
	}
	// The clock of the server may be behind.
	issued := now.Add(-10 * time.Second)
	claims := fmt.Sprintf(`{"iss":%s,"scope":%s,"aud":%s,"iat":%d,"exp":%d}`,
		jsonvalue.Quote(t.email), jsonvalue.Quote(strings.Join(t.scopes, " ")), jsonvalue.Quote(t.url),
		issued.Unix(), issued.Add(time.Hour).Unix())
	parts := []string{base64.RawURLEncoding.EncodeToString([]byte(header + "}")), base64.RawURLEncoding.EncodeToString([]byte(claims))}
	signed := strings.Join(parts, ".")
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, t.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// userTokens are the access tokens of a user's login (RFC 6749, section 6). They are
// not safe for concurrent use.
type userTokens struct {
	client *http.Client
	url    string
	form   url.Values
}

// Token implements [oauth2.TokenSource]. A server may replace the refresh token.
func (t *userTokens) Token() (*oauth2.Token, error) {
	token, err := requestToken(t.client, t.url, t.form)
	if err == nil && token.RefreshToken != "" {
		t.form = maps.Clone(t.form)
		t.form.Set("refresh_token", token.RefreshToken)
	}
	return token, err
}

// requestToken requests an access token. An error response of the server is an
// *oauth2.RetrieveError. No error contains secrets of the form.
func requestToken(client *http.Client, at string, form url.Values) (*oauth2.Token, error) {
	var secrets redact.Secrets
	addForm(&secrets, form)
	token, err := postForm(client, at, form)
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		err = cleanRetrieveError(r, &secrets)
	}
	return token, secrets.Error(err)
}

// postForm sends a token request. Its errors may contain secrets.
func postForm(client *http.Client, at string, form url.Values) (*oauth2.Token, error) {
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
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return nil, fmt.Errorf("the response of the token server ended early: %w", err)
	}
	m := jsonvalue.Members(body)
	token := &oauth2.Token{
		AccessToken:  jsonvalue.Text(m["access_token"]),
		TokenType:    cmp.Or(jsonvalue.Text(m["token_type"]), "Bearer"),
		RefreshToken: jsonvalue.Text(m["refresh_token"]),
	}
	switch problem := jsonvalue.Text(m["error"]); {
	case resp.StatusCode < 200 || resp.StatusCode > 299 || problem != "":
		return nil, &oauth2.RetrieveError{
			Response:         resp,
			Body:             body,
			ErrorCode:        problem,
			ErrorDescription: jsonvalue.Text(m["error_description"]),
			ErrorURI:         jsonvalue.Text(m["error_uri"]),
		}
	case token.AccessToken == "":
		return nil, errors.New("the response of the token server has no access_token")
	}
	if n := seconds(m["expires_in"]); n > 0 {
		token.Expiry = time.Now().Add(time.Duration(n) * time.Second)
	}
	return token, nil
}

// seconds returns a number of seconds, which some servers quote, or 0 if it is
// not one that a time.Duration can hold.
func seconds(json []byte) int64 {
	const tooMany = 1 << 32
	if n := jsonvalue.Number(json); n > 0 && n < tooMany {
		return int64(n)
	}
	return 0
}
