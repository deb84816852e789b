// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/runtime/rest"
)

// marker is a secret that must not show up anywhere.
const marker = "ya29.secret-marker"

func token(t string) oauth2.TokenSource {
	return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: t})
}

// tokenFunc is a token source.
type tokenFunc func() (*oauth2.Token, error)

func (f tokenFunc) Token() (*oauth2.Token, error) { return f() }

func TestCredentials(t *testing.T) {
	t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "p")
	for _, test := range []struct {
		option                rest.ClientOption
		authorization, apiKey string
	}{
		{rest.WithoutCredentials(), "", ""},
		{rest.WithAPIKey(marker), "", marker},
		{rest.WithTokenSource(token(marker)), "Bearer " + marker, ""},
	} {
		url, requests := serve(t, answerJSON("{}"))
		if err := call(clientOf(t, library, rest.WithEndpoint(url), test.option)); err != nil {
			t.Fatal(err)
		}
		got := (*requests)[0]
		if got.header.Get("Authorization") != test.authorization || got.header.Get("X-Goog-Api-Key") != test.apiKey || got.uri != "/v1/spaces/A" || got.header.Get("X-Goog-User-Project") != "" {
			t.Errorf("got %s %v", got.uri, got.header)
		}
	}
}

func TestTokenIsKept(t *testing.T) {
	url, _ := serve(t, answerJSON("{}"))
	n := 0
	c := clientOf(t, library, rest.WithEndpoint(url), rest.WithTokenSource(tokenFunc(func() (*oauth2.Token, error) {
		n++
		return &oauth2.Token{AccessToken: "t", Expiry: time.Now().Add(time.Hour)}, nil
	})))
	for range 3 {
		if err := call(c); err != nil {
			t.Fatal(err)
		}
	}
	if n != 1 {
		t.Errorf("%d tokens for three calls", n)
	}
}

func TestTokenErrors(t *testing.T) {
	refused := func(status int, body string) error {
		return &oauth2.RetrieveError{Response: &http.Response{StatusCode: status, Status: http.StatusText(status)}, Body: []byte(body)}
	}
	for _, test := range []struct {
		name  string
		token *oauth2.Token
		err   error
		code  code.Code
		want  string
	}{
		{"refused", nil, refused(400, `{"error":"invalid_grant","error_description":"Expired.","id_token":"`+marker+`"}`), code.Code_UNAUTHENTICATED, "invalid_grant"},
		{"not JSON", nil, refused(403, "<html>"+marker), code.Code_UNAUTHENTICATED, "Forbidden"},
		{"down", nil, refused(503, marker), code.Code_UNAVAILABLE, "Service Unavailable"},
		{"wrapped", nil, fmt.Errorf("x: %w", refused(400, marker)), code.Code_UNAUTHENTICATED, "Bad Request"},
		{"other", nil, errors.New("no luck"), code.Code_UNAVAILABLE, "no luck"},
		{"canceled", nil, context.Canceled, code.Code_CANCELLED, "canceled"},
		{"empty", &oauth2.Token{}, nil, code.Code_UNAVAILABLE, "no usable access token"},
		{"line break", &oauth2.Token{AccessToken: marker + "\r\nX: y"}, nil, code.Code_UNAVAILABLE, "no usable access token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, requests := serve(t, answerJSON("{}"))
			c := clientOf(t, library, rest.WithEndpoint(url), rest.WithTokenSource(tokenFunc(func() (*oauth2.Token, error) { return test.token, test.err })))
			err := call(c)
			var e *rest.Error
			if !errors.As(err, &e) || e.Code != test.code || e.StatusCode != 0 || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %v %q", err, test.code, test.want)
			}
			noMarker(t, err, e)
			if len(*requests) > 0 {
				t.Error("a request was sent without a token")
			}
			if r := (*oauth2.RetrieveError)(nil); errors.As(test.err, &r) != errors.As(err, &r) || r != nil && len(r.Body) > 0 {
				t.Errorf("got %v of %v", r, err)
			}
		})
	}
}

