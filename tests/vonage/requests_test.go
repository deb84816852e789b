// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/wirejson"
)

// A source generates random requests and responses.
type source struct{ *rand.Rand }

func (s source) text() string {
	const letters = "abcXYZ0189-_.~ ä€😀'\"\\+&=?#%:;,@!$()*[]{}<>|^`"
	runes := []rune(letters)
	text := make([]rune, 1+s.IntN(12))
	for i := range text {
		text[i] = runes[s.IntN(len(runes))]
	}
	return "x" + string(text) // neither only dots nor only white space
}

func (s source) maybe(text string) *string {
	if s.IntN(2) == 0 {
		return nil
	}
	if s.IntN(4) == 0 {
		text = ""
	}
	return &text
}

func (s source) texts(most int) []string {
	var all []string
	for range s.IntN(most + 1) {
		all = append(all, s.text())
	}
	return all
}

func (s source) provider() accountspb.Provider { return accountspb.Provider(1 + s.IntN(4)) }

func (s source) number() *int64 {
	if s.IntN(2) == 0 {
		return nil
	}
	return proto.Int64(s.Int64N(1000))
}

// account returns an account that is valid for every kind. The document requires the token in lists
// and in Messenger accounts.
func (s source) account() *accountspb.Account {
	return &accountspb.Account{
		ExternalId: s.text(), ApiKey: s.text(), Provider: s.provider(), Name: s.maybe(s.text()), AccessToken: proto.String(s.text()), Applications: s.texts(3),
	}
}

func (s source) change() *accountspb.UpdateMessengerAccountRequest {
	r := &accountspb.UpdateMessengerAccountRequest{ExternalId: s.text(), Name: s.maybe(s.text()), AccessToken: s.maybe(s.text()), Applications: s.texts(2)}
	if len(r.Applications) == 0 && s.IntN(2) == 0 {
		r.EmptyFields = []string{"applications"}
	}
	return r
}

