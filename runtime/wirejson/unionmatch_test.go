// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestAlternatives reads values of a union, and writes them again.
func TestAlternatives(t *testing.T) {
	for _, test := range []struct{ json, want, written string }{
		// JSON types.
		{`"1.50"`, "text", ``},
		{`"007"`, "text", ``},
		{`"NaN"`, "text", ``},
		{`7`, "integer", ``},
		{`9007199254740993`, "integer", ``},
		{`7.5`, "number", ``},
		{`18446744073709551615`, "number", ``},
		{`-123456789012345678901234567890.5`, "number", ``},
		{`"sms"`, "channel", ``},
		{`"other"`, "text", ``},
		// Required members.
		{`{"id":"x","start":1}`, "live", ``},
		{`{"id":"x","deleted":false}`, "deleted", ``},
		{`{"id":"x","deleted":true,"start":1}`, "deleted", ``},
		// Enum values.
		{`{"kind":"square","size":2}`, "square", ``},
		{`{"size":2,"kind":"circle"}`, "circle", `{"kind":"circle","size":2}`},
		// Members at every depth.
		{`{"rows":[{"width":1},{"width":2}]}`, "table", ``},
		{`{"rows":[{"value":1}]}`, "chart", ``},
		{`{"rows":[{},{"value":1,"inner":{"id":"x"}}]}`, "chart", ``},
		{`{"rows":[{"inner":{"rows":[{"inner":{"kind":"square"}}]}}]}`, "chart", ``},
		// Lists.
		{`[{"id":"a"},{"id":"b","start":1}]`, "live_list", ``},
		{`[{"rows":[{"width":1}]},{}]`, "table_list", ``},
		// Absent members are not written, even if the alternative requires them.
		{`{"start":1}`, "live", ``},
		{`{"deleted":true}`, "deleted", ``},
		{`{"deleted":true,"rows":[]}`, "table", `{}`},
		{`{"new":true}`, "table", `{}`},
	} {
		for form, empty := range forms(new(testpb.Record)) {
			m := empty()
			if err := ofServers.Unmarshal([]byte(test.json), m); err != nil {
				t.Errorf("%s %s: %v", form, test.json, err)
				continue
			}
			od := m.ProtoReflect().Descriptor().Oneofs().Get(0)
			if fd := m.ProtoReflect().WhichOneof(od); fd == nil || string(fd.Name()) != test.want {
				t.Errorf("%s %s: got %v, want %s", form, test.json, m, test.want)
			}
			want := test.written
			if want == "" {
				want = test.json
			}
			if got, err := wirejson.Marshal(proto.Clone(m)); err != nil || string(got) != want {
				t.Errorf("%s: got %s, %v, want %s", form, got, err, want)
			}
		}
	}
}

// TestNoAlternative reads values that match no alternative, also of a union that is its own alternative.
func TestNoAlternative(t *testing.T) {
	for _, text := range []string{`true`, `[1]`, `[[]]`} {
		for form, empty := range forms(new(testpb.Record)) {
			err := wirejson.Unmarshal([]byte(text), empty())
			if err == nil || !strings.Contains(err.Error(), "an alternative of protolect.test.options.Record") {
				t.Errorf("%s %s: got %v", form, text, err)
			}
		}
	}
}

// TestDeepAlternatives reads deeply nested unions. Trying every combination of their alternatives would
// not end before the timeout of the test.
func TestDeepAlternatives(t *testing.T) {
	for _, test := range []struct {
		message proto.Message
		text    string
	}{
		{new(testpb.Record), strings.Repeat(`{"rows":[{"inner":`, 2000) + `{"id":"x"}` + strings.Repeat(`}]}`, 2000)},
		{new(testpb.Record), `{"rows":[` + strings.Repeat(`{"inner":{"rows":[{}]}},`, 10_000) + `{}]}`},
		{new(testpb.Choice), strings.Repeat(`{"left":`, 3000) + `[1]` + strings.Repeat(`}`, 3000)},
	} {
		for form, empty := range forms(test.message) {
			if err := wirejson.Unmarshal([]byte(test.text), empty()); err != nil {
				t.Errorf("%s: %v", form, err)
			}
		}
	}
}
