// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/oauth2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// A ClientOption changes a client that NewClient makes.
type ClientOption interface {
	applyClient(*clientConfig) error
}

// A CallOption changes one call. Given to NewClient it is the default for each
// call. Of two options that set the same thing the last one wins.
type CallOption interface {
	ClientOption
	applyCall(*callConfig) error
}

type clientConfig struct {
	endpoint    *url.URL
	insecure    bool // credentials may go to an endpoint over http
	http        *http.Client
	agent       string
	scopes      []string
	credentials credentialKind
	given       []credentialKind
	tokens      oauth2.TokenSource
	// tokensOption is the name of the option that gave the tokens.
	tokensOption string
	// keys has the API keys by the names of their schemes, and by "" that of
	// the schemes that are not named.
	keys      map[string]string
	basic     sender
	transport func(*Client) error
	defaults  map[protoreflect.Name]string
	// checkDefaults looks whether there are requests that take them.
	checkDefaults func(map[protoreflect.Name]*binding) error
	validate      func(proto.Message) error
	matchers      func(map[protoreflect.Name]*binding) map[string]func() (func(string) bool, error)
	call          callConfig
}

type callConfig struct {
	timeout time.Duration
	header  http.Header
	query   url.Values
	upload  uploadConfig
	// keepUnknown is what WithKeepUnknown sets.
	keepUnknown bool
	// responseHeader is what WithResponseHeader sets.
	responseHeader *http.Header
}

// with returns the configuration of one call.
func (c *callConfig) with(opts []CallOption) (*callConfig, error) {
	if len(opts) == 0 {
		return c, nil // Nobody changes what it returns.
	}
	d := &callConfig{timeout: c.timeout, header: maps.Clone(c.header), query: maps.Clone(c.query), upload: c.upload, keepUnknown: c.keepUnknown, responseHeader: c.responseHeader}
	var errs []error
	for _, o := range opts {
		if o != nil {
			errs = append(errs, o.applyCall(d))
		}
	}
	return d, errors.Join(errs...)
}

type clientOption func(*clientConfig) error

func (o clientOption) applyClient(c *clientConfig) error { return o(c) }

type callOption func(*callConfig) error

func (o callOption) applyClient(c *clientConfig) error { return o(&c.call) }
func (o callOption) applyCall(c *callConfig) error     { return o(c) }

// WithEndpoint sends the calls to another server than the service's own, for
// instance to an emulator. The endpoint is the URL of a server as OpenAPI documents write it:
// scheme, host, and the path that comes before the paths of the methods. It replaces the
// base path that the document's server has (protolect.api.v1.file.base_path), so
// "https://eu.example.com/api/v2" calls /api/v2/pets, and "http://localhost:8080" calls /pets.
//
// Credentials are not sent over http, unless the host is this machine's loopback; see
// WithInsecureEndpoint. Methods that have a host of their own are sent to the endpoint like
// all others.
func WithEndpoint(endpoint string) ClientOption {
	return withEndpoint("rest.WithEndpoint", endpoint, false)
}

// WithInsecureEndpoint is WithEndpoint for a server that is called over http with
// credentials, which anybody between the two machines can read. It is meant for networks
// that are trusted, such as those within a cluster: "http://api:8080".
func WithInsecureEndpoint(endpoint string) ClientOption {
	return withEndpoint("rest.WithInsecureEndpoint", endpoint, true)
}

func withEndpoint(option, endpoint string, insecure bool) ClientOption {
	return clientOption(func(c *clientConfig) error {
		u, err := parseEndpoint(endpoint)
		if err != nil {
			return fmt.Errorf("%s: %w", option, err)
		}
		c.endpoint, c.insecure = u, insecure
		return nil
	})
}

// WithHTTPClient sends the calls, and the requests for access tokens that a
// credentials file asks for, through a copy of hc. Redirects are not followed
// whatever its CheckRedirect says, and its Jar is not used.
//
// Credentials are still attached to each request. If hc attaches its own, use
// WithoutCredentials too.
func WithHTTPClient(hc *http.Client) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if hc == nil {
			return errors.New("rest.WithHTTPClient: the client is nil")
		}
		c.http = hc
		return nil
	})
}

// WithTokenSource sends an OAuth 2.0 access token with each request. A token
// is kept until it expires, as by oauth2.ReuseTokenSource.
func WithTokenSource(ts oauth2.TokenSource) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if ts == nil {
			return errors.New("rest.WithTokenSource: the token source is nil")
		}
		c.tokens, c.tokensOption = ts, withTokenSource.String()
		return c.use(withTokenSource)
	})
}

