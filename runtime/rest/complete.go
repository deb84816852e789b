// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"crypto/rand"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// WithDefault says what a field of requests holds where it is empty, for all
// calls of a client. It is for the fields, all of them strings, that a service
// marks with the option protolect.api.v1.field.client_default; generated
// packages have an option for each.
func WithDefault(field protoreflect.Name, value string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if value == "" {
			return fmt.Errorf("rest.WithDefault: the value of %s is empty", field)
		}
		if c.defaults == nil {
			c.defaults = make(map[protoreflect.Name]string)
		}
		c.defaults[field] = value
		c.checkDefaults = c.defaultsTaken
		return nil
	})
}

// defaultsTaken finds defaults that no request of the service takes.
func (c *clientConfig) defaultsTaken(bindings map[protoreflect.Name]*binding) error {
	for field := range c.defaults {
		taken := false
		for _, b := range bindings {
			taken = taken || b.takesDefault(field)
		}
		if !taken {
			return fmt.Errorf("rest.WithDefault: no request of the service has a field %s for it", field)
		}
	}
	return nil
}

// bindDefaults finds the fields that a client fills.
func (b *binding) bindDefaults(rule *apipb.MethodRule) error {
	fields := b.method.Input().Fields()
	for _, name := range rule.GetAutoPopulatedFields() {
		fd := fields.ByName(protoreflect.Name(name))
		if !isSingularString(fd) {
			return fmt.Errorf("auto_populated_fields: the request has no string %s", name)
		}
		b.ids = append(b.ids, fd)
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if !transcode.FieldRule(fd).GetClientDefault() {
			continue
		}
		if !isSingularString(fd) {
			return fmt.Errorf("client_default: %s is not a string", fd.Name())
		}
		b.defaults = append(b.defaults, fd)
	}
	return nil
}

func isSingularString(fd protoreflect.FieldDescriptor) bool {
	return fd != nil && fd.Kind() == protoreflect.StringKind && fd.Cardinality() != protoreflect.Repeated
}

func (b *binding) takesDefault(field protoreflect.Name) bool {
	return b != nil && slices.ContainsFunc(b.defaults, func(fd protoreflect.FieldDescriptor) bool { return fd.Name() == field })
}

// complete returns the request with what was left to the client: a copy, as
// the caller's is not changed. It is an error if something required is missing
// after that, or a limit is not kept.
func (x *exchange) complete(b *binding, req proto.Message) (proto.Message, error) {
	m := req.ProtoReflect()
	fill := func(fd protoreflect.FieldDescriptor, value string) {
		if m.Interface() == req {
			m = shallowCopy(m)
		}
		m.Set(fd, protoreflect.ValueOfString(value))
	}
	for _, fd := range b.defaults {
		if value := x.client.defaults[fd.Name()]; value != "" && m.Get(fd).String() == "" {
			fill(fd, value)
		}
	}
	for _, fd := range b.ids {
		if m.Get(fd).String() == "" {
			x.requestID = newUUID()
			fill(fd, x.requestID)
		}
	}
	for _, fd := range b.defaults {
		if transcode.IsRequired(fd) && m.Get(fd).String() == "" {
			return nil, fmt.Errorf("%s is not set: %s requires it", fd.Name(), b.method.Name())
		}
	}
	if b.http != nil {
		if err := b.http.Binding.CheckRequired(m); err != nil {
			return nil, err
		}
	}
	return m.Interface(), x.client.keep(b, m)
}

// shallowCopy returns a message whose fields are those of m, not copies.
func shallowCopy(m protoreflect.Message) protoreflect.Message {
	c := m.New()
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		c.Set(fd, v)
		return true
	})
	c.SetUnknown(m.GetUnknown())
	return c
}

// newUUID returns a random UUID (RFC 9562, version 4). A library would bring
// database/sql with it.
func newUUID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
