// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"

	"github.com/protolect/protolect/runtime/transcode"
)

const (
	// tokenTimeout limits a request for an access token of Application Default
	// Credentials. The token source cannot see a call's context, so without it
	// a server that never answers would hold a goroutine for ever.
	tokenTimeout = 30 * time.Second

	// googleTokenURL is where a credentials file without a token_uri gets its
	// tokens.
	googleTokenURL = "https://oauth2.googleapis.com/token"
	googleUniverse = "googleapis.com"

	credentialsVariable = "GOOGLE_APPLICATION_CREDENTIALS"
)

type credentialKind int

const (
	defaultCredentials credentialKind = iota
	withTokenSource
	withAPIKey
	withBasicAuth
	withoutCredentials
)

// String names the option that gives the credentials.
func (k credentialKind) String() string {
	switch k {
	case withTokenSource:
		return "rest.WithTokenSource"
	case withAPIKey:
		return "rest.WithAPIKey"
	case withBasicAuth:
		return "rest.WithBasicAuth"
	case withoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// googleCredentials returns what a call of one of Google's services sends.
func googleCredentials(ctx context.Context, service protoreflect.ServiceDescriptor, cfg *clientConfig, hc *http.Client) (sender, error) {
	switch cfg.credentials {
	case withoutCredentials:
		return nil, nil
	case withAPIKey:
		return sendKey(&apipb.ApiKey{Header: "X-Goog-Api-Key"}, cfg.keys[""]), nil
	case withBasicAuth:
		return cfg.basic, nil
	case withTokenSource:
		return attachToken(cfg.tokens, "", nil), nil
	default:
		return findDefault(ctx, service, cfg.scopes, hc)
	}
}

// findDefault finds Application Default Credentials (AIP-4110): those of the
// file that GOOGLE_APPLICATION_CREDENTIALS names, or else of the file that
// gcloud auth application-default login writes, or else of the metadata server
// of Google's clouds.
//
// It knows service accounts and authorized users. FindDefaultCredentials of
// golang.org/x/oauth2/google knows more: workload identity federation with AWS,
// Azure and executables, and impersonation. That would make every program with
// a client 0.7 MB larger, for what few of them need, and those few lose
// nothing: a file of another kind is an error that says how to use it.
func findDefault(ctx context.Context, service protoreflect.ServiceDescriptor, scopes []string, hc *http.Client) (sender, error) {
	if scopes == nil {
		scopes = defaultScopes(service)
	}
	if len(scopes) == 0 {
		return nil, errors.New("the service declares no Google OAuth scopes, so a Google credential is not sent to it: " +
			"use rest.WithTokenSource, rest.WithAPIKey, rest.WithoutCredentials, or rest.WithScopes to send one nevertheless")
	}
	// oauth2 takes its HTTP client from a context.
	if c, _ := ctx.Value(oauth2.HTTPClient).(*http.Client); c != nil {
		hc = c
	}
	hc = ownClient(hc)
	if hc.Timeout == 0 {
		hc.Timeout = tokenTimeout
	}
	found, err := await(ctx, func() (*foundCredentials, error) { return lookUp(ctx, hc, scopes) })
	if err != nil {
		return nil, fmt.Errorf("%v: %w", defaultCredentials, err)
	}
	return attachToken(found.tokens, quotaProject(found.quotaProject), found.secrets), nil
}

// foundCredentials are Application Default Credentials.
type foundCredentials struct {
	tokens       oauth2.TokenSource
	quotaProject string
	// secrets are what an error must not repeat.
	secrets []string
}

// lookUp looks for credentials for as long as ctx lasts. Tokens are requested
// with hc.
func lookUp(ctx context.Context, hc *http.Client, scopes []string) (*foundCredentials, error) {
	if name := os.Getenv(credentialsVariable); name != "" {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s names a file that cannot be read: %w: correct the variable, or unset it", credentialsVariable, err)
		}
		return fromFile(hc, name, content, scopes)
	}
	name, err := wellKnownFile()
	if err == nil {
		var content []byte
		// That it cannot be read is no error yet: HOME is often that of
		// another user in a container.
		if content, err = os.ReadFile(name); err == nil {
			return fromFile(hc, name, content, scopes)
		}
	}
	server := newMetadataServer()
	if !server.exists(ctx) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, noCredentials(fmt.Errorf("%s is not set, %w, and no metadata server of Google's clouds answers", credentialsVariable, err), scopes)
	}
	return &foundCredentials{tokens: oauth2.ReuseTokenSourceWithExpiry(nil, &metadataTokens{server, scopes}, metadataExpiry)}, nil
}

