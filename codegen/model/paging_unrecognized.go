// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

var (
	// possiblePageToken matches the names of parameters that can be a page token, and
	// possibleNextToken those of members that can be the token of the next page.
	possiblePageToken = regexp.MustCompile(`^(.*_)?(cursor|marker|bookmark|continuation|page_token|skip_token|next_token|` +
		`continuation_token|scroll_id)$|^(page|token|start_key|next)$`)
	possibleNextToken = regexp.MustCompile(`^(.*_)?next_(.*_)?(page|cursor|token|marker|key|bookmark|offset)$|` +
		`^(.*_)?(cursor|marker|bookmark|page_token|skip_token|continuation|continuation_token|scroll_id|last_evaluated_key)$`)
)

var (
	// These match the names of parameters that can be the number of a page, the number of items before it,
	// and the number of items in it.
	possiblePageNumber = regexp.MustCompile(`^(.*_)?(page|page_?(no|nr|num|number|index|offset)|current_page|pg)$|^p$`)
	possibleOffset     = regexp.MustCompile(`^(.*_)?(offset|skip|start_?(index|row|at|position|record|item)|first_result)$` +
		`|^(start|from|begin)$`)
	possibleLimit = regexp.MustCompile(`^(.*_)?(limit|per_?page|page_?(size|len|length|limit|count)|max_(items|results)|rows)$` +
		`|^(n|ps|num|max)$`)
	// possibleLastItem matches the names of parameters that can be the ID of the item before the page, and
	// possibleMore those of members that can state whether there are more items.
	possibleLastItem = regexp.MustCompile(`^(after|since|last|last_seen|from)(_?(id|item|key))?$` +
		`|^(.*_)?(start|starting|exclusive_start)_(after|key)$`)
	possibleMore = regexp.MustCompile(`^(has_?|is_?)?(more|next)(_?(items|results|pages?|data|available))?$` +
		`|^(is_)?(truncated|partial|incomplete)$`)
	// rangeEnd matches the names of parameters that are the end of a range, for example of times.
	rangeEnd = regexp.MustCompile(`^(end|to|until|stop)$`)
)

// possiblePosition adds to a paging the parameter whose name suggests that it is the number of the page, or
// that of its first item. It returns nil if there is none.
func (f *pageFinder) possiblePosition(m *Method, p *Paging) *Paging {
	if p.Limit == nil {
		p.Limit = f.matching(m, possibleLimit)
	}
	if p.PageNumber = f.matching(m, possiblePageNumber); p.PageNumber != nil {
		first, known := firstPage(p.PageNumber[0])
		p.ZeroBased = known && first == 0
		return p
	}
	// An integer with such a name can also be a time.
	if p.Limit != nil || p.Total != nil {
		p.Offset = f.matching(m, possibleOffset)
	}
	if p.Offset != nil && f.matching(m, rangeEnd) == nil {
		return p
	}
	return nil
}

// possibleLastItem returns the paging by the last item that only the names of a parameter and of a member
// suggest, or nil. The items have IDs.
func (f *pageFinder) possibleLastItem(m *Method, list []*Field, response *Message) *Paging {
	id := f.itemID(list)
	if id == nil {
		return nil
	}
	p := &Paging{Items: list, ItemID: id, HasMore: f.possibleMore(list, response), Limit: f.matching(m, possibleLimit)}
	if p.HasMore == nil {
		return nil
	}
	for _, field := range m.Request.Fields {
		if possibleLastItem.MatchString(field.Name) && isStringOrInteger(field) && isInQuery(m, field) && f.matching(m, rangeEnd) == nil {
			p.LastItem = []*Field{field}
			return p
		}
	}
	return nil
}

// possibleMore returns the path of a member that can state whether there are more items, or nil: the
// usual names wherever paging has them, and other names beside the list.
func (f *pageFinder) possibleMore(list []*Field, response *Message) []*Field {
	if more := f.findPath(list, response, moreFlags, isBool); more != nil {
		return more
	}
	for _, field := range holderOf(list, response).Fields {
		if isBool(field) && possibleMore.MatchString(field.Name) {
			return slices.Concat(list[:len(list)-1], []*Field{field})
		}
	}
	return nil
}

// holderOf returns the message that contains the list.
func holderOf(list []*Field, response *Message) *Message {
	if len(list) == 1 {
		return response
	}
	return list[len(list)-2].Type.(*Message)
}

// matching returns the path of the request's first field whose name matches and that is an integer in the
// query, or nil.
func (f *pageFinder) matching(m *Method, name *regexp.Regexp) []*Field {
	for _, field := range m.Request.Fields {
		if name.MatchString(field.Name) && isInteger(field) && isInQuery(m, field) {
			return []*Field{field}
		}
	}
	return nil
}

