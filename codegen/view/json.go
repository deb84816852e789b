// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"bytes"
	"encoding/json"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// JSON returns a view in the proto JSON format, with indentation. The same view always gives the
// same text.
func JSON(v *templatepb.View) ([]byte, error) {
	data, err := protojson.Marshal(v)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer // protojson varies the space between tokens
	if err := json.Indent(&text, data, "", "  "); err != nil {
		return nil, err
	}
	text.WriteByte('\n')
	return text.Bytes(), nil
}
