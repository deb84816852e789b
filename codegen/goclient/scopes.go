// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func newScopes(file *protogen.File) []constantView {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	constants := newConstants()
	for _, scope := range rule.GetOauthScopes() {
		about := " is the scope " + scope.GetName() + "."
		if text := inOneLine(scope.GetDescription()); text != "" {
			about = ": " + text
		}
		constants.add("Scope", scopeWords(scope.GetName()), scope.GetName(), scope.GetDescription(), about)
	}
	return constants.views
}

// scopeWords returns the words for the name of a scope's constant:
// ".../auth/chat.messages" gives ScopeChatMessages.
func scopeWords(scope string) string {
	if _, short, found := strings.Cut(scope, "/auth/"); found {
		return short
	}
	return strings.TrimPrefix(scope, "https://")
}
