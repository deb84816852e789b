// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

// reader reads the YAML of an overlay. Its methods report what they find and go
// on.
type reader struct {
	file     string
	lines    []string
	findings *finding.List
}

// at returns where a node is. The library counts characters, a position bytes.
func (r *reader) at(node *yaml.Node) finding.Position {
	column := node.Column
	if node.Line >= 1 && node.Line <= len(r.lines) {
		characters := 1
		for offset := range r.lines[node.Line-1] {
			if characters == node.Column {
				column = offset + 1
				break
			}
			characters++
		}
	}
	return finding.Position{File: r.file, Line: node.Line, Column: column}
}

func (r *reader) add(node *yaml.Node, format string, args ...any) {
	r.findings.Add(finding.OverlaySyntax, r.at(node), format, args...)
}

// loadError reports what is no YAML.
func (r *reader) loadError(err error) {
	at := &yaml.Node{Line: 1, Column: 1}
	message := err.Error()
	if load, ok := errors.AsType[*yaml.LoadError](err); ok {
		message = strings.TrimPrefix(load.Message, "yaml: ")
		at.Line, at.Column = max(load.Mark.Line, 1), max(load.Mark.Column, 1)
	}
	r.add(at, "%s", message)
}

// isPlain tells whether a node is more than an alias, and reports aliases,
// anchors and tags.
func (r *reader) isPlain(node *yaml.Node) bool {
	switch {
	case node.Kind == yaml.AliasNode:
		r.add(node, "the alias *%s: write out what it stands for", node.Value)
		return false
	case node.Anchor != "":
		r.add(node, "the anchor &%s: an overlay has none", node.Anchor)
	case node.Style&yaml.TaggedStyle != 0:
		r.add(node, "the tag %s: an overlay has none", node.Tag)
	}
	return true
}

// members yields the members of a mapping, each name once.
func (r *reader) members(node *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if !r.isPlain(node) {
			return
		}
		if node.Kind != yaml.MappingNode {
			r.add(node, "a mapping belongs here")
			return
		}
		seen := make(map[string]bool)
		for i := 0; i < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if !r.isPlain(key) {
				continue
			}
			if key.Kind != yaml.ScalarNode || key.Value == "" {
				r.add(key, "a name belongs here")
				continue
			}
			if seen[key.Value] {
				r.add(key, "%q stands here a second time", key.Value)
				continue
			}
			seen[key.Value] = true
			if !yield(key, value) {
				return
			}
		}
	}
}

// name returns a name of the given form, or reports that it is none.
func (r *reader) name(node *yaml.Node, form *regexp.Regexp) string {
	if !r.isPlain(node) {
		return ""
	}
	if node.Kind != yaml.ScalarNode || !form.MatchString(node.Value) {
		r.add(node, "%q is no name of the form %s", node.Value, form)
		return ""
	}
	return node.Value
}

// list returns the names in a list, of which there must be one.
func (r *reader) list(list *yaml.Node) []entry {
	if !r.isPlain(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		r.add(list, "a list of names belongs here")
		return nil
	}
	var entries []entry
	for _, node := range list.Content {
		if name := r.name(node, anyName); name != "" {
			entries = append(entries, entry{key: name, at: r.at(node)})
		}
	}
	return entries
}

// json returns a YAML value as JSON.
func (r *reader) json(node *yaml.Node) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.value(node)); err != nil {
		r.add(node, "%v", err)
		return ""
	}
	return strings.TrimSpace(text.String())
}

// value returns a YAML value as encoding/json has them. Names, numbers and
// times are taken as they are written.
func (r *reader) value(node *yaml.Node) any {
	switch node.Kind {
	case yaml.MappingNode:
		members := make(map[string]any)
		for key, value := range r.members(node) {
			members[key.Value] = r.value(value)
		}
		return members
	case yaml.SequenceNode:
		r.isPlain(node)
		elements := make([]any, 0, len(node.Content))
		for _, element := range node.Content {
			elements = append(elements, r.value(element))
		}
		return elements
	}
	if !r.isPlain(node) {
		return nil
	}
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(node.Value, "true")
	case "!!int", "!!float":
		if !json.Valid([]byte(node.Value)) {
			r.add(node, "%q is no JSON number: write it as one, or in quotes", node.Value)
			return nil
		}
		return json.Number(node.Value)
	}
	return node.Value
}
