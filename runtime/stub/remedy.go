// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// remedy returns how to correct the cause of e, or "" if that is not known.
func (x *exchange) remedy(e *rest.Error) string {
	kind := x.client.credentials
	unauthenticated := e.StatusCode == http.StatusUnauthorized || e.StatusCode == 0 && e.Code == code.Code_UNAUTHENTICATED
	forbidden := e.StatusCode == http.StatusForbidden || e.StatusCode == 0 && e.Code == code.Code_PERMISSION_DENIED
	switch {
	case e.StatusCode >= 300 && e.StatusCode <= 399:
		to := ""
		if u, err := url.Parse(e.Header.Get("Location")); err == nil && u.Host != "" {
			to = " to " + u.Scheme + "://" + u.Host
		}
		return "the server redirects" + to + ", and the client does not follow redirects: " +
			"check rest.WithEndpoint; if the redirect is expected, the Location is in the error's Header"
	case e.Reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT", strings.Contains(e.Header.Get("Www-Authenticate"), "insufficient_scope"):
		if kind == config.TokenSource {
			return "use a token source with " + x.requiredScopes()
		}
		return "pass to rest.WithScopes, or to the flag --scopes of gcloud auth application-default login, " + x.requiredScopes()
	case unauthenticated && kind == config.WithoutCredentials:
		return "remove rest.WithoutCredentials, or use " + x.client.credentialOptions
	case unauthenticated && kind == config.APIKey:
		if b := x.binding; b != nil && b.security != nil {
			return "check the API key, which is sent unchanged"
		}
		return "check the key of rest.WithAPIKey; a method that acts for a user requires rest.WithTokenSource"
	case unauthenticated && kind == config.BasicAuth:
		return "check the user and the password of rest.WithBasicAuth"
	case unauthenticated && kind == config.TokenSource:
		return "check the token source, its scopes and the expiry of its tokens"
	case unauthenticated:
		return x.client.loginRemedy()
	case forbidden && kind == config.DefaultCredentials && strings.Contains(e.Message, "quota project"):
		return "set GOOGLE_CLOUD_QUOTA_PROJECT to a project in which the API is enabled"
	case e.Header.Get("Retry-After") != "" && (e.StatusCode == http.StatusTooManyRequests || e.StatusCode == http.StatusServiceUnavailable):
		return "Retry-After: " + e.Header.Get("Retry-After")
	}
	return ""
}

// addressRemedy returns what to check for a response to the first request that does
// not have the format of the API's errors, because another server or a wrong path
// is a likely cause. It contains the URL without its query.
func (x *exchange) addressRemedy(status int) string {
	if x.requests != 1 || x.first.URL == nil {
		return ""
	}
	u := url.URL{Scheme: x.first.URL.Scheme, Host: x.first.URL.Host, Path: x.first.URL.Path, RawPath: x.first.URL.RawPath}
	basePath := x.binding.http.BasePath
	var advice string
	switch {
	case status == http.StatusBadRequest && u.Scheme == "http":
		advice = "the server may require https:// in the URL of rest.WithEndpoint"
	case status != http.StatusNotFound:
		return ""
	case !x.client.customEndpoint:
		advice = "the response is not an error of the API: check whether a proxy responds"
	case basePath == "":
		advice = "the response is not an error of the API: check the URL of rest.WithEndpoint and its path"
	default:
		advice = "the response is not an error of the API: check the URL of rest.WithEndpoint, " +
			"which must contain the base path of the API; the document declares " + quote.Limit(basePath, 100)
	}
	return x.secrets.String(quote.Limit(x.first.Method+" "+u.String(), 200) + ": " + advice)
}

// loginRemedy returns how to correct Application Default Credentials that a server
// rejects.
func (c *Client) loginRemedy() string {
	switch c.credentialType {
	case "service_account":
		return "the credentials of the service account were rejected: check that the clock of this machine is correct, " +
			"and that the service account and its key exist and are enabled, or use the file of a new key"
	case "authorized_user":
		return "the login was rejected, for example because it has expired or was revoked: " +
			"run gcloud auth application-default login again, with the scopes of the API"
	}
	return "check the service account of this machine and its access scopes"
}

// maxScopes is the maximum number of scopes in an error.
const maxScopes = 5

// requiredScopes describes the scopes of the method, one of which is required. The
// narrowest comes first, so that programs do not ask for more than they need.
func (x *exchange) requiredScopes() string {
	var scopes []string
	if b := x.binding; b != nil {
		scopes = narrowestFirst(b.scopes, b.method.ParentFile().Services())
	}
	name := string(x.method.Name())
	switch n := len(scopes); {
	case n == 0:
		return "a scope that " + name + " accepts"
	case n == 1:
		return "the scope of " + name + ", " + scopes[0]
	case n <= maxScopes:
		return "one of the scopes of " + name + ", the narrowest first: " + strings.Join(scopes, " or ")
	default:
		return fmt.Sprintf("one of the %d scopes of %s, the narrowest first: %s, …", n, name, strings.Join(scopes[:maxScopes], " or "))
	}
}

// narrowestFirst returns scopes in the order of the number of methods that accept them. Scopes
// that equally many methods accept keep their order.
func narrowestFirst(scopes []string, services protoreflect.ServiceDescriptors) []string {
	accepting := make(map[string]int)
	for i := range services.Len() {
		methods := services.Get(i).Methods()
		for j := range methods.Len() {
			for _, s := range transcode.MethodRule(methods.Get(j)).GetOauthScopes() {
				accepting[s]++
			}
		}
	}
	return slices.SortedStableFunc(slices.Values(scopes), func(a, b string) int { return accepting[a] - accepting[b] })
}
