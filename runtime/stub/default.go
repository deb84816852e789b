// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// WithDefault sets a field of all requests that leave it empty. It applies to
// the string fields with the option protolect.api.v1.field.client_default.
// Generated packages have an option for each of them.
func WithDefault(field protoreflect.Name, value string) rest.ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if value == "" {
			return fmt.Errorf("the default of %s is empty", field)
		}
		if c.Defaults == nil {
			c.Defaults = make(map[protoreflect.Name]string)
		}
		c.Defaults[field] = value
		return nil
	})
}

// WithDefaultOption names the option of a generated package that calls
// [WithDefault] for a field, for errors.
func WithDefaultOption(field protoreflect.Name, option string) rest.ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if c.DefaultOptions == nil {
			c.DefaultOptions = make(map[protoreflect.Name]string)
		}
		c.DefaultOptions[field] = option
		return nil
	})
}

// unusedDefault returns an error for a default that no request of the service
// has a field for.
func unusedDefault(defaults map[protoreflect.Name]string, bindings map[protoreflect.Name]*binding) error {
	for field := range defaults {
		used := false
		for _, b := range bindings {
			used = used || slices.ContainsFunc(b.defaults, func(fd protoreflect.FieldDescriptor) bool { return fd.Name() == field })
		}
		if !used {
			return fmt.Errorf("the default of %s is unused: no request of the service has a field of this name that accepts a default", field)
		}
	}
	return nil
}

// bindDefaults finds the fields of the request that a client fills in.
func (b *binding) bindDefaults(rule *apipb.MethodRule) error {
	fields := b.method.Input().Fields()
	for _, name := range rule.GetAutoPopulatedFields() {
		fd := fields.ByName(protoreflect.Name(name))
		if !isSingularString(fd) {
			return fmt.Errorf("auto_populated_fields: the request has no string field %s", name)
		}
		b.ids = append(b.ids, fd)
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if !transcode.FieldRule(fd).GetClientDefault() {
			continue
		}
		if !isSingularString(fd) {
			return fmt.Errorf("client_default: the field %s is not a string", fd.Name())
		}
		b.defaults = append(b.defaults, fd)
	}
	return nil
}

func isSingularString(fd protoreflect.FieldDescriptor) bool {
	return fd != nil && fd.Kind() == protoreflect.StringKind && fd.Cardinality() != protoreflect.Repeated
}
