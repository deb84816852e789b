// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"strconv"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// Files and responses are read with package wirejson, which every program with
// a client has: encoding/json would add 0.4 MB. Values of another kind than the
// expected one count as missing.

func members(object []byte) map[string][]byte {
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

func text(json []byte) string {
	s, err := wirejson.String(json)
	if err != nil {
		return ""
	}
	return s
}

func isString(json []byte) bool { return len(json) > 0 && json[0] == '"' }

// seconds returns a number of seconds, which some servers quote, or 0 if it is
// not one that a time.Duration can hold.
func seconds(json []byte) int64 {
	const tooMany = 1 << 32
	digits := string(json)
	if isString(json) {
		digits = text(json)
	}
	if n, err := strconv.ParseFloat(digits, 64); err == nil && n > 0 && n < tooMany {
		return int64(n)
	}
	return 0
}

// quoted returns a text as JSON. Text that is not UTF-8 is no valid e-mail
// address, URL or key, and is left out.
func quoted(text string) string {
	json, err := wirejson.Marshal(wrapperspb.String(text))
	if err != nil {
		return `""`
	}
	return string(json)
}
