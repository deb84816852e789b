// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

import (
	"fmt"
	"slices"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

type (
	fileRule = apipb.FileRule
	endpoint = apipb.Endpoint
)

var (
	patch       = Verdict{Go: compare.Patch, Wire: compare.Patch, Requests: compare.Patch}
	wireMinor   = Verdict{Wire: compare.Minor}
	wireMajor   = Verdict{Wire: compare.Major}
	wireRefused = Verdict{Wire: compare.Minor, Requests: compare.Major}
	refused     = Verdict{Requests: compare.Major}
	broken      = Verdict{Wire: compare.Major, Requests: compare.Major}
)

// compareMessages compares two versions of a message.
func (c *comparer) compareMessages(old, now protoreflect.MessageDescriptor, before, after *definitions) {
	c.compareForms(old, now)
	c.compareDeprecation(old, now, "message")
	for i := range old.Fields().Len() {
		f := old.Fields().Get(i)
		element := string(f.FullName())
		sent := before.isSent(old.FullName()) && !isReadOnly(f)
		same := now.Fields().ByName(f.Name())
		if same == nil {
			same = now.Fields().ByNumber(f.Number())
		}
		switch {
		case same == nil:
			verdict := wireMinor
			if sent {
				verdict = wireRefused
			}
			if !now.ReservedRanges().Has(f.Number()) {
				verdict.Wire = compare.Major
			}
			c.addState(element, Removed, verdict, "the field was removed")
			c.addFieldType(f, after)
		case same.Number() != f.Number():
			c.add(element, wireMajor, "number %d became %d", f.Number(), same.Number())
			c.compareFields(f, same, sent, before, after)
		default:
			c.compareFields(f, same, sent, before, after)
		}
	}
	for i := range now.Fields().Len() {
		f := now.Fields().Get(i)
		if old.Fields().ByName(f.Name()) != nil || old.Fields().ByNumber(f.Number()) != nil {
			continue
		}
		verdict := wireMinor
		message := "the field was added"
		if before.inBodies[old.FullName()] && isRequired(f) && !isReadOnly(f) && place(f) == inMessage {
			verdict, message = wireRefused, "the field was added and is required"
		}
		c.addState(string(f.FullName()), Added, verdict, "%s", message)
		c.addFieldType(f, before)
	}
}

// compareForms compares how messages are written in JSON.
func (c *comparer) compareForms(old, now protoreflect.MessageDescriptor) {
	was, _ := proto.GetExtension(old.Options(), apipb.E_Message).(*apipb.MessageRule)
	is, _ := proto.GetExtension(now.Options(), apipb.E_Message).(*apipb.MessageRule)
	if was.GetJsonValue() != is.GetJsonValue() || (was.GetJsonUnion() == nil) != (is.GetJsonUnion() == nil) ||
		was.GetJsonUnion().GetDiscriminator() != is.GetJsonUnion().GetDiscriminator() {
		c.add(string(old.FullName()), broken, "the message has another form in JSON")
	}
}

// compareFields compares two versions of a field.
func (c *comparer) compareFields(old, now protoreflect.FieldDescriptor, sent bool, before, after *definitions) {
	element := string(old.FullName())
	major := wireMajor
	if sent {
		major = broken
	}
	if was, is := cardinality(old), cardinality(now); was != is {
		c.record(element, major, "%s became %s", typeWords(old), typeWords(now))
		return
	}
	for _, pair := range valuePairs(old, now) {
		if verdict := typeVerdict(pair[0], pair[1], before, after, make(map[protoreflect.FullName]bool)); verdict != compare.None {
			change := major
			if verdict < compare.Major {
				change = Verdict{Wire: verdict}
			}
			c.record(element, change, "%s became %s", typeWords(old), typeWords(now))
			break
		}
	}
	if old.Name() != now.Name() {
		c.add(element, wireMinor, "the name became %s", now.Name())
	}
	if old.JSONName() != now.JSONName() && place(old) == inMessage {
		c.add(element, major, "the JSON name %s became %s", old.JSONName(), now.JSONName())
	}
	if was, is := oneof(old), oneof(now); was != is {
		c.add(element, wireMajor, "the field is %s instead of %s", oneofWords(is), oneofWords(was))
	}
	c.compareFieldRules(old, now, major)
	switch {
	case sent && !isRequired(old) && isRequired(now) && place(now) == inMessage && before.inBodies[old.Parent().FullName()]:
		c.add(element, refused, "the field became required")
	case !isReadOnly(old) && isReadOnly(now):
		c.add(element, wireMinor, "the field became read-only")
	case isReadOnly(old) && !isReadOnly(now):
		c.add(element, wireMinor, "the field is no longer read-only")
	case isRequired(old) && !isRequired(now):
		c.add(element, patch, "the field is no longer required")
	}
	c.compareDeprecation(old, now, "field")
}

// compareFieldRules compares how fields are written in JSON. Readers accept both forms of integers and
// bytes.
func (c *comparer) compareFieldRules(old, now protoreflect.FieldDescriptor, major Verdict) {
	was, is := transcode.FieldRule(old), transcode.FieldRule(now)
	element := string(old.FullName())
	if was.GetJsonAdditional() != is.GetJsonAdditional() || was.GetJsonNulls() != is.GetJsonNulls() ||
		was.GetJsonEmpties() != is.GetJsonEmpties() || was.GetJsonNullEntries() != is.GetJsonNullEntries() {
		c.add(element, major, "the field has another meaning in JSON")
	}
	if !slices.Equal(was.GetJsonDiscriminator(), is.GetJsonDiscriminator()) {
		verdict := wireMinor
		for _, value := range was.GetJsonDiscriminator() {
			if !slices.Contains(is.GetJsonDiscriminator(), value) {
				verdict = major
			}
		}
		c.add(element, verdict, "the values of the discriminator changed")
	}
	if was.GetJsonNumber() != is.GetJsonNumber() || was.GetJsonBase64Url() != is.GetJsonBase64Url() {
		c.add(element, wireMinor, "the form of the value in JSON changed")
	}
	if was.GetJsonNullElements() && !is.GetJsonNullElements() {
		c.add(element, wireMinor, "elements can no longer be null")
	}
}

// typeVerdict returns what the wire makes of values of another type. Types that protobuf and JSON write
// alike, as buf's rule FIELD_WIRE_JSON_COMPATIBLE_TYPE lists them, are compatible. Messages with other
// names are compatible if their fields are.
func typeVerdict(old, now protoreflect.FieldDescriptor, before, after *definitions, open map[protoreflect.FullName]bool) compare.Verdict {
	if compatibleKind(old.Kind()) != compatibleKind(now.Kind()) {
		return compare.Major
	}
	switch {
	case old.Enum() != nil && old.Enum().FullName() != now.Enum().FullName():
		scratch := newComparer()
		scratch.compareEnums(old.Enum(), now.Enum(), before)
		return max(Sum(scratch.sorted()).Wire, compare.Patch)
	case old.Message() != nil && old.Message().FullName() != now.Message().FullName():
		return messageVerdict(old.Message(), now.Message(), before, after, open)
	case old.Kind() != now.Kind():
		return compare.Minor
	}
	return compare.None
}

// messageVerdict returns what the wire makes of a value of another message type.
func messageVerdict(
	old, now protoreflect.MessageDescriptor, before, after *definitions, open map[protoreflect.FullName]bool,
) compare.Verdict {
	if open[old.FullName()] || old.FullName() == now.FullName() {
		return compare.None
	}
	if old.ParentFile().Package() == "google.protobuf" || now.ParentFile().Package() == "google.protobuf" {
		return compare.Major // their JSON does not follow from their fields
	}
	open[old.FullName()] = true
	scratch := newComparer()
	scratch.compareForms(old, now)
	verdict := max(Sum(scratch.sorted()).Wire, compare.Patch)
	for i := range old.Fields().Len() {
		f := old.Fields().Get(i)
		same := now.Fields().ByNumber(f.Number())
		if same == nil || same.JSONName() != f.JSONName() || cardinality(f) != cardinality(same) {
			return compare.Major
		}
		for _, pair := range valuePairs(f, same) {
			verdict = max(verdict, typeVerdict(pair[0], pair[1], before, after, open))
		}
	}
	return verdict
}

// compatibleKind returns the first of the kinds with the same bytes and the same JSON.
func compatibleKind(kind protoreflect.Kind) protoreflect.Kind {
	switch kind {
	case protoreflect.Uint32Kind:
		return protoreflect.Int32Kind
	case protoreflect.Uint64Kind:
		return protoreflect.Int64Kind
	case protoreflect.Fixed32Kind:
		return protoreflect.Sfixed32Kind
	case protoreflect.Fixed64Kind:
		return protoreflect.Sfixed64Kind
	}
	return kind
}

// valuePairs returns the fields whose types must be compared: of maps, their keys and values.
func valuePairs(old, now protoreflect.FieldDescriptor) [][2]protoreflect.FieldDescriptor {
	if old.IsMap() {
		return [][2]protoreflect.FieldDescriptor{{old.MapKey(), now.MapKey()}, {old.MapValue(), now.MapValue()}}
	}
	return [][2]protoreflect.FieldDescriptor{{old, now}}
}

func cardinality(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map"
	case f.IsList():
		return "repeated"
	}
	return "singular"
}

