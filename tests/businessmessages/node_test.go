// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package businessmessages_test compares the client for Business Messages with
// the published reference, and with Google's client for Node.
package businessmessages_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/google/businessmessages/v1"
	"github.com/protolect/protolect/gen/google/businessmessages/v1/businessmessagespb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/tests/transcoding"
)

// message contains everything that a message can contain.
const message = `{"messageId": "m-1", "fallback": "f", "containsRichText": true,
	"representative": {"representativeType": "HUMAN", "displayName": "D", "avatarImage": "https://x/a.png"},
	"richCard": {"carouselCard": {"cardWidth": "MEDIUM", "cardContents": [
		{"title": "T", "description": "D", "media": {"height": "TALL", "contentInfo": {"fileUrl": "https://x/f.png", "thumbnailUrl": "https://x/t.png", "altText": "A", "forceRefresh": true}},
			"suggestions": [
				{"reply": {"text": "R", "postbackData": "P"}},
				{"action": {"text": "A", "postbackData": "Q", "dialAction": {"phoneNumber": "+1"}}},
				{"action": {"text": "A", "openUrlAction": {"url": "https://x"}}},
				{"liveAgentRequest": {}}
			]},
		{"title": "U"}
	]}},
	"suggestions": [{"authenticationRequest": {"oauth": {"clientId": "c", "codeChallenge": "cc", "codeChallengeMethod": "S256", "scopes": ["a", "b"]}}}]}`

// calls are the methods of Google's client and ours.
var calls = []struct {
	node, parameters string
	method           protoreflect.Name
	request          string
}{
	{
		"events.create", `{"parent": "conversations/C", "eventId": "e-1", "requestBody": {"eventType": "TYPING_STARTED", "representative": {"representativeType": "BOT"}}}`,
		"CreateEvent", `{"parent": "conversations/C", "eventId": "e-1", "event": {"eventType": "TYPING_STARTED", "representative": {"representativeType": "BOT"}}}`,
	},
	{
		"messages.create", `{"parent": "conversations/C", "forceFallback": true, "requestBody": ` + message + `}`,
		"CreateMessage", `{"parent": "conversations/C", "forceFallback": true, "message": ` + message + `}`,
	},
	{
		"messages.updateReceipt", `{"name": "conversations/C/messages/M/receipt", "requestBody": {"name": "conversations/C/messages/M/receipt", "receiptType": "READ"}}`,
		"UpdateReceipt", `{"receipt": {"name": "conversations/C/messages/M/receipt", "receiptType": "READ"}}`,
	},
	{
		"surveys.create", `{"parent": "conversations/C", "surveyId": "s-1", "requestBody": {"name": "conversations/C/surveys/s-1"}}`,
		"CreateSurvey", `{"parent": "conversations/C", "surveyId": "s-1", "survey": {"name": "conversations/C/surveys/s-1"}}`,
	},
}

func service() protoreflect.ServiceDescriptor {
	return businessmessagespb.File_protolect_google_businessmessages_v1_businessmessages_service_proto.Services().ByName("BusinessMessagesService")
}

// A request is a request that a server received.
type request struct {
	Verb, Path string
	Query      url.Values
	Body       any
	// Message is the decoded request.
	Message proto.Message
}

// serve records requests.
func serve(t *testing.T) (server *httptest.Server, requests *[]request) {
	t.Helper()
	requests = new([]request)
	methods, err := transcode.CompileServices(service())
	if err != nil {
		t.Fatal(err)
	}
	router := transcode.NewRouter(methods, transcode.RouterOptions{})
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := request{Verb: r.Method, Path: r.URL.Path, Query: r.URL.Query()}
		sent, err := transcode.ReadRequest(r)
		if err != nil || json.Unmarshal(sent.Body, &got.Body) != nil {
			t.Errorf("%s: %v", r.URL, err)
			return
		}
		match, err := router.Match(sent.Verb, sent.Path)
		if err != nil {
			t.Error(err)
			return
		}
		got.Message = dynamicpb.NewMessage(match.Method.Descriptor.Input())
		if err := match.DecodeRequest(sent, got.Message, transcode.DecodeRequestOptions{}); err != nil {
			t.Error(err)
		}
		*requests = append(*requests, got)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	}))
	t.Cleanup(server.Close)
	return server, requests
}

