// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/transcode"
)

// A fieldPath leads from a request to a field of it or of its body.
type fieldPath []protoreflect.FieldDescriptor

func (p fieldPath) last() protoreflect.FieldDescriptor { return p[len(p)-1] }

// pointer returns the path as a JSON pointer.
func (p fieldPath) pointer() string {
	text := ""
	for _, fd := range p {
		text += "/" + escapePointer(fd.JSONName())
	}
	return text
}

// formUnions returns the unions that are members of a form whose body is a field of the request.
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

// texts reports the texts that a server takes for a number or a boolean: in a parameter, or a member of a
// form, nothing tells "7" from 7.
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
			v := seeded(fd.FullName(), 0, p.memory)
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
			p.findings.Add(finding.TextAlike, place, "%s of %s: the text %q is the %s %s to a server", fd.JSONName(), m.Name, example, kindWord(read), example)
			return
		}
	}
}

// arrivedAs returns the alternative of the union at a path as which a server reads a request.
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

// kindWord returns what kind of number a scalar is, or that it is a boolean. It returns "" for anything else.
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
