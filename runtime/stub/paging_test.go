// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// numbered is a service with list methods. Its requests contain the number of the
// page in future_quota_value. In the pages, detail is the link and stack_entries
// are the items; or example.method is the link, or quota_value the number of
// pages.
var numbered = file("numbered", "", []method{
	{"Links", ".google.rpc.QuotaFailure.Violation", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_number: "future_quota_value" next_link: "detail" items: "stack_entries"`},
	{"Plain", ".google.rpc.QuotaFailure.Violation", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_number: "future_quota_value" items: "stack_entries"`},
	{"Deep", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.ServiceRule", `get: "/v1/books" paging: page_number: "future_quota_value" next_link: "example.method"`},
	{"Count", ".google.rpc.QuotaFailure.Violation", ".google.rpc.QuotaFailure.Violation", `get: "/v1/books" paging: page_number: "future_quota_value" page_count: "quota_value"`},
	{"Endless", ".google.rpc.QuotaFailure.Violation", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_number: "future_quota_value"`},
	{"Text", ".google.rpc.ErrorInfo", ".google.rpc.DebugInfo", `get: "/v1/books" paging: page_number: "reason" items: "stack_entries"`},
})

// serveNumbers serves pages, and returns the requested positions. ORIGIN in a page
// is replaced by the address of the server.
func serveNumbers(t *testing.T, pages map[string]any) (*stub.Client, *[]string) {
	var asked []string
	var server string
	server, _ = serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Host+"?"+r.URL.RawQuery)
		text, err := json.Marshal(pages[r.URL.Query().Get("futureQuotaValue")])
		if err != nil {
			t.Error(err)
		}
		respondJSON(strings.ReplaceAll(string(text), "ORIGIN", server))(w, r)
	})
	c := clientOf(t, numbered, rest.WithEndpoint(server), rest.WithoutCredentials())
	return c, &asked
}

type linked struct {
	Items []string `json:"stackEntries"`
	Link  string   `json:"detail"`
}

func TestPageNumbers(t *testing.T) {
	to := func(n any) string { return fmt.Sprint("ORIGIN/v1/books?futureQuotaValue=", n, "&subject=other") }
	for _, test := range []struct {
		name   string
		method protoreflect.Name
		start  int64
		pages  map[string]any
		items  string
		asked  string // the numbers
		err    string
	}{
		{"one page", "Links", 0, map[string]any{"": linked{[]string{"a"}, ""}}, "a", "", ""},
		{"three pages", "Links", 0, map[string]any{"": linked{[]string{"a"}, to(2)}, "2": linked{[]string{"b"}, to(3)}, "3": linked{[]string{"c"}, ""}}, "a b c", " 2 3", ""},
		{"from the second", "Links", 2, map[string]any{"2": linked{[]string{"b"}, to(3)}, "3": linked{[]string{"c"}, ""}}, "b c", "2 3", ""},
		// A sample in Vonage's reference: each page has the number 1, and links to
		// page 3.
		{"the same page again", "Links", 0, map[string]any{"": linked{[]string{"a"}, to(3)}, "3": linked{[]string{"a"}, to(3)}}, "a a", " 3", "page 3: "},
		{"a link back", "Links", 0, map[string]any{"": linked{[]string{"a"}, to(2)}, "2": linked{[]string{"b"}, to(1)}}, "a b", " 2", "page 3: "},
		{"a number beyond the field's range", "Links", 0, map[string]any{"": linked{[]string{"a"}, to("9223372036854775808")}}, "a", "", "page 2: "},
		{"empty in the end", "Links", 0, map[string]any{"": linked{[]string{"a"}, to(2)}, "2": linked{nil, to(3)}}, "a", " 2", ""},
		{"another origin", "Links", 0, map[string]any{"": linked{[]string{"a"}, "https://evil.example/?futureQuotaValue=2&subject=evil"}, "2": linked{[]string{"b"}, ""}}, "a b", " 2", ""},
		{"only a query", "Links", 0, map[string]any{"": linked{[]string{"a"}, "?futureQuotaValue=2"}, "2": linked{[]string{"b"}, ""}}, "a b", " 2", ""},
		{"no number", "Links", 0, map[string]any{"": linked{[]string{"a"}, "ORIGIN/v1/books?cursor=x"}}, "a", "", "page 2: "},
		{"no URL", "Links", 0, map[string]any{"": linked{[]string{"a"}, ":"}}, "a", "", "page 2: "},
		{"a number that is too large", "Links", 0, map[string]any{"": linked{[]string{"a"}, to("99999999999999999999")}}, "a", "", "page 2: "},
		{"without links", "Plain", 0, map[string]any{"": linked{[]string{"a"}, ""}, "2": linked{[]string{"b"}, ""}, "3": linked{}}, "a b", " 2 3", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, asked := serveNumbers(t, test.pages)
			req := &errdetails.QuotaFailure_Violation{Subject: "mine"}
			if test.start != 0 {
				req.FutureQuotaValue = proto.Int64(test.start)
			}
			before := proto.Clone(req)
			var items []string
			var errs []error
			for item, err := range stub.NewPager(context.Background(), c, test.method, req, (*errdetails.DebugInfo).GetStackEntries).All() {
				if err != nil {
					errs = append(errs, err)
					continue
				}
				items = append(items, item)
			}
			if got := strings.Join(items, " "); got != test.items {
				t.Errorf("items %q, want %q", got, test.items)
			}
			var numbers []string
			for _, uri := range *asked {
				_, query, _ := strings.Cut(uri, "?")
				values, err := url.ParseQuery(query)
				if err != nil || values.Get("subject") != "mine" {
					t.Errorf("requested %s, %v", uri, err)
				}
				numbers = append(numbers, values.Get("futureQuotaValue"))
			}
			if got := strings.Join(numbers, " "); got != test.asked {
				t.Errorf("requested pages %q, want %q", got, test.asked)
			}
			var e *rest.Error
			if test.err == "" && errs != nil || test.err != "" && (len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), test.err) || !errors.As(errs[0], &e)) {
				t.Errorf("errors %v, want %q", errs, test.err)
			}
			if !proto.Equal(before, req) {
				t.Errorf("the request was modified: %v", req)
			}
		})
	}
}

func TestPageNumbersWithoutItems(t *testing.T) {
	type example struct {
		Method string `json:"method"`
	}
	type deep struct {
		Example example `json:"example"`
	}
	c, asked := serveNumbers(t, map[string]any{"": deep{example{"ORIGIN/?futureQuotaValue=2"}}, "2": struct{}{}})
	pages := 0
	for _, err := range stub.NewPager(context.Background(), c, "Deep", &errdetails.QuotaFailure_Violation{}, func(p *apipb.ServiceRule) []*apipb.ServiceRule { return []*apipb.ServiceRule{p} }).Pages() {
		if err != nil {
			t.Fatal(err)
		}
		pages++
	}
	if pages != 2 || len(*asked) != 2 {
		t.Errorf("got %d pages, requested %q", pages, *asked)
	}

	count := map[string]any{"quotaValue": 3}
	c, asked = serveNumbers(t, map[string]any{"": count, "2": count, "3": count})
	none := func(*errdetails.QuotaFailure_Violation) []string { return nil }
	for _, err := range stub.NewPager(context.Background(), c, "Count", &errdetails.QuotaFailure_Violation{}, none).Pages() {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(*asked) != 3 {
		t.Errorf("requested %q", *asked)
	}
}

func TestPageNumbersErrors(t *testing.T) {
	c, asked := serveNumbers(t, nil)
	for _, test := range []struct {
		method protoreflect.Name
		req    proto.Message
		want   string
	}{
		{"Endless", &errdetails.QuotaFailure_Violation{}, "nothing indicates the last page"},
		{"Text", &errdetails.ErrorInfo{}, "reason is not an integer"},
	} {
		for _, err := range stub.NewPager(context.Background(), c, test.method, test.req, (*errdetails.DebugInfo).GetStackEntries).All() {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		}
	}
	if len(*asked) > 0 {
		t.Errorf("requested %q", *asked)
	}
}

// FuzzPageLink checks that the client calls only its server, and that the list
// ends, whatever link the server sends.
func FuzzPageLink(f *testing.F) {
	for _, link := range []string{"", "?futureQuotaValue=2", "https://evil.example/?futureQuotaValue=2", "?futureQuotaValue=9223372036854775807", "%zz", "?futureQuotaValue=-1", "?a;b", "http://[::1"} {
		f.Add(link)
	}
	f.Fuzz(func(t *testing.T, link string) {
		text, err := json.Marshal(linked{[]string{"a"}, link})
		if err != nil {
			t.Skip()
		}
		server, requests := serve(t, respondJSON(string(text)))
		c := clientOf(t, numbered, rest.WithEndpoint(server), rest.WithoutCredentials())
		for _, err := range stub.NewPager(context.Background(), c, "Links", &errdetails.QuotaFailure_Violation{}, (*errdetails.DebugInfo).GetStackEntries).All() {
			var e *rest.Error
			if err != nil && (!errors.As(err, &e) || e.StatusCode != 0) {
				t.Error(err)
			}
		}
		if n := len(*requests); n < 1 || n > 2 {
			t.Errorf("%d requests", n)
		}
	})
}
