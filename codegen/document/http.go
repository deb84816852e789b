// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"errors"
	"mime"
	"net/url"
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// Server is where an API is served.
type Server struct {
	At          finding.Position
	URL         string // with {variables}; it may be relative to the document
	Description string
	Variables   []ServerVariable
}

// ServerVariable is a variable of a server's URL.
type ServerVariable struct {
	Name        string
	Default     string
	Enum        []string // the values that are permitted; none for any
	Description string
}

// WithDefaults returns the URL with the defaults of its variables. It is empty where
// that would be too long for a URL.
func (s *Server) WithDefaults() string { return s.fill(s.URL) }

// maxAddress is how long a URL may be, in bytes.
const maxAddress = 8 << 10

// fill returns text with the defaults of variables in their places. A default has no
// variables itself.
func (s *Server) fill(text string) string {
	defaults := make(map[string]string, len(s.Variables))
	for _, v := range s.Variables {
		defaults[v.Name] = v.Default
	}
	var filled strings.Builder
	for text != "" && filled.Len() <= maxAddress {
		before, rest, _ := strings.Cut(text, "{")
		filled.WriteString(before)
		text = text[len(before):]
		name, after, closed := strings.Cut(rest, "}")
		if value, known := defaults[name]; closed && known {
			if strings.HasSuffix(before, "/") {
				value = strings.TrimPrefix(value, "/") // of a base path that is given as "/v1"
			}
			filled.WriteString(value)
			text = after
		} else if text != "" {
			filled.WriteByte('{')
			text = rest
		}
	}
	if filled.Len() > maxAddress {
		return ""
	}
	return filled.String()
}

// Address returns the parts of the URL with the defaults of its variables. The base path,
// with which the paths of all methods begin, is percent-encoded and has no slash at the
// end. Scheme and host are empty if the URL is relative to the document's. It is not ok if
// clients cannot call such a URL.
func (s *Server) Address() (scheme, host, basePath string, ok bool) {
	u, err := url.Parse(s.WithDefaults())
	if err != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Path, "{}") {
		return "", "", "", false
	}
	isRelative := u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/")
	isHTTP := (u.Scheme == "https" || u.Scheme == "http") && hostName.MatchString(u.Host)
	return u.Scheme, u.Host, strings.TrimRight(u.EscapedPath(), "/"), isRelative || isHTTP
}

// Endpoint returns the URL at which a client calls the server, with the defaults of its
// variables. It is not ok if there is none, or if it is relative.
func (s *Server) Endpoint() (endpoint string, ok bool) {
	scheme, host, basePath, ok := s.Address()
	return scheme + "://" + host + basePath, ok && host != ""
}

// hostName is a DNS name, with or without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)

// Tag is a name under which a document gathers operations.
type Tag struct {
	At          finding.Position
	Name        string
	Description string
}

// Style is how a value that is no plain text is written outside of a body
// (RFC 6570 and OpenAPI's own).
type Style int

// The styles.
const (
	DefaultStyle   Style = iota
	CommaSeparated       // "a,b"
	SpaceSeparated       // "a b"
	PipeSeparated        // "a|b"
	TabSeparated         // "a\tb"
	LabelStyle           // ".a.b"
	MatrixStyle          // ";name=a;name=b"
	DeepObject           // "name[property]=a"
	FormStyle            // "property=a&other=b", for an object
)

// Part is how a property of a form is sent. What the version of the format ignores in
// the form's media type isn't in it.
type Part struct {
	At          finding.Position
	Property    string
	ContentType string // the media type, or several with commas between them; empty for the usual one
	Style       Style
	Explode     bool // the elements or properties are written one by one
	Reserved    bool // characters that URLs reserve are sent as they are
	Headers     []*Parameter
}

// SecurityKind is a kind of security scheme.
type SecurityKind int

// The kinds of security schemes.
const (
	APIKey        SecurityKind = iota // a key at a named place
	HTTPAuth                          // the header Authorization, in a scheme of RFC 9110
	OAuth2                            // OAuth 2.0
	OpenIDConnect                     // what the URL's document says
	MutualTLS                         // a certificate of the client
)

// SecurityScheme is a way to say who calls.
type SecurityScheme struct {
	At          finding.Position
	Name        string // the document's
	Kind        SecurityKind
	Description string
	Deprecated  bool
	In          string // of an APIKey: "query", "header", "cookie"
	Parameter   string // of an APIKey: the parameter's or header's name
	HTTPScheme  string // of HTTPAuth, in lower case: "basic", "bearer"
	TokenFormat string // of a bearer token, "JWT"
	// IssuerClaim is the claim of a token that says who has signed it, where a client
	// does that itself (RFC 7519). Documents have no way to say so.
	IssuerClaim string
	URL         string // of OpenIDConnect, or the metadata of OAuth2
	Flows       []Flow // of OAuth2
}

// IsBearer tells whether the scheme is a token that is sent as a bearer's.
func (s *SecurityScheme) IsBearer() bool {
	return s.Kind == HTTPAuth && s.HTTPScheme == "bearer" || s.Kind == OAuth2 || s.Kind == OpenIDConnect
}

// Flow is a way to get an OAuth 2.0 token.
type Flow struct {
	Name             string // "clientCredentials"
	AuthorizationURL string
	TokenURL         string
	RefreshURL       string
	DeviceURL        string
	Scopes           []Scope
}

// Requirement is a set of security schemes that a call needs all of. An empty
// one permits a call without any.
type Requirement []SchemeUse

// SchemeUse is the use of a security scheme.
type SchemeUse struct {
	Scheme string
	Scopes []string
}

// Discriminator is the property whose value says which variant an object is.
type Discriminator struct {
	At       finding.Position
	Property string
	// Mapping has the values that differ from the names of the schemas.
	Mapping []DiscriminatorValue
	// Default is the schema where the value is none that is known.
	Default string
}

// DiscriminatorValue is a value of a discriminator, and its schema.
type DiscriminatorValue struct {
	Value  string
	Schema string
}

// The media types of bodies whose properties are sent one by one.
const (
	FormType      = "application/x-www-form-urlencoded"
	MultipartType = "multipart/form-data"
)

// PlainType returns a media type in lower case and without its parameters.
func PlainType(mediaType string) string {
	name, _, err := mime.ParseMediaType(mediaType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return strings.ToLower(mediaType)
	}
	return name
}

// IsForm tells whether the properties of a body of a media type are sent one by one.
func IsForm(mediaType string) bool {
	name := PlainType(mediaType)
	return name == FormType || name == MultipartType
}

// IsRaw tells whether a request body of a media type is bytes that say nothing of
// themselves. One that may be of any is JSON.
func IsRaw(mediaType string) bool { return IsRawResponse(mediaType) && !IsForm(mediaType) }

// IsRawResponse tells whether a response of a media type is bytes: one that is not JSON, a
// form included, which clients only write.
func IsRawResponse(mediaType string) bool { return mediaType != "*/*" && !IsJSON(mediaType) }

// IsJSON tells whether a media type is JSON. An empty one is, where a format
// has nothing else.
func IsJSON(mediaType string) bool {
	name := PlainType(mediaType)
	return name == "" || name == "application/json" || name == "text/json" || strings.HasSuffix(name, "+json")
}
