// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestReference checks that the example of the reference is valid and has every key, and that the reference documents
// every key.
func TestReference(t *testing.T) {
	if _, findings := Parse("", []byte(example), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)); len(findings.All()) > 0 {
		t.Error(findings.All())
	}
	keys := slices.Concat(names(projectKeys), names(apiKeys), names(documentKeys), names(packKeys), names(policyKeys), names(exceptionKeys))
	for _, key := range keys {
		if !regexp.MustCompile(`(?m)^[ -]*` + key + `:`).MatchString(example) {
			t.Errorf("the example lacks %s", key)
		}
		if !strings.Contains(Reference(), "\n| `"+key+"` | ") {
			t.Errorf("the reference lacks %s", key)
		}
	}
}
