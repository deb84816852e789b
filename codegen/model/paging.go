// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/finding"

// findPaging recognises the methods that return their result in pages
// (AIP-158): a page token goes in, the next one comes out.
func (b *builder) findPaging() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			response, ok := m.Response.(*Message)
			if !ok {
				continue
			}
			token, next := pageToken(m), response.Field("nextPageToken")
			if token == nil || !isText(next) {
				continue
			}
			m.Paging = &Paging{PageToken: token, NextPageToken: next, Items: b.items(m, response)}
		}
	}
}

// pageToken returns the fields that lead to the token, in the request itself
// or in the body.
func pageToken(m *Method) []*Field {
	if f := m.Request.Field("pageToken"); isText(f) {
		return []*Field{f}
	}
	body := m.Bindings[0].Body
	if body == nil {
		return nil
	}
	if message, ok := body.Type.(*Message); ok {
		if f := message.Field("pageToken"); isText(f) {
			return []*Field{body, f}
		}
	}
	return nil
}

func isText(f *Field) bool { return f != nil && f.Type == String && !f.Repeated }

// items returns the list that a page is about: the one called items, or else
// the only list of the response, the only one that is not deprecated, the only
// one of messages.
func (b *builder) items(m *Method, response *Message) *Field {
	var lists []*Field
	for _, f := range response.Fields {
		if f.Repeated {
			lists = append(lists, f)
		}
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
