// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

// JSON that no message describes, one level at a time. The limits and errors
// are those of Unmarshal without options, except that a name may come twice.

// A Member is a member of a JSON object. The value is as it is written there.
type Member struct {
	Name  string
	Value []byte
}

// Members returns the members of a JSON object in their order.
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

// Elements returns the elements of the JSON array that array is, each as it is
// written there.
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

// String returns the string that text is the JSON of.
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

// Check returns an error if text is not one JSON value.
func Check(text []byte) error {
	return readWhole(text, func(d *decoder) *Error { return d.skip() })
}

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

// readWhole reads a text with read, which has to leave nothing of it.
func readWhole(text []byte, read func(*decoder) *Error) error {
	d := UnmarshalOptions{}.decoder(text)
	err := read(&d)
	if err == nil {
		if d.peek(); d.pos < len(d.text) {
			err = d.unexpected("nothing more")
		}
	}
	if err != nil {
		return err
	}
	return nil
}
