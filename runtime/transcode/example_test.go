// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A server of one method: it answers with the message that it was sent.
func Example() {
	methods, err := transcode.CompileServices(chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService"))
	if err != nil {
		panic(err)
	}
	router := transcode.NewRouter(methods, transcode.RouterOptions{})

	call := func(r *http.Request) (*transcode.Response, error) {
		request, err := transcode.ReadRequest(r)
		if err != nil {
			return nil, err
		}
		match, err := router.Match(request.Verb, request.Path)
		if err != nil {
			return nil, err
		}
		var create chatpb.CreateMessageRequest
		if err := match.DecodeRequest(request, &create, transcode.DecodeRequestOptions{}); err != nil {
			return nil, err
		}
		create.GetMessage().Name = create.GetParent() + "/messages/1"
		return match.Method.EncodeResponse(create.GetMessage(), transcode.EncodeResponseOptions{})
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		response, err := call(r)
		if err != nil {
			if response, err = (*transcode.Method)(nil).EncodeError(transcode.StatusOf(err), transcode.EncodeResponseOptions{}); err != nil {
				panic(err)
			}
		}
		maps.Copy(w.Header(), response.Header)
		w.WriteHeader(response.StatusCode)
		w.Write(response.Body)
	})

	for _, query := range []string{"messageReplyOption=REPLY_MESSAGE_OR_FAIL", "messageReplyOption=REPLY"} {
		r := httptest.NewRequest("POST", "/v1/spaces/AAAA/messages?"+query, strings.NewReader(`{"text": "Hello"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 {"name":"spaces/AAAA/messages/1","text":"Hello"}
	// 400 {"error":{"code":400,"message":"query parameter messageReplyOption: want a value of protolect.google.chat.v1.CreateMessageRequest.MessageReplyOption, found \"REPLY\"","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"messageReplyOption","description":"query parameter messageReplyOption: want a value of protolect.google.chat.v1.CreateMessageRequest.MessageReplyOption, found \"REPLY\""}]}]}}
}
