// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
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
)

// TestPages reads random lists page by page and item by item, and compares the results with the
// peer's Pages.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, m := range methods(t) {
		t.Run(m.id, func(t *testing.T) {
			t.Parallel()
			g := newGenerator(t)
			s := newServer(t)
			client, service := newClient(t, s), newPeer(t, s)
			for range 10 {
				req := m.request(t, g)
				call, err := peerCall(service, m, m.split(t, req))
				if err != nil {
					t.Fatal(err)
				}
				theirs := call.MethodByName("Pages")
				if (m.paging != nil) != theirs.IsValid() {
					t.Fatalf("the peer has pages: %t; our client: %t", theirs.IsValid(), m.paging != nil)
				}
				if m.paging == nil {
					return
				}
				list := newList(t, m, g, req)
				s.setResponse(func(r request) []byte { return list.page(t, r) })

				ours, err := startOurs(client, m, req)
				if err != nil {
					t.Fatal(err)
				}
				pages := collect(t, ours[0].MethodByName("Pages"))
				if diff := cmp.Diff(list.pages, pages, protocmp.Transform()); diff != "" {
					t.Errorf("Pages differ (-sent +read):\n%s", diff)
				}
				sent := s.take(t)
				if len(sent) != len(list.pages) {
					t.Errorf("Pages sent %d requests for %d pages", len(sent), len(list.pages))
				}
				items := collect(t, ours[0].MethodByName("All"))
				if diff := cmp.Diff(list.items(t), items, protocmp.Transform(), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("All differs (-sent +read):\n%s", diff)
				}
				if diff := cmp.Diff(sent, s.take(t)); diff != "" {
					t.Errorf("the requests of All and Pages differ (-Pages +All):\n%s", diff)
				}

				want := collectTheirs(t, theirs)
				if diff := cmp.Diff(s.take(t), sent, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("the requests differ (-peer +ours):\n%s", diff)
				}
				var got []any
				for _, page := range pages {
					got = append(got, tree(t, toJSON(t, page)))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("the pages differ (-peer +ours):\n%s", diff)
				}
			}
		})
	}
}

// A list contains the pages that a server returns for a request.
type list struct {
	method
	pages []proto.Message
	// at contains the index of the page for each token.
	at map[string]int
}

func newList(t *testing.T, m method, g *generator, req proto.Message) *list {
	t.Helper()
	l := &list{method: m, at: map[string]int{}}
	first, _ := lookup(tree(t, toJSON(t, req)), jsonPath(m.Input(), m.paging.GetPageToken())).(string)
	l.at[first] = 0
	n := 1 + g.IntN(4)
	for i := range n {
		page := g.message(messageType(t, m.Output()))
		token := ""
		if i < n-1 {
			token = fmt.Sprintf("%s page %d", g.text(), i+1)
			l.at[token] = i + 1
		}
		set(t, page.ProtoReflect(), m.paging.GetNextPageToken(), token)
		l.pages = append(l.pages, page)
	}
	return l
}

// page returns the page that a request selects.
func (l *list) page(t *testing.T, r request) []byte {
	name := jsonPath(l.Input(), l.paging.GetPageToken())
	token := r.Query.Get(name)
	if l.body == "*" {
		token, _ = lookup(r.Body, name).(string)
	}
	i, ok := l.at[token]
	if !ok {
		t.Errorf("there is no page for the token %q", token)
		return []byte("{}")
	}
	return toJSON(t, l.pages[i])
}

// items returns the items of all pages.
func (l *list) items(t *testing.T) []proto.Message {
	t.Helper()
	var items []proto.Message
	for _, page := range l.pages {
		p := page.ProtoReflect()
		fd := p.Descriptor().Fields().ByName(protoreflect.Name(l.paging.GetItems()))
		if fd == nil || !fd.IsList() || fd.Message() == nil {
			t.Fatalf("%s has no list of messages %q", p.Descriptor().FullName(), l.paging.GetItems())
		}
		for i := range p.Get(fd).List().Len() {
			items = append(items, p.Get(fd).List().Get(i).Message().Interface())
		}
	}
	return items
}

// collect ranges over the result of Pages or All of a Pager.
func collect(t *testing.T, method reflect.Value) []proto.Message {
	t.Helper()
	var all []proto.Message
	for v, err := range method.Call(nil)[0].Seq2() {
		if err, _ := err.Interface().(error); err != nil {
			t.Error(err)
			break
		}
		all = append(all, v.Interface().(proto.Message))
	}
	return all
}

// collectTheirs calls the peer's Pages and returns the JSON of each page.
func collectTheirs(t *testing.T, pages reflect.Value) []any {
	t.Helper()
	var all []any
	each := reflect.MakeFunc(pages.Type().In(1), func(args []reflect.Value) []reflect.Value {
		text, err := json.Marshal(args[0].Interface())
		if err != nil {
			t.Error(err)
		} else {
			all = append(all, tree(t, text))
		}
		return []reflect.Value{reflect.Zero(reflect.TypeFor[error]())}
	})
	out := pages.Call([]reflect.Value{reflect.ValueOf(t.Context()), each})
	if err, _ := out[0].Interface().(error); err != nil {
		t.Errorf("the peer: %v", err)
	}
	return all
}

// TestPagesStop stops the iteration, after which no other page may be requested.
func TestPagesStop(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.setResponse(func(r request) []byte {
		text, err := json.Marshal(&peer.ListSpacesResponse{
			Spaces:        []*peer.Space{{Name: "spaces/A"}, {Name: "spaces/B"}},
			NextPageToken: r.Query.Get("pageToken") + "x",
		})
		if err != nil {
			t.Error(err)
		}
		return text
	})
	var names []string
	for space, err := range newClient(t, s).ListSpaces(t.Context(), nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		if names = append(names, space.GetName()); len(names) == 3 {
			break
		}
	}
	if diff := cmp.Diff([]string{"spaces/A", "spaces/B", "spaces/A"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(s.take(t)); n != 2 {
		t.Errorf("%d requests for three items, with two items per page", n)
	}
}
