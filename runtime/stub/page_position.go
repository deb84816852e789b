// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/quote"
)

// A progress describes the pages that a pager has read.
type progress struct {
	// seen contains hashes of tokens and IDs, which can be long and many.
	seen  map[[sha256.Size]byte]bool
	items int64 // of all pages so far
	// fromStart reports whether the first page is the first of the list, so that
	// items counts all items of the list so far.
	fromStart bool
	// count is the number of items of the previous page, and last its last item.
	count int
	last  protoreflect.Message
	// query contains the URL parameters of the next page, if the request has no field
	// for it.
	query url.Values
}

// start returns the progress before the first page, which req selects.
func (p *paging) start(req protoreflect.Message) *progress {
	s := &progress{seen: make(map[[sha256.Size]byte]bool)}
	switch p.form {
	case byNumber:
		s.fromStart = integerAt(req, p.position) <= p.base
	case byOffset, byLink:
	default:
		s.seen[sha256.Sum256([]byte(valueAt(req, p.position).String()))] = true
	}
	return s
}

// A pageResult is a page, with its request and header.
type pageResult struct {
	req, page protoreflect.Message
	header    http.Header
	streamed  *itemStream // the items that are not in page; may be nil
}

// next returns the position of the next page. It is invalid after the last page. If
// the request has no field for the page, next sets s.query instead, which has no
// parameters after the last page.
func (p *paging) next(r pageResult, s *progress) (protoreflect.Value, error) {
	var none protoreflect.Value
	count, last := p.itemsOf(r)
	s.items += int64(count)
	s.query = nil
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
	case byLink:
		return none, p.followLink(r.req, s, link)
	case byToken:
		var token string
		if link == "" {
			if token = valueAt(r.page, p.token).String(); token == "0" && !isString(p.token) {
				token = ""
			}
		} else {
			token = p.positionIn(link)
		}
		if token == "" && link != "" {
			return none, p.badLink(link, "token")
		}
		return p.unique(s, token)
	case byLastItem:
		if last == nil {
			if p.more != nil || link != "" {
				return none, errEmptyPage
			}
			return none, nil
		}
		id := valueAt(last, p.id).String()
		if !hasAt(last, p.id) || id == "" {
			return none, errors.New("the last item of the page has no ID, so the next page cannot be requested")
		}
		return p.unique(s, id)
	}
	next, err := p.nextNumber(r, s, link, count)
	if err != nil || next == 0 {
		return none, err
	}
	// Without a number of pages or items, only equal items show that a server
	// repeats its last page.
	if link == "" && p.count == nil && p.total == nil && count > 0 && count == s.count &&
		last != nil && s.last != nil && proto.Equal(last.Interface(), s.last.Interface()) {
		return none, errSamePage
	}
	s.count, s.last = count, last
	return p.value(next), nil
}

var (
	errEmptyPage = errors.New("the page is empty, although the server reports more items: the next page cannot be requested")
	errSamePage  = errors.New("the server returned the same page twice, so the list would never end")
	errLinksLoop = errors.New("the server returned a link to a page twice, so the list would never end")
	errPagesLoop = errors.New("the server returned a page token twice, so the list would never end")
)

