// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
)

// sample is the list in the reference. According to its links, the next page is the third, the
// previous page is itself, and the last page is the fourth.
const sample = `{
	"page_number": 1, "page_size": 10,
	"_embedded": [{"name": "optionalName", "applications": ["optionalApplicationId"], "external_id": "12345678", "api_key": "abcd1234", "provider": "whatsapp", "access_token": "myAccessToken"}],
	"_links": {
		"self": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=1&page_size=10"},
		"next": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=3&page_size=10"},
		"prev": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=1&page_size=10"},
		"first": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=1&page_size=10"},
		"last": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=4&page_size=10"}
	}
}`

// query returns the query of the last request. (The validator adds defaults to the request that it
// receives.)
func query(v *vonage) string {
	_, query, _ := strings.Cut(v.last.uri, "?")
	return query
}

func list(t *testing.T, v *vonage, request *accountspb.ListAccountsRequest) (names []string, failure error) {
	t.Helper()
	for account, err := range v.client().ListAccounts(t.Context(), request).All() {
		if err != nil {
			return names, err
		}
		if names = append(names, account.GetName()); len(names) > 100 {
			t.Fatal("the list does not end")
		}
	}
	return names, nil
}

// TestSample reads a list whose pages all equal the sample: the link of the second page leads to
// that page again, which is an error after its accounts.
func TestSample(t *testing.T) {
	v := newVonage(t)
	var uris []string
	v.respond = func(string, *http.Request) (int, string) {
		uris = append(uris, query(v))
		return http.StatusOK, sample
	}
	names, err := list(t, v, &accountspb.ListAccountsRequest{PageSize: proto.Int64(10)})
	if want := "[page_size=10 page_number=3&page_size=10]"; err == nil || !strings.Contains(err.Error(), "leads to the same page") || fmt.Sprint(uris) != want || len(names) != 2 {
		t.Errorf("%d accounts (%v), requests %v, want %s", len(names), err, uris, want)
	}
}

// TestPages reads three pages whose links lead to another host. The client uses only the page
// numbers, and does not send the credentials to that host.
func TestPages(t *testing.T) {
	v := newVonage(t)
	var uris []string
	v.respond = func(string, *http.Request) (int, string) {
		uris = append(uris, query(v))
		sent, _ := url.ParseQuery(query(v))
		number := sent.Get("page_number")
		next := map[string]string{"": "2", "2": "3"}[number]
		links := `{}`
		if next != "" {
			links = `{"next": {"href": "https://elsewhere.example.com/beta/chatapp-accounts?page_number=` + next + `&page_size=1"}}`
		}
		page, _, _ := strings.Cut(sample, `"_links"`)
		return http.StatusOK, strings.Replace(page, "optionalName", "account "+number, 1) + `"_links": ` + links + `}`
	}
	names, err := list(t, v, &accountspb.ListAccountsRequest{Provider: accountspb.Provider_PROVIDER_WHATSAPP.Enum(), PageSize: proto.Int64(1)})
	if got, want := fmt.Sprint(names, err), "[account  account 2 account 3] <nil>"; got != want {
		t.Errorf("the accounts are %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(uris), "[page_size=1&provider=whatsapp page_number=2&page_size=1&provider=whatsapp page_number=3&page_size=1&provider=whatsapp]"; got != want {
		t.Errorf("the requests are\n%s, want\n%s", got, want)
	}
}

// TestEmptyPage checks that a page without accounts is the last one, whatever its links.
func TestEmptyPage(t *testing.T) {
	v := newVonage(t)
	v.respond = func(string, *http.Request) (int, string) {
		return http.StatusOK, `{"_embedded": [], "_links": {"next": {"href": "https://api.nexmo.com/beta/chatapp-accounts?page_number=2"}}}`
	}
	if names, err := list(t, v, &accountspb.ListAccountsRequest{}); err != nil || len(names) > 0 || v.requests != 1 {
		t.Errorf("%d accounts (%v) in %d requests", len(names), err, v.requests)
	}
}
