// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
)

func init() {
	openapi3filter.RegisterBodyDecoder("text/json", openapi3filter.JSONBodyDecoder)
}

// judge validates a received request with kin-openapi, and compares it with the generated values.
func (c *exchange) judge(r *http.Request) error {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return err
		}
		r.Body.Close()
	}
	c.sent = requestText(r, body)
	variables, err := c.match(r.URL)
	if err != nil {
		c.fail("request: "+withoutNames(err.Error()), "", err.Error())
		return errRefused
	}
	// A server does not share the client's context and body.
	r = r.Clone(r.Context())
	r.Body, r.GetBody, r.ContentLength = http.NoBody, nil, int64(len(body))
	if len(body) > 0 {
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: variables, Route: c.route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:  openapi3filter.NoopAuthenticationFunc,
			SkipSettingDefaults: true,
			KeepValidatedValue:  true,
			ExcludeRequestBody:  c.body != nil && !canDecodeBody(c.mediaType, c.body),
		},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		c.refused(err)
		return errRefused
	}
	c.isUnjudged = input.Options.ExcludeRequestBody && len(body) > 0 || len(c.unjudged) > 0
	c.compareParameters(input)
	c.compareBody(r, body)
	return nil
}

func requestText(r *http.Request, body []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if name != "User-Agent" {
			fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(r.Header[name], ", "))
		}
	}
	b.Write(body)
	return b.String()
}

// refused records the reason for which kin-openapi refuses a request.
func (c *exchange) refused(err error) {
	where, name := "request", ""
	if e, ok := errors.AsType[*openapi3filter.RequestError](err); ok {
		switch {
		case e.Parameter != nil:
			where, name = e.Parameter.In+" parameter", e.Parameter.Name
		case e.RequestBody != nil:
			where = "body"
			if !isJSON(c.mediaType) {
				where = c.mediaType
			}
		}
	}
	why := withoutNames(err.Error())
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		e = innermost(e)
		why = e.SchemaField + ": " + withoutNames(e.Reason)
		if pointer := e.JSONPointer(); len(pointer) > 0 {
			name = strings.TrimPrefix(name+"/"+strings.Join(pointer, "/"), "/")
		}
		c.isValueRefused = valueKeywords[e.SchemaField]
		if pointer := e.JSONPointer(); e.SchemaField == "required" && e.Schema != nil && !isDescribed(e.Schema, pointer[len(pointer)-1]) {
			why += ", which no schema describes"
		}
		if text, ok := e.Value.(string); ok && strings.HasSuffix(text, "UNSPECIFIED") && e.SchemaField == "enum" {
			why = "the zero value of an enum is sent, which the document does not have"
		}
	} else if e, ok := errors.AsType[*openapi3filter.ParseError](err); ok {
		why = withoutNames(e.Reason)
		if e.Reason == "" {
			why = withoutNames(e.Error())
		}
	} else if cause := errors.Unwrap(err); cause != nil {
		why = withoutNames(cause.Error())
	}
	problem, _, _ := strings.Cut(err.Error(), "\nSchema:") // the schema and the value follow
	if isForm(c.mediaType) && errors.Is(err, openapi3filter.ErrInvalidRequired) && where == c.mediaType {
		c.isValueRefused = true // a form without members is an empty body
	}
	if where == "body" && c.isBodyUnset() {
		c.fail("request refused: the body is sent though it is optional and not set", name, problem)
		return
	}
	c.fail("request refused: "+where+": "+why, name, problem)
}

func isDescribed(s *openapi3.Schema, name string) bool {
	return len((hints{s}).whole().member(name)) > 0
}

// valueKeywords are the keywords by which kin-openapi refuses values that descriptors allow.
var valueKeywords = map[string]bool{
	"oneOf": true, "anyOf": true, "not": true, "pattern": true, "format": true, "minLength": true, "maxLength": true, "minimum": true, "maximum": true,
	"exclusiveMinimum": true, "exclusiveMaximum": true, "multipleOf": true, "uniqueItems": true, "minItems": true, "maxItems": true,
	"minProperties": true, "maxProperties": true,
}

