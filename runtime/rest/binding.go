// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// A binding is a method with its google.api.http rule, the primary one: the
// additional bindings are for servers.
type binding struct {
	method protoreflect.MethodDescriptor
	// unbound says why REST cannot call the method, and is empty if it can.
	unbound string
	verb    string
	path    pathtemplate.Template
	// endpoint is where the method is called, if that is not the client's.
	endpoint *url.URL
	// bound holds the paths of the fields that the path template takes.
	bound map[string]bool
	// styled holds those of them that are no plain text there.
	styled map[string]bool
	// body is "", "*", or the name of a field of the request.
	body string
	// mediaType is what the body is written as.
	mediaType string
	// headers are the fields that go in headers.
	headers []protoreflect.FieldDescriptor
	// cookies are the fields that go in cookies.
	cookies []protoreflect.FieldDescriptor
	// inQuery are the fields that go in the query though the request is the body.
	inQuery []protoreflect.FieldDescriptor
	// names are the fields that say which others are null, or empty, in the body.
	names  []protoreflect.FieldDescriptor
	paging *apipb.Paging
	// scopes are the OAuth 2.0 scopes of which a caller needs one.
	scopes []string
	needs  needs
	limits []limit
	errors []*apipb.NamedError
	// responses say what the bodies of errors are, by status.
	responses []*apipb.ErrorResponse
	// answers are the fields of the response of which one is the body, by status.
	// Without any the response is the body.
	answers  []protoreflect.FieldDescriptor
	statuses []string
	// security has the sets of schemes by which it can be called.
	security []*apipb.SecurityRequirement
	// senders attach the client's credentials. unsecured says what the method
	// takes that the client has not, and is nil if that is nothing.
	senders   []sender
	unsecured error
	// apiVersion goes out in a header, if it is not empty.
	apiVersion string
	// always says that what is required is sent where it is zero, too.
	always bool
	// wrapped says that the body and the response stand in {"data": …}.
	wrapped bool
}

// bind compiles the rule of a method.
func bind(m protoreflect.MethodDescriptor) (*binding, error) {
	b := &binding{method: m}
	options, _ := proto.GetExtension(m.Options(), apipb.E_Method).(*apipb.MethodRule)
	b.paging, b.apiVersion, b.scopes, b.errors = options.GetPaging(), options.GetApiVersion(), options.GetOauthScopes(), options.GetErrors()
	b.security, b.responses = options.GetSecurity(), options.GetErrorResponses()
	if host := options.GetHost(); host != "" {
		var err error
		if b.endpoint, err = parseEndpoint("https://" + host); err != nil {
			return nil, fmt.Errorf("protolect.api.v1: host: %w", err)
		}
	}
	if err := b.bindAnswers(); err != nil {
		return nil, fmt.Errorf("protolect.api.v1: %w", err)
	}
	file, _ := proto.GetExtension(m.ParentFile().Options(), apipb.E_File).(*apipb.FileRule)
	b.wrapped, b.always = file.GetDataWrapper(), file.GetJsonRequired()
	if b.streams() {
		b.unbound = "it streams, and this client makes unary calls only"
		return b, nil
	}
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	parse := pathtemplate.Parse
	if rule == nil {
		rule, parse = options.GetHttp(), pathtemplate.ParseOpenAPI
	}
	if rule == nil {
		b.unbound = "it has no google.api.http rule, so it cannot be called over REST"
	} else if err := b.compile(rule, parse); err != nil {
		return nil, fmt.Errorf("google.api.http: %w", err)
	}
	if err := b.bindNeeds(options); err != nil {
		return nil, fmt.Errorf("protolect.api.v1: %w", err)
	}
	if err := b.bindLimits(); err != nil {
		return nil, fmt.Errorf("protolect.api.v1: %w", err)
	}
	if b.unbound == "" {
		if err := errors.Join(b.bindParameters(), b.bindBody(options.GetBody().GetMediaType())); err != nil {
			return nil, fmt.Errorf("protolect.api.v1: %w", err)
		}
	}
	return b, nil
}

func (b *binding) streams() bool {
	return b.method.IsStreamingClient() || b.method.IsStreamingServer()
}

func (b *binding) compile(rule *annotations.HttpRule, parse func(text string) (pathtemplate.Template, error)) error {
	var text string
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b.verb, text = http.MethodGet, p.Get
	case *annotations.HttpRule_Put:
		b.verb, text = http.MethodPut, p.Put
	case *annotations.HttpRule_Post:
		b.verb, text = http.MethodPost, p.Post
	case *annotations.HttpRule_Delete:
		b.verb, text = http.MethodDelete, p.Delete
	case *annotations.HttpRule_Patch:
		b.verb, text = http.MethodPatch, p.Patch
	case *annotations.HttpRule_Custom:
		b.verb, text = p.Custom.GetKind(), p.Custom.GetPath()
		if !isToken(b.verb) || b.verb == "*" {
			return fmt.Errorf("the custom kind %q is not an HTTP method", b.verb)
		}
	default:
		return errors.New("the rule has no path")
	}
	if rule.GetResponseBody() != "" {
		return fmt.Errorf("response_body %q is not supported: the response has to be the whole message", rule.GetResponseBody())
	}

	var err error
	if b.path, err = parse(text); err != nil {
		return err
	}
	for _, s := range b.path.Segments {
		if _, ok := s.(pathtemplate.Wildcard); ok {
			return fmt.Errorf("%s has a wildcard outside a variable, for which a request has no value", b.path)
		}
	}
	request := b.method.Input()
	b.bound, b.styled = make(map[string]bool), make(map[string]bool)
	for _, v := range b.path.Variables() {
		fields, err := fieldsOf(request, v.FieldPath)
		if err != nil {
			return fmt.Errorf("%s: %w", b.path, err)
		}
		if fd := fields[len(fields)-1]; (fd.IsList() || fd.IsMap() || fd.Message() != nil) && !isStyled(parameterOf(fd)) {
			return fmt.Errorf("%s: the field %s is not a scalar", b.path, v.FieldPath)
		}
		b.bound[v.FieldPath] = true
		if isStyled(parameterOf(fields[len(fields)-1])) {
			b.styled[v.FieldPath] = true
		}
	}
	switch b.body = rule.GetBody(); {
	case b.body == "" || b.body == "*":
	case strings.Contains(b.body, "."):
		return fmt.Errorf("body %q is not a field of the request itself", b.body)
	case b.bound[b.body]:
		return fmt.Errorf("body %q is a variable of the path too", b.body)
	default:
		if _, err := fieldsOf(request, b.body); err != nil {
			return fmt.Errorf("body: %w", err)
		}
	}
	if b.body != "" && (b.verb == http.MethodGet || b.verb == http.MethodHead) {
		return fmt.Errorf("a %s has no body (RFC 9110, section 9.3), but the rule names %q", b.verb, b.body)
	}
	return nil
}

// fieldsOf resolves a field path: every field but the last is a message.
func fieldsOf(md protoreflect.MessageDescriptor, path string) ([]protoreflect.FieldDescriptor, error) {
	var fields []protoreflect.FieldDescriptor
	for rest, more := path, true; more; {
		var name string
		name, rest, more = strings.Cut(rest, ".")
		var fd protoreflect.FieldDescriptor
		if md != nil {
			fd = md.Fields().ByName(protoreflect.Name(name))
		}
		if fd == nil {
			return nil, fmt.Errorf("there is no field %s", path)
		}
		fields = append(fields, fd)
		md = nil
		if !fd.IsList() && !fd.IsMap() {
			md = fd.Message()
		}
	}
	return fields, nil
}
