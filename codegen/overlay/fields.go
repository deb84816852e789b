// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// field returns the field that an entry is about, or reports that there is
// none.
func (a *applier) field(e entry) *model.Field {
	f := a.fields[e.key]
	if f == nil {
		a.matchesNothing(e, "property")
	}
	return f
}

// textType is what an overlay calls the type of a text.
const textType = "string"

// setText makes a field for times one for texts. It has presence where another text of its place
// would have it.
func (a *applier) setText(e entry, f *model.Field) {
	switch f.Type {
	case model.TimestampType:
		f.Type = model.String
		f.Optional = !f.Repeated && f.Oneof == "" && (!f.IsRequired() || f.Changed)
		f.JSON.Zero = f.Changed && f.IsRequired()
	case model.Map{Value: model.TimestampType}:
		f.Type = model.Map{Value: model.String}
	default:
		a.impossible(e, "%q is no date-time, which alone can be kept as a string", e.key)
	}
}

// setTypes lets types that Google publishes stand for enums and scalars, and texts for times.
func (a *applier) setTypes(entries []entry) {
	for _, e := range entries {
		f := a.field(e)
		if f == nil {
			continue
		}
		if e.name == textType {
			a.setText(e, f)
			continue
		}
		t := model.WellKnown(e.name)
		switch descriptor := t.Descriptor().(type) {
		case protoreflect.EnumDescriptor:
			enum, ok := f.Type.(*model.Enum)
			if !ok {
				a.impossible(e, "%q is no enum", e.key)
				continue
			}
			if lacking := firstNotIn(enum, func(value string) bool { return descriptor.Values().ByName(protoreflect.Name(value)) != nil }); lacking != "" {
				a.findings.Add(finding.EnumsDiffer, e.at, "%s has the value %q, which %s lacks", e.key, lacking, e.name)
				continue
			}
			f.Type = t
			a.dropUnused(enum)
		case protoreflect.MessageDescriptor:
			if wrapped, ok := wrappers[t]; !ok || f.Type != wrapped || f.Repeated {
				a.impossible(e, "%s cannot hold the value of %q", e.name, e.key)
				continue
			}
			f.Type, f.Optional = t, false
		default:
			a.impossible(e, "no type %s is known", e.name)
		}
	}
}

// wrappers are the messages that proto JSON writes as the scalar in them.
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

// dropUnused removes an enum that no field has for its type any more.
func (a *applier) dropUnused(enum *model.Enum) {
	used := false
	a.api.Walk(func(m *model.Message) {
		used = used || slices.ContainsFunc(m.Fields, func(f *model.Field) bool {
			return f.Type == enum || f.Type == model.Map{Value: enum}
		})
	})
	if !used {
		enums := a.enumsIn(enum.Parent)
		*enums = slices.DeleteFunc(*enums, func(other *model.Enum) bool { return other == enum })
		delete(a.enums, enum.Key)
	}
}

// makeOneofs puts properties together of which one alone can be set.
func (a *applier) makeOneofs(oneofs []oneof) {
	for _, o := range oneofs {
		if a.messages[o.message] == nil {
			a.matchesNothing(entry{key: o.message, at: o.at}, "schema")
			continue
		}
		for _, member := range o.members {
			key := o.message + "." + member.key
			f := a.field(entry{key: key, at: member.at})
			switch {
			case f == nil:
			case f.Oneof == o.name:
				a.findings.Add(finding.OverlayNeedless, member.at, "%q is a member already", key)
			case f.Oneof != "":
				a.impossible(member, "%q is a member of %s already", key, f.Oneof)
			case !isSingular(f):
				a.impossible(member, "%q is a list or a map, which no oneof can hold", key)
			default:
				f.Oneof, f.Optional = o.name, false // a oneof says by itself what is set
			}
		}
	}
}

func isSingular(f *model.Field) bool {
	_, isMap := f.Type.(model.Map)
	return !f.Repeated && !isMap
}

// setPresence says of which properties it can be told that they are absent.
func (a *applier) setPresence(entries []entry) {
	for _, e := range entries {
		f, optional := a.field(e), e.name == "true"
		switch {
		case f == nil:
		case optional && (f.Oneof != "" || !isSingular(f)):
			a.impossible(e, "%q is a list, a map or a member of a oneof, which proto has no optional for", e.key)
		case f.Optional == optional:
			a.findings.Add(finding.OverlayNeedless, e.at, "without this line it is %t as well", optional)
		default:
			f.Optional = optional
		}
	}
}

// setNumbers brings in official numbers. What has one is officially not
// optional, unless the overlay says so.
func (a *applier) setNumbers(all []numbered) {
	for _, n := range all {
		a.api.Official = true
		message, enum := a.messages[n.key], a.enums[n.key]
		if message == nil && enum == nil {
			a.matchesNothing(n.entry, "schema, method or enum")
			continue
		}
		for _, number := range n.numbers {
			official := &model.Official{Number: number.number, At: number.at}
			switch {
			case message != nil:
				if f := a.field(entry{key: n.key + "." + number.key, at: number.at}); f != nil {
					f.Official, f.Optional = official, false
				}
			default:
				i := slices.IndexFunc(enum.Values, func(v *model.EnumValue) bool { return v.Key == number.key })
				if i < 0 {
					a.findings.Add(finding.OverlayMatchesNothing, number.at, "the enum %q has no value %q", n.key, number.key)
					continue
				}
				enum.Values[i].Official = official
			}
		}
	}
}
