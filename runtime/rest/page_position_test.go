// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
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
	p := &paging{position: valueOf(wrapperspb.Int64(0))}
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
	if _, err := p.unique(s, "x"); err == nil || !strings.Contains(err.Error(), `the ID of the last item is not an integer: "x"`) {
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
