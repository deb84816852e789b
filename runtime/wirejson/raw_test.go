// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/runtime/wirejson"
)

// FuzzRaw compares with encoding/json. The packages only differ in the maximum depth, and for text that
// is not UTF-8.
func FuzzRaw(f *testing.F) {
	for _, seed := range []string{
		`{"a": 1, "b":[true, null], "a": {"é\n": ""}}`, `{}`, ` [ ] `, `[1, "a", [[]], {"b": -0.5e3}]`, `"text \ud83d\ude00"`, `null`,
		`{"a":}`, `{"a" 1}`, `[1,]`, `{,}`, `"`, ``, `1 2`, `{"a":1}}`, `{"a`, `tru`, "\"\x01\"", `{"\u0061": 1e999}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			for name, err := range results(text) {
				if err == nil {
					t.Errorf("%s accepts %q, which is not JSON", name, text)
				}
			}
			return
		}
		if bytes.Count(text, []byte("[")) > 1000 || bytes.Count(text, []byte("{")) > 1000 || !bytes.Equal(bytes.ToValidUTF8(text, nil), text) || bytes.Contains(text, []byte(`\u`)) {
			return
		}
		if err := wirejson.Check(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(text, &object) == nil && object != nil {
			list, err := wirejson.Members(text)
			members := make(map[string][]byte)
			for _, m := range list {
				members[m.Name] = m.Value // encoding/json keeps the last of repeated members.
			}
			if err != nil || !cmp.Equal(len(object), len(members)) {
				t.Errorf("the members of %q are %q, %v", text, members, err)
			}
			for name, value := range members {
				if !bytes.Equal(object[name], value) {
					t.Errorf("the member %q of %q is %q", name, text, value)
				}
			}
		} else if _, err := wirejson.Members(text); err == nil {
			t.Errorf("%q has members", text)
		}
		var array []json.RawMessage
		if json.Unmarshal(text, &array) == nil && array != nil {
			elements, err := wirejson.Elements(text)
			if err != nil || len(array) != len(elements) {
				t.Errorf("the elements of %q are %q, %v", text, elements, err)
			}
			for i := range elements {
				if !bytes.Equal(array[i], elements[i]) {
					t.Errorf("the element %d of %q is %q", i, text, elements[i])
				}
			}
		} else if _, err := wirejson.Elements(text); err == nil {
			t.Errorf("%q has elements", text)
		}
		var s *string
		if json.Unmarshal(text, &s) == nil && s != nil {
			if got, err := wirejson.String(text); err != nil || got != *s {
				t.Errorf("%q is %q, %v", text, got, err)
			}
		} else if _, err := wirejson.String(text); err == nil {
			t.Errorf("%q is a string", text)
		}
	})
}

func results(text []byte) map[string]error {
	_, members := wirejson.Members(text)
	_, elements := wirejson.Elements(text)
	_, str := wirejson.String(text)
	return map[string]error{"Members": members, "Elements": elements, "String": str, "Check": wirejson.Check(text)}
}
