// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"crypto/rand"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// populate returns the request with the fields that the client fills in. If it
// changes the request, it returns a copy. It returns an error if a required
// field is not set, or a value exceeds a limit.
func (x *exchange) populate(req proto.Message) (proto.Message, error) {
	b, m := x.binding, req.ProtoReflect()
	set := func(fd protoreflect.FieldDescriptor, value string) {
		if m.Interface() == req {
			m = shallowCopy(m)
		}
		m.Set(fd, protoreflect.ValueOfString(value))
	}
	for _, fd := range b.defaults {
		if value := x.client.defaults[fd.Name()]; value != "" && m.Get(fd).String() == "" {
			set(fd, value)
		}
	}
	for _, fd := range b.ids {
		if m.Get(fd).String() == "" {
			x.requestID = newUUID()
			set(fd, x.requestID)
		}
	}
	for _, fd := range b.defaults {
		if transcode.IsRequired(fd) && m.Get(fd).String() == "" {
			err := b.notSet(fd)
			if option := x.client.defaultOptions[fd.Name()]; option != "" {
				err = fmt.Errorf("%w: set the field, or pass %s to the client", err, option)
			}
			return nil, err
		}
	}
	if b.http != nil {
		if err := b.http.Binding.CheckRequired(m); err != nil {
			return nil, err
		}
	}
	return m.Interface(), x.client.checkLimits(b, m)
}

// notSet returns the error of a request without a required field.
func (b *binding) notSet(fd protoreflect.FieldDescriptor) error {
	return fmt.Errorf("%s is not set: %s requires it", fd.Name(), b.method.Name())
}

// shallowCopy returns a copy of m that shares the values of its fields.
func shallowCopy(m protoreflect.Message) protoreflect.Message {
	c := m.New()
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		c.Set(fd, v)
		return true
	})
	c.SetUnknown(m.GetUnknown())
	return c
}

// newUUID returns a random UUID (RFC 9562, version 4). A package for UUIDs would
// make every program link database/sql.
func newUUID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
