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

const (
	created = `{"name": "spaces/AAAA/messages/2"}`
	page1   = `{"messages": [{"createTime": "2026-05-04T08:00:00Z", "text": "Hello"}], "nextPageToken": "p2"}`
	page2   = `{"messages": [{"createTime": "2026-05-04T08:05:00Z", "text": "Build 7 has passed"}]}`
	denied  = `{"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "The app is not approved."}}`
)

func TestRun(t *testing.T) {
	server := fakeapi.New(t, fakeapi.Respond(t, fakeapi.Response{Body: created}, fakeapi.Response{Body: page1}, fakeapi.Response{Body: page2}))
	var out strings.Builder
	if err := run(t.Context(), &out, "spaces/AAAA", rest.WithEndpoint(server.URL), rest.WithBearerToken("TOKEN")); err != nil {
		t.Fatal(err)
	}
	want := "sent spaces/AAAA/messages/2\n08:00: Hello\n08:05: Build 7 has passed\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	requests := []fakeapi.Request{
		{
			Line:          "POST /v1/spaces/AAAA/messages",
			Authorization: "Bearer TOKEN",
			Body: `{"text":"Build 7 has passed","cardsV2":[{"cardId":"build","card":{` +
				`"header":{"title":"Build 7","subtitle":"passed"},` +
				`"sections":[{"widgets":[` +
				`{"decoratedText":{"topLabel":"Duration","text":"4 min"}},` +
				`{"buttonList":{"buttons":[{"text":"Open log","onClick":{"openLink":{"url":"https://ci.example.com/7"}}}]}}]}]}}]}`,
		},
		{Line: "GET /v1/spaces/AAAA/messages?pageSize=100", Authorization: "Bearer TOKEN"},
		{Line: "GET /v1/spaces/AAAA/messages?pageSize=100&pageToken=p2", Authorization: "Bearer TOKEN"},
	}
	if diff := cmp.Diff(requests, server.Requests()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestNotApproved(t *testing.T) {
	server := fakeapi.New(t, fakeapi.Respond(t, fakeapi.Response{Body: created}, fakeapi.Response{Status: 403, Body: denied}))
	var out strings.Builder
	err := run(t.Context(), &out, "spaces/AAAA", rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	want := "an administrator must approve https://www.googleapis.com/auth/chat.app.messages.readonly for this app: "
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.StatusCode != http.StatusForbidden || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got the error %v, want %s…", err, want)
	}
	if want := "sent spaces/AAAA/messages/2\n"; out.String() != want {
		t.Errorf("got the output %q, want %q", out.String(), want)
	}
}
