// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"cmp"
	"errors"
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A paging describes how the pages of a method follow each other, by the paths of
// fields. A path is nil if the method has no such field.
type paging struct {
	form pageForm
	// position selects the page in a request: a token, a number, an offset or the ID
	// of an item.
	position []protoreflect.FieldDescriptor
	limit    []protoreflect.FieldDescriptor // of a request: the number of items of a page
	// Of a page: the token of the next page, a link to it, the number of pages, the
	// number of items, and whether there are more.
	token, link, count, total, more []protoreflect.FieldDescriptor

	header bool                           // the link to the next page is in a response header
	base   int64                          // the number of the first page
	id     []protoreflect.FieldDescriptor // of an item
	list   []protoreflect.FieldDescriptor // of a page, its items; nil if there is no single list
}

// A pageForm is the way in which a request selects a page.
type pageForm int

const (
	byToken pageForm = iota
	byNumber
	byOffset
	byLastItem
	byLink // the request has no field for the page: a link contains its URL parameters
)

// newPaging returns the paging that a rule describes, or an error if the rule does
// not fit the messages.
func newPaging(rule *apipb.Paging, request, page protoreflect.MessageDescriptor) (*paging, error) {
	p := &paging{header: rule.GetLinkHeader(), base: 1}
	if rule.GetZeroBased() {
		p.base = 0
	}
	if fields, err := transcode.FieldPath(page, rule.GetItems()); err == nil && fields[len(fields)-1].IsList() {
		p.list = fields
	}
	var errs []error
	find := func(md protoreflect.MessageDescriptor, name, path, kind string, is func(protoreflect.Kind) bool) []protoreflect.FieldDescriptor {
		if path == "" {
			return nil
		}
		fields, err := transcode.FieldPath(md, path)
		if err == nil {
			if fd := fields[len(fields)-1]; fd.IsList() || fd.IsMap() || !is(fd.Kind()) {
				err = fmt.Errorf("the field %s is not %s", path, kind)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			return nil
		}
		return fields
	}
	isText := func(k protoreflect.Kind) bool { return k == protoreflect.StringKind }
	isBool := func(k protoreflect.Kind) bool { return k == protoreflect.BoolKind }
	isID := func(k protoreflect.Kind) bool { return isText(k) || isWhole(k) }
	switch {
	case rule.GetPageNumber() != "":
		p.form, p.position = byNumber, find(request, "page_number", rule.GetPageNumber(), "an integer", isWhole)
	case rule.GetOffset() != "":
		p.form, p.position = byOffset, find(request, "offset", rule.GetOffset(), "an integer", isWhole)
	case rule.GetLastItem() != "":
		p.form, p.position = byLastItem, find(request, "last_item", rule.GetLastItem(), "a string or an integer", isID)
		if !p.streams() {
			errs = append(errs, errors.New("items: last_item requires a list of messages"))
		} else if p.id = find(p.item(), "item_id", rule.GetItemId(), "a string or an integer", isID); p.id == nil {
			errs = append(errs, errors.New("item_id: last_item requires the ID of an item"))
		}
	case rule.GetPageToken() == "" && (p.header || rule.GetNextLink() != ""):
		p.form = byLink
	default:
		p.position = find(request, "page_token", cmp.Or(rule.GetPageToken(), "?"), "a string or an integer", isID)
		if rule.GetNextLink() == "" && !p.header {
			p.token = find(page, "next_page_token", cmp.Or(rule.GetNextPageToken(), "?"), "a string or an integer", isID)
		}
	}
	p.limit = find(request, "limit", rule.GetLimit(), "an integer", isWhole)
	p.link = find(page, "next_link", rule.GetNextLink(), "a string", isText)
	p.count = find(page, "page_count", rule.GetPageCount(), "a number", isNumber)
	p.total = find(page, "total", rule.GetTotal(), "a number", isNumber)
	p.more = find(page, "has_more", rule.GetHasMore(), "a bool", isBool)
	if len(errs) == 0 && p.form != byToken && p.link == nil && p.count == nil && p.list == nil && p.more == nil && !p.header {
		errs = append(errs, errors.New("nothing indicates the last page: add next_link, page_count, has_more or items"))
	}
	return p, errors.Join(errs...)
}

func isWhole(k protoreflect.Kind) bool {
	return k == protoreflect.Int32Kind || k == protoreflect.Int64Kind || k == protoreflect.Uint32Kind || k == protoreflect.Uint64Kind
}

func isNumber(k protoreflect.Kind) bool { return isWhole(k) || k == protoreflect.DoubleKind }

// itemsOf returns the number of items of a page, and the last item if it is a
// message.
func (p *paging) itemsOf(r pageResult) (count int, last protoreflect.Message) {
	if r.streamed != nil {
		count, last = r.streamed.count, r.streamed.last
	}
	if p.list == nil {
		return count, last
	}
	if list := valueAt(r.page, p.list).List(); list.Len() > 0 {
		count += list.Len()
		if p.item() != nil {
			last = list.Get(list.Len() - 1).Message()
		}
	}
	return count, last
}

// item returns the type of the items, or nil if they are not messages.
func (p *paging) item() protoreflect.MessageDescriptor {
	if p.list == nil {
		return nil
	}
	return p.list[len(p.list)-1].Message()
}

// streams reports whether the items of a page are messages, which the pager can
// yield before it has read the whole page.
func (p *paging) streams() bool { return p.item() != nil }
