// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"encoding/json"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// exampleOf builds an example of a schema from those of its properties.
func exampleOf(schema *openapi3.Schema) any {
	switch {
	case schema.Example != nil:
		return schema.Example
	case len(schema.AllOf) > 0:
		all := make(map[string]any)
		for _, part := range schema.AllOf {
			for name, value := range exampleOf(part.Value).(map[string]any) {
				all[name] = value
			}
		}
		return all
	case schema.Type.Is("array"):
		return []any{exampleOf(schema.Items.Value)}
	case schema.Type.Is("object"):
		object := make(map[string]any)
		for name, property := range schema.Properties {
			if value := exampleOf(property.Value); value != nil { // the example of instance is null, which the schema does not allow
				object[name] = value
			}
		}
		return object
	}
	return nil
}

// TestExamples reads and writes the examples of all bodies.
func TestExamples(t *testing.T) {
	doc := document(t)
	requests := map[string]proto.Message{
		"CreateMessengerAccount": new(accountspb.CreateMessengerAccountRequest),
		"UpdateMessengerAccount": new(accountspb.UpdateMessengerAccountRequest),
		"LinkApplication":        new(accountspb.LinkApplicationRequest),
	}
	bodies := 0
	check := func(name string, content openapi3.Content, m proto.Message) {
		if content == nil {
			return
		}
		bodies++
		example, err := json.Marshal(exampleOf(content.Get("application/json").Schema.Value))
		if err != nil {
			t.Fatal(err)
		}
		if err := wirejson.Unmarshal(example, m); err != nil {
			t.Errorf("%s: %s: %v", name, example, err)
			return
		}
		again, err := wirejson.Marshal(m)
		if err != nil || !sameJSON(t, string(example), string(again)) {
			t.Errorf("%s: %s is written as %s (%v)", name, example, again, err)
		}
	}
	for _, path := range doc.Paths.Map() {
		for _, o := range path.Operations() {
			if o.RequestBody != nil {
				check(o.OperationID, o.RequestBody.Value.Content, requests[o.OperationID])
				delete(requests, o.OperationID)
			}
			for status, response := range o.Responses.Map() {
				var m proto.Message = new(accountspb.Account)
				if status[0] == '4' {
					m = new(accountspb.Problem)
				} else if o.OperationID == "GetAllAccounts" {
					m = new(accountspb.ListAccountsResponse)
				}
				check(o.OperationID+" "+status, response.Value.Content, m)
			}
		}
	}
	if diff := cmp.Diff(map[string]proto.Message{}, requests); diff != "" {
		t.Error(diff)
	}
	if bodies != 28 {
		t.Errorf("%d bodies have examples", bodies)
	}
	m := new(accountspb.ListAccountsResponse)
	if err := wirejson.Unmarshal([]byte(sample), m); err != nil {
		t.Fatal(err)
	}
	if again, err := wirejson.Marshal(m); err != nil || !sameJSON(t, sample, string(again)) {
		t.Errorf("the sample of the reference is written as %s (%v)", again, err)
	}
}
