// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strconv"
	"strings"
	"unicode"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// scopeView is an OAuth 2.0 scope, a constant.
type scopeView struct {
	Comment string // with comment signs
	Name    string // "ScopeChatMessages"
	Value   string // a Go literal
}

func newScopes(file *protogen.File) []scopeView {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	var scopes []scopeView
	taken := make(map[string]bool)
	for _, scope := range rule.GetOauthScopes() {
		name := scopeName(scope.GetName())
		for n := 2; taken[name]; n++ {
			name = scopeName(scope.GetName()) + strconv.Itoa(n)
		}
		taken[name] = true
		scopes = append(scopes, scopeView{
			Comment: signed(name + ": " + strings.Join(strings.Fields(scope.GetDescription()), " ")),
			Name:    name,
			Value:   strconv.Quote(scope.GetName()),
		})
	}
	return scopes
}

// scopeName returns the constant for a scope: ".../auth/chat.messages" is
// ScopeChatMessages.
func scopeName(scope string) string {
	_, short, found := strings.Cut(scope, "/auth/")
	if !found {
		short = strings.TrimPrefix(scope, "https://")
	}
	var name strings.Builder
	name.WriteString("Scope")
	for part := range strings.FieldsFuncSeq(short, isNoIdentifier) {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

func isNoIdentifier(c rune) bool {
	return c >= unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c)
}
