// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

var (
	// likePage are the names of parameters that may be the token of a page, and likeNext those
	// of members that may be the token of the next one.
	likePage = regexp.MustCompile(`^(.*_)?(cursor|marker|bookmark|continuation|page_token|skip_token|next_token|continuation_token|scroll_id)$|^(page|token|start_key|next)$`)
	likeNext = regexp.MustCompile(`^(.*_)?next_(.*_)?(page|cursor|token|marker|key|bookmark|offset)$|^(.*_)?(cursor|marker|bookmark|page_token|skip_token|continuation|continuation_token|scroll_id|last_evaluated_key)$`)
)

// likeTokens returns pages by a token that only their names suggest, or nil.
func (f *pageFinder) likeTokens(m *Method, list []*Field, response *Message, link []*Field, header bool) *Paging {
	for _, field := range m.Request.Fields {
		if !likePage.MatchString(field.Name) || !isText(field) || !isInQuery(m, field) {
			continue
		}
		p := &Paging{Items: list, PageToken: []*Field{field}, NextLink: link, LinkHeader: header}
		if link == nil && !header {
			p.NextPageToken = f.likeNext(list, response)
		}
		if p.HasEnd() {
			return p
		}
	}
	return nil
}

// likeNext returns the fields that lead to what may be the token of the next page: in the
// response, in what tells of the page, or in the objects that the list is in.
func (f *pageFinder) likeNext(list []*Field, response *Message) []*Field {
	for i := range list {
		holder := response
		if i > 0 {
			holder = list[i-1].Type.(*Message)
		}
		for _, field := range holder.Fields {
			if isText(field) && likeNext.MatchString(field.Name) {
				return slices.Concat(list[:i], []*Field{field})
			}
		}
		for _, field := range holder.Fields {
			inner, ok := field.Type.(*Message)
			if !ok || field.Repeated || !slices.Contains(envelopes, field.Name) {
				continue
			}
			for _, token := range inner.Fields {
				if isText(token) && likeNext.MatchString(token.Name) {
					return slices.Concat(list[:i], []*Field{field, token})
				}
			}
		}
	}
	return nil
}

// reportUnrecognized reports a method whose pages look like p, with the line of an overlay
// that would state it.
func (f *pageFinder) reportUnrecognized(m *Method, p *Paging) {
	var parts, parameters, members []string
	for _, part := range []struct {
		name   string
		fields []*Field
		named  *[]string // where the message names it
	}{
		{"pageToken", p.PageToken, &parameters}, {"pageNumber", p.PageNumber, &parameters}, {"offset", p.Offset, &parameters}, {"lastItem", p.LastItem, &parameters}, {"limit", p.Limit, nil},
		{"items", p.Items, &members}, {"itemId", p.ItemID, nil}, {"nextPageToken", p.NextPageToken, &members}, {"nextLink", p.NextLink, &members},
		{"pageCount", p.PageCount, &members}, {"total", p.Total, &members}, {"hasMore", p.HasMore, &members},
	} {
		if part.fields == nil {
			continue
		}
		var names []string
		for _, field := range part.fields {
			names = append(names, propertyName(field.Key))
		}
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, ".") }) {
			return // overlays have no way to name it
		}
		path := strings.Join(names, ".")
		parts = append(parts, part.name+": "+inYAML(path))
		switch {
		case part.name == "items" && m.Response.(*Message).JSONValue: // the document has no name for it
			members = append(members, "a list")
		case part.named != nil:
			*part.named = append(*part.named, strconv.Quote(path))
		}
	}
	if p.LinkHeader {
		parts, members = append(parts, "linkHeader: true"), append(members, "the header Link")
	}
	line := finding.Verbatim(fmt.Sprintf("paging: {%s: {%s}}", inYAML(m.Operations[0].ID), strings.Join(parts, ", ")))
	f.findings.Add(finding.PageUnrecognized, m.At(), "%s may return pages: it takes %s, and its response has %s; the line for the overlay is %s",
		m.Operations[0].ID, strings.Join(parameters, " and "), strings.Join(members, ", "), line)
}

var plainYAML = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)

// inYAML returns a name as it is written in a flow mapping.
func inYAML(name string) string {
	if plainYAML.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}
