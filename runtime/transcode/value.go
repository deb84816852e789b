// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// A value is a JSON value in the form of parameters and forms, in which every scalar is
// text.
type value struct {
	kind     valueKind
	text     string // of a scalar
	elements []value
	members  []member
	// json is the JSON. It is only set in values that parseValue returned.
	json []byte
}

type valueKind uint8

const (
	scalar valueKind = iota
	null
	list
	object
)

type member struct {
	name  string
	value value
}

// parseValue parses JSON.
func parseValue(json []byte) (value, error) {
	if len(json) == 0 {
		return value{}, errors.New("the JSON is empty")
	}
	switch json[0] {
	case '{':
		v := value{kind: object, json: json}
		members, err := wirejson.Members(json)
		for _, m := range members {
			inner, err := parseValue(m.Value)
			if err != nil {
				return value{}, err
			}
			v.members = append(v.members, member{m.Name, inner})
		}
		return v, err
	case '[':
		v := value{kind: list, json: json}
		elements, err := wirejson.Elements(json)
		for _, e := range elements {
			inner, err := parseValue(e)
			if err != nil {
				return value{}, err
			}
			v.elements = append(v.elements, inner)
		}
		return v, err
	case '"':
		text, err := wirejson.String(json)
		return value{text: text, json: json}, err
	case 'n':
		return value{kind: null, json: json}, nil
	}
	return value{text: string(json), json: json}, nil
}

// plainText returns a value as the text of a parameter. A list or an object within another
// value is its JSON, because OpenAPI defines no form for it.
func (v *value) plainText() string {
	if v.kind == list || v.kind == object {
		return string(v.json)
	}
	return v.text
}

// valueOf returns the value of a field of m.
func valueOf(m protoreflect.Message, fd protoreflect.FieldDescriptor) (value, error) {
	v := m.Get(fd)
	switch {
	case fd.IsList() && fd.Message() == nil:
		elements := make([]value, v.List().Len())
		for i := range elements {
			text, err := scalarText(fd, v.List().Get(i))
			if err != nil {
				return value{}, err
			}
			elements[i].text = text
		}
		return value{kind: list, elements: elements}, nil
	case fd.Message() == nil:
		text, err := scalarText(fd, v)
		return value{text: text}, err
	case !fd.IsList() && fd.Message().FullName() == fieldMask:
		return value{text: fieldMaskText(v.Message())}, nil
	}
	json, err := marshalField(m, fd)
	if err != nil {
		return value{}, err
	}
	return parseValue(json)
}

// request configures how messages of requests are encoded.
var request = wirejson.MarshalOptions{OmitOutputOnly: true}

func marshal(m proto.Message) ([]byte, error) { return request.Marshal(m) }

// marshalField returns the JSON of a field, whether it is set or not.
func marshalField(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]byte, error) {
	return request.MarshalField(m, fd)
}

// The well-known types that need other text, or have JSON of any form.
const (
	fieldMask   protoreflect.FullName = "google.protobuf.FieldMask"
	stringValue protoreflect.FullName = "google.protobuf.StringValue"
	empty       protoreflect.FullName = "google.protobuf.Empty"
	httpBody    protoreflect.FullName = "google.api.HttpBody"
)

// isText reports whether the JSON of a well-known type is a single string, number or
// boolean.
func isText(name protoreflect.FullName) bool {
	switch name {
	case "google.protobuf.Timestamp", "google.protobuf.Duration", fieldMask,
		"google.protobuf.BoolValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue",
		"google.protobuf.FloatValue", "google.protobuf.Int32Value", "google.protobuf.Int64Value",
		stringValue, "google.protobuf.UInt32Value", "google.protobuf.UInt64Value":
		return true
	}
	return false
}

// isFreeForm reports whether a well-known type accepts any JSON.
func isFreeForm(name protoreflect.FullName) bool {
	switch name {
	case "google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
		return true
	}
	return false
}

// hasDottedMembers reports whether google.api.http maps the fields of a message to
// parameters with dotted names: its JSON is an object with a member for each field.
func hasDottedMembers(md protoreflect.MessageDescriptor) bool {
	rule := messageRule(md)
	return !isText(md.FullName()) && !isFreeForm(md.FullName()) && rule.GetJsonValue() == "" && rule.GetJsonUnion() == nil
}

// scalarText returns the JSON of a scalar without quotes.
func scalarText(fd protoreflect.FieldDescriptor, v protoreflect.Value) (string, error) {
	switch fd.Kind() {
	case protoreflect.StringKind:
		if !utf8.ValidString(v.String()) {
			return "", fmt.Errorf("%s is not UTF-8", fd.Name())
		}
		return v.String(), nil
	case protoreflect.EnumKind:
		if v.Enum() == 0 && isAbsentEnum(fd) {
			return "", fmt.Errorf("%s is %s, which the API does not define", fd.Name(), wirejson.EnumText(fd.Enum(), 0))
		}
		return wirejson.EnumText(fd.Enum(), v.Enum()), nil
	case protoreflect.BytesKind:
		if FieldRule(fd).GetJsonBase64Url() {
			return base64.URLEncoding.EncodeToString(v.Bytes()), nil
		}
		return base64.StdEncoding.EncodeToString(v.Bytes()), nil
	case protoreflect.FloatKind:
		return floatText(v.Float(), 32), nil
	case protoreflect.DoubleKind:
		return floatText(v.Float(), 64), nil
	default:
		return v.String(), nil
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
