// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build protolect_safe

package wirejson

import "google.golang.org/protobuf/proto"

// Without unsafe, every message is read and written through its reflection.

func (e *encoder) messageInLayout(proto.Message) (done bool, err *Error) { return false, nil }

func (d *decoder) messageInLayout(proto.Message) (done bool, err *Error) { return false, nil }

// slabs are what messages with a known layout are made from.
type slabs struct{}

func (*slabs) free() {}

// bytesOf returns the bytes of s, which must not be changed.
func bytesOf(s string) []byte { return []byte(s) }

// copyPlain copies to, which has to be as long, what s begins with that is ASCII and
// stands in a JSON string as it is. It returns how many bytes that is. What
// comes after may be overwritten.
func copyPlain(to []byte, s string) int {
	i := 0
	for ; i < len(s) && plainByte(s[i]); i++ {
		to[i] = s[i]
	}
	return i
}

// plainPrefix returns how many bytes s begins with that are ASCII and stand in
// a JSON string as they are.
func plainPrefix(s []byte) int {
	i := 0
	for i < len(s) && plainByte(s[i]) {
		i++
	}
	return i
}
