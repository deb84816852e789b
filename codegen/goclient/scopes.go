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
		constants.add("Scope", scopeWords(scope.GetName()), scope.GetName(), scope.GetDescription())
	}
	return constants.views
}

// scopeWords returns what a scope's constant is called after:
// ".../auth/chat.messages" is ScopeChatMessages.
func scopeWords(scope string) string {
	if _, short, found := strings.Cut(scope, "/auth/"); found {
		return short
	}
	return strings.TrimPrefix(scope, "https://")
}
