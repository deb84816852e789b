// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/gofeaturespb"

	"github.com/protolect/protolect/codegen/gonames"
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
	names := gonames.NewUnions(file, all)
	for m := range gonames.Messages(file.Messages) {
		if !gonames.IsUnion(m) {
			continue
		}
		for _, f := range m.Fields {
			v.Constructors = append(v.Constructors, newConstructor(m, f, imports, names))
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

func newConstructor(m *protogen.Message, f *protogen.Field, imports *imports, names *gonames.Unions) constructorView {
	c := constructorView{
		Name:    names.Constructor(f),
		Union:   m.GoIdent.GoName,
		Oneof:   m.Oneofs[0].GoName,
		Wrapper: f.GoIdent.GoName,
		Field:   f.GoName,
		Type:    imports.elementType(f),
	}
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
