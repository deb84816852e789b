// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "slices"

var (
	// resultLists are the names of lists that hold the result, whatever other lists there are.
	resultLists = []string{"data", "results", "result", "records", "entries"}
	// resultObjects are the names of objects that hold the result.
	resultObjects = []string{"data", "result", "results", "response", "payload", "body", "content", "embedded"}
	// sideLists are the names of lists that are not the result.
	sideLists = []string{"errors", "warnings", "messages", "notices", "links", "included", "facets"}
)

// list returns the fields that lead to the list that a page is about: a list of the
// response, or of the object in which the response holds its result.
func (f *pageFinder) list(response *Message) []*Field {
	if list := f.ownList(response); list != nil && !slices.Contains(sideLists, list.Name) {
		return []*Field{list}
	}
	lists := slices.DeleteFunc(slices.Clone(f.listsOf(response)), func(f *Field) bool { return slices.Contains(sideLists, f.Name) })
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

// nestedList returns the fields that lead to the list of the only object in a message that
// is called as results are, or else the only one that also tells of the pages. Objects may
// be nested so many times.
func (f *pageFinder) nestedList(m *Message, times int) []*Field {
	if times == 0 {
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
			if nested := f.nestedList(inner, times-1); nested != nil {
				path = append([]*Field{field}, nested...)
			}
		}
		switch {
		case path == nil:
		case slices.Contains(resultObjects, field.Name):
			results = append(results, path)
		case f.tellsOfPages(inner):
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

// tellsOfPages reports whether a message has how many items or pages there are, whether
// there are more, or what the next page is.
func (f *pageFinder) tellsOfPages(m *Message) bool {
	return f.parameterOf(m, slices.Concat(pageCounts, itemTotals), isWhole) != nil ||
		f.parameterOf(m, haveMore, isBool) != nil ||
		f.parameterOf(m, nextLinks[:len(nextLinks)-1], isText) != nil // a href is of anything
}

// ownList returns the list of the response itself that a page is about: the one called
// items, or else the only list, the only one that is not deprecated, the only one of messages.
func (f *pageFinder) ownList(response *Message) *Field {
	for _, narrower := range []func(*Field) bool{
		func(f *Field) bool { return f.Key == "items" },
		func(*Field) bool { return true },
		func(f *Field) bool { return !f.Deprecated },
		func(f *Field) bool { _, ok := f.Type.(*Message); return ok && !f.Deprecated },
	} {
		var kept []*Field
		for _, f := range f.listsOf(response) {
			if narrower(f) {
				kept = append(kept, f)
			}
		}
		if len(kept) == 1 {
			return kept[0]
		}
	}
	return nil
}

// listsOf returns the lists of a message.
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
