// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// spend counts a call of a function that reads and returns texts. It returns the result.
func (s *session) spend(result string, read int) (string, error) {
	if len(result) > maxText {
		return "", s.stop(finding.PackLimit, "a text has more than %d bytes", maxText)
	}
	return result, s.step(read + len(result))
}

// reserve is called before a function makes a text of the given size.
func (s *session) reserve(size int) error {
	if size > maxText || size < 0 {
		return s.stop(finding.PackLimit, "a text has more than %d bytes", maxText)
	}
	return nil
}

func (s *session) unary(f func(string) string) any {
	return func(text string) (string, error) { return s.spend(f(text), len(text)) }
}

func (s *session) binary(f func(a, text string) string) any {
	return func(a, text string) (string, error) { return s.spend(f(a, text), len(text)) }
}

func (s *session) predicate(f func(a, text string) bool) any {
	return func(a, text string) (bool, error) { return f(a, text), s.step(len(a) + len(text)) }
}

func pascal(text string) string { return naming.UpperCamel(lowerWords(text)) }

func camel(text string) string {
	words := lowerWords(text)
	if len(words) == 0 {
		return ""
	}
	return words[0] + naming.UpperCamel(words[1:])
}

func snake(text string) string      { return strings.Join(lowerWords(text), "_") }
func kebab(text string) string      { return strings.Join(lowerWords(text), "-") }
func upperSnake(text string) string { return naming.UpperSnake(text) }
func plural(name string) string     { return naming.Plural(name) }

func lowerWords(text string) []string {
	return naming.Words(strings.ToLower(strings.Join(naming.Words(text), " ")))
}

func (s *session) quote(text string) (string, error) {
	if err := s.reserve(4 * len(text)); err != nil {
		return "", err
	}
	return s.spend(strconv.Quote(text), len(text))
}

// prefixed puts a prefix before lines.
func (s *session) prefixed(text, prefix string, change func(line string) string) (string, error) {
	if err := s.reserve(len(text) + len(prefix)*(1+strings.Count(text, "\n"))); err != nil {
		return "", err
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = change(line)
	}
	return s.spend(strings.Join(lines, "\n"), len(text))
}

func (s *session) comment(prefix, text string) (string, error) {
	return s.prefixed(text, prefix, func(line string) string { return strings.TrimRight(prefix+line, " \t") })
}

func (s *session) indent(prefix, text string) (string, error) {
	return s.prefixed(text, prefix, func(line string) string {
		if line == "" {
			return ""
		}
		return prefix + line
	})
}

func (s *session) wrap(width int, text string) (string, error) {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			b.WriteString(line)
			continue
		}
		used := 0
		for j, word := range strings.Fields(line) {
			size := utf8.RuneCountInString(word)
			switch {
			case j == 0:
			case used+1+size > width:
				b.WriteByte('\n')
				used = 0
			default:
				b.WriteByte(' ')
				used++
			}
			b.WriteString(word)
			used += size
		}
	}
	return s.spend(b.String(), len(text))
}

func (s *session) replace(from, to, text string) (string, error) {
	if err := s.reserve(len(text) + strings.Count(text, from)*len(to)); err != nil {
		return "", err
	}
	return s.spend(strings.ReplaceAll(text, from, to), len(text))
}

// sizeOfElement is what an element of a list counts, in bytes.
const sizeOfElement = 64

func (s *session) split(separator, text string) ([]string, error) {
	if separator == "" {
		return nil, s.stop(finding.PackTemplate, "split: the separator is empty")
	}
	if err := s.step(len(text) + sizeOfElement*(1+strings.Count(text, separator))); err != nil {
		return nil, err
	}
	return strings.Split(text, separator), nil
}

func (s *session) join(separator string, list any) (string, error) {
	elements, err := s.elementsOf(list)
	if err != nil {
		return "", err
	}
	size := len(separator) * len(elements)
	texts := make([]string, len(elements))
	for i, e := range elements {
		if texts[i], err = s.scalar(e); err != nil {
			return "", err
		}
		size += len(texts[i])
	}
	if err := s.reserve(size); err != nil {
		return "", err
	}
	return s.spend(strings.Join(texts, separator), size)
}

// elementsOf returns the elements of a list.
func (s *session) elementsOf(list any) ([]any, error) {
	v := reflect.ValueOf(list)
	if !v.IsValid() {
		return nil, nil
	}
	if v.Kind() != reflect.Slice {
		return nil, s.stop(finding.PackTemplate, "expected a list, found a value of type %s", typeOf(list))
	}
	if err := s.step(sizeOfElement * v.Len()); err != nil {
		return nil, err
	}
	all := make([]any, v.Len())
	for i := range all {
		all[i] = v.Index(i).Interface()
	}
	return all, nil
}

func (s *session) print(values ...any) (string, error) { return s.join("", values) }

// verb matches a verb of a format, with its flags. A width from the arguments and one of more than 3 digits do not match.
var verb = regexp.MustCompile(`^%[-+# 0]*[0-9]{0,3}(\.[0-9]{0,3})?[a-zA-Z%]`)

func (s *session) printf(format string, values ...any) (string, error) {
	longest := 0
	for _, v := range values {
		text, err := s.scalar(v)
		if err != nil {
			return "", err
		}
		longest = max(longest, len(text))
	}
	size := len(format)
	for rest := format; ; {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			break
		}
		found := verb.FindString(rest[i:])
		if found == "" {
			return "", s.stop(finding.PackTemplate,
				"printf: the format %q contains an unsupported verb: a width or precision has at most 3 digits", format)
		}
		rest = rest[i+len(found):]
		size += 1000 + 12*longest
	}
	if err := s.reserve(size); err != nil {
		return "", err
	}
	return s.spend(fmt.Sprintf(format, values...), size)
}
