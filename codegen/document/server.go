// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// Server is a URL at which an API is served.
type Server struct {
	At          finding.Position
	URL         string // with {variables}; may be relative to the document's URL
	Description string
	Variables   []ServerVariable
}

// ServerVariable is a variable of a server's URL.
type ServerVariable struct {
	Name        string
	Default     string
	Enum        []string // the permitted values; empty if all are
	Description string
}

// WithDefaults returns the URL with each variable replaced by its default. It returns an
// empty string if the result would be longer than maxURLLength.
func (s *Server) WithDefaults() string { return s.fill(s.URL) }

// maxURLLength is the maximum length of a URL, in bytes.
const maxURLLength = 8 << 10

// fill returns text with each variable replaced by its default. It does not replace
// variables within defaults.
func (s *Server) fill(text string) string {
	defaults := make(map[string]string, len(s.Variables))
	for _, v := range s.Variables {
		defaults[v.Name] = v.Default
	}
	var filled strings.Builder
	for text != "" && filled.Len() <= maxURLLength {
		before, rest, _ := strings.Cut(text, "{")
		filled.WriteString(before)
		text = text[len(before):]
		name, after, closed := strings.Cut(rest, "}")
		if value, known := defaults[name]; closed && known {
			if strings.HasSuffix(before, "/") {
				value = strings.TrimPrefix(value, "/") // a base path such as "/v1"
			}
			filled.WriteString(value)
			text = after
		} else if text != "" {
			filled.WriteByte('{')
			text = rest
		}
	}
	if filled.Len() > maxURLLength {
		return ""
	}
	return filled.String()
}

// Address returns the parts of the URL, with each variable replaced by its default. The
// base path, with which the paths of all methods start, is percent-encoded and has no
// trailing slash. Scheme and host are empty if the URL is relative to the document's URL.
// Address returns ok = false if clients cannot call the URL.
func (s *Server) Address() (scheme, host, basePath string, ok bool) {
	u, err := url.Parse(s.WithDefaults())
	if err != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Path, "{}") {
		return "", "", "", false
	}
	isRelative := u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/")
	isHTTP := (u.Scheme == "https" || u.Scheme == "http") && hostName.MatchString(u.Host)
	return u.Scheme, u.Host, strings.TrimRight(u.EscapedPath(), "/"), isRelative || isHTTP
}

// Endpoint returns the absolute URL at which clients call the server, with each variable
// replaced by its default. It returns ok = false if clients cannot call the URL or if it is
// relative.
func (s *Server) Endpoint() (endpoint string, ok bool) {
	scheme, host, basePath, ok := s.Address()
	return scheme + "://" + host + basePath, ok && host != ""
}

// hostName matches a DNS name, with or without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)
