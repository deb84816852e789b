// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strings"

// maxServiceLength is the maximum length of the name of a service for a tag.
const maxServiceLength = 40

// Service returns the name of the service for a tag, which can be a path or a sentence.
func Service(tag string) string {
	if !strings.ContainsAny(tag, "/{") {
		words := Words(tag)
		if len(Type(tag)) <= maxServiceLength || len(words) < 2 {
			return Type(tag)
		}
		for len(words) > 1 && len(UpperCamel(words)) > maxServiceLength {
			words = words[:len(words)-1]
		}
		return Type(UpperCamel(words))
	}
	words := joinParts(partsFrom(Operation{Path: tag}, 0), false)
	for len(words) > 1 && (len(words) > 4 || len(UpperCamel(words)) > maxServiceLength) {
		words = words[1:]
	}
	return Type(UpperCamel(words))
}
