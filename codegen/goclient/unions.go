// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/gofeaturespb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// unionsView is the data of the template for the unions of a file.
type unionsView struct {
	Header       string
	Package      string
	Imports      []string
	Constructors []constructorView
}

// constructorView is one alternative of a union: the function that returns a union with it,
// and the method that reads it from a union.
type constructorView struct {
	Comment string // with comment signs
	Reading string // the comment of the method
	Name    string // "NewPetCat"
	Union   string // "Pet"
	Type    string // of the argument: "*Cat"
	Oneof   string // "Variant"
	Wrapper string // "Pet_Cat"
	Field   string // "Cat"
	// List and ListField are set if the argument is a list or a map: the message that
	// contains it in the union, and the field of this message. JSON has only the value.
	List, ListField string
}

// Unions returns a file with a constructor and a method As… for each alternative of the
// unions in file (protolect.api.v1.message.json_union). It belongs to the messages' package,
// like the constructors of structpb. all are all files of the run: names of those in the
// same package are not declared again.
func Unions(file *protogen.File, all []*protogen.File) ([]File, error) {
	v := &unionsView{Header: header(file), Package: string(file.GoPackageName)}
	imports := newImports(v.Package)
	imports.own = file.GoImportPath
	for _, name := range []string{"value", "ok", "x"} {
		imports.taken[name] = true
	}
	taken := make(map[string]bool)
	for _, other := range all {
		if other.GoImportPath == file.GoImportPath {
			for name := range goNames(other) {
				taken[name] = true
			}
		}
	}
	for m := range messagesOf(file.Messages) {
		if m.APILevel != gofeaturespb.GoFeatures_API_OPEN || messageRule(m).GetJsonUnion() == nil || len(m.Oneofs) != 1 {
			continue
		}
		for _, f := range m.Fields {
			v.Constructors = append(v.Constructors, newConstructor(m, f, imports, taken))
		}
	}
	if len(v.Constructors) == 0 {
		return nil, nil
	}
	v.Imports = imports.specs()
	text, err := output{template: "unions.go.tmpl", view: v}.render()
	if err != nil {
		return nil, err
	}
	name := path.Base(file.GeneratedFilenamePrefix) + "_unions.go"
	return []File{{path.Join(path.Dir(file.GeneratedFilenamePrefix), name), file.GoImportPath, text}}, nil
}

func newConstructor(m *protogen.Message, f *protogen.Field, imports *imports, taken map[string]bool) constructorView {
	c := constructorView{
		Name:    "New" + strings.ReplaceAll(m.GoIdent.GoName, "_", "") + f.GoName,
		Union:   m.GoIdent.GoName,
		Oneof:   m.Oneofs[0].GoName,
		Wrapper: f.GoIdent.GoName,
		Field:   f.GoName,
		Type:    imports.elementType(f),
	}
	if taken[c.Name] {
		c.Name = "New" + f.GoIdent.GoName
	}
	for taken[c.Name] {
		c.Name += "_"
	}
	taken[c.Name] = true
	if f.Message != nil && messageRule(f.Message).GetJsonValue() != "" && f.Message.APILevel == gofeaturespb.GoFeatures_API_OPEN {
		inner := f.Message.Fields[0]
		c.List, c.ListField, c.Type = imports.qualify(f.Message.GoIdent), inner.GoName, imports.fieldType(inner)
	}
	text := c.Name + " returns " + withArticle("["+c.Union+"]") + " that contains " + withArticle(linked(c.Type)) + "."
	if discriminator := messageRule(m).GetJsonUnion().GetDiscriminator(); discriminator != "" && f.Message != nil {
		isDefault := messageRule(m).GetJsonUnion().GetDefaultField() == string(f.Desc.Name())
		switch values := fieldRule(f).GetJsonDiscriminator(); {
		case !isDefault:
			text += " In JSON, " + strconv.Quote(discriminator) + " is " + enumeration(discriminators(f, discriminator), "or") + "."
		case len(values) == 0:
			text += " In JSON, " + strconv.Quote(discriminator) + " is absent or names no other alternative."
		default:
			text += " In JSON, " + strconv.Quote(discriminator) + " is " + enumeration(discriminators(f, discriminator), "or") +
				"; in a response it may also be absent or name no alternative."
		}
	}
	c.Comment = commented(text)
	c.Reading = commented("As" + c.Field + " returns the " + linked(c.Type) + " in x, and reports whether x contains one.")
	return c
}

// discriminators returns the quoted values of a union's discriminator that select f.
func discriminators(f *protogen.Field, discriminator string) []string {
	isLiteral := hasLiteral(f.Message, discriminator)
	values := fieldRule(f).GetJsonDiscriminator()
	if len(values) == 0 {
		values = []string{f.Desc.JSONName()}
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
		if isLiteral {
			quoted[i] = v
		}
	}
	return quoted
}

// hasLiteral reports whether a member of an alternative is a number or a boolean.
func hasLiteral(alternative *protogen.Message, member string) bool {
	i := slices.IndexFunc(alternative.Fields, func(f *protogen.Field) bool { return f.Desc.JSONName() == member })
	if i < 0 {
		return false
	}
	switch f := alternative.Fields[i]; f.Desc.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return false
	case protoreflect.EnumKind:
		rule, _ := proto.GetExtension(f.Enum.Desc.Options(), apipb.E_Enum).(*apipb.EnumRule)
		return rule.GetJsonNumber()
	}
	return true
}

// linked returns the text for a Go type in a comment: a link for a message or an enum.
func linked(goType string) string {
	name, isMessage := strings.CutPrefix(goType, "*")
	if _, short, _ := strings.Cut("."+name, "."); isMessage || strings.ToLower(short[:1]) != short[:1] {
		return "[" + name + "]"
	}
	return goType
}

// withArticle returns word with "a" or "an" before it. A slice type has no article.
func withArticle(word string) string {
	switch name := strings.ToLower(strings.TrimLeft(word, "[")); {
	case strings.HasPrefix(word, "[]"):
		return word
	case strings.HasPrefix(name, "uint"):
		return "a " + word
	case strings.IndexByte("aeiou", name[0]) >= 0:
		return "an " + word
	}
	return "a " + word
}

func messageRule(m *protogen.Message) *apipb.MessageRule {
	rule, _ := proto.GetExtension(m.Desc.Options(), apipb.E_Message).(*apipb.MessageRule)
	return rule
}

// messagesOf yields messages and their nested messages, without map entries.
func messagesOf(messages []*protogen.Message) iter.Seq[*protogen.Message] {
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
		for m := range messagesOf(file.Messages) {
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
