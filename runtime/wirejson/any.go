// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// The members of the JSON of a google.protobuf.Any: the type URL, and what it
// is for when that has a JSON form of its own. Any other message has its
// fields beside the type URL.
const (
	typeMember  = "@type"
	valueMember = "value"
)

func (e *encoder) any(m protoreflect.Message) *Error {
	url, value := m.Get(field1(m)).String(), m.Get(field2(m)).Bytes()
	if url == "" {
		if len(value) > 0 {
			return &Error{Offset: -1, Want: "a type URL for the value of a google.protobuf.Any", Found: "none"}
		}
		e.buf = append(e.buf, '{', '}')
		return nil
	}
	mt, err := e.resolver.FindMessageByURL(url)
	if err != nil {
		return &Error{Offset: -1, Want: "a type URL that the resolver knows", Found: quote(url), cause: err}
	}
	content := mt.New()
	// Required fields are not checked in what an Any holds.
	err = proto.UnmarshalOptions{AllowPartial: true, Resolver: e.resolver}.Unmarshal(value, content.Interface())
	if err != nil {
		return &Error{Offset: -1, Want: "the wire format of " + quote(url), cause: err}
	}
	e.buf = append(e.buf, '{')
	if err := e.name(typeMember); err != nil {
		return err
	}
	if err := e.str(url); err != nil {
		return err
	}
	switch t := wellKnownType(content.Descriptor().FullName()); {
	case t != 0 && t != emptyType:
		if err := e.name(valueMember); err != nil {
			return err
		}
		if err := e.wellKnown(t, content); err != nil {
			return err.within(valueMember)
		}
	case isMessageSet(content.Descriptor()):
		return messageSetError(content.Descriptor(), -1)
	default:
		if err := e.fields(content); err != nil {
			return err
		}
	}
	e.buf = append(e.buf, '}')
	return nil
}

// any reads a google.protobuf.Any. The members of the object are those of a
// message that only the type URL tells, wherever it stands, so the URL is found
// first and the object read after.
func (d *decoder) any(m protoreflect.Message) *Error {
	if d.peek() != '{' {
		return d.unexpected("an object")
	}
	start := d.pos
	outer := d.narrow(d.limit + 1)
	at, isEmpty, err := d.findType()
	if err != nil || isEmpty {
		d.maxDepth = outer
		return err
	}
	d.pos = start
	if at < 0 {
		d.maxDepth = outer
		if d.opts.DiscardUnknown {
			return d.skip()
		}
		return d.invalid(start, `"@type" in an object`)
	}
	mt, url, err := d.typeAt(at)
	if err != nil {
		return err
	}
	d.pos = start
	content := mt.New()
	if t := wellKnownType(content.Descriptor().FullName()); t != 0 {
		err = d.anyValue(t, content)
	} else {
		err = d.message(content, true)
	}
	if err != nil {
		return err
	}
	d.maxDepth = outer
	value, e := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(content.Interface())
	if e != nil {
		return &Error{Offset: start, Want: "what can be written as " + quote(url), cause: e}
	}
	m.Set(field1(m), protoreflect.ValueOfString(url))
	m.Set(field2(m), protoreflect.ValueOfBytes(value))
	return nil
}

// findType returns where the value of "@type" begins in the object that begins
// at pos, or -1. An object without members has been read when it returns.
func (d *decoder) findType() (at int, isEmpty bool, err *Error) {
	start, depth := d.pos, d.depth
	if err := d.open('{'); err != nil {
		return 0, false, err
	}
	more, err := d.more(true, '}')
	if err != nil || !more {
		return 0, true, err
	}
	name, _, err := d.name()
	if err != nil {
		return 0, false, err
	}
	at = d.pos
	if name != typeMember {
		if start >= d.types.end {
			d.pos, d.depth = start, depth
			d.types.recording = true
			err = d.skipObject()
			d.types.recording = false
			d.types.end = d.pos
		}
		at = d.types.at(start)
	}
	d.depth = depth
	return at, false, err
}

// typeAt reads the type URL at a byte, and finds the type.
func (d *decoder) typeAt(at int) (protoreflect.MessageType, string, *Error) {
	d.pos = at
	url, at, err := d.wellKnownText("a type URL")
	if err != nil {
		return nil, "", err.within(typeMember)
	}
	if url == "" {
		return nil, "", d.invalid(at, "a type URL").within(typeMember)
	}
	mt, e := d.opts.Resolver.FindMessageByURL(url)
	if e != nil {
		err := d.invalid(at, "a type URL that the resolver knows").within(typeMember)
		err.cause = e
		return nil, "", err
	}
	return mt, url, nil
}

// again reads the value of "@type", which has been read before by findType. An
// object has it once.
func (d *decoder) again(typed *bool, at int) *Error {
	if *typed {
		return d.invalid(at, `"@type" once`)
	}
	*typed = true
	return d.skip()
}

// anyValue reads an object with the members "@type" and "value". Empty may be
// without a value.
func (d *decoder) anyValue(t wellKnown, content protoreflect.Message) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	var typed, valued bool
	for first := true; ; first = false {
		more, err := d.more(first, '}')
		if err != nil {
			return err
		}
		if !more {
			break
		}
		name, at, err := d.name()
		if err != nil {
			return err
		}
		switch {
		case name == typeMember:
			err = d.again(&typed, at)
		case name == valueMember && valued:
			err = d.invalid(at, `"value" once`)
		case name == valueMember:
			valued = true
			if err = d.wellKnown(t, content); err != nil {
				err = err.within(valueMember)
			}
		default:
			err = d.unknown(at, content.Descriptor())
		}
		if err != nil {
			return err
		}
	}
	if !valued && t != emptyType {
		return &Error{Offset: d.pos - 1, Want: `"value" beside "@type"`, Found: "none"}
	}
	return nil
}

// typePositions remembers where "@type" is in the objects that have been read
// ahead, so that Anys within Anys are not read ahead again and again.
type typePositions struct {
	recording bool
	// end is up to where the text has been read ahead.
	end    int
	values map[int]int // from where an object begins
}

func (p *typePositions) record(object, value int) {
	if !p.recording {
		return
	}
	if p.values == nil {
		p.values = make(map[int]int)
	}
	if _, ok := p.values[object]; !ok {
		p.values[object] = value
	}
}

func (p *typePositions) at(object int) int {
	if value, ok := p.values[object]; ok {
		return value
	}
	return -1
}