// typeWords returns the type of a field as it is written in a .proto file, with names relative to the
// package.
func typeWords(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return fmt.Sprintf("map<%s, %s>", typeWords(f.MapKey()), typeWords(f.MapValue()))
	case f.IsList():
		return "repeated " + kindWords(f)
	case f.HasOptionalKeyword():
		return "optional " + kindWords(f)
	}
	return kindWords(f)
}

func kindWords(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Message() != nil:
		return relativeName(f.Message())
	case f.Enum() != nil:
		return relativeName(f.Enum())
	}
	return f.Kind().String()
}

func relativeName(d protoreflect.Descriptor) string {
	name, pkg := string(d.FullName()), string(d.ParentFile().Package())
	if pkg == "google.protobuf" || len(name) <= len(pkg)+1 {
		return name
	}
	return name[len(pkg)+1:]
}

// oneof returns the name of the oneof of a field, or "".
func oneof(f protoreflect.FieldDescriptor) protoreflect.Name {
	if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
		return o.Name()
	}
	return ""
}

func oneofWords(name protoreflect.Name) string {
	if name == "" {
		return "in no oneof"
	}
	return "in the oneof " + string(name)
}

func isRequired(f protoreflect.FieldDescriptor) bool {
	return slices.Contains(behaviors(f), annotations.FieldBehavior_REQUIRED)
}

