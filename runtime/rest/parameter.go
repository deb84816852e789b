// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/textproto"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// deepObject is the separator of parameters that are called name[key].
const deepObject = "[]"

// parameterOf returns what a field says of itself as a parameter, or nil.
func parameterOf(fd protoreflect.FieldDescriptor) *apipb.Parameter {
	return fieldRule(fd).GetParameter()
}

// fieldRule returns what a field says of itself, or nil.
func fieldRule(fd protoreflect.FieldDescriptor) *apipb.FieldRule {
	rule, _ := proto.GetExtension(fd.Options(), apipb.E_Field).(*apipb.FieldRule)
	return rule
}

// bindParameters finds the fields of the request that go in headers, and so
// neither in the query nor in the body, and those that go in the query where
// the request is the body.
func (b *binding) bindParameters() error {
	fields := b.method.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if rule := fieldRule(fd); rule.GetJsonNulls() || rule.GetJsonEmpties() {
			b.names = append(b.names, fd)
		}
		rule := parameterOf(fd)
		header := cmp.Or(rule.GetHeader(), rule.GetCookie())
		switch {
		case b.bound[string(fd.Name())]:
			continue
		case header == "" && rule.GetQuery() != "" && b.body == "*":
			if canBeMissed(fd) {
				b.needs.required = append(b.needs.required, fd)
			} else if b.always && isRequired(fd) {
				b.needs.always = append(b.needs.always, fd)
			}
			b.inQuery = append(b.inQuery, fd)
			b.bound[string(fd.Name())] = true
			continue
		case header == "":
			continue
		case !isToken(header):
			return fmt.Errorf("parameter: %q of %s is not the name of a header or a cookie", header, fd.Name())
		}
		if b.body == "*" && canBeMissed(fd) {
			b.needs.required = append(b.needs.required, fd)
		}
		if rule.GetHeader() != "" {
			b.headers = append(b.headers, fd)
		} else {
			b.cookies = append(b.cookies, fd)
		}
		b.bound[string(fd.Name())] = true
	}
	for i := range fields.Len() {
		// Most requests have nothing for the query, and need not be gone through.
		if name := fields.Get(i).Name(); b.body != "*" && !b.bound[string(name)] && string(name) != b.body {
			b.inQuery = append(b.inQuery, fields.Get(i))
		}
	}
	return nil
}

// isSent tells whether a header or a cookie goes out: it is set, or has to be there.
func (b *binding) isSent(m protoreflect.Message, fd protoreflect.FieldDescriptor) bool {
	return m.Has(fd) || b.always && isRequired(fd) && !canBeMissed(fd)
}

// setHeaders sets the headers that have fields of the request.
func (b *binding) setHeaders(header http.Header, m protoreflect.Message) error {
	for _, fd := range b.headers {
		if !b.isSent(m, fd) {
			continue
		}
		rule := parameterOf(fd)
		name := textproto.CanonicalMIMEHeaderKey(rule.GetHeader())
		if why := whyDenied(name); why != "" {
			return fmt.Errorf("%s cannot be sent in the header %s: %s", fd.Name(), name, why)
		}
		value, err := written(m, fd, rule, cmp.Or(rule.GetSeparator(), ","), asItIs)
		if err != nil {
			return err
		}
		if !isHeaderValue(value) || strings.Trim(value, " \t") != value {
			return fmt.Errorf("%s has characters that the header %s cannot carry", fd.Name(), name)
		}
		header.Set(name, value)
	}
	return b.setCookies(header, m)
}

// deep writes a message or a map as a parameter for each of its fields or keys:
// name[key]=value.
func (e *queryEncoder) deep(fd protoreflect.FieldDescriptor, v protoreflect.Value, path, name string, depth int) error {
	switch {
	case depth > maxQueryDepth:
		return fmt.Errorf("%s nests more than %d messages, too many for query parameters", path, maxQueryDepth)
	case fd.IsMap():
		var err error
		v.Map().Range(func(k protoreflect.MapKey, element protoreflect.Value) bool {
			err = e.deepValue(fd.MapValue(), element, path, name+"["+k.String()+"]", depth)
			return err == nil
		})
		return err
	case fd.IsList():
		for i := range v.List().Len() {
			if err := e.deepValue(fd, v.List().Get(i), path, name+"[]", depth); err != nil {
				return err
			}
		}
		return nil
	}
	return e.deepValue(fd, v, path, name, depth)
}

// deepValue writes one value: a scalar, or a message.
func (e *queryEncoder) deepValue(fd protoreflect.FieldDescriptor, v protoreflect.Value, path, name string, depth int) error {
	md := fd.Message()
	switch {
	case md != nil && isFreeForm(md.FullName()):
		return noParameter(path, "a "+string(md.FullName()))
	case md == nil || isText(md.FullName()):
		return e.add(fd, v, path, name)
	}
	for _, inner := range membersOf(v.Message()) {
		if err := e.deep(inner, v.Message().Get(inner), path+"."+string(inner.Name()), name+"["+inner.JSONName()+"]", depth+1); err != nil {
			return err
		}
	}
	return nil
}
