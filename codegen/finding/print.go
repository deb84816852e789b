// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"io"
)

// PrintText writes findings for a person, those of at least the given
// severity: position, severity, message and rule on one line, the help on the
// next.
func PrintText(w io.Writer, findings []Finding, least Severity) error {
	for _, f := range findings {
		if f.Severity < least {
			continue
		}
		pointer := ""
		if f.Position.Pointer != "" {
			pointer = " (" + f.Position.Pointer + ")"
		}
		if _, err := fmt.Fprintf(w, "%s: %s: %s [%s]%s\n    %s\n", f.Position, f.Severity, f.Message, f.Rule, pointer, f.Help); err != nil {
			return err
		}
	}
	return nil
}

// PrintJSON writes all findings as one JSON array.
func PrintJSON(w io.Writer, findings []Finding) error {
	if findings == nil {
		findings = []Finding{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(findings)
}
