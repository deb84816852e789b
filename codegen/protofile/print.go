// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package protofile prints descriptors as .proto files and compiles .proto files.
package protofile

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/naming"
)

// Print returns the text of a proto3 file with its leading comments, in the format of "buf
// format". Compiling the text gives the same descriptor, and printing that gives the same
// text.
//
// Print does not support groups and extensions.
func Print(file protoreflect.FileDescriptor) []byte {
	p := &printer{file: file, names: newNames(file)}
	p.printFile()
	return p.text.Bytes()
}

type printer struct {
	file  protoreflect.FileDescriptor
	names *names
	text  bytes.Buffer
	depth int
}

// line writes an indented line, or an empty line without a format.
func (p *printer) line(format string, args ...any) {
	if format != "" {
		p.text.WriteString(strings.Repeat("  ", p.depth))
		fmt.Fprintf(&p.text, format, args...)
	}
	p.text.WriteByte('\n')
}

// block writes the output of body between braces, indented by one more level.
func (p *printer) block(head string, body func()) {
	p.line("%s {", head)
	start := p.text.Len()
	p.depth++
	body()
	p.depth--
	if p.text.Len() == start {
		p.text.Truncate(start - len("\n"))
		p.text.WriteString("}\n")
		return
	}
	p.line("}")
}

// separator returns a function that writes an empty line, except at its first call.
func (p *printer) separator() func() {
	first := true
	return func() {
		if !first {
			p.line("")
		}
		first = false
	}
}

func (p *printer) comments(location protoreflect.SourceLocation) {
	if location.LeadingComments == "" {
		return
	}
	for text := range strings.SplitSeq(strings.TrimSuffix(location.LeadingComments, "\n"), "\n") {
		p.line("%s", "//"+text)
	}
}

func (p *printer) commentsOf(d protoreflect.Descriptor) {
	p.comments(p.file.SourceLocations().ByDescriptor(d))
}

// The source paths of the package and syntax statements (descriptor.proto).
var (
	packagePath = protoreflect.SourcePath{2}
	syntaxPath  = protoreflect.SourcePath{12}
)

func (p *printer) printFile() {
	locations := p.file.SourceLocations()
	p.comments(locations.ByPath(syntaxPath))
	p.line("syntax = %q;", p.file.Syntax())
	p.line("")
	p.comments(locations.ByPath(packagePath))
	p.line("package %s;", p.file.Package())
	imports := p.file.Imports()
	if imports.Len() > 0 {
		p.line("")
	}
	for i := range imports.Len() {
		p.line("import %q;", imports.Get(i).Path())
	}
	if options := p.file.Options().ProtoReflect(); options.IsValid() {
		p.line("")
		p.options(p.file, options)
	}
	services, messages, enums := p.file.Services(), p.file.Messages(), p.file.Enums()
	for i := range services.Len() {
		p.line("")
		p.service(services.Get(i))
	}
	for i := range messages.Len() {
		p.line("")
		p.message(messages.Get(i))
	}
	for i := range enums.Len() {
		p.line("")
		p.enum(enums.Get(i))
	}
}

func (p *printer) service(s protoreflect.ServiceDescriptor) {
	p.commentsOf(s)
	p.block("service "+string(s.Name()), func() {
		separate := p.separator()
		if p.hasOptions(s) {
			separate()
			p.options(s, s.Options().ProtoReflect())
		}
		methods := s.Methods()
		for i := range methods.Len() {
			separate()
			p.method(methods.Get(i))
		}
	})
}

func (p *printer) method(m protoreflect.MethodDescriptor) {
	p.commentsOf(m)
	head := fmt.Sprintf("rpc %s(%s) returns (%s)", m.Name(), p.typeName(m, m.Input()), p.typeName(m, m.Output()))
	if !p.hasOptions(m) {
		p.line("%s;", head)
		return
	}
	p.block(head, func() { p.options(m, m.Options().ProtoReflect()) })
}

