// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// parseEndpoint parses the URL before the paths of an API. The text of its
// errors does not repeat the URL, which may have a password in it.
func parseEndpoint(text string) (*url.URL, error) {
	const want = "want a URL like https://chat.googleapis.com"
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("the endpoint is not a URL: " + want)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the endpoint has to start with https:// or http://: " + want)
	case u.Hostname() == "":
		return nil, errors.New("the endpoint has no host: " + want)
	case u.User != nil:
		return nil, errors.New("the endpoint has a user or password in it: use rest.WithTokenSource or rest.WithAPIKey for credentials")
	case u.RawQuery != "" || u.ForceQuery:
		return nil, errors.New("the endpoint has a query: use rest.WithQuery for parameters of each call")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return nil, errors.New("the endpoint has a fragment: drop what follows the #")
	}
	prefix := strings.TrimRight(u.EscapedPath(), "/")
	for segment := range strings.SplitSeq(strings.TrimPrefix(prefix, "/"), "/") {
		if s, _ := url.PathUnescape(segment); s == "." || s == ".." || s == "" && prefix != "" {
			return nil, fmt.Errorf("the endpoint has the path segment %q: write the path without it", segment)
		}
	}
	return withPath(&url.URL{Scheme: u.Scheme, Host: u.Host}, prefix)
}

// withPath returns u with the percent-encoded path escaped added to its own,
// and sends those very bytes.
func withPath(u *url.URL, escaped string) (*url.URL, error) {
	v := *u
	v.RawPath = u.EscapedPath() + escaped
	var err error
	if v.Path, err = url.PathUnescape(v.RawPath); err != nil {
		return nil, err
	}
	return &v, nil
}

// isLoopback reports whether what is sent to u stays on this machine.
func isLoopback(u *url.URL) bool {
	host := u.Hostname()
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