// TestNodeClient makes the same calls with Google's client for Node and with ours, and compares the
// requests.
func TestNodeClient(t *testing.T) {
	modules, err := filepath.Abs("../../build/_node/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: Node is missing: install it with npm, and run make modules")
	}
	if _, err := os.Stat(filepath.Join(modules, "businessmessages")); err != nil {
		t.Skip("SKIPPED: Google's client for Node is missing: install npm, and run make modules")
	}

	ours, got := serve(t)
	client, err := stub.NewClient(t.Context(), service(), rest.WithEndpoint(ours.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	theirs, want := serve(t)
	var input bytes.Buffer
	for _, call := range calls {
		line, err := json.Marshal(map[string]any{"method": call.node, "parameters": json.RawMessage(call.parameters)})
		if err != nil {
			t.Fatal(err)
		}
		input.Write(append(line, '\n'))

		md := service().Methods().ByName(call.method)
		if err := client.Call(t.Context(), call.method, read(t, md.Input(), call.request), read(t, md.Output(), "{}")); err != nil {
			t.Fatal(err)
		}
	}
	u, err := url.Parse(theirs.URL)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "../node/businessmessages.cjs", u.Port())
	node.Env = append(os.Environ(), "NODE_MODULES="+modules)
	node.Stdin, node.Stderr = &input, os.Stderr
	output, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(output), "error") {
		t.Fatalf("%s", output)
	}
	if len(*want) != len(calls) {
		t.Fatalf("Google's client made %d requests", len(*want))
	}
	if diff := cmp.Diff(*want, *got, protocmp.Transform()); diff != "" {
		t.Errorf("the requests (-Google's +ours):\n%s", diff)
	}
	for i, call := range calls {
		sent := read(t, service().Methods().ByName(call.method).Input(), call.request)
		if diff := cmp.Diff(sent, (*want)[i].Message, protocmp.Transform()); diff != "" {
			t.Errorf("%s: the decoded request of Google's client (-want +got):\n%s", call.method, diff)
		}
	}
}

// TestTranscoder calls all methods of a server that is made from our descriptors.
func TestTranscoder(t *testing.T) {
	server := transcoding.Serve(t, service())
	client, err := stub.NewClient(t.Context(), service(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	called := make(map[protoreflect.Name]bool)
	for _, call := range calls {
		md := service().Methods().ByName(call.method)
		called[call.method] = true
		want, got := read(t, md.Input(), call.request), read(t, md.Output(), "{}")
		response := `{"name": "n"}`
		if call.method == "CreateMessage" {
			response = message
		}
		server.Response = read(t, md.Output(), response)
		if err := client.Call(t.Context(), call.method, want, got); err != nil {
			t.Fatal(err)
		}
		name, arrived := server.Last()
		if diff := cmp.Diff(want, arrived, protocmp.Transform()); name != call.method || diff != "" {
			t.Errorf("%s: the request as it arrived at %s (-want +got):\n%s", call.method, name, diff)
		}
		if diff := cmp.Diff(server.Response, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s: the response as it arrived (-want +got):\n%s", call.method, diff)
		}
	}
	if len(called) != service().Methods().Len() {
		t.Errorf("%d of %d methods are called", len(called), service().Methods().Len())
	}
}

// TestClosed tests the error for a program that does not set an endpoint.
func TestClosed(t *testing.T) {
	_, err := businessmessages.NewClient(t.Context())
	if err == nil || !strings.Contains(err.Error(), "use rest.WithTokenSource") {
		t.Errorf("got %v", err)
	}
	server, requests := serve(t)
	tokens := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	client, err := businessmessages.NewClient(t.Context(), rest.WithEndpoint(server.URL), rest.WithTokenSource(tokens))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateSurvey(t.Context(), &businessmessagespb.CreateSurveyRequest{Parent: "conversations/C"}); err != nil {
		t.Fatal(err)
	}
	if (*requests)[0].Path != "/v1/conversations/C/surveys" {
		t.Errorf("sent %v", *requests)
	}
	doc, err := os.ReadFile("../../gen/google/businessmessages/v1/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, comment, _ := strings.Cut(string(doc), "\n\n")
	if first, _, _ := strings.Cut(comment, "\n"); !strings.Contains(first, "closed on 31 July 2024") {
		t.Errorf("the package comment starts with %q", first)
	}
}

func read(t *testing.T, md protoreflect.MessageDescriptor, text string) proto.Message {
	t.Helper()
	mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
	if err != nil {
		t.Fatal(err)
	}
	m := mt.New().Interface()
	if err := protojson.Unmarshal([]byte(text), m); err != nil {
		t.Fatalf("%s: %v", md.Name(), err)
	}
	return m
}
