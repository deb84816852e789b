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

// UnmarshalItems reads a JSON object from r into m as it arrives. It calls item with each
// element of one list of messages as soon as the element has been read, and does not add it
// to the list. Only one element at a time is held in memory. The other fields of m are set
// when UnmarshalItems returns.
//
// The path is not empty. It leads from m to the list, which is its last field. If the JSON
// of a message on the path is not an object with a member for each field, the list is read
// like other fields.
//
// If item returns false, UnmarshalItems stops reading and returns nil; the other fields are
// not set. An error of r is returned unchanged.
func (o UnmarshalOptions) UnmarshalItems(
	r io.Reader, m proto.Message, path []protoreflect.FieldDescriptor, item func(protoreflect.Message) bool,
) error {
	proto.Reset(m)
	x := &itemReader{window: window{source: r}, opts: o, path: path, holder: m.ProtoReflect(), item: item}
	for _, fd := range path[:len(path)-1] {
		x.holder = x.holder.NewField(fd).Message()
	}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	x.items = o
	x.items.RecursionLimit -= len(path)
	if err := x.whole(); err != nil {
		if errors.Is(err, errStopped) {
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
	// opts apply to the object, items to the elements of the list.
	opts, items UnmarshalOptions

	path   []protoreflect.FieldDescriptor // the last one is the list
	holder protoreflect.Message           // an empty message of the type that contains the list
	item   func(protoreflect.Message) bool
	opened int // how many fields of the path were found

	// rest is the JSON of the object without the list. origins map positions in it to those in
	// the input.
	rest    []byte
	origins []origin
}

type origin struct{ in, from int }

// whole reads the object and the end of the text.
func (x *itemReader) whole() error {
	if x.opts.Lenient {
		if err := x.skipMark(); err != nil {
			return err
		}
	}
	if err := x.object(0); err != nil {
		return err
	}
	return x.end()
}

// object reads the object that contains the field with index depth of the path.
func (x *itemReader) object(depth int) error {
	if err := x.expect('{', "an object"); err != nil {
		return err
	}
	x.rest = append(x.rest, '{')
	start := len(x.rest)
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
			return nil
		case !first && c != ',':
			return x.unexpected("a comma or }")
		case !first:
			x.pos++
		}
		if err := x.member(depth, len(x.rest) == start); err != nil {
			return err
		}
	}
}

// member reads a member: the list of items, an object on the path, or any other member,
// which it copies to rest. first is whether rest has no other members in this object yet.
func (x *itemReader) member(depth int, first bool) error {
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
	fd := x.path[depth]
	t := tableOf(fd.ContainingMessage())
	i := t.names.find(content)
	onPath, isList := i >= 0 && t.fields[i].fd == fd, depth == len(x.path)-1
	name, raw := string(content), append([]byte(nil), text...)
	if err := x.expect(':', "a colon"); err != nil {
		return err
	}
	c, err := x.next("a value")
	if err != nil {
		return within(err, name)
	}
	opens := onPath && (isList && c == '[' || !isList && c == '{' && tableOf(fd.Message()).isObject())
	if opens {
		if x.opened > depth { // item has received the elements of the first list.
			return &Error{Offset: at, Want: "each field once", Found: quote(name)}
		}
		x.opened++
	}
	if opens && isList {
		return within(x.elements(fd), t.fields[i].name)
	}
	if !first {
		x.rest = append(x.rest, ',')
	}
	x.origins = append(x.origins, origin{len(x.rest), at})
	x.rest = append(append(x.rest, raw...), ':')
	x.origins = append(x.origins, origin{len(x.rest), x.offset()})
	if opens {
		return within(x.object(depth+1), t.fields[i].name)
	}
	text, err = x.value()
	x.rest = append(x.rest, text...)
	return within(err, name)
}

func (x *itemReader) elements(list protoreflect.FieldDescriptor) error {
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
		m := x.holder.NewField(list).List().NewElement().Message()
		d := x.items.decoder(text)
		e := d.wholeMessage(m.Interface())
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

// within prepends a step to the path of err, if it is an *Error.
func within(err error, step string) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.within(step)
	}
	return err
}

// others reads rest, the members outside of the list, into m.
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
