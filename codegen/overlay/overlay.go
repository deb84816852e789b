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
// an error at its line.
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
}

// Read reads an overlay; the name of the file is for positions. What is wrong
// with it is in the list, and the rest in the overlay.
func Read(file string, data []byte) (*Overlay, *finding.List) {
	r := &reader{file: file, findings: new(finding.List)}
	overlay := new(Overlay)
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		r.add(&yaml.Node{Line: syntaxLine(err), Column: 1}, "%v", err)
		return overlay, r.findings
	}
	if len(root.Content) == 0 {
		return overlay, r.findings
	}
	for key, value := range r.members(root.Content[0]) {
		switch key.Value {
		case "service":
			overlay.service = &entry{name: r.name(value, identifier), at: r.at(value)}
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

func syntaxLine(err error) int {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		return load.Mark.Line
	}
	return 1
}

// members yields the members of a mapping, each name once.
func (r *reader) members(node *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if node.Kind != yaml.MappingNode {
			r.add(node, "a mapping belongs here")
			return
		}
		seen := make(map[string]bool)
		for i := 0; i < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
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
	packageName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	importPath  = regexp.MustCompile(`^[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*$`)
)

func (r *reader) name(node *yaml.Node, form *regexp.Regexp) string {
	if node.Kind != yaml.ScalarNode || !form.MatchString(node.Value) {
		r.add(node, "%q is no name of the form %s", node.Value, form)
		return ""
	}
	return node.Value
}

func (r *reader) entries(node *yaml.Node, form *regexp.Regexp) []entry {
	var entries []entry
	for key, value := range r.members(node) {
		entries = append(entries, entry{key: key.Value, name: r.name(value, form), at: r.at(key)})
	}
	return entries
}

func (r *reader) packages(node *yaml.Node) []packageEntry {
	var packages []packageEntry
	for key, value := range r.members(node) {
		p := packageEntry{proto: r.name(key, packageName)}
		for name, value := range r.members(value) {
			switch name.Value {
			case "go":
				p.goImport = r.name(value, importPath)
			case "schemas":
				for _, schema := range value.Content {
					p.schemas = append(p.schemas, entry{key: schema.Value, at: r.at(schema)})
				}
			default:
				r.add(name, "%q is neither go nor schemas", name.Value)
			}
		}
		if p.goImport == "" || len(p.schemas) == 0 {
			r.add(key, "the package %q needs go, an import path, and schemas, a list of names", key.Value)
		}
		packages = append(packages, p)
	}
	return packages
}

func (r *reader) example(node *yaml.Node) *example {
	e := &example{method: entry{at: r.at(node)}}
	for key, value := range r.members(node) {
		switch key.Value {
		case "method":
			e.method = entry{key: value.Value, at: r.at(value)}
		case "request":
			e.request = r.json(value)
		default:
			r.add(key, "%q is neither method nor request", key.Value)
		}
	}
	return e
}

// json returns a YAML value as JSON.
func (r *reader) json(node *yaml.Node) string {
	var value any
	if err := node.Decode(&value); err != nil {
		r.add(node, "%v", err)
		return ""
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		r.add(node, "%v", err)
		return ""
	}
	return strings.TrimSpace(text.String())
}