// WithBearerToken sends a token with each request (RFC 6750), always the same.
// WithTokenSource is for tokens that expire.
func WithBearerToken(token string) ClientOption {
	return WithNewTokenSource("rest.WithBearerToken", func() (oauth2.TokenSource, error) {
		if token == "" {
			return nil, errors.New("the token is empty")
		}
		return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}), nil
	})
}

// WithNewTokenSource is WithTokenSource for an option of a generated package,
// whose name is for errors. NewClient calls newSource, and returns its error.
func WithNewTokenSource(option string, newSource func() (oauth2.TokenSource, error)) ClientOption {
	return clientOption(func(c *clientConfig) error {
		ts, err := newSource()
		if err != nil {
			return fmt.Errorf("%s: %w", option, err)
		}
		c.tokens, c.tokensOption = ts, option
		return c.use(withTokenSource)
	})
}

// WithAPIKey sends the key in the header X-Goog-Api-Key of each request; where
// the service says itself where it wants its key, there. Only such a service can
// want it in a URL, which ends in logs; no error has it then.
func WithAPIKey(key string) ClientOption { return withKey("rest.WithAPIKey", "", key) }

// WithNamedAPIKey is WithAPIKey for one of several keys of a service, by the
// name that the service has for it (protolect.api.v1.file.security_schemes). It
// may be given for each of them.
func WithNamedAPIKey(name, key string) ClientOption {
	return withKey("rest.WithNamedAPIKey", name, key)
}

func withKey(option, name, key string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if key == "" || !transcode.IsHeaderValue(key) {
			return errors.New(option + ": the key is empty or has characters that a header cannot carry")
		}
		if c.keys == nil {
			c.keys = make(map[string]string)
		}
		c.keys[name] = key
		return c.use(withAPIKey)
	})
}

// WithBasicAuth sends a user and a password with each request (RFC 7617).
func WithBasicAuth(user, password string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if user == "" || strings.Contains(user, ":") {
			return errors.New("rest.WithBasicAuth: the user is empty or has a colon, which ends it")
		}
		c.basic = sendBasic(user, password)
		return c.use(withBasicAuth)
	})
}

// WithoutCredentials sends no credentials.
func WithoutCredentials() ClientOption {
	return clientOption(func(c *clientConfig) error { return c.use(withoutCredentials) })
}

// WithScopes asks for these OAuth 2.0 scopes in place of the service's own. It
// is about Application Default Credentials alone: other credentials have their
// scopes already.
func WithScopes(scopes ...string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if len(scopes) == 0 || slices.Contains(scopes, "") {
			return errors.New("rest.WithScopes: no scopes, or an empty one")
		}
		c.scopes = slices.Clone(scopes)
		return nil
	})
}

// WithKeepUnknown keeps what a response has that is newer than the program, members
// and values of enums, which is skipped otherwise: [wirejson.UnknownIn] lists it, and
// where the message is sent back it is sent, too.
func WithKeepUnknown() CallOption {
	return callOption(func(c *callConfig) error {
		c.keepUnknown = true
		return nil
	})
}

// WithResponseHeader sets *header to that of the response of the call, or of its last one:
// a list has several pages, an upload several parts. It is set when the call returns, or
// gives a page away; an error has the header of its response itself. It is for one call
// alone, and no option of a client.
func WithResponseHeader(header *http.Header) CallOption { return responseHeaderOption{header} }

type responseHeaderOption struct{ header *http.Header }

func (o responseHeaderOption) applyClient(*clientConfig) error {
	return errors.New("rest.WithResponseHeader is for one call: give it to that")
}

func (o responseHeaderOption) applyCall(c *callConfig) error {
	c.responseHeader = o.header
	return nil
}

// WithUserAgent puts s before the User-Agent of this package.
func WithUserAgent(s string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if !transcode.IsHeaderValue(s) {
			return errors.New("rest.WithUserAgent: the text has characters that a header cannot carry")
		}
		c.agent = strings.TrimSpace(s)
		return nil
	})
}

func (c *clientConfig) use(k credentialKind) error {
	c.credentials = k
	if !slices.Contains(c.given, k) {
		c.given = append(c.given, k)
	}
	return nil
}

// conflict says which options contradict each other. A service that declares
// security may take several kinds of credentials at once.
func (c *clientConfig) conflict(secured bool) error {
	if len(c.given) > 1 && (!secured || slices.Contains(c.given, withoutCredentials)) {
		return c.tooMany()
	}
	if c.scopes != nil && len(c.given) > 0 {
		return fmt.Errorf("rest.WithScopes has no effect on %s: drop it, or drop %[1]s to use Application Default Credentials", c.option(c.given[0]))
	}
	return nil
}

