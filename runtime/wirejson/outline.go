// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "sort"

// An outline remembers where the objects and arrays end that have been read
// ahead, so that a text is read ahead once, however its values nest. Where
// nothing is to be remembered it is nil.
type outline struct {
	spans []span // in the order in which they begin
	// end is up to where the text has been read ahead.
	end int
}

type span struct{ start, end int }

func (o *outline) opened(start int) int {
	if o == nil || start < o.end {
		return -1
	}
	o.spans = append(o.spans, span{start: start})
	return len(o.spans) - 1
}

func (o *outline) closed(i, end int) {
	if i >= 0 {
		o.spans[i].end = end
	}
}

// endOf returns where the object or array ends that begins at a byte.
func (o *outline) endOf(start int) int {
	i := sort.Search(len(o.spans), func(i int) bool { return o.spans[i].start >= start })
	return o.spans[i].end
}

// within calls visit for each member or element of the object or array at pos,
// with the name and where the value begins. The names of
// elements are nil. All of the value has been found to be JSON before. pos does
// not move.
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
	end := c + 2 // The byte that closes { or [.
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

// memberAt returns where the value of a member begins in the object at pos, or
// -1. pos does not move. Of an object that begins with the member no more is read.
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
