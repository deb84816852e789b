// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// An itemsError is the error for a paging rule whose items are not a list.
type itemsError struct {
	method   protoreflect.FullName
	items    string
	response protoreflect.FullName
}

func (e *itemsError) Error() string {
	return fmt.Sprintf("%s: (protolect.api.v1.method).paging.items is %q, which is not a repeated field of %s", e.method, e.items, e.response)
}

// packageExample returns a first call: the example of the first service with methods that declares
// one, otherwise a sample request of FirstCall.
func (b *builder) packageExample(files []*protogen.File) *templatepb.Example {
	var services []*protogen.Service
	for _, f := range files {
		services = append(services, f.Services...)
	}
	for _, s := range services {
		rule := extensionOf[*apipb.ServiceRule](s.Desc, apipb.E_Service)
		if rule.GetExample() != nil && len(s.Methods) > 0 {
			return b.namedExample(s, rule.GetExample())
		}
	}
	if m := FirstCall(services); m != nil {
		return b.sampleExample(m)
	}
	return nil
}

// namedExample returns the example that a service declares.
func (b *builder) namedExample(s *protogen.Service, e *apipb.Example) *templatepb.Example {
	i := slices.IndexFunc(s.Methods, func(m *protogen.Method) bool { return string(m.Desc.Name()) == e.GetMethod() })
	if i < 0 {
		b.fail(fmt.Errorf("the example of %s calls %q, which is not a method of the service", s.Desc.FullName(), e.GetMethod()))
		return nil
	}
	m := s.Methods[i]
	if gonames.MethodsOf(m).Plain == "" {
		b.fail(fmt.Errorf("the example of %s calls %q, which transfers media: choose another method", s.Desc.FullName(), e.GetMethod()))
		return nil
	}
	request := dynamicpb.NewMessage(m.Input.Desc)
	if err := (protojson.UnmarshalOptions{Resolver: b.types}).Unmarshal([]byte(e.GetRequestJson()), request); err != nil {
		b.fail(fmt.Errorf("the example of %s: %w", s.Desc.FullName(), err))
		return nil
	}
	return b.example(m, request, e.GetEndpoint())
}

func (b *builder) sampleExample(m *protogen.Method) *templatepb.Example {
	request, err := SampleRequest(m)
	if err != nil {
		return nil // the path cannot be parsed, so the method cannot be called
	}
	return b.example(m, request, "")
}

func (b *builder) example(m *protogen.Method, request *dynamicpb.Message, endpoint string) *templatepb.Example {
	e := &templatepb.Example{Method: string(m.Desc.FullName()), Endpoint: endpoint}
	text, err := protojson.MarshalOptions{Resolver: b.types}.Marshal(request)
	if err != nil {
		b.fail(fmt.Errorf("the example of %s: %w", m.Desc.FullName(), err))
		return e
	}
	e.Request = new(structpb.Struct)
	if err := protojson.Unmarshal(text, e.GetRequest()); err != nil {
		e.Request = nil // the request is a well-known type whose JSON is not an object
	}
	return e
}

// FirstCall returns the method that a new user should call first: the first method of the best kind
// that the services have. The kinds are, in this order: a list without arguments, a read without
// arguments, a read with a response, any other read, and any other method that does not delete. It
// returns nil if no method is of these kinds.
func FirstCall(services []*protogen.Service) *protogen.Method {
	kinds := []func(*call) bool{(*call).isPlainList, (*call).isPlainRead, (*call).isReadWithResponse, (*call).isRead, (*call).isSafe}
	for _, fits := range kinds {
		for _, s := range services {
			for _, m := range s.Methods {
				if c := newCall(m); c != nil && fits(c) {
					return m
				}
			}
		}
	}
	return nil
}

// call is a method that can be called without media.
type call struct {
	method     *protogen.Method
	verb, path string
}

// newCall returns nil if every call of the method transfers media, or the method has no HTTP rule.
func newCall(m *protogen.Method) *call {
	bindings := Bindings(m)
	if len(bindings) == 0 || gonames.MethodsOf(m).Plain == "" {
		return nil
	}
	return &call{m, bindings[0].Verb, bindings[0].Path}
}

func (c *call) isRead() bool { return c.verb == "GET" }

// isSafe reports whether a method deletes no resource.
func (c *call) isSafe() bool { return c.verb != "DELETE" }

func (c *call) isReadWithResponse() bool {
	return c.isRead() && c.method.Output.Desc.FullName() != "google.protobuf.Empty"
}

// isPlainRead reports whether a method reads something and requires no arguments.
func (c *call) isPlainRead() bool {
	return c.isReadWithResponse() && !strings.Contains(c.path, "{") && !slices.ContainsFunc(c.method.Input.Fields, isRequired)
}

func (c *call) isPlainList() bool { return c.isPlainRead() && methodRule(c.method).GetPaging() != nil }

// SampleRequest returns a request with placeholders for the variables of the path
// ("spaces/SPACE" for {name=spaces/*}) and for required strings.
func SampleRequest(m *protogen.Method) (*dynamicpb.Message, error) {
	request := dynamicpb.NewMessage(m.Input.Desc)
	if bindings := Bindings(m); len(bindings) > 0 {
		if err := fillPath(request, bindings[0].Path); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Desc.FullName(), err)
		}
	}
	for _, f := range m.Input.Fields {
		if !isRequired(f) || f.Desc.Kind() != protoreflect.StringKind || request.Has(f.Desc) {
			continue
		}
		value := protoreflect.ValueOfString(strings.ToUpper(string(f.Desc.Name())))
		switch {
		case f.Desc.IsList():
			request.Mutable(f.Desc).List().Append(value)
		case !f.Desc.IsMap():
			request.Set(f.Desc, value)
		}
	}
	return request, nil
}

// fillPath sets the fields for the variables of a path.
func fillPath(request protoreflect.Message, path string) error {
	template, err := pathtemplate.ParseOpenAPI(path)
	if err != nil {
		return err
	}
	for _, v := range template.Variables() {
		fields, err := transcode.FieldPath(request.Descriptor(), v.FieldPath)
		if err != nil {
			continue
		}
		message, field := request, fields[len(fields)-1]
		for _, parent := range fields[:len(fields)-1] {
			message = message.Mutable(parent).Message()
		}
		value := protoreflect.ValueOfString(sampleValue(v))
		switch {
		case field.Kind() != protoreflect.StringKind || field.IsMap():
		case field.IsList():
			message.Mutable(field).List().Append(value)
		default:
			message.Set(field, value)
		}
	}
	return nil
}

func isRequired(f *protogen.Field) bool {
	behaviors := extensionOf[[]annotations.FieldBehavior](f.Desc, annotations.E_FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED)
}

// sampleValue returns a placeholder for a variable of the path.
func sampleValue(v pathtemplate.Variable) string {
	var parts []string
	last := v.FieldPath
	for _, segment := range v.Pattern {
		if literal, ok := segment.(pathtemplate.Literal); ok {
			last = string(literal)
			parts = append(parts, last)
			continue
		}
		parts = append(parts, strings.ToUpper(strings.TrimSuffix(last, "s")))
	}
	return strings.Join(parts, "/")
}