// A call does not wait longer for a token than its context lasts, and a panic
// of the token source is the caller's.
func TestTokenSourceHangs(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	hang := tokenFunc(func() (*oauth2.Token, error) { <-stop; return nil, errors.New("stopped") })
	c := clientOf(t, library, rest.WithTokenSource(hang), rest.WithTimeout(10*time.Millisecond))
	if err := call(c); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}

	defer func() {
		if recover() == nil {
			t.Error("the panic was lost")
		}
	}()
	call(clientOf(t, library, rest.WithTokenSource(tokenFunc(func() (*oauth2.Token, error) { panic("x") }))))
}

// noMarker prints values in every way, and looks for the secret.
func noMarker(t *testing.T, values ...any) {
	t.Helper()
	var b bytes.Buffer
	text, js := slog.New(slog.NewTextHandler(&b, nil)), slog.New(slog.NewJSONHandler(&b, nil))
	for _, v := range values {
		fmt.Fprintf(&b, "%v\n%+v\n%#v\n%s\n%q\n", v, v, v, v, v)
		text.Info("x", "v", v)
		js.Info("x", "v", v)
		if e, ok := v.(*rest.Error); ok && e != nil {
			fmt.Fprintf(&b, "%s %v %+v %#v\n", e.Body, e.Header, e.Details, *e)
			for err := error(e); err != nil; err = errors.Unwrap(err) {
				fmt.Fprintf(&b, "%v %+v %#v\n", err, err, err)
			}
		}
	}
	if i := strings.Index(b.String(), "secret-marker"); i >= 0 {
		t.Errorf("the secret is in %q", b.String()[max(0, i-200):i+20])
	}
}

func TestSecrets(t *testing.T) {
	echo := func(status int, contentType, format string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			secret := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") + r.Header.Get("X-Goog-Api-Key")
			w.Header().Set("X-Echo", secret)
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			fmt.Fprintf(w, format, secret)
		}
	}
	for _, handler := range []http.HandlerFunc{
		echo(401, "application/json", `{"error":{"code":401,"message":"bad token %[1]s","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"%[1]s"}]}}`),
		echo(500, "text/html", "<html>%s"),
		echo(200, "text/html", "<html>%s"),
		echo(200, "application/json", `{"count":"%s"}`),
		echo(200, "application/json", `{"error":{"message":"%s"}}`),
		echo(302, "text/html", "%s"),
		func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
	} {
		for _, option := range []rest.ClientOption{rest.WithAPIKey(marker), rest.WithTokenSource(token(marker))} {
			url, _ := serve(t, handler)
			c := clientOf(t, library, rest.WithEndpoint(url), option, rest.WithHeader("X-Secret", marker))
			err := call(c)
			var e *rest.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			noMarker(t, err, e, c, *c, option)
			noMarker(t, struct{ c *rest.Client }{c}, &struct{ c *rest.Client }{c})
		}
	}
	// A query may have secrets as well.
	c := clientOf(t, library, rest.WithEndpoint("http://127.0.0.1:1"), rest.WithoutCredentials(), rest.WithQuery("quotaUser", marker))
	err := call(c)
	var e *rest.Error
	errors.As(err, &e)
	noMarker(t, err, e, c)
}

// noGoogle hides what credentials the machine has.
func noGoogle(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("APPDATA", t.TempDir())
	t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "")
	t.Setenv("GCE_METADATA_HOST", "")
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "missing.json"))
}

// inVariable writes a file that GOOGLE_APPLICATION_CREDENTIALS names.
func inVariable(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "key.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", name)
	return name
}

// inHome writes a file where gcloud does.
func inHome(t *testing.T, content string) string {
	t.Helper()
	dir := filepath.Join(os.Getenv("HOME"), ".config", "gcloud")
	if runtime.GOOS == "windows" {
		dir = filepath.Join(os.Getenv("APPDATA"), "gcloud")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "application_default_credentials.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	return name
}

// key is the key of the service account.
var key = sync.OnceValue(func() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	return k
})

func pemOf(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pkcs8(key any) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	must(err)
	return pemOf("PRIVATE KEY", der)
}

// change returns a JSON object with other members: name, value, name, value.
// A member whose value is "" is left out.
func change(members map[string]string, changes ...string) string {
	members = maps.Clone(members)
	for i := 0; i < len(changes); i += 2 {
		members[changes[i]] = changes[i+1]
		if changes[i+1] == "" {
			delete(members, changes[i])
		}
	}
	text, err := json.Marshal(members)
	must(err)
	return string(text)
}

