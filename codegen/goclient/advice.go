// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import "github.com/protolect/protolect/codegen/finding"

// advice is what users of the Go client can do about what a rule reports. The stages before
// this package know no programming language.
var advice = map[string]string{
	finding.BaseURL.Name:          "rest.WithEndpoint",
	finding.EndpointInvalid.Name:  "rest.WithEndpoint",
	finding.ParameterNested.Name:  "rest.WithQuery or rest.WithHeader",
	finding.QueryString.Name:      "rest.WithQuery",
	finding.ResponseHeader.Name:   "rest.WithResponseHeader",
	finding.SecurityUnknown.Name:  "rest.WithHeader or rest.WithHTTPClient",
	finding.ServerChoice.Name:     "rest.WithEndpoint",
	finding.ServerUnknown.Name:    "rest.WithEndpoint",
	finding.SystemParameters.Name: "rest.WithQuery, rest.WithAPIKey or rest.WithTokenSource",
}

// Help returns the help of a rule for users of the Go client: what the rule says, and
// the option for it, if there is one.
func Help(rule, help string) string {
	if option := advice[rule]; option != "" {
		return help + " (in Go: " + option + ")"
	}
	return help
}
