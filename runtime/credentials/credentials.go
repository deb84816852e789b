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
	// tokenTimeout limits a request for an access token. A token source does not
	// know a call's context, so without it a server that never answers would
	// block a goroutine for ever.
	tokenTimeout = 30 * time.Second

	fileVariable         = "GOOGLE_APPLICATION_CREDENTIALS"
	quotaProjectVariable = "GOOGLE_CLOUD_QUOTA_PROJECT"
)

// ErrNotFound is what errors.Is finds in the error of [FindDefault] if there are
// no credentials.
var ErrNotFound = errors.New("no credentials found")

// Credentials are what a program calls Google's services with.
type Credentials struct {
	// TokenSource returns access tokens. It is a [*TokenCache].
	TokenSource oauth2.TokenSource
	// QuotaProject is the project that calls are counted against, for the header
	// X-Goog-User-Project, or empty. The environment variable
	// GOOGLE_CLOUD_QUOTA_PROJECT takes precedence over the credentials file.
	QuotaProject string
}

// FindDefault finds Application Default Credentials: those in the file that
// GOOGLE_APPLICATION_CREDENTIALS names, or else those in the file that gcloud
// auth application-default login writes, or else those of the metadata server of
// Google's clouds. It looks for as long as ctx lasts; the credentials outlive
// ctx.
//
// Tokens have the scopes, except those of a user, who chose scopes at the login.
// Files make it request tokens with the HTTP client that ctx has for
// [oauth2.HTTPClient], if any, with a timeout of 30 seconds if the client has
// none. Redirects are not followed. The metadata server is asked directly.
//
// No error of FindDefault or of the token source contains a secret.
func FindDefault(ctx context.Context, scopes ...string) (*Credentials, error) {
	if len(scopes) == 0 || slices.Contains(scopes, "") {
		return nil, errors.New("no scopes, or an empty one")
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
	// Reading a file does not end with ctx.
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

// refuseRedirects makes a client send nothing to a server that the user did not
// name.
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
		// A file that cannot be read is no error yet: in a container, HOME is
		// often that of another user.
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
	return fmt.Errorf("%w: %s is not set, %w, and no metadata server of Google's clouds answers\n"+
		"Let %[2]s name the key file of a service account,\n"+
		"or, for your own account, run: gcloud auth application-default login --client-id-file=CLIENT.json --scopes=%[4]s",
		ErrNotFound, fileVariable, file, someScopes(scopes))
}

// someScopes returns scopes for a command line, or a placeholder for so many
// that nobody would request all of them.
func someScopes(scopes []string) string {
	if len(scopes) > 3 {
		return "SCOPES"
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
