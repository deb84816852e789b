// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// maxQueryDepth bounds how deeply messages nest in a query. No published API
// comes near it; a recursive message can.
const maxQueryDepth = 16

// A queryEncoder writes a message as query parameters, by the rules of
// google.api.http: a field of a nested message has a dotted name, a repeated
// field is repeated, and a field without presence is left out when it is zero.
// Names are JSON names.
type queryEncoder struct {
	bound  map[string]bool
	values url.Values // nil as long as there are none
	// raw has parameters that are encoded already.
	raw string
}

// encode returns the query.
func (e *queryEncoder) encode() string { return joinQuery(e.values.Encode(), e.raw) }

// nameInQuery returns the name of a field's parameter.
func nameInQuery(fd protoreflect.FieldDescriptor) string {
	return cmp.Or(parameterOf(fd).GetQuery(), fd.JSONName())
}

// message writes the fields of m. Field paths begin with path, the names of
// parameters with name.
func (e *queryEncoder) message(m protoreflect.Message, path, name string, depth int) error {
	if depth > maxQueryDepth {
		return fmt.Errorf("%s nests more than %d messages, too many for query parameters", path[:len(path)-1], maxQueryDepth)
	}
	var err error
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		fieldPath := path + string(fd.Name())
		if e.bound[fieldPath] {
			return true
		}
		err = e.field(m, fd, fieldPath, name+nameInQuery(fd), depth)
		return err == nil
	})
	return err
}

// json writes a field as its JSON.
func (e *queryEncoder) json(m protoreflect.Message, fd protoreflect.FieldDescriptor, name string) error {
	text, err := marshalField(m, fd)
	e.set(name, []string{string(text)})
	return err
}

// field writes a field of m.
func (e *queryEncoder) field(m protoreflect.Message, fd protoreflect.FieldDescriptor, path, name string, depth int) error {
	md, v := fd.Message(), m.Get(fd)
	rule := parameterOf(fd)
	separator := rule.GetSeparator()
	isObject := fd.IsMap() || md != nil && !fd.IsList() && !isText(md.FullName()) && (md.FullName() == freeObject || !isFreeForm(md.FullName()))
	switch {
	case fd.IsExtension():
		return noParameter(string(fd.FullName()), "an extension")
	case rule.GetJson():
		return e.json(m, fd, name)
	case separator == deepObject:
		return e.deep(fd, v, path, name, depth)
	case rule.GetExploded() && isObject:
		return e.pieces(fd, v, path, name)
	case separator != "" && (fd.IsList() || isObject):
		return e.separated(fd, v, path, name, separator)
	case fd.IsMap():
		return noParameter(path, "a map")
	case md != nil && isFreeForm(md.FullName()):
		return noParameter(path, "a "+string(md.FullName()))
	case md != nil && !isText(md.FullName()) && fd.IsList():
		return noParameter(path, "a list of messages")
	case md != nil && !isText(md.FullName()):
		return e.message(v.Message(), path+".", name+".", depth+1)
	}
	return e.pieces(fd, v, path, name)
}

func noParameter(path, what string) error {
	return fmt.Errorf("%s is %s, which cannot be a query parameter", path, what)
}

func (e *queryEncoder) add(fd protoreflect.FieldDescriptor, v protoreflect.Value, path, name string) error {
	text, err := valueText(fd, v, path)
	if err != nil {
		return err
	}
	e.set(name, append(e.values[name], text))
	return nil
}

func (e *queryEncoder) set(name string, values []string) {
	if e.values == nil {
		e.values = make(url.Values)
	}
	e.values[name] = values
}

// valueText returns a value as text. A message is of a well-known type.
func valueText(fd protoreflect.FieldDescriptor, v protoreflect.Value, path string) (string, error) {
	switch {
	case fd.Kind() == protoreflect.StringKind && !utf8.ValidString(v.String()):
		return "", fmt.Errorf("%s is not UTF-8", path)
	case fd.Message() == nil:
		return scalarText(fd, v), nil
	}
	text, err := messageText(v.Message())
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return text, nil
}

// isText reports whether the JSON of a well-known type is a single string,
// number or boolean.
func isText(name protoreflect.FullName) bool {
	switch name {
	case "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask",
		"google.protobuf.BoolValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue",
		"google.protobuf.FloatValue", "google.protobuf.Int32Value", "google.protobuf.Int64Value",
		"google.protobuf.StringValue", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value":
		return true
	}
	return false
}

// isFreeForm reports whether a well-known type has JSON of any shape.
func isFreeForm(name protoreflect.FullName) bool {
	switch name {
	case "google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
		return true
	}
	return false
}

// scalarText returns what proto JSON writes for a value, without the quotes.
func scalarText(fd protoreflect.FieldDescriptor, v protoreflect.Value) string {
	switch fd.Kind() {
	case protoreflect.EnumKind:
		return wirejson.EnumText(fd.Enum(), v.Enum())
	case protoreflect.BytesKind:
		if fieldRule(fd).GetJsonBase64Url() {
			return base64.URLEncoding.EncodeToString(v.Bytes())
		}
		return base64.StdEncoding.EncodeToString(v.Bytes())
	case protoreflect.FloatKind:
		return floatText(v.Float(), 32)
	case protoreflect.DoubleKind:
		return floatText(v.Float(), 64)
	default:
		return v.String()
	}
}

func floatText(f float64, bits int) string {
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	default:
		return strconv.FormatFloat(f, 'g', -1, bits)
	}
}
