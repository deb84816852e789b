// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// fieldMask writes paths in lower camel case, separated by commas. It returns an error for a
// path that would not be read as the same path.
func (e *encoder) fieldMask(m protoreflect.Message) *Error {
	list := m.Get(field1(m)).List()
	paths := make([]string, list.Len())
	for i := range paths {
		paths[i] = list.Get(i).String()
	}
	return e.paths(paths)
}

func (e *encoder) paths(paths []string) *Error {
	texts := make([]string, len(paths))
	for i, path := range paths {
		texts[i] = camelCase(path)
		if !protoreflect.FullName(path).IsValid() || snakeCase(texts[i]) != path {
			return writeError("a path in lower snake case", quote(path)).within(index(i)).within("paths")
		}
	}
	return e.str(strings.Join(texts, ","))
}

func (d *decoder) fieldMaskText() (paths []string, err *Error) {
	const want = "paths in lower camel case, joined by commas"
	s, at, err := d.wellKnownText(want)
	if err != nil {
		return nil, err
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(s, ",") {
		path := snakeCase(text)
		if strings.Contains(text, "_") || !protoreflect.FullName(path).IsValid() {
			return nil, d.invalid(at, want)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// camelCase removes underscores, and makes each lower-case letter after one upper-case.
func camelCase(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if c == '_' {
			continue
		}
		if i > 0 && s[i-1] == '_' && 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}

// snakeCase replaces each upper-case letter by an underscore and the lower-case letter.
func snakeCase(s string) string {
	b := make([]byte, 0, len(s)+8)
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			b = append(b, '_')
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}
