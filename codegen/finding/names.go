// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names returns the names of elements for a message: the first ones, each once and in quotes, and the
// number of the others.
func Names(all []string) Verbatim {
	const most, maxName = 5, 80
	var distinct []string
	for _, name := range all {
		if !slices.Contains(distinct, name) {
			distinct = append(distinct, name)
		}
		if len(distinct) > 1000 {
			break // the number of the others is a lower bound
		}
	}
	var texts []string
	for _, name := range distinct[:min(len(distinct), most)] {
		texts = append(texts, strconv.Quote(shorten(name, maxName)))
	}
	text := strings.Join(texts, ", ")
	if others := len(distinct) - most; others > 0 {
		text += fmt.Sprintf(" and %d more", others)
	}
	return Verbatim(text)
}
