// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/wirejson"
)

// draws is the number of random values of each alternative.
const draws = 2

// alternatives reports alternatives of a union with values that a client decodes as another
// alternative.
func (p *prover) alternatives(m *model.Message, md protoreflect.MessageDescriptor) {
	for _, f := range m.Fields {
		fd := md.Fields().ByName(protoreflect.Name(f.Name))
		if m.Discriminator != "" && fd.Message() != nil {
			continue // the discriminator selects it
		}
		for _, sent := range p.examplesOf(md, fd) {
			read := p.readAs(sent)
			if read == nil || read == fd {
				continue
			}
			p.reduce(sent, fd, read)
			p.findings.Add(finding.AlternativesAlike, f.At, "%s.%s is ambiguous: clients read %s as %s",
				m.Name, fd.Name(), p.text(sent), read.Name())
			break
		}
	}
}

// maxExamples is how many values of an alternative are tried.
const maxExamples = 40

// examplesOf returns values of an alternative: with all members, with those only that another alternative has
// too, and with whole numbers.
func (p *prover) examplesOf(md protoreflect.MessageDescriptor, fd protoreflect.FieldDescriptor) (all []*dynamicpb.Message) {
	seen := make(map[string]bool)
	add := func(union *dynamicpb.Message) {
		text, err := wirejson.MarshalOptions{Resolver: p.types}.Marshal(union)
		if err == nil && !seen[string(text)] && len(all) < maxExamples {
			seen[string(text)] = true
			all = append(all, union)
		}
	}
	for n := range uint64(draws) {
		if union := p.alternative(md, fd, n); union != nil {
			add(union)
		}
	}
	if fd.Message() == nil {
		return all
	}
	for _, union := range slices.Clone(all) {
		for i := range md.Fields().Len() {
			other := md.Fields().Get(i)
			if other == fd || other.Message() == nil {
				continue
			}
			less := proto.Clone(union).(*dynamicpb.Message)
			p.keepCommon(less.Mutable(fd).Message(), other.Message(), 0)
			if !isEmptyMessage(less.Get(fd).Message()) {
				add(less)
			}
		}
	}
	for _, union := range slices.Clone(all) {
		whole := proto.Clone(union).(*dynamicpb.Message)
		makeWhole(whole)
		add(whole)
	}
	return all
}

// keepCommon clears the members of an object that neither have to be there nor are members of another
// one, at every depth.
func (p *prover) keepCommon(m protoreflect.Message, other protoreflect.MessageDescriptor, depth int) {
	if depth > maxDepth {
		return
	}
	mine, its := jsonValue(m.Descriptor()), jsonValue(other)
	if mine != nil && its != nil {
		p.keepCommonOf(m, mine, its, depth)
		return
	}
	if !isObjectMessage(m.Descriptor()) || !isObjectMessage(other) {
		return
	}
	known := p.memory.of(m.Descriptor())
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		same := other.Fields().ByJSONName(fd.JSONName())
		switch {
		case same != nil && isAlike(fd, same):
			p.keepCommonOf(m, fd, same, depth)
		case !known.fields[fd.Index()].required && !hasAdditional(p.memory.of(other)):
			m.Clear(fd)
		}
		return true
	})
}

// isAlike reports whether two fields can hold the same value.
func isAlike(fd, other protoreflect.FieldDescriptor) bool {
	one, two := valueOf(fd), valueOf(other)
	return fd.IsList() == other.IsList() && fd.IsMap() == other.IsMap() && one.Kind() == two.Kind() && one.Enum() == two.Enum()
}

// keepCommonOf is keepCommon for what a field of m holds, where another one holds the other object.
func (p *prover) keepCommonOf(m protoreflect.Message, fd, other protoreflect.FieldDescriptor, depth int) {
	if !isAlike(fd, other) || valueOf(fd).Message() == nil {
		return
	}
	md := valueOf(other).Message()
	switch v := m.Get(fd); {
	case fd.IsList():
		for i := range v.List().Len() {
			p.keepCommon(v.List().Get(i).Message(), md, depth+1)
		}
	case fd.IsMap():
		v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
			p.keepCommon(v.Message(), md, depth+1)
			return true
		})
	default:
		p.keepCommon(m.Mutable(fd).Message(), md, depth+1)
	}
}

