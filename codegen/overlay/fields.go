// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// field returns the field of an entry, or nil after it reported that there is none.
func (a *applier) field(e entry) *model.Field {
	f := a.fields[e.key]
	if f == nil {
		var known []string
		a.api.Walk(func(m *model.Message) {
			for _, name := range m.PropertyNames() {
				known = append(known, m.Key+"."+name)
			}
		})
		a.matchesNothing(e, "property", a.api.RemovalOfField(e.key), known)
	}
	return f
}

// renameFields names the fields for properties and parameters. Their JSON names stay those of the document.
func (a *applier) renameFields(entries []entry) {
	a.reportCopies("fields", entries, func(f *model.Field, e entry) bool { return f.Name == e.name })
	for _, e := range entries {
		f := a.field(e)
		isBody := func(m *model.Method) bool { return m.IsBody(f) }
		switch {
		case f == nil:
		case f.Name == e.name:
			a.needless(e)
		case slices.ContainsFunc(slices.Collect(a.methods), isBody):
			a.impossible(e, "%q is the body of a method: name it in the section bodies", e.key)
		default:
			f.Name, f.Named = e.name, true
		}
	}
}

// textType is the type of texts in the section types.
const textType = "string"

// setText turns a field for times into a field for texts.
func (a *applier) setText(e entry, f *model.Field) {
	if !f.MakeText() {
		a.impossible(e, "%q is not a date-time: only a date-time can become a string", e.key)
	}
}

// setAny makes a property accept any JSON value, as a whole: also a list or map.
func (a *applier) setAny(e entry, f *model.Field) {
	old := f.Type
	if old == model.ValueType && !f.Repeated {
		a.impossible(e, "%q accepts any value already", e.key)
		return
	}
	f.AcceptAny()
	if values, ok := old.(model.Map); ok {
		old = values.Value
	}
	a.dropUnused(old, f.At)
}

// setTypes replaces enums and scalars by types that Google publishes, times by texts, and any type by
// untyped JSON.
func (a *applier) setTypes(entries []entry) {
	a.reportCopies("types", entries, func(*model.Field, entry) bool { return false })
	for _, e := range entries {
		f := a.field(e)
		if f == nil {
			continue
		}
		f.Retyped = true
		if e.name == textType {
			a.setText(e, f)
			continue
		}
		if e.name == string(model.ValueType) {
			a.setAny(e, f)
			continue
		}
		t := model.WellKnown(e.name)
		switch descriptor := t.Descriptor().(type) {
		case protoreflect.EnumDescriptor:
			enum, ok := f.Type.(*model.Enum)
			if !ok {
				a.impossible(e, "%q is not an enum", e.key)
				continue
			}
			known := func(value string) bool { return descriptor.Values().ByName(protoreflect.Name(value)) != nil }
			missing := firstNotIn(enum, known)
			switch {
			case missing != "" && enum.IsNew() && !f.IsNew():
				a.adapted(f.At, "the new value %q of %s is not in the output, because %s lacks it", missing, e.key, e.name)
			case missing != "":
				a.findings.Add(finding.EnumsDiffer, e.at, "%s has the value %q, but %s does not", e.key, missing, e.name)
				continue
			}
			f.Type = t
			a.dropUnused(enum, f.At)
		case protoreflect.MessageDescriptor:
			if wrapped, ok := wrappers[t]; !ok || f.Type != wrapped || f.Repeated {
				a.impossible(e, "%s cannot hold the value of %q", e.name, e.key)
				continue
			}
			f.Type, f.Optional = t, false
		default:
			a.impossible(e, "the type %s is not known", e.name)
		}
	}
}

// wrappers are the messages that proto JSON encodes as their scalar.
var wrappers = map[model.WellKnown]model.Type{
	"google.protobuf.BoolValue":   model.Bool,
	"google.protobuf.BytesValue":  model.Bytes,
	"google.protobuf.DoubleValue": model.Double,
	"google.protobuf.FloatValue":  model.Float,
	"google.protobuf.Int32Value":  model.Int32,
	"google.protobuf.Int64Value":  model.Int64,
	"google.protobuf.StringValue": model.String,
	"google.protobuf.UInt32Value": model.UInt32,
	"google.protobuf.UInt64Value": model.UInt64,
}

// makeOneofs combines properties of which at most one can be set.
func (a *applier) makeOneofs(oneofs []oneof) {
	for _, o := range oneofs {
		if a.messages[o.message] == nil {
			a.noSchema(entry{key: o.message, at: o.at}, "schema")
			continue
		}
		for _, member := range o.members {
			key := o.message + "." + member.key
			f := a.field(entry{key: key, at: member.at})
			switch {
			case f == nil:
			case f.Oneof == o.name:
				a.findings.Add(finding.OverlayNeedless, member.at, "%q is already a member", key)
			case f.Oneof != "":
				a.impossible(member, "%q is already a member of %s", key, f.Oneof)
			case !isSingular(f):
				a.impossible(member, "%q is a list or a map, which a oneof cannot contain", key)
			default:
				f.Oneof, f.Optional = o.name, false // members of a oneof always have presence
			}
		}
	}
}

func isSingular(f *model.Field) bool {
	_, isMap := f.Type.(model.Map)
	return !f.Repeated && !isMap
}

// setPresence sets which fields distinguish absent from zero.
func (a *applier) setPresence(entries []entry) {
	a.reportCopies("optional", entries, func(f *model.Field, e entry) bool { return f.Optional == (e.name == "true") })
	for _, e := range entries {
		f, optional := a.field(e), e.name == "true"
		switch {
		case f == nil:
		case optional && (f.Oneof != "" || !isSingular(f)):
			a.impossible(e, "%q is a list, a map or a member of a oneof, which proto does not allow to be optional", e.key)
		case f.Optional == optional && f.SchemaPresence == optional:
			a.findings.Add(finding.OverlayNeedless, e.at, "optional is %t without this line", optional)
		default:
			f.Optional = optional
		}
	}
}

// setNumbers sets official numbers. A field with an official number is not optional, unless the
// section optional makes it so.
func (a *applier) setNumbers(all []numbered) {
	for _, n := range all {
		a.api.Official = true
		message, enum := a.messages[n.key], a.enums[n.key]
		if message == nil && enum == nil {
			a.noSchema(n.entry, "schema, method or enum", a.numberedKeys()...)
			continue
		}
		for _, number := range n.numbers {
			official := &model.Official{Number: number.number, At: number.at}
			switch {
			case message != nil:
				if f := a.field(entry{key: n.key + "." + number.key, at: number.at}); f != nil {
					f.Official, f.Optional, f.SchemaPresence = official, false, false
				}
			default:
				i := slices.IndexFunc(enum.Values, func(v *model.EnumValue) bool { return v.Key == number.key })
				if i < 0 {
					if a.wasRemoved(number.at, "value", number.key, a.api.RemovalOfValue(n.key, number.key)) {
						continue
					}
					a.findings.Add(finding.OverlayMatchesNothing, number.at, "the enum %q has no value %q%s", n.key, number.key,
						finding.Suggestion(number.key, valuesOf(enum)))
					continue
				}
				enum.Values[i].Official = official
			}
		}
	}
}

// numberedKeys returns the keys of methods and enums, whose fields and values can have numbers.
func (a *applier) numberedKeys() []string {
	keys := slices.Collect(maps.Keys(a.enums))
	for m := range a.methods {
		keys = append(keys, m.Request.Key)
	}
	return keys
}

func valuesOf(e *model.Enum) []string {
	var values []string
	for _, v := range e.Values {
		values = append(values, v.Key)
	}
	return values
}
