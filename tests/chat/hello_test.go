// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	peer "google.golang.org/api/chat/v1"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

// TestFirstCall makes the first call of a new user.
func TestFirstCall(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	srv.setResponse(func(request) []byte { return []byte(`{"name":"spaces/AAAA/messages/1","text":"Hello, world"}`) })

	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(srv.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	message, err := client.CreateMessage(t.Context(), &chatpb.CreateMessageRequest{
		Parent:  "spaces/AAAA",
		Message: &chatpb.Message{Text: "Hello, world"},
	})
	if err != nil {
		t.Fatal(err)
	}

	if got := message.GetName(); got != "spaces/AAAA/messages/1" {
		t.Errorf("the name of the message is %q", got)
	}
	want := []request{{
		Verb:     "POST",
		Segments: []string{"v1", "spaces", "AAAA", "messages"},
		Query:    map[string][]string{},
		Type:     "application/json",
		Body:     map[string]any{"text": "Hello, world"},
	}}
	if diff := cmp.Diff(want, srv.take(t)); diff != "" {
		t.Errorf("the request (-want +got):\n%s", diff)
	}
}

// TestFieldMasks tests masks that random masks do not include: the mask for everything, and paths
// in camel case, as in REST documentation.
func TestFieldMasks(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.setResponse(func(request) []byte { return []byte("{}") })
	client, service := newClient(t, s), newPeer(t, s)
	for _, tt := range []struct {
		paths []string
		want  string
	}{
		{nil, ""},
		{[]string{"*"}, "*"},
		{[]string{"text"}, "text"},
		{[]string{"cards_v2", "text"}, "cardsV2,text"},
		{[]string{"cardsV2", "accessoryWidgets"}, "cardsV2,accessoryWidgets"},
		{[]string{"quoted_message_metadata.last_update_time"}, "quotedMessageMetadata.lastUpdateTime"},
	} {
		const name = "spaces/A/messages/B"
		_, err := client.UpdateMessage(t.Context(), &chatpb.UpdateMessageRequest{
			Message:    &chatpb.Message{Name: name},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: tt.paths},
		})
		if err != nil {
			t.Error(err)
		}
		ours := s.take(t)
		if _, err := service.Spaces.Messages.Patch(name, &peer.Message{Name: name}).UpdateMask(tt.want).Do(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(s.take(t), ours); diff != "" {
			t.Errorf("%q (-peer +ours):\n%s", tt.paths, diff)
		}
	}
}
