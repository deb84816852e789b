// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestNotTimes reads lists and maps with null and text that is not a time. The elements keep their
// places, and are not written as another value.
func TestNotTimes(t *testing.T) {
	for _, c := range []struct {
		json string
		err  string // of writing the message that was read without KeepUnknown
	}{
		{`{"rTimestamp":["2020-01-01T00:00:00Z",null,"2020-01-01T00:00:01Z"]}`, ``},
		{`{"rDuration":["1s",null]}`, ``},
		{`{"mTimestamp":{"a":null}}`, ``},
		{`{"rTimestamp":["2020-01-01T00:00:00Z","2020-01-01","2020-01-01T00:00:01Z"]}`, `wirejson: rTimestamp[1]: want a value, or one read with KeepUnknown`},
		{`{"mTimestamp":{"a":"soon"}}`, `wirejson: mTimestamp["a"]: want a value, or one read with KeepUnknown`},
	} {
		for form, empty := range forms(new(testpb.Proto3)) {
			for _, keep := range []bool{false, true} {
				m := empty()
				o := wirejson.UnmarshalOptions{DiscardUnknown: true, KeepUnknown: keep, Exact: true, Lenient: true}
				var discarded bool
				o.Discarded = &discarded
				if err := o.Unmarshal([]byte(c.json), m); err != nil || discarded != (c.err != "") {
					t.Errorf("%s %s: discarded %v, %v", form, c.json, discarded, err)
					continue
				}
				got, err := wirejson.Marshal(m)
				switch {
				case keep || c.err == "":
					if err != nil || string(got) != c.json {
						t.Errorf("%s %s is written as %s, %v", form, c.json, got, err)
					}
				case err == nil || !strings.HasPrefix(err.Error(), c.err):
					t.Errorf("%s %s is written as %s, %v, want %s", form, c.json, got, err, c.err)
				}
			}
		}
	}
	m := new(testpb.Proto3)
	text := []byte(`{"rTimestamp":["x","2020-01-01T00:00:00Z"]}`)
	if err := (wirejson.UnmarshalOptions{DiscardUnknown: true, Exact: true, Lenient: true}).Unmarshal(text, m); err != nil {
		t.Fatal(err)
	}
	if times := m.GetRTimestamp(); len(times) != 2 || !wirejson.IsNull(times[0]) || wirejson.IsNull(times[1]) {
		t.Errorf("%s is read as %v", text, times)
	}
	proto.Merge(m.GetRTimestamp()[0], &timestamppb.Timestamp{Seconds: 1})
	if got, err := wirejson.Marshal(m); err != nil || string(got) != `{"rTimestamp":["1970-01-01T00:00:01Z","2020-01-01T00:00:00Z"]}` {
		t.Errorf("with a value that was set, it is written as %s, %v", got, err)
	}
}
