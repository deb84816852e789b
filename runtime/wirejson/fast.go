// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import "google.golang.org/protobuf/proto"

// messageInLayout reads a message whose layout is known.
func (d *decoder) fastMessage(m proto.Message) (done bool, err *Error) {
	l := layoutOfMessage(m)
	if l.useReflection {
		return false, nil
	}
	d.pos, err = d.messageAt(pointerTo(m), l, d.pos)
	return true, err
}

// messageInLayout writes a message whose layout is known.
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
