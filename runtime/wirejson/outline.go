// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "sort"

// An outline records where the objects and arrays end that were read ahead, so that each is
// read ahead only once, however deeply values nest. A nil outline records nothing.
type outline struct {
	spans []span // in the order of their start
	// end is the position up to which the text was read ahead.
	end int
}

type span struct{ start, end int }

// opened records the start of an object or array, and returns its index for closed.
func (o *outline) opened(start int) int {
	if o == nil || start < o.end {
		return -1
	}
	o.spans = append(o.spans, span{start: start})
	return len(o.spans) - 1
}

// closed records the end of the object or array with index i.
func (o *outline) closed(i, end int) {
	if i >= 0 {
		o.spans[i].end = end
	}
}

// endOf returns the end of the object or array that begins at start.
func (o *outline) endOf(start int) int {
	i := sort.Search(len(o.spans), func(i int) bool { return o.spans[i].start >= start })
	return o.spans[i].end
}

// eachPart calls visit with the name and the position of each member or element of the
// object or array at pos, until visit returns false. The name of an element is nil. The
// whole value is validated first. pos does not change.
func (d *decoder) eachPart(visit func(name []byte, at int) bool) *Error {
	c := d.peek()
	if d.outline == nil {
		d.outline = new(outline)
	}
	if d.pos >= d.outline.end {
		ahead := d.at(d.pos)
		ahead.narrow(d.limit + 1)
		if err := ahead.skipValue(); err != nil {
			return err
		}
		d.outline.end = ahead.pos
	}
	reader := d.at(d.pos + 1)
	reader.outline = nil
	end := c + 2 // } or ]
	for first := true; ; first = false {
		if more, err := reader.next(first, end); !more {
			return err
		}
		var name []byte
		if c == '{' {
			var err *Error
			if name, _, err = reader.name(); err != nil {
				return err
			}
		}
		v := reader.peek()
		if !visit(name, reader.pos) {
			return nil
		}
		if v == '{' || v == '[' {
			reader.pos = d.outline.endOf(reader.pos)
		} else if err := reader.skipValue(); err != nil {
			return err
		}
	}
}

// memberAt returns the position of the value of a member of the object at pos, or -1. If it
// is the first member, the rest of the object is not read. pos does not change.
func (d *decoder) memberAt(member string) (at int, err *Error) {
	first := d.at(d.pos)
	if err := first.open('{'); err != nil {
		return 0, err
	}
	if more, err := first.next(true, '}'); !more {
		return -1, err
	}
	name, _, err := first.name()
	if err != nil {
		return 0, err
	}
	if string(name) == member {
		return first.pos, nil
	}
	at = -1
	err = d.eachPart(func(name []byte, pos int) bool {
		if string(name) == member {
			at = pos
		}
		return at < 0
	})
	return at, err
}
