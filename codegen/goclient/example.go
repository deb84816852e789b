// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"fmt"
	"go/format"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	codegenview "github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// exampleView is the call in the documentation of a package.
type exampleView struct {
	Code string // formatted statements
}

// newExample returns the example that a service declares (protolect.api.v1.service.example).
// If no service declares one, the example calls the method that view.FirstCall chooses. newExample
// returns nil if that finds no method.
func newExample(v *view, file *protogen.File, imports *imports) (*exampleView, error) {
	for _, s := range v.Services {
		if len(s.Methods) == 0 {
			continue
		}
		rule, _ := proto.GetExtension(s.Methods[0].proto.Parent.Desc.Options(), apipb.E_Service).(*apipb.ServiceRule)
		if e := rule.GetExample(); e != nil {
			return namedExample(v, s, e, imports)
		}
	}
	m := codegenview.FirstCall(file.Services)
	if m == nil {
		return nil, nil
	}
	request, err := codegenview.SampleRequest(m)
	if err != nil {
		return nil, err
	}
	s := v.Services[slices.Index(file.Services, m.Parent)]
	return exampleOf(v, s, s.method[m.Desc.Name()], request, "", imports)
}

// namedExample returns the example e of a service.
func namedExample(v *view, s *serviceView, e *apipb.Example, imports *imports) (*exampleView, error) {
	m := s.method[protoreflect.Name(e.GetMethod())]
	if m == nil {
		return nil, fmt.Errorf("the example of %s calls %q, which is not a method of the service", s.Name, e.GetMethod())
	}
	if m.Upload || m.Download {
		return nil, fmt.Errorf("the example of %s calls %q, which transfers media: choose another method", s.Name, e.GetMethod())
	}
	request := dynamicpb.NewMessage(m.proto.Input.Desc)
	if err := protojson.Unmarshal([]byte(e.GetRequestJson()), request); err != nil {
		return nil, fmt.Errorf("the example of %s: %w", s.Name, err)
	}
	return exampleOf(v, s, m, request, e.GetEndpoint(), imports)
}

// exampleOf returns the example that calls m with request.
func exampleOf(
	v *view, s *serviceView, m *methodView, request *dynamicpb.Message, endpoint string, imports *imports,
) (*exampleView, error) {
	var code strings.Builder
	code.WriteString("ctx := context.Background()\n" + newClient(v, s, m, request, endpoint, imports))
	code.WriteString("if err != nil {\n\tlog.Fatal(err)\n}\n")
	call := "client." + m.GoName + "(ctx, " + literal(m.proto.Input, request, imports, "") + ")"
	switch {
	case m.Paged:
		code.WriteString("for item, err := range " + call + ".All() {\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tfmt.Println(item)\n}")
	case m.Empty:
		code.WriteString("if err := " + call + "; err != nil {\n\tlog.Fatal(err)\n}")
	default:
		code.WriteString("response, err := " + call + "\nif err != nil {\n\tlog.Fatal(err)\n}\nfmt.Println(response)")
	}
	formatted, err := format.Source([]byte(code.String()))
	if err != nil {
		return nil, fmt.Errorf("the example of %s: %w", s.Name, err)
	}
	return &exampleView{Code: string(formatted)}, nil
}

// newClient returns the statements that create the client. It moves fields of request that
// are options of the client there.
func newClient(v *view, s *serviceView, m *methodView, request *dynamicpb.Message, endpoint string, imports *imports) string {
	var tokens string
	arguments := []string{"ctx"}
	arguments = append(arguments, v.credentials.example(m.proto)...)
	if endpoint != "" {
		arguments = append(arguments, "rest.WithEndpoint("+quote(endpoint)+")")
		// Application Default Credentials are valid only for Google's own endpoints.
		token := imports.qualify(protogen.GoIdent{GoImportPath: oauth2Import, GoName: "Token"})
		source := imports.qualify(protogen.GoIdent{GoImportPath: oauth2Import, GoName: "StaticTokenSource"})
		tokens = "tokens := " + source + "(&" + token + "{AccessToken: \"TOKEN\"})\n"
		arguments = append(arguments, "rest.WithTokenSource(tokens)")
	}
	if host, _ := proto.GetExtension(m.proto.Parent.Desc.Options(), annotations.E_DefaultHost).(string); host == "" && endpoint == "" {
		arguments = append(arguments, "rest.WithEndpoint("+quote(anyEndpoint(m.proto.Desc.ParentFile()))+")")
	}
	for _, option := range v.Options {
		if f := m.proto.Input.Desc.Fields().ByName(option.name); f != nil && request.Has(f) {
			arguments = append(arguments, v.Package+"."+option.Name+"("+quote(request.Get(f).String())+")")
			request.Clear(f)
		}
	}
	text := strings.Join(arguments, ", ")
	if len(arguments) > 2 {
		text = strings.Join(arguments, ",\n") + ",\n"
	}
	return tokens + "client, err := " + v.Package + "." + s.Constructor + "(" + text + ")\n"
}

