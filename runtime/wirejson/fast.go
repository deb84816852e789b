// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import "google.golang.org/protobuf/proto"

// This file is the entry to the fast path, the files fast_*.go. The rest of the package uses only
// these parts of it, for each of which safe.go has a simple replacement:
//
//   - fastMessage of encoder and decoder, which write and read a message without reflection
//   - slabs, which allocate messages
//   - bytesOf, copyPlain and plainPrefix, which work on strings

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
