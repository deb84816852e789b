// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

// Read reads the text of the lock file that is called file. It takes nothing
// but what [Lock.Write] may have written, in any layout, and reports everything
// else where it stands. The lock is nil where there are errors.
//
// An API that has no lock file yet has the zero Lock. A file without content is
// an error, because it had some when it was written.
func Read(file string, data []byte) (*Lock, *finding.List) {
	r := reader{file: file, lines: strings.Split(string(data), "\n")}
	lock := r.read(data)
	if r.findings.HasErrors() {
		return nil, &r.findings
	}
	return lock, &r.findings
}

// reader reads one file. Its methods report what they find and go on.
type reader struct {
	file     string
	lines    []string
	scan     scanned
	findings finding.List
}

// member is a member of a mapping.
type member struct {
	name       string
	pointer    string // to the value
	key, value *yaml.Node
}

func (r *reader) read(data []byte) *Lock {
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		r.loadError(data, err)
		return nil
	}
	root := document.Content[0]
	top := r.members(root, "")
	if !r.isVersioned(root, top) {
		return nil
	}
	lock := &Lock{}
	for _, m := range top {
		switch m.name {
		case "version":
		case "typeRules":
			lock.TypeRules = r.typeRules(m)
		case "messages":
			lock.Messages = r.entries(m, messageKind)
		case "enums":
			lock.Enums = r.entries(m, enumKind)
		case "methods":
			lock.Methods = r.methods(m)
		case "api":
			lock.API = r.api(m)
		default:
			r.unknown(m, "version, typeRules, messages, enums, methods and api")
		}
	}
	return lock
}

// loadError reports what is no YAML, or not one document of it.
func (r *reader) loadError(data []byte, err error) {
	at, message := finding.Position{File: r.file}, err.Error()
	if failure, ok := errors.AsType[*yaml.LoadError](err); ok {
		message = strings.TrimPrefix(failure.Message, "yaml: ")
		at = r.position(failure.Mark.Line, failure.Mark.Column, "")
		if at.Line == 0 && failure.Mark.Index > 0 {
			// Of what is no UTF-8 the library knows only the byte.
			before := data[:min(failure.Mark.Index, len(data))]
			at.Line = bytes.Count(before, []byte("\n")) + 1
			at.Column = len(before) - bytes.LastIndexByte(before, '\n')
		}
	}
	r.findings.Add(finding.LockSyntax, at, "%s", message)
}

// isVersioned tells whether the file has the version that is read here, and
// reports it if not: the rest would be misunderstood.
func (r *reader) isVersioned(root *yaml.Node, top []member) bool {
	i := slices.IndexFunc(top, func(m member) bool { return m.name == "version" })
	if i < 0 {
		if !r.findings.HasErrors() {
			r.syntax(root, "", "the version is missing, which is always written")
		}
		return false
	}
	value, pointer := top[i].value, top[i].pointer
	if !r.isPlain(value, pointer) {
		return false
	}
	number, err := strconv.ParseUint(value.Value, 10, 64)
	switch {
	case value.Value == strconv.Itoa(version):
		return true
	case err == nil && number > version:
		r.findings.Add(finding.LockVersion, r.at(value, pointer), "the lock file has version %d, and this protolect knows versions up to %d", number, version)
	default:
		r.syntax(value, pointer, "the version is %q, and should be %d", value.Value, version)
	}
	return false
}

// typeRules returns the version of the rules for types.
func (r *reader) typeRules(m member) int {
	if !r.isPlain(m.value, m.pointer) {
		return 0
	}
	n, err := strconv.Atoi(m.value.Value)
	if err != nil || n < 1 || m.value.Value != strconv.Itoa(n) {
		r.syntax(m.value, m.pointer, "the version of the rules for types is %q, and should be a number from 1 on", m.value.Value)
		return 0
	}
	return n
}

func (r *reader) entries(section member, kind kind) map[string]*Entry {
	entries := map[string]*Entry{}
	for _, m := range r.members(section.value, section.pointer) {
		entries[m.name] = r.entry(m, kind)
	}
	return entries
}

func (r *reader) entry(of member, kind kind) *Entry {
	entry := &Entry{}
	seen := entryReader{reader: r, kind: kind, numbers: map[int32]member{}, names: map[string]member{}}
	var named, typed *member
	for _, m := range r.members(of.value, of.pointer) {
		switch {
		case m.name == "current":
			entry.Current = seen.read(m)
		case m.name == "gone":
			entry.Gone = seen.read(m)
		case m.name == "name":
			entry.Name = r.identifier(m)
		case m.name == "names":
			named = &m
		case m.name == "types" && kind == messageKind:
			typed = &m
		case m.name == "prefixed" && kind == enumKind:
			entry.Prefixed = r.flag(m)
		case kind == enumKind:
			r.unknown(m, "name, prefixed, current, gone and names")
		default:
			r.unknown(m, "name, current, gone, names and types")
		}
	}
	if named != nil {
		entry.Names = seen.protoNames(*named)
	}
	if typed != nil {
		entry.Types = seen.types(*typed)
	}
	return entry
}
