// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/protolect/protolect/codegen/finding"
)

// ParseYAML reads one YAML document that says what JSON can say, into the tree
// that the same value in JSON would give. Aliases and merge keys are followed:
// what they stand for has the pointer of the place that it is used in, and the
// line and column of the place that it is written in. Keys are the texts of
// scalars, so that 200 is "200"; dates are strings.
//
// What Parse refuses is a finding here too, and so are several documents, tags
// of an application's own, binary data, infinities, and an anchor within itself.
func ParseYAML(name string, data []byte) (*Node, *finding.List) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	c := &yamlConverter{
		file:     newFile(name, data),
		data:     data,
		breaks:   yamlLines(data),
		findings: new(finding.List),
		open:     make(map[*yaml.Node]bool),
	}
	root := c.load()
	if root == nil {
		return nil, c.findings
	}
	c.toOffsets(root)
	node := c.value(root, nil, "", 1)
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	return node, c.findings
}

type yamlConverter struct {
	file     *file
	data     []byte
	breaks   []int // the offset at which each line starts, as YAML counts lines
	findings *finding.List
	memory   memory
	full     bool                // it takes too much memory
	open     map[*yaml.Node]bool // the anchors that are being followed
	scan     scanned
}

// scanned is how far toOffsets has counted the characters of a line.
type scanned struct{ line, column, offset int }

func (c *yamlConverter) fail(offset int, format string, args ...any) {
	c.findings.Add(finding.DocumentSyntax, c.file.position(min(offset, len(c.data))), format, args...)
}

func (c *yamlConverter) load() *yaml.Node {
	if len(c.data) > MaxSize() {
		c.fail(0, "%s", sizeProblem())
		return nil
	}
	if !utf8.Valid(c.data) {
		c.fail(invalidUTF8(c.data), "invalid UTF-8")
		return nil
	}
	// The library makes all of its nodes before it returns.
	if mostYAMLNodes(c.data)*int(unsafe.Sizeof(yaml.Node{})) > maxMemory {
		c.fail(0, "%s", memoryProblem())
		return nil
	}
	var documents []yaml.Node
	limits := loaderlimits.New(loaderlimits.DepthValue(MaxDepth + 1))
	if err := yaml.Load(c.data, &documents, yaml.WithAllDocuments(), yaml.WithPlugin(limits)); err != nil {
		c.loadError(err)
		return nil
	}
	switch {
	case len(documents) == 0:
		c.fail(len(c.data), "the document ends too early")
		return nil
	case len(documents) > 1:
		c.toOffsets(&documents[1])
		c.fail(documents[1].Column, "a second document begins here")
		return nil
	}
	return documents[0].Content[0]
}

