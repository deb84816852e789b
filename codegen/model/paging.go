// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// pageTokens are the names of the token of a page, and of that of the next one
// in the response, by which nothing else is meant.
var pageTokens = [][2]string{
	{"page_token", "next_page_token"}, // AIP-158
	{"cursor", "next_cursor"},
	{"next_token", "next_token"},
	{"continuation_token", "continuation_token"},
	{"continuation_token", "next_continuation_token"},
}

// What the fields of requests and responses are called that say how pages follow each
// other, in snake case. Each is looked for in the order of the names.
var (
	// envelopeTokens are the names of tokens that stand among what a response says of a
	// page, or in the response itself.
	envelopeTokens = append([][2]string{
		{"next_cursor", "next_cursor"},
		{"pagination_token", "next_token"},
		{"pagination_token", "pagination_token"},
		{"page_cursor", "next_page_cursor"},
		{"after", "after"},
		{"after", "end_cursor"},
	}, pageTokens...)
	// envelopes are the names of the objects that have what a response says of a page.
	envelopes = []string{"", "meta", "metadata", "pagination", "paging", "page_info", "page", "links", "response_metadata", "cursors", "next"}

	pageNumbers = []string{"page", "page_number", "page_num"}
	pageOffsets = []string{"offset", "skip"}
	pageLimits  = []string{"limit", "per_page", "page_size", "size", "count", "max_results", "take", "top"}
	linkTokens  = []string{"cursor", "page_token", "after", "page_cursor", "since"}
	lastItems   = []string{"starting_after"}
	itemIDs     = []string{"id"}

	nextLinks  = []string{"next", "next_page_url", "next_page_uri", "next_url", "next_uri", "next_link", "href"}
	pageCounts = []string{"total_pages", "page_count", "pages", "last_page", "num_pages", "pages_count"}
	itemTotals = []string{"total", "total_count", "total_results", "total_items", "total_elements"}
	haveMore   = []string{"has_more", "has_next", "has_next_page", "has_more_items"}
)

var (
	// pageWord is in the names of parameters that say where a page is.
	pageWord = regexp.MustCompile(`(^|_)(page|cursor|token|marker|bookmark|offset|continuation|scroll)(_|$)`)
	// aboutLinks is in what documents say of links, and aboutNext in what they say of the
	// token of the next page.
	aboutNext  = regexp.MustCompile(`(?i)\b(next|subsequent|following)\b`)
	aboutLinks = regexp.MustCompile(`(?i)\b(url|uri|link|href)s?\b`)
)

// findPaging recognises the methods that return their result in pages.
func (b *builder) findPaging() {
	clear(b.names) // some have another one since
	f := &pageFinder{builder: b, lists: make(map[*Message][]*Field)}
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			response, ok := m.Response.(*Message)
			if !ok {
				continue
			}
			published, found := b.publishedMethod(m)
			mayBeRecent := !found || published.Paged
			if m.Paging = f.byToken(m, response, mayBeRecent); m.Paging != nil {
				continue
			}
			// A method that was published without pages returns its response for ever.
			if b.conventions.PagesByStructure && m.Operations[0].HTTPMethod == "GET" && mayBeRecent {
				p, certain := f.byStructure(m, response)
				switch {
				case p == nil:
				case certain:
					m.Paging, p.recent = p, true
				default:
					f.reportUnrecognized(m, p)
				}
			}
		}
	}
}

func (b *builder) tokens() [][2]string {
	if b.conventions.OnlyPageTokens {
		return pageTokens[:1] // the others are Google's for something else
	}
	return pageTokens
}

// pageFinder finds out how pages follow each other.
type pageFinder struct {
	*builder
	lists map[*Message][]*Field
}

// byToken recognizes methods into which a page token goes, and out of which the next one
// comes. Methods that were published before some lists were recognized do not get those.
func (f *pageFinder) byToken(m *Method, response *Message, mayBeRecent bool) *Paging {
	for _, names := range f.tokens() {
		token, next := f.pageToken(m, names[0]), f.only(response, names[1], isText)
		if token == nil || next == nil {
			continue
		}
		p := &Paging{PageToken: token, NextPageToken: []*Field{next}}
		if own := f.ownList(response); own != nil {
			p.Items = []*Field{own}
		}
		if mayBeRecent && f.conventions.PagesByStructure {
			if list := f.list(response); !slices.Equal(list, p.Items) {
				p.Items, p.recent = list, true
			}
		}
		if p.Items == nil {
			f.findings.Add(finding.PageWithoutItems, m.At(), "a page of %s has %d lists", m.Operations[0].ID, len(f.listsOf(response)))
		}
		return p
	}
	return nil
}

