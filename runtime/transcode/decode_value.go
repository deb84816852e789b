// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// A jsonWriter writes nodes as the JSON of fields. The type of the field determines the
// meaning of a text: "1" is a string or a number.
type jsonWriter struct {
	resolver wirejson.Resolver
	// strict rejects numbers for enum values.
	strict bool
	// partial is whether the body may lack required members.
	partial bool
	depth   int
	// attempts caches the results of reading a node as a union, so that nested unions do not
	// take exponential time. The value is nil during the attempt.
	attempts map[attempt]*outcome
	messages map[protoreflect.FullName]*messageJSON
	enums    map[protoreflect.FullName]map[string]protoreflect.EnumNumber
}

// messageJSON describes the JSON of a message.
type messageJSON struct {
	rule *apipb.MessageRule
	// members are the fields by JSON name and by proto name.
	members map[string]protoreflect.FieldDescriptor
	// additional is the field for all other members, or nil.
	additional protoreflect.FieldDescriptor
}

// jsonOf returns the description of the JSON of a message.
func (w *jsonWriter) jsonOf(md protoreflect.MessageDescriptor) *messageJSON {
	if s := w.messages[md.FullName()]; s != nil {
		return s
	}
	s := &messageJSON{rule: messageRule(md), members: make(map[string]protoreflect.FieldDescriptor)}
	fields := md.Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch rule := FieldRule(fd); {
		case rule.GetJsonAdditional() && fd.IsMap():
			s.additional = fd
		case !rule.GetJsonNulls() && !rule.GetJsonEmpties() && !rule.GetJsonNullEntries():
			s.members[fd.JSONName()] = fd
		}
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if name := fd.TextName(); s.additional == nil && s.members[name] == nil && s.members[fd.JSONName()] == fd {
			s.members[name] = fd
		}
	}
	if w.messages == nil {
		w.messages = make(map[protoreflect.FullName]*messageJSON)
	}
	w.messages[md.FullName()] = s
	return s
}

// An attempt identifies the reading of a node as a union.
type attempt struct {
	node  *node
	union protoreflect.FullName
	tags  string
}

// An outcome is the result of an attempt.
type outcome struct {
	json []byte
	err  *RequestError
}

func (w *jsonWriter) unmarshal() wirejson.UnmarshalOptions {
	return wirejson.UnmarshalOptions{Resolver: w.resolver, RecursionLimit: maxDepth, EnumNames: w.strict, Exact: true, Partial: w.partial}
}

// field appends the JSON of a field. The tags are members of the object that name the
// alternative of a union.
func (w *jsonWriter) field(b []byte, fd protoreflect.FieldDescriptor, n *node, tags []string) ([]byte, *RequestError) {
	switch {
	case !fd.IsList() && !fd.IsMap():
		return w.value(b, fd, n, tags)
	case fd.IsList():
		return w.list(b, fd, n)
	case n.json != nil:
		return append(b, n.json...), nil
	case n.isObject:
		return w.object(b, n, func(b []byte, name string, value *node) ([]byte, *RequestError) {
			return w.value(b, fd.MapValue(), value, nil)
		})
	case n.objectAsText && n.hasText && isJSONOf(n.text, '{'):
		return append(b, n.text...), nil
	}
	return nil, n.unexpected("an object")
}

func (w *jsonWriter) list(b []byte, fd protoreflect.FieldDescriptor, n *node) ([]byte, *RequestError) {
	elements := n.elements
	if !n.isList {
		switch {
		case n.json != nil:
			return append(b, n.json...), nil
		case n.listAsText && n.hasText && isJSONOf(n.text, '['):
			return append(b, n.text...), nil
		case n.hasText:
			elements = []*node{n}
		default:
			var ok bool
			if elements, ok = n.indexed(); !ok {
				return nil, n.unexpected("a list")
			}
		}
	}
	return appendList(b, elements, func(b []byte, e *node) ([]byte, *RequestError) {
		return w.value(b, fd, e, nil)
	})
}

func appendList(b []byte, elements []*node, value func([]byte, *node) ([]byte, *RequestError)) ([]byte, *RequestError) {
	b = append(b, '[')
	for i, e := range elements {
		if i > 0 {
			b = append(b, ',')
		}
		var err *RequestError
		if b, err = value(b, e); err != nil {
			return nil, err.within("[" + strconv.Itoa(i) + "]")
		}
	}
	return append(b, ']'), nil
}

