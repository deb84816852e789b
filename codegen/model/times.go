// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// noTime returns the first of the examples of a date-time that is not one of RFC 3339, or "".
func noTime(t Type, examples []document.Example) string {
	if values, ok := t.(Map); ok {
		t = values.Value
	}
	if t != TimestampType {
		return ""
	}
	for _, e := range examples {
		var value any
		if json.Unmarshal([]byte(e.JSON), &value) != nil {
			continue
		}
		if text := noTimeIn(value); text != "" {
			return text
		}
	}
	return ""
}

func noTimeIn(value any) string {
	switch value := value.(type) {
	case string:
		if !isTime(value) {
			return value
		}
	case []any:
		for _, element := range value {
			if text := noTimeIn(element); text != "" {
				return text
			}
		}
	case map[string]any:
		for _, element := range value {
			if text := noTimeIn(element); text != "" {
				return text
			}
		}
	}
	return ""
}

// isTime tells whether a text is a date-time of RFC 3339, which may have lower-case letters and a
// leap second.
func isTime(text string) bool {
	text = strings.Replace(strings.ToUpper(text), ":60", ":59", 1)
	_, err := time.Parse(time.RFC3339Nano, text)
	return err == nil
}

// CheckTimes reports fields for times of which the document shows a value that is none. It needs
// the fields' types as the overlay leaves them.
func (a *API) CheckTimes() *finding.List {
	findings := new(finding.List)
	a.Walk(func(m *Message) {
		for _, f := range m.Fields {
			if f.noTime != "" && (f.Type == TimestampType || f.Type == Map{TimestampType}) {
				findings.Add(finding.DateTimeForm, f.At, "the example %q of %s.%s is not a date-time of RFC 3339", f.noTime, m.Key, f.Key)
			}
		}
	})
	return findings
}
