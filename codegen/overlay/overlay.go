// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package overlay holds the facts about an API that its document lost. They
// stand in overlay.yaml, keyed by the document's names of things:
//
//	# The one service of the API. Without it there is one for each resource.
//	service: ChatService
//	# The call with which the documentation begins, its request as proto JSON.
//	example:
//	  method: chat.spaces.messages.create
//	  request: {parent: spaces/AAAA, message: {text: Hello}}
//	# RPCs, by the method's id.
//	methods:
//	  chat.media.download: GetMedia
//	# Messages, by the schema's name.
//	messages:
//	  GoogleChatV1Section: Section
//	# Enums that are another one, each by schema and property.
//	enums:
//	  GoogleAppsCardV1Column.horizontalAlignment: GoogleAppsCardV1Widget.horizontalAlignment
//	# Other packages, with the schemas that live there. A star stands for the
//	# part of a schema's name that is its name in the package.
//	packages:
//	  protolect.google.apps.card.v1:
//	    go: github.com/protolect/protolect/gen/google/apps/card/v1/cardpb
//	    schemas: [GoogleAppsCardV1*, Color]
//
// Every entry must match something and change something: one that does not is
// an error at its line. What two packages could take is in the first.
package overlay

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

// Overlay is a read overlay.yaml. The zero value says nothing.
type Overlay struct {
	service  *entry
	example  *example
	methods  []entry
	messages []entry
	enums    []entry
	packages []packageEntry
}

// entry is one line: what it is about, and the name that it gives.
type entry struct {
	key  string
	name string
	at   finding.Position
}

type example struct {
	method  entry
	request string // JSON
}

type packageEntry struct {
	proto    string
	goImport string
	schemas  []entry
	at       finding.Position
}

// Read reads an overlay; the name of the file is for positions. What is wrong
// with it is in the list, and the rest in the overlay.
func Read(file string, data []byte) (*Overlay, *finding.List) {
	r := &reader{file: file, findings: new(finding.List)}
	overlay := new(Overlay)
	var documents []yaml.Node
	if err := yaml.Load(data, &documents, yaml.WithAllDocuments()); err != nil {
		r.loadError(err)
		return overlay, r.findings
	}
	if len(documents) == 0 {
		return overlay, r.findings
	}
	if len(documents) > 1 {
		r.add(&documents[1], "a second document begins here")
	}
	for key, value := range r.members(documents[0].Content[0]) {
		switch key.Value {
		case "service":
			if name := r.name(value, identifier); name != "" {
				overlay.service = &entry{name: name, at: r.at(value)}
			}
		case "example":
			overlay.example = r.example(value)
		case "methods":
			overlay.methods = r.entries(value, identifier)
		case "messages":
			overlay.messages = r.entries(value, identifier)
		case "enums":
			overlay.enums = r.entries(value, enumKey)
		case "packages":
			overlay.packages = r.packages(value)
		default:
			r.add(key, "%q is none of service, example, methods, messages, enums and packages", key.Value)
		}
	}
	return overlay, r.findings
}

type reader struct {
	file     string
	findings *finding.List
}

func (r *reader) at(node *yaml.Node) finding.Position {
	return finding.Position{File: r.file, Line: node.Line, Column: node.Column}
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

var (
	identifier  = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	enumKey     = regexp.MustCompile(`^.+\..+$`)
	schemaName  = regexp.MustCompile(`^.+$`)
	methodID    = regexp.MustCompile(`^.+$`)
	packageName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	importPath  = regexp.MustCompile(`^[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*$`)
)

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

func (r *reader) entries(node *yaml.Node, form *regexp.Regexp) []entry {
	var entries []entry
	for key, value := range r.members(node) {
		if name := r.name(value, form); name != "" {
			entries = append(entries, entry{key: key.Value, name: name, at: r.at(key)})
		}
	}
	return entries
}

func (r *reader) packages(node *yaml.Node) []packageEntry {
	var packages []packageEntry
	for key, value := range r.members(node) {
		p := packageEntry{proto: r.name(key, packageName), at: r.at(key)}
		var hasGo, hasSchemas bool
		for name, value := range r.members(value) {
			switch name.Value {
			case "go":
				hasGo = true
				p.goImport = r.name(value, importPath)
			case "schemas":
				hasSchemas = true
				p.schemas = r.schemas(value)
			default:
				r.add(name, "%q is neither go nor schemas", name.Value)
			}
		}
		if !hasGo || !hasSchemas {
			r.add(key, "the package %q needs go, an import path, and schemas, a list of names", key.Value)
		}
		if p.proto != "" && p.goImport != "" {
			packages = append(packages, p)
		}
	}
	return packages
}

func (r *reader) schemas(list *yaml.Node) []entry {
	if !r.isPlain(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		r.add(list, "a list of names belongs here")
		return nil
	}
	var entries []entry
	for _, node := range list.Content {
		if name := r.name(node, schemaName); name != "" {
			entries = append(entries, entry{key: name, at: r.at(node)})
		}
	}
	return entries
}

// example returns nil where a part of it is missing or wrong.
func (r *reader) example(node *yaml.Node) *example {
	e := new(example)
	for key, value := range r.members(node) {
		switch key.Value {
		case "method":
			e.method = entry{key: r.name(value, methodID), at: r.at(value)}
		case "request":
			e.request = r.json(value)
		default:
			r.add(key, "%q is neither method nor request", key.Value)
		}
	}
	if e.method.at.Line == 0 || e.request == "" {
		r.add(node, "an example needs method, the id of one, and request")
	}
	if e.method.key == "" || e.request == "" {
		return nil
	}
	return e
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
