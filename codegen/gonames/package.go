// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package gonames derives the names that Go clients declare from proto files: packages, clients,
// methods, constants, options and constructors.
package gonames

import (
	"go/token"
	"go/types"
	"path"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
)

// ClientPackage returns the import path and the name of the client's package for a messages'
// package.
func ClientPackage(messages protogen.GoImportPath, name protogen.GoPackageName) (importPath, packageName string) {
	if short, found := strings.CutSuffix(string(name), "pb"); found && short != "" {
		if token.IsKeyword(short) || reservedPackages[short] || types.Universe.Lookup(short) != nil {
			short += "client"
		}
		return path.Dir(string(messages)), short
	}
	packageName = string(name) + "client"
	return path.Join(string(messages), packageName), packageName
}

// reservedPackages are package names with a meaning for Go, its command or the example.
var reservedPackages = map[string]bool{
	"init": true, "main": true,
	"context": true, "ctx": true, "fmt": true, "io": true, "log": true, "regexp": true, "rest": true, "stub": true,
}