// jsonValue returns the list or map whose JSON is that of a message, or nil.
func jsonValue(md protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	return md.Fields().ByName(protoreflect.Name(messageRule(md).GetJsonValue()))
}

// isObjectMessage reports whether the JSON of a message is an object with its fields as members.
func isObjectMessage(md protoreflect.MessageDescriptor) bool {
	return !isUnion(md) && jsonValue(md) == nil && md.ParentFile().Package() != "google.protobuf"
}

// hasAdditional reports whether a message has members without fields.
func hasAdditional(known *messageFacts) bool {
	return slices.ContainsFunc(known.fields, func(f *facts) bool { return f.extra })
}

func isEmptyMessage(m protoreflect.Message) bool {
	isEmpty := true
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		isEmpty = false
		return false
	})
	return isEmpty
}

// makeWhole makes all numbers of a message whole.
func makeWhole(m protoreflect.Message) {
	whole := func(fd protoreflect.FieldDescriptor) protoreflect.Value {
		if fd.Kind() == protoreflect.FloatKind {
			return protoreflect.ValueOfFloat32(1)
		}
		return protoreflect.ValueOfFloat64(1)
	}
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		of := valueOf(fd)
		isNumber := of.Kind() == protoreflect.FloatKind || of.Kind() == protoreflect.DoubleKind
		switch {
		case !isNumber && of.Message() == nil:
		case fd.IsList():
			for i := range v.List().Len() {
				if isNumber {
					v.List().Set(i, whole(of))
				} else {
					makeWhole(v.List().Get(i).Message())
				}
			}
		case fd.IsMap():
			v.Map().Range(func(k protoreflect.MapKey, e protoreflect.Value) bool {
				if isNumber {
					v.Map().Set(k, whole(of))
				} else {
					makeWhole(e.Message())
				}
				return true
			})
		case isNumber:
			m.Set(fd, whole(of))
		default:
			makeWhole(v.Message())
		}
		return true
	})
}

// alternative returns the random union number n with the field fd. If this is a message, all
// its fields are set. It returns nil if the value may be invalid.
func (p *prover) alternative(md protoreflect.MessageDescriptor, fd protoreflect.FieldDescriptor, n uint64) *dynamicpb.Message {
	v := seeded(fd, n, p.memory)
	v.all, v.nulls = true, false
	union := dynamicpb.NewMessage(md)
	if fd.Message() == nil {
		union.Set(fd, v.scalar(fd, v.factsOf(fd), inBody))
		return union
	}
	value := union.NewField(fd)
	v.fill(value.Message(), inBody, 0)
	union.Set(fd, value)
	if *v.unchecked {
		return nil
	}
	return union
}

// readAs returns the alternative that a client decodes from the JSON of a union, or nil.
func (p *prover) readAs(union *dynamicpb.Message) protoreflect.FieldDescriptor {
	text, err := wirejson.MarshalOptions{Resolver: p.types}.Marshal(union)
	if err != nil {
		return nil
	}
	read := dynamicpb.NewMessage(union.Descriptor())
	if p.decoding().JSON().Unmarshal(text, read) != nil {
		return nil
	}
	return read.WhichOneof(read.Descriptor().Oneofs().Get(0))
}

// reduce clears each field of an alternative, unless clients then decode it as another
// alternative than read.
func (p *prover) reduce(union *dynamicpb.Message, fd, read protoreflect.FieldDescriptor) {
	if fd.Message() == nil {
		return
	}
	value := union.Mutable(fd).Message()
	fields := value.Descriptor().Fields()
	for i := range fields.Len() {
		member := fields.Get(i)
		if !value.Has(member) {
			continue
		}
		before := proto.Clone(value.Interface()).ProtoReflect()
		value.Clear(member)
		if isEmptyMessage(value) || p.readAs(union) != read {
			value.Set(member, before.Get(member))
		}
	}
}
