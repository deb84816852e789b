// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"net/http"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// errorMessage returns the body of an error as the message that the method has
// for its status, or nil: if there is none, if its type is not linked into the
// program, or if the body is something else, as that of a proxy may be.
func (x *exchange) errorMessage(hr *http.Response, body []byte) proto.Message {
	response := responseFor(x.client.bindings[x.method.Name()].responses, hr.StatusCode)
	if response == nil || !isJSON(hr.Header.Get("Content-Type")) {
		return nil
	}
	t, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName(response.GetMessage()))
	if err != nil {
		return nil
	}
	m := t.New().Interface()
	if unmarshal(body, m) != nil {
		return nil
	}
	return m
}

// responseFor returns the most exact response for a status: "404", then "4XX",
// then "default".
func responseFor(responses []*apipb.ErrorResponse, status int) *apipb.ErrorResponse {
	exact := strconv.Itoa(status)
	for _, name := range []string{exact, exact[:1] + "XX", "default"} {
		for _, r := range responses {
			if r.GetStatus() == name {
				return r
			}
		}
	}
	return nil
}
