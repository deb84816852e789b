// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"fmt"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A chat is a server with two of the methods of Google Chat.
type chat struct{ router *transcode.Router }

func newChat() (*chat, error) {
	service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService")
	methods, err := transcode.CompileServices(service)
	if err != nil {
		return nil, err
	}
	return &chat{transcode.NewRouter(methods, transcode.RouterOptions{})}, nil
}

func (c *chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	response, err := c.call(r)
	if err != nil {
		response, err = c.router.EncodeError(transcode.StatusOf(err), transcode.EncodeResponseOptions{})
	}
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	maps.Copy(w.Header(), response.Header)
	w.WriteHeader(response.StatusCode)
	if _, err := w.Write(response.Body); err != nil {
		log.Print(err)
	}
}

// call decodes a request, calls its method and encodes the response.
func (c *chat) call(r *http.Request) (*transcode.Response, error) {
	encoded, err := transcode.ReadRequest(r)
	if err != nil {
		return nil, err
	}
	match, err := c.router.Match(encoded.Verb, encoded.Path)
	if err != nil {
		return nil, err
	}
	message := match.NewRequest()
	if err := match.DecodeRequest(encoded, message, transcode.DecodeRequestOptions{}); err != nil {
		return nil, err
	}
	switch request := message.(type) {
	case *chatpb.CreateMessageRequest:
		created := request.GetMessage()
		created.Name = request.GetParent() + "/messages/1"
		return match.Method.EncodeResponse(created, transcode.EncodeResponseOptions{})
	case *chatpb.GetMessageRequest:
		status := &transcode.Status{Code: code.Code_NOT_FOUND, Message: "there is no " + request.GetName()}
		return match.Method.EncodeError(status, transcode.EncodeResponseOptions{})
	}
	return nil, fmt.Errorf("the server does not serve %s", match.Method.Descriptor.Name())
}

// A server decodes requests into generated messages, and encodes responses and errors.
func Example() {
	server, err := newChat()
	if err != nil {
		log.Fatal(err)
	}
	send := func(method, url, body string) {
		r := httptest.NewRequest(method, url, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	send(http.MethodPost, "/v1/spaces/AAAA/messages", `{"text": "Hello"}`)
	send(http.MethodGet, "/v1/spaces/AAAA/messages/2", "")
	send(http.MethodPut, "/v1/spaces/AAAA/messages", "")
	// Output:
	// 200 {"name":"spaces/AAAA/messages/1","text":"Hello"}
	// 404 {"error":{"code":404,"message":"there is no spaces/AAAA/messages/2","status":"NOT_FOUND"}}
	// 405 {"error":{"code":405,"message":"path /v1/spaces/AAAA/messages: want the HTTP method GET or POST, found \"PUT\"","status":"UNIMPLEMENTED"}}
}
