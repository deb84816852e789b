// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// paging is how the pages of a method follow each other.
type paging struct {
	form pageForm
	// position is what of a request says which page it is for.
	position []protoreflect.FieldDescriptor
	limit    []protoreflect.FieldDescriptor // of a request, how many items a page has
	// What a page says of the next one: its token, a link to it, how many pages and items
	// there are, and whether there are more. They are nil if it does not.
	token, link, count, total, more []protoreflect.FieldDescriptor

	header bool                           // the link is in the response's header
	base   int64                          // the number of the first page
	id     []protoreflect.FieldDescriptor // of an item
	list   []protoreflect.FieldDescriptor // of a page, its items; nil if there is no single list
}

// pageForm is what a request has for the page that it asks for.
type pageForm int

const (
	byToken pageForm = iota
	byNumber
	byOffset
	byLastItem
)

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
		p.form, p.position = byNumber, find(request, "page_number", rule.GetPageNumber(), "an int32 or int64", isWhole)
	case rule.GetOffset() != "":
		p.form, p.position = byOffset, find(request, "offset", rule.GetOffset(), "an int32 or int64", isWhole)
	case rule.GetLastItem() != "":
		p.form, p.position = byLastItem, find(request, "last_item", rule.GetLastItem(), "a string or an integer", isID)
		if !p.streams() {
			errs = append(errs, errors.New("items: last_item needs a list of messages"))
		} else if p.id = find(p.item(), "item_id", rule.GetItemId(), "a string or an integer", isID); p.id == nil {
			errs = append(errs, errors.New("item_id: last_item needs the id of an item"))
		}
	default:
		p.position = find(request, "page_token", cmp.Or(rule.GetPageToken(), "?"), "a string", isText)
		if rule.GetNextLink() == "" && !p.header {
			p.token = find(page, "next_page_token", cmp.Or(rule.GetNextPageToken(), "?"), "a string", isText)
		}
	}
	p.limit = find(request, "limit", rule.GetLimit(), "an int32 or int64", isWhole)
	p.link = find(page, "next_link", rule.GetNextLink(), "a string", isText)
	p.count = find(page, "page_count", rule.GetPageCount(), "an int32 or int64", isNumber)
	p.total = find(page, "total", rule.GetTotal(), "an int32 or int64", isNumber)
	p.more = find(page, "has_more", rule.GetHasMore(), "a bool", isBool)
	if len(errs) == 0 && p.form != byToken && p.link == nil && p.count == nil && p.list == nil && p.more == nil && !p.header {
		errs = append(errs, errors.New("nothing says which page is the last: name next_link, page_count, has_more or items"))
	}
	return p, errors.Join(errs...)
}

func isWhole(k protoreflect.Kind) bool {
	return k == protoreflect.Int32Kind || k == protoreflect.Int64Kind || k == protoreflect.Uint32Kind || k == protoreflect.Uint64Kind
}

func isNumber(k protoreflect.Kind) bool { return isWhole(k) || k == protoreflect.DoubleKind }

// progress is how far a pager has come.
type progress struct {
	// seen has the hashes of tokens and ids: those can be long and many.
	seen  map[[sha256.Size]byte]bool
	items int64 // of all pages until now
	first int64 // how many items were before the first page; -1 if that is not known
	// count and last are those of the page before: its items, and the last of them.
	count int
	last  protoreflect.Message
}

func (p *paging) start(req protoreflect.Message) *progress {
	s := &progress{seen: make(map[[sha256.Size]byte]bool), first: -1}
	switch position := valueAt(req, p.position); p.form {
	case byNumber:
		page, limit := wholeAt(req, p.position), wholeAt(req, p.limit)
		if page <= p.base {
			s.first = 0
		} else if limit > 0 {
			s.first = (page - p.base) * limit
		}
	case byOffset:
	default:
		s.seen[sha256.Sum256([]byte(position.String()))] = true
	}
	return s
}

// pageRead is a page, and what is not in it.
type pageRead struct {
	req, page protoreflect.Message
	header    http.Header
	given     *itemStream // the items that were given away
}

// next returns the position of the page after one. It is not valid if there is none.
func (p *paging) next(r pageRead, s *progress) (protoreflect.Value, error) {
	var none protoreflect.Value
	count, last := p.read(r)
	s.items += int64(count)
	if p.more != nil && !valueAt(r.page, p.more).Bool() {
		return none, nil
	}
	link := ""
	if p.link != nil || p.header {
		if p.link != nil {
			link = valueAt(r.page, p.link).String()
		} else {
			link = nextLink(r.header.Values("Link"))
		}
		if link == "" {
			return none, nil
		}
	}
	switch p.form {
	case byToken:
		token := ""
		if link == "" {
			token = valueAt(r.page, p.token).String()
		} else if query, err := queryOf(link); err == nil {
			token = query.Get(parameterName(p.position))
		}
		if token == "" && link != "" {
			return none, p.badLink(link, "token")
		}
		return p.unseen(s, token)
	case byLastItem:
		if last == nil {
			if p.more != nil || link != "" {
				return none, errEmptyPage
			}
			return none, nil
		}
		id := valueAt(last, p.id).String()
		if !hasAt(last, p.id) || id == "" {
			return none, errors.New("the last item of the page has no id, after which the next page could be asked for")
		}
		return p.unseen(s, id)
	}
	next, err := p.nextNumber(r, s, link, count)
	if err != nil || next == 0 {
		return none, err
	}
	// Where a server does not say how much there is, only the items tell that it
	// returns the last page again and again.
	if link == "" && p.count == nil && p.total == nil && count > 0 && count == s.count && last != nil && s.last != nil && proto.Equal(last.Interface(), s.last.Interface()) {
		return none, errSamePage
	}
	s.count, s.last = count, last
	return p.value(next), nil
}

