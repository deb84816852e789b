// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import "strings"

// runtimeVersion is the oldest version of the runtime that generated code works with.
// Package stub declares a constant for it.
const runtimeVersion = "0.1.0"

const (
	runtimeModule = "github.com/protolect/protolect"
	// Every client imports these packages.
	restImport = runtimeModule + "/runtime/rest"
	stubImport = runtimeModule + "/runtime/stub"
)

// runtimeCheck returns the name of a constant of package stub that exists in version and
// later: "0.1.0" gives IsAtLeastVersion0_1_0.
func runtimeCheck(version string) string {
	return "IsAtLeastVersion" + strings.ReplaceAll(version, ".", "_")
}
