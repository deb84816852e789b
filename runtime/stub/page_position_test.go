// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// The position of the next page has the type of its field, and must fit in it.
func TestPositionTypes(t *testing.T) {
	for _, test := range []struct {
		m       proto.Message
		want    any
		largest int64
	}{
		{wrapperspb.Int32(0), int32(7), math.MaxInt32},
		{wrapperspb.Int64(0), int64(7), math.MaxInt64},
		{wrapperspb.UInt32(0), uint32(7), math.MaxUint32},
		{wrapperspb.UInt64(0), uint64(7), math.MaxInt64},
		{wrapperspb.String(""), "7", math.MaxInt64},
	} {
		p := &paging{position: valueOf(test.m)}
		if got := p.value(7).Interface(); got != test.want || p.largest() != test.largest {
			t.Errorf("%T: got %T %v and %d, want %v and %d", test.m, got, got, p.largest(), test.want, test.largest)
		}
	}
}

// The ID of an item may be the position of the next page once.
func TestUniquePosition(t *testing.T) {
	p := &paging{form: byLastItem, position: valueOf(wrapperspb.Int64(0))}
	s := p.start(wrapperspb.Int64(0).ProtoReflect())
	if got, err := p.unique(s, "7"); err != nil || got.Interface() != int64(7) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := p.unique(s, "7"); err != errPagesLoop {
		t.Errorf("got %v for the second time", err)
	}
	if got, err := p.unique(s, ""); err != nil || got.IsValid() {
		t.Errorf("got %v, %v for no ID", got, err)
	}
	if _, err := p.unique(s, "x"); err == nil || !strings.Contains(err.Error(), `the ID of the last item is not an integer for the parameter value: "x"`) {
		t.Errorf("got %v", err)
	}
}

// A position may be as large as its field allows. A later one ends the list.
func TestLargestPosition(t *testing.T) {
	for _, test := range []struct{ current, want int32 }{{1, 2}, {math.MaxInt32 - 1, math.MaxInt32}, {math.MaxInt32, 0}} {
		p := &paging{form: byNumber, position: valueOf(wrapperspb.Int32(0)), base: 1}
		req := wrapperspb.Int32(test.current).ProtoReflect()
		got, err := p.next(pageResult{req: req, page: new(durationpb.Duration).ProtoReflect()}, p.start(req))
		if err != nil || got.IsValid() != (test.want > 0) || test.want > 0 && got.Interface() != test.want {
			t.Errorf("after %d: got %v, %v, want %d", test.current, got, err, test.want)
		}
	}
}

// Pages may have numbers from 0 on.
func TestZeroBasedPages(t *testing.T) {
	for _, test := range []struct {
		base, pages, current int64
		want                 int64
	}{{0, 2, 0, 1}, {0, 2, 1, 0}, {1, 2, 0, 2}, {1, 2, 1, 2}, {1, 2, 2, 0}} {
		p := &paging{form: byNumber, base: test.base, position: valueOf(wrapperspb.Int64(0)), count: valueOf(wrapperspb.Int64(0))}
		req := wrapperspb.Int64(test.current).ProtoReflect()
		got, err := p.nextNumber(pageResult{req: req, page: wrapperspb.Int64(test.pages).ProtoReflect()}, p.start(req), "", 1)
		if err != nil || got != test.want {
			t.Errorf("%+v: got %d, %v", test, got, err)
		}
	}
}

// Without a limit in the request, the total number of items ends a list that was
// read from its first page.
func TestTotalOfItems(t *testing.T) {
	for _, test := range []struct {
		current, items, total int64
		want                  int64
	}{{1, 9, 10, 2}, {1, 10, 10, 0}, {1, 11, 10, 0}, {0, 10, 10, 0}, {2, 10, 10, 3}} {
		p := &paging{form: byNumber, base: 1, position: valueOf(wrapperspb.Int64(0)), total: valueOf(wrapperspb.Int64(0))}
		req := wrapperspb.Int64(test.current).ProtoReflect()
		s := p.start(req)
		s.items = test.items
		got, err := p.nextNumber(pageResult{req: req, page: wrapperspb.Int64(test.total).ProtoReflect()}, s, "", 1)
		if err != nil || got != test.want {
			t.Errorf("%+v: got %d, %v", test, got, err)
		}
	}
}

// The total number of items and the limit of a request determine the last page or
// offset.
func TestLimitAndTotal(t *testing.T) {
	form := map[pageForm]string{byNumber: "number", byOffset: "offset"}
	for _, test := range []struct {
		form                         pageForm
		current, total, limit, count int64
		want                         int64
		err                          error
	}{
		{byNumber, 1, 20, 10, 10, 2, nil},
		{byNumber, 2, 20, 10, 10, 0, nil},
		{byNumber, 2, 21, 10, 10, 3, nil},
		{byNumber, 3, 21, 10, 1, 0, nil},
		{byOffset, 0, 20, 10, 10, 10, nil},
		{byOffset, 10, 20, 10, 10, 0, nil},
		{byOffset, 10, 20, 10, 9, 19, nil},
		{byOffset, 0, 0, 10, 10, 10, nil},
		// An empty page before the total is skipped by the limit, or an error.
		{byOffset, 10, 30, 10, 0, 20, nil},
		{byOffset, 10, 30, 0, 0, 0, errEmptyPage},
		{byOffset, 20, 20, 0, 0, 0, nil},
		{byOffset, 21, 20, 0, 0, 0, nil},
	} {
		req := &descriptorpb.EnumDescriptorProto_EnumReservedRange{Start: proto.Int32(int32(test.current)), End: proto.Int32(int32(test.limit))}
		fields := req.ProtoReflect().Descriptor().Fields()
		p := &paging{
			form: test.form, base: 1, position: []protoreflect.FieldDescriptor{fields.ByName("start")}, limit: []protoreflect.FieldDescriptor{fields.ByName("end")},
			total: valueOf(wrapperspb.Int64(0)),
		}
		s := p.start(req.ProtoReflect())
		got, err := p.nextNumber(pageResult{req: req.ProtoReflect(), page: wrapperspb.Int64(test.total).ProtoReflect()}, s, "", int(test.count))
		if err != test.err || got != test.want {
			t.Errorf("%s %+v: got %d, %v", form[test.form], test, got, err)
		}
	}
}
