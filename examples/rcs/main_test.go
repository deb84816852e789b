// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/examples/internal/fakeapi"
	"github.com/protolect/protolect/gen/google/rcs/v1"
	"github.com/protolect/protolect/runtime/rest"
)

const (
	card = `{"contentMessage":{"richCard":{"standaloneCard":{"cardOrientation":"VERTICAL","cardContent":{"title":"Trattoria",` +
		`"description":"Your table is booked for 19:00","suggestions":[{"reply":{"text":"Cancel","postbackData":"cancel-17"}}]}}}}}`
	text        = `{"contentMessage":{"text":"Your table is booked for 19:00"}}`
	sent        = `{"name": "phones/+12223334444/agentMessages/1"}`
	unreachable = `{"error": {"code": 404, "status": "NOT_FOUND", "message": "The user is unreachable."}}`
)

// uuid matches the IDs that the client generates.
var uuid = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func TestRun(t *testing.T) {
	check := fakeapi.Request{Line: "GET /v1/phones/+12223334444/capabilities?agentId=agent&requestId=UUID", Authorization: "Bearer TOKEN"}
	send := func(body string) fakeapi.Request {
		return fakeapi.Request{
			Line:          "POST /v1/phones/+12223334444/agentMessages?agentId=agent&messageId=UUID",
			Authorization: "Bearer TOKEN",
			Body:          body,
		}
	}
	for name, tt := range map[string]struct {
		responses []fakeapi.Response
		requests  []fakeapi.Request
		want      string
	}{
		"card": {
			responses: []fakeapi.Response{{Body: `{"features": ["REVOCATION", "RICHCARD_STANDALONE"]}`}, {Body: sent}},
			requests:  []fakeapi.Request{check, send(card)},
			want:      "sent phones/+12223334444/agentMessages/1\n",
		},
		"text": {
			responses: []fakeapi.Response{{Body: `{"features": ["REVOCATION"]}`}, {Body: sent}},
			requests:  []fakeapi.Request{check, send(text)},
			want:      "sent phones/+12223334444/agentMessages/1\n",
		},
		"unreachable": {
			responses: []fakeapi.Response{{Status: 404, Body: unreachable}},
			requests:  []fakeapi.Request{check},
			want:      "+12223334444 cannot be reached by RCS, send an SMS\n",
		},
		"unreachable in between": {
			responses: []fakeapi.Response{{Body: `{}`}, {Status: 404, Body: unreachable}},
			requests:  []fakeapi.Request{check, send(text)},
			want:      "+12223334444 cannot be reached by RCS, send an SMS\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := fakeapi.New(t, fakeapi.Respond(t, tt.responses...))
			var out strings.Builder
			err := run(t.Context(), &out, "+12223334444", rcs.WithAgentID("agent"), rest.WithEndpoint(server.URL), rest.WithBearerToken("TOKEN"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			requests := server.Requests()
			for i := range requests {
				requests[i].Line = uuid.ReplaceAllString(requests[i].Line, "UUID")
			}
			if diff := cmp.Diff(tt.requests, requests); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}
