// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestSecuritySchemes(t *testing.T) {
	scheme := func(s document.SecurityScheme) *document.SecurityScheme { s.At, s.Name = at(1), "scheme"; return &s }
	for _, test := range []struct {
		name   string
		scheme document.SecurityScheme
		want   bool
	}{
		{"key in a header", document.SecurityScheme{Kind: document.APIKey, In: "header"}, true},
		{"key in the query", document.SecurityScheme{Kind: document.APIKey, In: "query"}, true},
		{"key in a cookie", document.SecurityScheme{Kind: document.APIKey, In: "cookie"}, true},
		{"key elsewhere", document.SecurityScheme{Kind: document.APIKey, In: "body"}, false},
		{"password", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "basic"}, true},
		{"bearer token", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "bearer"}, true},
		{"digest", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "digest"}, false},
		{"OAuth 2.0", document.SecurityScheme{Kind: document.OAuth2}, true},
		{"OpenID Connect", document.SecurityScheme{Kind: document.OpenIDConnect}, true},
		{"certificate", document.SecurityScheme{Kind: document.MutualTLS}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := operations(new(document.Operation))
			doc.SecuritySchemes = []*document.SecurityScheme{scheme(test.scheme)}
			want, findings := *doc, []string(nil)
			if !test.want {
				want.SecuritySchemes = nil
				findings = []string{`security-unknown 1: 1 security scheme ("scheme")`}
			}
			checkShape(t, doc, &want, findings...)
		})
	}
}

// Alternatives with an unsupported scheme are removed: with only the other schemes, the
// server would refuse the call. An empty alternative permits calls without credentials.
func TestRequirements(t *testing.T) {
	need := func(names ...string) document.Requirement {
		set := document.Requirement{}
		for _, name := range names {
			set = append(set, document.SchemeUse{Scheme: name})
		}
		return set
	}
	key := &document.SecurityScheme{Name: "key", Kind: document.APIKey, In: "header"}
	basic := &document.SecurityScheme{Name: "basic", Kind: document.HTTPAuth, HTTPScheme: "basic"}
	certificate := &document.SecurityScheme{At: at(1), Name: "certificate", Kind: document.MutualTLS}
	digest := &document.SecurityScheme{At: at(2), Name: "digest", Kind: document.HTTPAuth, HTTPScheme: "digest"}
	all := []document.Requirement{need("basic", "certificate"), need("key", "basic"), need("certificate"), need(), need("key"), need("undeclared")}
	doc := operations(
		&document.Operation{ID: "a", At: at(3), Security: all},
		&document.Operation{ID: "b", At: at(4), Security: all},
		&document.Operation{At: at(5), Security: []document.Requirement{need("undeclared")}},
		&document.Operation{At: at(6), Security: []document.Requirement{need("key")}},
	)
	doc.SecuritySchemes = []*document.SecurityScheme{certificate, key, digest, basic}
	remaining := []document.Requirement{need("key", "basic"), need(), need("key")}
	want := operations(
		&document.Operation{ID: "a", At: at(3), Security: remaining},
		&document.Operation{ID: "b", At: at(4), Security: remaining},
		&document.Operation{At: at(5)},
		&document.Operation{At: at(6), Security: []document.Requirement{need("key")}},
	)
	want.SecuritySchemes = []*document.SecurityScheme{key, basic}
	checkShape(t, doc, want,
		`security-unknown 1,2: 2 security schemes ("certificate", "digest")`,
		`not-carried 3,4: 2 operations that accept credentials that clients do not support ("a", "b")`,
	)
}
