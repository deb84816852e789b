// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/numbers"
)

var (
	// resultLists are the names of lists that contain the result even if there are other lists.
	resultLists = []string{"data", "results", "result", "records", "entries"}
	// resultObjects are the names of objects that contain the result.
	resultObjects = []string{"data", "result", "results", "response", "payload", "body", "content", "embedded"}
	// sideLists are the names of lists that are not the result.
	sideLists = []string{"errors", "warnings", "messages", "notices", "links", "included", "facets"}
)

// publishedItems returns the list of a response whose elements a pager yields according to the lock, and
// whether the lock has it: another list would have another type. The list is nil if a pager yields the pages.
func publishedItems(m numbers.Method, response *Message) (items []*Field, known bool) {
	if m.Items == numbers.NoItems {
		return nil, true
	}
	items = listAt(response, m.Items)
	return items, items != nil
}

// listAt returns the path of the list that keys lead to, with dots between them, or nil.
func listAt(m *Message, keys string) []*Field {
	for _, f := range m.Fields {
		if f.Key == keys && f.Repeated {
			return []*Field{f}
		}
		rest, found := strings.CutPrefix(keys, f.Key+".")
		inner, ok := f.Type.(*Message)
		if !found || !ok || f.Repeated {
			continue
		}
		if path := listAt(inner, rest); path != nil {
			return append([]*Field{f}, path...)
		}
	}
	return nil
}

// ItemKeys returns the keys of the fields that lead to the items of a page, for the lock (numbers.Method.Items).
func (p *Paging) ItemKeys() string {
	if p == nil {
		return ""
	}
	var keys []string
	for _, f := range p.Items {
		keys = append(keys, f.Key)
	}
	if keys == nil {
		return numbers.NoItems
	}
	return strings.Join(keys, ".")
}

// list returns the path of the list that is paged, or nil. The list is in the response or in the
// object that contains the result.
func (f *pageFinder) list(response *Message) []*Field {
	if list := f.ownList(response); list != nil && !slices.Contains(sideLists, list.Name) {
		return []*Field{list}
	}
	isSideList := func(f *Field) bool { return slices.Contains(sideLists, f.Name) }
	lists := slices.DeleteFunc(slices.Clone(f.listsOf(response)), isSideList)
	switch len(lists) {
	case 0:
		nested := f.nestedList(response, 2)
		if own := f.ownList(response); nested == nil && own != nil {
			return []*Field{own}
		}
		return nested
	case 1:
		return lists
	}
	lists = slices.DeleteFunc(lists, func(f *Field) bool { return !slices.Contains(resultLists, f.Name) })
	if len(lists) == 1 {
		return lists
	}
	return nil
}

// nestedList returns the path of the list within an object of the message: the only object that
// has the name of a result or, without one, the only object that also describes the pages. It
// visits objects up to a depth of nesting.
func (f *pageFinder) nestedList(m *Message, depth int) []*Field {
	if depth == 0 {
		return nil
	}
	var results, pages [][]*Field
	for _, field := range m.Fields {
		inner, ok := field.Type.(*Message)
		if !ok || field.Repeated || inner.IsUnion || inner.JSONValue || field.Deprecated {
			continue
		}
		var path []*Field
		if list := f.ownList(inner); list != nil {
			path = []*Field{field, list}
		} else if len(f.listsOf(inner)) == 0 {
			if nested := f.nestedList(inner, depth-1); nested != nil {
				path = append([]*Field{field}, nested...)
			}
		}
		switch {
		case path == nil:
		case slices.Contains(resultObjects, field.Name):
			results = append(results, path)
		case f.describesPages(inner):
			pages = append(pages, path)
		}
	}
	for _, all := range [][][]*Field{results, pages} {
		if len(all) == 1 {
			return all[0]
		}
	}
	return nil
}

// describesPages reports whether a message contains the number of items or pages, whether there
// are more, or the link to the next page.
func (f *pageFinder) describesPages(m *Message) bool {
	return f.firstOf(m, slices.Concat(pageCounts, itemTotals), isInteger) != nil ||
		f.firstOf(m, moreFlags, isBool) != nil ||
		f.firstOf(m, nextLinks[:len(nextLinks)-1], isString) != nil // an href can be any link
}

// ownList returns the list of the response that is paged, or nil: the list named items, the only
// list, the only list that is not deprecated, or the only one of messages.
func (f *pageFinder) ownList(response *Message) *Field {
	for _, isCandidate := range []func(*Field) bool{
		func(f *Field) bool { return f.Key == "items" },
		func(*Field) bool { return true },
		func(f *Field) bool { return !f.Deprecated },
		func(f *Field) bool { _, ok := f.Type.(*Message); return ok && !f.Deprecated },
	} {
		var candidates []*Field
		for _, f := range f.listsOf(response) {
			if isCandidate(f) {
				candidates = append(candidates, f)
			}
		}
		if len(candidates) == 1 {
			return candidates[0]
		}
	}
	return nil
}

// listsOf returns the repeated fields of a message.
func (f *pageFinder) listsOf(m *Message) []*Field {
	lists, known := f.lists[m]
	if !known {
		for _, f := range m.Fields {
			if f.Repeated {
				lists = append(lists, f)
			}
		}
		f.lists[m] = lists
	}
	return lists
}
