// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

// JSON that no message describes, one level at a time. The limits and errors
// are those of Unmarshal without options, except that a name may come twice.

// A Member is a member of a JSON object. Value is its JSON, unchanged.
type Member struct {
	Name  string
	Value []byte
}

// Members returns the members of a JSON object in order. It permits repeated names. The
// error is an [*Error].
func Members(object []byte) ([]Member, error) {
	var members []Member
	err := eachRaw(object, '{', '}', func(d *decoder) *Error {
		name, _, err := d.name()
		if err != nil {
			return err
		}
		m := Member{Name: string(name)}
		m.Value, err = d.raw()
		members = append(members, m)
		return err
	})
	if err != nil {
		return nil, err
	}
	return members, nil
}

// Elements returns the JSON of each element of a JSON array, unchanged. The error is an
// [*Error].
func Elements(array []byte) ([][]byte, error) {
	var elements [][]byte
	err := eachRaw(array, '[', ']', func(d *decoder) *Error {
		element, err := d.raw()
		elements = append(elements, element)
		return err
	})
	if err != nil {
		return nil, err
	}
	return elements, nil
}

// String returns the value of a JSON string. The error is an [*Error].
func String(text []byte) (s string, err error) {
	err = readWhole(text, func(d *decoder) (err *Error) {
		if d.peek() != '"' {
			return d.unexpected("a string")
		}
		s, err = d.str()
		return err
	})
	return s, err
}

// Check returns an [*Error] if text is not a single JSON value.
func Check(text []byte) error {
	return readWhole(text, func(d *decoder) *Error { return d.skip() })
}

// eachRaw calls part at each member or element of the object or array that is text.
func eachRaw(text []byte, start, end byte, part func(*decoder) *Error) error {
	return readWhole(text, func(d *decoder) *Error {
		if err := d.open(start); err != nil {
			return err
		}
		for first := true; ; first = false {
			if more, err := d.next(first, end); !more {
				return err
			}
			if err := part(d); err != nil {
				return err
			}
		}
	})
}

// readWhole calls read, and returns an error if read leaves more than white space unread.
func readWhole(text []byte, read func(*decoder) *Error) error {
	d := UnmarshalOptions{}.decoder(text)
	err := read(&d)
	if err == nil {
		if d.peek(); d.pos < len(d.text) {
			err = d.unexpected("the end of the text")
		}
	}
	if err != nil {
		return err
	}
	return nil
}
