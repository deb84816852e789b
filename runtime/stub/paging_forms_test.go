// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// forms has a method for each form of paging. Its requests have a string (subject),
// a number (futureQuotaValue) and a limit (quotaValue). In the pages, accept contains
// the items, simplePath a token or a link, maxSize a number, and required whether there
// are more; or parts contains the items with their ID in name, and optional whether
// there are more.
var forms = file("forms", "", []method{
	{"Cursor", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "subject" next_page_token: "simple_path" items: "accept"`},
	{"CursorMore", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "subject" next_page_token: "simple_path" has_more: "required" items: "accept"`},
	{"Envelope", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MethodRule", `get: "/v1/a" paging: page_token: "subject" next_page_token: "media_upload.simple_path" items: "ids"`},
	{"CursorLink", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "subject" next_link: "simple_path" items: "accept"`},
	{"HeaderToken", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "subject" link_header: true items: "accept"`},
	{"HeaderNumber", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" link_header: true items: "accept"`},
	{"HeaderOnly", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: link_header: true items: "accept"`},
	{"NumberLink", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" next_link: "simple_path" items: "accept"`},
	{"LinkOnly", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: next_link: "simple_path" items: "accept"`},
	{"HeaderSince", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "future_quota_value" link_header: true items: "accept"`},
	{"NumberToken", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_token: "future_quota_value" next_page_token: "max_size" items: "accept"`},
	{"Number", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" items: "accept"`},
	{"NumberOfParts", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.Body", `get: "/v1/a" paging: page_number: "future_quota_value" items: "parts"`},
	{"NumberCount", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" page_count: "max_size" items: "accept"`},
	{"NumberTotal", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" total: "max_size" limit: "quota_value" items: "accept"`},
	{"NumberMore", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: page_number: "future_quota_value" has_more: "required" items: "accept"`},
	{"Offset", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: offset: "future_quota_value" limit: "quota_value" items: "accept"`},
	{"OffsetTotal", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: offset: "future_quota_value" limit: "quota_value" total: "max_size" items: "accept"`},
	{"LastItem", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.Body", `get: "/v1/a" paging: last_item: "subject" item_id: "name" has_more: "optional" items: "parts"`},
	{"LastItemNumber", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.Body", `get: "/v1/a" paging: last_item: "future_quota_value" item_id: "name" items: "parts"`},
	{"Inside", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MethodRule", `get: "/v1/a" paging: page_token: "subject" next_page_token: "body.media_type" items: "body.parts"`},
	{"InsideLastItem", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MethodRule", `get: "/v1/a" paging: last_item: "subject" item_id: "name" has_more: "body.optional" items: "body.parts"`},
	{"InsideNumber", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MethodRule", `get: "/v1/a" paging: page_number: "future_quota_value" items: "body.parts"`},
	{"InsideNoList", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MethodRule", `get: "/v1/a" paging: page_number: "future_quota_value" items: "body.media_type"`},
	{"NoEnd", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: offset: "future_quota_value" total: "max_size"`},
	{"NoID", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.Body", `get: "/v1/a" paging: last_item: "subject" items: "parts"`},
	{"NoList", ".google.rpc.QuotaFailure.Violation", ".protolect.api.v1.MediaUpload", `get: "/v1/a" paging: last_item: "subject" item_id: "name" items: "accept"`},
})

// A reply is the JSON of a page, and its header Link.
type reply struct{ body, link string }

func TestPageForms(t *testing.T) {
	upload := func(items, next string, size int, more bool) reply {
		return reply{body: fmt.Sprintf(`{"accept": [%s], "simplePath": %q, "maxSize": %d, "required": %t}`, items, next, size, more)}
	}
	parts := func(more bool, names ...string) reply {
		for i, name := range names {
			names[i] = fmt.Sprintf(`{"name": %q}`, name)
		}
		return reply{body: fmt.Sprintf(`{"parts": [%s], "optional": %t}`, strings.Join(names, ","), more)}
	}
	inside := func(next string, more bool, names ...string) reply {
		r := parts(more, names...)
		return reply{body: fmt.Sprintf(`{"ids": ["x"], "body": {"mediaType": %q, %s}`, next, r.body[1:])}
	}
	header := func(items, link string) reply { return reply{`{"accept": [` + items + `]}`, link} }
	envelope := func(items, next string) reply {
		return reply{body: fmt.Sprintf(`{"ids": [%s], "mediaUpload": {"simplePath": %q}}`, items, next)}
	}
	for _, test := range []struct {
		name, method string
		limit        int64
		pages        map[string]reply // by what the request has
		items, asked string
		err          string
	}{
		{"cursor", "Cursor", 0, map[string]reply{"": upload(`"a"`, "x", 0, false), "x": upload("", "y", 0, false), "y": upload(`"b"`, "", 0, false)}, "a b", " x y", ""},
		{"cursor that comes again", "Cursor", 0, map[string]reply{"": upload(`"a"`, "x", 0, false), "x": upload(`"b"`, "x", 0, false)}, "a b", " x", "a page token twice"},
		{"cursor that goes in a circle", "Cursor", 0, map[string]reply{"": upload(`"a"`, "x", 0, false), "x": upload(`"b"`, "y", 0, false), "y": upload("", "x", 0, false)}, "a b", " x y", "a page token twice"},
		{"cursor of the last page, and no more", "CursorMore", 0, map[string]reply{"": upload(`"a"`, "x", 0, true), "x": upload(`"b"`, "y", 0, false)}, "a b", " x", ""},
		{"cursor in an envelope", "Envelope", 0, map[string]reply{"": envelope(`"a"`, "x"), "x": envelope("", "y"), "y": envelope(`"b"`, "")}, "a b", " x y", ""},
		{"null as the last cursor", "Envelope", 0, map[string]reply{"": envelope(`"a"`, "x"), "x": {body: `{"ids": ["b"], "mediaUpload": null}`}}, "a b", " x", ""},
		{"cursor in a link", "CursorLink", 0, map[string]reply{"": upload(`"a"`, "https://other.example/v1/a?quotaValue=7&subject=x%20y", 0, false), "x y": upload(`"b"`, "", 0, false)}, "a b", " x y", ""},
		{"link without a cursor", "CursorLink", 0, map[string]reply{"": upload(`"a"`, "/v1/a?page=2", 0, false)}, "a", "", "no token in its parameter subject: \"/v1/a?page=2\"; the section paging of the overlay"},
		{"link that is the cursor itself", "CursorLink", 0, map[string]reply{"": upload(`"a"`, "x", 0, false), "x": upload(`"b"`, "/a+b==", 0, false), "/a+b==": upload(`"c"`, "", 0, false)}, "a b c", " x /a+b==", ""},
		{"link that is a cursor of another kind", "LinkOnly", 0, map[string]reply{"": upload(`"a"`, "x", 0, false)}, "a", "", "the section paging of the overlay"},
		{"Link header that is no URL with a token", "HeaderToken", 0, map[string]reply{"": header(`"a"`, `<x>; rel="next"`)}, "a", "", "no token in its parameter subject"},
		{"link that is the number itself", "NumberLink", 0, map[string]reply{"": upload(`"a"`, "2", 0, false), "2": upload(`"b"`, "/v1/a?futureQuotaValue=3", 0, false), "3": upload(`"c"`, "", 0, false)}, "a b c", " 2 3", ""},
		{"link without a number", "NumberLink", 0, map[string]reply{"": upload(`"a"`, "x", 0, false)}, "a", "", "no number in its parameter futureQuotaValue: \"x\"; the section paging of the overlay"},
		{"Link header with a token", "HeaderToken", 0, map[string]reply{
			"": header(`"a"`, `</v1/a?subject=first>; rel="first", </v1/a?subject=x>; title="a, b; c"; rel="last next"`), "x": header("", `</v1/a?subject=y>; rel=NEXT`), "y": header(`"b"`, `</v1/a>; rel="prev"`),
		}, "a b", " x y", ""},
		{"Link header that comes again", "HeaderToken", 0, map[string]reply{"": header(`"a"`, `<?subject=x>; rel="next"`), "x": header(`"b"`, `<?subject=x>; rel="next"`)}, "a b", " x", "a page token twice"},
		{"Link header with a number", "HeaderNumber", 0, map[string]reply{"": header(`"a"`, `<?futureQuotaValue=2>;rel="next"`), "2": header("", `<?futureQuotaValue=3>; rel="next"`), "3": header(`"b"`, "")}, "a b", " 2 3", ""},
		{"Link header back to the first", "HeaderNumber", 0, map[string]reply{"": header(`"a"`, `<?futureQuotaValue=2>; rel="next"`), "2": header(`"b"`, `<?futureQuotaValue=1>; rel="next"`)}, "a b", " 2", "the same page or to an earlier one"},
		{"Link header without a parameter", "HeaderOnly", 5, map[string]reply{"": header(`"a"`, `<https://other.example/v2?at=x%20y&quotaValue=7>; rel="next"`), "x y": header("", `<?at=z>; rel="next"`), "z": header(`"b"`, `<?at=x>; rel="prev"`)}, "a b", " x y z", ""},
		{"link without a parameter", "LinkOnly", 0, map[string]reply{"": upload(`"a"`, "/v1/a?at=x", 0, false), "x": upload(`"b"`, "", 0, false)}, "a b", " x", ""},
		{"link without a parameter that comes again", "LinkOnly", 0, map[string]reply{"": upload(`"a"`, "?at=x", 0, false), "x": upload(`"b"`, "?at=x", 0, false)}, "a b", " x", "a link to a page twice"},
		{"link that selects no page", "LinkOnly", 0, map[string]reply{"": upload(`"a"`, "?subject=x", 0, false)}, "a", "", "no parameters that select a page"},
		{"link that is malformed", "LinkOnly", 0, map[string]reply{"": upload(`"a"`, "?at=%zz", 0, false)}, "a", "", "is malformed"},
		{"Link header with an integer as the token", "HeaderSince", 0, map[string]reply{"": header(`"a"`, `<?futureQuotaValue=46>; rel="next"`), "46": header(`"b"`, `<?futureQuotaValue=7>; rel="next"`), "7": header(`"c"`, "")}, "a b c", " 46 7", ""},
		{"Link header with another token", "HeaderSince", 0, map[string]reply{"": header(`"a"`, `<?futureQuotaValue=x>; rel="next"`)}, "a", "", "the token of the next page is not an integer"},
		{"token that is an integer", "NumberToken", 0, map[string]reply{"": upload(`"a"`, "", 46, false), "46": upload(`"b"`, "", 0, false)}, "a b", " 46", ""},
		{"number without a total", "Number", 0, map[string]reply{"": upload(`"a"`, "", 0, false), "2": upload(`"b"`, "", 0, false), "3": upload("", "", 0, false)}, "a b", " 2 3", ""},
		{"number of a server that repeats the last page", "NumberOfParts", 0, map[string]reply{"": parts(false, "a"), "2": parts(false, "b"), "3": parts(false, "b")}, "a b b", " 2 3", "the same page twice"},
		{"number and how many pages", "NumberCount", 0, map[string]reply{"": upload(`"a"`, "", 3, false), "2": upload("", "", 3, false), "3": upload(`"b"`, "", 3, false)}, "a b", " 2 3", ""},
		{"number and how many items", "NumberTotal", 0, map[string]reply{"": upload(`"a", "b"`, "", 3, false), "2": upload(`"c"`, "", 3, false)}, "a b c", " 2", ""},
		{"number, how many items, and an empty page", "NumberTotal", 2, map[string]reply{"": upload(`"a", "b"`, "", 5, false), "2": upload("", "", 5, false), "3": upload(`"c"`, "", 5, false)}, "a b c", " 2 3", ""},
		{"number and whether there are more", "NumberMore", 0, map[string]reply{"": upload(`"a"`, "", 0, true), "2": upload("", "", 0, true), "3": upload(`"b"`, "", 0, false)}, "a b", " 2 3", ""},
		{"offset", "Offset", 0, map[string]reply{"": upload(`"a", "b"`, "", 0, false), "2": upload(`"c"`, "", 0, false), "3": upload("", "", 0, false)}, "a b c", " 2 3", ""},
		{"offset and how many items", "OffsetTotal", 0, map[string]reply{"": upload(`"a", "b"`, "", 3, false), "2": upload(`"c"`, "", 3, false)}, "a b c", " 2", ""},
		{"offset and an empty page", "OffsetTotal", 2, map[string]reply{"": upload(`"a", "b"`, "", 5, false), "2": upload("", "", 5, false), "4": upload(`"c"`, "", 5, false)}, "a b c", " 2 4", ""},
		{"offset and an empty page of no known size", "OffsetTotal", 0, map[string]reply{"": upload(`"a"`, "", 5, false), "1": upload("", "", 5, false)}, "a", " 1", "the page is empty"},
		{"last item", "LastItem", 0, map[string]reply{"": parts(true, "a", "b"), "b": parts(false, "c")}, "a b c", " b", ""},
		{"last item that comes again", "LastItem", 0, map[string]reply{"": parts(true, "a", "b"), "b": parts(true, "a", "b")}, "a b a b", " b", "a page token twice"},
		{"last item of an empty page", "LastItem", 0, map[string]reply{"": parts(true, "a"), "a": parts(true)}, "a", " a", "the page is empty"},
		{"last item without an id", "LastItem", 0, map[string]reply{"": parts(true, "")}, "", "", "has no ID"},
		{"last item until a page is empty", "LastItemNumber", 0, map[string]reply{"": parts(false, "7"), "7": parts(false, "8"), "8": parts(false)}, "7 8", " 7 8", ""},
		{"items in an object", "Inside", 0, map[string]reply{"": inside("x", false, "a", "b"), "x": inside("y", false), "y": inside("", false, "c")}, "a b c", " x y", ""},
		{"no object", "Inside", 0, map[string]reply{"": inside("x", false, "a"), "x": {body: `{"body": null}`}}, "a", " x", ""},
		{"last item in an object", "InsideLastItem", 0, map[string]reply{"": inside("", true, "a", "b"), "b": inside("", false, "c")}, "a b c", " b", ""},
		{"number of an object that is empty in the end", "InsideNumber", 0, map[string]reply{"": inside("", false, "a"), "2": inside("", false, "b"), "3": {body: `{}`}}, "a b", " 2 3", ""},
		{"no list in an object", "InsideNoList", 0, nil, "", "-", "nothing indicates the last page"},
		{"nothing that ends", "NoEnd", 0, nil, "", "-", "nothing indicates the last page"},
		{"no id", "NoID", 0, nil, "", "-", "requires the ID of an item"},
		{"no list", "NoList", 0, nil, "", "-", "requires a list of messages"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var asked []string
			url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
				query := r.URL.Query()
				key := query.Get("subject") + query.Get("futureQuotaValue") + query.Get("at")
				if test.method == "HeaderOnly" && query.Get("quotaValue") != "5" {
					t.Errorf("requested %s", r.URL)
				}
				asked = append(asked, key)
				page, known := test.pages[key]
				if !known || len(asked) > 9 {
					respond(503, "application/json", `{"error":{"status":"UNAVAILABLE","message":"unexpected"}}`)(w, r)
					return
				}
				if page.link != "" {
					w.Header().Set("Link", page.link)
				}
				respondJSON(page.body)(w, r)
			})
			c := clientOf(t, forms, rest.WithEndpoint(url), rest.WithoutCredentials())
			req := &errdetails.QuotaFailure_Violation{QuotaValue: test.limit}
			all := map[bool]func() ([]string, error){
				false: func() ([]string, error) { return itemsOf(c, test.method, req, true) },
				true:  func() ([]string, error) { return itemsOf(c, test.method, req, false) },
			}
			for byPage, collect := range all {
				asked = nil
				items, err := collect()
				if got := strings.TrimSpace(strings.Join(items, " ")); got != test.items {
					t.Errorf("by page %t: items %q, want %q", byPage, got, test.items)
				}
				if got := strings.Join(asked, " "); got != strings.TrimPrefix(test.asked, "-") {
					t.Errorf("by page %t: requested %q, want %q", byPage, got, test.asked)
				}
				if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
					t.Errorf("by page %t: error %v, want %q", byPage, err, test.err)
				}
			}
		})
	}
}

// itemsOf returns the items of a list method. atOnce selects All instead of Pages.
func itemsOf(c *stub.Client, method string, req proto.Message, atOnce bool) ([]string, error) {
	switch forms.Services().Get(0).Methods().ByName(protoreflect.Name(method)).Output().Name() {
	case "Body":
		return read(stub.NewPager(context.Background(), c, protoreflect.Name(method), req, (*apipb.Body).GetParts), (*apipb.Body).GetParts, (*apipb.BodyPart).GetName, atOnce)
	case "MethodRule":
		if strings.HasPrefix(method, "Inside") {
			parts := func(m *apipb.MethodRule) []*apipb.BodyPart { return m.GetBody().GetParts() }
			return read(stub.NewPager(context.Background(), c, protoreflect.Name(method), req, parts), parts, (*apipb.BodyPart).GetName, atOnce)
		}
		return read(stub.NewPager(context.Background(), c, protoreflect.Name(method), req, (*apipb.MethodRule).GetIds), (*apipb.MethodRule).GetIds, func(s string) string { return s }, atOnce)
	}
	return read(stub.NewPager(context.Background(), c, protoreflect.Name(method), req, (*apipb.MediaUpload).GetAccept), (*apipb.MediaUpload).GetAccept, func(s string) string { return s }, atOnce)
}

func read[Page proto.Message, Item any](p *rest.Pager[Page, Item], items func(Page) []Item, text func(Item) string, atOnce bool) (all []string, err error) {
	if atOnce {
		for item, err := range p.All() {
			if err != nil {
				return all, err
			}
			all = append(all, text(item))
		}
		return all, nil
	}
	for page, err := range p.Pages() {
		if err != nil {
			return all, err
		}
		for _, item := range items(page) {
			all = append(all, text(item))
		}
	}
	return all, nil
}
