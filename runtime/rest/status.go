// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"math"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// A status is what the body of an error response says.
type status struct {
	code    code.Code
	status  int
	message string
	reason  string
	details []proto.Message
}

// parseStatus reads the forms in which servers describe an error: the
// google.rpc.Status of AIP-193 under "error", the older form with a list of
// errors, the one of OAuth 2.0 (RFC 6749, section 5.2), and problem details
// (RFC 9457); and what many other APIs have, a message or a list of errors. Of any
// other body nothing is read.
func parseStatus(body []byte) status {
	body = bytes.TrimSpace(body)
	// A method that streams on the server wraps its error in an array.
	if bytes.HasPrefix(body, []byte("[")) {
		if list := elements(body); len(list) > 0 {
			body = list[0]
		}
	}
	m := members(body)
	if inner := members(m["error"]); inner != nil {
		return rpcStatus(inner)
	}
	if e := text(m["error"]); e != "" {
		return status{message: join(e, text(m["error_description"]))}
	}
	message := join(text(m["title"]), text(m["detail"]))
	if message == "" {
		message = text(m["message"])
	}
	if first := elements(m["errors"]); message == "" && len(first) > 0 {
		message = text(first[0]) + text(members(first[0])["message"])
	}
	return status{message: message}
}

// errorInfo is the detail that says in a word for programs what the error is.
const errorInfo = "google.rpc.ErrorInfo"

func rpcStatus(m map[string][]byte) status {
	var s status
	s.code = code.Code(code.Code_value[text(m["status"])])
	if n := number(m["code"]); n == math.Trunc(n) && math.Abs(n) < 1e6 {
		s.status = int(n)
	}
	s.message = text(m["message"])

	if errors := elements(m["errors"]); len(errors) > 0 && s.code == code.Code_OK {
		first := members(errors[0])
		if s.message == "" {
			s.message = text(first["message"])
		}
		s.message = join(text(first["reason"]), s.message)
	}

	for _, d := range elements(m["details"]) {
		if m := members(d); strings.HasSuffix(text(m["@type"]), "/"+errorInfo) {
			s.reason = text(m["reason"])
		}
		var a anypb.Any
		if reading.Unmarshal(d, &a) != nil {
			continue
		}
		if detail, err := a.UnmarshalNew(); err == nil {
			s.details = append(s.details, detail)
		}
	}
	return s
}

func join(a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case strings.HasSuffix(a, "."):
		return a + " " + b
	}
	return a + ": " + b
}
