// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/jwt"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
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
	withoutCredentials
)

// String names the option that gives the credentials.
func (k credentialKind) String() string {
	switch k {
	case withTokenSource:
		return "rest.WithTokenSource"
	case withAPIKey:
		return "rest.WithAPIKey"
	case withoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// credentials attaches credentials to a request. Its secrets live in a closure,
// where printing cannot find them.
type credentials struct {
	kind credentialKind
	// attach returns the secret that it attached, so that an error can be
	// kept free of it.
	attach func(context.Context, *http.Request) (secret string, err error)
}

func newCredentials(ctx context.Context, service protoreflect.ServiceDescriptor, cfg *clientConfig, hc *http.Client) (credentials, error) {
	switch cfg.credentials {
	case withoutCredentials:
		return credentials{withoutCredentials, func(context.Context, *http.Request) (string, error) { return "", nil }}, nil
	case withAPIKey:
		key := cfg.key
		return credentials{withAPIKey, func(_ context.Context, r *http.Request) (string, error) {
			r.Header.Set("X-Goog-Api-Key", key)
			return key, nil
		}}, nil
	case withTokenSource:
		return credentials{withTokenSource, attachToken(cfg.tokens, "", nil)}, nil
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
func findDefault(ctx context.Context, service protoreflect.ServiceDescriptor, scopes []string, hc *http.Client) (credentials, error) {
	if scopes == nil {
		scopes = defaultScopes(service)
	}
	if len(scopes) == 0 {
		return credentials{}, errors.New("the service declares no Google OAuth scopes, so a Google credential is not sent to it: " +
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
	// The credentials outlive NewClient, so they must not end with its context.
	keep := context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, hc)
	found, err := await(ctx, func() (*foundCredentials, error) { return lookUp(ctx, keep, scopes) })
	if err != nil {
		return credentials{}, fmt.Errorf("%v: %w", defaultCredentials, err)
	}
	return credentials{defaultCredentials, attachToken(found.tokens, quotaProject(found.quotaProject), found.secrets)}, nil
}

// foundCredentials are Application Default Credentials.
type foundCredentials struct {
	tokens       oauth2.TokenSource
	quotaProject string
	// secrets are what an error must not repeat.
	secrets []string
}

// lookUp looks for credentials for as long as ctx lasts. Tokens are requested
// with keep.
func lookUp(ctx, keep context.Context, scopes []string) (*foundCredentials, error) {
	if name := os.Getenv(credentialsVariable); name != "" {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s names a file that cannot be read: %w: correct the variable, or unset it", credentialsVariable, err)
		}
		return fromFile(keep, name, content, scopes)
	}
	name, err := wellKnownFile()
	if err == nil {
		var content []byte
		// That it cannot be read is no error yet: HOME is often that of
		// another user in a container.
		if content, err = os.ReadFile(name); err == nil {
			return fromFile(keep, name, content, scopes)
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
		return "SCOPES (those of rest.WithScopes)"
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

// A credentialsFile is the file of a service account or of an authorized user.
type credentialsFile struct {
	Type           string `json:"type"`
	UniverseDomain string `json:"universe_domain"`
	QuotaProject   string `json:"quota_project_id"`
	TokenURI       string `json:"token_uri"`

	ClientEmail  string `json:"client_email"`
	PrivateKeyID string `json:"private_key_id"`
	PrivateKey   string `json:"private_key"`

	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	RefreshToken string `json:"refresh_token"`

	Web       json.RawMessage `json:"web"`
	Installed json.RawMessage `json:"installed"`
}

// fromFile returns the credentials of a file. Its errors name the file and
// never repeat what a secret may be.
func fromFile(ctx context.Context, name string, content []byte, scopes []string) (*foundCredentials, error) {
	wrong := func(format string, args ...any) (*foundCredentials, error) {
		return nil, fmt.Errorf("the credentials file %s %s", name, fmt.Sprintf(format, args...))
	}
	var f credentialsFile
	err := json.Unmarshal(content, &f)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return wrong("is not JSON: it is malformed at byte %d of %d", syntax.Offset, len(content))
	}
	switch {
	case f.Type == "service_account" || f.Type == "authorized_user":
	case f.Type != "":
		return wrong("is of the type %s, which is not linked into every program because of its size. Use golang.org/x/oauth2/google to read it:\n%s",
			shorten(f.Type, 80), findWithGoogle(scopes))
	case f.Web != nil || f.Installed != nil:
		return wrong("describes an OAuth client, which is no credential: use the file that gcloud auth application-default login --client-id-file makes of it")
	default:
		return wrong("is not an object with a type, such as service_account or authorized_user")
	}
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return wrong("has a %s that is not a string", mistyped.Field)
	}
	if err != nil {
		return wrong("cannot be read as JSON")
	}

	if f.UniverseDomain != "" && f.UniverseDomain != googleUniverse {
		return wrong("is for the universe %s, and only %s is supported: use rest.WithTokenSource and rest.WithEndpoint", shorten(f.UniverseDomain, 80), googleUniverse)
	}
	if f.TokenURI == "" {
		f.TokenURI = googleTokenURL
	}
	if err := checkTokenURL(f.TokenURI); err != nil {
		return wrong("has a token_uri %v", err)
	}
	found := &foundCredentials{quotaProject: f.QuotaProject}
	if f.Type == "service_account" {
		if f.ClientEmail == "" {
			return wrong("has no client_email")
		}
		if !isRSAKey(f.PrivateKey) {
			return wrong("has no private_key that is an RSA key in PEM (PKCS #8 or PKCS #1)")
		}
		found.tokens = (&jwt.Config{
			Email:        f.ClientEmail,
			PrivateKey:   []byte(f.PrivateKey),
			PrivateKeyID: f.PrivateKeyID,
			Scopes:       scopes,
			TokenURL:     f.TokenURI,
		}).TokenSource(ctx)
		return found, nil
	}
	for _, member := range []struct{ name, value string }{
		{"client_id", f.ClientID}, {"client_secret", f.ClientSecret}, {"refresh_token", f.RefreshToken},
	} {
		if member.value == "" {
			return wrong("has no %s", member.name)
		}
	}
	found.secrets = []string{f.ClientSecret, f.RefreshToken}
	// The scopes are those that the user gave at the login.
	found.tokens = (&oauth2.Config{
		ClientID:     f.ClientID,
		ClientSecret: f.ClientSecret,
		Endpoint:     oauth2.Endpoint{TokenURL: f.TokenURI, AuthStyle: oauth2.AuthStyleInParams},
	}).TokenSource(ctx, &oauth2.Token{RefreshToken: f.RefreshToken})
	return found, nil
}

// findWithGoogle is the code that finds credentials of every kind.
func findWithGoogle(scopes []string) string {
	text := fmt.Sprintf("%#v", scopes)
	if len(scopes) > 3 {
		text = "[]string{…} // those that you need, and rest.WithScopes has"
	}
	return fmt.Sprintf("\tscopes := %s\n"+
		"\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)   // golang.org/x/oauth2/google\n"+
		"\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource))", text)
}

// checkTokenURL refuses a URL that would send a secret in the clear, as a typo
// may. Its errors do not repeat the URL, which may have a password in it.
func checkTokenURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return errors.New("that is not a URL like " + googleTokenURL)
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u)):
		return errors.New("that does not start with https://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("with a user, a query or a fragment")
	}
	return nil
}

// isRSAKey reports whether text is a key that golang.org/x/oauth2/jwt can sign
// with.
func isRSAKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		_, ok := key.(*rsa.PrivateKey)
		return ok
	}
	_, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	return err == nil
}

