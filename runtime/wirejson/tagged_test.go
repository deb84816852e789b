// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestTagsAreWritten writes unions whose discriminators are booleans and numbers.
func TestTagsAreWritten(t *testing.T) {
	for _, c := range []struct {
		message    proto.Message
		text, want string // JSON, or an error
	}{
		{new(testpb.Outcome), `success { data: "d" }`, `{"ok":true,"data":"d"}`},
		{new(testpb.Outcome), `success { ok: true }`, `{"ok":true}`},
		{new(testpb.Outcome), `failure { }`, `{"ok":false}`},
		{new(testpb.Outcome), `failure { ok: true }`, `wirejson: ok: want false or an unset field in the alternative failure, found true, which names the alternative success`},
		{new(testpb.Task), `low { name: "n" }`, `{"priority":-1,"name":"n"}`},
		{new(testpb.Task), `low { priority: PRIORITY_LOW }`, `{"priority":-1}`},
		{new(testpb.Task), `high { }`, `{"priority":1.5}`},
		{new(testpb.Task), `other { }`, `{"priority":7}`},
		{new(testpb.Task), `low { priority: PRIORITY_HIGH }`, `wirejson: priority: want -1 or an unset field in the alternative low, found 1.5, which names the alternative high`},
	} {
		for form, empty := range forms(c.message) {
			m := empty()
			must(prototext.Unmarshal([]byte(c.text), m))
			got, err := wirejson.Marshal(m)
			if text := string(got) + errorText(err); text != c.want {
				t.Errorf("%s %s: got %s, want %s", form, c.text, text, c.want)
			}
		}
	}
}

// TestTagsAreRead reads such unions, and those without a tag, which is not written then.
func TestTagsAreRead(t *testing.T) {
	for _, c := range []struct {
		message                    proto.Message
		json, alternative, written string
	}{
		{new(testpb.Outcome), `{"ok":true,"data":"d"}`, "success", ``},
		{new(testpb.Outcome), `{"data":"d","ok":false}`, "failure", `{"ok":false,"data":"d"}`},
		{new(testpb.Outcome), `{"data":"d"}`, "success", ``},
		{new(testpb.Task), `{"priority":-1}`, "low", ``},
		{new(testpb.Task), `{"priority":-1.0}`, "low", `{"priority":-1}`},
		{new(testpb.Task), `{"priority":1.5,"name":"n"}`, "high", ``},
		{new(testpb.Task), `{"priority":7}`, "other", ``},
		{new(testpb.Task), `{"name":"n"}`, "low", ``},
		{new(testpb.Event), `{"url":"u"}`, "file", ``},
		{new(testpb.Event), `{"body":"b"}`, "text", ``},
		{new(testpb.Event), `{"type":"more","url":"u"}`, "more", ``},
		{new(testpb.Event), `{"type":"more","size":"L"}`, "more", ``},
		{new(testpb.Animal), `{"friend":{"walks":[]}}`, "cat", `{"friend":{}}`},
	} {
		for form, empty := range forms(c.message) {
			m := empty()
			must(ofServers.Unmarshal([]byte(c.json), m))
			if fd := m.ProtoReflect().WhichOneof(m.ProtoReflect().Descriptor().Oneofs().Get(0)); fd == nil || string(fd.Name()) != c.alternative {
				t.Errorf("%s %s: got %v, want %s", form, c.json, m, c.alternative)
			}
			want := c.written
			if want == "" {
				want = c.json
			}
			if got, err := wirejson.Marshal(m); err != nil || string(got) != want {
				t.Errorf("%s %s: got %s, %v, want %s", form, c.json, got, err, want)
			}
		}
	}
}
