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

// pageTokens are pairs of names for the token of a page in the request, and for the token of the
// next page in the response. These names are unambiguous.
var pageTokens = [][2]string{
	{"page_token", "next_page_token"}, // AIP-158
	{"cursor", "next_cursor"},
	{"next_token", "next_token"},
	{"continuation_token", "continuation_token"},
	{"continuation_token", "next_continuation_token"},
}

// The names, in snake case, of fields of requests and responses that control paging. The first
// name that is found is used.
var (
	// envelopeTokens are pairs like pageTokens. The token of the next page is in the response or
	// in one of its envelopes.
	envelopeTokens = append([][2]string{
		{"next_cursor", "next_cursor"},
		{"pagination_token", "next_token"},
		{"pagination_token", "pagination_token"},
		{"page_cursor", "next_page_cursor"},
		{"after", "after"},
		{"after", "end_cursor"},
	}, pageTokens...)
	// envelopes are the names of objects in a response that describe the page.
	envelopes = []string{
		"meta", "metadata", "pagination", "paging", "page_info", "page", "links", "response_metadata", "cursors", "next",
	}

	pageNumbers = []string{"page", "page_number", "page_num"}
	pageOffsets = []string{"offset", "skip"}
	pageLimits  = []string{"limit", "per_page", "page_size", "size", "count", "max_results", "take", "top"}
	linkTokens  = []string{"cursor", "page_token", "after", "page_cursor", "since"}
	lastItems   = []string{"starting_after"}
	itemIDs     = []string{"id"}

	nextLinks  = []string{"next", "next_page_url", "next_page_uri", "next_url", "next_uri", "next_link", "href"}
	pageCounts = []string{"total_pages", "page_count", "pages", "last_page", "num_pages", "pages_count"}
	itemTotals = []string{"total", "total_count", "total_results", "total_items", "total_elements"}
	moreFlags  = []string{"has_more", "has_next", "has_next_page", "has_more_items"}
)

var (
	// pageWord matches in the names of parameters that identify a page.
	pageWord = regexp.MustCompile(`(^|_)(page|cursor|token|marker|bookmark|offset|continuation|scroll)(_|$)`)
	// nextWords matches in descriptions of the token of the next page, and linkWords in
	// descriptions of links.
	nextWords = regexp.MustCompile(`(?i)\b(next|subsequent|following)\b`)
	linkWords = regexp.MustCompile(`(?i)\b(url|uri|link|href)s?\b`)
)

// findPaging recognizes methods that return their result in pages, and sets their Paging.
func (b *builder) findPaging() {
	clear(b.names) // fields were renamed since
	f := &pageFinder{builder: b, lists: make(map[*Message][]*Field)}
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			response, ok := m.Response.(*Message)
			if !ok {
				continue
			}
			published, found := b.publishedMethod(m)
			wasPaged := published.Paged || published.Items != ""
			mayBeRecent := !found || wasPaged
			f.items, f.itemsKnown = publishedItems(published, response)
			if m.Paging = f.byToken(m, response, mayBeRecent); m.Paging != nil {
				if f.itemsKnown {
					m.Paging.Items, m.Paging.recent = f.items, published.Paged
				}
				continue
			}
			// A method that was published without pages keeps returning its response.
			var possible *Paging
			if b.conventions.PagesByStructure && m.Operations[0].HTTPMethod == "GET" && mayBeRecent {
				p, certain := f.byStructure(m, response)
				switch {
				case p == nil:
				case certain:
					m.Paging, p.recent = p, true
				default:
					possible = p
				}
			}
			f.reportUnrecognized(m, possible, wasPaged)
		}
	}
}

func (b *builder) tokens() [][2]string {
	if b.conventions.OnlyPageTokens {
		return pageTokens[:1] // Google's APIs use the other names for other purposes
	}
	return pageTokens
}

// pageFinder recognizes how methods return pages.
type pageFinder struct {
	*builder
	lists map[*Message][]*Field // cache of listsOf
	// items is the path of the list that the method was published with; nil for a page without one.
	items      []*Field
	itemsKnown bool
}

