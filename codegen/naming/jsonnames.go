// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/comment"
)

// IsJSONName reports whether a name can be the json_name of a field. It rejects names that
// proto does not permit, and names with characters that are invisible in an editor, which
// protoc-gen-go would write into struct tags.
func IsJSONName(name string) bool {
	isHidden := func(c rune) bool { return comment.IsHidden(c) && unicode.IsPrint(c) }
	isBracketed := strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]")
	return !strings.ContainsRune(name, 0) && !strings.ContainsFunc(name, isHidden) && !isBracketed
}
