// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
)

// TestMedia makes one edit at a time to the methods create, which has a body, and reset, which has
// none.
func TestMedia(t *testing.T) {
	upload := func(path, members string) string {
		return `, "supportsMediaUpload": true, "mediaUpload": {` + members + `"protocols": {"simple": {"multipart": true, "path": "/upload/v1/` + path + `"}}}`
	}
	const create, reset, get = `"path": "v1/things"`, `"path": "v1/things:reset"`, `"path": "v1/{+name}"`
	for _, test := range []struct{ name, at, old, new, want string }{
		{"upload added", create, "", upload("things", ""), "changed method media tiny.things.create minor/minor"},
		{"upload removed", create, upload("things", ""), "", "changed method media tiny.things.create major/major"},
		{"upload added to a method without a body", reset, "", upload("things:reset", ""),
			"changed method media tiny.things.reset major/patch\nchanged method media tiny.things.reset minor/minor"},
		{"download added", get, "", `, "supportsMediaDownload": true`, "changed method media tiny.things.get minor/minor"},
		{"download removed", get, `, "supportsMediaDownload": true`, "", "changed method media tiny.things.get major/major"},
		{"larger maximum size", create, upload("things", `"maxSize": "1MB", `), upload("things", `"maxSize": "2MB", `), "changed method media tiny.things.create patch/minor"},
		{"smaller maximum size", create, upload("things", `"maxSize": "2MB", `), upload("things", `"maxSize": "1MB", `), "changed method media tiny.things.create patch/major"},
		{"maximum size removed", create, upload("things", `"maxSize": "2MB", `), upload("things", ""), "changed method media tiny.things.create patch/minor"},
		{"maximum size added", create, upload("things", ""), upload("things", `"maxSize": "2MB", `), "changed method media tiny.things.create patch/major"},
		{"the same size in another unit", create, upload("things", `"maxSize": "1MB", `), upload("things", `"maxSize": "1048576", `), ""},
		{"media type added", create, upload("things", `"accept": ["a/b"], `), upload("things", `"accept": ["a/b", "a/c"], `), "changed method media tiny.things.create patch/minor"},
		{"media type removed", create, upload("things", `"accept": ["a/b", "a/c"], `), upload("things", `"accept": ["a/b"], `), "changed method media tiny.things.create patch/major"},
	} {
		t.Run(test.name, func(t *testing.T) {
			with := func(members string) string { return strings.Replace(base, test.at, test.at+members, 1) }
			c := compare.Documents(read(t, "old.json", with(test.old)), read(t, "new.json", with(test.new)))
			if diff := cmp.Diff(test.want, summary(c)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			checkComplete(t, c)
		})
	}
}