// byToken recognizes methods with a page token in the request and that of the next page in the
// response. If mayBeRecent is false, it ignores lists that earlier versions did not recognize.
func (f *pageFinder) byToken(m *Method, response *Message, mayBeRecent bool) *Paging {
	for _, names := range f.tokens() {
		token, next := f.pageToken(m, names[0]), f.lookup(response, names[1], isString)
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
		if p.Items == nil && (!f.itemsKnown || f.items == nil) {
			isReplaced := func() bool { return m.Paging != p }
			f.reportUnless(isReplaced, finding.PageWithoutItems, m.At(), "a page of %s has %d lists", m.Operations[0].ID, len(f.listsOf(response)))
		}
		return p
	}
	return nil
}

// byStructure recognizes all other forms of paging. The result is certain if the response has
// a list, the request identifies the page, and the end of the list can be recognized. If it is
// not certain, the method only looks as if it returned pages.
func (f *pageFinder) byStructure(m *Method, response *Message) (p *Paging, certain bool) {
	list := f.items
	if list == nil {
		list = f.list(response)
	}
	if list == nil {
		f.reportEndless(m, response)
		return nil, false
	}
	header := hasLinkHeader(m.Operations[0])
	more, link := f.findPath(list, response, moreFlags, isBool), f.link(list, response)
	if token, next := f.tokenPair(m, list, response); token != nil {
		return &Paging{Items: list, PageToken: token, NextPageToken: next, HasMore: more}, true
	}
	if last, id := f.parameter(m, lastItems, isStringOrInteger), f.itemID(list); last != nil && id != nil {
		return &Paging{Items: list, LastItem: last, ItemID: id, HasMore: more}, more != nil
	}
	if header { // the header is sufficient
		link, more = nil, nil
	}
	hasLink := link != nil || header
	number, offset := f.parameter(m, pageNumbers, isInteger), f.parameter(m, pageOffsets, isInteger)
	token := f.parameter(m, linkTokens, isString)
	if token != nil && offset == nil && (link != nil || header && number == nil) {
		// Links contain the page token if there is one. With other parameters, it is not certain
		// which one the links contain.
		p = &Paging{Items: list, PageToken: token, NextLink: link, LinkHeader: header, HasMore: more}
		return p, number == nil || token[0].Name == "page_token"
	}
	p = &Paging{Items: list, LinkHeader: header, HasMore: more, Limit: f.parameter(m, pageLimits, isInteger)}
	if !header {
		p.Total = f.findPath(list, response, itemTotals, isInteger)
	}
	if offset != nil {
		p.Offset = offset
		hasEnd := p.Limit != nil || p.Total != nil || more != nil || hasLink // otherwise the offset can have another meaning
		return p, number == nil && hasEnd
	}
	if number != nil {
		p.PageNumber, p.PageCount = number, f.findPath(list, response, pageCounts, isInteger)
		first, known := firstPage(number[0])
		p.ZeroBased = known && first == 0
		switch {
		case known && (p.PageCount != nil || more != nil):
		case hasLink: // the link is sufficient, whatever the number of the first page is
			p.NextLink, p.PageCount, p.Total, p.Limit = link, nil, nil, nil
		default:
			return p, known
		}
		return p, true
	}
	if token := f.parameter(m, linkTokens, isInteger); token != nil && hasLink {
		return &Paging{Items: list, PageToken: token, NextLink: link, LinkHeader: header, HasMore: more}, false
	}
	if last := f.possibleLastItem(m, list, response); last != nil {
		return last, false
	}
	if p := f.possiblePosition(m, p); p != nil {
		return p, false
	}
	if p := f.possibleTokens(m, list, response, link, header); p != nil || !header {
		return p, false
	}
	return &Paging{Items: list, LinkHeader: true, HasMore: more}, false
}

// tokenPair returns the path of the page token in the request, and the path of the token of the
// next page in the response or in one of its envelopes.
func (f *pageFinder) tokenPair(m *Method, list []*Field, response *Message) (token, next []*Field) {
	for _, names := range envelopeTokens {
		token, next := f.pageToken(m, names[0]), f.findPath(list, response, names[1:], isString)
		if token != nil && next != nil {
			return token, next
		}
	}
	for _, field := range m.Request.Fields {
		if !pageWord.MatchString(field.Name) || !isString(field) || !isInQuery(m, field) {
			continue
		}
		next := f.findPath(list, response, []string{"next_" + field.Name}, isString)
		if next != nil && !linkWords.MatchString(next[len(next)-1].Description) {
			return []*Field{field}, next
		}
		// A member with the parameter's name can also repeat the value of the request.
		next = f.findPath(list, response, []string{field.Name}, isString)
		if next != nil && nextWords.MatchString(next[len(next)-1].Description) {
			return []*Field{field}, next
		}
	}
	return nil, nil
}

