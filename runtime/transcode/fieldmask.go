// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// fieldMaskText returns the text of a google.protobuf.FieldMask: paths in lower camel case,
// separated by commas. The JSON mapping of protobuf rejects a mask with a path that is
// already in camel case, but REST documentation names fields in that form. fieldMaskText
// returns such a path unchanged.
func fieldMaskText(m protoreflect.Message) string {
	list := m.Get(m.Descriptor().Fields().ByName("paths")).List()
	paths := make([]string, list.Len())
	for i := range paths {
		paths[i] = lowerCamel(list.Get(i).String())
	}
	return strings.Join(paths, ",")
}

// lowerCamel replaces each underscore and the lower-case letter after it by the upper-case
// letter.
func lowerCamel(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && i+1 < len(s) && 'a' <= s[i+1] && s[i+1] <= 'z' {
			i++
			b.WriteByte(s[i] - 'a' + 'A')
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// setFieldMask parses paths in the form of fieldMaskText. A path with underscores consists
// of proto names, as Google's clients for Node write them, and is not converted.
func setFieldMask(m protoreflect.Message, fd protoreflect.FieldDescriptor, text string) *RequestError {
	mask := m.Mutable(fd).Message()
	if text == "" {
		return nil
	}
	paths := mask.Mutable(mask.Descriptor().Fields().ByName("paths")).List()
	for path := range strings.SplitSeq(text, ",") {
		path = strings.TrimSpace(path)
		if path == "" || !IsHeaderValue(path) {
			return badText("paths joined by commas", text)
		}
		if !strings.Contains(path, "_") && protoreflect.FullName(path).IsValid() {
			path = snakeCase(path)
		}
		paths.Append(protoreflect.ValueOfString(path))
	}
	return nil
}

// snakeCase replaces each upper-case letter by an underscore and the lower-case letter.
func snakeCase(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			b.WriteByte('_')
			b.WriteByte(c - 'A' + 'a')
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
