// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/structpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// newPaging names all malformed parts of a rule.
func TestPagingErrors(t *testing.T) {
	const last = "nothing indicates the last page"
	for _, test := range []struct {
		rule *apipb.Paging
		want []string
	}{
		{&apipb.Paging{}, []string{"page_token: unknown field ?", "next_page_token: unknown field ?"}},
		{&apipb.Paging{PageToken: "optional", NextPageToken: "key"}, []string{"page_token: the field optional is not a string or an integer"}},
		{&apipb.Paging{PageToken: "media_type", NextPageToken: "values"}, []string{"next_page_token: the field values is not a string or an integer"}},
		{&apipb.Paging{PageNumber: "media_type"}, []string{"page_number: the field media_type is not an integer"}},
		{&apipb.Paging{Offset: "media_type"}, []string{"offset: the field media_type is not an integer"}},
		{&apipb.Paging{LastItem: "optional", Items: "values", ItemId: "media_type"}, []string{"last_item: the field optional is not a string or an integer", "item_id: unknown field media_type"}},
		{&apipb.Paging{PageToken: "media_type", NextLink: "values", Limit: "media_type", PageCount: "values", Total: "values", HasMore: "values"},
			[]string{"limit: the field media_type is not an integer", "next_link: the field values is not a string", "page_count: the field values", "total: the field values", "has_more: the field values is not a bool"}},
		{&apipb.Paging{PageNumber: "max_size"}, []string{"unknown field max_size"}},
	} {
		_, err := newPaging(test.rule, new(apipb.Body).ProtoReflect().Descriptor(), new(structpb.ListValue).ProtoReflect().Descriptor())
		for _, want := range test.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: got %v, want %q", test.rule, err, want)
			}
		}
	}
	upload := new(apipb.MediaUpload).ProtoReflect().Descriptor()
	for _, test := range []struct {
		rule *apipb.Paging
		want string
	}{
		{&apipb.Paging{PageNumber: "max_size"}, last},
		{&apipb.Paging{Offset: "max_size", Total: "max_size"}, last},
		{&apipb.Paging{PageNumber: "max_size", LinkHeader: true}, ""},
		{&apipb.Paging{PageNumber: "max_size", NextLink: "simple_path"}, ""},
		{&apipb.Paging{PageNumber: "max_size", PageCount: "max_size"}, ""},
		{&apipb.Paging{PageNumber: "max_size", HasMore: "required"}, ""},
		{&apipb.Paging{PageNumber: "max_size", Items: "accept"}, ""},
		{&apipb.Paging{PageToken: "simple_path", NextPageToken: "simple_path"}, ""},
	} {
		if _, err := newPaging(test.rule, upload, upload); test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%v: got %v, want %q", test.rule, err, test.want)
		}
	}
}
