// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
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

// needs are the fields of a method's request that a call cannot do without.
type needs struct {
	// defaults can be the client's, ids are made for the call.
	defaults, ids []protoreflect.FieldDescriptor
	// required are those that would be missing in the query, or that the client
	// could have.
	required []protoreflect.FieldDescriptor
	// always are those in the query, numbers and booleans, that are sent where they
	// are zero, too.
	always []protoreflect.FieldDescriptor
}

// bindNeeds reads what the options of the method and of its request's fields say.
func (b *binding) bindNeeds(rule *apipb.MethodRule) error {
	fields := b.method.Input().Fields()
	for _, name := range rule.GetAutoPopulatedFields() {
		fd := fields.ByName(protoreflect.Name(name))
		if !isSingularString(fd) {
			return fmt.Errorf("auto_populated_fields: the request has no string %s", name)
		}
		b.needs.ids = append(b.needs.ids, fd)
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		rule := fieldRule(fd)
		if rule.GetClientDefault() {
			if !isSingularString(fd) {
				return fmt.Errorf("client_default: %s is not a string", fd.Name())
			}
			b.needs.defaults = append(b.needs.defaults, fd)
		}
		// What is in the path is looked at when the path is made. What is in
		// the body is left to the server: a body that is not set is an empty
		// one, which may be enough.
		name := string(fd.Name())
		inQuery := name != b.body && b.body != "*"
		outside := rule.GetParameter().GetHeader() + rule.GetParameter().GetCookie()
		switch {
		case b.bound[name]:
		case canBeMissed(fd) && (inQuery || rule.GetClientDefault()):
			b.needs.required = append(b.needs.required, fd)
		case inQuery && outside == "" && b.always && isRequired(fd):
			b.needs.always = append(b.needs.always, fd)
		}
	}
	return nil
}

func isSingularString(fd protoreflect.FieldDescriptor) bool {
	return fd != nil && fd.Kind() == protoreflect.StringKind && fd.Cardinality() != protoreflect.Repeated
}

// isRequired tells whether a field has to be set (AIP-203).
func isRequired(fd protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED)
}

// canBeMissed tells whether a field has to be set, and whether that can be seen: a
// number that is zero may well be meant.
func canBeMissed(fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return isRequired(fd)
	}
	return isRequired(fd) && (fd.HasPresence() || fd.Cardinality() == protoreflect.Repeated || zeroIsNone(fd))
}

// zeroIsNone tells whether a field is of an enum whose value 0 stands for no value
// (AIP-126).
func zeroIsNone(fd protoreflect.FieldDescriptor) bool {
	if fd.Enum() == nil {
		return false
	}
	zero := fd.Enum().Values().ByNumber(0)
	return zero != nil && strings.HasSuffix(string(zero.Name()), "_UNSPECIFIED") && wirejson.EnumText(fd.Enum(), 0) == string(zero.Name())
}

func (b *binding) takesDefault(field protoreflect.Name) bool {
	return b != nil && slices.ContainsFunc(b.needs.defaults, func(fd protoreflect.FieldDescriptor) bool { return fd.Name() == field })
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
	for _, fd := range b.needs.defaults {
		if value := x.client.defaults[fd.Name()]; value != "" && m.Get(fd).String() == "" {
			fill(fd, value)
		}
	}
	for _, fd := range b.needs.ids {
		if m.Get(fd).String() == "" {
			x.requestID = newUUID()
			fill(fd, x.requestID)
		}
	}
	for _, fd := range b.needs.required {
		if !m.Has(fd) {
			return nil, fmt.Errorf("%s is not set: %s requires it", fd.Name(), b.method.Name())
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
