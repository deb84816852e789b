// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/discovery"
)

// withPath returns a document with one method on line 1. The patterns are those of its path
// parameters, by name.
func withPath(t *testing.T, path, flatPath string, patterns map[string]string) []byte {
	t.Helper()
	parameters := make(map[string]any)
	for name, pattern := range patterns {
		parameters[name] = map[string]any{"type": "string", "location": "path", "required": true, "pattern": pattern}
	}
	data, err := json.Marshal(map[string]any{
		"kind": "discovery#restDescription", "name": "a", "version": "v1", "rootUrl": "https://a.example.com/", "servicePath": "svc/",
		"methods": map[string]any{"m": map[string]any{
			"id": "a.m", "httpMethod": "GET", "path": path, "flatPath": flatPath, "parameters": parameters,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadPaths(t *testing.T) {
	type patterns = map[string]string
	tests := []struct {
		path, flatPath string
		patterns       patterns
		want           string
	}{
		{"v1/x", "", nil, "/svc/v1/x"},
		{"/v1/x", "", nil, "/svc/v1/x"},
		{"v1/x:do", "", nil, "/svc/v1/x:do"},
		{"users/@me", "", nil, "/svc/users/@me"},
		{"v1/a%20b", "", nil, "/svc/v1/a%20b"},
		{"v1/{a}", "", patterns{"a": ""}, "/svc/v1/{a}"},
		{"v1/{a}:do", "", patterns{"a": ""}, "/svc/v1/{a}:do"},
		{"{a}/x/{b}", "", patterns{"a": "", "b": "^x/[^/]+$"}, "/svc/{a}/x/{b}"}, // one segment, the pattern is ignored
		{"v1/{a.b-c}", "", patterns{"a.b-c": ""}, "/svc/v1/{a.b-c}"},

		// The pattern determines the segments.
		{"v1/{+name}", "", patterns{"name": "^spaces/[^/]+/messages/[^/]+$"}, "/svc/v1/{name=spaces/*/messages/*}"},
		{"v1/{+name}:do", "", patterns{"name": "^spaces/[^/]+$"}, "/svc/v1/{name=spaces/*}:do"},
		{"v1/{+name}/x", "", patterns{"name": "^spaces/[^/]+$"}, "/svc/v1/{name=spaces/*}/x"},
		{"v1/{+name}", "", patterns{"name": "^spaces$"}, "/svc/v1/{name=spaces}"},
		{"v1/{+name}", "", patterns{"name": "^[^/]+$"}, "/svc/v1/{name}"},
		{"v1/{+name}", "", patterns{"name": "^files/.*$"}, "/svc/v1/{name=files/**}"},
		{"v1/{+name}", "", patterns{"name": "^files/.+$"}, "/svc/v1/{name=files/**}"},
		{"v1/{+name}", "", patterns{"name": "^.*$"}, "/svc/v1/{name=**}"},
		{"v1/{+name}", "", patterns{"name": "^a/.*/b/[^/]+$"}, "/svc/v1/{name=a/**/b/*}"},
		{"v1/{+a}/{+b}", "", patterns{"a": "^x/[^/]+$", "b": "^y/[^/]+$"}, "/svc/v1/{a=x/*}/{b=y/*}"},
		{"v1/{+a}/y/{b}", "", patterns{"a": "^x/[^/]+$", "b": ""}, "/svc/v1/{a=x/*}/y/{b}"},

		// The flatPath determines the segments.
		{"v1/{+name}", "v1/spaces/{spacesId}", patterns{"name": ""}, "/svc/v1/{name=spaces/*}"},
		{"v1/{+name}", "v1/spaces/{spacesId}", patterns{"name": "spaces/[^/]+"}, "/svc/v1/{name=spaces/*}"},
		{"v1/{+name}", "v1/spaces/{spacesId}", patterns{"name": "^spaces/[0-9]{1,19}$"}, "/svc/v1/{name=spaces/*}"},
		{"v1/{+name}:do", "v1/spaces/{spacesId}:do", patterns{"name": ""}, "/svc/v1/{name=spaces/*}:do"},
		{"v1/{+name}/x/{b}", "v1/spaces/{spacesId}/x/{b}", patterns{"name": "", "b": ""}, "/svc/v1/{name=spaces/*}/x/{b}"},
		{"{+name}/x", "a/{aId}/b/{bId}/x", patterns{"name": ""}, "/svc/{name=a/*/b/*}/x"},
		{"v1/{+name}", "v1/{name}", patterns{"name": ""}, "/svc/v1/{name}"},

		// Any number of segments.
		{"v1/{+name}", "", patterns{"name": ""}, "/svc/v1/{name=**}"},
		{"{+name}", "", patterns{"name": ""}, "/svc/{name=**}"},
		{"v1/{+name}", "v1/{+name}", patterns{"name": ""}, "/svc/v1/{name=**}"},
		{"v1/x/{+name}/y", "v1", patterns{"name": ""}, "/svc/v1/x/{name=**}/y"},
		{"v1/{+name}", "v1/a b", patterns{"name": ""}, "/svc/v1/{name=**}"},
		{"v1/{+name}", "", patterns{"name": "^.*/.*$"}, "/svc/v1/{name=**}"},
		{"v1/{+name}", "", patterns{"name": "^(a|b)/[^/]+$"}, "/svc/v1/{name=**}"},
		{"v1/{+name}", "", patterns{"name": "^(a+)+$"}, "/svc/v1/{name=**}"}, // never executed
		{"v1/{+name}", "", patterns{"name": "^(?=a)[$"}, "/svc/v1/{name=**}"},
		{"v1/{+a}/{+b}", "v1/x/{xId}/y/{yId}", patterns{"a": "", "b": ""}, "/svc/v1/{a=**}/{b=**}"},
	}
	for _, test := range tests {
		t.Run(test.path+" "+test.flatPath, func(t *testing.T) {
			api, findings := discovery.Read("a.json", withPath(t, test.path, test.flatPath, test.patterns))
			if got := found(findings); got != nil {
				t.Errorf("findings: %q", got)
			}
			if got := api.Operations[0].Path.String(); got != test.want {
				t.Errorf("path = %s, want %s", got, test.want)
			}
		})
	}
}

func TestReadPathSyntax(t *testing.T) {
	for _, path := range []string{
		"/", "v1//x", "v1/x/", "v1/{a", "v1/a}", "v1/{}", "v1/{+}", "v1/{a}{b}", "v1/x{a}", "v1/{a}x", "v1/{a}-{b}", "v1/{a{b}}",
		"v1/{a*}", "v1/{+a*}", "v1/{a=**}", "v1/{a,b}", "v1/{?a}", "v1/{/a}", "v1/{#a}", "v1/{;a}", "v1/{a:3}", "v1/{a}:", "v1/{a}:b:c", "v1/{a}:{b}",
		"v1/*", "v1/**", "v1/x:*", "v1/a:b/c", "v1/..", "v1/../x", "v1/.", "v1/%2e%2E", "v1/%", "v1/%zz",
		"v1/x?y=z", "v1/x#y", "v1/a b", "v1/a\nb", "v1/\x00", "v1/é", `v1\x`, "https://evil.example.com/x",
	} {
		t.Run(path, func(t *testing.T) {
			api, findings := discovery.Read("a.json", withPath(t, path, "", map[string]string{"a": "", "b": ""}))
			var got []string
			for _, f := range findings.All() {
				got = append(got, f.Rule+" "+f.Position.Pointer)
			}
			if diff := cmp.Diff([]string{"path-syntax /methods/m/path"}, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%q", diff, found(findings))
			}
			if got := api.Operations[0].Path.String(); got != "/" {
				t.Errorf("path = %s", got)
			}
		})
	}
}

// TestReadPatternsWithDots reads a pattern that leads out of the path.
func TestReadPatternsWithDots(t *testing.T) {
	_, findings := discovery.Read("a.json", withPath(t, "v1/{+a}", "", map[string]string{"a": "^x/../y$"}))
	if got := strings.Join(found(findings), "\n"); !strings.Contains(got, "path-syntax") {
		t.Errorf("findings: %s", got)
	}
}
