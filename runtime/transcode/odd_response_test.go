// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestOddResponses decodes unexpected responses, and encodes them again.
func TestOddResponses(t *testing.T) {
	const strict, google = "json_required: true", ""
	for _, test := range []struct{ file, output, body, want string }{
		{strict, "Pet", `null`, `null`},
		{strict, "Pet", "\ufeff {\"name\":\"x\"} ", `{"name":"x"}`},
		{strict, "Pet", "\ufeffnull", `null`},
		{google, "Pet", `null`, `not a JSON object`},
		{strict, "Pet", `{"name":"a","name":"b"}`, `{"name":"b"}`},
		{strict, "Pet", `{"name":"cut \ud83d"}`, `{"name":"cut ` + "\ufffd" + `"}`},

		// A member with the name error.
		{strict, "Pet", `{"name":"x","error":{"code":5,"message":"m"}}`, `{"name":"x"}`},
		{strict, "Pet", `{"new":"x","error":{"code":5,"message":"m"}}`, `{}`},
		{strict, "Pet", `{"name":"x","error":{}}`, `{"name":"x"}`},
		{strict, "Pet", `{"error":{"code":5,"message":"m"}}`, `contains an error`},
		{google, "Pet", `{"name":"x","error":{"code":5,"message":"m"}}`, `contains an error`},
		{google, "Pet", `{"name":"x","error":{}}`, `{"name":"x"}`},
	} {
		router, _ := serverOf(t, petMessages, `method { name: "M" input_type: ".test.server.Form" output_type: ".test.server.`+test.output+`" options { [google.api.http] { get: "/m" } } }`, test.file)
		match, err := router.Match("GET", "/m")
		if err != nil {
			t.Fatal(err)
		}
		r := &transcode.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(test.body), Verb: "GET"}
		resp := dynamicpb.NewMessage(match.Method.Descriptor.Output())
		got := ""
		if err := match.Method.DecodeResponse(r, resp, transcode.DecodeOptions{}); err != nil {
			got = err.Error()
		} else if text, err := wirejson.Marshal(resp); err != nil {
			t.Error(err)
		} else {
			got = string(text)
		}
		if isError := test.want[0] != '{' && test.want != "null"; isError && !strings.Contains(got, test.want) || !isError && got != test.want {
			t.Errorf("%s %s: got %s, want %s", test.file, test.body, got, test.want)
		}
	}
}
