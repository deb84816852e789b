// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"testing"

	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
)

func TestQuick(t *testing.T) {
	m := compile(t, `type: TYPE_MESSAGE type_name: ".test.every.Every" options { [protolect.api.v1.field] { parameter { separator: "[]" } } }`, getRule, "")
	router := transcode.NewRouter([]*transcode.Method{m}, transcode.RouterOptions{})
	req := requestOf(t, m.Descriptor.Input(), `f { inner { text: "" tags: "a" tags: "b" } items { text: "x" items { text: "y" } } choice { range { gte: 1 } } choices { number: 7 } choices { word: "w" } grid { values: 1 values: 2 } any { struct_value { fields { key: "k" value { number_value: 1.5 } } } } when { seconds: 1 } additional_properties { key: "z" value: "1" } }`)
	r, err := m.EncodeRequest(req)
	if err != nil {
		t.Fatal(err)
	}
	match, err := router.Match(r.Verb, r.Path)
	if err != nil {
		t.Fatal(err)
	}
	got := dynamicpb.NewMessage(m.Descriptor.Input())
	if err := match.DecodeRequest(r, got, transcode.DecodeRequestOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Log(got)
	t.Log(req)
}