// nextNumber returns the number or offset of the next page, or 0 after the last.
func (p *paging) nextNumber(r pageResult, s *progress, link string, count int) (int64, error) {
	current := integerAt(r.req, p.position)
	limit, total := integerAt(r.req, p.limit), integerAt(r.page, p.total)
	var next int64
	// isOver reports whether a position is after the last page.
	isOver := func(int64) bool { return false }
	// hasTotal reports whether the server indicates the last page, so that an empty
	// page is not the last one. A link in the body is no indication: servers write
	// it even into the empty pages after the last one. A link in a header is one.
	hasTotal := p.more != nil || p.header
	if p.form == byNumber {
		if link == "" { // a link contains the number itself
			current = max(current, p.base)
		}
		next = current + 1
		if pages := integerAt(r.page, p.count); pages > 0 {
			hasTotal = true
			isOver = func(page int64) bool { return page-p.base >= pages }
		} else if total > 0 && limit > 0 {
			hasTotal = true
			isOver = func(page int64) bool { return (page - 1) > (total-1)/limit }
		} else if total > 0 && s.fromStart && s.items >= total {
			return 0, nil
		}
	} else {
		step := int64(count)
		if total > 0 {
			hasTotal = hasTotal || current < total
			isOver = func(offset int64) bool { return offset >= total }
		}
		if step == 0 && hasTotal && link == "" {
			if step = limit; step == 0 {
				return 0, errEmptyPage
			}
		}
		next = current + step
	}
	if p.list != nil && count == 0 && !hasTotal {
		return 0, nil
	}
	if link != "" {
		var err error
		if next, err = strconv.ParseInt(p.positionIn(link), 10, 64); err != nil {
			return 0, p.badLink(link, "number")
		}
	}
	switch {
	case link != "" && next <= current:
		return 0, fmt.Errorf("the link to the next page leads to the same page or to an earlier one, "+
			"so the list would never end: %s", quote.Limit(link, 200))
	case link != "" && next > p.largest():
		return 0, fmt.Errorf("the page number or offset in the link to the next page exceeds %d, the maximum of its field: %s",
			p.largest(), quote.Limit(link, 200))
	case next <= current || next > p.largest() || isOver(next):
		return 0, nil
	}
	return next, nil
}

// followLink sets the query of s to the URL parameters of a link that are not fields
// of the request.
func (p *paging) followLink(req protoreflect.Message, s *progress, link string) error {
	query, err := queryOf(link)
	if err != nil {
		return fmt.Errorf("the link to the next page is malformed: %s; %s", quote.Limit(link, 200), seePaging)
	}
	for name := range query {
		if isField(req.Descriptor(), name) {
			delete(query, name)
		}
	}
	if len(query) == 0 {
		return fmt.Errorf("the link to the next page has no parameters that select a page: %s; %s", quote.Limit(link, 200), seePaging)
	}
	sum := sha256.Sum256([]byte(query.Encode()))
	if s.seen[sum] {
		return errLinksLoop
	}
	s.seen[sum] = true
	s.query = query
	return nil
}

// unique returns a token or an ID as the value of its field. It returns an error
// if the server returned it before.
func (p *paging) unique(s *progress, text string) (protoreflect.Value, error) {
	if text == "" {
		return protoreflect.Value{}, nil
	}
	sum := sha256.Sum256([]byte(text))
	if s.seen[sum] {
		return protoreflect.Value{}, errPagesLoop
	}
	s.seen[sum] = true
	if isString(p.position) {
		return protoreflect.ValueOfString(text), nil
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number > p.largest() {
		what := "token of the next page"
		if p.form == byLastItem {
			what = "ID of the last item"
		}
		return protoreflect.Value{}, fmt.Errorf("the %s is not an integer for the parameter %s: %s",
			what, parameterName(p.position), quote.Limit(text, 200))
	}
	return p.value(number), nil
}

// isString reports whether the field at the end of a path is a string.
func isString(path []protoreflect.FieldDescriptor) bool {
	return path[len(path)-1].Kind() == protoreflect.StringKind
}

// value returns a number as the value of its field.
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

// largest returns the largest number that the field of the position can store.
func (p *paging) largest() int64 {
	switch p.position[len(p.position)-1].Kind() {
	case protoreflect.Int32Kind:
		return math.MaxInt32
	case protoreflect.Uint32Kind:
		return math.MaxUint32
	}
	return math.MaxInt64
}

// queryOf returns the query parameters of a link.
func queryOf(link string) (url.Values, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(u.RawQuery)
}

// positionIn returns the text of the position in a link, or "". A value of the body that is
// not a URL is the position itself: documents call both "next".
func (p *paging) positionIn(link string) string {
	if p.link != nil && !strings.Contains(link, "://") && !strings.Contains(link, "?") {
		return link
	}
	query, err := queryOf(link)
	if err != nil {
		return ""
	}
	return query.Get(parameterName(p.position))
}

// seePaging is the remedy for links that contain no position.
const seePaging = "the section paging of the overlay states how pages follow each other"

func (p *paging) badLink(link, what string) error {
	return fmt.Errorf("the link to the next page has no %s in its parameter %s: %s; %s",
		what, parameterName(p.position), quote.Limit(link, 200), seePaging)
}
