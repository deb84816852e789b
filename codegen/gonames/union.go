// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gonames

import (
	"iter"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/gofeaturespb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Unions gives names to the constructors of the unions in a file.
type Unions struct{ taken map[string]bool }

// NewUnions returns the names for file. all are all files of the run: names of those in the same
// package are taken.
func NewUnions(file *protogen.File, all []*protogen.File) *Unions {
	taken := make(map[string]bool)
	for _, other := range all {
		if other.GoImportPath == file.GoImportPath {
			for name := range goNames(other) {
				taken[name] = true
			}
		}
	}
	return &Unions{taken}
}

// IsUnion reports whether a message has constructors: whether it is a union
// (protolect.api.v1.message.json_union), and its Go type is an open struct.
func IsUnion(m *protogen.Message) bool {
	rule, _ := proto.GetExtension(m.Desc.Options(), apipb.E_Message).(*apipb.MessageRule)
	return m.APILevel == gofeaturespb.GoFeatures_API_OPEN && rule.GetJsonUnion() != nil && len(m.Oneofs) == 1
}

// Constructor returns the name of the constructor for a field of a union: for the field Cat of Pet, NewPetCat. Call it
// for each field in the order of the declarations.
func (u *Unions) Constructor(f *protogen.Field) string {
	name := "New" + strings.ReplaceAll(f.Parent.GoIdent.GoName, "_", "") + f.GoName
	if u.taken[name] {
		name = "New" + f.GoIdent.GoName
	}
	for u.taken[name] {
		name += "_"
	}
	u.taken[name] = true
	return name
}

// Messages yields messages and their nested messages, without map entries.
func Messages(messages []*protogen.Message) iter.Seq[*protogen.Message] {
	return func(yield func(*protogen.Message) bool) { eachMessage(messages, yield) }
}

func eachMessage(messages []*protogen.Message, yield func(*protogen.Message) bool) bool {
	for _, m := range messages {
		if !m.Desc.IsMapEntry() && (!yield(m) || !eachMessage(m.Messages, yield)) {
			return false
		}
	}
	return true
}

// goNames yields the exported names that protoc-gen-go declares for a file.
func goNames(file *protogen.File) iter.Seq[string] {
	return func(yield func(string) bool) {
		names := []string{file.GoDescriptorIdent.GoName}
		enums := func(all []*protogen.Enum) {
			for _, e := range all {
				names = append(names, e.GoIdent.GoName, e.GoIdent.GoName+"_name", e.GoIdent.GoName+"_value")
				for _, v := range e.Values {
					names = append(names, v.GoIdent.GoName)
				}
			}
		}
		extensions := func(all []*protogen.Extension) {
			for _, x := range all {
				names = append(names, "E_"+x.GoIdent.GoName)
			}
		}
		enums(file.Enums)
		extensions(file.Extensions)
		for m := range Messages(file.Messages) {
			names = append(names, m.GoIdent.GoName)
			enums(m.Enums)
			extensions(m.Extensions)
			for _, f := range m.Fields {
				if f.Oneof != nil {
					names = append(names, f.GoIdent.GoName)
				}
				names = append(names, "Default_"+m.GoIdent.GoName+"_"+f.GoName)
			}
		}
		for _, name := range names {
			if !yield(name) {
				return
			}
		}
	}
}
