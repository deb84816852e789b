// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

// TestMissingScope tests both errors by which Google's servers refuse a token that lacks a scope.
func TestMissingScope(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]http.HandlerFunc{
		"in the body": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			io.WriteString(w, `{"error": {"code": 403, "message": "Request had insufficient authentication scopes.", "status": "PERMISSION_DENIED",
				"details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domain": "googleapis.com"}]}}`)
		},
		"in the header": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="https://accounts.google.com/", error="insufficient_scope"`)
			w.WriteHeader(http.StatusForbidden)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(refuse)
			defer server.Close()
			client, err := chat.NewClient(context.Background(), rest.WithEndpoint(server.URL),
				rest.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "a token"})))
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.GetSpaceReadState(context.Background(), &chatpb.GetSpaceReadStateRequest{Name: "users/me/spaces/AAAA/spaceReadState"})
			for _, want := range []string{"GetSpaceReadState", chat.ScopeChatUsersReadstate, chat.ScopeChatUsersReadstateReadonly} {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v does not name %s", err, want)
				}
			}
		})
	}
}