var (
	errEmptyPage = errors.New("the page is empty, although the server says that there are more: the next one cannot be asked for")
	errSamePage  = errors.New("the server returned the same page a second time, so its pages would never end")
	errPagesLoop = errors.New("the server returned a page token that it had returned before, so its pages would never end")
)

// nextNumber returns the number or offset of the next page, or 0.
func (p *paging) nextNumber(r pageRead, s *progress, link string, count int) (int64, error) {
	current := wholeAt(r.req, p.position)
	limit, total := wholeAt(r.req, p.limit), wholeAt(r.page, p.total)
	var next int64
	// isOver tells of the position of a page whether it is behind the last one.
	isOver := func(int64) bool { return false }
	// Servers write a link to the next page into each, even into the empty ones behind the
	// last one. They do not in headers, which say no more than that.
	knowsMore := p.more != nil || p.header
	if p.form == byNumber {
		if link == "" { // which says where it leads, wherever numbers begin
			current = max(current, p.base)
		}
		next = current + 1
		if pages := wholeAt(r.page, p.count); pages > 0 {
			knowsMore = true
			isOver = func(page int64) bool { return page-p.base >= pages }
		} else if total > 0 && limit > 0 {
			knowsMore = true
			isOver = func(page int64) bool { return (page - 1) > (total-1)/limit }
		} else if total > 0 && s.first >= 0 && s.first+s.items >= total {
			return 0, nil
		}
	} else {
		step := int64(count)
		if total > 0 {
			knowsMore = knowsMore || current < total
			isOver = func(offset int64) bool { return offset >= total }
		}
		if step == 0 && knowsMore && link == "" {
			if step = limit; step == 0 {
				return 0, errEmptyPage
			}
		}
		next = current + step
	}
	if p.list != nil && count == 0 && !knowsMore {
		return 0, nil
	}
	if link != "" {
		query, err := queryOf(link)
		if err == nil {
			next, err = strconv.ParseInt(query.Get(parameterName(p.position)), 10, 64)
		}
		if err != nil {
			return 0, p.badLink(link, "number")
		}
	}
	// Numbers only grow: a link to a page that is not after this one is the last.
	if next <= current || next > p.largest() || isOver(next) {
		return 0, nil
	}
	return next, nil
}

// read returns how many items a page has, and the last of them, if it is a message.
func (p *paging) read(r pageRead) (count int, last protoreflect.Message) {
	if r.given != nil {
		count, last = r.given.given, r.given.last
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

// unseen returns a token or an id as its field has it, unless it was there before.
func (p *paging) unseen(s *progress, text string) (protoreflect.Value, error) {
	if text == "" {
		return protoreflect.Value{}, nil
	}
	sum := sha256.Sum256([]byte(text))
	if s.seen[sum] {
		return protoreflect.Value{}, errPagesLoop
	}
	s.seen[sum] = true
	if p.position[len(p.position)-1].Kind() == protoreflect.StringKind {
		return protoreflect.ValueOfString(text), nil
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return protoreflect.Value{}, fmt.Errorf("the id of the last item is no integer: %s", shorten(text, 200))
	}
	return p.value(number), nil
}

// value returns a number as its field has it.
func (p *paging) value(number int64) protoreflect.Value {
	switch p.position[len(p.position)-1].Kind() {
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(number))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(number))
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(uint64(number))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(strconv.FormatInt(number, 10))
	}
	return protoreflect.ValueOfInt64(number)
}

func (p *paging) largest() int64 {
	switch p.position[len(p.position)-1].Kind() {
	case protoreflect.Int32Kind:
		return math.MaxInt32
	case protoreflect.Uint32Kind:
		return math.MaxUint32
	}
	return math.MaxInt64
}

// wholeAt returns a number of a message as an integer, or 0 if there is no such field.
func wholeAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) int64 {
	if fields == nil {
		return 0
	}
	value := valueAt(m, fields)
	switch fields[len(fields)-1].Kind() {
	case protoreflect.DoubleKind:
		if f := value.Float(); f >= 0 && f < math.MaxInt64 {
			return int64(f)
		}
		return 0
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind:
		return int64(min(value.Uint(), math.MaxInt64))
	}
	return value.Int()
}

// hasAt tells whether a message has all fields of a path.
func hasAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) bool {
	for i, fd := range fields {
		if !m.Has(fd) {
			return false
		}
		if i < len(fields)-1 {
			m = m.Get(fd).Message()
		}
	}
	return true
}

func queryOf(link string) (url.Values, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(u.RawQuery)
}

func (p *paging) badLink(link, what string) error {
	return fmt.Errorf("the link to the next page has no %s in its parameter %s: %s", what, parameterName(p.position), shorten(link, 200))
}

// parameterName returns the name of a field in the query.
func parameterName(fields []protoreflect.FieldDescriptor) string {
	name := ""
	for i, fd := range fields {
		if i > 0 {
			name += "."
		}
		name += cmp.Or(transcode.FieldRule(fd).GetParameter().GetQuery(), fd.JSONName())
	}
	return name
}

// item returns the type of the items, nil if they are not messages.
func (p *paging) item() protoreflect.MessageDescriptor {
	if p.list == nil {
		return nil
	}
	return p.list[len(p.list)-1].Message()
}

// streams reports whether the items of a page are messages, which can be given away before
// the whole page is there.
func (p *paging) streams() bool { return p.item() != nil }
