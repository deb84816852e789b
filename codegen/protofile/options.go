// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/comment"
)

// option is an option with its value, or one element of a repeated option.
type option struct {
	name  string
	field protoreflect.FieldDescriptor
	value protoreflect.Value
}

// sortedOptions returns the options of a descriptor by name: first those of
// descriptor.proto, then extensions.
func (p *printer) sortedOptions(scope protoreflect.Descriptor, options protoreflect.Message) []option {
	var all []option
	options.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := string(field.Name())
		if field.IsExtension() {
			name = "(" + p.names.relative(scope.FullName(), field.FullName()) + ")"
		}
		if field.IsList() {
			for i := range value.List().Len() {
				all = append(all, option{name, field, value.List().Get(i)})
			}
			return true
		}
		all = append(all, innermost(option{name, field, value}))
		return true
	})
	slices.SortStableFunc(all, func(a, b option) int {
		return cmp.Or(compareBool(a.field.IsExtension(), b.field.IsExtension()), cmp.Compare(a.name, b.name))
	})
	return all
}

// innermost replaces an option whose message contains only one other message with that
// message: "(buf.validate.field).string = {max_len: 20}".
func innermost(o option) option {
	for o.field.Message() != nil && !o.field.IsList() {
		var only option
		fields := 0
		o.value.Message().Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
			only = option{o.name + "." + string(field.Name()), field, value}
			fields++
			return true
		})
		if fields != 1 || only.field.Message() == nil || only.field.IsList() || only.field.IsMap() {
			break
		}
		o = only
	}
	return o
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (p *printer) hasOptions(d protoreflect.Descriptor) bool {
	return len(p.sortedOptions(d, d.Options().ProtoReflect())) > 0
}

// options writes options as statements.
func (p *printer) options(scope protoreflect.Descriptor, options protoreflect.Message) {
	for _, o := range p.sortedOptions(scope, options) {
		if o.field.Kind() == protoreflect.StringKind && len(o.value.String()) > longString && strings.Contains(o.value.String(), ",") {
			p.line("option %s =%s;", o.name, splitString(o.value.String(), p.depth+1))
			continue
		}
		p.line("option %s = %s;", o.name, p.literal(o.field, o.value, p.depth))
	}
}

// compactOptions returns options in the form for brackets.
func (p *printer) compactOptions(d protoreflect.Descriptor) []string {
	var texts []string
	for _, o := range p.sortedOptions(d, d.Options().ProtoReflect()) {
		texts = append(texts, o.name+" = "+p.literal(o.field, o.value, p.depth+1))
	}
	return texts
}

// withOptions writes a field or value with its options in brackets. Several options are on
// separate lines.
func (p *printer) withOptions(head string, options []string) {
	switch {
	case len(options) == 0:
		p.line("%s;", head)
	case len(options) == 1: // a single option is indented by one level less
		p.line("%s [%s];", head, strings.ReplaceAll(options[0], "\n  ", "\n"))
	default:
		p.line("%s [", head)
		p.depth++
		for i, o := range options {
			comma := ","
			if i == len(options)-1 {
				comma = ""
			}
			p.line("%s%s", o, comma)
		}
		p.depth--
		p.line("];")
	}
}

// literal returns the text of a value. Each field of a message is on a separate line.
func (p *printer) literal(field protoreflect.FieldDescriptor, value protoreflect.Value, depth int) string {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return p.messageLiteral(value.Message(), depth)
	case protoreflect.EnumKind:
		if v := field.Enum().Values().ByNumber(value.Enum()); v != nil {
			return string(v.Name())
		}
		return strconv.Itoa(int(value.Enum()))
	case protoreflect.StringKind:
		return quote(value.String())
	case protoreflect.BytesKind:
		return quote(string(value.Bytes()))
	}
	return value.String()
}

func (p *printer) messageLiteral(m protoreflect.Message, depth int) string {
	type set struct {
		field protoreflect.FieldDescriptor
		value protoreflect.Value
	}
	var fields []set
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		fields = append(fields, set{field, value})
		return true
	})
	if len(fields) == 0 {
		return "{}"
	}
	if f := fields[0]; len(fields) == 1 && f.field.Message() == nil && !f.field.IsList() {
		return "{" + string(f.field.Name()) + ": " + p.literal(f.field, f.value, depth) + "}"
	}
	slices.SortFunc(fields, func(a, b set) int { return cmp.Compare(a.field.Number(), b.field.Number()) })
	indent := strings.Repeat("  ", depth+1)
	var text strings.Builder
	text.WriteString("{\n")
	for _, f := range fields {
		switch {
		case !f.field.IsList():
			fmt.Fprintf(&text, "%s%s: %s\n", indent, f.field.Name(), p.literal(f.field, f.value, depth+1))
		case f.field.Message() != nil:
			for i := range f.value.List().Len() {
				fmt.Fprintf(&text, "%s%s: %s\n", indent, f.field.Name(), p.literal(f.field, f.value.List().Get(i), depth+1))
			}
		default:
			text.WriteString(indent + string(f.field.Name()) + ": " + p.listLiteral(f.field, f.value.List(), depth+1) + "\n")
		}
	}
	text.WriteString(strings.Repeat("  ", depth) + "}")
	return text.String()
}

func (p *printer) listLiteral(field protoreflect.FieldDescriptor, list protoreflect.List, depth int) string {
	if list.Len() == 1 {
		return "[" + p.literal(field, list.Get(0), depth) + "]"
	}
	indent := strings.Repeat("  ", depth+1)
	var elements []string
	for i := range list.Len() {
		elements = append(elements, indent+p.literal(field, list.Get(i), depth))
	}
	return "[\n" + strings.Join(elements, ",\n") + "\n" + strings.Repeat("  ", depth) + "]"
}

// longString is the maximum length of a string with commas on one line, in bytes.
const longString = 60

// splitString splits a string after its commas into adjacent literals on separate lines.
func splitString(s string, depth int) string {
	var text strings.Builder
	for element := range strings.SplitAfterSeq(s, ",") {
		text.WriteString("\n" + strings.Repeat("  ", depth) + quote(element))
	}
	return text.String()
}

// quote returns a string literal. It escapes invisible characters and invalid UTF-8 as octal
// bytes, and leaves other characters unchanged.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for len(s) > 0 {
		c, size := utf8.DecodeRuneInString(s)
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case !unicode.IsPrint(c) || comment.IsHidden(c) || c == utf8.RuneError && size == 1:
			for _, octet := range []byte(s[:size]) {
				fmt.Fprintf(&b, `\%03o`, octet)
			}
		default:
			b.WriteRune(c)
		}
		s = s[size:]
	}
	b.WriteByte('"')
	return b.String()
}
