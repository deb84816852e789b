// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func newScopes(file *protogen.File) []constantView {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	var constants constants
	for _, scope := range rule.GetOauthScopes() {
		about := " is the scope " + scope.GetName() + "."
		if text := inOneLine(scope.GetDescription()); text != "" {
			about = ": " + text
		}
		constants.add(constants.Scope(scope.GetName()), scope.GetName(), scope.GetDescription(), about)
	}
	return constants.views
}
