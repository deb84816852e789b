// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package useragent names this module in requests.
package useragent

import (
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

const modulePath = "github.com/protolect/protolect"

// Default returns "protolect/<version> go/<version>".
var Default = sync.OnceValue(func() string {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == modulePath && strings.HasPrefix(m.Version, "v") {
				version = strings.TrimPrefix(m.Version, "v")
			}
		}
	}
	// The version of a development build of Go contains more words, which a server
	// does not need.
	goVersion, _, _ := strings.Cut(strings.TrimPrefix(runtime.Version(), "go"), " ")
	return "protolect/" + version + " go/" + goVersion
})
