// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// PrintText writes findings for a person, those of at least the given
// severity: position, severity, message and rule on one line, the help on the
// next. What a document wrote cannot control the terminal.
func PrintText(w io.Writer, findings []Finding, least Severity) error {
	for _, f := range findings {
		if f.Severity < least {
			continue
		}
		pointer := ""
		if f.Position.Pointer != "" {
			pointer = " (" + printable(f.Position.Pointer) + ")"
		}
		if _, err := fmt.Fprintf(w, "%s: %s: %s [%s]%s\n    %s\n", f.Position, f.Severity, printable(f.Message), f.Rule, pointer, f.Help); err != nil {
			return err
		}
	}
	return nil
}

// printable returns text with escapes for what does not print.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strconv.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
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
