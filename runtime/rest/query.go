// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
)

// WithQuery adds a query parameter that is not a field of the request message:
// a system parameter such as fields, quotaUser or prettyPrint. Parameters that
// contain credentials or change the protocol, and parameters that the request
// message has a field for, are errors.
func WithQuery(key, value string) CallOption {
	return config.CallOption(func(c *config.Call) error {
		if key == "" || !utf8.ValidString(key) || !utf8.ValidString(value) {
			return fmt.Errorf("rest.WithQuery: the name %s is empty, or name or value is not UTF-8", quote.Limit(key, 80))
		}
		if reason, reserved := reservedQuery[normalParameter(key)]; reserved {
			return fmt.Errorf("rest.WithQuery: %s cannot be set: %s", quote.Limit(key, 80), reason)
		}
		if c.Query == nil {
			c.Query = make(url.Values)
		}
		c.Query[key] = []string{value}
		return nil
	})
}

const (
	tokenInURL     = "a token in a URL appears in logs: use rest.WithTokenSource"
	keyInURL       = "a key in a URL appears in logs: use rest.WithAPIKey"
	uploadProtocol = "it selects an upload protocol: call a method that uploads media"
)

// reservedQuery are the system parameters, in normal form, that WithQuery
// rejects, with the reason.
var reservedQuery = map[string]string{
	"accesstoken":    tokenInURL,
	"alt":            ofCodec,
	"apikey":         keyInURL,
	"bearertoken":    tokenInURL,
	"callback":       ofCodec,
	"httpheaders":    "use rest.WithHeader",
	"httpmethod":     ofMethod,
	"key":            keyInURL,
	"oauthtoken":     tokenInURL,
	"uploadprotocol": uploadProtocol,
	"uploadtype":     uploadProtocol,
}

// normalParameter returns one form for all spellings of a system parameter that
// Google's servers accept: $alt, upload_type, and $.xgafv with its dot.
func normalParameter(key string) string {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "$"), ".")
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
}