// account is a service account whose tokens come from the URL.
func account(tokenURL string, changes ...string) string {
	return change(map[string]string{
		"type": "service_account", "client_email": "a@b", "private_key_id": "1", "private_key": pkcs8(key()), "token_uri": tokenURL,
		"project_id": "p", "quota_project_id": "file-project", "universe_domain": "googleapis.com",
	}, changes...)
}

// user is an authorized user whose tokens come from the URL.
func user(tokenURL string, changes ...string) string {
	return change(map[string]string{
		"type": "authorized_user", "account": "", "client_id": "id", "client_secret": "client-secret-marker", "refresh_token": "refresh-secret-marker",
		"token_uri": tokenURL, "quota_project_id": "file-project", "universe_domain": "googleapis.com",
	}, changes...)
}

// serviceAccount makes a service account the default.
func serviceAccount(t *testing.T, tokenURL string) {
	t.Helper()
	inVariable(t, account(tokenURL))
}

var answerToken = answerJSON(`{"access_token":"` + marker + `","token_type":"Bearer","expires_in":3600}`)

func newDefault(ctx context.Context, opts ...rest.ClientOption) (*rest.Client, error) {
	return rest.NewClient(ctx, library.Services().Get(0), opts...)
}

var remedies = []string{
	"no credentials found",
	"gcloud auth application-default login --client-id-file=CLIENT.json --scopes=https://www.googleapis.com/auth/library,https://www.googleapis.com/auth/library.readonly",
	"Let GOOGLE_APPLICATION_CREDENTIALS name", "rest.WithTokenSource", "rest.WithAPIKey", "rest.WithoutCredentials",
}

func wantText(t *testing.T, err error, want ...string) {
	t.Helper()
	for _, w := range want {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want %q", err, w)
		}
	}
	noMarker(t, err)
}

