// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// names contains the full names that a file can refer to, to find the shortest reference.
//
// A compiler searches the first part of a reference in the innermost scope, and then in the
// next, until it finds that part. So a reference to google.protobuf.Any in the package
// protolect.google.chat.v1 needs a leading dot: "google" is found as protolect.google.
type names struct {
	pkg   string
	known map[string]bool
}

func newNames(file protoreflect.FileDescriptor) *names {
	n := &names{pkg: string(file.Package()), known: make(map[string]bool)}
	n.addFile(file)
	imports := file.Imports()
	for i := range imports.Len() {
		n.addFile(imports.Get(i).FileDescriptor)
	}
	return n
}

func (n *names) addFile(file protoreflect.FileDescriptor) {
	for pkg := file.Package(); pkg != ""; pkg = pkg.Parent() {
		n.known[string(pkg)] = true
	}
	n.addTypes(file)
	for i := range file.Services().Len() {
		s := file.Services().Get(i)
		n.known[string(s.FullName())] = true
		for j := range s.Methods().Len() {
			n.known[string(s.Methods().Get(j).FullName())] = true
		}
	}
	for i := range file.Extensions().Len() {
		n.known[string(file.Extensions().Get(i).FullName())] = true
	}
}

// container is a file or a message.
type container interface {
	Messages() protoreflect.MessageDescriptors
	Enums() protoreflect.EnumDescriptors
}

func (n *names) addTypes(c container) {
	for i := range c.Messages().Len() {
		m := c.Messages().Get(i)
		n.known[string(m.FullName())] = true
		for j := range m.Fields().Len() {
			n.known[string(m.Fields().Get(j).FullName())] = true
		}
		for j := range m.Oneofs().Len() {
			n.known[string(m.Oneofs().Get(j).FullName())] = true
		}
		n.addTypes(m)
	}
	for i := range c.Enums().Len() {
		e := c.Enums().Get(i)
		n.known[string(e.FullName())] = true
		for j := range e.Values().Len() {
			n.known[string(e.Values().Get(j).FullName())] = true
		}
	}
}

// relative returns the shortest reference to target from an element in scope: the last parts
// of the name within the package, the full name, or the full name after a dot. It never
// returns a part of the package.
func (n *names) relative(scope, target protoreflect.FullName) string {
	full := string(target)
	if rest, found := strings.CutPrefix(full, n.pkg+"."); found {
		for start := strings.LastIndexByte(rest, '.') + 1; ; start = strings.LastIndexByte(rest[:start-1], '.') + 1 {
			if short := rest[start:]; n.resolve(string(scope), short) == full && !startsWithKeyword(short) {
				return short
			}
			if start == 0 {
				break
			}
		}
	}
	// Compilers also read "stream" within a name as the keyword.
	if n.resolve(string(scope), full) == full && !startsWithKeyword(full) && !slices.Contains(strings.Split(full, "."), "stream") {
		return full
	}
	return "." + full
}

func startsWithKeyword(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return keywords[first]
}

// keywords are the words that compilers don't read as a name at the start of a type.
var keywords = map[string]bool{
	"bool": true, "bytes": true, "double": true, "float": true, "string": true,
	"int32": true, "int64": true, "uint32": true, "uint64": true, "sint32": true, "sint64": true,
	"fixed32": true, "fixed64": true, "sfixed32": true, "sfixed64": true,
	"enum": true, "extend": true, "extensions": true, "group": true, "map": true, "message": true, "oneof": true, "option": true,
	"optional": true, "repeated": true, "required": true, "reserved": true, "returns": true, "rpc": true, "stream": true,
}

// resolve returns the full name that a compiler finds for a reference in scope, or "".
func (n *names) resolve(scope, name string) string {
	first, _, _ := strings.Cut(name, ".")
	for {
		candidate := first
		if scope != "" {
			candidate = scope + "." + first
		}
		if n.known[candidate] {
			return strings.TrimSuffix(candidate, first) + name
		}
		if scope == "" {
			return ""
		}
		scope = scope[:max(strings.LastIndexByte(scope, '.'), 0)]
	}
}
