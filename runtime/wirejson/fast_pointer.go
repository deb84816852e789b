// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"reflect"
	"unsafe"

	"google.golang.org/protobuf/proto"
)

// A pointer points to a message, or to something in one. This file is the only
// one that uses package unsafe. Why that is sound:
//
//   - A pointer comes from package reflect, or is another pointer and the offset
//     of a field that package reflect gave for the type pointed to (newLayout).
//     So it points into an allocated object, and the collector sees it as any
//     unsafe.Pointer.
//
//   - What is read and written through it has the type of the field, which
//     newLayout compares, but for three cases where it has the same memory layout:
//     an enum, whose kind is int32, as int32; a slice of enums as []int32; a
//     slice of pointers to messages as []unsafe.Pointer. All that the collector and write
//     barriers need to know of a type is which words are pointers, and those agree.
//
//   - The interface of a oneof is two words, of which the first stands for the
//     type and the second is the pointer to the wrapper. newLayout compares that with
//     what package reflect makes, for every field of a oneof, and leaves the message to reflection if it
//     is not so.
//
//   - copyPlain and plainPrefix read, and copyPlain writes, words that lie within what
//     they are given. So does plain_amd64.s, with blocks of 32 bytes.
//
// Messages in another layout, such as those of the opaque API, are never pointed to.
type pointer struct{ p unsafe.Pointer }

func pointerTo(m proto.Message) pointer { return pointer{reflect.ValueOf(m).UnsafePointer()} }

// pointerToNew returns a pointer to a new zero value of a type.
func pointerToNew(t reflect.Type) pointer { return pointer{reflect.New(t).UnsafePointer()} }

// zeroValue points to the zero value of every scalar type. Nothing is written there.
var zeroValue = pointer{unsafe.Pointer(new([3]uint64))}

// pointerToSlice returns a pointer to the first of n new zero values in a slice of type t.
func pointerToSlice(t reflect.Type, n int) pointer {
	return pointer{reflect.MakeSlice(t, n, n).UnsafePointer()}
}

// pointerToValue returns a pointer to a value that has an address.
func pointerToValue(v reflect.Value) pointer { return pointer{v.Addr().UnsafePointer()} }

// value returns what is pointed to, which is of type t.
func (p pointer) value(t reflect.Type) reflect.Value { return reflect.NewAt(t, p.p).Elem() }

// of returns p as a pointer to t.
func (p pointer) of(t reflect.Type) reflect.Value { return reflect.NewAt(t, p.p) }

func (p pointer) isNil() bool               { return p.p == nil }
func (p pointer) at(offset uintptr) pointer { return pointer{unsafe.Add(p.p, offset)} }

func (p pointer) pointer() *pointer    { return (*pointer)(p.p) }
func (p pointer) bool() *bool          { return (*bool)(p.p) }
func (p pointer) int32() *int32        { return (*int32)(p.p) }
func (p pointer) uint32() *uint32      { return (*uint32)(p.p) }
func (p pointer) int64() *int64        { return (*int64)(p.p) }
func (p pointer) uint64() *uint64      { return (*uint64)(p.p) }
func (p pointer) float32() *float32    { return (*float32)(p.p) }
func (p pointer) float64() *float64    { return (*float64)(p.p) }
func (p pointer) string() *string      { return (*string)(p.p) }
func (p pointer) bytes() *[]byte       { return (*[]byte)(p.p) }
func (p pointer) strings() *[]string   { return (*[]string)(p.p) }
func (p pointer) messages() *[]pointer { return (*[]pointer)(p.p) }

func (p pointer) stringMap() *map[string]string { return (*map[string]string)(p.p) }

// elements returns a pointer to the first element of a slice, and how many
// there are.
func (p pointer) elements() (first pointer, n int) {
	s := *(*[]struct{})(p.p)
	return pointer{unsafe.Pointer(unsafe.SliceData(s))}, len(s)
}

// grow appends a zero to a slice of values of a kind, and returns a pointer to it.
func (p pointer) grow(o valueKind) pointer {
	switch o {
	case kindBool:
		return grown((*[]bool)(p.p))
	case kindInt32, kindUint32, kindEnum, kindFloat:
		return grown((*[]uint32)(p.p))
	case kindInt64, kindUint64, kindDouble:
		return grown((*[]uint64)(p.p))
	case kindString:
		return grown((*[]string)(p.p))
	case kindBytes:
		return grown((*[][]byte)(p.p))
	default:
		return grown((*[]unsafe.Pointer)(p.p))
	}
}

func grown[T any](s *[]T) pointer {
	if cap(*s) == 0 {
		*s = make([]T, 0, 4)
	}
	var zero T
	*s = append(*s, zero)
	return pointer{unsafe.Pointer(&(*s)[len(*s)-1])}
}

// shrink drops the last element of a slice.
func (p pointer) shrink() {
	s := (*[]struct{})(p.p)
	*s = (*s)[:len(*s)-1]
}

// An oneofWord stands for the type of what a oneof holds.
type typeWord struct{ p unsafe.Pointer }

// oneof is the interface that a oneof is.
func (p pointer) oneof() *struct {
	word    typeWord
	wrapper pointer
} {
	return (*struct {
		word    typeWord
		wrapper pointer
	})(p.p)
}

// typeWord returns a word that stands for the type of m: the first of an
// interface, as with oneofs.
func typeWordOf(m proto.Message) uintptr { return *(*uintptr)(unsafe.Pointer(&m)) }

// bytesOf returns the bytes of s, which must not be changed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