// byStructure recognizes all other forms. It is certain of one where the fields leave no
// doubt: there is a list, the request says where in it the page is, and something says where
// the list ends. Else the pages only look like that.
func (f *pageFinder) byStructure(m *Method, response *Message) (p *Paging, certain bool) {
	list := f.list(response)
	if list == nil {
		f.reportEndless(m, response)
		return nil, false
	}
	header := hasLinkHeader(m.Operations[0])
	more, link := f.within(list, response, haveMore, isBool), f.link(list, response)
	if token, next := f.tokenPair(m, list, response); token != nil {
		return &Paging{Items: list, PageToken: token, NextPageToken: next, HasMore: more}, true
	}
	if last, id := f.parameter(m, lastItems, isTextOrWhole), f.itemID(list); last != nil && id != nil {
		return &Paging{Items: list, LastItem: last, ItemID: id, HasMore: more}, more != nil
	}
	if header { // it says everything
		link, more = nil, nil
	}
	hasLink := link != nil || header
	number, offset := f.parameter(m, pageNumbers, isWhole), f.parameter(m, pageOffsets, isWhole)
	token := f.parameter(m, linkTokens, isText)
	if token != nil && offset == nil && (link != nil || header && number == nil) {
		// Who has page tokens writes them into links. Of others it is not certain
		// which parameter is in there.
		return &Paging{Items: list, PageToken: token, NextLink: link, LinkHeader: header, HasMore: more}, number == nil || token[0].Name == "page_token"
	}
	p = &Paging{Items: list, LinkHeader: header, HasMore: more, Limit: f.parameter(m, pageLimits, isWhole)}
	if !header {
		p.Total = f.within(list, response, itemTotals, isWhole)
	}
	if offset != nil {
		p.Offset = offset
		hasEnd := p.Limit != nil || p.Total != nil || more != nil || hasLink // or it may be the offset of something else
		return p, number == nil && hasEnd
	}
	if number != nil {
		p.PageNumber, p.PageCount = number, f.within(list, response, pageCounts, isWhole)
		first, known := firstPage(number[0])
		p.ZeroBased = known && first == 0
		switch {
		case known && (p.PageCount != nil || more != nil):
		case hasLink: // it says where it leads, wherever numbers begin
			p.NextLink, p.PageCount, p.Total, p.Limit = link, nil, nil, nil
		default:
			return p, known
		}
		return p, true
	}
	return f.likeTokens(m, list, response, link, header), false
}

// tokenPair returns the fields with the token of a page, in the request, and of the next one, in
// the response or in an object of it that tells of the page.
func (f *pageFinder) tokenPair(m *Method, list []*Field, response *Message) (token, next []*Field) {
	for _, names := range envelopeTokens {
		token, next := f.pageToken(m, names[0]), f.within(list, response, names[1:], isText)
		if token != nil && next != nil {
			return token, next
		}
	}
	for _, field := range m.Request.Fields {
		if !pageWord.MatchString(field.Name) || !isText(field) || !isInQuery(m, field) {
			continue
		}
		next := f.within(list, response, []string{"next_" + field.Name}, isText)
		if next != nil && !aboutLinks.MatchString(next[len(next)-1].Description) {
			return []*Field{field}, next
		}
		// A member with the parameter's name may also be what the request has.
		next = f.within(list, response, []string{field.Name}, isText)
		if next != nil && aboutNext.MatchString(next[len(next)-1].Description) {
			return []*Field{field}, next
		}
	}
	return nil, nil
}

// itemID returns the field with the id of an item, or nil.
func (f *pageFinder) itemID(list []*Field) []*Field {
	if item, ok := list[len(list)-1].Type.(*Message); ok {
		return f.parameterOf(item, itemIDs, isTextOrWhole)
	}
	return nil
}

// reportEndless reports a method whose requests have the number of a page where nothing in
// the response says which page is the last.
func (f *pageFinder) reportEndless(m *Method, response *Message) {
	number := f.parameter(m, slices.Concat(pageNumbers, pageOffsets), isWhole)
	if number != nil && f.within(nil, response, slices.Concat(pageCounts, itemTotals), isWhole) == nil && f.within(nil, response, haveMore, isBool) == nil {
		f.findings.Add(finding.PageEndless, m.At(), "%s takes %q, and its response has neither one list nor how many pages there are", m.Operations[0].ID, number[0].Key)
	}
}

var (
	fromZero = regexp.MustCompile(`(?i)\b(zero|0)[- ](based|indexed)|(start|begin)(s|ing)?( \w+)? (at|from|with) (0|zero)\b|first page (is|has)( \w+)? (0|zero)\b`)
	fromOne  = regexp.MustCompile(`(?i)\b(one|1)[- ](based|indexed)|(start|begin)(s|ing)?( \w+)? (at|from|with) (1|one)\b|first page (is|has)( \w+)? (1|one)\b|defaults? (is|to|=|:) ?` + "`?1`?" + `\b`)
)

