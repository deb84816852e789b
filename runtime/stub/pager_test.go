// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// shelf is a service with list methods. Its messages are existing types with the
// required fields: an ErrorInfo contains the page token in its reason, and a
// DebugInfo the items and the next page token.
var shelf = file("shelf", "", []method{
	{"List", ".google.rpc.ErrorInfo", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_token: "reason" next_page_token: "detail" items: "stack_entries"`},
	{"Deep", ".protolect.api.v1.ServiceRule", ".google.rpc.DebugInfo", `post: "/v1/books" body: "*" paging: page_token: "example.method" next_page_token: "detail" items: "stack_entries"`},
	{"NoToken", ".google.rpc.ErrorInfo", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_token: "nothing" next_page_token: "detail"`},
	{"OddToken", ".google.rpc.ErrorInfo", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_token: "reason" next_page_token: "stack_entries"`},
	{"NoPaging", ".google.rpc.ErrorInfo", ".google.rpc.DebugInfo", `get: "/v1/books"`},
})

// A page is the response to a page token.
type page struct {
	items []string
	next  string
}

// servePages serves GET /v1/books with the page token in the query, and POST with
// the token in the body. It returns the requested tokens.
func servePages(t *testing.T, pages map[string]page) (*stub.Client, *[]string) {
	var asked []string
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("reason")
		if r.Method == "POST" {
			var body struct{ Example struct{ Method string } }
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
				t.Error(err)
			}
			token = body.Example.Method
		}
		asked = append(asked, token)
		p, ok := pages[token]
		if !ok {
			respond(503, "application/json", `{"error":{"status":"UNAVAILABLE","message":"later"}}`)(w, r)
			return
		}
		text, _ := json.Marshal(map[string]any{"stackEntries": p.items, "detail": p.next})
		respondJSON(string(text))(w, r)
	})
	return clientOf(t, shelf, rest.WithEndpoint(url), rest.WithoutCredentials()), &asked
}

func list(c *stub.Client, method protoreflect.Name, req proto.Message) *rest.Pager[*errdetails.DebugInfo, string] {
	return stub.NewPager(context.Background(), c, method, req, (*errdetails.DebugInfo).GetStackEntries)
}

func collect(p *rest.Pager[*errdetails.DebugInfo, string]) (items []string, errs []error) {
	for item, err := range p.All() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		items = append(items, item)
	}
	return items, errs
}

func TestPager(t *testing.T) {
	for _, test := range []struct {
		name  string
		start string
		pages map[string]page
		items string
		asked string
		err   string
	}{
		{"one page", "", map[string]page{"": {[]string{"a", "b"}, ""}}, "a b", "", ""},
		{"no items", "", map[string]page{"": {}}, "", "", ""},
		{"three pages", "", map[string]page{"": {[]string{"a"}, "2"}, "2": {[]string{"b", "c"}, "3"}, "3": {[]string{"d"}, ""}}, "a b c d", " 2 3", ""},
		{"empty pages", "", map[string]page{"": {nil, "2"}, "2": {nil, "3"}, "3": {[]string{"d"}, "4"}, "4": {}}, "d", " 2 3 4", ""},
		{"from a token", "2", map[string]page{"2": {[]string{"b"}, "3"}, "3": {[]string{"c"}, ""}}, "b c", "2 3", ""},
		{"same token", "", map[string]page{"": {[]string{"a"}, "2"}, "2": {[]string{"b"}, "2"}}, "a b", " 2", "page 3: "},
		{"cycle", "", map[string]page{"": {[]string{"x"}, "A"}, "A": {[]string{"a"}, "B"}, "B": {[]string{"b"}, "A"}}, "x a b", " A B", "page 4: "},
		{"back to the start", "A", map[string]page{"A": {[]string{"a"}, "B"}, "B": {[]string{"b"}, "A"}}, "a b", "A B", "page 3: "},
		{"a page fails", "", map[string]page{"": {[]string{"a"}, "2"}}, "a", " 2", "page 2: "},
		{"the first page fails", "", nil, "", "", "page 1: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			for method, req := range map[protoreflect.Name]proto.Message{
				"List": &errdetails.ErrorInfo{Reason: test.start, Domain: "d"},
				"Deep": &apipb.ServiceRule{Example: &apipb.Example{Method: test.start, RequestJson: "d"}},
			} {
				c, asked := servePages(t, test.pages)
				before := proto.Clone(req)
				p := list(c, method, req)
				for range 2 { // a pager starts again from the start
					*asked = nil
					items, errs := collect(p)
					if got := strings.Join(items, " "); got != test.items {
						t.Errorf("items %q, want %q", got, test.items)
					}
					if got := strings.Join(*asked, " "); got != test.asked {
						t.Errorf("requested %q, want %q", got, test.asked)
					}
					if test.err == "" && errs != nil || test.err != "" && (len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), test.err)) {
						t.Errorf("errors %v, want %q", errs, test.err)
					}
					var e *rest.Error
					if test.err != "" && !errors.As(errs[0], &e) {
						t.Errorf("%v is not an Error", errs[0])
					}
				}
				if !proto.Equal(before, req) {
					t.Errorf("the request was modified: %v", req)
				}
			}
		})
	}
}

func TestPagerDeepTokenUnset(t *testing.T) {
	c, asked := servePages(t, map[string]page{"": {[]string{"a"}, "2"}, "2": {[]string{"b"}, ""}})
	for _, req := range []*apipb.ServiceRule{{}, nil} {
		*asked = nil
		if items, errs := collect(list(c, "Deep", req)); len(items) != 2 || errs != nil || !slices.Equal(*asked, []string{"", "2"}) {
			t.Errorf("got %v, %v, requested %q", items, errs, *asked)
		}
	}
}

func TestPagerPages(t *testing.T) {
	c, _ := servePages(t, map[string]page{"": {[]string{"a"}, "2"}, "2": {nil, "3"}, "3": {[]string{"b"}, ""}})
	var pages []*errdetails.DebugInfo
	for p, err := range list(c, "List", &errdetails.ErrorInfo{}).Pages() {
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	if len(pages) != 3 || pages[0].GetDetail() != "2" || pages[0].GetStackEntries()[0] != "a" || pages[2].GetStackEntries()[0] != "b" {
		t.Errorf("got %v", pages)
	}
}

func TestPagerBreak(t *testing.T) {
	c, asked := servePages(t, map[string]page{"": {[]string{"a", "b"}, "2"}, "2": {[]string{"c"}, ""}})
	p := list(c, "List", &errdetails.ErrorInfo{})
	for range p.All() {
		break
	}
	for range p.Pages() {
		break
	}
	if len(*asked) != 2 {
		t.Errorf("requested %q", *asked)
	}
}

func TestPagerCancel(t *testing.T) {
	c, asked := servePages(t, map[string]page{"": {[]string{"a"}, "2"}, "2": {[]string{"b"}, ""}})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for _, err := range stub.NewPager(ctx, c, "List", &errdetails.ErrorInfo{}, (*errdetails.DebugInfo).GetStackEntries).All() {
		last = err
		cancel()
	}
	var e *rest.Error
	if !errors.Is(last, context.Canceled) || !errors.As(last, &e) || e.Code != code.Code_CANCELLED || len(*asked) != 1 {
		t.Errorf("got %v, requested %q", last, *asked)
	}
}

func TestPagerErrors(t *testing.T) {
	c, asked := servePages(t, nil)
	for _, test := range []struct {
		method protoreflect.Name
		req    proto.Message
		want   string
	}{
		{"NoPaging", &errdetails.ErrorInfo{}, "protolect.api.v1.method"},
		{"NoToken", &errdetails.ErrorInfo{}, "unknown field nothing"},
		{"OddToken", &errdetails.ErrorInfo{}, "stack_entries is not a string"},
		{"Nothing", &errdetails.ErrorInfo{}, "no such method"},
		{"List", nil, "request message is nil"},
		{"List", &errdetails.Help{}, "the request is a google.rpc.Help, not a google.rpc.ErrorInfo"},
	} {
		items, errs := collect(list(c, test.method, test.req))
		var e *rest.Error
		if items != nil || len(errs) != 1 || !errors.As(errs[0], &e) || !strings.Contains(errs[0].Error(), test.want) {
			t.Errorf("%s: got %v, %v, want %q", test.method, items, errs, test.want)
		}
	}
	if len(*asked) > 0 {
		t.Errorf("requested %q", *asked)
	}
}

func TestPagerConcurrency(t *testing.T) {
	pages := map[string]page{}
	for i := range 10 {
		from, to := fmt.Sprint(i), fmt.Sprint(i+1)
		if i == 0 {
			from = ""
		}
		if i == 9 {
			to = ""
		}
		pages[from] = page{[]string{fmt.Sprint(i)}, to}
	}
	c, _ := servePages(t, pages)
	p := list(c, "List", &errdetails.ErrorInfo{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if items, errs := collect(p); len(items) != 10 || errs != nil {
				t.Errorf("got %v, %v", items, errs)
			}
		})
	}
	wg.Wait()
}
