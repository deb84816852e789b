// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"math"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// valueOf returns the path to the field value of a wrapper.
func valueOf(m proto.Message) []protoreflect.FieldDescriptor {
	return []protoreflect.FieldDescriptor{m.ProtoReflect().Descriptor().Fields().ByName("value")}
}

func TestIntegerAt(t *testing.T) {
	for _, test := range []struct {
		m    proto.Message
		want int64
	}{
		{wrapperspb.Int32(-7), -7},
		{wrapperspb.Int64(math.MinInt64), math.MinInt64},
		{wrapperspb.UInt32(math.MaxUint32), math.MaxUint32},
		{wrapperspb.UInt64(7), 7},
		{wrapperspb.UInt64(math.MaxUint64), math.MaxInt64},
		{wrapperspb.Double(7.9), 7},
		{wrapperspb.Double(0), 0},
		{wrapperspb.Double(-1), 0},
		{wrapperspb.Double(math.MaxInt64), 0},
		{wrapperspb.Double(math.Inf(1)), 0},
		{wrapperspb.Double(math.NaN()), 0},
	} {
		if got := integerAt(test.m.ProtoReflect(), valueOf(test.m)); got != test.want {
			t.Errorf("%v: got %d, want %d", test.m, got, test.want)
		}
	}
	if got := integerAt(wrapperspb.Int32(7).ProtoReflect(), nil); got != 0 {
		t.Errorf("without a path: got %d", got)
	}
}

func TestFieldPaths(t *testing.T) {
	m := new(apipb.MethodRule)
	path, err := transcode.FieldPath(m.ProtoReflect().Descriptor(), "media_upload.simple_path")
	if err != nil {
		t.Fatal(err)
	}
	if hasAt(m.ProtoReflect(), path) || valueAt(m.ProtoReflect(), path).String() != "" {
		t.Errorf("%v contains a path", m)
	}
	m.MediaUpload = new(apipb.MediaUpload)
	if hasAt(m.ProtoReflect(), path) {
		t.Errorf("%v contains a path", m)
	}
	m.MediaUpload = nil
	setAt(m, path, protoreflect.ValueOfString("/a"))
	if !hasAt(m.ProtoReflect(), path) || valueAt(m.ProtoReflect(), path).String() != "/a" || m.GetMediaUpload().GetSimplePath() != "/a" {
		t.Errorf("got %v", m)
	}
	if got := parameterName(path); got != "mediaUpload.simplePath" {
		t.Errorf("got the name %s", got)
	}
}
