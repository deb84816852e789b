// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/protolect/protolect/codegen/jsontree"
)

// described returns the description of an object, followed by the link to its documentation.
func (r *reader) described(node *jsontree.Node) string {
	text := r.text(node, "description")
	if docs := r.member(node, "externalDocs", jsontree.Object); docs != nil {
		r.checkMembers(docs, externalDocsMembers)
		text = joined(text, cmp.Or(r.text(docs, "description"), "See")+": "+r.text(docs, "url"))
	}
	return text
}

// asSentence ends a summary with a full stop. Before a description, it would otherwise look like a
// heading.
func asSentence(text string) string {
	if c, _ := utf8.DecodeLastRuneInString(text); unicode.IsLetter(c) || unicode.IsDigit(c) {
		return text + "."
	}
	return text
}

// joined returns two texts as paragraphs of one. It omits an empty text, and a first text
// with which the second starts.
func joined(first, second string) string {
	switch {
	case first == "" || strings.HasPrefix(second, first):
		return second
	case second == "" || second+"." == first:
		return first
	}
	return first + "\n\n" + second
}
