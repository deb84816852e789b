// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/finding"

// pageTokens are the names of the token of a page, and of that of the next one
// in the response, by which nothing else is meant.
var pageTokens = [][2]string{
	{"page_token", "next_page_token"}, // AIP-158
	{"cursor", "next_cursor"},
	{"next_token", "next_token"},
	{"continuation_token", "continuation_token"},
	{"continuation_token", "next_continuation_token"},
}

// findPaging recognises the methods that return their result in pages: a page
// token goes in, the next one comes out.
func (b *builder) findPaging() {
	clear(b.names) // some have another one since
	lists := make(map[*Message][]*Field)
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			response, ok := m.Response.(*Message)
			if !ok {
				continue
			}
			tokens := pageTokens
			if !b.api.Document.Tagged {
				tokens = tokens[:1] // the others are Google's for something else
			}
			for _, names := range tokens {
				token, next := b.pageToken(m, names[0]), b.textField(response, names[1])
				if token != nil && next != nil {
					m.Paging = &Paging{PageToken: token, NextPageToken: next, Items: b.items(m, response, lists)}
					break
				}
			}
		}
	}
}

// pageToken returns the fields that lead to the token, in the request itself
// or in the body.
func (b *builder) pageToken(m *Method, name string) []*Field {
	if f := b.textField(m.Request, name); f != nil {
		return []*Field{f}
	}
	body := m.Bindings[0].Body
	if body == nil {
		return nil
	}
	if message, ok := body.Type.(*Message); ok {
		if f := b.textField(message, name); f != nil {
			return []*Field{body, f}
		}
	}
	return nil
}

// textField returns the field of that name, if it is a text.
func (b *builder) textField(m *Message, name string) *Field {
	for _, f := range b.named(m, name) {
		if f.Type == String && !f.Repeated {
			return f
		}
	}
	return nil
}

// items returns the list that a page is about: the one called items, or else
// the only list of the response, the only one that is not deprecated, the only
// one of messages.
func (b *builder) items(m *Method, response *Message, listsOf map[*Message][]*Field) *Field {
	lists, known := listsOf[response]
	if !known {
		for _, f := range response.Fields {
			if f.Repeated {
				lists = append(lists, f)
			}
		}
		listsOf[response] = lists
	}
	for _, narrower := range []func(*Field) bool{
		func(f *Field) bool { return f.Key == "items" },
		func(*Field) bool { return true },
		func(f *Field) bool { return !f.Deprecated },
		func(f *Field) bool { _, ok := f.Type.(*Message); return ok && !f.Deprecated },
	} {
		var kept []*Field
		for _, f := range lists {
			if narrower(f) {
				kept = append(kept, f)
			}
		}
		if len(kept) == 1 {
			return kept[0]
		}
	}
	b.findings.Add(finding.PageWithoutItems, m.At(), "a page of %s has %d lists", m.Operations[0].ID, len(lists))
	return nil
}
