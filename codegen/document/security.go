// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "github.com/protolect/protolect/codegen/finding"

// SecurityKind is the kind of a security scheme.
type SecurityKind int

// The kinds of security schemes.
const (
	APIKey        SecurityKind = iota // a key in the header, the query or a cookie
	HTTPAuth                          // the header Authorization with a scheme of RFC 9110
	OAuth2                            // OAuth 2.0
	OpenIDConnect                     // OpenID Connect Discovery at URL
	MutualTLS                         // a client certificate
)

// SecurityScheme is a way to authenticate the caller.
type SecurityScheme struct {
	At          finding.Position
	Name        string // in the document
	Kind        SecurityKind
	Description string
	Deprecated  bool
	In          string // of an APIKey: "query", "header" or "cookie"
	Parameter   string // of an APIKey: the name of the parameter, header or cookie
	HTTPScheme  string // of HTTPAuth, in lower case: "basic", "bearer"
	TokenFormat string // of a bearer token: "JWT"
	// IssuerClaim is the claim that contains the issuer of a token (RFC 7519), for clients
	// that sign tokens themselves. Documents cannot state it.
	IssuerClaim string
	URL         string // of OpenIDConnect: the discovery document; of OAuth2: the metadata
	Flows       []Flow // of OAuth2
}

// IsBearer reports whether the scheme is a bearer token.
func (s *SecurityScheme) IsBearer() bool {
	return s.Kind == HTTPAuth && s.HTTPScheme == "bearer" || s.Kind == OAuth2 || s.Kind == OpenIDConnect
}

// Flow is a way to obtain an OAuth 2.0 token.
type Flow struct {
	Name             string // "clientCredentials"
	AuthorizationURL string
	TokenURL         string
	RefreshURL       string
	DeviceURL        string
	Scopes           []Scope
}

// Requirement is a set of security schemes that a call must all satisfy. An empty
// Requirement permits calls without credentials.
type Requirement []SchemeUse

// SchemeUse is the use of a security scheme.
type SchemeUse struct {
	Scheme string
	Scopes []string
}
