// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/gen/google/rcs/v1/rcspb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/tests/transcoding"
)

// everything is a message with each kind of suggestion.
const everything = `{"name": "phones/+12223334444/agentMessages/m", "sendTime": "2026-01-02T03:04:05.678Z",
	"messageTrafficType": "PROMOTION", "ttl": "10.5s", "totalPayloadSizeBytes": "9007199254740993",
	"richMessageClassification": {"classificationType": "RICH_MESSAGE", "segmentCount": 2},
	"contentMessage": {
		"richCard": {"carouselCard": {"cardWidth": "MEDIUM", "cardContents": [
			{"title": "T", "media": {"height": "MEDIUM", "uploadedRbmFile": {"fileName": "files/1", "thumbnailName": "files/2"}}},
			{"description": "D", "media": {"height": "TALL", "contentInfo": {"fileUrl": "https://x/f", "thumbnailUrl": "https://x/t", "forceRefresh": true}}}
		]}},
		"suggestions": [
			{"reply": {"text": "R", "postbackData": "P"}},
			{"action": {"text": "A", "postbackData": "P", "fallbackUrl": "https://f", "openUrlAction": {"url": "https://x", "application": "WEBVIEW", "webviewViewMode": "TALL", "description": "D"}}},
			{"action": {"createCalendarEventAction": {"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-01-01T01:00:00Z", "title": "T", "description": "D"}}},
			{"action": {"viewLocationAction": {"latLong": {"latitude": 1.5, "longitude": -2.25}, "label": "L", "query": "Q"}}},
			{"action": {"shareLocationAction": {}}},
			{"action": {"dialAction": {"phoneNumber": "+12223334444"}}},
			{"action": {"composeAction": {"composeRecordingMessage": {"phoneNumber": "+1", "type": "ACTION_TYPE_VIDEO"}}}},
			{"action": {"composeAction": {"composeTextMessage": {"phoneNumber": "+1", "text": "t"}}}}
		]}}`

// TestTranscoder calls every method of a server that is made from our descriptors. The server must
// receive the request that the client sent, and the client the response that the server sent.
func TestTranscoder(t *testing.T) {
	service := rcspb.File_protolect_google_rcsbusinessmessaging_v1_rcsbusinessmessaging_service_proto.Services().ByName("RcsService")
	server := transcoding.Serve(t, service)
	client, err := stub.NewClient(t.Context(), service, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	standalone := `{"contentMessage": {"richCard": {"standaloneCard": {"cardOrientation": "HORIZONTAL", "thumbnailImageAlignment": "LEFT", "cardContent": {"title": "T"}}}}, "expireTime": "2026-01-02T03:04:05Z"}`
	calls := map[protoreflect.Name]struct{ request, response string }{
		"CreateFile":         {`{"fileUrl": "https://x/f", "thumbnailUrl": "https://x/t", "agentId": "A"}`, `{"name": "files/1"}`},
		"GetCapabilities":    {`{"name": "phones/+12223334444", "requestId": "r", "agentId": "A"}`, `{"features": ["RICHCARD_CAROUSEL", "ACTION_OPEN_URL_IN_WEBVIEW"], "carrier": "C"}`},
		"CreateAgentEvent":   {`{"parent": "phones/+12223334444", "eventId": "e", "agentId": "A", "agentEvent": {"eventType": "READ", "messageId": "M"}}`, `{"name": "n", "eventType": "IS_TYPING", "sendTime": "2026-01-02T03:04:05Z"}`},
		"CreateAgentMessage": {`{"parent": "phones/+12223334444", "messageId": "m", "agentId": "A", "agentMessage": ` + everything + `}`, standalone},
		"DeleteAgentMessage": {`{"name": "phones/+12223334444/agentMessages/m", "agentId": "A"}`, `{}`},
		"CreateDialogflowEvent": {
			`{"parent": "phones/+12223334444", "messageIdPrefix": "p", "agentId": "A", "dialogflowMessage": {"eventName": "E", "languageCode": "en", "parameters": {"n": [1, {"a": null}]}}}`,
			`{"name": "n", "parameters": {"s": "t"}}`,
		},
		"CreateTester": {`{"parent": "phones/+12223334444", "agentId": "A", "tester": {"inviteStatus": "ACCEPTED"}}`, `{"name": "n", "inviteStatus": "DECLINED"}`},
		"BatchGetUsers": {
			fmt.Sprintf(`{"agentId": "A", "users": %s}`, users(500)),
			`{"reachableUsers": ["+1"], "totalRandomSampleUserCount": 3, "reachableRandomSampleUserCount": 2, "reachableUsersMap": {"c": {"reachableUsers": ["+1", "+2"]}}}`,
		},
	}
	for i := range service.Methods().Len() {
		method := service.Methods().Get(i)
		call, ok := calls[method.Name()]
		if !ok {
			t.Errorf("%s is not called", method.Name())
			continue
		}
		want, got := read(t, method.Input(), call.request), read(t, method.Output(), "{}")
		server.Response = read(t, method.Output(), call.response)
		if err := client.Call(t.Context(), method.Name(), want, got); err != nil {
			t.Errorf("%v", err)
			continue
		}
		name, request := server.Last()
		if diff := cmp.Diff(want, request, protocmp.Transform()); name != method.Name() || diff != "" {
			t.Errorf("%s: the request as it arrived at %s (-want +got):\n%s", method.Name(), name, diff)
		}
		if diff := cmp.Diff(server.Response, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s: the response as it arrived (-want +got):\n%s", method.Name(), diff)
		}
	}
}

func read(t *testing.T, md protoreflect.MessageDescriptor, text string) proto.Message {
	t.Helper()
	mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
	if err != nil {
		t.Fatal(err)
	}
	m := mt.New().Interface()
	if err := protojson.Unmarshal([]byte(strings.TrimSpace(text)), m); err != nil {
		t.Fatalf("%s: %v", md.Name(), err)
	}
	return m
}