const (
	// metadataHost is the metadata server's documented address: resolving its
	// name may be slow, and whoever answers may lie.
	metadataHost = "169.254.169.254"
	// metadataProbe limits the search for a metadata server where there may be
	// none.
	metadataProbe = 2 * time.Second
	// metadataTry limits one request to a metadata server.
	metadataTry = 5 * time.Second
	// metadataExpiry is how long before its expiry a token is renewed: the
	// server has a new one 4 minutes before.
	metadataExpiry = 225 * time.Second
)

// A metadataServer tells a program in one of Google's clouds about itself. It
// is asked directly, not through the user's HTTP client: a proxy on the way
// would answer for another machine, and see the tokens. (The client in
// cloud.google.com/go/compute/metadata would add 0.1 MB to each program.)
type metadataServer struct {
	client *http.Client
	host   string
	// named says that the user named the host.
	named bool
}

func newMetadataServer() *metadataServer {
	s := &metadataServer{host: os.Getenv("GCE_METADATA_HOST")}
	s.named = s.host != ""
	if !s.named {
		s.host = metadataHost
	}
	s.client = ownClient(&http.Client{
		// A token is requested now and then, so that a connection is not worth
		// keeping.
		Transport: &http.Transport{DialContext: (&net.Dialer{Timeout: metadataProbe}).DialContext, DisableKeepAlives: true},
		Timeout:   metadataTry,
	})
	return s
}

