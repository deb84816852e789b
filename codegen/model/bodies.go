// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// trackBody adds to the messages of a body the fields that distinguish absent, empty and null
// values. It must run before parameters are added to the messages.
func (b *builder) trackBody(m *Method, body Type) {
	o := m.Operations[0]
	if !b.conventions.TracksPresence || o.Body == nil {
		return
	}
	m.Partial = isPartial(o)
	isJSON := o.BodyType == "" || document.IsJSON(o.BodyType)
	t := &bodyTracker{builder: b, partial: m.Partial, isJSON: isJSON, seen: b.sent}
	if m.Partial {
		t.seen = b.changed
	}
	t.track(body)
	if _, published := b.publishedField(m.Request, entriesKey); published || m.Partial && t.isJSON && holdsEntries(body, nil) {
		b.addNullEntries(m.Request)
	}
	if len(t.withoutPresence) > 0 {
		var names []string
		for _, f := range t.withoutPresence {
			names = append(names, f.message.Key+"."+f.field.Key)
		}
		haveAll := func() bool {
			return !slices.ContainsFunc(t.withoutPresence, func(f ownedField) bool { return !f.field.Optional })
		}
		b.reportUnless(haveAll, finding.PatchWithoutMask, m.At(),
			"%s updates a part of a resource, and these fields were published without presence: %s",
			o.ID, strings.Join(names, ", "))
	}
	message, ok := body.(*Message)
	if ok && b.joined[message] && !o.BodyRequired && !slices.ContainsFunc(message.Fields, impliesBody) {
		for _, f := range message.Fields {
			b.makeExplicit(message, f)
		}
	}
}

// addBodyNames adds to a request the fields that list the body as null or as empty. A nullable body can
// be null. A list or map that is an optional body can be empty: otherwise, an empty one is not sent.
func (b *builder) addBodyNames(m *Method, body *Field) {
	o := m.Operations[0]
	if !b.conventions.TracksPresence || o.BodyType != "" && !document.IsJSON(o.BodyType) {
		return
	}
	if _, published := b.publishedField(m.Request, nullsKey); published || b.isNullable(o.Body) {
		b.addNullFields(m.Request)
	}
	canBeEmpty := !o.BodyRequired && (body.Repeated || isMapType(body.Type))
	if _, published := b.publishedField(m.Request, emptiesKey); published || canBeEmpty {
		b.addEmptyFields(m.Request)
	}
}

// impliesBody reports whether the field, in a request that is also the optional body, is set
// in every body: it is required, and its zero value is not valid.
func impliesBody(f *Field) bool {
	if !f.IsRequired() || slices.Contains(f.Behaviors, OutputOnly) {
		return false
	}
	if f.HasPresence() || hasAbsentZero(f.Type) && !f.Repeated {
		return true
	}
	return slices.ContainsFunc(f.Limits, func(limit document.Limit) bool {
		switch limit.Name {
		case document.MinLength, document.MinItems, document.Minimum:
			n := parseExact(limit.Value)
			return n != nil && n.Sign() > 0
		}
		return false
	})
}

// isPartial reports whether a body contains only a part of a resource: the body of a PATCH or
// a merge patch (RFC 7396). A JSON Patch (RFC 6902) is a list of complete operations.
func isPartial(o *document.Operation) bool {
	switch document.BaseMediaType(o.BodyType) {
	case "application/merge-patch+json":
		return true
	case "application/json-patch+json":
		return false
	}
	return o.HTTPMethod == "PATCH"
}

// A bodyTracker visits the messages of a body.
type bodyTracker struct {
	*builder
	partial         bool
	isJSON          bool // other media types cannot express null and empty lists
	seen            map[*Message]bool
	withoutPresence []ownedField // fields that need presence but were published without it
}

// ownedField is a field of a message.
type ownedField struct {
	message *Message
	field   *Field
}

// track visits a type. In a partial body, each field can be absent, null or empty. In other
// bodies, lists and maps that are not required, or that responses do not contain, can be empty.
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
		f.Partial = f.Partial || t.partial
		if t.partial && !t.makeExplicit(m, f) {
			t.withoutPresence = append(t.withoutPresence, ownedField{m, f})
		}
		isList := (f.Repeated || isMapType(f.Type)) && syntheticKeys[f.Key] == 0
		isSent := !slices.Contains(f.Behaviors, OutputOnly)
		hasList = hasList || isList && (t.partial || !f.IsRequired() || slices.Contains(f.Behaviors, InputOnly)) && isSent
		hasEntries = hasEntries || t.partial && !f.Repeated && isSent && f.holdsEntries()
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

// holdsEntries reports whether the field contains a map whose entries cannot be null. The
// entries of additional properties are members of the message, which null_fields lists.
func (f *Field) holdsEntries() bool {
	if values, ok := f.Type.(Map); ok && (f.JSON.Additional || f.JSON.NullElements) {
		return holdsEntries(values.Value, nil)
	}
	return holdsEntries(f.Type, nil)
}

// holdsEntries reports whether a type contains, at any depth, a map whose entries cannot be
// null: scalars, lists, maps and objects. It does not look into objects, which have lists of
// their own. seen contains the unions that are being visited.
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
