// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/comment"
)

// IsJSONName tells whether a name can be the json_name of a field: proto does not permit
// some, and protoc-gen-go would write characters that no editor shows into struct tags.
func IsJSONName(name string) bool {
	isHidden := func(c rune) bool { return comment.IsHidden(c) && unicode.IsPrint(c) }
	isBracketed := strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]")
	return !strings.ContainsRune(name, 0) && !strings.ContainsFunc(name, isHidden) && !isBracketed
}
