// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// placeholder stands for a name that people choose, in the lines for overlays that findings contain.
const placeholder = "NAME"

// OverlayLine returns a section of an overlay with one member. Its value must be in the form for YAML.
func OverlayLine(section, key, value string) finding.Verbatim {
	return OverlayLines(section, []string{key}, value)
}

// OverlayLines returns a section of an overlay in which several keys have the same value, in the form for YAML.
func OverlayLines(section string, keys []string, value string) finding.Verbatim {
	var members [][2]string
	for _, key := range keys {
		members = append(members, [2]string{key, value})
	}
	return OverlaySection(section, members)
}

// OverlaySection returns a section of an overlay with keys and their values, which must be in the form for YAML.
func OverlaySection(section string, members [][2]string) finding.Verbatim {
	lines := make([]string, len(members))
	for i, m := range members {
		lines[i] = inYAML(m[0]) + ": " + m[1]
	}
	return finding.Verbatim(section + ": {" + strings.Join(lines, ", ") + "}")
}

var plainYAML = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)

// inYAML returns a name in the form for a flow mapping of YAML.
func inYAML(name string) string {
	if plainYAML.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}
