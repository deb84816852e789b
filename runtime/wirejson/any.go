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
		return e.preservedValue(m, "{}")
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
	start := len(e.buf)
	if err := e.name(typeMember); err != nil {
		return err
	}
	if err := e.str(url); err != nil {
		return err
	}
	required := e.required
	switch t := tableOf(content.Descriptor()); {
	case !t.isObject():
		if err := e.name(valueMember); err != nil {
			return err
		}
		if err := e.message(content.Interface()); err != nil {
			return err.within(valueMember)
		}
	case t.messageSet:
		return messageSetError(content.Descriptor(), -1)
	default:
		if err := e.fields(t, content, nil); err != nil {
			return err
		}
	}
	e.required = required
	e.enclose(start, '{', '}')
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
	at, err := d.memberAt(typeMember)
	if err != nil {
		d.maxDepth = outer
		return err
	}
	if at < 0 {
		err = d.untyped(m)
		d.maxDepth = outer
		return err
	}
	mt, url, err := d.typeAt(at)
	if err != nil {
		return err
	}
	d.pos = start
	content := mt.New()
	required := d.required
	if t := tableOf(content.Descriptor()); !t.isObject() || t.known == emptyType {
		err = d.anyValue(t, content)
	} else {
		err = d.reflectMessage(content, []string{typeMember})
	}
	d.required = required
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

// untyped reads an object without "@type". An empty one is an empty Any.
func (d *decoder) untyped(m protoreflect.Message) *Error {
	start := d.pos
	if err := d.open('{'); err != nil {
		return err
	}
	if more, err := d.next(true, '}'); !more {
		return err
	}
	d.pos = start
	d.depth--
	if !d.allowsUnknown() {
		return d.invalid(start, `"@type" in an object`)
	}
	raw, err := d.raw()
	if err == nil {
		d.discard(m, record{JSON: raw, index: -1})
	}
	return err
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

// again reads the value of a member that has been read before, by memberAt. An
// object has it once.
func (d *decoder) again(seen *bool, at int) *Error {
	if *seen {
		return d.invalid(at, "each member once")
	}
	*seen = true
	return d.skip()
}

// anyValue reads an object with the members "@type" and "value". Empty may be
// without a value.
func (d *decoder) anyValue(t *table, content protoreflect.Message) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	var typed, valued bool
	for first := true; ; first = false {
		more, err := d.next(first, '}')
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
		case string(name) == typeMember:
			err = d.again(&typed, at)
		case string(name) == valueMember && valued:
			err = d.invalid(at, `"value" once`)
		case string(name) == valueMember:
			valued = true
			if err = d.anyContent(t, content); err != nil {
				err = err.within(valueMember)
			}
		default:
			err = d.unknown(content, t, at)
		}
		if err != nil {
			return err
		}
	}
	if !valued && t.known != emptyType {
		return &Error{Offset: d.pos - 1, Want: `"value" beside "@type"`, Found: "none"}
	}
	return nil
}

func (d *decoder) anyContent(t *table, content protoreflect.Message) *Error {
	if t.known != 0 {
		return d.wellKnown(t, content)
	}
	return d.message(content.Interface())
}
