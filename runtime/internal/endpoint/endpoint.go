// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package endpoint parses and compares the URLs of servers.
package endpoint

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Parse parses the URL of a server, as rest.WithEndpoint accepts it. Its errors don't repeat the URL, which may
// contain a password.
func Parse(text string) (*url.URL, error) {
	const want = "want a URL like https://chat.googleapis.com"
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("the endpoint is not a URL: " + want)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the endpoint does not start with https:// or http://: " + want)
	case u.Hostname() == "":
		return nil, errors.New("the endpoint has no host: " + want)
	case u.User != nil:
		return nil, errors.New("the endpoint contains a user or password: use rest.WithTokenSource or rest.WithAPIKey for credentials")
	case u.RawQuery != "" || u.ForceQuery:
		return nil, errors.New("the endpoint contains a query: use rest.WithQuery to add parameters to each call")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return nil, errors.New("the endpoint contains a fragment: remove the # and the text after it")
	}
	prefix := strings.TrimRight(u.EscapedPath(), "/")
	for segment := range strings.SplitSeq(strings.TrimPrefix(prefix, "/"), "/") {
		if s, _ := url.PathUnescape(segment); s == "." || s == ".." || s == "" && prefix != "" {
			return nil, fmt.Errorf("the endpoint contains the path segment %q: remove it", segment)
		}
	}
	return withPath(&url.URL{Scheme: u.Scheme, Host: u.Host}, prefix)
}

// withPath returns u with a percent-encoded path appended. The path is sent as
// it is encoded.
func withPath(u *url.URL, escaped string) (*url.URL, error) {
	v := *u
	v.RawPath = u.EscapedPath() + escaped
	var err error
	if v.Path, err = url.PathUnescape(v.RawPath); err != nil {
		return nil, err
	}
	return &v, nil
}

// IsLoopback reports whether requests to u stay on this machine.
func IsLoopback(u *url.URL) bool {
	host := u.Hostname()
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// SameOrigin reports whether two URLs belong to the same server.
func SameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

// portOf returns the port of a URL, or the default port of its scheme.
func portOf(u *url.URL) string {
	switch port := u.Port(); {
	case port != "":
		return port
	case u.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}
