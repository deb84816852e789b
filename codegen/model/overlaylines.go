// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strings"
)

var plainYAML = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)

// InYAML returns a name in the form for a flow mapping of YAML, as in the lines for overlays that
// findings contain.
func InYAML(name string) string {
	if plainYAML.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}