func noCredentials(why error, scopes []string) error {
	return fmt.Errorf("no credentials found: %w\n"+
		"Let "+credentialsVariable+" name the key file of a service account,\n"+
		"or, for your own account, run: gcloud auth application-default login --client-id-file=CLIENT.json --scopes=%s\n"+
		"or use rest.WithTokenSource, rest.WithAPIKey or rest.WithoutCredentials",
		why, someScopes(scopes))
}

// someScopes returns scopes for a command line, or a word in place of so many
// that nobody would ask for all of them.
func someScopes(scopes []string) string {
	if len(scopes) > 3 {
		return "SCOPES"
	}
	return strings.Join(scopes, ",")
}

// wellKnownFile returns the name of gcloud's file, found as by
// golang.org/x/oauth2/google.
func wellKnownFile() (string, error) {
	const file = "application_default_credentials.json"
	if runtime.GOOS == "windows" {
		dir := os.Getenv("APPDATA")
		if dir == "" {
			return "", errors.New("APPDATA is not set either")
		}
		return filepath.Join(dir, "gcloud", file), nil
	}
	home := os.Getenv("HOME")
	if home == "" {
		if u, err := user.Current(); err == nil {
			home = u.HomeDir
		}
	}
	if home == "" {
		return "", errors.New("HOME is not set either")
	}
	return filepath.Join(home, ".config", "gcloud", file), nil
}

// defaultScopes returns the service's google.api.oauth_scopes. Scopes of other
// authorization servers are left out: Google's credentials are not for them.
func defaultScopes(service protoreflect.ServiceDescriptor) []string {
	all, _ := proto.GetExtension(service.Options(), annotations.E_OauthScopes).(string)
	var scopes []string
	for s := range strings.SplitSeq(all, ",") {
		s = strings.TrimSpace(s)
		if strings.HasPrefix(s, "https://www.googleapis.com/auth/") || strings.HasPrefix(s, "https://mail.google.com/") {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// quotaProject returns the project that the calls are counted against
// (AIP-4110): the environment's, or else the credentials file's.
func quotaProject(inFile string) string {
	if p := os.Getenv("GOOGLE_CLOUD_QUOTA_PROJECT"); p != "" {
		return p
	}
	return inFile
}

func attachToken(ts oauth2.TokenSource, quotaProject string, secrets []string) sender {
	ts = oauth2.ReuseTokenSource(nil, ts)
	return func(ctx context.Context, r *http.Request) ([]string, error) {
		token, err := await(ctx, ts.Token)
		if err != nil {
			return nil, withoutSecrets(err, secrets)
		}
		if token.AccessToken == "" || !transcode.IsHeaderValue(token.AccessToken) {
			return nil, errors.New("the token source returned no usable access token")
		}
		token.SetAuthHeader(r)
		if quotaProject != "" && r.Header.Get("X-Goog-User-Project") == "" {
			r.Header.Set("X-Goog-User-Project", quotaProject)
		}
		return []string{token.AccessToken}, nil
	}
}

// await returns what f returns, or ctx's error if that comes first: token
// sources know nothing of contexts.
func await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value    T
		err      error
		panicked any
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			// A panic belongs to the caller, who may recover from it.
			r.panicked = recover()
			done <- r
		}()
		r.value, r.err = f()
	}()
	select {
	case r := <-done:
		if r.panicked != nil {
			panic(r.panicked)
		}
		return r.value, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// withoutSecrets returns err without what a request or response for a token
// carries besides its error code: an oauth2.RetrieveError's text is otherwise
// the whole response. The secrets are those that are known.
func withoutSecrets(err error, secrets []string) error {
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		clean := &oauth2.RetrieveError{
			ErrorCode:        r.ErrorCode,
			ErrorDescription: r.ErrorDescription,
			ErrorURI:         r.ErrorURI,
			Response:         &http.Response{},
		}
		if r.Response != nil {
			clean.Response.Status, clean.Response.StatusCode = r.Response.Status, r.Response.StatusCode
		}
		if clean.ErrorCode == "" {
			// Not every flow of oauth2 reads the RFC 6749 members itself.
			m := members(r.Body)
			clean.ErrorCode, clean.ErrorDescription = text(m["error"]), text(m["error_description"])
		}
		for _, secret := range secrets {
			for _, text := range []*string{&clean.ErrorCode, &clean.ErrorDescription, &clean.ErrorURI} {
				*text = strings.ReplaceAll(*text, secret, redacted)
			}
		}
		return clean
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return withoutQuery(u)
	}
	return err
}

// withoutQuery returns err without the query and the user of its URL.
func withoutQuery(err *url.Error) *url.Error {
	clean := &url.Error{Op: err.Op, URL: "(unreadable URL)", Err: err.Err}
	if u, parseErr := url.Parse(err.URL); parseErr == nil {
		clean.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	}
	return clean
}