func isDeprecated(d protoreflect.Descriptor) bool {
	options, ok := d.Options().(interface{ GetDeprecated() bool })
	return ok && options.GetDeprecated()
}

// compareEnums compares two versions of an enum, which may have different names.
func (c *comparer) compareEnums(old, now protoreflect.EnumDescriptor, before *definitions) {
	for i := range old.Values().Len() {
		v := old.Values().Get(i)
		element := string(v.FullName())
		same := now.Values().ByName(v.Name())
		if same == nil {
			same = now.Values().ByNumber(v.Number())
		}
		switch {
		case same == nil:
			verdict := wireMinor
			if before.isSent(old.FullName()) {
				verdict = wireRefused
			}
			if !now.ReservedRanges().Has(v.Number()) {
				verdict.Wire = compare.Major
			}
			c.addState(element, Removed, verdict, "the enum value was removed")
		case same.Number() != v.Number():
			c.add(element, wireMajor, "number %d became %d", v.Number(), same.Number())
		case jsonName(v) != jsonName(same):
			major := wireMajor
			if before.isSent(old.FullName()) {
				major = broken
			}
			c.add(element, major, "the JSON value %q became %q", jsonName(v), jsonName(same))
		default:
			c.compareDeprecation(v, same, "enum value")
		}
	}
	for i := range now.Values().Len() {
		if v := now.Values().Get(i); old.Values().ByName(v.Name()) == nil && old.Values().ByNumber(v.Number()) == nil {
			c.addState(string(v.FullName()), Added, wireMinor, "the enum value was added")
		}
	}
	c.compareDeprecation(old, now, "enum")
	was, _ := proto.GetExtension(old.Options(), apipb.E_Enum).(*apipb.EnumRule)
	is, _ := proto.GetExtension(now.Options(), apipb.E_Enum).(*apipb.EnumRule)
	if was.GetJsonNumber() != is.GetJsonNumber() {
		c.add(string(old.FullName()), broken, "the values have another form in JSON")
	}
}

// jsonName returns the value in JSON.
func jsonName(v protoreflect.EnumValueDescriptor) string {
	if rule, _ := proto.GetExtension(v.Options(), apipb.E_EnumValue).(*apipb.EnumValueRule); rule != nil && rule.JsonName != nil {
		return rule.GetJsonName()
	}
	return string(v.Name())
}
