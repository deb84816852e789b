// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/projectfile"
)

func TestSetSHA256(t *testing.T) {
	old, sum := strings.Repeat("0", 64), strings.Repeat("f", 64)
	for _, test := range []struct{ name, text, want string }{
		{
			"a block",
			"# é\napis:\n  a:\n    document:\n      url: https://a.example/a.json # the latest\n  b: {document: b.json}\n",
			"# é\napis:\n  a:\n    document:\n      url: https://a.example/a.json # the latest\n      sha256: SUM\n  b: {document: b.json}\n",
		},
		{
			"the end of the file",
			"apis:\n  a:\n    document:\n      url: https://a.example/a.json",
			"apis:\n  a:\n    document:\n      url: https://a.example/a.json\n      sha256: SUM",
		},
		{
			"a value on the next line",
			"apis:\n  a:\n    document:\n      url:\n        https://a.example/a.json\n    proto: a.v1\n",
			"apis:\n  a:\n    document:\n      url:\n        https://a.example/a.json\n      sha256: SUM\n    proto: a.v1\n",
		},
		{
			"line ends of Windows",
			"apis:\r\n  a:\r\n    document:\r\n      url: https://a.example/a.json\r\n    proto: a.v1\r\n",
			"apis:\r\n  a:\r\n    document:\r\n      url: https://a.example/a.json\r\n      sha256: SUM\r\n    proto: a.v1\r\n",
		},
		{"braces", "apis: {a: {document: {url: 'https://a.example/a.json'}}}", "apis: {a: {document: {sha256: SUM, url: 'https://a.example/a.json'}}}"},
		{
			"braces on several lines",
			"apis: {a: {document: {\n  url: https://a.example/a.json\n}}}",
			"apis: {a: {document: {\n  sha256: SUM, url: https://a.example/a.json\n}}}",
		},
		{
			"another hash",
			"apis:\n  a:\n    document:\n      sha256: OLD # of 2026\n      url: https://a.example/a.json\n",
			"apis:\n  a:\n    document:\n      sha256: SUM # of 2026\n      url: https://a.example/a.json\n",
		},
		{
			"a hash in quotes, after a byte order mark",
			"\ufeffapis: {a: {document: {url: https://a.example/a.json, sha256: \"OLD\"}}, b: {document: {url: https://a.example/a.json, sha256: 'OLD'}}}",
			"\ufeffapis: {a: {document: {url: https://a.example/a.json, sha256: \"SUM\"}}, b: {document: {url: https://a.example/a.json, sha256: 'OLD'}}}",
		},
		{"a URL in a block", "apis:\n  a:\n    document:\n      url: >-\n        https://a.example/a.json\n", ""},
		{"no URL", "apis: {a: {document: a.json}}", ""},
		{"another API", "apis: {b: {document: {url: https://a.example/a.json}}}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			expand := strings.NewReplacer("OLD", old, "SUM", sum).Replace
			text := expand(test.text)
			got, err := projectfile.SetSHA256([]byte(text), "a", sum)
			if (err != nil) != (test.want == "") {
				t.Error(err)
			}
			if diff := cmp.Diff(expand(test.want), string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