// itemID returns the path of the id within an item, or nil.
func (f *pageFinder) itemID(list []*Field) []*Field {
	if item, ok := list[len(list)-1].Type.(*Message); ok {
		return f.firstOf(item, itemIDs, isStringOrInteger)
	}
	return nil
}

// reportEndless reports a method with the number of a page in the request if the response does
// not identify the last page.
func (f *pageFinder) reportEndless(m *Method, response *Message) {
	number := f.parameter(m, slices.Concat(pageNumbers, pageOffsets), isInteger)
	count := f.findPath(nil, response, slices.Concat(pageCounts, itemTotals), isInteger)
	if number != nil && count == nil && f.findPath(nil, response, moreFlags, isBool) == nil {
		f.reportUnless(m.hasPaging, finding.PageEndless, m.At(),
			"%s has the parameter %q, but its response contains neither a single list nor the number of pages",
			m.Operations[0].ID, number[0].Key)
	}
}

var (
	zeroBasedWords = regexp.MustCompile(`(?i)\b(zero|0)[- ](based|indexed)|(start|begin)(s|ing)?( \w+)? (at|from|with) (0|zero)\b|` +
		`first page (is|has)( \w+)? (0|zero)\b`)
	oneBasedWords = regexp.MustCompile(`(?i)\b(one|1)[- ](based|indexed)|(start|begin)(s|ing)?( \w+)? (at|from|with) (1|one)\b|` +
		`first page (is|has)( \w+)? (1|one)\b|defaults? (is|to|=|:) ?` + "`?1`?" + `\b`)
)

// firstPage returns the number of the first page, 0 or 1, according to the default, the minimum
// or the description of the parameter.
func firstPage(number *Field) (first int, known bool) {
	for _, name := range []string{document.Default, document.Minimum} {
		for _, limit := range number.Limits {
			if limit.Name == name && (limit.Value == "0" || limit.Value == "1") {
				return int(limit.Value[0] - '0'), true
			}
		}
	}
	switch {
	case zeroBasedWords.MatchString(number.Description):
		return 0, true
	case oneBasedWords.MatchString(number.Description):
		return 1, true
	}
	return 0, false
}

func (m *Method) hasPaging() bool { return m.Paging != nil }

// hasLinkHeader reports whether a success response has the header Link (RFC 8288).
func hasLinkHeader(o *document.Operation) bool {
	isLink := func(h *document.Parameter) bool { return strings.EqualFold(h.Name, "Link") }
	return slices.ContainsFunc(o.Responses, func(r *document.Response) bool {
		return strings.HasPrefix(r.Status, "2") && slices.ContainsFunc(r.Headers, isLink)
	})
}

// Paging describes how a method returns its result in pages. Each list of fields is the path of a
// field in the request or the response.
type Paging struct {
	// At most one of these identifies the page in the request: its token, its number, the number
	// of items before it, or the id of the item before it. If none does, NextLink or LinkHeader
	// contains the URL parameters of the next page.
	PageToken, PageNumber, Offset, LastItem []*Field
	Limit                                   []*Field // in the request: the number of items in a page
	Items                                   []*Field // nil if the result is not a single list
	ItemID                                  []*Field // in an item, with LastItem
	// These identify the next page in the response, or the number of pages or items.
	NextPageToken, NextLink, PageCount, Total, HasMore []*Field
	// LinkHeader reports whether the link to the next page is in a header of the response.
	LinkHeader bool
	// ZeroBased reports whether the number of the first page is 0. Otherwise it is 1.
	ZeroBased bool
	// recent reports whether the first versions of Protolect did not recognize the paging.
	recent bool
}

// HasEnd reports whether the last page can be recognized.
func (p *Paging) HasEnd() bool {
	switch {
	case p.PageToken != nil:
		return p.NextPageToken != nil || p.NextLink != nil || p.LinkHeader
	case p.PageNumber == nil && p.Offset == nil && p.LastItem == nil:
		return p.NextLink != nil || p.LinkHeader
	case p.LastItem != nil:
		return p.Items != nil && p.ItemID != nil
	}
	return p.Items != nil || p.NextLink != nil || p.LinkHeader || p.PageCount != nil || p.HasMore != nil
}
