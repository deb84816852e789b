// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build protolect_safe

package wirejson

import "google.golang.org/protobuf/proto"

// This file takes the place of fast.go, and of all files fast_*.go, in programs that are built
// with the tag protolect_safe. Every message is then written and read through reflection, and
// the program does not use package unsafe.

// fastMessage reports that the message was not written: reflectMessage does so.
func (e *encoder) fastMessage(proto.Message) (done bool, err *Error) { return false, nil }

// fastMessage reports that the message was not read: reflectMessage does so.
func (d *decoder) fastMessage(proto.Message) (done bool, err *Error) { return false, nil }

// slabs are the slabs of a decoder. It gets them when it reads a list of many messages.
type slabs struct{}

// free returns the slabs to the pool. s may be nil.
func (*slabs) free() {}

// bytesOf returns the bytes of s. The caller must not change them.
func bytesOf(s string) []byte { return []byte(s) }

// copyPlain copies the longest prefix of s that needs no escape in a JSON string and is
// ASCII to dst, and returns its length. dst must be at least as long as s. The bytes of dst
// after the prefix may be overwritten.
func copyPlain(dst []byte, s string) int {
	i := 0
	for ; i < len(s) && isPlain(s[i]); i++ {
		dst[i] = s[i]
	}
	return i
}

// plainPrefix returns the length of the longest prefix of s that needs no escape in a JSON
// string and is ASCII.
func plainPrefix(s []byte) int {
	i := 0
	for i < len(s) && isPlain(s[i]) {
		i++
	}
	return i
}
