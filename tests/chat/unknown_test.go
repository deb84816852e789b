// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestUnknown tests a server that is newer than the client: unknown members are skipped, or kept,
// listed and sent back.
func TestUnknown(t *testing.T) {
	t.Parallel()
	const message = `{"name":"spaces/A/messages/B","sender":{"type":"ROBOT"},"mood":{"level":3}}`
	var sent string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent = string(body)
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/messages") {
			io.WriteString(w, `{"messages":[`+message+`,{}],"total":7}`)
			return
		}
		io.WriteString(w, message)
	}))
	defer server.Close()
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	unknown := func(m proto.Message) []string {
		var all []string
		for u := range wirejson.UnknownIn(m) {
			all = append(all, u.Path+"="+string(u.JSON))
		}
		return all
	}
	get := &chatpb.GetMessageRequest{Name: "spaces/A/messages/B"}
	skipped, err := client.GetMessage(t.Context(), get)
	if err != nil || len(unknown(skipped)) > 0 {
		t.Errorf("%v, %v", skipped, err)
	}
	kept, err := client.GetMessage(t.Context(), get, rest.WithKeepUnknown())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`mood={"level":3}`, `sender.type="ROBOT"`}
	if diff := cmp.Diff(want, unknown(kept)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := client.UpdateMessage(t.Context(), &chatpb.UpdateMessageRequest{Message: kept, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"text"}}}); err != nil || sent != `{"name":"spaces/A/messages/B","sender":{"type":"ROBOT"},"mood":{"level":3}}` {
		t.Errorf("sent %s, %v", sent, err)
	}
	// Unknown members are kept in items and in pages.
	pager := client.ListMessages(t.Context(), &chatpb.ListMessagesRequest{Parent: "spaces/A"}, rest.WithKeepUnknown())
	for m, err := range pager.All() {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, unknown(m)); m.Name != "" && diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	for page, err := range pager.Pages() {
		if diff := cmp.Diff([]string{"total=7", `messages[0].mood={"level":3}`, `messages[0].sender.type="ROBOT"`}, unknown(page)); err != nil || diff != "" {
			t.Errorf("%v, -want +got:\n%s", err, diff)
		}
	}
}

// TestResponseHeader tests the headers of the responses of a call, of each page, and of an error.
func TestResponseHeader(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.URL.Query().Get("pageToken")+r.Method)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNotFound)
		case strings.HasSuffix(r.URL.Path, "/messages") && r.URL.Query().Get("pageToken") == "":
			io.WriteString(w, `{"messages":[{}],"nextPageToken":"2"}`)
		default:
			io.WriteString(w, `{"messages":[{}]}`)
		}
	}))
	defer server.Close()
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	var header http.Header
	if _, err := client.GetMessage(t.Context(), &chatpb.GetMessageRequest{Name: "spaces/A/messages/B"}, rest.WithResponseHeader(&header)); err != nil || header.Get("X-Seen") != "GET" {
		t.Errorf("%v, %v", header, err)
	}
	if err := client.DeleteMessage(t.Context(), &chatpb.DeleteMessageRequest{Name: "spaces/A/messages/B"}, rest.WithResponseHeader(&header)); err == nil || header.Get("X-Seen") != "DELETE" {
		t.Errorf("%v, %v", header, err)
	}
	var seen []string
	for _, err := range client.ListMessages(t.Context(), &chatpb.ListMessagesRequest{Parent: "spaces/A"}, rest.WithResponseHeader(&header)).Pages() {
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, header.Get("X-Seen"))
	}
	if diff := cmp.Diff([]string{"GET", "2GET"}, seen); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := chat.NewClient(t.Context(), rest.WithoutCredentials(), rest.WithResponseHeader(&header)); err == nil || !strings.Contains(err.Error(), "an option of a single call") {
		t.Errorf("got %v", err)
	}
}
