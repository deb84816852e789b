// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A Condition names a failure that a service expresses by an HTTP status
// (protolect.api.v1.method.errors). Generated packages have a variable for each
// one, for use with errors.Is: errors.Is(err, rcs.ErrUnreachable).
type Condition struct {
	name        protoreflect.FullName
	description string
}

// NewCondition returns a condition. Its name is the package of the descriptors
// and the name in protolect.api.v1.method.errors.
func NewCondition(name protoreflect.FullName, description string) *Condition {
	return &Condition{name, description}
}

// Error returns the description of the condition.
func (c *Condition) Error() string { return c.description }

// Is reports whether target is the [Condition] that the method declares for the
// status of e.
func (e *Error) Is(target error) bool {
	c, ok := target.(*Condition)
	return ok && e.condition != "" && c.name == e.condition
}

// setCondition sets the condition of an error that the server returned, if its
// method declares one.
func (x *exchange) setCondition(e *Error) {
	if named := x.conditionOf(e); named != nil {
		e.condition = x.client.service.ParentFile().Package().Append(protoreflect.Name(named.GetName()))
		if e.help == "" {
			e.help = named.GetDescription()
		}
	}
}

// conditionOf returns the condition of an error, or nil. An error without an
// HTTP status has the condition whose status maps to its code.
func (x *exchange) conditionOf(e *Error) *apipb.NamedError {
	b := x.binding
	if b == nil {
		return nil
	}
	for _, named := range b.errors {
		if status := int(named.GetHttpStatus()); e.StatusCode == status || e.StatusCode == 0 && e.Code == codeOfStatus(0, status) {
			return named
		}
	}
	return nil
}
