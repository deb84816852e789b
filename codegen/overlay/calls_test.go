// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/overlay"
)

// letters has a method with a body of its own, and one with a body that is the
// request.
const letters = `{
	"kind": "discovery#restDescription", "name": "letters", "version": "v1", "rootUrl": "https://letters.example.com/",
	"methods": {
		"post": {"id": "letters.post", "httpMethod": "POST", "path": "letters", "request": {"$ref": "PostLetter"}, "response": {"$ref": "PostLetter"},
			"parameters": {"from": {"type": "string", "location": "query"}, "copies": {"type": "integer", "location": "query"},
				"letter": {"type": "string", "location": "query"}}},
		"stamp": {"id": "letters.stamp", "httpMethod": "POST", "path": "letters:stamp", "request": {"$ref": "StampRequest"}, "response": {"$ref": "PostLetter"}}
	},
	"schemas": {
		"PostLetter": {"type": "object", "properties": {"text": {"type": "string"}}},
		"StampRequest": {"type": "object", "properties": {"from": {"type": "string"}}}
	}
}`

func applyToLetters(t *testing.T, data string) (*model.API, []string) {
	t.Helper()
	doc, findings := discovery.Read("letters.json", []byte(letters))
	if findings.HasErrors() {
		t.Fatal(found(findings))
	}
	api, _ := model.Build(doc, &model.Package{Name: "letters.v1", GoImport: "example.com/letters/letterspb"}, new(numbers.Lock))
	o, findings := overlay.Read("overlay.yaml", []byte(data))
	findings.Append(o.Apply(api))
	return api, found(findings)
}

func TestCallsBad(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"forms", lines("bodies: {letters.post: Letter}", "requestIds: {letters.post: from}", "errors: {letters.post: {200: {OK: fine}, 404: {gone: gone}, 410: {GONE: }}}",
			"example: {method: letters.post, request: {postLetter: {}}, endpoint: 'http://x'}"), []string{
			`1:24 overlay-syntax: expected a name in snake_case, for example owner_name, found "Letter"`,
			`2:28 overlay-syntax: expected a list of at least one element, found "from"`,
			`3:25 overlay-syntax: expected an HTTP status from 400 to 599, found "200"`,
			`3:48 overlay-syntax: expected a name in upper case, for example SOLD_OUT, found "gone"`,
			`3:73 overlay-syntax: expected a text of one line, found nothing`,
			`4:70 overlay-syntax: expected an https URL without a slash at its end, for example https://api.example.com/v1, found "http://x"`,
		}},
		{"nothing to match", lines("bodies: {letters.none: x}", "defaults: [sender]", "requestIds: {letters.none: [from], letters.post: [id]}", "errors: {letters.none: {404: {GONE: it is gone}, 410: {LOST: it is lost}}}"), []string{
			`1:10 overlay-matches-nothing: the document has no method "letters.none"`,
			`2:12 overlay-matches-nothing: the document has no request with a property or parameter "sender"`,
			`3:14 overlay-matches-nothing: the document has no method "letters.none"`,
			`3:51 overlay-matches-nothing: the request of "letters.post" has no "id"`,
			`4:10 overlay-matches-nothing: the document has no method "letters.none"`,
		}},
		{"needless", lines("bodies: {letters.post: post_letter}", "defaults: [from, from]", "requestIds: {letters.post: [from, from]}"), []string{
			`1:10 overlay-needless: the name is post_letter without this line`,
			`2:18 overlay-needless: "from" is listed twice`,
			`3:35 overlay-needless: "from" is listed twice`,
		}},
		{"impossible", lines("bodies: {letters.stamp: stamp}", "defaults: [copies]", "requestIds: {letters.post: [copies]}", "errors: {letters.post: {404: {GONE: it is gone, LOST: it is lost}}}"), []string{
			`1:10 overlay-impossible: the request of "letters.stamp" has no field for its body`,
			`2:12 overlay-impossible: "copies" of letters.post is not a string`,
			`3:29 overlay-impossible: "copies" of letters.post is not a string`,
			`4:49 overlay-impossible: the status 404 of letters.post already has a name`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, got := applyToLetters(t, test.data); !cmp.Equal(test.want, got) {
				t.Errorf("findings (-want +got):\n%s", cmp.Diff(test.want, got))
			}
		})
	}
}

// TestPaths has other paths of methods.
func TestPaths(t *testing.T) {
	const method, at = "paths: {letters.post: %s}", "1:9 "
	for path, want := range map[string]string{
		"/v2/letters/": "",
		"/letters":     at + "overlay-needless: the path is /letters without this line",
		"letters":      at + `overlay-impossible: the path of letters.post: path template "letters": at offset 0: expected "/", found "letters"`,
		"'/{letter}'":  at + "overlay-impossible: the path of letters.post in the document, /letters, has other variables",
	} {
		api, findings := applyToLetters(t, fmt.Sprintf(method, path))
		if strings.Join(findings, "") != want {
			t.Errorf("%s: %q, want %q", path, findings, want)
		}
		if got := api.Services[0].Methods[0].Bindings[0].Path.String(); want == "" && got != path {
			t.Errorf("%s: the path is %s", path, got)
		}
	}
	if _, findings := applyToLetters(t, "paths: {letters.none: /x}"); len(findings) != 1 {
		t.Errorf("got %q", findings)
	}
}

// TestBodies has how the field for a body is called.
func TestBodies(t *testing.T) {
	for data, want := range map[string]string{
		"":                                "post_letter",
		"messages: {PostLetter: Mail}":    "mail",
		"messages: {PostLetter: Letter}":  "letter_body", // there is a parameter letter
		"bodies: {letters.post: message}": "message",
		"{messages: {PostLetter: Mail}, bodies: {letters.post: message}}": "message",
	} {
		api, findings := applyToLetters(t, data)
		if len(findings) > 0 {
			t.Errorf("%s: %q", data, findings)
		}
		body := api.Services[0].Methods[0].Bindings[0].Body
		if body.Name != want || body.JSONName() != naming.JSONName(want) {
			t.Errorf("%s: the body is %s, in JSON %s", data, body.Name, body.JSONName())
		}
	}
}