// exists reports whether there is such a server.
func (s *metadataServer) exists(ctx context.Context) bool {
	if s.named {
		return true
	}
	probe, cancel := context.WithTimeout(ctx, metadataProbe)
	defer cancel()
	if resp, err := s.get(probe, ""); err == nil {
		resp.Body.Close()
		return resp.Header.Get("Metadata-Flavor") == "Google"
	}
	// In a pod that has just started it may not answer yet.
	product, err := os.ReadFile("/sys/class/dmi/id/product_name")
	name := strings.TrimSpace(string(product))
	return err == nil && (name == "Google" || name == "Google Compute Engine")
}

func (s *metadataServer) get(ctx context.Context, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.host+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Metadata-Flavor", "Google")
	r.Header.Set("User-Agent", ownAgent())
	return s.client.Do(r)
}

// metadataTokens are the access tokens of the machine's service account.
type metadataTokens struct {
	server *metadataServer
	scopes []string
}

// Token asks again for a while when the server is not ready, as Google's own
// clients do.
func (t *metadataTokens) Token() (*oauth2.Token, error) {
	for delay := 100 * time.Millisecond; ; delay *= 2 {
		token, again, err := t.try()
		if err == nil || !again || delay > time.Second {
			return token, err
		}
		time.Sleep(delay)
	}
}

// try asks for a token once. If it gets none, it says whether to try again.
func (t *metadataTokens) try() (token *oauth2.Token, again bool, err error) {
	query := url.Values{"scopes": {strings.Join(t.scopes, ",")}}
	resp, err := t.server.get(context.Background(), "computeMetadata/v1/instance/service-accounts/default/token?"+query.Encode())
	if err != nil {
		slow, ok := errors.AsType[net.Error](err)
		return nil, !ok || !slow.Timeout(), err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, true, err
	}
	if resp.StatusCode != http.StatusOK {
		refused := &oauth2.RetrieveError{Response: resp, Body: body}
		if resp.StatusCode == http.StatusNotFound {
			refused.ErrorCode = "no service account"
			refused.ErrorDescription = "the metadata server knows none for this machine: attach one to it, or use other credentials"
		}
		return nil, resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests, refused
	}
	var answer struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int64  `json:"expires_in"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.AccessToken == "" || answer.ExpiresIn <= 0 {
		return nil, false, errors.New("the answer of the metadata server is not an access token")
	}
	return &oauth2.Token{
		AccessToken: answer.AccessToken,
		TokenType:   answer.TokenType,
		Expiry:      time.Now().Add(time.Duration(answer.ExpiresIn) * time.Second),
	}, false, nil
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

func attachToken(ts oauth2.TokenSource, quotaProject string, secrets []string) func(context.Context, *http.Request) (string, error) {
	ts = oauth2.ReuseTokenSource(nil, ts)
	return func(ctx context.Context, r *http.Request) (string, error) {
		token, err := await(ctx, ts.Token)
		if err != nil {
			return "", withoutSecrets(err, secrets)
		}
		if token.AccessToken == "" || !isHeaderValue(token.AccessToken) {
			return "", errors.New("the token source returned no usable access token")
		}
		token.SetAuthHeader(r)
		if quotaProject != "" && r.Header.Get("X-Goog-User-Project") == "" {
			r.Header.Set("X-Goog-User-Project", quotaProject)
		}
		return token.AccessToken, nil
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
			var body struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
			}
			if json.Unmarshal(r.Body, &body) == nil {
				clean.ErrorCode, clean.ErrorDescription = body.Error, body.Description
			}
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