// message writes nested types before fields, so that compilers declare them before map
// entries, as in the descriptor.
func (p *printer) message(m protoreflect.MessageDescriptor) {
	p.commentsOf(m)
	p.block("message "+string(m.Name()), func() {
		separate := p.separator()
		if p.hasOptions(m) {
			separate()
			p.options(m, m.Options().ProtoReflect())
		}
		if m.ReservedRanges().Len() > 0 || m.ReservedNames().Len() > 0 {
			separate()
			p.reserved(fieldRanges(m), m.ReservedNames())
		}
		messages, enums, fields := m.Messages(), m.Enums(), m.Fields()
		for i := range messages.Len() {
			if !messages.Get(i).IsMapEntry() {
				separate()
				p.message(messages.Get(i))
			}
		}
		for i := range enums.Len() {
			separate()
			p.enum(enums.Get(i))
		}
		for i := 0; i < fields.Len(); {
			separate()
			oneof := fields.Get(i).ContainingOneof()
			if oneof == nil || oneof.IsSynthetic() {
				p.field(fields.Get(i))
				i++
				continue
			}
			p.oneof(oneof)
			i += oneof.Fields().Len() // the fields of a oneof are consecutive
		}
	})
}

func (p *printer) oneof(o protoreflect.OneofDescriptor) {
	p.commentsOf(o)
	p.block("oneof "+string(o.Name()), func() {
		separate := p.separator()
		for i := range o.Fields().Len() {
			separate()
			p.field(o.Fields().Get(i))
		}
	})
}

func (p *printer) field(f protoreflect.FieldDescriptor) {
	p.commentsOf(f)
	head := fmt.Sprintf("%s %s = %d", p.fieldType(f), f.Name(), f.Number())
	var options []string
	if f.JSONName() != naming.JSONName(string(f.Name())) {
		options = append(options, fmt.Sprintf("json_name = %q", f.JSONName()))
	}
	p.withOptions(head, append(options, p.compactOptions(f)...))
}

func (p *printer) fieldType(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map<" + f.MapKey().Kind().String() + ", " + p.fieldType(f.MapValue()) + ">"
	case f.IsList():
		return "repeated " + p.elementType(f)
	case f.HasOptionalKeyword():
		return "optional " + p.elementType(f)
	}
	return p.elementType(f)
}

func (p *printer) elementType(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Message() != nil:
		return p.typeName(f, f.Message())
	case f.Enum() != nil:
		return p.typeName(f, f.Enum())
	}
	return f.Kind().String()
}

// typeName returns the reference to a type from scope.
func (p *printer) typeName(scope, target protoreflect.Descriptor) string {
	parent := scope.Parent()
	if m, ok := parent.(protoreflect.MessageDescriptor); ok && m.IsMapEntry() {
		parent = m.Parent()
	}
	return p.names.relative(parent.FullName(), target.FullName())
}

func (p *printer) enum(e protoreflect.EnumDescriptor) {
	p.commentsOf(e)
	p.block("enum "+string(e.Name()), func() {
		separate := p.separator()
		if p.hasOptions(e) {
			separate()
			p.options(e, e.Options().ProtoReflect())
		}
		if e.ReservedRanges().Len() > 0 {
			separate()
			p.reserved(enumRanges(e), e.ReservedNames())
		}
		values := e.Values()
		for i := range values.Len() {
			v := values.Get(i)
			separate()
			p.commentsOf(v)
			p.withOptions(fmt.Sprintf("%s = %d", v.Name(), v.Number()), p.compactOptions(v))
		}
	})
}

func (p *printer) reserved(ranges []string, names protoreflect.Names) {
	if len(ranges) > 0 {
		p.line("reserved %s;", strings.Join(ranges, ", "))
	}
	var quoted []string
	for i := range names.Len() {
		quoted = append(quoted, fmt.Sprintf("%q", names.Get(i)))
	}
	if len(quoted) > 0 {
		p.line("reserved %s;", strings.Join(quoted, ", "))
	}
}

func fieldRanges(m protoreflect.MessageDescriptor) []string {
	var ranges []string
	for i := range m.ReservedRanges().Len() {
		r := m.ReservedRanges().Get(i)
		ranges = append(ranges, rangeText(int32(r[0]), int32(r[1]-1))) // the end is exclusive
	}
	return ranges
}

func enumRanges(e protoreflect.EnumDescriptor) []string {
	var ranges []string
	for i := range e.ReservedRanges().Len() {
		r := e.ReservedRanges().Get(i)
		ranges = append(ranges, rangeText(int32(r[0]), int32(r[1])))
	}
	return ranges
}

func rangeText(first, last int32) string {
	if first == last {
		return strconv.Itoa(int(first))
	}
	return fmt.Sprintf("%d to %d", first, last)
}
