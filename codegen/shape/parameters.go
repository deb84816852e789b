// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// noteParameters reports parameters that clients encode differently from the document.
func (s *shaper) noteParameters() {
	for _, o := range s.doc.Operations {
		for _, p := range slices.Concat(o.Parameters, o.Headers) {
			if p.Reserved {
				s.count(finding.NotCarried,
					"parameter that may contain reserved characters: they are sent percent-encoded, which has the same meaning",
					"parameters that may contain reserved characters: they are sent percent-encoded, which has the same meaning", o.ID+"."+p.Name, p.At)
			}
		}
	}
}