// object appends an object with the members of a node.
func (w *jsonWriter) object(
	b []byte, n *node, value func(b []byte, name string, value *node) ([]byte, *RequestError),
) ([]byte, *RequestError) {
	b = append(b, '{')
	for i, m := range n.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendQuoted(b, m.name), ':')
		var err *RequestError
		if b, err = value(b, m.name, m.value); err != nil {
			return nil, err.within(m.name)
		}
	}
	return append(b, '}'), nil
}

// value appends the JSON of a singular field, a list element or a map entry.
func (w *jsonWriter) value(b []byte, fd protoreflect.FieldDescriptor, n *node, tags []string) ([]byte, *RequestError) {
	switch {
	case n.raw && fd.Kind() == protoreflect.BytesKind && !fd.ContainingMessage().IsMapEntry():
		b = append(b, '"')
		b = base64.StdEncoding.AppendEncode(b, []byte(n.text))
		return append(b, '"'), nil
	case n.json != nil && (!n.isList || !isListMessage(fd.Message())):
		return append(b, n.json...), nil
	case fd.Message() != nil:
		return w.message(b, fd.Message(), n, tags)
	case !n.hasText:
		return nil, n.unexpected("one " + fd.Kind().String())
	case fd.Kind() == protoreflect.BoolKind && (n.text == "true" || n.text == "false"):
		return append(b, n.text...), nil
	case fd.Kind() == protoreflect.EnumKind:
		return w.enum(b, fd, n.text)
	case fd.Kind() == protoreflect.StringKind || fd.Kind() == protoreflect.BytesKind:
		return appendQuoted(b, n.text), nil
	}
	return appendNumber(b, n.text), nil
}

// enum appends an enum value, given as a name or a number.
func (w *jsonWriter) enum(b []byte, fd protoreflect.FieldDescriptor, text string) ([]byte, *RequestError) {
	number, ok := w.enumNamed(fd.Enum(), text)
	if !ok {
		return appendNumber(b, text), nil
	}
	if number == 0 && isAbsentEnum(fd) {
		return nil, badText("a value of "+string(fd.Enum().FullName()), text)
	}
	spelling := wirejson.EnumText(fd.Enum(), number)
	if enumRule(fd.Enum()).GetJsonNumber() {
		return appendNumber(b, spelling), nil
	}
	return appendQuoted(b, spelling), nil
}

// enumNamed returns the number of an enum value by its JSON name or, if there is none, by
// its proto name.
func (w *jsonWriter) enumNamed(ed protoreflect.EnumDescriptor, text string) (number protoreflect.EnumNumber, ok bool) {
	names := w.enums[ed.FullName()]
	if names == nil {
		names = make(map[string]protoreflect.EnumNumber)
		for _, spelling := range []func(protoreflect.EnumValueDescriptor) string{
			func(v protoreflect.EnumValueDescriptor) string { return wirejson.EnumText(ed, v.Number()) },
			func(v protoreflect.EnumValueDescriptor) string { return string(v.Name()) },
		} {
			for i := range ed.Values().Len() {
				v := ed.Values().Get(i)
				if _, ok := names[spelling(v)]; !ok {
					names[spelling(v)] = v.Number()
				}
			}
		}
		if w.enums == nil {
			w.enums = make(map[protoreflect.FullName]map[string]protoreflect.EnumNumber)
		}
		w.enums[ed.FullName()] = names
	}
	number, ok = names[text]
	return number, ok
}

// message appends the JSON of a message.
func (w *jsonWriter) message(b []byte, md protoreflect.MessageDescriptor, n *node, tags []string) ([]byte, *RequestError) {
	if w.depth == maxDepth {
		return nil, badRequestf("nests more than %d deep", maxDepth)
	}
	w.depth++
	defer func() { w.depth-- }()
	if n.raw {
		text := *n
		text.raw = false
		text.objectAsText = n.objectAsText || !isUntyped(md) // Some clients omit the media type of a part.
		n = &text
	}
	s := w.jsonOf(md)
	switch name := md.FullName(); {
	case s.rule.GetJsonUnion() != nil:
		return w.union(b, md, n, tags)
	case s.rule.GetJsonValue() != "":
		fd := md.Fields().Get(0)
		return w.field(b, fd, n, nil)
	case isText(name):
		switch {
		case !n.hasText:
			return nil, n.unexpected("one " + string(md.Name()))
		case name == "google.protobuf.BoolValue" && (n.text == "true" || n.text == "false"):
			return append(b, n.text...), nil
		case strings.Contains(string(name), "Int") || strings.Contains(string(name), "Float") || strings.Contains(string(name), "Double"):
			return appendNumber(b, n.text), nil
		}
		return appendQuoted(b, n.text), nil
	case isFreeForm(name):
		return w.freeForm(b, md, n)
	case n.objectAsText && n.hasText && isJSONOf(n.text, '{'):
		return append(b, n.text...), nil
	case !n.isObject:
		return nil, n.unexpected("an object")
	}
	return w.object(b, n, func(b []byte, name string, value *node) ([]byte, *RequestError) {
		switch fd := s.members[name]; {
		case fd != nil:
			return w.field(b, fd, value, nil)
		case slices.Contains(tags, name) && value.hasText:
			return appendQuoted(b, value.text), nil
		case s.additional != nil:
			return w.value(b, s.additional.MapValue(), value, nil)
		}
		return nil, badRequestf("%s has no such field", md.FullName())
	})
}

