// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"slices"
	"strconv"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Read reads the text of a lock file. It accepts everything that [Lock.Write] writes, in any
// layout, and reports all other content with its position. The lock is nil if there are errors.
//
// An API without a lock file has the zero Lock. An empty file is an error, because Write never
// writes one.
func Read(file string, data []byte) (*Lock, *finding.List) {
	findings := new(finding.List)
	root, ok := yamltree.Read(file, data, finding.LockSyntax, findings)
	if !ok {
		return nil, findings
	}
	lock := readLock(root, findings)
	if findings.HasErrors() {
		return nil, findings
	}
	return lock, findings
}

func readLock(root yamltree.Node, findings *finding.List) *Lock {
	top := members(root)
	if !isVersioned(root, top, findings) {
		return nil
	}
	lock := new(Lock)
	for _, m := range top {
		switch m.Name {
		case "version":
		case "generator":
			lock.Generator = readGenerator(m.Value)
		case "typeRules":
			lock.TypeRules = readTypeRules(m.Value)
		case "named":
			lock.Named = m.Value.Flag()
		case "messages":
			lock.Messages = readEntries(m.Value, messageKind)
		case "enums":
			lock.Enums = readEntries(m.Value, enumKind)
		case "methods":
			lock.Methods = readMethods(m.Value)
		case "api":
			lock.API = readAPI(m)
		case "gliding":
			lock.Gliding, _ = m.Value.Text(nonEmpty)
		case "overlay":
			lock.Overlay, _ = m.Value.Text(nonEmpty)
		default:
			m.ReportUnknown("version", "generator", "typeRules", "named", "messages", "enums", "methods", "api", "overlay", "gliding")
		}
	}
	return lock
}

// isVersioned reports whether the file has a version that this package reads. If not, it adds
// a finding, and the rest of the file must not be read.
func isVersioned(root yamltree.Node, top []yamltree.Member, findings *finding.List) bool {
	i := slices.IndexFunc(top, func(m yamltree.Member) bool { return m.Name == "version" })
	if i < 0 {
		if !findings.HasErrors() {
			root.Report("the version is missing")
		}
		return false
	}
	value := top[i].Value
	text, ok := value.Unquoted()
	if !ok {
		return false
	}
	number, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err == nil && number >= 1 && number <= version && text == strconv.FormatUint(number, 10):
		return true
	case err == nil && number > version:
		value.ReportAs(finding.LockVersion, "the lock file has version %d, and this protolect reads versions up to %d", number, version)
	default:
		value.Report("expected a version from 1 to %d, found %q", version, text)
	}
	return false
}

// readTypeRules returns the version of the rules for types.
func readTypeRules(n yamltree.Node) int {
	text, ok := n.Unquoted()
	if !ok {
		return 0
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || text != strconv.Itoa(number) {
		n.Report("expected the version of the rules for types, a number from 1, found %q", text)
		return 0
	}
	return number
}

// members returns the members of a mapping whose keys are strings in every version of YAML.
func members(n yamltree.Node) []yamltree.Member {
	return slices.DeleteFunc(n.Members(), func(m yamltree.Member) bool {
		if m.Key.IsString() {
			return false
		}
		m.Key.Report("the key %s is not a string in YAML: write it in quotes", m.Key)
		return true
	})
}

// identifier is the form of proto names.
var identifier = yamltree.NewForm(`^[A-Za-z_][A-Za-z0-9_]*$`, "a proto name")

// readIdentifier returns a proto name, or "" after it reported the value.
func readIdentifier(n yamltree.Node) string {
	name, _ := n.Text(identifier)
	return name
}
