// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A Condition is a name for what went wrong, where a service gives a status of
// its own meaning to it (the option protolect.api.v1.method.errors). Generated
// packages have a variable for each: errors.Is(err, rcs.ErrUnreachable).
type Condition struct {
	name        protoreflect.FullName
	description string
}

// NewCondition returns the condition of that name, which is the one in the
// descriptors after the name of their package.
func NewCondition(name protoreflect.FullName, description string) *Condition {
	return &Condition{name, description}
}

// Error describes the condition.
func (c *Condition) Error() string { return c.description }

// Is reports whether target is a condition that e's method has, and its status
// stands for.
func (e *Error) Is(target error) bool {
	c, ok := target.(*Condition)
	return ok && e.condition != "" && c.name == e.condition
}

// conditionOf returns the condition that an error of the method is, if any.
// Over another transport than HTTP the code stands for the status.
func (x *exchange) conditionOf(e *Error) *apipb.NamedError {
	b := x.binding
	if b == nil {
		return nil
	}
	for _, named := range b.errors {
		if status := int(named.GetHttpStatus()); e.StatusCode == status || e.StatusCode == 0 && e.Code == codeOf(0, status) {
			return named
		}
	}
	return nil
}

// name gives an error that the server returned the name that its method has
// for it.
func (x *exchange) name(e *Error) {
	if named := x.conditionOf(e); named != nil {
		e.condition = x.client.service.ParentFile().Package().Append(protoreflect.Name(named.GetName()))
		if e.help == "" {
			e.help = named.GetDescription()
		}
	}
}