// TestRequests sends random requests of all methods. All must be valid according to the document,
// and the client must return the response of the server.
func TestRequests(t *testing.T) {
	s := source{rand.New(rand.NewPCG(6, 1))}
	v := newVonage(t)
	client, ctx := v.client(), t.Context()
	const times = 300
	for name, call := range map[string]func() (proto.Message, error){
		"CreateMessengerAccount": func() (proto.Message, error) {
			return client.CreateMessengerAccount(ctx, &accountspb.CreateMessengerAccountRequest{ExternalId: s.text(), AccessToken: s.text(), Name: s.maybe(s.text()), Applications: s.texts(1)})
		},
		"GetMessengerAccount": func() (proto.Message, error) {
			return client.GetMessengerAccount(ctx, &accountspb.GetMessengerAccountRequest{ExternalId: s.text()})
		},
		"UpdateMessengerAccount": func() (proto.Message, error) { return client.UpdateMessengerAccount(ctx, s.change()) },
		"DeleteMessengerAccount": func() (proto.Message, error) {
			return nil, client.DeleteMessengerAccount(ctx, &accountspb.DeleteMessengerAccountRequest{ExternalId: s.text()})
		},
		"GetVSMAccount": func() (proto.Message, error) {
			return client.GetViberAccount(ctx, &accountspb.GetViberAccountRequest{ExternalId: s.text()})
		},
		"GetWAAccount": func() (proto.Message, error) {
			return client.GetWhatsAppAccount(ctx, &accountspb.GetWhatsAppAccountRequest{ExternalId: s.text()})
		},
		"GetAllAccounts": func() (proto.Message, error) {
			r := &accountspb.ListAccountsRequest{PageNumber: s.number(), PageSize: s.number()}
			if s.IntN(2) == 0 {
				r.Provider = s.provider().Enum()
			}
			return page(client.ListAccounts(ctx, r))
		},
		"LinkApplication": func() (proto.Message, error) {
			return client.LinkApplication(ctx, &accountspb.LinkApplicationRequest{Provider: s.provider(), ExternalId: s.text(), Application: s.text()})
		},
		"UnliWithoutApplicationnkApplication": func() (proto.Message, error) {
			return nil, client.UnlinkApplication(ctx, &accountspb.UnlinkApplicationRequest{Provider: s.provider(), ExternalId: s.text(), ApplicationId: s.text()})
		},
	} {
		for range times {
			var sent proto.Message
			v.respond = func(operation string, r *http.Request) (int, string) {
				if operation != name {
					t.Errorf("%s arrives as %s: %s %s", name, operation, r.Method, r.URL)
				}
				switch operation {
				case "DeleteMessengerAccount", "UnliWithoutApplicationnkApplication":
					return http.StatusNoContent, ""
				case "GetAllAccounts":
					sent = &accountspb.ListAccountsResponse{
						PageNumber: s.number(), PageSize: s.number(), Embedded: []*accountspb.Account{s.account(), s.account()},
						Links: &accountspb.ListAccountsResponse_Links{Self: &accountspb.ListAccountsResponse_Links_Self{Href: s.maybe(s.text())}},
					}
				default:
					sent = s.account()
				}
				status := http.StatusOK
				if operation == "CreateMessengerAccount" {
					status = http.StatusCreated
				}
				text, err := wirejson.Marshal(sent)
				if err != nil {
					t.Fatal(err)
				}
				return status, string(text)
			}
			got, err := call()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if sent != nil {
				if diff := cmp.Diff(sent, got, protocmp.Transform()); diff != "" {
					t.Fatalf("%s (-sent +got):\n%s", name, diff)
				}
			}
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	if methods := accountspb.File_protolect_vonage_accounts_v1beta1_accounts_service_proto.Services().Get(0).Methods().Len(); v.requests != times*methods {
		t.Errorf("%d requests arrived of %d methods", v.requests, methods)
	}
}

// TestAddresses compares the URLs of some calls with the published samples.
func TestAddresses(t *testing.T) {
	v := newVonage(t)
	client, ctx := v.client(), t.Context()
	const account = `{"external_id": "12345678", "api_key": "abcd1234", "provider": "viber_service_msg", "access_token": "t"}`
	v.respond = func(operation string, _ *http.Request) (int, string) {
		switch operation {
		case "GetAllAccounts":
			return http.StatusOK, `{"_embedded": [` + account + `]}`
		case "UnliWithoutApplicationnkApplication":
			return http.StatusNoContent, ""
		}
		return http.StatusOK, account
	}
	for _, c := range []struct {
		call func() error
		uri  string
		body string
	}{
		{func() error { _, err := page(client.ListAccounts(ctx, &accountspb.ListAccountsRequest{})); return err }, "/beta/chatapp-accounts", ""},
		{func() error {
			_, err := page(client.ListAccounts(ctx, &accountspb.ListAccountsRequest{Provider: accountspb.Provider_PROVIDER_VIBER_SERVICE_MSG.Enum(), PageNumber: proto.Int64(1), PageSize: proto.Int64(10)}))
			return err
		}, "/beta/chatapp-accounts?page_number=1&page_size=10&provider=viber_service_msg", ""},
		{func() error {
			_, err := client.LinkApplication(ctx, &accountspb.LinkApplicationRequest{Provider: accountspb.Provider_PROVIDER_RCS, ExternalId: "1", Application: "78d335fa"})
			return err
		}, "/beta/chatapp-accounts/rcs/1/applications", `{"application":"78d335fa"}`},
		{func() error {
			return client.UnlinkApplication(ctx, &accountspb.UnlinkApplicationRequest{Provider: accountspb.Provider_PROVIDER_VIBER_SERVICE_MSG, ExternalId: "1", ApplicationId: "78d335fa"})
		}, "/beta/chatapp-accounts/viber_service_msg/1/applications/78d335fa", ""},
	} {
		if err := c.call(); err != nil || v.last.uri != c.uri || v.last.body != c.body {
			t.Errorf("%s %s (%v)\nwant %s %s", v.last.uri, v.last.body, err, c.uri, c.body)
		}
	}
	// The client checks the parameters of the path before it sends a request.
	before := v.requests
	if err := client.UnlinkApplication(ctx, &accountspb.UnlinkApplicationRequest{ExternalId: "1", ApplicationId: "2"}); err == nil || v.requests != before {
		t.Error("without a provider:", err)
	}
}

// page returns the first page of a list.
func page(p *rest.Pager[*accountspb.ListAccountsResponse, *accountspb.Account]) (*accountspb.ListAccountsResponse, error) {
	for page, err := range p.Pages() {
		return page, err
	}
	return nil, nil
}

// TestPatch distinguishes absent, empty and null.
func TestPatch(t *testing.T) {
	v := newVonage(t)
	v.respond = func(string, *http.Request) (int, string) {
		return http.StatusOK, `{"external_id": "1", "api_key": "k", "provider": "messenger", "access_token": "t", "applications": []}`
	}
	client := v.client()
	for _, c := range []struct {
		request *accountspb.UpdateMessengerAccountRequest
		body    string
	}{
		{&accountspb.UpdateMessengerAccountRequest{}, `{}`},
		{&accountspb.UpdateMessengerAccountRequest{Name: proto.String("n")}, `{"name":"n"}`},
		{&accountspb.UpdateMessengerAccountRequest{Name: proto.String("")}, `{"name":""}`},
		{&accountspb.UpdateMessengerAccountRequest{Applications: []string{"a"}, AccessToken: proto.String("t")}, `{"access_token":"t","applications":["a"]}`},
		{&accountspb.UpdateMessengerAccountRequest{EmptyFields: []string{"applications"}}, `{"applications":[]}`},
		{&accountspb.UpdateMessengerAccountRequest{EmptyFields: []string{"applications"}, Applications: []string{"a"}}, `{"applications":["a"]}`},
	} {
		c.request.ExternalId = "1"
		if _, err := client.UpdateMessengerAccount(t.Context(), c.request); err != nil || v.last.body != c.body {
			t.Errorf("%v is sent as %s (%v), want %s", c.request, v.last.body, err, c.body)
		}
	}
	for _, names := range [][]string{{"external_id"}, {"name", "external_id"}} {
		v.last.body = ""
		_, err := client.UpdateMessengerAccount(t.Context(), &accountspb.UpdateMessengerAccountRequest{ExternalId: "1", NullFields: names})
		if err == nil || !strings.Contains(err.Error(), `null_fields has "external_id", which belongs in the path, the query or a header, not in the body`) || v.last.body != "" {
			t.Errorf("%q can be null: %v", names, err)
		}
	}
	// The document does not allow null, so this request is not validated.
	text, err := wirejson.Marshal(&accountspb.UpdateMessengerAccountRequest{NullFields: []string{"name"}, EmptyFields: []string{"applications"}})
	if want := `{"name":null,"applications":[]}`; err != nil || !sameJSON(t, string(text), want) {
		t.Errorf("null and empty are %s (%v)", text, err)
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal([]byte(a), &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(b), &y); err != nil {
		t.Fatal(err)
	}
	return cmp.Equal(x, y)
}
