// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"errors"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// UnmarshalItems reads a JSON object from r into m, but hands over the elements
// of one of its lists of messages, each as soon as it has arrived, in place of
// putting them into the list. So no more than one of them has to be in memory.
// The other fields of m are set when UnmarshalItems returns.
//
// When item returns false, nothing more is read, and the other fields are not
// set. An error of r is returned as it is.
func (o UnmarshalOptions) UnmarshalItems(r io.Reader, m proto.Message, list protoreflect.FieldDescriptor, item func(protoreflect.Message) bool) error {
	proto.Reset(m)
	x := &itemReader{window: window{source: r}, opts: o, list: fieldOf(list), item: item, into: m.ProtoReflect()}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	x.items = o
	x.items.RecursionLimit--
	if err := x.object(); err != nil {
		if err == errStopped {
			return nil
		}
		return err
	}
	return x.others(m)
}

var errStopped = errors.New("stopped by the caller")

// An itemReader reads one object.
type itemReader struct {
	window
	// opts are for the object, items for what is in the list.
	opts, items UnmarshalOptions

	list *field
	item func(protoreflect.Message) bool
	into protoreflect.Message
	seen bool // the list

	// rest is the object without the list, and origins say where its parts were.
	rest    []byte
	origins []origin
}

type origin struct{ in, from int }

func (x *itemReader) object() error {
	if x.opts.Lenient {
		if err := x.skipMark(); err != nil {
			return err
		}
	}
	if err := x.expect('{', "an object"); err != nil {
		return err
	}
	x.rest = append(x.rest, '{')
	for first := true; ; first = false {
		want := "a comma or }"
		if first {
			want = "the name of a member"
		}
		c, err := x.next(want)
		if err != nil {
			return err
		}
		switch {
		case c == '}':
			x.pos++
			x.origins = append(x.origins, origin{len(x.rest), x.offset() - 1})
			x.rest = append(x.rest, '}')
			return x.end()
		case !first && c != ',':
			return x.unexpected("a comma or }")
		case !first:
			x.pos++
		}
		if err := x.member(); err != nil {
			return err
		}
	}
}

// member reads a member: a list of items, or one that is for later.
func (x *itemReader) member() error {
	if c, err := x.next("the name of a member"); err != nil {
		return err
	} else if c != '"' {
		return x.unexpected("the name of a member")
	}
	at := x.offset()
	text, err := x.value()
	if err != nil {
		return err
	}
	content, e := (&decoder{text: text, opts: x.opts}).content()
	if e != nil {
		e.Offset += at
		return e
	}
	t := tableOf(x.into.Descriptor())
	i := t.names.find(content)
	isList := i >= 0 && t.fields[i].fd == x.list.fd
	name, raw := string(content), append([]byte(nil), text...)
	if err := x.expect(':', "a colon"); err != nil {
		return err
	}
	c, err := x.next("a value")
	if err != nil {
		return within(err, name)
	}
	if isList && c == '[' {
		if x.seen { // The elements of the first list have been yielded.
			return &Error{Offset: at, Want: "each field once", Found: quote(name)}
		}
		x.seen = true
		return within(x.elements(), x.list.name)
	}
	if len(x.rest) > 1 {
		x.rest = append(x.rest, ',')
	}
	x.origins = append(x.origins, origin{len(x.rest), at})
	x.rest = append(append(x.rest, raw...), ':')
	x.origins = append(x.origins, origin{len(x.rest), x.offset()})
	text, err = x.value()
	x.rest = append(x.rest, text...)
	return within(err, name)
}

func (x *itemReader) elements() error {
	x.pos++
	for i := 0; ; i++ {
		c, err := x.next("a comma or ]")
		if err != nil && i == 0 {
			return within(err, index(i))
		} else if err != nil {
			return err
		}
		switch {
		case c == ']':
			x.pos++
			return nil
		case i > 0 && c != ',':
			return x.unexpected("a comma or ]")
		case i > 0:
			x.pos++
			if _, err := x.next("a value"); err != nil {
				return within(err, index(i))
			}
		}
		at := x.offset()
		text, err := x.value()
		if err != nil {
			return within(err, index(i))
		}
		m := x.into.NewField(x.list.fd).List().NewElement().Message()
		d := x.items.decoder(text)
		e := d.whole(m.Interface())
		d.slabs.free()
		if e != nil {
			if e.Offset >= 0 {
				e.Offset += at
			}
			return e.within(index(i))
		}
		if !x.item(m) {
			return errStopped
		}
	}
}

// within puts a step in front of the path of an error.
func within(err error, step string) error {
	if e, ok := err.(*Error); ok {
		return e.within(step)
	}
	return err
}

// others reads what is not in the list.
func (x *itemReader) others(m proto.Message) error {
	err := x.opts.Unmarshal(x.rest, m)
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Offset < 0 {
		return err
	}
	for i := len(x.origins) - 1; i >= 0; i-- {
		if o := x.origins[i]; o.in <= e.Offset {
			e.Offset += o.from - o.in
			break
		}
	}
	return e
}
