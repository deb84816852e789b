// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"testing"

	"github.com/protolect/protolect/codegen/openapi"
)

// The name of an API is what its title says, without what any API could say.
func TestAPIName(t *testing.T) {
	for title, want := range map[string]string{
		"Pets":                           "pets",
		"External Accounts API":          "externalAccounts",
		"Swagger Petstore":               "petstore",
		"Swagger Petstore - OpenAPI 3.0": "petstore",
		"GitHub v3 REST API":             "gitHub",
		"The Acme Service":               "acme",
		"Docker Engine API":              "dockerEngine",
		"GitHub's official OpenAPI spec + Octokit extension": "gitHub",
		"Messages (beta)":               "messages",
		"DigitalOcean API: version 2.0": "digitalOcean",
		"API":                           "acme",
		"Web Service API":               "acme",
		"":                              "acme",
		"Платежи":                       "acme",
	} {
		api, _ := openapi.Read("a.yaml", fmt.Appendf(nil, "openapi: 3.1.0\ninfo: {title: %q, version: '1'}\nservers: [{url: 'https://api.acme.com'}]\npaths: {}\n", title))
		if api.Name != want {
			t.Errorf("%q is %s, want %s", title, api.Name, want)
		}
	}
}
