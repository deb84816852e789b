// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestResponses(t *testing.T) {
	const redirects = "The API responds with a redirect. Clients do not follow it, but return an error that contains the header Location."
	text := kind(document.String)
	for _, test := range []struct {
		name        string
		response    document.Response
		keepsSchema bool
		limit       string
		findings    []string
	}{
		{"success", document.Response{Status: "200", Schema: text}, true, "", nil},
		{"non-JSON success", document.Response{Status: "200", MediaType: "text/plain", Schema: text}, true, "", nil},
		{"redirection", document.Response{Status: "302", Schema: text}, false, redirects, []string{`not-carried 1: 1 redirection: the call returns it as an error ("o 302")`}},
		{"error", document.Response{Status: "400", MediaType: "application/problem+json", Schema: ref("Error")}, true, "", nil},
		{"error that is no JSON", document.Response{Status: "4XX", MediaType: "text/html", Schema: ref("Error")}, false, "", []string{`not-carried 1: 1 error response that is not JSON: its body is not read ("o 4XX")`}},
		{"error without a body", document.Response{Status: "500", MediaType: "text/html"}, true, "", nil},
		{"other statuses", document.Response{Status: "default", MediaType: "text/html", Schema: ref("Error")}, false, "", []string{`not-carried 1: 1 error response that is not JSON: its body is not read ("o default")`}},
		{"headers", document.Response{Status: "200", Headers: []*document.Parameter{{At: at(3), Name: "A"}, {At: at(2), Name: "B"}}}, true, "", []string{`response-header 2,3: 2 headers ("A", "B")`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := func(r document.Response) *document.API {
				api := operations(&document.Operation{ID: "o", Responses: []*document.Response{&r}})
				api.Schemas = []*document.Schema{{Name: "Error", Kind: document.Object, Properties: []*document.Property{{Name: "a", Schema: text}}}}
				return api
			}
			test.response.At = at(1)
			api := doc(test.response)
			if !test.keepsSchema {
				test.response.Schema = nil
			}
			want := doc(test.response)
			if test.limit != "" {
				want.Operations[0].Limitations = []string{test.limit}
			}
			checkShape(t, api, want, test.findings...)
		})
	}
}

// Redirections are a limitation only of operations without a success response.
func TestRedirectionBesideSuccess(t *testing.T) {
	doc := func() *document.API {
		return operations(&document.Operation{ID: "o", Responses: []*document.Response{{Status: "200"}, {At: at(1), Status: "301"}, {At: at(2), Status: "3XX"}}})
	}
	checkShape(t, doc(), doc(), `not-carried 1,2: 2 redirections: the calls return them as errors ("o 301", "o 3XX")`)
}
