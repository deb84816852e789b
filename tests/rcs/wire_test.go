// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/gen/google/rcs/v1"
	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/runtime/rest"
)

// wire is a transport that records requests.
type wire struct {
	status   int
	response string

	requests []string // "POST https://…" and the body
	header   http.Header
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	w.requests = append(w.requests, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+compact(body)))
	w.header = r.Header
	return &http.Response{
		StatusCode: max(w.status, 200), Request: r, Body: io.NopCloser(strings.NewReader(w.response)),
		Header: http.Header{"Content-Type": {"application/json"}},
	}, nil
}

// compact returns JSON in a canonical form.
func compact(text []byte) string {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return string(text)
	}
	canonical, _ := json.Marshal(value) // keys in order
	return string(canonical)
}

func clientOf(t *testing.T, w *wire, options ...rest.ClientOption) *rcs.Client {
	t.Helper()
	if w.response == "" {
		w.response = "{}"
	}
	tokens := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	client, err := rcs.NewClient(t.Context(), append([]rest.ClientOption{rest.WithHTTPClient(&http.Client{Transport: w}), rest.WithTokenSource(tokens)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

const (
	base    = "https://rcsbusinessmessaging.googleapis.com/v1/"
	phone   = "phones/+12223334444"
	message = "3c1a2f9e-0f0e-4b56-9d0c-6f1f6f9d4e21"
)

// TestDocumentedRequests sends each request of the reference.
func TestDocumentedRequests(t *testing.T) {
	w := new(wire)
	client := clientOf(t, w)
	ctx := t.Context()
	for _, test := range []struct {
		want string
		call func() error
	}{
		{`POST ` + base + `files {"agentId":"A","fileUrl":"https://x/f.png","thumbnailUrl":"https://x/t.png"}`, func() error {
			_, err := client.CreateFile(ctx, &rcspb.CreateFileRequest{FileUrl: "https://x/f.png", ThumbnailUrl: "https://x/t.png", AgentId: "A"})
			return err
		}},
		{`GET ` + base + phone + `/capabilities?agentId=A&requestId=` + message, func() error {
			_, err := client.GetCapabilities(ctx, &rcspb.GetCapabilitiesRequest{Name: phone, RequestId: message, AgentId: "A"})
			return err
		}},
		{`POST ` + base + phone + `/agentEvents?agentId=A&eventId=` + message + ` {"eventType":"READ","messageId":"M"}`, func() error {
			_, err := client.CreateAgentEvent(ctx, &rcspb.CreateAgentEventRequest{
				Parent: phone, EventId: message, AgentId: "A",
				AgentEvent: &rcspb.AgentEvent{EventType: rcspb.AgentEvent_READ, MessageId: "M"},
			})
			return err
		}},
		{`POST ` + base + phone + `/agentMessages?agentId=A&messageId=` + message + ` {"contentMessage":{"text":"Hello"},"ttl":"10s"}`, func() error {
			_, err := client.CreateAgentMessage(ctx, textMessage("A", message))
			return err
		}},
		{`DELETE ` + base + phone + `/agentMessages/` + message + `?agentId=A`, func() error {
			return client.DeleteAgentMessage(ctx, &rcspb.DeleteAgentMessageRequest{Name: phone + "/agentMessages/" + message, AgentId: "A"})
		}},
		{`POST ` + base + phone + `/dialogflowMessages?agentId=A&messageIdPrefix=p {"eventName":"E","languageCode":"en"}`, func() error {
			_, err := client.CreateDialogflowEvent(ctx, &rcspb.CreateDialogflowEventRequest{
				Parent: phone, MessageIdPrefix: "p", AgentId: "A",
				DialogflowMessage: &rcspb.DialogflowEvent{EventName: "E", LanguageCode: "en"},
			})
			return err
		}},
		{`POST ` + base + phone + `/testers?agentId=A {}`, func() error {
			//lint:ignore SA1019 It is deprecated, and there.
			_, err := client.CreateTester(ctx, &rcspb.CreateTesterRequest{Parent: phone, AgentId: "A"}) //nolint:staticcheck // the method is deprecated, but exists
			return err
		}},
		{`POST ` + base + `users:batchGet {"agentId":"A","users":` + compact(users(500)) + `}`, func() error {
			_, err := client.BatchGetUsers(ctx, &rcspb.BatchGetUsersRequest{Users: numbers(500), AgentId: "A"})
			return err
		}},
	} {
		w.requests = nil
		if err := test.call(); err != nil {
			t.Errorf("%s: %v", test.want, err)
		}
		if diff := cmp.Diff([]string{test.want}, w.requests); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := w.header.Get("Authorization"); got != "Bearer token" {
			t.Errorf("%s went out with the credentials %q", test.want, got)
		}
	}
	if rcs.ScopeRcsbusinessmessaging != "https://www.googleapis.com/auth/rcsbusinessmessaging" {
		t.Errorf("the scope is %s", rcs.ScopeRcsbusinessmessaging)
	}
}

func numbers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("+1222333%04d", i)
	}
	return all
}

func users(n int) []byte {
	text, _ := json.Marshal(numbers(n))
	return text
}

// TestMessageID lets the client choose the ID, which an error contains.
func TestMessageID(t *testing.T) {
	w := &wire{status: 503, response: `{"error": {"message": "later"}}`}
	client := clientOf(t, w, rcs.WithAgentID("B"))
	_, err := client.CreateAgentMessage(t.Context(), textMessage("", ""))
	e, ok := errors.AsType[*rest.Error](err)
	if !ok || !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(e.RequestID) {
		t.Fatalf("got %v", err)
	}
	// The same ID identifies the same message.
	if _, err := client.CreateAgentMessage(t.Context(), textMessage("", e.RequestID)); err == nil {
		t.Error("no error")
	}
	if want := "POST " + base + phone + "/agentMessages?agentId=B&messageId=" + e.RequestID; len(w.requests) != 2 || w.requests[0] != w.requests[1] || !strings.HasPrefix(w.requests[0], want) {
		t.Errorf("sent %q, want %s twice", w.requests, want)
	}
}

// TestNotSent tests invalid requests, which the client must not send.
func TestNotSent(t *testing.T) {
	w := new(wire)
	client := clientOf(t, w)
	ctx := t.Context()
	send := func(parent, agent string) error {
		request := textMessage(agent, message)
		request.Parent = parent
		_, err := client.CreateAgentMessage(ctx, request)
		return err
	}
	batch := func(n int, agent string) error {
		_, err := client.BatchGetUsers(ctx, &rcspb.BatchGetUsersRequest{Users: numbers(n), AgentId: agent})
		return err
	}
	noMatch := func(parent string) string {
		return fmt.Sprintf(`parent is %q, which does not match ^phones/\+[1-9][0-9]{1,14}$`, parent)
	}
	for _, test := range []struct {
		err  error
		want string
	}{
		{send(phone, ""), "agent_id is not set"},
		{send("", "A"), "parent is not set"},
		{send("phones/12223334444", "A"), noMatch("phones/12223334444")},
		{send("phones/+1-222-333-4444", "A"), noMatch("phones/+1-222-333-4444")},
		{send("phones/+02223334444", "A"), noMatch("phones/+02223334444")},
		{send("phones/+1222333444455566", "A"), noMatch("phones/+1222333444455566")},
		{send("+12223334444", "A"), noMatch("+12223334444")},
		{send("phones/%2B12223334444", "A"), noMatch("phones/%2B12223334444")},
		{client.DeleteAgentMessage(ctx, &rcspb.DeleteAgentMessageRequest{Name: "phones/1/agentMessages/" + message, AgentId: "A"}), "name is"},
		{client.DeleteAgentMessage(ctx, &rcspb.DeleteAgentMessageRequest{Name: phone + "/agentMessages/" + message}), "agent_id is not set"},
		{batch(499, "A"), "users has 499 elements: 500 to 10000 are required"},
		{batch(0, "A"), "users has 0 elements: 500 to 10000 are required"},
		{batch(10_001, "A"), "users has 10001 elements: 500 to 10000 are required"},
		{batch(500, ""), "agent_id is not set"},
	} {
		if e, ok := errors.AsType[*rest.Error](test.err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, test.want) {
			t.Errorf("got %v, want %q", test.err, test.want)
		}
	}
	if len(w.requests) != 0 {
		t.Errorf("sent %q", w.requests)
	}
	if err := batch(10_000, "A"); err != nil {
		t.Error(err)
	}
}

// TestUnreachable tests the meaning of the status 404 for the methods for which the reference
// defines it.
func TestUnreachable(t *testing.T) {
	w := &wire{status: 404, response: `{"error": {"code": 404, "status": "NOT_FOUND", "message": "Requested entity was not found."}}`}
	client := clientOf(t, w, rcs.WithAgentID("A"))
	_, sent := client.CreateAgentMessage(t.Context(), textMessage("", ""))
	_, event := client.CreateAgentEvent(t.Context(), &rcspb.CreateAgentEventRequest{Parent: phone})
	_, capabilities := client.GetCapabilities(t.Context(), &rcspb.GetCapabilitiesRequest{Name: phone})
	for _, err := range []error{sent, event, capabilities} {
		if !errors.Is(err, rcs.ErrUnreachable) {
			t.Errorf("got %v", err)
		}
	}
	if err := client.DeleteAgentMessage(t.Context(), &rcspb.DeleteAgentMessageRequest{Name: phone + "/agentMessages/m"}); err == nil || errors.Is(err, rcs.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	w.status = 403
	if _, err := client.CreateAgentMessage(t.Context(), textMessage("", "")); err == nil || errors.Is(err, rcs.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
}

func TestRegions(t *testing.T) {
	for region, endpoint := range map[string]string{"us": rcs.EndpointUS, "europe": rcs.EndpointEurope, "asia": rcs.EndpointAsia} {
		w := new(wire)
		client := clientOf(t, w, rest.WithEndpoint(endpoint))
		if _, err := client.BatchGetUsers(t.Context(), &rcspb.BatchGetUsersRequest{Users: numbers(500), AgentId: "A"}); err != nil {
			t.Fatal(err)
		}
		if want := "POST https://" + region + "-rcsbusinessmessaging.googleapis.com/v1/users:batchGet"; !strings.HasPrefix(w.requests[0], want) {
			t.Errorf("sent %.90s", w.requests[0])
		}
	}
}

func TestUpload(t *testing.T) {
	w := &wire{response: `{"name": "files/1"}`}
	client := clientOf(t, w, rcs.WithAgentID("A"))
	file, err := client.CreateFileWithMedia(context.Background(), &rcspb.CreateFileRequest{}, strings.NewReader("%PDF-1.7"))
	if err != nil || file.GetName() != "files/1" || len(w.requests) != 1 {
		t.Fatalf("got %v, %v, %q", file, err, w.requests)
	}
	_, target, _ := strings.Cut(w.requests[0], " ")
	target, body, _ := strings.Cut(target, " ")
	u, err := url.Parse(target)
	if err != nil || u.Path != "/upload/v1/files" || u.Query().Get("uploadType") != "multipart" {
		t.Errorf("sent to %s", target)
	}
	if !strings.Contains(body, `"agentId"`) || !strings.Contains(body, "%PDF-1.7") {
		t.Errorf("sent %q", body)
	}
}
