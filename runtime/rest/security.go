// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/internal/redact"
	"github.com/protolect/protolect/runtime/transcode"
)

// A sender attaches credentials to a request, and adds what is secret of them to
// the secrets. It keeps them in a closure, where printing cannot find them.
type sender func(context.Context, *http.Request, *redact.Secrets) error

// security is how a service that is not Google's learns who calls.
type security struct {
	config  *clientConfig
	schemes map[string]*apipb.SecurityScheme
	// names are those of the schemes in the order of their declaration.
	names []string
	// bearer sends the client's tokens, if it has a source of them.
	bearer sender
}

// newSecurity returns what a service declares
// (protolect.api.v1.file.security_schemes), or nil if that is nothing, as of
// Google's.
func newSecurity(service protoreflect.ServiceDescriptor, cfg *clientConfig) *security {
	file := fileRule(service)
	if len(file.GetSecuritySchemes()) == 0 {
		return nil
	}
	s := &security{config: cfg, schemes: make(map[string]*apipb.SecurityScheme)}
	for _, scheme := range file.GetSecuritySchemes() {
		s.schemes[scheme.GetName()] = scheme
		s.names = append(s.names, scheme.GetName())
	}
	if cfg.tokens != nil {
		s.bearer = attachToken(cfg.tokens, "")
	}
	return s
}

func fileRule(service protoreflect.ServiceDescriptor) *apipb.FileRule {
	return transcode.FileRule(service.ParentFile())
}

// assign gives each method what it takes of the credentials in the options.
func (s *security) assign(bindings map[protoreflect.Name]*binding) error {
	cfg := s.config
	for name := range cfg.keys {
		if name == "" && s.keys() > 1 {
			return fmt.Errorf("rest.WithAPIKey does not say which key it is: the service takes %s", s.options(s.names))
		}
		if name != "" && s.schemes[name].GetApiKey() == nil {
			return fmt.Errorf("rest.WithNamedAPIKey: the service has no key %s: it takes %s", shorten(name, 80), s.options(s.names))
		}
	}
	switch {
	case cfg.scopes != nil:
		return fmt.Errorf("rest.WithScopes has no effect: the service takes %s", s.options(s.names))
	case len(cfg.given) == 0:
		return fmt.Errorf("no credentials were given: the service takes %s; rest.WithoutCredentials sends none", s.options(s.names))
	case cfg.credentials == withoutCredentials:
		return nil
	}
	for _, kind := range cfg.given {
		if !slices.ContainsFunc(s.names, func(name string) bool { return kindOf(s.schemes[name]) == kind }) {
			return fmt.Errorf("the service does not take %s: it takes %s", cfg.option(kind), s.options(s.names))
		}
	}
	used := make(map[credentialKind]bool)
	for _, b := range bindings {
		if b != nil {
			s.choose(b, used)
		}
	}
	if len(cfg.given) > max(len(used), 1) {
		return cfg.tooMany()
	}
	return nil
}

// choose gives a method the credentials by which it is called, and notes of what kinds
// they are. Of the sets that there are credentials for, it is the first of the largest.
// A method that asks for nothing takes what there is.
func (s *security) choose(b *binding, used map[credentialKind]bool) {
	sets := b.security
	if len(sets) == 0 {
		for _, name := range s.names {
			sets = append(sets, &apipb.SecurityRequirement{Schemes: []string{name}})
		}
	}
	var chosen []string
	found := false
	for _, set := range sets {
		if names := set.GetSchemes(); s.has(names) && (!found || len(names) > len(chosen)) {
			found, chosen = true, names
		}
	}
	for _, name := range chosen {
		b.senders = append(b.senders, s.sender(s.schemes[name]))
		used[kindOf(s.schemes[name])] = true
	}
	if !found && len(b.security) > 0 {
		b.unsecured = s.missing(b)
	}
}

// has reports whether there are the credentials of all these schemes.
func (s *security) has(names []string) bool {
	for _, name := range names {
		if s.sender(s.schemes[name]) == nil {
			return false
		}
	}
	return true
}

// missing is the error of a method for which there are not the credentials.
func (s *security) missing(b *binding) error {
	var sets []string
	for _, set := range b.security {
		var options []string
		for _, name := range set.GetSchemes() {
			options = append(options, s.options([]string{name}))
		}
		sets = append(sets, strings.Join(options, " together with "))
	}
	return fmt.Errorf("%s takes %s", b.method.Name(), strings.Join(sets, " or "))
}

// keys counts the schemes that are keys.
func (s *security) keys() int {
	keys := 0
	for _, scheme := range s.schemes {
		if kindOf(scheme) == withAPIKey {
			keys++
		}
	}
	return keys
}

// options names the options that have the credentials of schemes.
func (s *security) options(names []string) string {
	var options []string
	for _, name := range names {
		kind := kindOf(s.schemes[name])
		option := kind.String()
		switch {
		case s.schemes[name].GetHttpBearer().GetSignedToken() != nil:
			option += " (or the client package's option that signs tokens)"
		case kind == withAPIKey && s.keys() > 1:
			option = fmt.Sprintf("rest.WithNamedAPIKey(%q, …)", name)
		case kind == withoutCredentials:
			option = fmt.Sprintf("credentials of a kind that this client does not know (%s)", name)
		}
		if !slices.Contains(options, option) {
			options = append(options, option)
		}
	}
	return strings.Join(options, " or ")
}

// kindOf returns what credentials a scheme is for.
func kindOf(scheme *apipb.SecurityScheme) credentialKind {
	switch scheme.GetKind().(type) {
	case *apipb.SecurityScheme_HttpBasic:
		return withBasicAuth
	case *apipb.SecurityScheme_HttpBearer:
		return withTokenSource
	case *apipb.SecurityScheme_ApiKey:
		return withAPIKey
	}
	return withoutCredentials
}

// sender returns what sends the credentials for a scheme, or nil if none were
// given.
func (s *security) sender(scheme *apipb.SecurityScheme) sender {
	switch kindOf(scheme) {
	case withBasicAuth:
		return s.config.basic
	case withTokenSource:
		return s.bearer
	case withAPIKey:
		if key := cmp.Or(s.config.keys[scheme.GetName()], s.config.keys[""]); key != "" {
			return sendKey(scheme.GetApiKey(), key)
		}
	}
	return nil
}

// sendKey sends a key at the place that its scheme has for it.
func sendKey(place *apipb.ApiKey, key string) sender {
	if place.GetHeader() != "" {
		return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
			secrets.Add(key)
			r.Header.Set(place.GetHeader(), key)
			return nil
		}
	}
	if place.GetCookie() != "" {
		return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
			secrets.Add(key)
			transcode.AddCookies(r.Header, place.GetCookie()+"="+transcode.EscapeCookie(key))
			return nil
		}
	}
	return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
		if r.URL == nil {
			return errNoQuery
		}
		secrets.Add(key)
		u := *r.URL
		u.RawQuery = transcode.JoinQuery(u.RawQuery, url.QueryEscape(place.GetQuery())+"="+url.QueryEscape(key))
		r.URL = &u
		return nil
	}
}

var errNoQuery = errors.New("the service takes its key in the query of a URL, which only calls over REST have")

// sendBasic sends a user and a password (RFC 7617).
func sendBasic(user, password string) sender {
	return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
		secrets.AddBasic(user, password)
		r.SetBasicAuth(user, password)
		return nil
	}
}