func (c *yamlConverter) loadError(err error) {
	load, ok := errors.AsType[*yaml.LoadError](err)
	if !ok || load.Mark.Line < 1 {
		c.fail(0, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	at := &yaml.Node{Line: load.Mark.Line, Column: load.Mark.Column}
	c.toOffsets(at)
	c.fail(at.Column, "%s", strings.TrimPrefix(load.Message, "yaml: "))
}

func invalidUTF8(data []byte) int {
	offset := 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		data = data[size:]
		offset += size
	}
	return offset
}

// mostYAMLNodes returns a number of values that a document cannot exceed: each
// but the first has a mark of its own before it, or is an only key's value.
func mostYAMLNodes(data []byte) int {
	n := 1
	for i, b := range data {
		switch b {
		case '\n', '\r', ',', '[', '{':
			n++
		case ':', '-', '?':
			if i+1 == len(data) || strings.IndexByte(" \t\r\n,]}[{\"'", data[i+1]) >= 0 {
				n++
			}
		}
	}
	return n
}

// yamlLines returns where lines start. YAML breaks lines where others do not.
func yamlLines(data []byte) []int {
	lines := []int{0}
	for i := 0; i < len(data); i++ {
		rest := data[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			i++
		case rest[0] == '\n', rest[0] == '\r':
		case bytes.HasPrefix(rest, []byte("\u0085")):
			i++
		case bytes.HasPrefix(rest, []byte("\u2028")), bytes.HasPrefix(rest, []byte("\u2029")):
			i += 2
		default:
			continue
		}
		lines = append(lines, i+1)
	}
	return lines
}

// toOffsets puts the offset in bytes where the library has the column in
// characters. It follows no alias, so it goes through the file once.
func (c *yamlConverter) toOffsets(n *yaml.Node) {
	line := min(max(n.Line, 1), len(c.breaks))
	if line != c.scan.line || n.Column < c.scan.column {
		c.scan = scanned{line: line, column: 1, offset: c.breaks[line-1]}
	}
	for c.scan.column < n.Column && c.scan.offset < len(c.data) {
		_, size := utf8.DecodeRune(c.data[c.scan.offset:])
		c.scan.offset += size
		c.scan.column++
	}
	n.Column = c.scan.offset
	for _, inner := range n.Content {
		c.toOffsets(inner)
	}
}

// value makes the node of a value. Where something is wrong with the document
// it goes on, up to the first value too many.
func (c *yamlConverter) value(n *yaml.Node, parent *Node, key string, depth int) *Node {
	node := &Node{file: c.file, offset: n.Column, parent: parent, key: key}
	if !c.memory.add(node) {
		if !c.full {
			c.full = true
			c.fail(n.Column, "%s", memoryProblem())
		}
		return node
	}
	if depth > MaxDepth {
		c.fail(n.Column, "nested deeper than %d levels", MaxDepth)
		return node
	}
	switch n.Kind {
	case yaml.AliasNode:
		if c.open[n.Alias] {
			c.fail(n.Column, "the alias *%s stands within what it stands for", n.Value)
			return node
		}
		c.open[n.Alias] = true
		node = c.value(n.Alias, parent, key, depth)
		delete(c.open, n.Alias)
	case yaml.SequenceNode:
		node.Kind = Array
		c.checkTag(n, "!!seq")
		for i, element := range n.Content {
			node.Elements = append(node.Elements, c.value(element, node, strconv.Itoa(i), depth+1))
		}
	case yaml.MappingNode:
		node.Kind = Object
		c.checkTag(n, "!!map")
		c.members(n, node, depth)
	default:
		c.scalar(n, node)
	}
	return node
}

func (c *yamlConverter) checkTag(n *yaml.Node, want string) {
	if tag := n.ShortTag(); tag != want {
		c.fail(n.Column, "the tag %s is not known", tag)
	}
}

func (c *yamlConverter) members(n *yaml.Node, node *Node, depth int) {
	seen := make(map[string]bool, len(n.Content)/2)
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		switch {
		case key.Kind != yaml.ScalarNode:
			c.fail(n.Content[i].Column, "a key must be a text")
		case key.ShortTag() == "!!merge":
			merged = append(merged, value)
		case seen[key.Value]:
			c.fail(n.Content[i].Column, "duplicate key %q", key.Value)
		default:
			seen[key.Value] = true
			member := c.value(value, node, key.Value, depth+1)
			if isBlock(value) && value.Line > n.Content[i].Line {
				member.offset = n.Content[i].Column // the line that people look for has the key
			}
			node.Members = append(node.Members, Member{Name: key.Value, Value: member})
		}
	}
	for _, value := range merged {
		c.merge(value, node, seen, depth)
	}
	slices.SortFunc(node.Members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
}

// isBlock tells whether a mapping or a sequence is written in lines of its own.
func isBlock(n *yaml.Node) bool {
	return (n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode) && n.Style&yaml.FlowStyle == 0
}

// merge adds what a merge key brings: the members of a mapping, or of several,
// that are not there yet.
func (c *yamlConverter) merge(value *yaml.Node, node *Node, seen map[string]bool, depth int) {
	brought := c.value(value, node, "<<", depth+1)
	var sources []*Node
	switch brought.Kind {
	case Object:
		sources = []*Node{brought}
	case Array:
		sources = brought.Elements
	}
	if sources == nil || slices.ContainsFunc(sources, func(s *Node) bool { return s.Kind != Object }) {
		c.fail(value.Column, "a merge key brings a mapping, or a list of them")
		return
	}
	for _, source := range sources {
		for _, m := range source.Members {
			if !seen[m.Name] {
				seen[m.Name] = true
				m.Value.parent = node
				node.Members = append(node.Members, m)
			}
		}
	}
}

func (c *yamlConverter) scalar(n *yaml.Node, node *Node) {
	node.Text = n.Value
	c.memory.addText(node.Text)
	switch n.ShortTag() {
	case "!!str", "!!timestamp", "!!merge":
		node.Kind = String
	case "!!null":
		node.Kind, node.Text = Null, ""
	case "!!bool":
		node.Kind, node.Text = Bool, strings.ToLower(n.Value)
	case "!!int", "!!float":
		node.Kind = Number
		if !json.Valid([]byte(n.Value)) {
			node.Text = c.number(n)
		}
	default:
		c.fail(n.Column, "the tag %s is not known", n.ShortTag())
	}
	if (node.Kind == Bool || node.Kind == Number) && node.Text != n.Value {
		if c.file.spellings == nil {
			c.file.spellings = make(map[int]string)
		}
		c.file.spellings[n.Column] = n.Value
		c.memory.addText(n.Value)
	}
}

// number returns the JSON literal of a number that YAML writes in another way:
// 0x10, +1, .5, 1_000.
func (c *yamlConverter) number(n *yaml.Node) string {
	var value any
	if err := n.Decode(&value); err == nil {
		if f, ok := value.(float64); !ok || !math.IsInf(f, 0) && !math.IsNaN(f) {
			if text, err := json.Marshal(value); err == nil {
				return string(text)
			}
		}
	}
	c.fail(n.Column, "%s is no number of JSON", n.Value)
	return "0"
}
