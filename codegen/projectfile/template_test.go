// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"strings"
	"testing"
	"time"
)

// TestNew reads new files whose documents have odd names and titles.
func TestNew(t *testing.T) {
	for _, name := range []string{"a.json", "a b.json", "a: b.yaml", "#a.yaml", "2027-01-31", "true", "é\u2028\x01\".json", "'a'", "-", "~", "a\nb", `c:\d.json`} {
		for _, title := range []string{"", "Pets", "Pets\nprotos: [a]", "a\u2028b\x1b[31m\r", strings.Repeat("é ", 1000)} {
			text := New([]Listed{{Name: "pets/v1", Title: title, Document: name, ProtoPackage: "pets.v1", GoImport: "example.com/gen/pets/v1"}})
			got, findings := Parse("", text, time.Now())
			if len(findings.All()) > 0 {
				t.Errorf("%q: %v\n%s", name, findings.All(), text)
				continue
			}
			if a := got.APIs[0]; a.Document.Path != name || a.ProtoPackage != "pets.v1" || len(got.Protos) > 0 || got.Policy != DefaultPolicy {
				t.Errorf("%q %q: got %+v", name, title, a)
			}
			for line := range strings.Lines(string(text)) {
				if len(line) > 300 {
					t.Errorf("a line has %d bytes", len(line))
				}
			}
		}
	}
}
