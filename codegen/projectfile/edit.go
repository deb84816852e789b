// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// SetSHA256 sets the key sha256 of an API's document in the text of a file, and keeps the rest of the text.
func SetSHA256(text []byte, api, sum string) ([]byte, error) {
	start := len(text) - len(bytes.TrimPrefix(text, []byte("\ufeff")))
	edited := slices.Clone(text)
	if document, found := member(text, "apis", api, "document"); found {
		for _, m := range document.Members() {
			if m.Name == "sha256" {
				edited = replaceScalar(text, start+m.Value.Offset(), sum)
				break
			}
			if m.Name == "url" {
				edited = insertSHA256(text, start+m.Key.Offset(), start+m.Value.Offset(), document.IsFlow(), sum)
			}
		}
	}
	project, _ := Parse("", edited, time.Time{})
	if project == nil || !slices.ContainsFunc(project.APIs, func(a API) bool { return a.Name == api && a.Document.SHA256 == sum }) {
		return nil, fmt.Errorf("cannot set the sha256 of %s in %s: set it yourself, to %s", api, Name, sum)
	}
	return edited, nil
}

// member returns the value at a path of keys.
func member(text []byte, names ...string) (yamltree.Node, bool) {
	node, ok := yamltree.Read(Name, text, finding.ProjectSyntax, new(finding.List))
	for _, name := range names {
		if !ok || !node.IsMapping() {
			return node, false
		}
		members := node.Members()
		i := slices.IndexFunc(members, func(m yamltree.Member) bool { return m.Name == name })
		if i < 0 {
			return node, false
		}
		node = members[i].Value
	}
	return node, ok && node.IsMapping()
}

// replaceScalar replaces the scalar at an offset, whose text is a hash.
func replaceScalar(text []byte, at int, value string) []byte {
	if quote := text[at]; quote == '"' || quote == '\'' {
		at++
	}
	return slices.Replace(slices.Clone(text), at, min(at+len(value), len(text)), []byte(value)...)
}

// insertSHA256 inserts the key before url in a mapping in braces, or on the line below it.
func insertSHA256(text []byte, key, value int, isFlow bool, sum string) []byte {
	if isFlow {
		return slices.Insert(slices.Clone(text), key, []byte("sha256: "+sum+", ")...)
	}
	line := text[bytes.LastIndexByte(text[:key], '\n')+1 : key]
	end := len(text)
	if i := bytes.IndexByte(text[value:], '\n'); i >= 0 {
		end = value + i
	}
	newline := "\n"
	if end > 0 && text[end-1] == '\r' {
		end--
		newline = "\r\n"
	}
	return slices.Insert(slices.Clone(text), end, []byte(newline+strings.Repeat(" ", len(line))+"sha256: "+sum)...)
}
