// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

func TestTokenIsReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := credentials.NewTokenCache(tokenFunc(func() (*oauth2.Token, error) {
			n++
			return &oauth2.Token{AccessToken: fmt.Sprint(n), Expiry: time.Now().Add(time.Hour)}, nil
		}))
		for want, wait := range []time.Duration{0, 59 * time.Minute, time.Minute, time.Hour} {
			time.Sleep(wait)
			token, err := c.Token()
			if err != nil || token.AccessToken != fmt.Sprint(max(want, 1)) {
				t.Errorf("got %v, %v", token, err)
			}
		}
		if credentials.NewTokenCache(c) != c {
			t.Error("a cache was put into another")
		}
		// A source keeps its early expiry.
		early := credentials.NewTokenCache(oauth2.ReuseTokenSourceWithExpiry(nil, c, 30*time.Minute))
		first, _ := early.Token()
		time.Sleep(40 * time.Minute)
		if second, _ := early.Token(); second == first {
			t.Error("the token was not renewed early")
		}
	})
}

// Concurrent callers share one request, whether it succeeds or fails.
func TestTokenRequestIsShared(t *testing.T) {
	for _, failure := range []error{nil, errors.New("no luck")} {
		synctest.Test(t, func(t *testing.T) {
			var requests atomic.Int32
			c := credentials.NewTokenCache(tokenFunc(func() (*oauth2.Token, error) {
				requests.Add(1)
				time.Sleep(100 * time.Millisecond)
				return &oauth2.Token{AccessToken: "t", Expiry: time.Now().Add(time.Second)}, failure
			}))
			for round := range int32(2) {
				start := time.Now()
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						if _, err := c.TokenContext(t.Context()); err != failure {
							t.Errorf("got %v", err)
						}
						if d := time.Since(start); d != 100*time.Millisecond {
							t.Errorf("it took %v", d)
						}
					})
				}
				wg.Wait()
				if requests.Load() != round+1 {
					t.Errorf("%d requests in %d rounds", requests.Load(), round+1)
				}
				time.Sleep(time.Minute)
			}
		})
	}
}

// The context of a caller limits its wait. The call leaves no goroutine behind, and
// does not delay later callers.
func TestTokenContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := credentials.NewTokenCache(tokenFunc(func() (*oauth2.Token, error) {
			time.Sleep(time.Second)
			return nil, errors.New("no luck")
		}))
		before := runtime.NumGoroutine()
		start := time.Now()
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
				defer cancel()
				if _, err := c.TokenContext(ctx); err != context.DeadlineExceeded {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		synctest.Wait()
		// Other tests can leave a few goroutines that end or start meanwhile. A leak would leave one for each caller.
		if d, left := time.Since(start), runtime.NumGoroutine()-before; d != 50*time.Millisecond || left > 10 {
			t.Errorf("it took %v, and left %d goroutines", d, left)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if _, err := c.TokenContext(ctx); err == nil || err.Error() != "no luck" || time.Since(start) != time.Second {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
	})
}

// A panic of the source reaches its callers, and the cache continues to work.
func TestTokenSourcePanics(t *testing.T) {
	stop := func() { panic("x") }
	c := credentials.NewTokenCache(tokenFunc(func() (*oauth2.Token, error) { stop(); return nil, nil }))
	for range 2 {
		func() {
			defer func() {
				if p := recover(); p != "x" {
					t.Errorf("got the panic %v", p)
				}
			}()
			_, err := c.Token()
			t.Errorf("got %v", err)
		}()
	}
	stop = runtime.Goexit
	if _, err := c.Token(); err == nil {
		t.Error("no token and no error")
	}
}

// The server determines the expiry of a token.
func TestTokenExpires(t *testing.T) {
	for _, expires := range []string{"3600", `"3600"`, "3600.0"} {
		requests := onGoogleCloud(t, respondJSON(`{"access_token":"t","expires_in":`+expires+`}`))
		for name, file := range map[string]func(string, ...string) string{"metadata": nil, "account": credentialtest.Account, "user": credentialtest.User} {
			if file != nil {
				server, _ := serve(t, respondJSON(`{"access_token":"t","expires_in":`+expires+`}`))
				credentialtest.SetVariable(t, file(server))
			} else {
				t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
			}
			creds, err := credentials.FindDefault(t.Context(), scopes...)
			if err != nil {
				t.Fatal(err)
			}
			token, err := creds.TokenSource.Token()
			if err != nil {
				t.Fatal(err)
			}
			if left := time.Until(token.Expiry); left > time.Hour || left < time.Hour-time.Minute {
				t.Errorf("%s: a token that lasts %s seconds expires in %v", name, expires, left)
			}
		}
		if len(*requests) != 1 {
			t.Errorf("%d requests to the metadata server", len(*requests))
		}
	}
}