// What the variable names counts, even if it is missing.
func TestMissingCredentialsFile(t *testing.T) {
	noGoogle(t)
	name := os.Getenv("GOOGLE_APPLICATION_CREDENTIALS")
	inHome(t, user("https://example.com"))
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", name)
	t.Setenv("GCE_METADATA_HOST", "127.0.0.1:1")
	_, err := newDefault(context.Background())
	wantText(t, err, name, "correct the variable, or unset it")
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// Without any credentials it does not take long to say so.
func TestNoDefaultCredentials(t *testing.T) {
	noGoogle(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	start := time.Now()
	_, err := newDefault(context.Background())
	if d := time.Since(start); d > 4*time.Second {
		t.Errorf("it took %v", d)
	}
	if err == nil {
		t.Skip("this machine is in one of Google's clouds")
	}
	wantText(t, err, append(remedies, "GOOGLE_APPLICATION_CREDENTIALS is not set", "application_default_credentials.json", "metadata server")...)
}

func TestDefaultCredentialsContext(t *testing.T) {
	noGoogle(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := newDefault(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDefaultCredentials(t *testing.T) {
	noGoogle(t)
	tokens, tokenRequests := serve(t, answerToken)
	inVariable(t, account(tokens))
	api, requests := serve(t, answerJSON("{}"))

	ctx, cancel := context.WithCancel(context.Background())
	c, err := newDefault(ctx, rest.WithEndpoint(api))
	if err != nil {
		t.Fatal(err)
	}
	cancel() // the client outlives the context that it was made with
	for range 2 {
		if err := call(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Call(context.Background(), "Get", getRequest, response("Get"), rest.WithHeader("X-Goog-User-Project", "mine")); err != nil {
		t.Fatal(err)
	}
	for i, project := range []string{"file-project", "file-project", "mine"} {
		if got := (*requests)[i].header; got.Get("Authorization") != "Bearer "+marker || got.Get("X-Goog-User-Project") != project {
			t.Errorf("got %v", got)
		}
	}
	if len(*tokenRequests) != 1 {
		t.Errorf("%d requests for tokens", len(*tokenRequests))
	}
	noMarker(t, c)

	t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "env-project")
	c, err = newDefault(context.Background(), rest.WithEndpoint(api), rest.WithScopes("https://www.googleapis.com/auth/other"))
	if err != nil {
		t.Fatal(err)
	}
	if err := call(c); err != nil {
		t.Fatal(err)
	}
	if got := (*requests)[3].header.Get("X-Goog-User-Project"); got != "env-project" {
		t.Errorf("got %q", got)
	}
}

// claims verifies the assertion and returns what it says. Its times, which
// differ from one request to the next, are checked here.
func claims(t *testing.T, assertion string) map[string]any {
	t.Helper()
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		t.Fatalf("got %q", assertion)
	}
	var raw [3][]byte
	for i, p := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			t.Fatal(err)
		}
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(&key().PublicKey, crypto.SHA256, hash[:], raw[2]); err != nil {
		t.Error(err)
	}
	var header, body map[string]any
	if err := errors.Join(json.Unmarshal(raw[0], &header), json.Unmarshal(raw[1], &body)); err != nil {
		t.Fatal(err)
	}
	issued, _ := body["iat"].(float64)
	expires, _ := body["exp"].(float64)
	if now := float64(time.Now().Unix()); issued > now || issued < now-60 || expires != issued+3600 {
		t.Errorf("issued %v, expires %v", issued, expires)
	}
	delete(body, "iat")
	delete(body, "exp")
	body["header"] = header
	return body
}

// form returns the body of a token request, with the assertion's claims in
// place of the assertion.
func form(t *testing.T, r sent) map[string]any {
	t.Helper()
	values, err := url.ParseQuery(r.body)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for k, v := range values {
		got[k] = strings.Join(v, "|")
	}
	if a := values.Get("assertion"); a != "" {
		got["assertion"] = claims(t, a)
	}
	return got
}

var wantScopes = []string{"https://www.googleapis.com/auth/library", "https://www.googleapis.com/auth/library.readonly"}

// A file makes the same request for a token as it does with
// golang.org/x/oauth2/google.
func TestTokenRequests(t *testing.T) {
	for _, test := range []struct {
		name    string
		content func(tokenURL string) string
		want    func(tokenURL string) map[string]any
	}{
		{"service account", func(u string) string { return account(u) }, func(u string) map[string]any {
			return map[string]any{"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": map[string]any{
				"header": map[string]any{"alg": "RS256", "typ": "JWT", "kid": "1"},
				"iss":    "a@b", "aud": u, "scope": strings.Join(wantScopes, " "),
			}}
		}},
		{"service account with less", func(u string) string {
			return account(u, "private_key", pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key())), "private_key_id", "", "universe_domain", "")
		}, func(u string) map[string]any {
			return map[string]any{"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": map[string]any{
				"header": map[string]any{"alg": "RS256", "typ": "JWT"},
				"iss":    "a@b", "aud": u, "scope": strings.Join(wantScopes, " "),
			}}
		}},
		{"authorized user", func(u string) string { return user(u) }, func(string) map[string]any {
			return map[string]any{"grant_type": "refresh_token", "refresh_token": "refresh-secret-marker", "client_id": "id", "client_secret": "client-secret-marker"}
		}},
	} {
		for place, write := range map[string]func(*testing.T, string) string{"variable": inVariable, "home": inHome} {
			t.Run(test.name+" in "+place, func(t *testing.T) {
				noGoogle(t)
				tokens, requests := serve(t, answerToken)
				tokens += "/token"
				write(t, test.content(tokens))
				api, calls := serve(t, answerJSON("{}"))
				ctx, cancel := context.WithCancel(context.Background())
				c, err := newDefault(ctx, rest.WithEndpoint(api))
				if err != nil {
					t.Fatal(err)
				}
				cancel() // the client outlives the context that it was made with
				if err := call(c); err != nil {
					t.Fatal(err)
				}
				if got := (*calls)[0].header; got.Get("Authorization") != "Bearer "+marker || got.Get("X-Goog-User-Project") != "file-project" {
					t.Errorf("got %v", got)
				}

				found, err := google.FindDefaultCredentials(context.Background(), wantScopes...)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := found.TokenSource.Token(); err != nil {
					t.Fatal(err)
				}
				got, oracle := (*requests)[0], (*requests)[1]
				if diff := cmp.Diff(test.want(tokens), form(t, got)); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(form(t, oracle), form(t, got)); diff != "" {
					t.Error(diff)
				}
				for _, r := range []sent{got, oracle} {
					r.header.Del("Content-Length")
				}
				if got.method != oracle.method || got.uri != oracle.uri || !cmp.Equal(got.header, oracle.header) {
					t.Errorf("got %v, want %v", got, oracle)
				}
			})
		}
	}
}

// Kinds of credentials that are not linked in are an error of NewClient.
func TestCredentialsOfOtherTypes(t *testing.T) {
	noGoogle(t)
	for _, content := range []string{
		`{"type":"external_account","audience":"//iam.googleapis.com/x","credential_source":{"executable":{"command":"secret-marker"}}}`,
		`{"type":"external_account_authorized_user","refresh_token":"secret-marker","token_url":"https://sts.googleapis.com/v1/token"}`,
		`{"type":"impersonated_service_account","source_credentials":{"type":"authorized_user","refresh_token":"secret-marker"},"delegates":[]}`,
		`{"type":"gdch_service_account","private_key":"secret-marker"}`,
		`{"type":"of_the_future","token_uri":{"a":"secret-marker"}}`,
	} {
		var file struct{ Type string }
		must(json.Unmarshal([]byte(content), &file))
		for _, write := range []func(*testing.T, string) string{inVariable, inHome} {
			name := write(t, content)
			_, err := newDefault(context.Background())
			wantText(t, err, name, `the type "`+file.Type+`"`, "golang.org/x/oauth2/google",
				"\tscopes := []string{\"https://www.googleapis.com/auth/library\", \"https://www.googleapis.com/auth/library.readonly\"}\n",
				"\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)",
				"\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource))")
		}
	}
}

func TestMalformedCredentialsFile(t *testing.T) {
	noGoogle(t)
	_, other, err := ed25519.GenerateKey(rand.Reader)
	must(err)
	const u = "https://oauth2.googleapis.com/token"
	for _, test := range []struct{ content, want string }{
		{"", "is not JSON: it is malformed at byte 0 of 0"},
		{`{"type":"authorized_user","refresh_token":"secret-marker"`, "is not JSON: it is malformed at byte 57 of 57"},
		{"secret-marker", "malformed at byte 0 of 13"},
		{user(u) + "secret-marker", "malformed at byte"},
		{`null`, "not an object with a type"},
		{`["secret-marker"]`, "not an object with a type"},
		{`{"refresh_token":"secret-marker"}`, "not an object with a type"},
		{`{"type":["secret-marker"]}`, "not an object with a type"},
		{`{"installed":{"client_secret":"secret-marker"}}`, "describes an OAuth client"},
		{`{"web":{"client_secret":"secret-marker"}}`, "describes an OAuth client"},
		{`{"type":"authorized_user","refresh_token":1234567890123}`, "refresh_token that is not a string"},
		{`{"type":"service_account","private_key":{"a":"secret-marker"}}`, "private_key that is not a string"},
		{user(u, "refresh_token", ""), "has no refresh_token"},
		{user(u, "client_secret", ""), "has no client_secret"},
		{user(u, "client_id", ""), "has no client_id"},
		{account(u, "client_email", ""), "has no client_email"},
		{account(u, "private_key", ""), "has no private_key"},
		{account(u, "private_key", marker), "has no private_key"},
		{account(u, "private_key", pemOf("PRIVATE KEY", []byte(marker))), "has no private_key"},
		{account(u, "private_key", pkcs8(other)), "has no private_key that is an RSA key"},
		{account(u, "universe_domain", "apis-example.goog"), `the universe "apis-example.goog"`},
		{user(u, "universe_domain", "apis-example.goog"), `the universe "apis-example.goog"`},
		{account("http://oauth2.googleapis.com/secret-marker"), "token_uri that does not start with https://"},
		{user("http://oauth2.googleapis.com/secret-marker"), "token_uri that does not start with https://"},
		{user("HTTP://localhost.example.com/"), "token_uri that does not start with https://"},
		{user("ftp://localhost/secret-marker"), "token_uri that does not start with https://"},
		{user("oauth2.googleapis.com/secret-marker"), "token_uri that is not a URL"},
		{user("https:///secret-marker"), "token_uri that is not a URL"},
		{user("https://secret-marker:x"), "token_uri that is not a URL"},
		{user("https://me:secret-marker@oauth2.googleapis.com"), "token_uri with a user"},
		{user("https://oauth2.googleapis.com?key=secret-marker"), "token_uri with a user, a query"},
	} {
		for _, write := range []func(*testing.T, string) string{inVariable, inHome} {
			name := write(t, test.content)
			c, err := newDefault(context.Background())
			if c != nil {
				t.Errorf("%s: no error", test.content)
			}
			wantText(t, err, name, test.want)
			if err != nil && (strings.Contains(err.Error(), "1234567890123") || strings.Contains(err.Error(), "no credentials found")) {
				t.Errorf("got %v", err)
			}
		}
	}
}

// A file that has no token_uri, or one over https, is fine.
func TestTokenURL(t *testing.T) {
	noGoogle(t)
	for _, u := range []string{"", "https://oauth2.googleapis.com/token"} {
		for _, content := range []string{account(u), user(u)} {
			inVariable(t, content)
			var asked string
			hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				asked = r.URL.String()
				return nil, errors.New("no network")
			})}
			if err := call(clientOf(t, library, rest.WithHTTPClient(hc))); err == nil || asked != "https://oauth2.googleapis.com/token" {
				t.Errorf("got %v from %s", err, asked)
			}
		}
	}
}