// isUntyped reports whether a text for the message may have any type.
func isUntyped(md protoreflect.MessageDescriptor) bool {
	return md.FullName() == "google.protobuf.Value" || messageRule(md).GetJsonUnion() != nil
}

// isListMessage reports whether the JSON of a message is always a list. md may be nil.
func isListMessage(md protoreflect.MessageDescriptor) bool {
	if md == nil {
		return false
	}
	return md.FullName() == "google.protobuf.ListValue" || messageRule(md).GetJsonValue() != "" && md.Fields().Get(0).IsList()
}

// freeForm appends the JSON of a well-known type that accepts any JSON.
func (w *jsonWriter) freeForm(b []byte, md protoreflect.MessageDescriptor, n *node) ([]byte, *RequestError) {
	value := md
	switch md.Name() {
	case "Struct":
		value = md.Fields().Get(0).MapValue().Message()
		if n.objectAsText && n.hasText && isJSONOf(n.text, '{') {
			return append(b, n.text...), nil
		}
		if n.isObject {
			return w.object(b, n, func(b []byte, _ string, member *node) ([]byte, *RequestError) { return w.freeForm(b, value, member) })
		}
		return nil, n.unexpected("an object")
	case "ListValue":
		return w.list(b, md.Fields().Get(0), n)
	case "Any":
		if n.hasText && isJSONOf(n.text, '{') {
			return append(b, n.text...), nil
		}
		return nil, n.unexpected("a google.protobuf.Any as JSON")
	}
	element := func(b []byte, n *node) ([]byte, *RequestError) { return w.freeForm(b, value, n) }
	elements, isIndexed := n.indexed()
	isIndexed = isIndexed && len(elements) > 0 && n.member(strconv.Itoa(len(elements)-1)) != nil // without gaps
	switch {
	case n.json != nil:
		return append(b, n.json...), nil
	case n.hasText && !n.preferObject && !n.preferList:
		if w.isCanonical(n, md) {
			return append(b, n.text...), nil
		}
		return appendQuoted(b, n.text), nil
	case n.isList && !n.preferObject:
		return appendList(b, n.elements, element)
	case isIndexed:
		return appendList(b, elements, element)
	case n.isObject:
		return w.object(b, n, func(b []byte, _ string, member *node) ([]byte, *RequestError) { return element(b, member) })
	}
	return nil, n.unexpected("a value")
}

// isCanonical reports whether the text of n is the JSON of a number, a boolean, a list or an
// object in exactly the form in which a google.protobuf.Value is written.
func (w *jsonWriter) isCanonical(n *node, md protoreflect.MessageDescriptor) bool {
	text := n.text
	if text == "" || strings.IndexByte(`-0123456789tf[{`, text[0]) < 0 ||
		text[0] == '[' && !n.listAsText || text[0] == '{' && !n.objectAsText {
		return false
	}
	m := dynamicpb.NewMessage(md)
	if w.unmarshal().Unmarshal([]byte(text), m) != nil {
		return false
	}
	written, err := marshal(m)
	return err == nil && string(written) == text
}

// union appends the JSON of a union: that of the first alternative for which encoding yields
// the same value again or, if there is none, of the first that can be decoded.
func (w *jsonWriter) union(b []byte, md protoreflect.MessageDescriptor, n *node, tags []string) ([]byte, *RequestError) {
	key := attempt{n, md.FullName(), strings.Join(tags, "\x00")}
	if w.attempts == nil {
		w.attempts = make(map[attempt]*outcome)
	}
	o, ok := w.attempts[key]
	if !ok {
		w.attempts[key] = nil
		o = new(outcome)
		o.json, o.err = w.alternative(md, n, tags)
		w.attempts[key] = o
	}
	switch {
	case o == nil:
		return nil, n.unexpected("a value") // The union is its own alternative.
	case o.err != nil:
		e := *o.err
		return nil, &e
	}
	return append(b, o.json...), nil
}

