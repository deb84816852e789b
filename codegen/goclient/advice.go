// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import "github.com/protolect/protolect/codegen/finding"

// advice maps the names of rules to the Go options that solve the reported problem. The
// stages before this package do not depend on a programming language.
var advice = map[string]string{
	finding.BaseURL.Name:          "rest.WithEndpoint",
	finding.DateTimeForm.Name:     "rest.WithKeepUnknown",
	finding.EndpointInvalid.Name:  "rest.WithEndpoint",
	finding.MediaType.Name:        "rest.WithContentType and rest.WithFileName",
	finding.ParameterNested.Name:  "rest.WithQuery or rest.WithHeader",
	finding.QueryString.Name:      "rest.WithQuery",
	finding.ResponseHeader.Name:   "rest.WithResponseHeader",
	finding.SecurityUnknown.Name:  "rest.WithHeader or rest.WithHTTPClient",
	finding.ServerChoice.Name:     "rest.WithEndpoint",
	finding.ServerUnknown.Name:    "rest.WithEndpoint",
	finding.SystemParameters.Name: "rest.WithQuery, rest.WithAPIKey or rest.WithTokenSource",
}

// HelpWithOption returns help, the help text of a rule, with the Go option that solves the problem, if
// there is one.
func HelpWithOption(rule, help string) string {
	if option := advice[rule]; option != "" {
		return help + " (in Go: " + option + ")"
	}
	return help
}
