// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/transcode"
)

// security selects the credentials of each method of a service that declares
// security schemes.
type security struct {
	config  *config.Client
	schemes map[string]*apipb.SecurityScheme
	// names contains the names of the schemes in the order of their declaration.
	names []string
	// bearer sends the client's tokens. It is nil if there is no token source.
	bearer sender
}

// newSecurity returns the security of a service that declares schemes
// (protolect.api.v1.file.security_schemes), and nil for all others, such as
// Google's.
func newSecurity(service protoreflect.ServiceDescriptor, cfg *config.Client) *security {
	file := fileRule(service)
	if len(file.GetSecuritySchemes()) == 0 {
		return nil
	}
	s := &security{config: cfg, schemes: make(map[string]*apipb.SecurityScheme)}
	for _, scheme := range file.GetSecuritySchemes() {
		s.schemes[scheme.GetName()] = scheme
		s.names = append(s.names, scheme.GetName())
	}
	if cfg.Tokens != nil {
		s.bearer = sendToken(cfg.Tokens, "")
	}
	return s
}

func fileRule(service protoreflect.ServiceDescriptor) *apipb.FileRule {
	return transcode.FileRule(service.ParentFile())
}

// assign sets the senders of each method. It returns an error for credentials
// that no method accepts.
func (s *security) assign(bindings map[protoreflect.Name]*binding) error {
	cfg := s.config
	for name := range cfg.Keys {
		if name == "" && s.countKeys() > 1 {
			return fmt.Errorf("rest.WithAPIKey is ambiguous, because the service declares several keys: use %s", s.options(s.names))
		}
		if name != "" && s.schemes[name].GetApiKey() == nil {
			return fmt.Errorf("rest.WithNamedAPIKey: the service declares no key %s: it accepts %s", quote.Limit(name, 80), s.options(s.names))
		}
	}
	switch {
	case cfg.Scopes != nil:
		return fmt.Errorf("rest.WithScopes has no effect: the service accepts %s", s.options(s.names))
	case len(cfg.Kinds) == 0:
		return fmt.Errorf("credentials are missing: use %s, or rest.WithoutCredentials to send none", s.options(s.names))
	case cfg.Credentials == config.WithoutCredentials:
		return nil
	}
	for _, kind := range cfg.Kinds {
		if !slices.ContainsFunc(s.names, func(name string) bool { return kindOf(s.schemes[name]) == kind }) {
			return fmt.Errorf("the service does not accept %s: it accepts %s", cfg.OptionName(kind), s.options(s.names))
		}
	}
	used := make(map[config.CredentialKind]bool)
	for _, b := range bindings {
		if b != nil {
			s.choose(b, used)
		}
	}
	if len(cfg.Kinds) > max(len(used), 1) {
		return cfg.TooManyKinds()
	}
	return nil
}

// choose sets the senders of a method, and records the kinds of its credentials
// in used. Of the alternatives that the client has credentials for, the one with
// the most schemes takes precedence, and then the first. A method without
// requirements uses any single scheme.
func (s *security) choose(b *binding, used map[config.CredentialKind]bool) {
	alternatives := b.security
	if len(alternatives) == 0 {
		for _, name := range s.names {
			alternatives = append(alternatives, &apipb.SecurityRequirement{Schemes: []string{name}})
		}
	}
	var chosen []string
	found := false
	for _, requirement := range alternatives {
		if names := requirement.GetSchemes(); s.hasAll(names) && (!found || len(names) > len(chosen)) {
			found, chosen = true, names
		}
	}
	for _, name := range chosen {
		b.senders = append(b.senders, s.sender(s.schemes[name]))
		used[kindOf(s.schemes[name])] = true
	}
	if !found && len(b.security) > 0 {
		b.noCredentials = s.missing(b)
	}
}

// hasAll reports whether the client has credentials for all the schemes.
func (s *security) hasAll(names []string) bool {
	for _, name := range names {
		if s.sender(s.schemes[name]) == nil {
			return false
		}
	}
	return true
}

// missing returns the error of a method that the client has no credentials for.
func (s *security) missing(b *binding) error {
	var alternatives []string
	for _, requirement := range b.security {
		var options []string
		for _, name := range requirement.GetSchemes() {
			options = append(options, s.options([]string{name}))
		}
		alternatives = append(alternatives, strings.Join(options, " together with "))
	}
	return fmt.Errorf("%s requires credentials that the client does not have: use %s", b.method.Name(), strings.Join(alternatives, " or "))
}

// countKeys returns the number of schemes that are API keys.
func (s *security) countKeys() int {
	keys := 0
	for _, scheme := range s.schemes {
		if kindOf(scheme) == config.APIKey {
			keys++
		}
	}
	return keys
}

// options returns the names of the options that set the credentials of schemes.
func (s *security) options(names []string) string {
	var options []string
	for _, name := range names {
		kind := kindOf(s.schemes[name])
		alternatives := []string{kind.String()}
		switch {
		case kind == config.TokenSource:
			alternatives = []string{"rest.WithBearerToken", "rest.WithTokenSource"}
			claim := s.schemes[name].GetHttpBearer().GetSignedToken().GetIssuerClaim()
			if signer := s.config.SignerOptions[claim]; signer != "" {
				alternatives = slices.Insert(alternatives, 0, signer)
			}
		case kind == config.APIKey && s.countKeys() > 1:
			alternatives[0] = fmt.Sprintf("rest.WithNamedAPIKey(%q, …)", name)
		case kind == config.WithoutCredentials:
			alternatives[0] = fmt.Sprintf("credentials of a kind that this client does not support (%s)", name)
		}
		for _, option := range alternatives {
			if !slices.Contains(options, option) {
				options = append(options, option)
			}
		}
	}
	return strings.Join(options, " or ")
}

// kindOf returns the kind of credentials of a scheme, or config.WithoutCredentials for
// an unknown kind.
func kindOf(scheme *apipb.SecurityScheme) config.CredentialKind {
	switch scheme.GetKind().(type) {
	case *apipb.SecurityScheme_HttpBasic:
		return config.BasicAuth
	case *apipb.SecurityScheme_HttpBearer:
		return config.TokenSource
	case *apipb.SecurityScheme_ApiKey:
		return config.APIKey
	}
	return config.WithoutCredentials
}

// sender returns the sender of a scheme, or nil if the client has no credentials
// for it.
func (s *security) sender(scheme *apipb.SecurityScheme) sender {
	switch kindOf(scheme) {
	case config.BasicAuth:
		if user := s.config.Basic; user != nil {
			return sendBasic(user)
		}
	case config.TokenSource:
		return s.bearer
	case config.APIKey:
		if key := cmp.Or(s.config.Keys[scheme.GetName()], s.config.Keys[""]); key != "" {
			return sendKey(scheme.GetApiKey(), key)
		}
	}
	return nil
}
