// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/examples/internal/fakeapi"
	"github.com/protolect/protolect/runtime/rest"
)

func TestRun(t *testing.T) {
	server := fakeapi.New(t, fakeapi.Respond(t, fakeapi.Response{Body: `{"name": "conversations/7/messages/m1"}`}))
	var out strings.Builder
	if err := run(t.Context(), &out, "conversations/7", "m1", rest.WithEndpoint(server.URL), rest.WithBearerToken("TOKEN")); err != nil {
		t.Fatal(err)
	}
	if want := "sent conversations/7/messages/m1\n"; out.String() != want {
		t.Errorf("got the output %q, want %q", out.String(), want)
	}
	requests := []fakeapi.Request{{
		Line:          "POST /v1/conversations/7/messages",
		Authorization: "Bearer TOKEN",
		Body: `{"fallback":"How can I help? Reply HOURS for our opening hours.","text":"How can I help?","messageId":"m1",` +
			`"representative":{"displayName":"Greeter","representativeType":"BOT"},` +
			`"suggestions":[{"reply":{"postbackData":"hours","text":"Opening hours"}}]}`,
	}}
	if diff := cmp.Diff(requests, server.Requests()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestError(t *testing.T) {
	denied := `{"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "There is no such conversation."}}`
	server := fakeapi.New(t, fakeapi.Respond(t, fakeapi.Response{Status: 403, Body: denied}))
	var out strings.Builder
	err := run(t.Context(), &out, "conversations/8", "m1", rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.StatusCode != http.StatusForbidden || out.Len() > 0 {
		t.Errorf("got the error %v and the output %q", err, out.String())
	}
}
