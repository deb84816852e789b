// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/runtime/internal/credentialtest"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// marker is a secret that must not be printed.
const marker = "ya29.secret-marker"

func token(t string) oauth2.TokenSource {
	return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: t})
}

// A tokenFunc is a token source.
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
		url, requests := serve(t, respondJSON("{}"))
		if err := call(clientOf(t, library, rest.WithEndpoint(url), test.option)); err != nil {
			t.Fatal(err)
		}
		got := (*requests)[0]
		if got.header.Get("Authorization") != test.authorization || got.header.Get("X-Goog-Api-Key") != test.apiKey || got.uri != "/v1/spaces/A" || got.header.Get("X-Goog-User-Project") != "" {
			t.Errorf("got %s %v", got.uri, got.header)
		}
	}
}

// Google's services accept no user names and passwords, and receive none.
func TestBasicAuthForGoogle(t *testing.T) {
	_, err := newDefault(t.Context(), rest.WithBasicAuth("u", marker))
	wantText(t, err, "the service does not accept rest.WithBasicAuth: it accepts Application Default Credentials, rest.WithTokenSource")
}

func TestTokenIsCached(t *testing.T) {
	url, _ := serve(t, respondJSON("{}"))
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
		{"empty", &oauth2.Token{}, nil, code.Code_UNAUTHENTICATED, "the token source returned an empty token"},
		{"line break", &oauth2.Token{AccessToken: marker + "\r\nX: y"}, nil, code.Code_UNAUTHENTICATED, "the token source returned an empty token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, requests := serve(t, respondJSON("{}"))
			c := clientOf(t, library, rest.WithEndpoint(url), rest.WithTokenSource(tokenFunc(func() (*oauth2.Token, error) { return test.token, test.err })))
			err := call(c)
			var e *rest.Error
			if !errors.As(err, &e) || e.Code != test.code || e.StatusCode != 0 || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %v %q", err, test.code, test.want)
			}
			noMarker(t, err, e)
			if len(*requests) > 0 {
				t.Error("the client sent a request without a token")
			}
			if r := (*oauth2.RetrieveError)(nil); errors.As(test.err, &r) != errors.As(err, &r) || r != nil && len(r.Body) > 0 {
				t.Errorf("got %v of %v", r, err)
			}
		})
	}
}

// The context of a call limits the time for a token, and a panic of the token
// source reaches the caller.
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

// noMarker prints values in every way, and fails if one contains the secret.
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
			noMarker(t, struct{ c *stub.Client }{c}, &struct{ c *stub.Client }{c})
		}
	}
	// A query may contain secrets as well.
	c := clientOf(t, library, rest.WithEndpoint("http://127.0.0.1:1"), rest.WithoutCredentials(), rest.WithQuery("quotaUser", marker))
	err := call(c)
	var e *rest.Error
	errors.As(err, &e)
	noMarker(t, err, e, c)
}

var answerToken = respondJSON(`{"access_token":"` + marker + `","token_type":"Bearer","expires_in":3600}`)

func newDefault(ctx context.Context, opts ...rest.ClientOption) (*stub.Client, error) {
	return stub.NewClient(ctx, library.Services().Get(0), opts...)
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

func TestDefaultCredentials(t *testing.T) {
	credentialtest.Hide(t)
	tokens, tokenRequests := serve(t, answerToken)
	credentialtest.SetVariable(t, credentialtest.Account(tokens))
	api, requests := serve(t, respondJSON("{}"))

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

// The errors of NewClient name the options that replace missing credentials.
func TestNoDefaultCredentials(t *testing.T) {
	credentialtest.Hide(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newDefault(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	credentialtest.SetVariable(t, `{"type":"external_account"}`)
	_, err := newDefault(t.Context())
	wantText(t, err, "Application Default Credentials: ", "\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)",
		"\n\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource))")
	credentialtest.SetVariable(t, credentialtest.Account("", "universe_domain", "apis-example.goog"))
	_, err = newDefault(t.Context())
	wantText(t, err, "apis-example.goog", "rest.WithTokenSource(creds.TokenSource), rest.WithEndpoint(")
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	if _, err = newDefault(t.Context()); err == nil {
		t.Skip("this machine is in one of Google's clouds")
	}
	wantText(t, err, "no credentials found", "--scopes=https://www.googleapis.com/auth/library,", "rest.WithTokenSource", "rest.WithAPIKey", "rest.WithoutCredentials")
}

// Tokens are requested with the client of rest.WithHTTPClient, unless the context
// contains one for oauth2.HTTPClient.
func TestTokenClient(t *testing.T) {
	credentialtest.Hide(t)
	tokens, _ := serve(t, answerToken)
	credentialtest.SetVariable(t, credentialtest.User(tokens))
	api, _ := serve(t, respondJSON("{}"))
	counted := func(n *int) *http.Client {
		return &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost {
				*n++
			}
			return http.DefaultTransport.RoundTrip(r)
		})}
	}
	var option, value int
	withValue := context.WithValue(t.Context(), oauth2.HTTPClient, counted(&value))
	for _, ctx := range []context.Context{t.Context(), withValue} {
		c, err := newDefault(ctx, rest.WithEndpoint(api), rest.WithHTTPClient(counted(&option)))
		if err != nil {
			t.Fatal(err)
		}
		if err := call(c); err != nil {
			t.Error(err)
		}
	}
	if option != 1 || value != 1 {
		t.Errorf("%d requests with the option's client, %d with the context's", option, value)
	}
}

func TestDefaultCredentialsRevoked(t *testing.T) {
	credentialtest.Hide(t)
	for _, test := range []struct {
		content func(string, ...string) string
		remedy  string
	}{
		{credentialtest.Account, "use the file of a new key"},
		{credentialtest.User, "run gcloud auth application-default login"},
	} {
		tokens, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			// The server repeats the refresh token.
			respond(400, "application/json", `{"error":"invalid_grant","error_description":"Token `+r.FormValue("refresh_token")+r.FormValue("client_secret")+` has been revoked.","x":"`+marker+`"}`)(w, r)
		})
		credentialtest.SetVariable(t, test.content(tokens))
		api, requests := serve(t, respondJSON("{}"))
		err := call(clientOf(t, library, rest.WithEndpoint(api)))
		var e *rest.Error
		if !errors.As(err, &e) || e.Code != code.Code_UNAUTHENTICATED || len(*requests) > 0 {
			t.Errorf("got %v", err)
		}
		wantText(t, err, test.remedy, "has been revoked")
		noMarker(t, e)
	}
}
