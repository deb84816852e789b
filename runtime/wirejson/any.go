// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// The members of the JSON of a google.protobuf.Any. "value" is only used for types whose JSON is
// not an object with their fields, such as well-known types; other types have their fields
// beside "@type".
const (
	typeMember  = "@type"
	valueMember = "value"
)

func (e *encoder) any(m protoreflect.Message) *Error {
	url, value := m.Get(field1(m)).String(), m.Get(field2(m)).Bytes()
	if url == "" {
		if len(value) > 0 {
			return writeError("a type URL for the value of a google.protobuf.Any", "none")
		}
		return e.preservedValue(m, "{}")
	}
	mt, err := e.resolver.FindMessageByURL(url)
	if err != nil {
		return &Error{Offset: -1, Want: "a type URL that the resolver knows", Found: quote(url), cause: err}
	}
	content := mt.New()
	// The required fields of the message in an Any are not checked.
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

// any reads a google.protobuf.Any. Only the type URL, which may stand anywhere in the
// object, determines the type of its other members. Therefore any finds the URL first, and
// then reads the object.
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
		return &Error{Offset: start, Want: "a message that can be encoded as " + quote(url), cause: e}
	}
	m.Set(field1(m), protoreflect.ValueOfString(url))
	m.Set(field2(m), protoreflect.ValueOfBytes(value))
	return nil
}

// untyped reads an object without "@type". If it is empty, so is the Any.
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

// typeAt reads the type URL at the position at, and finds the type.
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

// again skips the value of a member that memberAt read before. It returns an error if *seen
// is true, which it sets.
func (d *decoder) again(seen *bool, at int) *Error {
	if *seen {
		return d.invalid(at, "each member once")
	}
	*seen = true
	return d.skip()
}

// anyValue reads an object with the members "@type" and "value". "value" is optional for
// google.protobuf.Empty.
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
