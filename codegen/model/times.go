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

// firstInvalidTime returns the first example that is not a date-time of RFC 3339, for the type
// Timestamp or a map of these. It returns an empty string if there is none.
func firstInvalidTime(t Type, examples []document.Example) string {
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
		if text := invalidTimeIn(value); text != "" {
			return text
		}
	}
	return ""
}

// invalidTimeIn returns a string within a JSON value that is not a date-time of RFC 3339, or an
// empty string if there is none.
func invalidTimeIn(value any) string {
	switch value := value.(type) {
	case string:
		if !isDateTime(value) {
			return value
		}
	case []any:
		for _, element := range value {
			if text := invalidTimeIn(element); text != "" {
				return text
			}
		}
	case map[string]any:
		for _, element := range value {
			if text := invalidTimeIn(element); text != "" {
				return text
			}
		}
	}
	return ""
}

// isDateTime reports whether a string is a date-time of RFC 3339, including those with lower-case
// letters and leap seconds.
func isDateTime(text string) bool {
	text = strings.Replace(strings.ToUpper(text), ":60", ":59", 1)
	_, err := time.Parse(time.RFC3339Nano, text)
	return err == nil
}

// CheckTimes returns a finding for each Timestamp field with an example that is not a date-time of
// RFC 3339. It must run after the overlay, which can change the types of fields.
func (a *API) CheckTimes() *finding.List {
	findings := new(finding.List)
	a.Walk(func(m *Message) {
		for _, f := range m.Fields {
			if f.invalidTime != "" && (f.Type == TimestampType || f.Type == Map{TimestampType}) {
				findings.Add(finding.DateTimeForm, f.At,
					"the example %q of %s.%s is not a date-time of RFC 3339", f.invalidTime, m.Key, f.Key)
			}
		}
	})
	return findings
}

// MakeText changes the type of a field from Timestamp to String, or reports that it has another type.
// The field gets the presence of a text in its place, and keeps that of a Timestamp that is not
// required.
func (f *Field) MakeText() bool {
	switch f.Type {
	case TimestampType:
		f.Type = String
	case Map{Value: TimestampType}:
		f.Type = Map{Value: String}
		return true
	default:
		return false
	}
	if f.Repeated || f.Oneof != "" {
		return true
	}
	f.Optional, f.JSON.Zero, f.LockedType = f.asText.Optional, f.asText.JSON.Zero, f.asText.LockedType
	f.SchemaPresence = !f.IsRequired() || f.Partial || f.asText.SchemaPresence
	switch {
	case f.Optional, f.Published.Name == String.String(): // with the presence that it was published with
	case !f.IsRequired():
		f.Optional, f.JSON.Zero = true, false
	case f.Partial:
		f.Optional = true
	}
	return true
}