func (c *clientConfig) tooMany() error {
	return fmt.Errorf("%s and %s were given, and a client has one kind of credentials: drop one of them", c.option(c.given[0]), c.option(c.given[1]))
}

// option names the option that gave credentials.
func (c *clientConfig) option(k credentialKind) string {
	if k == withTokenSource {
		return c.tokensOption
	}
	return k.String()
}

// WithTimeout limits a call, from the start to the last byte of the response.
// For a Pager it is each page that is limited. Zero is no limit, which is the
// default; a deadline of the context counts in any case.
func WithTimeout(d time.Duration) CallOption {
	return callOption(func(c *callConfig) error {
		if d < 0 {
			return fmt.Errorf("rest.WithTimeout: %v is negative", d)
		}
		c.timeout = d
		return nil
	})
}

// WithHeader sends a header, for instance X-Goog-User-Project. Headers that
// the client itself sets, or that change what the request means, are refused.
func WithHeader(key, value string) CallOption {
	return callOption(func(c *callConfig) error {
		name := textproto.CanonicalMIMEHeaderKey(key)
		if !isToken(key) {
			return fmt.Errorf("rest.WithHeader: %s is not the name of a header", shorten(key, 80))
		}
		if why := whyDenied(name); why != "" {
			return fmt.Errorf("rest.WithHeader: %s cannot be set: %s", name, why)
		}
		if !transcode.IsHeaderValue(value) {
			return fmt.Errorf("rest.WithHeader: the value of %s has characters that a header cannot carry", name)
		}
		if c.header == nil {
			c.header = make(http.Header)
		}
		c.header[name] = []string{value}
		return nil
	})
}

const (
	byConnection = "it belongs to the connection, which net/http looks after: see rest.WithHTTPClient"
	byCodec      = "requests and responses are JSON, and the client says so itself"
	byMethod     = "the HTTP method is that of the RPC's google.api.http rule"
)

// whyDenied says why nobody but the client sets a header, or nothing.
func whyDenied(header string) string {
	switch header {
	case "Content-Encoding", "Content-Type":
		return byCodec
	case "Accept-Encoding", "Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authorization",
		"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return byConnection
	case "X-Http-Method", "X-Http-Method-Override", "X-Method-Override":
		return byMethod
	case "Authorization":
		return "use rest.WithTokenSource"
	case "Host":
		return "use rest.WithEndpoint"
	case "User-Agent":
		return "use rest.WithUserAgent"
	case "X-Goog-Api-Key":
		return "use rest.WithAPIKey"
	}
	return ""
}

// WithQuery sends a query parameter that is not part of the request message: a
// system parameter such as fields, quotaUser or prettyPrint. Parameters that
// carry credentials or change the protocol are refused, and so are those that
// the request message has a field for.
func WithQuery(key, value string) CallOption {
	return callOption(func(c *callConfig) error {
		if key == "" || !utf8.ValidString(key) || !utf8.ValidString(value) {
			return fmt.Errorf("rest.WithQuery: %s and its value have to be UTF-8, and the name not empty", shorten(key, 80))
		}
		if why, denied := deniedQuery[normalParameter(key)]; denied {
			return fmt.Errorf("rest.WithQuery: %s cannot be set: %s", shorten(key, 80), why)
		}
		if c.query == nil {
			c.query = make(url.Values)
		}
		c.query[key] = []string{value}
		return nil
	})
}

var deniedQuery = map[string]string{
	"accesstoken":    "a token in a URL ends in logs: use rest.WithTokenSource",
	"alt":            byCodec,
	"apikey":         "a key in a URL ends in logs: use rest.WithAPIKey",
	"bearertoken":    "a token in a URL ends in logs: use rest.WithTokenSource",
	"callback":       byCodec,
	"httpheaders":    "use rest.WithHeader",
	"httpmethod":     byMethod,
	"key":            "a key in a URL ends in logs: use rest.WithAPIKey",
	"oauthtoken":     "a token in a URL ends in logs: use rest.WithTokenSource",
	"uploadprotocol": "it starts another protocol than that of a call",
	"uploadtype":     "it starts another protocol than that of a call",
}

// normalParameter brings together the spellings under which Google's servers
// know a system parameter: $alt, upload_type, and $.xgafv with its dot.
func normalParameter(key string) string {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "$"), ".")
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
}

// isToken reports whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
