// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package jsonvalue reads JSON that no message describes: errors, tokens, credentials
// files. JSON of another kind than the expected one counts as absent. The package uses
// wirejson, which every program with a client links; encoding/json would add 0.4 MB.
package jsonvalue

import (
	"strconv"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// Members returns the members of an object by name, or nil. The last of several members
// with the same name counts.
func Members(object []byte) map[string][]byte {
	all, err := wirejson.Members(object)
	if err != nil {
		return nil
	}
	m := make(map[string][]byte, len(all))
	for _, member := range all {
		m[member.Name] = member.Value
	}
	return m
}

// Elements returns the elements of an array, or nil.
func Elements(array []byte) [][]byte {
	e, err := wirejson.Elements(array)
	if err != nil {
		return nil
	}
	return e
}

// Text returns a string, or "".
func Text(json []byte) string {
	s, err := wirejson.String(json)
	if err != nil {
		return ""
	}
	return s
}

// IsText reports whether a value is a string.
func IsText(json []byte) bool { return len(json) > 0 && json[0] == '"' }

// Number returns a number, which may be in quotes, or 0.
func Number(json []byte) float64 {
	digits := string(json)
	if IsText(json) {
		digits = Text(json)
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0
	}
	return n
}

// Quote returns a string as JSON. It returns an empty one for text that is not UTF-8.
func Quote(text string) string {
	json, err := wirejson.Marshal(wrapperspb.String(text))
	if err != nil {
		return `""`
	}
	return string(json)
}
