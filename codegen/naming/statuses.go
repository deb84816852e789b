// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net/http"
	"strconv"
	"strings"
)

// Status returns the name of an HTTP status, such as "NotFound", or an empty string if the
// status is unknown.
func Status(status int) string {
	text := http.StatusText(status)
	if text == "" {
		return ""
	}
	return Type(strings.ReplaceAll(text, "'", ""))
}

// Error returns the suffix, after the method's name, for the type of an error response with
// the status: "NotFoundError".
func Error(status string) string {
	switch strings.ToUpper(status) {
	case "DEFAULT":
		return "Error"
	case "4XX":
		return "ClientError"
	case "5XX":
		return "ServerError"
	}
	number, _ := strconv.Atoi(status)
	if name := Status(number); name != "" {
		return strings.TrimSuffix(name, "Error") + "Error"
	}
	return "Error" + status
}
