// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// listed returns the messages that a client lists from a server with the given response.
func listed(t *testing.T, handler http.HandlerFunc, opts ...rest.CallOption) *rest.Pager[*chatpb.ListMessagesResponse, *chatpb.Message] {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	return client.ListMessages(t.Context(), &chatpb.ListMessagesRequest{Parent: "spaces/A"}, opts...)
}

func send(w io.Writer, text string) {
	io.WriteString(w, text)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// TestItemsAsTheyArrive uses a server that sends an item only after the client has yielded the one
// before.
func TestItemsAsTheyArrive(t *testing.T) {
	t.Parallel()
	out := make(chan string)
	pager := listed(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, `{"messages":[{"name":"spaces/A/messages/0"}`)
		for i := range 3 {
			select {
			case <-out:
			case <-r.Context().Done():
				return
			}
			send(w, fmt.Sprintf(`,{"name":"spaces/A/messages/%d"}`, i+1))
		}
		<-out
		send(w, `]}`)
	})
	n := 0
	for message, err := range pager.All() {
		if err != nil || message.GetName() != fmt.Sprintf("spaces/A/messages/%d", n) {
			t.Fatalf("item %d is %v, %v", n, message, err)
		}
		n++
		out <- message.GetName()
	}
	if n != 4 {
		t.Errorf("%d items", n)
	}
}

// TestBreakingOff stops the iteration of a page that never ends.
func TestBreakingOff(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{})
	pager := listed(t, func(w http.ResponseWriter, r *http.Request) {
		defer close(closed)
		send(w, `{"messages":[{}`)
		for r.Context().Err() == nil {
			send(w, `,{"text":"and so on"}`)
		}
	})
	n := 0
	for _, err := range pager.All() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 10 {
			break
		}
	}
	<-closed
}

// TestItemErrors tests errors after items and instead of items.
func TestItemErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		response string
		items    int
		code     code.Code
		text     string
	}{
		{`{"messages":[{},{"sender":{"type":true}}]}`, 1, code.Code_INTERNAL, "messages[1].sender.type: want a value of protolect.google.chat.v1.User.Type, found true at byte 34"},
		{`{"messages":[{},{}`, 2, code.Code_INTERNAL, "the JSON is cut off: "},
		{`{"messages":[{},{}],"nextPageToken":1}`, 2, code.Code_INTERNAL, "nextPageToken: want string, found 1 at byte 36"},
		{`{"messages":[{}],"messages":[]}`, 1, code.Code_INTERNAL, "want each field once"},
		{`{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}}`, 0, code.Code_PERMISSION_DENIED, "no"},
		{``, 0, code.Code_INTERNAL, "the response is empty, want a JSON object"},
		{`[]`, 0, code.Code_INTERNAL, "the response is not a JSON object: "},
		{`{"messages":[`, 0, code.Code_INTERNAL, "the JSON is cut off: "},
		{`{"messages":[{},{}],"newer":{"a":[1]}}`, 2, code.Code_OK, ""},
		{`{"newer":1}`, 0, code.Code_OK, ""},
	} {
		pager := listed(t, func(w http.ResponseWriter, _ *http.Request) { send(w, c.response) })
		n := 0
		var failed error
		for _, err := range pager.All() {
			if failed != nil {
				t.Errorf("%s: more after the error", c.response)
			}
			if err == nil {
				n++
			}
			failed = err
		}
		e, ok := errors.AsType[*rest.Error](failed)
		switch {
		case n != c.items:
			t.Errorf("%s: %d items, want %d", c.response, n, c.items)
		case c.text == "" && failed != nil, c.text != "" && (!ok || e.Code != c.code || !strings.Contains(failed.Error(), c.text) || !strings.HasPrefix(failed.Error(), "page 1: ")):
			t.Errorf("%s:\ngot  %v\nwant %s", c.response, failed, c.text)
		}
	}
}

// TestConnectionBreaks tests a response that ends in the middle of an item.
func TestConnectionBreaks(t *testing.T) {
	t.Parallel()
	pager := listed(t, func(w http.ResponseWriter, _ *http.Request) {
		send(w, `{"messages":[{},{"text":"`)
		panic(http.ErrAbortHandler)
	})
	n := 0
	for _, err := range pager.All() {
		if err == nil {
			n++
			continue
		}
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_UNAVAILABLE {
			t.Errorf("got %v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d items", n)
	}
}

// TestTimeoutOfItems waits longer than the timeout, first in the loop, which does not count, and
// then for the server, which counts.
func TestTimeoutOfItems(t *testing.T) {
	t.Parallel()
	const timeout = 200 * time.Millisecond
	pager := listed(t, func(w http.ResponseWriter, r *http.Request) {
		send(w, `{"messages":[{},{},{}`)
		<-r.Context().Done()
	}, rest.WithTimeout(timeout))
	n := 0
	for _, err := range pager.All() {
		if err != nil {
			if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_DEADLINE_EXCEEDED || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			continue
		}
		n++
		if n < 3 {
			time.Sleep(timeout)
		}
	}
	if n != 3 {
		t.Errorf("%d items", n)
	}
}

// TestOtherItems tests items that are derived from the messages of a page.
func TestOtherItems(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		send(w, `{"messages":[{"text":"a"},{"text":"b"}]}`)
	}))
	defer server.Close()
	service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().Get(0)
	client, err := stub.NewClient(t.Context(), service, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	texts := func(page *chatpb.ListMessagesResponse) (all []string) {
		for _, m := range page.GetMessages() {
			all = append(all, m.GetText())
		}
		return all
	}
	var got []string
	for text, err := range stub.NewPager(t.Context(), client, "ListMessages", &chatpb.ListMessagesRequest{Parent: "spaces/A"}, texts).All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, text)
	}
	if strings.Join(got, " ") != "a b" {
		t.Errorf("got %q", got)
	}
}