// innermost returns the error of the innermost part (allOf) of a schema.
func innermost(e *openapi3.SchemaError) *openapi3.SchemaError {
	for e.SchemaField == "allOf" {
		inner, ok := errors.AsType[*openapi3.SchemaError](e.Origin)
		if !ok {
			break
		}
		e = inner
	}
	return e
}

// compareParameters compares the parameters that kin-openapi decodes with the generated ones.
func (c *exchange) compareParameters(input *openapi3filter.RequestValidationInput) {
	if c.drawn == nil {
		return
	}
	for _, p := range c.parameters {
		want, ok := c.drawn.parameters[p]
		if !ok || c.unjudged[p] {
			continue
		}
		got, ok := decoded(input, p)
		if !ok {
			continue
		}
		c.counts = append(c.counts, rowParameters)
		if d := differences("", inParameter(want), inParameter(got)); d != nil {
			c.differ(p.In+" parameter differs: "+d.kind, p.Name+d.path, c.sent, d.text)
			continue
		}
		c.counts = append(c.counts, rowSameParameters)
	}
}

// inParameter returns a value in a form in which values are equal if parameters cannot distinguish
// them: 1 and "1" are sent in the same way, and so are a list of one value and the value. If a
// schema allows both, kin-openapi decodes either.
func inParameter(value any) any {
	switch value := value.(type) {
	case []any:
		if len(value) == 1 {
			return inParameter(value[0])
		}
		list := make([]any, len(value))
		for i := range value {
			list[i] = inParameter(value[i])
		}
		return list
	case map[string]any:
		object := make(map[string]any)
		for name, member := range value {
			object[name] = inParameter(member)
		}
		return object
	case bool:
		return strconv.FormatBool(value)
	}
	if n, ok := number(value); ok {
		return jsonText(n)
	}
	return value
}

// decoded returns the value that kin-openapi decodes for a parameter. It is in the error about a
// schema that allows no value.
func decoded(input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) (any, bool) {
	refusing := func(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
		s := *ref.Value
		s.Enum, s.Nullable = []any{"no value is this one \u0000"}, false
		return &openapi3.SchemaRef{Value: &s}
	}
	one := *p
	switch {
	case p.Schema != nil && p.Schema.Value != nil:
		one.Schema = refusing(p.Schema)
	case p.Content.Get("application/json") != nil && p.Content.Get("application/json").Schema != nil:
		media := *p.Content.Get("application/json")
		media.Schema = refusing(media.Schema)
		one.Content = openapi3.Content{"application/json": &media}
	default:
		return nil, false
	}
	again := *input
	again.Route = &routers.Route{Spec: &openapi3.T{OpenAPI: "3.0.3"}}
	err := openapi3filter.ValidateParameter(input.Request.Context(), &again, &one)
	e, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok || e.SchemaField != "enum" || len(e.JSONPointer()) > 0 {
		return nil, false
	}
	return e.Value, true
}

// compareBody compares the body with the generated value, or with the message.
func (c *exchange) compareBody(r *http.Request, body []byte) {
	validated, _ := r.Body.(interface{ ValidatedValue() any })
	switch {
	case len(body) == 0:
		if c.drawn != nil && c.drawn.hasBody && c.drawn.body != nil {
			if list, isList := c.drawn.body.([]any); isList && len(list) == 0 || same(c.drawn.body, map[string]any{}) {
				return // it is not set
			}
			c.differ("body: it is not there", "", c.sent, jsonText(c.drawn.body))
		}
	case isJSON(c.mediaType):
		c.counts = append(c.counts, rowBodies)
		var got any
		if err := json.Unmarshal(body, &got); err != nil {
			c.differ("body: it is not JSON", "", c.sent, err.Error())
			return
		}
		if c.isBodyUnset() {
			c.differ("body: it is sent though it is optional and not set", "", c.sent, "")
			return
		}
		if d := c.bodyDifference(body, got); d != nil {
			if c.isOutputOnly(d.path) {
				d.kind = "a field is OUTPUT_ONLY"
			}
			c.differ("body differs: "+d.kind, c.placeInBody(d.path), c.sent, d.text)
			return
		}
		c.counts = append(c.counts, rowSameBodies)
	case isForm(c.mediaType) && validated != nil && c.drawn != nil && c.drawn.hasBody:
		c.counts = append(c.counts, rowForms)
		if d := differences("", c.drawn.body, validated.ValidatedValue()); d != nil {
			c.differ("form differs: "+d.kind, c.placeInBody(d.path), c.sent, d.text)
			return
		}
		c.counts = append(c.counts, rowSameForms)
	case c.drawn != nil && c.drawn.hasBody && !isForm(c.mediaType):
		if want, ok := c.drawn.body.(binary); ok && string(want) != string(body) {
			c.differ("body differs: it is neither JSON nor a form", "", c.sent, jsonText(want))
		}
	}
}

