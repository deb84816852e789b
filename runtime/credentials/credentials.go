// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package credentials finds Google's Application Default Credentials
// (https://google.aip.dev/auth/4110).
//
// Clients find them without help. A program that needs an access token for
// something else calls [FindDefault] itself:
//
//	creds, err := credentials.FindDefault(ctx, "https://www.googleapis.com/auth/chat.bot")
//	…
//	token, err := creds.TokenSource.Token()
//
// The package reads the key files of service accounts and the logins of users.
// FindDefaultCredentials of golang.org/x/oauth2/google reads files of every
// type, such as those for workload identity federation and impersonation, and
// makes a program 0.7 MB larger. A file of another type is an
// [*UnsupportedError].
package credentials

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	// tokenTimeout limits a request for an access token. A token source has no
	// context, so without a timeout a server that does not respond would block a
	// goroutine forever.
	tokenTimeout = 30 * time.Second

	fileVariable         = "GOOGLE_APPLICATION_CREDENTIALS"
	quotaProjectVariable = "GOOGLE_CLOUD_QUOTA_PROJECT"
)

// ErrNotFound is wrapped by the error of [FindDefault] if there are no
// credentials.
var ErrNotFound = errors.New("no credentials found")

// Credentials authenticate calls of Google's services.
type Credentials struct {
	// TokenSource returns access tokens. It is a [*TokenCache].
	TokenSource oauth2.TokenSource
	// Type is the type in the credentials file: "service_account" or
	// "authorized_user". It is empty for the metadata server.
	Type string
	// QuotaProject is the project whose quota calls use, for the header
	// X-Goog-User-Project, or empty. The environment variable
	// GOOGLE_CLOUD_QUOTA_PROJECT takes precedence over the credentials file.
	QuotaProject string
}

// FindDefault finds Application Default Credentials in this order:
//
//  1. the file that GOOGLE_APPLICATION_CREDENTIALS names
//  2. the file that gcloud auth application-default login writes
//  3. the metadata server of Google's clouds
//
// ctx limits the search, and not the use of the credentials.
//
// Tokens have the given scopes. The tokens of a user have those of the login
// instead. Credentials of a file request tokens with the HTTP client in ctx for
// [oauth2.HTTPClient], or with a new one. The timeout is that of the client, or 30
// seconds. Redirects are not followed. Requests to the metadata server don't use the
// client.
//
// No error of FindDefault or of the token source contains a secret.
func FindDefault(ctx context.Context, scopes ...string) (*Credentials, error) {
	if len(scopes) == 0 || slices.Contains(scopes, "") {
		return nil, errors.New("the list of scopes is empty or contains an empty scope")
	}
	var hc http.Client
	if c, _ := ctx.Value(oauth2.HTTPClient).(*http.Client); c != nil {
		hc = *c
	}
	if hc.Timeout == 0 {
		hc.Timeout = tokenTimeout
	}
	refuseRedirects(&hc)
	scopes = slices.Clone(scopes)
	// Reading a file cannot be canceled.
	found, err := start(func() (*Credentials, error) { return find(ctx, &hc, scopes) }).wait(ctx)
	if err != nil {
		return nil, err
	}
	found.TokenSource = NewTokenCache(found.TokenSource)
	if project := os.Getenv(quotaProjectVariable); project != "" {
		found.QuotaProject = project
	}
	return found, nil
}

// refuseRedirects makes a client follow no redirects and keep no cookies, so that
// it calls only servers that the user chose.
func refuseRedirects(c *http.Client) {
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Jar = nil
}

// find looks for credentials for as long as ctx lasts. They request tokens with
// hc.
func find(ctx context.Context, hc *http.Client, scopes []string) (*Credentials, error) {
	if name := os.Getenv(fileVariable); name != "" {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s names a file that cannot be read: %w: correct the variable, or unset it", fileVariable, err)
		}
		return fromFile(hc, name, content, scopes)
	}
	name, err := wellKnownFile()
	if err == nil {
		var content []byte
		// A file that cannot be read is not an error: in a container, HOME often
		// belongs to another user.
		if content, err = os.ReadFile(name); err == nil {
			return fromFile(hc, name, content, scopes)
		}
	}
	server := newMetadataServer()
	if !server.exists(ctx) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, notFound(err, scopes)
	}
	return &Credentials{TokenSource: oauth2.ReuseTokenSourceWithExpiry(nil, &metadataTokens{server, scopes}, metadataExpiry)}, nil
}

func notFound(file error, scopes []string) error {
	return fmt.Errorf("%w: %s is not set, %w, and no metadata server of Google's clouds responds\n"+
		"Let %[2]s name the key file of a service account,\n"+
		"or, for your own account, run: gcloud auth application-default login --client-id-file=CLIENT.json --scopes=%[4]s",
		ErrNotFound, fileVariable, file, someScopes(scopes))
}

// someScopes returns scopes for a command line. For more than three, it returns a
// placeholder and its explanation: a program rarely needs all scopes of an API.
func someScopes(scopes []string) string {
	if len(scopes) > 3 {
		return "SCOPES\n" +
			"where SCOPES are the scopes of the methods that you call, separated by commas. The documentation of a method lists its scopes"
	}
	return strings.Join(scopes, ",")
}

// wellKnownFile returns the name of gcloud's file, as
// golang.org/x/oauth2/google finds it.
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
