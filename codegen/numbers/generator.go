// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"bytes"

	"golang.org/x/mod/semver"

	"github.com/protolect/protolect/codegen/yamltree"
)

// readGenerator returns the version of the generator that wrote the lock.
func readGenerator(n yamltree.Node) string {
	text, ok := n.Text(nonEmpty)
	if ok && !semver.IsValid(text) {
		n.ReportExpected("a version of protolect, for example v1.2.3")
		return ""
	}
	return text
}

func writeGenerator(b *bytes.Buffer, version string) {
	if version != "" {
		b.WriteString("generator: " + yamlText(version) + "\n")
	}
}

// IsOlder reports whether a version of the generator is older than the one that wrote the lock. It is false if one of the
// versions is unknown.
func (l *Lock) IsOlder(version string) bool {
	return version != "" && l.Generator != "" && semver.Compare(version, l.Generator) < 0
}
