// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"reflect"
	"unsafe"

	"google.golang.org/protobuf/proto"
)

// A pointer points to a message or to a part of one. This file is the only one that imports
// package unsafe. Its use is sound for these reasons:
//
//   - A pointer comes from package reflect, or is the sum of another pointer and the offset of a
//     field, which package reflect returned for the type pointed to (newLayout). It therefore points
//     into an allocated object, and the garbage collector treats it as any unsafe.Pointer.
//
//   - Values are read and written with the type of the field, which newLayout checks. In three
//     cases, the type differs but has the same memory layout: an enum, whose kind is int32, is
//     accessed as int32; a slice of enums as []int32; and a slice of pointers to messages as
//     []unsafe.Pointer. The garbage collector and its write barriers only depend on which words of
//     a type are pointers, and those agree.
//
//   - The interface of a oneof is two words: one that identifies the type, and a pointer to the
//     wrapper. newLayout verifies this for every field of a oneof with an interface that package
//     reflect made, and leaves the message to reflection if it is not so.
//
//   - copyPlain and plainPrefix read and write only words within their arguments.
//     fast_plain_amd64.s does the same with blocks of 32 bytes.
//
// Messages with another layout, such as those of the opaque API, are never accessed by pointer.
type pointer struct{ p unsafe.Pointer }

// pointerTo returns a pointer to m.
func pointerTo(m proto.Message) pointer { return pointer{reflect.ValueOf(m).UnsafePointer()} }

// pointerToNew returns a pointer to a new zero value of type t.
func pointerToNew(t reflect.Type) pointer { return pointer{reflect.New(t).UnsafePointer()} }

// zeroValue points to the zero value of every scalar type. It must not be written.
var zeroValue = pointer{unsafe.Pointer(new([3]uint64))}

// pointerToSlice returns a pointer to the first of n new zero values. t is the type of their
// slice.
func pointerToSlice(t reflect.Type, n int) pointer {
	return pointer{reflect.MakeSlice(t, n, n).UnsafePointer()}
}

// pointerToValue returns a pointer to an addressable value.
func pointerToValue(v reflect.Value) pointer { return pointer{v.Addr().UnsafePointer()} }

// value returns the value of type t at p.
func (p pointer) value(t reflect.Type) reflect.Value { return reflect.NewAt(t, p.p).Elem() }

// of returns p as a *t.
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

// elements returns a pointer to the first element of the slice at p, and the slice's length.
func (p pointer) elements() (first pointer, n int) {
	s := *(*[]struct{})(p.p)
	return pointer{unsafe.Pointer(unsafe.SliceData(s))}, len(s)
}

// grow appends a zero value of a kind to the slice at p, and returns a pointer to it.
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

// shrink removes the last element of the slice at p.
func (p pointer) shrink() {
	s := (*[]struct{})(p.p)
	*s = (*s)[:len(*s)-1]
}

// A typeWord is the word of an interface that identifies its dynamic type.
type typeWord struct{ p unsafe.Pointer }

// oneof returns the interface of the oneof at p.
func (p pointer) oneof() *struct {
	word    typeWord
	wrapper pointer
} {
	return (*struct {
		word    typeWord
		wrapper pointer
	})(p.p)
}

// typeWordOf returns a word that identifies the type of m.
func typeWordOf(m proto.Message) uintptr { return *(*uintptr)(unsafe.Pointer(&m)) }

// bytesOf returns the bytes of s. The caller must not change them.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// pointerToString returns a pointer to the bytes of s, which must not be written.
func pointerToString(s string) pointer { return pointer{unsafe.Pointer(unsafe.StringData(s))} }

// pointerToBytes returns a pointer to the first byte of b.
func pointerToBytes(b []byte) pointer { return pointer{unsafe.Pointer(unsafe.SliceData(b))} }

// load returns the 8 bytes at offset i.
func (p pointer) load(i int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(p.p, i))[:])
}

// store sets the 8 bytes at offset i.
func (p pointer) store(i int, w uint64) {
	binary.LittleEndian.PutUint64((*[8]byte)(unsafe.Add(p.p, i))[:], w)
}
