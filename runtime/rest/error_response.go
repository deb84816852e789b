// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"net/http"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// errorMessage returns the body of an error as the message that the method has
// for its status, or nil: if there is none, if its type is not linked into the
// program, or if the body is something else, as that of a proxy may be.
func (x *exchange) errorMessage(hr *http.Response, body []byte) proto.Message {
	responses := x.binding.responses
	i := find(hr.StatusCode, len(responses), func(i int) string { return responses[i].GetStatus() })
	if i < 0 || !isJSON(hr.Header.Get("Content-Type")) {
		return nil
	}
	t, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName(responses[i].GetMessage()))
	if err != nil {
		return nil
	}
	m := t.New().Interface()
	if _, err := x.unmarshal(body, m); err != nil {
		return nil
	}
	return m
}

// find returns which of n statuses says most exactly what a status is: "404", then
// "4XX", then "default". It returns -1 if none does.
func find(status, n int, at func(int) string) int {
	exact := strconv.Itoa(status)
	for _, name := range []string{exact, exact[:1] + "XX", "default"} {
		for i := range n {
			if at(i) == name {
				return i
			}
		}
	}
	return -1
}
