// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"slices"
	"strings"
)

// Element returns a short name for the element of a document at the position: "Pet.size" for a property
// of a schema, "NotFound" for another component, "GET /pets responses.200" for a part of an operation. It
// returns "the document" if the position has no pointer.
func (p Position) Element() string {
	tokens := strings.Split(p.Pointer, "/")[min(1, len(p.Pointer)):]
	for i, token := range tokens {
		tokens[i] = unescaper.Replace(token)
	}
	operation := ""
	switch {
	case p.Pointer == "":
		return "the document"
	case len(tokens) > 2 && tokens[0] == "components":
		tokens = tokens[2:]
	case len(tokens) > 1 && slices.Contains([]string{"schemas", "definitions", "parameters", "responses"}, tokens[0]):
		tokens = tokens[1:]
	case len(tokens) > 2 && tokens[0] == "paths":
		operation = strings.ToUpper(tokens[2]) + " " + tokens[1]
		tokens = tokens[3:]
	}
	var names []string
	for i := 0; i < len(tokens); i++ {
		switch {
		case tokens[i] == "properties" && i+1 < len(tokens):
			i++
			names = append(names, tokens[i])
		case tokens[i] == "content":
			i++ // the media type
		case tokens[i] != "schema":
			names = append(names, tokens[i])
		}
	}
	return strings.TrimSpace(operation + " " + strings.Join(names, "."))
}

var unescaper = strings.NewReplacer("~1", "/", "~0", "~")
