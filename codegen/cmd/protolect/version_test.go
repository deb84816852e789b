// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	checkout := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "99c7d46"}, {Key: "vcs.modified", Value: "true"}}
	for _, test := range []struct {
		name          string
		info          debug.BuildInfo
		text, release string
	}{
		{"a release", debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"}}, "protolect v1.2.3\nbuilt with go1.26.0\n", "v1.2.3"},
		{
			"an unreleased commit, from a proxy", debug.BuildInfo{Main: debug.Module{Version: "v0.0.0-20261201091946-99c7d46abcde"}},
			"protolect v0.0.0-20261201091946-99c7d46abcde\n", "v0.0.0-20261201091946-99c7d46abcde",
		},
		{
			"a checkout", debug.BuildInfo{Main: debug.Module{Version: "v1.2.4-0.20261201091946-99c7d46abcde+dirty"}, Settings: checkout},
			"protolect v1.2.4-0.20261201091946-99c7d46abcde+dirty\nrevision 99c7d46, with changes\n", "",
		},
		{"a tag of a checkout", debug.BuildInfo{Main: debug.Module{Version: "v1.2.4"}, Settings: checkout[:2]}, "protolect v1.2.4\nrevision 99c7d46\n", ""},
		{"a checkout without -buildvcs", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "protolect (devel)\n", ""},
		{"a test", debug.BuildInfo{}, "protolect (devel)\n", ""},
	} {
		v := versionOf(&test.info)
		if v.String() != test.text || v.release() != test.release {
			t.Errorf("%s: got %q and %q", test.name, v, v.release())
		}
	}
	out, _, err := protolect(t, "version")
	if err != nil || !strings.HasSuffix(out, "\nbuilt with "+runtime.Version()+"\n") {
		t.Errorf("%v\n%s", err, out)
	}
}
