// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package yamltree reads the YAML files that a project keeps beside its documents: overlays,
// lock files and protolect.yaml.
//
// Such a file is one document in plain YAML. Aliases, anchors, tags, merge keys and duplicate
// keys are errors: nobody needs them there, and a reader of the file would have to look for
// what they mean.
//
// The accessors of a node report what is wrong with it as findings, so that one run shows every
// mistake. They return ok == false, or nothing, after they reported a node.
package yamltree

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

// maxDepth is the number of levels that a file may nest.
const maxDepth = 200

// A Node is a value of a file, or a key.
type Node struct {
	file    *file
	yaml    *yaml.Node
	pointer string
}

// A Member is a member of a mapping.
type Member struct {
	Name       string
	Key, Value Node
}

// A Form is the syntax of a text.
type Form struct {
	Pattern *regexp.Regexp
	// Want describes the syntax to a person: "a name such as ListPets".
	Want string
}

// NewForm returns a form. It panics if the pattern cannot be compiled.
func NewForm(pattern, want string) Form { return Form{regexp.MustCompile(pattern), want} }

type file struct {
	lines    *finding.Lines
	rule     finding.Rule
	findings *finding.List
}

// Read reads a file and reports mistakes by the given rule. It returns ok == false if it
// reported a mistake. An empty file has a null as its root.
func Read(name string, data []byte, rule finding.Rule, findings *finding.List) (root Node, ok bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	f := &file{finding.NewLines(name, data), rule, findings}
	if start, end := conflict(data); end > start {
		findings.Add(finding.Unmerged, f.lines.Position(start), "a merge conflict starts here and ends on line %d", f.lines.Position(end).Line)
		return Node{}, false
	}
	node, err := Load(data, maxDepth)
	if err != nil {
		findings.Add(rule, f.lines.Position(min(err.Offset, len(data))), "%s", err.Message)
		return Node{}, false
	}
	if node == nil {
		node = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	return Node{file: f, yaml: node}, true
}

// conflictMarkers are the first and the last line of a merge conflict.
var conflictMarkers = regexp.MustCompile(`(?ms)^<<<<<<<( .*?)?$.*?^(>>>>>>>)`)

// conflict returns the offsets of the first and the last line of a merge conflict, or zeros.
func conflict(data []byte) (start, end int) {
	if found := conflictMarkers.FindSubmatchIndex(data); found != nil {
		return found[0], found[4]
	}
	return 0, 0
}

// Position returns where the node starts.
func (n Node) Position() finding.Position {
	at := n.file.lines.Position(n.yaml.Column)
	at.Pointer = n.pointer
	return at
}

// Line returns the number of the line in which the node starts.
func (n Node) Line() int { return n.Position().Line }

// Report reports a mistake in the node by the rule of the file.
func (n Node) Report(format string, args ...any) { n.ReportAs(n.file.rule, format, args...) }

// ReportAs reports a mistake in the node by another rule.
func (n Node) ReportAs(rule finding.Rule, format string, args ...any) {
	n.file.findings.Add(rule, n.Position(), format, args...)
}

// ReportExpected reports that the node is not what is expected, for example "a list".
func (n Node) ReportExpected(expected string) { n.Report("expected %s, found %s", expected, n) }

// String returns a description of the node for messages: its text in quotes, or its kind.
func (n Node) String() string {
	switch {
	case n.yaml.Kind == yaml.MappingNode:
		return "a mapping"
	case n.yaml.Kind == yaml.SequenceNode && len(n.yaml.Content) == 0:
		return "an empty list"
	case n.yaml.Kind == yaml.SequenceNode:
		return "a list"
	case n.yaml.Value == "" && n.IsUnquoted():
		return "nothing"
	}
	return strconv.Quote(n.yaml.Value)
}

// IsEmpty reports whether the node is the root of an empty file.
func (n Node) IsEmpty() bool { return n.yaml.Line == 0 }

// IsMapping reports whether the node is a mapping.
func (n Node) IsMapping() bool { return n.yaml.Kind == yaml.MappingNode }

// IsFlow reports whether the node is a mapping or list in braces or brackets.
func (n Node) IsFlow() bool { return n.yaml.Style&yaml.FlowStyle != 0 }

// Offset returns where the node starts in the file, in bytes after a byte order mark.
func (n Node) Offset() int { return n.yaml.Column }

// IsString reports whether every YAML reader takes the node as a string.
func (n Node) IsString() bool { return n.yaml.Kind == yaml.ScalarNode && n.yaml.ShortTag() == "!!str" }

// IsUnquoted reports whether the node is a scalar without quotes.
func (n Node) IsUnquoted() bool { return n.yaml.Kind == yaml.ScalarNode && n.yaml.Style == 0 }

// IsFalse reports whether the node is the value false.
func (n Node) IsFalse() bool {
	return n.IsUnquoted() && n.yaml.ShortTag() == "!!bool" && n.yaml.Value == "false"
}

// isPlain reports whether the node has no alias, anchor and tag.
func (n Node) isPlain() bool {
	switch {
	case n.yaml.Kind == yaml.AliasNode:
		n.Report("aliases are not supported: replace *%s by the value that it refers to", n.yaml.Value)
	case n.yaml.Anchor != "":
		n.Report("anchors are not supported: remove &%s", n.yaml.Anchor)
	case n.yaml.Style&yaml.TaggedStyle != 0 || n.yaml.Tag == "!":
		n.Report("tags are not supported: remove %s", n.yaml.Tag)
	default:
		return true
	}
	return false
}

// Members returns the members of a mapping, in the order of the file. Of members with the same
// name it returns the first.
func (n Node) Members() []Member {
	if !n.isPlain() {
		return nil
	}
	if n.yaml.Kind != yaml.MappingNode {
		n.ReportExpected("a mapping")
		return nil
	}
	members := make([]Member, 0, len(n.yaml.Content)/2)
	lines := make(map[string]int, len(n.yaml.Content)/2)
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		key := Node{n.file, n.yaml.Content[i], n.pointer}
		switch {
		case !key.isPlain():
			continue
		case key.yaml.Kind != yaml.ScalarNode:
			key.ReportExpected("a name")
			continue
		case key.yaml.ShortTag() == "!!merge":
			key.Report("merge keys are not supported: write the members of the other mapping here")
			continue
		}
		name := key.yaml.Value
		key.pointer += "/" + escaper.Replace(name)
		if line, found := lines[name]; found {
			key.Report("duplicate key %q: it is also on line %d", name, line)
			continue
		}
		lines[name] = key.Line()
		members = append(members, Member{name, key, Node{n.file, n.yaml.Content[i+1], key.pointer}})
	}
	return members
}

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// ReportUnknown reports that the key is not one of the known keys.
func (m Member) ReportUnknown(known ...string) {
	m.Key.Report("unknown key %q%s: the keys are %s", m.Name, finding.Suggestion(m.Name, known), finding.Verbatim(join(known)))
}

