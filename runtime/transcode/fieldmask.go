// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// fieldMaskText returns the JSON form of a google.protobuf.FieldMask, lowerCamel
// paths joined by commas. Canonical proto JSON refuses a mask that has a path in
// camel case already, though this is the form in which REST documentation names
// fields; here such a path stands as it is.
func fieldMaskText(m protoreflect.Message) string {
	list := m.Get(m.Descriptor().Fields().ByName("paths")).List()
	paths := make([]string, list.Len())
	for i := range paths {
		paths[i] = lowerCamel(list.Get(i).String())
	}
	return strings.Join(paths, ",")
}

// lowerCamel drops each underscore that is followed by a lower-case letter, and
// makes that letter upper-case.
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

// setFieldMask reads paths as fieldMaskText writes them. A path with underscores is one of proto,
// and stays as it is: Google's clients for Node write those.
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

// snakeCase makes upper-case letters lower-case, with an underscore before them.
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
