// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	peer "google.golang.org/api/chat/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/runtime/rest"
)

// calls is the number of calls of a method. There are more if a field of the request has not been
// set by then.
const calls = 40

func TestMethodsAreThePeers(t *testing.T) {
	t.Parallel()
	got := map[string]bool{}
	for _, m := range methods(t) {
		if got[m.id] {
			t.Errorf("two bindings are %s", m.id)
		}
		got[m.id] = true
	}
	want := map[string]bool{}
	peerMethods(want, reflect.ValueOf(newPeer(t, newServer(t))), "chat")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the methods differ (-peer +ours):\n%s", diff)
	}
	t.Logf("%d methods", len(got))
}

// TestRequestsAndResponses calls each method with random requests through both clients. Both must
// send the same, and read the same from a random response.
func TestRequestsAndResponses(t *testing.T) {
	t.Parallel()
	for _, m := range methods(t) {
		if m.media {
			continue // see media_test.go
		}
		t.Run(m.id, func(t *testing.T) {
			t.Parallel()
			g := newGenerator(t)
			s := newServer(t)
			client, service := newClient(t, s), newPeer(t, s)
			all := m.Input().Fields()
			fields := map[protoreflect.Name]bool{}
			for i := 0; i < calls || len(fields) < all.Len() && i < 10*calls; i++ {
				req := m.request(t, g)
				req.ProtoReflect().Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
					fields[fd.Name()] = true
					return true
				})
				response := g.message(messageType(t, m.Output()))
				s.setResponse(func(request) []byte { return withUnknown(t, g, response) })
				compareCalls(t, m, s, client, service, req, response)
				if t.Failed() {
					return
				}
			}
			for i := range all.Len() {
				if name := all.Get(i).Name(); !fields[name] {
					t.Errorf("no request sets %s", name)
				}
			}
		})
	}
}

func compareCalls(t *testing.T, m method, s *server, client *chat.Client, service *peer.Service, req, response proto.Message) {
	t.Helper()
	before := proto.Clone(req)
	ours, err := callOurs(client, m, req)
	if err != nil {
		t.Errorf("%v for the request\n%s", err, toJSON(t, req))
		return
	}
	if diff := cmp.Diff(before, req, protocmp.Transform()); diff != "" {
		t.Errorf("the client changed the request:\n%s", diff)
	}
	sent := s.take(t)
	if len(sent) != 1 {
		t.Errorf("the client sent %d requests", len(sent))
		return
	}

	call, err := peerCall(service, m, m.split(t, req))
	if err != nil {
		t.Error(err)
		return
	}
	out := call.MethodByName("Do").Call(nil)
	if err, _ := out[1].Interface().(error); err != nil {
		t.Errorf("the peer: %v", err)
		return
	}
	want := s.take(t)
	if !m.primary {
		// The client calls the RPC by its first binding. The other bindings are for servers.
		for i := range want {
			if want[i].Verb != m.verb {
				t.Errorf("the peer sends %s, but the binding is for %s", want[i].Verb, m.verb)
			}
			want[i].Verb = sent[0].Verb
		}
	}
	if diff := cmp.Diff(want, sent, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the requests differ (-peer +ours):\n%s\nfor\n%s", diff, toJSON(t, req))
	}

	if ours == nil {
		return // the method returns only an error
	}
	if diff := cmp.Diff(response, ours, protocmp.Transform()); diff != "" {
		t.Errorf("our response differs (-sent +read):\n%s", diff)
	}
	theirs, err := json.Marshal(out[0].Interface())
	if err != nil {
		t.Error(err)
		return
	}
	if diff := cmp.Diff(tree(t, theirs), tree(t, toJSON(t, ours))); diff != "" {
		t.Errorf("the responses differ (-peer +ours):\n%s", diff)
	}
}

// withUnknown returns the JSON of a response, sometimes with unknown members, which both clients
// must ignore.
func withUnknown(t *testing.T, g *generator, response proto.Message) []byte {
	members := tree(t, toJSON(t, response)).(map[string]any)
	if g.IntN(2) == 0 {
		members["newerThanTheDocument"] = map[string]any{"a": []any{nil, 1.5, "b"}}
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Error(err)
	}
	return text
}

func newClient(t *testing.T, s *server) *chat.Client {
	t.Helper()
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(s.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// callOurs calls a method of the client. It reads the first page of a list. It returns nil for a
// method that returns only an error.
func callOurs(client *chat.Client, m method, req proto.Message) (proto.Message, error) {
	out, err := startOurs(client, m, req)
	if err != nil {
		return nil, err
	}
	if pages := out[0].MethodByName("Pages"); pages.IsValid() && m.paging != nil {
		for page, err := range pages.Call(nil)[0].Seq2() {
			err, _ := err.Interface().(error)
			return page.Interface().(proto.Message), err
		}
		return nil, fmt.Errorf("%s returned no page", m.FullName())
	}
	err, _ = out[len(out)-1].Interface().(error)
	if len(out) == 1 {
		return nil, err
	}
	return out[0].Interface().(proto.Message), err
}

// startOurs calls a method of the client and returns its result.
func startOurs(client *chat.Client, m method, req proto.Message) ([]reflect.Value, error) {
	f := reflect.ValueOf(client).MethodByName(string(m.Name()))
	if !f.IsValid() {
		return nil, fmt.Errorf("the client has no method %s", m.Name())
	}
	return f.Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(req)}), nil
}
