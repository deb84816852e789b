// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// trackBody gives the messages of a body what tells absent, empty and null from each other.
// It has to be done before there are parameters among their fields.
func (b *builder) trackBody(m *Method, body Type) {
	o := m.Operations[0]
	if !b.conventions.TracksPresence || o.Body == nil {
		return
	}
	m.Partial = isPartial(o)
	t := &bodyTracker{builder: b, partial: m.Partial, isJSON: o.BodyType == "" || document.IsJSON(o.BodyType), seen: b.sent}
	if m.Partial {
		t.seen = b.changed
	}
	t.track(body)
	if _, published := b.publishedField(m.Request, entriesKey); published || m.Partial && t.isJSON && holdsEntries(body, nil) {
		b.addNullEntries(m.Request)
	}
	if len(t.lacking) > 0 {
		b.findings.Add(finding.PatchWithoutMask, m.At(), "%s changes a part of a resource, and these fields were published without presence: %s", o.ID, strings.Join(t.lacking, ", "))
	}
	if message, ok := body.(*Message); ok && b.joined[message] && !o.BodyRequired && !slices.ContainsFunc(message.Fields, showsBody) {
		for _, f := range message.Fields {
			b.makeExplicit(message, f)
		}
	}
}

// showsBody tells whether the field of a request that is an optional body is set whenever
// there is a body: it is required, and its zero value is none of the values that it may have.
func showsBody(f *Field) bool {
	if !f.IsRequired() || slices.Contains(f.Behaviors, OutputOnly) {
		return false
	}
	return f.HasPresence() || hasAbsentZero(f.Type) && !f.Repeated || slices.ContainsFunc(f.Limits, func(limit document.Limit) bool {
		switch limit.Name {
		case document.MinLength, document.MinItems, document.Minimum:
			n := exactly(limit.Value)
			return n != nil && n.Sign() > 0
		}
		return false
	})
}

// hasAbsentZero tells whether a type is an enum whose value 0 stands for no value.
func hasAbsentZero(t Type) bool {
	e, ok := t.(*Enum)
	return ok && slices.ContainsFunc(e.Values, func(v *EnumValue) bool { return v.Absent })
}

// isPartial tells whether a body changes a part of a resource: that of a PATCH, and a
// merge patch (RFC 7396). The operations of a JSON Patch (RFC 6902) are complete.
func isPartial(o *document.Operation) bool {
	switch document.PlainType(o.BodyType) {
	case "application/merge-patch+json":
		return true
	case "application/json-patch+json":
		return false
	}
	return o.HTTPMethod == "PATCH"
}

// A bodyTracker goes through the messages of a body.
type bodyTracker struct {
	*builder
	partial bool
	isJSON  bool // otherwise there is neither null nor an empty list
	seen    map[*Message]bool
	lacking []string // the fields that need presence and cannot have it
}

// track goes through a type. In a partial body, every field can be absent, null or empty;
// in any other body, lists and maps that are not required can be empty.
func (t *bodyTracker) track(of Type) {
	if values, ok := of.(Map); ok {
		of = values.Value
	}
	m, ok := of.(*Message)
	if !ok || t.seen[m] {
		return
	}
	t.seen[m] = true
	hasList, hasEntries := false, false
	for _, f := range m.Fields {
		f.Changed = f.Changed || t.partial
		if t.partial && !t.makeExplicit(m, f) {
			t.lacking = append(t.lacking, m.Key+"."+f.Key)
		}
		isList := (f.Repeated || isMapType(f.Type)) && lastKeys[f.Key] == 0
		hasList = hasList || isList && (t.partial || !f.IsRequired()) && !slices.Contains(f.Behaviors, OutputOnly)
		hasEntries = hasEntries || t.partial && !f.Repeated && !slices.Contains(f.Behaviors, OutputOnly) && f.holdsEntries()
		t.track(f.Type)
	}
	if m.IsUnion || m.JSONValue || len(m.Fields) == 0 || !t.isJSON {
		return
	}
	if hasList {
		t.addEmptyFields(m)
	}
	if t.partial {
		t.addNullFields(m)
	}
	if hasEntries {
		t.addNullEntries(m)
	}
}

// holdsEntries tells whether the field has entries that cannot be null themselves. Those of
// the additional properties are members, which null_fields names.
func (f *Field) holdsEntries() bool {
	if values, ok := f.Type.(Map); ok && (f.JSON.Additional || f.JSON.NullElements) {
		return holdsEntries(values.Value, nil)
	}
	return holdsEntries(f.Type, nil)
}

// holdsEntries tells whether the JSON of a type is a map, at any depth, with entries that cannot
// be null themselves: of scalars, lists, maps and objects. Objects have their own maps. seen are
// the unions that are being looked at.
func holdsEntries(of Type, seen []*Message) bool {
	switch of := of.(type) {
	case Map:
		if of.Value == ValueType {
			return false
		}
		union, ok := of.Value.(*Message)
		return !ok || !union.IsUnion || holdsEntries(union, seen)
	case *Message:
		if !of.IsUnion && !of.JSONValue || slices.Contains(seen, of) {
			return false
		}
		return slices.ContainsFunc(of.Fields, func(f *Field) bool {
			return !f.Repeated && holdsEntries(f.Type, append(seen, of))
		})
	}
	return false
}

// makeExplicit gives a required field presence, where that is needed to tell that it is not
// set. It returns false if that is not possible, because the field was published without.
func (b *builder) makeExplicit(m *Message, f *Field) bool {
	if !f.IsRequired() || f.HasPresence() || f.Repeated || !isScalar(f.Type) {
		return true
	}
	if hasAbsentZero(f.Type) {
		return true // the value 0 says that it is not set
	}
	if _, published := b.publishedField(m, f.Key); published {
		return false
	}
	f.setExplicit()
	return true
}

// setExplicit gives a required field presence, and notes that for the lock.
func (f *Field) setExplicit() {
	f.Optional = true
	f.Decided = strings.TrimSpace("optional " + f.Decided)
}