// anyEndpoint returns an endpoint of an API without a default host: the first that the file
// lists, or a placeholder.
func anyEndpoint(file protoreflect.FileDescriptor) string {
	rule, _ := proto.GetExtension(file.Options(), apipb.E_File).(*apipb.FileRule)
	if all := rule.GetEndpoints(); len(all) > 0 {
		return all[0].GetUrl()
	}
	return "https://HOST" + rule.GetBasePath()
}

const oauth2Import = "golang.org/x/oauth2"

// literal returns a message as a Go composite literal.
func literal(message *protogen.Message, value protoreflect.Message, imports *imports, indent string) string {
	var fields []string
	inner := indent + "\t"
	for _, f := range message.Fields {
		if !value.Has(f.Desc) {
			continue
		}
		field := value.Get(f.Desc)
		var text string
		switch {
		case f.Desc.IsList():
			var elements strings.Builder
			for i := range field.List().Len() {
				elements.WriteString("\n" + inner + "\t" + scalarOrMessage(f, field.List().Get(i), imports, inner+"\t") + ",")
			}
			text = imports.fieldType(f) + "{" + elements.String() + "\n" + inner + "}"
		case f.Desc.IsMap():
			text = imports.fieldType(f) + "{" + entries(f, field.Map(), imports, inner+"\t") + "\n" + inner + "}"
		case f.Desc.HasOptionalKeyword():
			text = pointer(f, scalarOrMessage(f, field, imports, inner), imports)
		default:
			text = scalarOrMessage(f, field, imports, inner)
		}
		name := f.GoName
		if f.Oneof != nil && !f.Oneof.Desc.IsSynthetic() {
			name, text = f.Oneof.GoName, "&"+imports.qualify(f.GoIdent)+"{"+name+": "+text+"}"
		}
		fields = append(fields, inner+name+": "+text+",\n")
	}
	name := "&" + imports.qualify(message.GoIdent)
	if len(fields) == 0 {
		return name + "{}"
	}
	return name + "{\n" + strings.Join(fields, "") + indent + "}"
}

// entries returns the entries of a map literal, sorted by their text.
func entries(f *protogen.Field, entries protoreflect.Map, imports *imports, indent string) string {
	key, value := f.Message.Fields[0], f.Message.Fields[1]
	var lines []string
	for k, v := range entries.Range {
		lines = append(lines, "\n"+indent+scalarOrMessage(key, k.Value(), imports, indent)+": "+scalarOrMessage(value, v, imports, indent)+",")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// pointer returns the expression for an optional field whose value is text.
func pointer(f *protogen.Field, text string, imports *imports) string {
	switch f.Desc.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind, protoreflect.BytesKind:
		return text
	case protoreflect.EnumKind:
		if _, err := strconv.Atoi(text); err == nil { // a number without a name
			text = imports.qualify(f.Enum.GoIdent) + "(" + text + ")"
		}
		return text + ".Enum()"
	}
	goType := imports.elementType(f)
	function := strings.ToUpper(goType[:1]) + goType[1:]
	return imports.qualify(protogen.GoIdent{GoImportPath: "google.golang.org/protobuf/proto", GoName: function}) + "(" + text + ")"
}

func scalarOrMessage(f *protogen.Field, value protoreflect.Value, imports *imports, indent string) string {
	switch f.Desc.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return literal(f.Message, value.Message(), imports, indent)
	case protoreflect.EnumKind:
		for _, v := range f.Enum.Values {
			if v.Desc.Number() == value.Enum() {
				return imports.qualify(v.GoIdent)
			}
		}
		return strconv.Itoa(int(value.Enum()))
	case protoreflect.StringKind:
		return quote(value.String())
	case protoreflect.BytesKind:
		return "[]byte(" + quote(string(value.Bytes())) + ")"
	}
	return value.String()
}
