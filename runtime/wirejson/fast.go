// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import "google.golang.org/protobuf/proto"

// The fast path writes and reads messages without reflection. It consists of these files:
//
//   - fast.go contains the entries, fastMessage of encoder and decoder.
//   - fast_layout.go finds the fields of a message in its Go struct.
//   - fast_pointer.go reads and writes these fields. Only this file imports package unsafe.
//   - fast_encode.go writes messages, and fast_decode.go reads them.
//   - fast_nameindex.go finds the field of a member's name.
//   - fast_slab.go allocates the messages of a list together.
//   - fast_plain.go finds the characters of strings that need no escape. For blocks of 32 bytes, it
//     calls fast_plain_amd64.s, or fast_plain_generic.go on other processors.
//
// The rest of the package uses only fastMessage, slabs, bytesOf, copyPlain and plainPrefix.
// safe.go has a simple replacement for each of them.

// fastMessage writes m, if its type has a layout and m stores no JSON for which it needs
// reflection. Otherwise, it returns false, and writes nothing.
func (e *encoder) fastMessage(m proto.Message) (done bool, err *Error) {
	l := layoutOfMessage(m)
	if l.useReflection {
		return false, nil
	}
	p := pointerTo(m)
	if l.hasUnknown(p) || l.hasListedNames(p) {
		return false, nil
	}
	e.buf, err = e.messageAt(e.buf, p, l)
	return true, err
}

// fastMessage reads m, if its type has a layout. Otherwise, it returns false, and reads nothing.
func (d *decoder) fastMessage(m proto.Message) (done bool, err *Error) {
	l := layoutOfMessage(m)
	if l.useReflection {
		return false, nil
	}
	d.pos, err = d.messageAt(pointerTo(m), l, d.pos)
	return true, err
}