// Elements returns the elements of a list. An empty list is a mistake.
func (n Node) Elements() []Node {
	if !n.isPlain() {
		return nil
	}
	if n.yaml.Kind != yaml.SequenceNode || len(n.yaml.Content) == 0 {
		n.ReportExpected("a list of at least one element")
		return nil
	}
	return n.elements()
}

// IsList reports whether the node is a list.
func (n Node) IsList() bool { return n.yaml.Kind == yaml.SequenceNode }

// List returns the elements of a list that may be empty.
func (n Node) List() []Node {
	if !n.isPlain() {
		return nil
	}
	return n.elements()
}

func (n Node) elements() []Node {
	elements := make([]Node, len(n.yaml.Content))
	for i, element := range n.yaml.Content {
		elements[i] = Node{n.file, element, n.pointer + "/" + strconv.Itoa(i)}
	}
	return elements
}

// Text returns a text of the given form. Numbers and booleans are texts, as they are written.
func (n Node) Text(form Form) (text string, ok bool) {
	if !n.isPlain() {
		return "", false
	}
	if n.yaml.Kind != yaml.ScalarNode || !form.Pattern.MatchString(n.yaml.Value) {
		n.ReportExpected(form.Want)
		return "", false
	}
	return n.yaml.Value, true
}

// Unquoted returns the text of a scalar without quotes, such as a number.
func (n Node) Unquoted() (text string, ok bool) {
	if !n.isPlain() {
		return "", false
	}
	if !n.IsUnquoted() {
		n.ReportExpected("a value without quotes")
		return "", false
	}
	return n.yaml.Value, true
}

// Flag reads a value that must be true: a flag that is not set is left out.
func (n Node) Flag() bool {
	text, ok := n.Unquoted()
	if ok && text != "true" {
		n.Report("expected true, found %s: to unset the flag, remove the line", n)
		return false
	}
	return ok
}

// JSON returns the value as compact JSON. Texts are those of the file, also where YAML sees a
// date.
func (n Node) JSON() (text string, ok bool) {
	errors := n.file.findings.Count(finding.Error)
	value := n.value()
	if n.file.findings.Count(finding.Error) > errors {
		return "", false
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		n.Report("the value cannot be written as JSON: %v", err)
		return "", false
	}
	return strings.TrimSpace(b.String()), true
}

// value returns the value as encoding/json writes it.
func (n Node) value() any {
	switch {
	case n.yaml.Kind == yaml.MappingNode:
		members := make(map[string]any)
		for _, m := range n.Members() {
			members[m.Name] = m.Value.value()
		}
		return members
	case !n.isPlain():
		return nil
	case n.yaml.Kind == yaml.SequenceNode:
		elements := make([]any, 0, len(n.yaml.Content))
		for _, e := range n.elements() {
			elements = append(elements, e.value())
		}
		return elements
	}
	switch n.yaml.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.yaml.Value, "true")
	case "!!int", "!!float":
		if !json.Valid([]byte(n.yaml.Value)) {
			n.Report("%q is not a JSON number: write it as one, or in quotes", n.yaml.Value)
			return nil
		}
		return json.Number(n.yaml.Value)
	}
	return n.yaml.Value
}

// join returns a list of names as it stands in a sentence: "a, b and c".
func join(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
