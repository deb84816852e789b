// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
)

const paths = `"protocols": {"simple": {"multipart": true, "path": "/upload/v1/x"}}`

// mediaMethod returns a document with one method, a.m at v1/x, with additional members on line 3.
func mediaMethod(members string) []byte {
	return []byte(`{"kind": "discovery#restDescription", "name": "a", "version": "v1", "rootUrl": "https://a.example.com/", "methods": {
		"m": {"id": "a.m", "path": "v1/x", "httpMethod": "POST",
` + members + `}}}`)
}

func TestReadMedia(t *testing.T) {
	for _, test := range []struct {
		members  string
		simple   string
		download *document.Download
	}{
		{`"supportsMediaUpload": true, "mediaUpload": {` + paths + `}`, "/upload/v1/x", nil},
		{`"supportsMediaUpload": false, "supportsMediaDownload": false`, "", nil},
		{`"supportsMediaDownload": true`, "", &document.Download{}},
		{`"supportsMediaDownload": true, "useMediaDownloadService": true`, "", &document.Download{Service: true}},
	} {
		api, findings := discovery.Read("a.json", mediaMethod(test.members))
		if got := found(findings); len(got) > 0 {
			t.Errorf("%s: %q", test.members, got)
		}
		o := api.Operations[0]
		if (o.Upload != nil) != (test.simple != "") || o.Upload != nil && o.Upload.Simple.String() != test.simple {
			t.Errorf("%s: upload %+v", test.members, o.Upload)
		}
		if (o.Download != nil) != (test.download != nil) || o.Download != nil && o.Download.Service != test.download.Service {
			t.Errorf("%s: download %+v", test.members, o.Download)
		}
	}
}

func TestReadMediaSize(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "26214400": 26214400, "10KB": 10 << 10, "1024MB": 1 << 30, "1GB": 1 << 30, "5TB": 5 << 40, "9223372036854775807": 1<<63 - 1,
		"0": 0, "-1": 0, "1 GB": 0, "1gb": 0, "1.5MB": 0, "MB": 0, "1PB": 0, "8388608TB": 0, "9223372036854775808": 0,
	} {
		api, findings := discovery.Read("a.json", mediaMethod(`"supportsMediaUpload": true, "mediaUpload": {"maxSize": `+strconv.Quote(text)+`, `+paths+`}`))
		upload := api.Operations[0].Upload
		if upload.MaxSize != want || upload.HasPath() != (want > 0) || (len(found(findings)) > 0) != (want == 0) {
			t.Errorf("%q: %d, carried %t, %q", text, upload.MaxSize, upload.HasPath(), found(findings))
		}
	}
}

// TestReadMediaFindings checks that an upload with an invalid part is reported and has no paths.
func TestReadMediaFindings(t *testing.T) {
	for _, test := range []struct {
		members string
		carried bool
		want    []string
	}{
		{`"supportsMediaUpload": true`, false, []string{`3:24 media-upload /methods/m/supportsMediaUpload: a.m has supportsMediaUpload without mediaUpload`}},
		{`"mediaUpload": {` + paths + `}`, false, []string{`3:16 media-upload /methods/m/mediaUpload: a.m has mediaUpload without supportsMediaUpload`}},
		{`"supportsMediaUpload": true, "mediaUpload": {}`, false, []string{`3:45 media-upload /methods/m/mediaUpload: a.m has mediaUpload without protocols`}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {}}`, false, []string{`3:45 media-upload /methods/m/mediaUpload: a.m has mediaUpload without protocols`}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {"simple": {"path": "/upload/v1/x"}}}`, false, []string{
			`3:70 media-upload /methods/m/mediaUpload/protocols/simple: a.m sends its body and media in separate requests (simple)`,
		}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {"simple": {"multipart": true, "path": "/upload/v1/x"}, "resumable": {"multipart": true, "path": "/upload/v1/{y}"}}}`, false, []string{
			`3:156 media-upload /methods/m/mediaUpload/protocols/resumable/path: the path /upload/v1/{y} does not have the variables of a.m`,
		}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {"simple": {"multipart": true, "path": "/upload/v1/{"}}}`, false, []string{
			`3:98 path-syntax /methods/m/mediaUpload/protocols/simple/path: the path "/upload/v1/{" is malformed`,
		}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {"simple": {"multipart": true}}}`, false, []string{
			`3:70 member-missing /methods/m/mediaUpload/protocols/simple: "path" is missing or empty`,
		}},
		{`"supportsMediaUpload": true, "mediaUpload": {"protocols": {"carrier": {}, "simple": {"multipart": true, "path": "/upload/v1/x"}}}`, true, []string{
			`3:71 unknown-member /methods/m/mediaUpload/protocols/carrier: "carrier"`,
		}},
		{`"useMediaDownloadService": true`, false, []string{
			`3:28 media-download /methods/m/useMediaDownloadService: a.m has useMediaDownloadService without supportsMediaDownload`,
		}},
	} {
		api, findings := discovery.Read("a.json", mediaMethod(test.members))
		if diff := cmp.Diff(test.want, found(findings)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.members, diff)
		}
		if u := api.Operations[0].Upload; u != nil && u.HasPath() != test.carried {
			t.Errorf("%s: carried %t", test.members, u.HasPath())
		}
	}
}
