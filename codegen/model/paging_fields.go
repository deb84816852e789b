// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

func isString(f *Field) bool { return f.Type == String && !f.Repeated }

func isBool(f *Field) bool { return f.Type == Bool && !f.Repeated }

func isStringOrInteger(f *Field) bool { return isString(f) || isInteger(f) }

func isInteger(f *Field) bool {
	return !f.Repeated && (f.Type == Int32 || f.Type == Int64 || f.Type == UInt32 || f.Type == UInt64)
}

// parameter returns the path of the request's first field, in the order of names, that is a
// query parameter and for which is returns true.
func (f *pageFinder) parameter(m *Method, names []string, is func(*Field) bool) []*Field {
	return f.firstOf(m.Request, names, func(field *Field) bool { return is(field) && isInQuery(m, field) })
}

// isInQuery reports whether a field of the request is a query parameter.
func isInQuery(m *Method, field *Field) bool {
	return slices.ContainsFunc(m.Operations[0].Parameters, func(p *document.Parameter) bool {
		return !p.InPath && propertyKey(p.Name) == field.Key
	})
}

// firstOf returns the path of the message's first field, in the order of names, for which is
// returns true.
func (f *pageFinder) firstOf(m *Message, names []string, is func(*Field) bool) []*Field {
	for _, name := range names {
		if field := f.lookup(m, name, is); field != nil {
			return []*Field{field}
		}
	}
	return nil
}

// lookup returns the first field with the name for which is returns true, or nil.
func (f *pageFinder) lookup(m *Message, name string, is func(*Field) bool) *Field {
	for _, field := range f.named(m, name) {
		if is(field) {
			return field
		}
	}
	return nil
}

// findPath returns the path of a field with one of the names for which is returns true. It
// searches the response, its envelopes and the envelopes in these, and then in the same way
// each object that contains the list.
func (f *pageFinder) findPath(list []*Field, response *Message, names []string, is func(*Field) bool) []*Field {
	for i := range max(len(list), 1) {
		holder := response
		if i > 0 {
			holder = list[i-1].Type.(*Message)
		}
		for depth := range 3 {
			for _, name := range names {
				if path := f.findAt(holder, name, is, depth, false); path != nil {
					return slices.Concat(list[:i], path)
				}
			}
		}
	}
	return nil
}

// findAt returns the path of a field at a depth of envelopes below m. isPage reports whether m
// is an envelope.
func (f *pageFinder) findAt(m *Message, name string, is func(*Field) bool, depth int, isPage bool) []*Field {
	if depth == 0 {
		if field := f.lookup(m, name, is); field != nil {
			return []*Field{field}
		}
		return nil
	}
	for _, envelope := range envelopes {
		if envelope == "next" && !isPage {
			continue
		}
		for _, field := range f.named(m, envelope) {
			if inner, ok := field.Type.(*Message); ok && !field.Repeated && !inner.IsUnion {
				if path := f.findAt(inner, name, is, depth-1, true); path != nil {
					return append([]*Field{field}, path...)
				}
			}
		}
	}
	return nil
}

// link returns the path of the link to the next page, or nil. A member href is such a link only
// within an object next.
func (f *pageFinder) link(list []*Field, response *Message) []*Field {
	path := f.findPath(list, response, nextLinks, isString)
	if path != nil && path[len(path)-1].Name == "href" && (len(path) < 2 || path[len(path)-2].Name != "next") {
		return nil
	}
	return path
}

// pageToken returns the path of the page token in the request or in its body, or nil.
func (f *pageFinder) pageToken(m *Method, name string) []*Field {
	if token := f.lookup(m.Request, name, isString); token != nil {
		return []*Field{token}
	}
	body := m.Bindings[0].Body
	if body == nil {
		return nil
	}
	if message, ok := body.Type.(*Message); ok {
		if token := f.lookup(message, name, isString); token != nil {
			return []*Field{body, token}
		}
	}
	return nil
}