// An expired token of a service account is replaced.
func TestExpiredTokenIsReplaced(t *testing.T) {
	credentialtest.Hide(t)
	server, requests := serve(t, respondJSON(`{"access_token":"t","expires_in":1}`))
	credentialtest.SetVariable(t, credentialtest.Account(server))
	creds, err := credentials.FindDefault(t.Context(), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := creds.TokenSource.Token(); err != nil {
			t.Fatal(err)
		}
	}
	if len(*requests) != 2 {
		t.Errorf("%d requests for two tokens", len(*requests))
	}
}

// No error contains secrets of the request, wherever the server repeats them.
func TestTokenErrors(t *testing.T) {
	credentialtest.Hide(t)
	for name, content := range map[string]func(string, ...string) string{"account": credentialtest.Account, "user": credentialtest.User} {
		for _, test := range []struct {
			name  string
			write func(w http.ResponseWriter, echo string)
			want  string
		}{
			{"description", func(w http.ResponseWriter, echo string) {
				w.WriteHeader(400)
				fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"%s has been revoked.","error_uri":"https://x/%[1]s"}`, echo)
			}, "has been revoked"},
			{"escaped", func(w http.ResponseWriter, echo string) {
				w.WriteHeader(400)
				fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"%s has been revoked."}`, strings.NewReplacer("/", `\/`, "+", `\u002b`, "=", `\u003d`).Replace(echo))
			}, "has been revoked"},
			{"code", func(w http.ResponseWriter, echo string) { fmt.Fprintf(w, `{"error":"bad %s"}`, echo) }, "bad"},
			{"body", func(w http.ResponseWriter, echo string) { w.WriteHeader(503); fmt.Fprint(w, echo) }, "503"},
			{"no token", func(w http.ResponseWriter, echo string) { fmt.Fprintf(w, `{"id_token":"%s"}`, echo) }, "no access_token"},
			{"status", func(w http.ResponseWriter, echo string) { raw(w, "HTTP/1.1 400 "+echo+"\r\nContent-Length: 0\r\n\r\n") }, "400"},
			{"no HTTP", func(w http.ResponseWriter, echo string) { raw(w, echo+"\r\n\r\n") }, "malformed HTTP"},
			{"length", func(w http.ResponseWriter, echo string) {
				raw(w, "HTTP/1.1 200 OK\r\nContent-Length: "+echo+"\r\n\r\n")
			}, "Content-Length"},
			{"header", func(w http.ResponseWriter, echo string) { raw(w, "HTTP/1.1 200 OK\r\n"+echo+"\r\n\r\n") }, "malformed"},
			{"trailer", func(w http.ResponseWriter, echo string) {
				raw(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"+echo+"\r\n\r\n")
			}, "ended early"},
		} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				var echo string
				tokens, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
					echo = r.FormValue("assertion") + r.FormValue("refresh_token") + r.FormValue("client_secret")
					test.write(w, echo)
				})
				credentialtest.SetVariable(t, content(tokens))
				creds, err := credentials.FindDefault(t.Context(), scopes...)
				if err != nil {
					t.Fatal(err)
				}
				_, err = creds.TokenSource.Token()
				wantError(t, err, test.want)
				switch test.name {
				case "description", "escaped", "code", "body", "status":
					if _, ok := errors.AsType[*oauth2.RetrieveError](err); !ok {
						t.Errorf("got %T", err)
					}
				}
				// An assertion does not contain the marker.
				for e := err; e != nil; e = errors.Unwrap(e) {
					for _, part := range strings.FieldsFunc(echo, func(r rune) bool { return strings.ContainsRune(`/+=."`, r) }) {
						if text := fmt.Sprintf("%v %#v", e, e); len(part) > 20 && strings.Contains(text, part) {
							t.Errorf("%q is in %s", part, text)
						}
					}
				}
			})
		}
	}
}

// raw sends a response unchanged.
func raw(w http.ResponseWriter, response string) {
	conn, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	buffered.WriteString(response)
	buffered.Flush()
}

// Errors of other token sources contain no secrets of the request either.
func TestErrorsOfOtherSources(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("id:" + url.QueryEscape("s/+="+credentialtest.Secret)))
	server, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, password, _ := r.BasicAuth()
		w.WriteHeader(400)
		fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"bad %s %s %s %s"}`, r.FormValue("refresh_token"), password, r.FormValue("client_secret"), r.Header.Get("Authorization"))
	})
	for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams} {
		config := oauth2.Config{ClientID: "id", ClientSecret: "s/+=" + credentialtest.Secret, Endpoint: oauth2.Endpoint{TokenURL: server, AuthStyle: style}}
		source := config.TokenSource(t.Context(), &oauth2.Token{RefreshToken: "r/+=" + credentialtest.Secret})
		_, err := credentials.NewTokenCache(source).Token()
		wantError(t, err, "invalid_grant", "bad [redacted] ")
		if strings.Contains(err.Error(), basic[:20]) {
			t.Errorf("%q is in %v", basic, err)
		}
	}
}
