// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "strings"

// nextLink returns the target of the link with the relation "next" in the values
// of the header Link (RFC 8288, section 3), or "" if there is none.
func nextLink(headers []string) string {
	for _, rest := range headers {
		for {
			start := strings.IndexByte(rest, '<')
			if start < 0 {
				break
			}
			target, parameters, found := strings.Cut(rest[start+1:], ">")
			if !found {
				break
			}
			var relations string
			if relations, rest = linkRelations(parameters); hasNext(relations) {
				return target
			}
		}
	}
	return ""
}

// hasNext reports whether a list of relations contains "next".
func hasNext(relations string) bool {
	for relation := range strings.FieldsSeq(relations) {
		if strings.EqualFold(relation, "next") {
			return true
		}
	}
	return false
}

// linkRelations reads the parameters of a link, and returns the value of the
// first rel, which is the only one that counts. It returns the text after the
// parameters as rest.
func linkRelations(text string) (relations, rest string) {
	for found := false; ; {
		text = strings.TrimLeft(text, " \t")
		if !strings.HasPrefix(text, ";") {
			return relations, text
		}
		var name, value string
		name, value, text = linkParameter(text[1:])
		if strings.EqualFold(name, "rel") && !found {
			found, relations = true, value
		}
	}
}

// linkParameter reads a parameter of a link. It returns the text after the
// parameter as rest.
func linkParameter(text string) (name, value, rest string) {
	end := strings.IndexAny(text, "=;,")
	if end < 0 {
		return strings.TrimSpace(text), "", ""
	}
	name = strings.TrimSpace(text[:end])
	if text[end] != '=' {
		return name, "", text[end:]
	}
	text = strings.TrimLeft(text[end+1:], " \t")
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexAny(text, ";,")
		if end < 0 {
			end = len(text)
		}
		return name, strings.TrimSpace(text[:end]), text[end:]
	}
	var unquoted strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return name, unquoted.String(), text[i+1:]
		case text[i] == '\\' && i+1 < len(text):
			i++
		}
		unquoted.WriteByte(text[i])
	}
	return name, unquoted.String(), ""
}
