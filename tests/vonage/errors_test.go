// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/rest"
)

// TestErrors tests the errors of the document and their bodies.
func TestErrors(t *testing.T) {
	v := newVonage(t)
	client, ctx := v.client(), t.Context()
	create := func() error {
		_, err := client.CreateMessengerAccount(ctx, &accountspb.CreateMessengerAccountRequest{ExternalId: "1", AccessToken: "t"})
		return err
	}
	link := func() error {
		_, err := client.LinkApplication(ctx, &accountspb.LinkApplicationRequest{Provider: accountspb.Provider_PROVIDER_RCS, ExternalId: "1", Application: "a"})
		return err
	}
	get := func() error {
		_, err := client.GetViberAccount(ctx, &accountspb.GetViberAccountRequest{ExternalId: "1"})
		return err
	}
	for _, test := range []struct {
		call   func() error
		status int
		body   string
		title  string
		reason string // the reason of the first invalid parameter
		text   []string
	}{
		{create, 400, `{"type": "https://www.nexmo.com/messages/Errors#InvalidParams", "title": "Your request parameters didn't validate.", "detail": "Found errors validating 1 of your submitted parameters.",
			"invalid_params": [{"name": "external_id", "reason": "Missing external_id field"}]}`, "Your request parameters didn't validate.", "Missing external_id field", []string{"CreateMessengerAccount", "400", "didn't validate"}},
		//nolint:misspell // as published
		{create, 401, `{"title": "Unauthorised", "detail": "Invalid Token"}`, "Unauthorised", "", []string{"401", "Unauthorised"}},
		{create, 403, `{"title": "Wrong authentication"}`, "Wrong authentication", "", []string{"403", "Wrong authentication"}},
		{link, 409, `{"type": "https://www.nexmo.com/messages/Errors#Conflict", "title": "Application conflict", "detail": "Unable to link application"}`, "Application conflict", "", []string{"409", "Application conflict"}},
		{get, 404, ``, "", "", []string{"404", "GetViberAccount"}},
	} {
		v.respond = func(string, *http.Request) (int, string) { return test.status, test.body }
		err := test.call()
		var e *rest.Error
		if !errors.As(err, &e) || e.StatusCode != test.status {
			t.Errorf("%d: %v", test.status, err)
			continue
		}
		for _, text := range test.text {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%d: %v does not contain %q", test.status, err, text)
			}
		}
		problem, found := rest.Detail[*accountspb.Problem](err)
		if found != (test.title != "") || problem.GetTitle() != test.title {
			t.Errorf("%d: the problem is %v", test.status, problem)
		}
		if test.reason != "" && problem.GetInvalidParams()[0].GetReason() != test.reason {
			t.Errorf("%d: the problem is %v", test.status, problem)
		}
	}
}
