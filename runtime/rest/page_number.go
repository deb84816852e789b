// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// pageNumbers are the fields of a method whose pages have numbers.
type pageNumbers struct {
	number []protoreflect.FieldDescriptor
	// link and count are nil if there are none, and so is list.
	link, count []protoreflect.FieldDescriptor
	list        protoreflect.FieldDescriptor
}

func newPageNumbers(paging *apipb.Paging, request, page protoreflect.MessageDescriptor) (*pageNumbers, error) {
	var n pageNumbers
	var err error
	if n.number, err = integerAt(request, paging.GetPageNumber()); err != nil {
		return nil, fmt.Errorf("page_number: %w", err)
	}
	if path := paging.GetNextLink(); path != "" {
		if n.link, err = stringAt(page, path); err != nil {
			return nil, fmt.Errorf("next_link: %w", err)
		}
	}
	if path := paging.GetPageCount(); path != "" {
		if n.count, err = integerAt(page, path); err != nil {
			return nil, fmt.Errorf("page_count: %w", err)
		}
	}
	if fd := page.Fields().ByName(protoreflect.Name(paging.GetItems())); fd != nil && fd.IsList() {
		n.list = fd
	}
	if n.link == nil && n.count == nil && n.list == nil {
		return nil, errors.New("nothing says which page is the last: name next_link, page_count or items")
	}
	return &n, nil
}

func integerAt(md protoreflect.MessageDescriptor, path string) ([]protoreflect.FieldDescriptor, error) {
	fields, err := transcode.FieldPath(md, path)
	if err != nil {
		return nil, err
	}
	if fd := fields[len(fields)-1]; fd.IsList() || fd.Kind() != protoreflect.Int32Kind && fd.Kind() != protoreflect.Int64Kind {
		return nil, fmt.Errorf("the field %s is not an int32 or int64", path)
	}
	return fields, nil
}

// next returns the number of the page after this one, or 0 if there is none.
// Numbers only grow: a link to a page that is not after this one is the last.
// A link is never followed, only its number counts.
func (n *pageNumbers) next(req, page protoreflect.Message, given int) (int64, error) {
	current := max(valueAt(req, n.number).Int(), 1)
	if n.list != nil && given+page.Get(n.list).List().Len() == 0 {
		return 0, nil
	}
	if n.count != nil {
		if count := valueAt(page, n.count).Int(); count > 0 && current >= count {
			return 0, nil
		}
	}
	next := current + 1
	if n.link != nil {
		link := valueAt(page, n.link).String()
		if link == "" {
			return 0, nil
		}
		var err error
		if next, err = pageIn(link, parameterName(n.number)); err != nil {
			return 0, err
		}
	}
	if next <= current || next > n.largest() {
		return 0, nil
	}
	return next, nil
}

func (n *pageNumbers) largest() int64 {
	if n.number[len(n.number)-1].Kind() == protoreflect.Int32Kind {
		return math.MaxInt32
	}
	return math.MaxInt64
}

// value returns a page number as its field has it.
func (n *pageNumbers) value(number int64) protoreflect.Value {
	if n.number[len(n.number)-1].Kind() == protoreflect.Int32Kind {
		return protoreflect.ValueOfInt32(int32(number))
	}
	return protoreflect.ValueOfInt64(number)
}

// pageIn returns the number of the page that a link leads to.
func pageIn(link, parameter string) (int64, error) {
	u, err := url.Parse(link)
	if err == nil {
		var query url.Values
		if query, err = url.ParseQuery(u.RawQuery); err == nil {
			if number, wrong := strconv.ParseInt(query.Get(parameter), 10, 64); wrong == nil {
				return number, nil
			}
		}
	}
	return 0, fmt.Errorf("the link to the next page has no number in its parameter %s: %s", parameter, shorten(link, 200))
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
