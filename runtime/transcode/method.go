// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// A Method is an RPC with its HTTP form. It may be used concurrently.
type Method struct {
	// Descriptor is the descriptor of the method.
	Descriptor protoreflect.MethodDescriptor
	// Host is the host of the method (protolect.api.v1.method.host). It is empty if it is that
	// of the service.
	Host string
	// BasePath is the base path of the server, with which the method's paths begin
	// (protolect.api.v1.file.base_path).
	BasePath string
	// Binding is the primary binding of google.api.http, which clients use.
	Binding *Binding
	// Additional are the additional bindings, which servers accept too.
	Additional []*Binding

	rule *apipb.MethodRule
	// responses are the fields of the response that hold the body for one status each. The first
	// has the lowest status. If there are none, the response message is the body.
	responses []statusField
	// inData reports whether the JSON of a request or response is the member data of an object
	// (protolect.api.v1.file.data_wrapper).
	inData bool
	// accept is the value of the header Accept.
	accept string
}

// A Binding is one way to call a method over HTTP.
type Binding struct {
	// Verb is the HTTP method.
	Verb string
	// Path is the template of the path, including the base path.
	Path pathtemplate.Template

	method *Method
	// variables are the fields in the path, by their field path.
	variables map[string]*parameter
	// bound contains the paths of the fields that are neither in the query nor in a body of "*".
	bound map[string]bool
	// body is "", "*" or the name of bodyField, the field that is the body.
	body      string
	bodyField protoreflect.FieldDescriptor
	// content describes how the body is encoded.
	content content
	// query, headers and cookies are the fields of the request that are such parameters.
	query, headers, cookies []*parameter
	// nameLists are the fields of the request that list the null or empty fields, or the null
	// map entries, of the body.
	nameLists []protoreflect.FieldDescriptor
}

// A statusField is the field of a response for one HTTP status.
type statusField struct {
	status string
	field  protoreflect.FieldDescriptor
}

// An UnboundError is the error of Compile for a method without an HTTP form.
type UnboundError struct {
	// Reason completes the sentence "The method cannot be called over HTTP: …".
	Reason string
}

func (e *UnboundError) Error() string { return e.Reason }

// Compile reads the HTTP form of a method from its descriptor. The error is an
// [*UnboundError] if the method streams or has no HTTP rule. Any other error means that the
// rule is malformed.
func Compile(md protoreflect.MethodDescriptor) (*Method, error) {
	rule := MethodRule(md)
	file := FileRule(md.ParentFile())
	m := &Method{Descriptor: md, Host: rule.GetHost(), BasePath: file.GetBasePath(), rule: rule, inData: file.GetDataWrapper()}
	if rule != nil && rule.BasePath != nil {
		m.BasePath = rule.GetBasePath()
	}
	if md.IsStreamingClient() || md.IsStreamingServer() {
		return nil, &UnboundError{"it streams, and HTTP with JSON has unary calls only"}
	}
	if err := m.bindResponses(); err != nil {
		return nil, fmt.Errorf("protolect.api.v1: %w", err)
	}
	m.accept = m.acceptHeader()
	http, _ := proto.GetExtension(md.Options(), annotations.E_Http).(*annotations.HttpRule)
	parse := pathtemplate.Parse
	if http == nil {
		http, parse = rule.GetHttp(), pathtemplate.ParseOpenAPI
	}
	if http == nil {
		return nil, &UnboundError{"it has no google.api.http rule, so it cannot be called over REST"}
	}
	var err error
	if m.Binding, err = m.bind(http, parse); err != nil {
		return nil, err
	}
	for _, rule := range http.GetAdditionalBindings() {
		b, err := m.bind(rule, parse)
		if err != nil {
			return nil, fmt.Errorf("additional_bindings: %w", err)
		}
		m.Additional = append(m.Additional, b)
	}
	return m, nil
}

// bind compiles one binding.
func (m *Method) bind(rule *annotations.HttpRule, parse func(string) (pathtemplate.Template, error)) (*Binding, error) {
	b := &Binding{method: m, variables: make(map[string]*parameter), bound: make(map[string]bool)}
	if err := b.compile(rule, parse); err != nil {
		return nil, fmt.Errorf("google.api.http: %w", err)
	}
	b.bindFields()
	if err := errors.Join(b.checkParameterNames(), b.bindBody(m.rule.GetBody())); err != nil {
		return nil, fmt.Errorf("protolect.api.v1: %w", err)
	}
	return b, nil
}