func TestDefaultCredentialsRevoked(t *testing.T) {
	noGoogle(t)
	for _, content := range []func(string, ...string) string{account, user} {
		tokens, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			// A server that repeats what it was sent.
			answer(400, "application/json", `{"error":"invalid_grant","error_description":"Token `+r.FormValue("refresh_token")+r.FormValue("client_secret")+` has been revoked.","x":"`+marker+`"}`)(w, r)
		})
		inVariable(t, content(tokens))
		api, requests := serve(t, answerJSON("{}"))
		err := call(clientOf(t, library, rest.WithEndpoint(api)))
		var e *rest.Error
		if !errors.As(err, &e) || e.Code != code.Code_UNAUTHENTICATED || len(*requests) > 0 {
			t.Errorf("got %v", err)
		}
		wantText(t, err, "gcloud auth application-default login", "has been revoked")
		noMarker(t, e)
	}
}

// A token server that redirects does not get the assertion or the refresh token
// to another host, whoever's HTTP client it is.
func TestTokenServerRedirects(t *testing.T) {
	noGoogle(t)
	other, reached := serve(t, answerJSON(`{"access_token":"stolen","expires_in":3600}`))
	tokens, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", other)
		w.WriteHeader(307)
		io.WriteString(w, "x")
	})
	for _, content := range []string{account(tokens), user(tokens)} {
		inVariable(t, content)
		for _, ctx := range []context.Context{context.Background(), context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{})} {
			c, err := newDefault(ctx, rest.WithEndpoint("http://127.0.0.1:1"))
			if err != nil {
				t.Fatal(err)
			}
			if err := call(c); err == nil || !strings.Contains(err.Error(), "307") || len(*reached) > 0 {
				t.Errorf("got %v, the other host saw %d requests", err, len(*reached))
			}
		}
	}
	if len(*requests) != 4 {
		t.Errorf("%d requests for tokens", len(*requests))
	}
}

