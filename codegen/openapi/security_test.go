// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadSecuritySchemes reads one scheme of each type, and incomplete schemes.
func TestReadSecuritySchemes(t *testing.T) {
	const flow = "authorizationUrl: 'https://a.example.com', tokenUrl: 'https://t.example.com', refreshUrl: 'https://r.example.com', scopes: {x-a: 1, read: Reads., write: ''}"
	readFlow := document.Flow{
		AuthorizationURL: "https://a.example.com", TokenURL: "https://t.example.com", RefreshURL: "https://r.example.com",
		Scopes: []document.Scope{{Name: "read", Description: "Reads."}, {Name: "write"}},
	}
	code, implicit, access := readFlow, readFlow, readFlow
	code.Name, implicit.Name, access.Name = "authorizationCode", "implicit", "accessCode"
	for _, test := range []struct {
		name, scheme string
		swagger      bool
		want         document.SecurityScheme
		findings     []string
	}{
		{"key", "{type: apiKey, in: header, name: X-Key, description: A key.}", false,
			document.SecurityScheme{Kind: document.APIKey, In: "header", Parameter: "X-Key", Description: "A key."}, nil},
		{"key without a name", "{type: apiKey, in: header}", false, document.SecurityScheme{Kind: document.APIKey}, []string{
			`5:35 member-absent /components/securitySchemes/s: "name" is missing or empty: the security scheme is not in the output`,
		}},
		{"key without a place", "{type: apiKey, name: k}", false, document.SecurityScheme{Kind: document.APIKey, Parameter: "k"}, []string{
			`5:35 member-absent /components/securitySchemes/s: "in" is missing or empty: the security scheme is not in the output`,
		}},
		{"bearer", "{type: http, scheme: Bearer, bearerFormat: JWT}", false,
			document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "bearer", TokenFormat: "JWT"}, nil},
		{"OpenID Connect", "{type: openIdConnect, openIdConnectUrl: 'https://o.example.com'}", false,
			document.SecurityScheme{Kind: document.OpenIDConnect, URL: "https://o.example.com"}, nil},
		{"certificate", "{type: mutualTLS}", false, document.SecurityScheme{Kind: document.MutualTLS}, nil},
		{"no type", "{}", false, document.SecurityScheme{}, []string{
			`5:35 member-absent /components/securitySchemes/s: "type" is missing or empty: the security scheme is not in the output`,
		}},
		{"unknown type", "{type: magic}", false, document.SecurityScheme{}, []string{
			`5:35 security-unknown /components/securitySchemes/s: the security scheme "s" has the unknown type "magic"`,
		}},
		{"flows", "{type: oauth2, flows: {authorizationCode: {" + flow + "}, implicit: {" + flow + "}, x-a: 1, password: 3}}", false,
			document.SecurityScheme{Kind: document.OAuth2, Flows: []document.Flow{code, implicit}}, []string{
				`5:412 extension /components/securitySchemes/s/flows/x-a: "x-a" occurs 3 times; this is the first`,
				`5:425 member-type /components/securitySchemes/s/flows/password: "password" is a JSON number instead of a JSON object`,
			}},
		{"no flows", "{type: oauth2}", false, document.SecurityScheme{Kind: document.OAuth2}, nil},
		{"flow of Swagger 2.0", "{type: oauth2, flow: accessCode, " + flow + "}", true,
			document.SecurityScheme{Kind: document.OAuth2, Flows: []document.Flow{access}}, []string{
				`5:149 unknown-member /securityDefinitions/s/refreshUrl: "refreshUrl"`,
				`5:188 extension /securityDefinitions/s/scopes/x-a: "x-a" occurs once`,
			}},
		{"basic of Swagger 2.0", "{type: basic}", true, document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "basic"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := "openapi: 3.1.0\n" + head + "paths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}}}}\ncomponents: {securitySchemes: {s: " + test.scheme + "}}"
			if test.swagger {
				text = "swagger: '2.0'\ninfo: {title: A, version: 1.2.3}\nhost: a.example.com\npaths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}}}}\nsecurityDefinitions: {s: " + test.scheme + "}"
			}
			api, findings := openapi.Read("a.yaml", []byte(text))
			if len(api.SecuritySchemes) != 1 {
				t.Fatalf("got %d schemes", len(api.SecuritySchemes))
			}
			test.want.Name = "s"
			if diff := cmp.Diff(&test.want, api.SecuritySchemes[0], ignorePositions); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.findings, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadSecurityOfOperations reads the requirements of an operation beside those of the document.
func TestReadSecurityOfOperations(t *testing.T) {
	const of, own = "security: [{a: []}]\n", ", security: "
	for _, test := range []struct {
		name, document, operation string
		want                      []document.Requirement
	}{
		{"none", "", "", nil},
		{"of the document", of, "", []document.Requirement{{{Scheme: "a"}}}},
		{"its own", of, own + "[{b: [x, y]}, {a: [], b: []}]", []document.Requirement{{{Scheme: "b", Scopes: []string{"x", "y"}}}, {{Scheme: "a"}, {Scheme: "b"}}}},
		{"an empty list", of, own + "[]", []document.Requirement{{}}},
		{"an empty requirement", of, own + "[{}]", []document.Requirement{{}}},
	} {
		api := read(t, "openapi: 3.1.0\n"+head+test.document+"paths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}"+test.operation+"}}}\n"+
			"components: {securitySchemes: {a: {type: http, scheme: basic}, b: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example.com', scopes: {x: X, y: Y}}}}}}")
		if diff := cmp.Diff(test.want, api.Operations[0].Security, ignorePositions); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
