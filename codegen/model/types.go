// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

// Type is the type of a field: Scalar, *Message, *Enum, WellKnown or Map.
type Type interface{ isType() }

// Scalar is one of proto's scalar types.
type Scalar int

// The scalar types that fields have.
const (
	Bool Scalar = iota
	Int32
	UInt32
	Int64
	UInt64
	Float
	Double
	String
	Bytes
)

// String returns the name of the type in proto.
func (s Scalar) String() string {
	return [...]string{"bool", "int32", "uint32", "int64", "uint64", "float", "double", "string", "bytes"}[s]
}

var scalarsByName = func() map[string]Scalar {
	scalars := make(map[string]Scalar)
	for s := Bool; s <= Bytes; s++ {
		scalars[s.String()] = s
	}
	return scalars
}()

// Map is a map whose keys are strings.
type Map struct{ Value Type }

func (Scalar) isType() {}

func (*Message) isType() {}

func (*Enum) isType() {}

func (WellKnown) isType() {}

func (Map) isType() {}

func isMapType(t Type) bool {
	_, ok := t.(Map)
	return ok
}

func isScalar(t Type) bool {
	switch t.(type) {
	case Scalar, *Enum:
		return true
	}
	return false
}