// Tokens are requested with the client of oauth2.HTTPClient, or else of
// rest.WithHTTPClient, and not for longer than its timeout.
func TestTokenClient(t *testing.T) {
	noGoogle(t)
	stop := make(chan struct{})
	tokens, _ := serve(t, func(http.ResponseWriter, *http.Request) { <-stop })
	t.Cleanup(func() { close(stop) }) // before the server is closed
	inVariable(t, user(tokens))
	counted := func(n *int) *http.Client {
		return &http.Client{Timeout: 20 * time.Millisecond, Transport: transport(func(r *http.Request) (*http.Response, error) {
			*n++
			return http.DefaultTransport.RoundTrip(r)
		})}
	}
	var option, value int
	withValue := context.WithValue(context.Background(), oauth2.HTTPClient, counted(&value))
	for _, ctx := range []context.Context{context.Background(), withValue} {
		c, err := newDefault(ctx, rest.WithHTTPClient(counted(&option)))
		if err != nil {
			t.Fatal(err)
		}
		var e *rest.Error
		if err := call(c); !errors.As(err, &e) || e.Code != code.Code_DEADLINE_EXCEEDED {
			t.Errorf("got %v", err)
		}
	}
	if option != 1 || value != 1 {
		t.Errorf("%d requests with the option's client, %d with the context's", option, value)
	}
}