// alternative returns the JSON of the alternative of a union that union describes.
func (w *jsonWriter) alternative(md protoreflect.MessageDescriptor, n *node, outer []string) ([]byte, *RequestError) {
	fields, named, tags := md.Fields(), "", outer
	if discriminator := w.jsonOf(md).rule.GetJsonUnion().GetDiscriminator(); discriminator != "" && n.isObject {
		if m := n.member(discriminator); m != nil && m.hasText {
			named = m.text
		}
		tags = append(slices.Clip(tags), discriminator)
	}
	var second []byte
	var failed *RequestError
	for i := range fields.Len() {
		fd := fields.Get(i)
		if named != "" && !isNamedBy(fd, named) {
			continue
		}
		json, err := w.value(nil, fd, n, tags)
		var written []byte
		if err == nil {
			written, err = w.roundTrip(md, json, len(outer) > 0)
		}
		if err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		if v, err := parseValue(written); err == nil && n.isWritten(&v) {
			return json, nil
		}
		if second == nil {
			second = json
		}
	}
	switch {
	case second != nil:
		return second, nil
	case failed != nil && named != "":
		return nil, failed
	}
	return nil, n.unexpected("a value that one of the alternatives of " + string(md.FullName()) + " can hold")
}

// roundTrip decodes the JSON of a union and encodes it again. tagged is whether the JSON may
// have tags of outer unions, which are unknown to this one.
func (w *jsonWriter) roundTrip(md protoreflect.MessageDescriptor, json []byte, tagged bool) ([]byte, *RequestError) {
	m, opts := dynamicpb.NewMessage(md), w.unmarshal()
	opts.DiscardUnknown = tagged
	if err := opts.Unmarshal(json, m); err != nil {
		return nil, badJSON(err, "")
	}
	written, err := marshal(m)
	if err != nil {
		return nil, badRequestf("%v", err)
	}
	return written, nil
}

// isNamedBy reports whether the value text of a discriminator names an alternative.
func isNamedBy(fd protoreflect.FieldDescriptor, text string) bool {
	return slices.Contains(FieldRule(fd).GetJsonDiscriminator(), text) || fd.JSONName() == text
}

// isJSONOf reports whether text is JSON that begins with first.
func isJSONOf(text string, first byte) bool {
	return text != "" && text[0] == first && wirejson.Check([]byte(text)) == nil
}

// appendNumber appends a text that may be a number. It quotes other text, such as NaN,
// Infinity and text that wirejson rejects.
func appendNumber(b []byte, text string) []byte {
	if text != "" && strings.IndexByte("-0123456789", text[0]) >= 0 && text[len(text)-1] > ' ' && wirejson.Check([]byte(text)) == nil {
		return append(b, text...)
	}
	return appendQuoted(b, text)
}

// appendQuoted appends a text as a JSON string. It does not check that the text is UTF-8;
// wirejson does.
func appendQuoted(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// hasMember reports whether the value of a field may be an object with a member name.
func (w *jsonWriter) hasMember(fd protoreflect.FieldDescriptor, name string) bool {
	switch {
	case fd.IsMap():
		return true
	case fd.Message() == nil || fd.IsList():
		return false
	}
	return w.isMember(fd.Message(), name, make(map[protoreflect.FullName]bool))
}

// isMember is hasMember for a message. seen are the messages that are being visited, because
// a union may be its own alternative.
func (w *jsonWriter) isMember(md protoreflect.MessageDescriptor, name string, seen map[protoreflect.FullName]bool) bool {
	if seen[md.FullName()] {
		return false
	}
	seen[md.FullName()] = true
	s, fields := w.jsonOf(md), md.Fields()
	switch {
	case isFreeForm(md.FullName()) || s.additional != nil:
		return true
	case s.rule.GetJsonValue() != "":
		return w.hasMember(fields.Get(0), name)
	case s.rule.GetJsonUnion() == nil:
		return s.members[name] != nil && !isText(md.FullName())
	case s.rule.GetJsonUnion().GetDiscriminator() == name:
		return true
	}
	for i := range fields.Len() {
		if inner := fields.Get(i).Message(); inner != nil && w.isMember(inner, name, seen) {
			return true
		}
	}
	return false
}