// firstPage returns the number of the first page: by its default, its minimum, or what the
// document says of it. It is not known where nothing does.
func firstPage(number *Field) (first int, known bool) {
	for _, name := range []string{document.Default, document.Minimum} {
		for _, limit := range number.Limits {
			if limit.Name == name && (limit.Value == "0" || limit.Value == "1") {
				return int(limit.Value[0] - '0'), true
			}
		}
	}
	switch {
	case fromZero.MatchString(number.Description):
		return 0, true
	case fromOne.MatchString(number.Description):
		return 1, true
	}
	return 0, false
}

// hasLinkHeader tells whether a response of success has links in its header.
func hasLinkHeader(o *document.Operation) bool {
	return slices.ContainsFunc(o.Responses, func(r *document.Response) bool {
		return strings.HasPrefix(r.Status, "2") && slices.ContainsFunc(r.Headers, func(h *document.Parameter) bool { return strings.EqualFold(h.Name, "Link") })
	})
}

func isText(f *Field) bool        { return f.Type == String && !f.Repeated }
func isBool(f *Field) bool        { return f.Type == Bool && !f.Repeated }
func isTextOrWhole(f *Field) bool { return isText(f) || isWhole(f) }

func isWhole(f *Field) bool {
	return !f.Repeated && (f.Type == Int32 || f.Type == Int64 || f.Type == UInt32 || f.Type == UInt64)
}

// parameter returns the first of the fields of a request that is in the query.
func (f *pageFinder) parameter(m *Method, names []string, is func(*Field) bool) []*Field {
	return f.parameterOf(m.Request, names, func(field *Field) bool { return is(field) && isInQuery(m, field) })
}

// isInQuery reports whether a field of the request is a parameter that is not in the path.
func isInQuery(m *Method, field *Field) bool {
	return slices.ContainsFunc(m.Operations[0].Parameters, func(p *document.Parameter) bool { return !p.InPath && propertyKey(p.Name) == field.Key })
}

func (f *pageFinder) parameterOf(m *Message, names []string, is func(*Field) bool) []*Field {
	for _, name := range names {
		if field := f.only(m, name, is); field != nil {
			return []*Field{field}
		}
	}
	return nil
}

// only returns the field of that name, if it is one of a kind.
func (f *pageFinder) only(m *Message, name string, is func(*Field) bool) *Field {
	for _, field := range f.named(m, name) {
		if is(field) {
			return field
		}
	}
	return nil
}

// within returns the fields that lead to one of those names: in the response, in what it
// has of the page, or in what that has; then likewise in the objects that the list is in.
func (f *pageFinder) within(list []*Field, response *Message, names []string, is func(*Field) bool) []*Field {
	for i := range max(len(list), 1) {
		holder := response
		if i > 0 {
			holder = list[i-1].Type.(*Message)
		}
		for depth := range 3 {
			for _, name := range names {
				if path := f.find(holder, name, is, depth, false); path != nil {
					return slices.Concat(list[:i], path)
				}
			}
		}
	}
	return nil
}

func (f *pageFinder) find(m *Message, name string, is func(*Field) bool, depth int, isPage bool) []*Field {
	if depth == 0 {
		if field := f.only(m, name, is); field != nil {
			return []*Field{field}
		}
		return nil
	}
	for _, envelope := range envelopes {
		if envelope == "" || envelope == "next" && !isPage {
			continue
		}
		for _, field := range f.named(m, envelope) {
			if inner, ok := field.Type.(*Message); ok && !field.Repeated && !inner.IsUnion {
				if path := f.find(inner, name, is, depth-1, true); path != nil {
					return append([]*Field{field}, path...)
				}
			}
		}
	}
	return nil
}

// link returns the fields that lead to the link to the next page.
func (f *pageFinder) link(list []*Field, response *Message) []*Field {
	path := f.within(list, response, nextLinks, isText)
	if path != nil && path[len(path)-1].Name == "href" && (len(path) < 2 || path[len(path)-2].Name != "next") {
		return nil
	}
	return path
}

// pageToken returns the fields that lead to the token, in the request itself
// or in the body.
func (f *pageFinder) pageToken(m *Method, name string) []*Field {
	if token := f.only(m.Request, name, isText); token != nil {
		return []*Field{token}
	}
	body := m.Bindings[0].Body
	if body == nil {
		return nil
	}
	if message, ok := body.Type.(*Message); ok {
		if token := f.only(message, name, isText); token != nil {
			return []*Field{body, token}
		}
	}
	return nil
}