func (b *Binding) compile(rule *annotations.HttpRule, parse func(text string) (pathtemplate.Template, error)) error {
	var text string
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b.Verb, text = http.MethodGet, p.Get
	case *annotations.HttpRule_Put:
		b.Verb, text = http.MethodPut, p.Put
	case *annotations.HttpRule_Post:
		b.Verb, text = http.MethodPost, p.Post
	case *annotations.HttpRule_Delete:
		b.Verb, text = http.MethodDelete, p.Delete
	case *annotations.HttpRule_Patch:
		b.Verb, text = http.MethodPatch, p.Patch
	case *annotations.HttpRule_Custom:
		b.Verb, text = p.Custom.GetKind(), p.Custom.GetPath()
		if !isToken(b.Verb) || b.Verb == "*" {
			return fmt.Errorf("the custom kind %q is not an HTTP method", b.Verb)
		}
	default:
		return errors.New("the rule has no path")
	}
	if rule.GetResponseBody() != "" {
		return fmt.Errorf("response_body %q is not supported: the response must be the whole message", rule.GetResponseBody())
	}

	var err error
	if b.Path, err = parse(text); err != nil {
		return err
	}
	for _, s := range b.Path.Segments {
		if _, ok := s.(pathtemplate.Wildcard); ok {
			return fmt.Errorf("%s has a wildcard outside a variable, for which a request has no value", b.Path)
		}
	}
	request := b.method.Descriptor.Input()
	for _, v := range b.Path.Variables() {
		fields, err := FieldPath(request, v.FieldPath)
		if err != nil {
			return fmt.Errorf("%s: %w", b.Path, err)
		}
		p := newParameter(fields[len(fields)-1])
		if p.field.IsMap() || p.field.IsList() || p.field.Message() != nil && hasDottedMembers(p.field.Message()) {
			if !p.isStyled() {
				return fmt.Errorf(
					"%s: the field %s is a list or an object, which requires a style (protolect.api.v1.field.parameter)", b.Path, v.FieldPath)
			}
		}
		b.variables[v.FieldPath] = p
		b.bound[v.FieldPath] = true
	}
	switch b.body = rule.GetBody(); {
	case b.body == "" || b.body == "*":
		return nil
	case strings.Contains(b.body, "."):
		return fmt.Errorf("body %q is not a field of the request itself", b.body)
	case b.bound[b.body]:
		return fmt.Errorf("body %q is also a variable of the path", b.body)
	}
	b.bodyField = request.Fields().ByName(protoreflect.Name(b.body))
	if b.bodyField == nil {
		return fmt.Errorf("body: unknown field %s", b.body)
	}
	return nil
}

// bindFields assigns each field of the request that is not in the path to its place.
func (b *Binding) bindFields() {
	fields := b.method.Descriptor.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		name := string(fd.Name())
		rule := FieldRule(fd)
		if rule.GetJsonNulls() || rule.GetJsonEmpties() || rule.GetJsonNullEntries() {
			b.nameLists = append(b.nameLists, fd)
			continue
		}
		parameter := rule.GetParameter()
		switch {
		case b.bound[name] || name == b.body:
		case parameter.GetHeader() != "":
			b.headers = append(b.headers, newParameter(fd))
			b.bound[name] = true
		case parameter.GetCookie() != "":
			b.cookies = append(b.cookies, newParameter(fd))
			b.bound[name] = true
		case b.body != "*":
			b.query = append(b.query, newParameter(fd))
		case parameter.GetQuery() != "":
			b.query = append(b.query, newParameter(fd))
			b.bound[name] = true
		}
	}
}

// checkParameterNames returns an error for a header or cookie whose name HTTP does not
// allow.
func (b *Binding) checkParameterNames() error {
	for _, p := range b.headers {
		if !isToken(p.rule.GetHeader()) {
			return fmt.Errorf("parameter: %q of %s is not the name of a header", p.rule.GetHeader(), p.field.Name())
		}
		if isConnectionHeader(p.rule.GetHeader()) {
			return fmt.Errorf("parameter: %s cannot be sent in the header %s, which belongs to the connection", p.field.Name(), p.rule.GetHeader())
		}
	}
	for _, p := range b.cookies {
		if !isToken(p.rule.GetCookie()) {
			return fmt.Errorf("parameter: %q of %s is not the name of a cookie", p.rule.GetCookie(), p.field.Name())
		}
	}
	return nil
}

// Accept returns the value of the header Accept of a request.
func (m *Method) Accept() string { return m.accept }

func (m *Method) acceptHeader() string {
	if accept := m.rule.GetAccept(); len(accept) > 0 {
		return strings.Join(accept, ", ")
	}
	if m.Descriptor.Output().FullName() == httpBody {
		return "*/*"
	}
	for _, r := range m.responses {
		if r.field.Message().FullName() == httpBody {
			return "*/*"
		}
	}
	return jsonType
}

// HasBody reports whether the binding has a body.
func (b *Binding) HasBody() bool { return b.body != "" }

// CheckRequired returns an error that names the first required field of the query, the
// headers or the cookies that is not set. EncodePath checks the fields in the path. The
// server checks the fields in the body.
func (b *Binding) CheckRequired(req protoreflect.Message) error {
	for _, group := range [...][]*parameter{b.query, b.headers, b.cookies} {
		for _, p := range group {
			if name := p.missing(req, ""); name != "" {
				return fmt.Errorf("%s is not set: %s requires it", name, b.method.Descriptor.Name())
			}
		}
	}
	return nil
}
