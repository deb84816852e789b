// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

const modulePath = "github.com/protolect/protolect"

// ownAgent is "protolect/<version> go/<version>".
var ownAgent = sync.OnceValue(func() string {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == modulePath && strings.HasPrefix(m.Version, "v") {
				version = strings.TrimPrefix(m.Version, "v")
			}
		}
	}
	// A development version of Go has more words, which say nothing to a server.
	goVersion, _, _ := strings.Cut(strings.TrimPrefix(runtime.Version(), "go"), " ")
	return "protolect/" + version + " go/" + goVersion
})

func userAgent(prefix string) string {
	return strings.TrimSpace(prefix + " " + ownAgent())
}
