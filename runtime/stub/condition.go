// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
)

// A Condition names a failure that a service expresses by an HTTP status
// (protolect.api.v1.method.errors). Generated packages have a variable for each
// one, for use with errors.Is. A response that does not have the format of the API's
// errors has no condition, because a proxy may have sent it.
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

// Is reports whether target is a [Condition] with the same name.
func (c *Condition) Is(target error) bool {
	other, ok := target.(*Condition)
	return ok && other.name == c.name
}

// setCondition adds a [Condition] to the causes of an error that the server
// returned, if its method declares one.
func (x *exchange) setCondition(e *rest.Error) {
	named := x.conditionOf(e)
	if named == nil {
		return
	}
	condition := NewCondition(x.client.service.ParentFile().Package().Append(protoreflect.Name(named.GetName())), named.GetDescription())
	if e.Err == nil {
		e.Err = condition
	} else {
		e.Err = fmt.Errorf("%w: %w", condition, e.Err)
	}
	if e.Hint == "" {
		e.Hint = named.GetDescription()
	}
}

// conditionOf returns the condition of an error, or nil. An error without an
// HTTP status has the condition whose status maps to its code.
func (x *exchange) conditionOf(e *rest.Error) *apipb.NamedError {
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
