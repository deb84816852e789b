// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/transcode"
)

// fieldPath is the path of a field, from a request.
type fieldPath []protoreflect.FieldDescriptor

func (p fieldPath) last() protoreflect.FieldDescriptor { return p[len(p)-1] }

// pointer returns the path as a JSON pointer.
func (p fieldPath) pointer() string {
	var text strings.Builder
	for _, fd := range p {
		text.WriteString("/" + escapePointer(fd.JSONName()))
	}
	return text.String()
}

// formUnions returns the unions among the members of a form that is a field of the request.
func formUnions(http *transcode.Method) (all []fieldPath) {
	fields := http.Descriptor.Input().Fields()
	for i := range fields.Len() {
		body := fields.Get(i)
		if http.Binding.PlaceOf(body) != transcode.InForm || body.Message() == nil || body.IsList() || body.IsMap() {
			continue
		}
		for j := range body.Message().Fields().Len() {
			fd := body.Message().Fields().Get(j)
			if isUnion(body.Message()) || fd.IsMap() || fd.Message() == nil || !isUnion(fd.Message()) {
				continue
			}
			all = append(all, fieldPath{body, fd})
		}
	}
	return all
}

// texts reports a union of a parameter or a form in which a server decodes a text as a number
// or a boolean: "7" and 7 are the same there.
func (p *prover) texts(m *model.Method, http *transcode.Method, path fieldPath) {
	fd := path.last()
	alternatives := fd.Message().Fields()
	for i := range alternatives.Len() {
		text := alternatives.Get(i)
		if text.Kind() != protoreflect.StringKind {
			continue
		}
		for _, example := range []string{"7", "1.5", "true"} {
			sent := dynamicpb.NewMessage(http.Descriptor.Input())
			v := seeded(fd, 0, p.memory)
			v.all, v.request = false, true
			fillRequest(v, http, sent)
			owner := sent.ProtoReflect()
			for _, step := range path[:len(path)-1] {
				owner = owner.Mutable(step).Message()
			}
			union := owner.NewField(fd)
			if fd.IsList() {
				union = union.List().NewElement()
			}
			union.Message().Set(text, protoreflect.ValueOfString(example))
			value := union
			if fd.IsList() {
				list := owner.NewField(fd)
				list.List().Append(union)
				value = list
			}
			owner.Set(fd, value)
			read := arrivedAs(p, http, sent, path)
			if read == nil || kindWord(read) == "" {
				continue
			}
			place := locate(m.Request, path.pointer(), m.At())
			p.findings.Add(finding.TextAlike, place, "%s of %s: servers read the text %q as the %s %s",
				fd.JSONName(), m.Name, example, kindWord(read), example)
			return
		}
	}
}

// arrivedAs returns the alternative that a server decodes from a request for the union at
// path, or nil.
func arrivedAs(p *prover, http *transcode.Method, sent *dynamicpb.Message, path fieldPath) protoreflect.FieldDescriptor {
	r, err := http.EncodeRequest(sent)
	if err != nil {
		return nil
	}
	arrived := dynamicpb.NewMessage(sent.Descriptor())
	match, err := transcode.NewRouter([]*transcode.Method{http}, transcode.RouterOptions{}).Match(r.Verb, r.Path)
	if err != nil || match.DecodeRequest(r, arrived, transcode.DecodeRequestOptions{Resolver: p.types}) != nil {
		return nil
	}
	owner, fd := arrived.ProtoReflect(), path.last()
	for _, step := range path[:len(path)-1] {
		owner = owner.Get(step).Message()
	}
	if !owner.Has(fd) {
		return nil
	}
	value := owner.Get(fd)
	if fd.IsList() {
		value = value.List().Get(0)
	}
	return value.Message().WhichOneof(value.Message().Descriptor().Oneofs().Get(0))
}

// kindWord returns "boolean", "number" or "integer" for the type of a field, or "" for other
// types.
func kindWord(fd protoreflect.FieldDescriptor) string {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return "boolean"
	case protoreflect.FloatKind, protoreflect.DoubleKind, protoreflect.EnumKind:
		return "number"
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return ""
	}
	return "integer"
}
