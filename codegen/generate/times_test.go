// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/wirejson"
)

const timesDocument = `
openapi: 3.1.0
info: {title: Times API, version: 1.0.0}
servers: [{url: 'https://times.example.com'}]
paths:
  /events:
    patch:
      operationId: changeEvent
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Event'}, example: {start: '2024-05-06 07:08:09'}}}}}
components:
  schemas:
    Event:
      type: object
      required: [start]
      properties:
        start: {type: string, format: date-time, example: '2024-05-06 07:08:09'}
        ends: {type: array, items: {type: string, format: date-time}, example: ['2024-05-06T07:08:09Z', '2024-05-06T07:08:09']}
        marks: {type: object, additionalProperties: {type: string, format: date-time}, example: {a: yesterday}}
        good: {type: string, format: date-time, examples: ['2024-05-06T07:08:09+01:00', '2016-12-31t23:59:60z', '2024-05-06T07:08:09.123456789012Z']}
`

// TestTimesAsText reports examples of times that are no times, until an overlay keeps them as text.
func TestTimesAsText(t *testing.T) {
	run := func(overlay string) (*generate.Output, []string) {
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "api.yaml", Data: []byte(timesDocument)},
			Overlay:  generate.File{Name: "overlay.yaml", Data: []byte(overlay)},
			GoImport: func(string) string { return "example.com/api" },
		})
		if err != nil || findings.HasErrors() {
			t.Fatal(err, findings.All())
		}
		var found []string
		for _, f := range findings.All() {
			switch f.Rule {
			case finding.DateTimeForm.Name:
				found = append(found, f.Message)
			case finding.ProofDifference.Name:
				t.Error(f)
			}
		}
		return out, found
	}
	_, found := run("")
	want := []string{
		`ChangeEvent: the example of the response: start is "2024-05-06 07:08:09", which is not a date-time of RFC 3339`,
		`the example "2024-05-06 07:08:09" of Event.start is not a date-time of RFC 3339`,
		`the example "2024-05-06T07:08:09" of Event.ends is not a date-time of RFC 3339`,
		`the example "yesterday" of Event.marks is not a date-time of RFC 3339`,
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	out, found := run("types: {Event.start: string, Event.ends: string, Event.marks: string}")
	if found != nil {
		t.Errorf("with an overlay: %q", found)
	}
	m := dynamicpb.NewMessage(methodNamed(t, out, "ChangeEvent").Descriptor.Output())
	for _, text := range []string{
		`{"start":"2024-05-06 07:08:09","ends":["2024-05-06T07:08:09"],"marks":{"a":"yesterday"}}`,
		`{"start":""}`,
	} {
		if err := (wirejson.UnmarshalOptions{}).Unmarshal([]byte(text), m); err != nil {
			t.Fatal(err)
		}
		again, err := wirejson.MarshalOptions{OmitUnset: true}.Marshal(m)
		if d := cmp.Diff(jsonOf(t, []byte(text)), jsonOf(t, again)); err != nil || d != "" {
			t.Errorf("%s, %v: -want +got:\n%s", text, err, d)
		}
	}
	empty, err := wirejson.MarshalOptions{OmitUnset: true}.Marshal(dynamicpb.NewMessage(m.Descriptor()))
	if err != nil || string(empty) != "{}" {
		t.Errorf("an event that is not set is %s, %v", empty, err)
	}
}

func jsonOf(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestTextPresence makes times texts. The fields have the presence of texts in the same places, except that an
// unset field that is not required still differs from an empty text.
func TestTextPresence(t *testing.T) {
	const document = `openapi: 3.1.0
info: {title: Times, version: v1}
servers: [{url: https://times.example.com}]
paths:
  /%[1]s:
    %[1]s:
      operationId: change
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}}
components:
  schemas:
    Event:
      type: object
      required: [plain, secret, own, maybe, list]
      properties:
        plain: {type: string%[2]s}
        secret: {type: string%[2]s, writeOnly: true}
        own: {type: string%[2]s, readOnly: true}
        maybe: {type: [string, "null"]%[2]s}
        list: {type: array, items: {type: string%[2]s}}
        open: {type: string%[2]s}
`
	fields := func(method, format, overlay string) map[string]string {
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "api.yaml", Data: fmt.Appendf(nil, document, method, format)},
			Overlay:  generate.File{Name: "overlay.yaml", Data: []byte(overlay)},
			GoImport: func(string) string { return "example.com/api" },
		})
		if err != nil || findings.HasErrors() {
			t.Fatal(err, findings.All())
		}
		forms := make(map[string]string)
		for _, f := range out.Model.Messages[slices.IndexFunc(out.Model.Messages, func(m *model.Message) bool { return m.Name == "Event" })].Fields {
			if f.Type == model.String {
				forms[f.Key] = fmt.Sprintf("optional %t, zero %t, lock %q", f.Optional, f.JSON.Zero, f.LockedType)
			}
		}
		return forms
	}
	for _, method := range []string{"post", "patch"} {
		want := fields(method, "", "")
		got := fields(method, ", format: date-time", "types: {Event.plain: string, Event.secret: string, Event.own: string, "+
			"Event.maybe: string, Event.list: string, Event.open: string}")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", method, diff)
		}
		if !strings.HasPrefix(got["secret"], "optional true") {
			t.Errorf("%s: the required write-only text is %s", method, got["secret"])
		}
	}
}