// possibleTokens returns the paging by a token that only the names of fields suggest, or nil.
func (f *pageFinder) possibleTokens(m *Method, list []*Field, response *Message, link []*Field, header bool) *Paging {
	for _, field := range m.Request.Fields {
		if !possiblePageToken.MatchString(field.Name) || !isString(field) || !isInQuery(m, field) {
			continue
		}
		p := &Paging{Items: list, PageToken: []*Field{field}, NextLink: link, LinkHeader: header}
		if link == nil && !header {
			p.NextPageToken = f.possibleNext(list, response)
		}
		if p.HasEnd() {
			return p
		}
	}
	return nil
}

// possibleNext returns the path of a possible token of the next page: in the response, in an
// object that contains the list, or in an envelope of these.
func (f *pageFinder) possibleNext(list []*Field, response *Message) []*Field {
	for i := range list {
		holder := response
		if i > 0 {
			holder = list[i-1].Type.(*Message)
		}
		for _, field := range holder.Fields {
			if isString(field) && possibleNextToken.MatchString(field.Name) {
				return slices.Concat(list[:i], []*Field{field})
			}
		}
		for _, field := range holder.Fields {
			inner, ok := field.Type.(*Message)
			if !ok || field.Repeated || !slices.Contains(envelopes, field.Name) {
				continue
			}
			for _, token := range inner.Fields {
				if isString(token) && possibleNextToken.MatchString(token.Name) {
					return slices.Concat(list[:i], []*Field{field, token})
				}
			}
		}
	}
	return nil
}

// reportUnrecognized reports a method that seems to return pages as in p, with the line for the overlay that
// states this. p is nil if nothing suggests pages. It also reports any method that was published with a pager.
func (f *pageFinder) reportUnrecognized(m *Method, p *Paging, wasPaged bool) {
	reason, line := "", finding.Verbatim("")
	if p != nil {
		reason, line = describePaging(m, p)
	}
	id := m.Operations[0].ID
	switch {
	case wasPaged && line != "":
		f.reportUnless(m.hasPaging, finding.PagerLost, m.At(),
			"%s was published with a pager, and its paging is no longer certain: %s; the line for the overlay is %s", id, reason, line)
	case wasPaged:
		f.reportUnless(m.hasPaging, finding.PagerLost, m.At(),
			"%s was published with a pager, and its parameters and its response no longer show how it returns pages", id)
	case line != "":
		f.reportUnless(m.hasPaging, finding.PageUnrecognized, m.At(), "%s may return pages: %s; the line for the overlay is %s", id, reason, line)
	}
}

// describePaging returns the reason why a method seems to return pages, and the line for the overlay. They are
// empty if an overlay cannot name the fields.
func describePaging(m *Method, p *Paging) (reason string, line finding.Verbatim) {
	var parts, parameters, members []string
	for _, part := range []struct {
		name      string
		fields    []*Field
		mentioned *[]string // the list of the finding that mentions the part, or nil
	}{
		{"pageToken", p.PageToken, &parameters},
		{"pageNumber", p.PageNumber, &parameters},
		{"offset", p.Offset, &parameters},
		{"lastItem", p.LastItem, &parameters},
		{"limit", p.Limit, nil},
		{"items", p.Items, &members},
		{"itemId", p.ItemID, nil},
		{"nextPageToken", p.NextPageToken, &members},
		{"nextLink", p.NextLink, &members},
		{"pageCount", p.PageCount, &members},
		{"total", p.Total, &members},
		{"hasMore", p.HasMore, &members},
	} {
		if part.fields == nil {
			continue
		}
		var names []string
		for _, field := range part.fields {
			names = append(names, propertyName(field.Key))
		}
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, ".") }) {
			return "", "" // an overlay cannot name it
		}
		path := strings.Join(names, ".")
		parts = append(parts, part.name+": "+inYAML(path))
		switch {
		case part.name == "items" && isJSONValue(m.Response): // the list has no name in the document
			members = append(members, "a list")
		case part.mentioned != nil:
			*part.mentioned = append(*part.mentioned, strconv.Quote(path))
		}
	}
	if p.LinkHeader {
		parts, members = append(parts, "linkHeader: true"), append(members, "the header Link")
	}
	if p.ZeroBased {
		parts = append(parts, "zeroBased: true")
	}
	line = OverlayLine("paging", m.Operations[0].ID, "{"+strings.Join(parts, ", ")+"}")
	reason = "its response contains " + strings.Join(members, ", ")
	if len(parameters) > 0 {
		reason = "it has the parameter " + strings.Join(parameters, " and ") + ", and " + reason
	}
	return reason, line
}

// isJSONValue reports whether a response is a message that wraps a list.
func isJSONValue(response Type) bool {
	m, ok := response.(*Message)
	return ok && m.JSONValue
}
