// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"mime"
	"strings"
)

const (
	jsonType      = "application/json"
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

// baseType returns a media type in lower case without its parameters.
func baseType(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(base))
}

// IsJSON reports whether a media type is JSON or based on JSON (RFC 6839).
func IsJSON(mediaType string) bool {
	if mediaType == jsonType || mediaType == "application/json; charset=UTF-8" {
		return true // the most common ones, without parsing
	}
	base := baseType(mediaType)
	return base == jsonType || base == "text/json" || strings.HasSuffix(base, "+json")
}

// IsHTML reports whether a media type is that of a web page, for instance of a login page.
func IsHTML(mediaType string) bool {
	base := baseType(mediaType)
	return base == "text/html" || base == "application/xhtml+xml"
}

// isMediaType reports whether text is a media type, with or without parameters.
func isMediaType(text string) bool {
	_, _, err := mime.ParseMediaType(text)
	return err == nil
}