// bodyDifference compares a JSON body with the generated value. If a message was generated, it
// decodes the body and compares it with the body field of the message.
func (c *exchange) bodyDifference(body []byte, got any) *difference {
	if c.drawn != nil {
		return differences("", c.drawn.body, got)
	}
	again := dynamicpb.NewMessage(c.method.Input())
	text := body
	if c.bodyField != nil {
		text = fmt.Appendf(nil, "{%q:%s}", c.bodyField.JSONName(), body)
	}
	if err := (wirejson.UnmarshalOptions{Exact: true}).Unmarshal(text, again); err != nil {
		return &difference{"", "it cannot be read again: " + withoutNames(withoutFields(err.Error(), c.method)), err.Error()}
	}
	want := dynamicpb.NewMessage(c.method.Input())
	fields := want.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		isBody := c.bodyField == fd || c.bodyField == nil && !c.isElsewhere(fd)
		if isBody && c.request.ProtoReflect().Has(fd) {
			want.Set(fd, c.request.ProtoReflect().Get(fd))
		}
	}
	want = proto.Clone(want).(*dynamicpb.Message)
	withoutAbsent(want)
	first, err1 := wirejson.Marshal(want)
	second, err2 := wirejson.Marshal(again)
	if err := errors.Join(err1, err2); err != nil {
		return &difference{"", "it cannot be written again: " + withoutNames(err.Error()), err.Error()}
	}
	var one, two any
	if json.Unmarshal(first, &one) != nil || json.Unmarshal(second, &two) != nil {
		return &difference{"", "it is not JSON", string(first)}
	}
	if d := differences("", one, two); d != nil {
		d.kind = "read again, " + d.kind
		return d
	}
	return nil
}

// isOutputOnly reports whether the field of the body at a place in the JSON is not sent because
// only a server sets it.
func (c *exchange) isOutputOnly(pointer string) bool {
	if c.bodyField != nil {
		pointer = "/" + c.bodyField.JSONName() + pointer
	}
	fd := fieldAt(c.method.Input(), pointer)
	return fd != nil && hasBehavior(fd, annotations.FieldBehavior_OUTPUT_ONLY)
}

// placeInBody returns a place in the body and the same place in the request.
func (c *exchange) placeInBody(pointer string) string {
	inRequest := pointer
	if c.bodyField != nil {
		inRequest = "/" + c.bodyField.JSONName() + pointer
	}
	return pointer + " in " + locate(c.method.Input(), inRequest)
}

// isBodyUnset reports whether the body is optional and none of its fields is set.
func (c *exchange) isBodyUnset() bool {
	if body := c.route.Operation.RequestBody; body == nil || body.Value == nil || body.Value.Required {
		return false
	}
	if c.drawn != nil {
		return !c.drawn.hasBody
	}
	m := c.request.ProtoReflect()
	if c.bodyField != nil {
		return !m.Has(c.bodyField)
	}
	unset := true
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		unset = c.isElsewhere(fd)
		return unset
	})
	return unset
}

// isElsewhere reports whether a field of the request is a parameter.
func (o *operation) isElsewhere(fd protoreflect.FieldDescriptor) bool {
	for _, path := range o.fields {
		if len(path) > 0 && path[0] == fd {
			return true
		}
	}
	return false
}
