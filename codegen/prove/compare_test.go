// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// TestCompareJSON compares two texts as values are compared that were sent, that were in a query,
// and that a message has read. Where they differ it wants to be told the place.
func TestCompareJSON(t *testing.T) {
	const same = ""
	for _, test := range []struct{ first, then, exactly, asText, asRead string }{
		{`1`, `1.0`, same, same, same},
		{`100`, `1e2`, same, same, same},
		{`9007199254740993`, `9007199254740992`, "the value", "the value", "the value"},
		{`0.1`, `0.10000000149011612`, "the value", "the value", same},
		{`16777217`, `16777216`, "the value", "the value", "the value"},
		{`1.5`, `1.25`, "the value", "the value", "the value"},
		{`true`, `true`, same, same, same},
		{`true`, `false`, "the value", "the value", "the value"},
		{`"a"`, `"b"`, "the value", "the value", "the value"},
		{`"2024-01-02T03:04:05Z"`, `"2024-01-02T04:04:05.000+01:00"`, same, same, same},
		{`"2024-01-02T03:04:05Z"`, `"2024-01-02T03:04:06Z"`, "the value", "the value", "the value"},
		{`"2024-01-02T03:04:05Z"`, `"x"`, "the value", "the value", "the value"},
		{`1`, `"1"`, "the value", same, "the value"},
		{`true`, `"true"`, "the value", same, "the value"},
		{`1`, `"2"`, "the value", "the value", "the value"},
		{`null`, `"<nil>"`, "the value", "the value", "the value"},
		{`["a"]`, `"a"`, "the value", same, "the value"},
		{`"a"`, `["a"]`, "the value", same, "the value"},
		{`["a","b"]`, `"a"`, "the value", "the value", "the value"},
		{`{"l":["a"]}`, `{"l":"a"}`, "/l", same, "/l"},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, same, same, same},
		{`{"a":null}`, `{}`, "/a", "/a", same},
		{`{}`, `{"a":[]}`, "/a", "/a", same},
		{`{"a":{}}`, `{"a":null}`, "/a", "/a", same},
		{`{"a":[]}`, `{"a":{}}`, "/a", "/a", same},
		{`{"a":[1]}`, `{}`, "/a", "/a", "/a"},
		{`{"a":{"b":1}}`, `{}`, "/a", "/a", "/a"},
		{`{"a":false}`, `{}`, "/a", "/a", "/a"},
		{`{"a":""}`, `{}`, "/a", "/a", "/a"},
		{`{"a/b":{"~":[0,1]}}`, `{"a/b":{"~":[0,2]}}`, "/a~1b/~0/1", "/a~1b/~0/1", "/a~1b/~0/1"},
		{`[1,2]`, `[2,1]`, "/0", "/0", "/0"},
		{`[1]`, `[1,2]`, "the value", "the value", "the value"},
		{`{"b":1,"a":1}`, `{"b":2,"a":2}`, "/a", "/a", "/a"},
		{`1`, `{"a":1}`, "the value", "the value", "the value"},
		{`{`, `{}`, "the value", "the value", "the value"},
		{`{}`, `{`, "the value", "the value", "the value"},
		{`{`, `{`, same, same, same},
	} {
		for how, want := range map[sameness]string{exactly: test.exactly, asText: test.asText, asRead: test.asRead} {
			got := same
			if d := compareJSON([]byte(test.first), []byte(test.then), how); d != nil {
				got = at(d.path)
			}
			if got != want {
				t.Errorf("%s and %s, compared as %d: a difference at %q, want %q", test.first, test.then, how, got, want)
			}
		}
	}
}

// Both values are in the message, cut where they are long.
func TestDifference(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, test := range []struct{ first, then, want string }{
		{`{"a":1}`, `{}`, "/a is 1 before and absent after"},
		{`{}`, `{"a":[true]}`, "/a is absent before and [true] after"},
		{`null`, `"` + long + `"`, `the value is null before and "` + strings.Repeat("é", 59) + `… after`},
		{`{`, `{}`, "the value is { before and {} after"},
	} {
		if got := compareJSON([]byte(test.first), []byte(test.then), exactly).String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// TestText shows messages in findings, also those that cannot be written as JSON.
func TestText(t *testing.T) {
	p := &prover{types: newTypes(nil)}
	for _, test := range []struct {
		m    proto.Message
		want string
	}{
		{&timestamppb.Timestamp{Seconds: 1}, `"1970-01-01T00:00:01Z"`},
		{&timestamppb.Timestamp{Seconds: 1 << 50, Nanos: 2}, "seconds:1125899906842624 nanos:2"},
		{&timestamppb.Timestamp{}, `"1970-01-01T00:00:00Z"`},
		{wrapperspb.String(strings.Repeat("a", 200)), `"` + strings.Repeat("a", 119) + "…"},
	} {
		if got := p.text(test.m); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
