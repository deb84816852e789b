// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// ParseYAML parses one YAML document, whose values JSON must be able to express, into the
// tree of the equal JSON document. The name is the file of the positions.
//
// Aliases and merge keys are replaced by the values that they refer to. Such a value has the
// pointer of the alias, and the line and column of the anchor. A key is the text of its
// scalar: the key 200 is "200". Dates are strings.
//
// Everything that Parse rejects is a finding. So are several documents, unknown tags, binary
// data, infinite numbers, NaN, and an anchor that contains an alias of itself. The node is nil if
// there is a finding of severity error.
func ParseYAML(name string, data []byte) (*Node, *finding.List) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	c := &yamlConverter{
		file:     newFile(name, data),
		data:     data,
		findings: new(finding.List),
		open:     make(map[*yaml.Node]bool),
	}
	root := c.load()
	if root == nil {
		return nil, c.findings
	}
	node := c.value(root, nil, "", 1)
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	return node, c.findings
}

// yamlConverter converts the nodes of package yamltree, whose columns are offsets.
type yamlConverter struct {
	file        *file
	data        []byte
	findings    *finding.List
	memory      memory
	outOfMemory bool                // the memory limit was reported
	open        map[*yaml.Node]bool // the anchors whose values are being converted
}

func (c *yamlConverter) fail(offset int, format string, args ...any) {
	c.findings.Add(finding.DocumentSyntax, c.file.Position(min(offset, len(c.data))), format, args...)
}

func (c *yamlConverter) load() *yaml.Node {
	if len(c.data) > MaxSize() {
		c.fail(0, "%s", sizeProblem())
		return nil
	}
	// The library allocates all of its nodes before it returns.
	if maxYAMLNodes(c.data)*int(unsafe.Sizeof(yaml.Node{})) > maxMemory {
		c.fail(0, "%s", memoryProblem())
		return nil
	}
	root, err := yamltree.Load(c.data, MaxDepth+1)
	switch {
	case err != nil:
		c.fail(err.Offset, "%s", err.Message)
	case root == nil:
		c.fail(len(c.data), "the document ends too early")
	}
	return root
}

// maxYAMLNodes returns an upper bound for the number of values of a document. Every value but
// the first follows an indicator or a line break, or is the value of a lone key.
func maxYAMLNodes(data []byte) int {
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

// value converts a value. It reports errors and continues, until the memory limit is reached.
func (c *yamlConverter) value(n *yaml.Node, parent *Node, key string, depth int) *Node {
	node := &Node{file: c.file, offset: n.Column, parent: parent, key: key}
	if !c.memory.add(node) {
		if !c.outOfMemory {
			c.outOfMemory = true
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
			c.fail(n.Column, "the alias *%s is inside its own anchor", n.Value)
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
		c.fail(n.Column, "unknown tag %s", tag)
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
			c.fail(n.Content[i].Column, "a key must be a scalar")
		case key.ShortTag() == "!!merge":
			merged = append(merged, value)
		case seen[key.Value]:
			c.fail(n.Content[i].Column, "duplicate key %q", key.Value)
		default:
			seen[key.Value] = true
			member := c.value(value, node, key.Value, depth+1)
			if isBlock(value) && value.Line > n.Content[i].Line {
				member.offset = n.Content[i].Column // show the line of the key
			}
			node.Members = append(node.Members, Member{Name: key.Value, Value: member})
		}
	}
	for _, value := range merged {
		c.merge(value, node, seen, depth)
	}
	slices.SortFunc(node.Members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
}

// isBlock reports whether a node is a mapping or a sequence in block style.
func isBlock(n *yaml.Node) bool {
	return (n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode) && n.Style&yaml.FlowStyle == 0
}

// merge adds the members of a merge key's value: a mapping, or a sequence of mappings.
// Members in seen keep their value.
func (c *yamlConverter) merge(n *yaml.Node, node *Node, seen map[string]bool, depth int) {
	value := c.value(n, node, "<<", depth+1)
	var sources []*Node
	switch value.Kind {
	case Object:
		sources = []*Node{value}
	case Array:
		sources = value.Elements
	}
	if sources == nil || slices.ContainsFunc(sources, func(s *Node) bool { return s.Kind != Object }) {
		c.fail(n.Column, "the value of a merge key must be a mapping or a sequence of mappings")
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
		c.fail(n.Column, "unknown tag %s", n.ShortTag())
	}
	if (node.Kind == Bool || node.Kind == Number) && node.Text != n.Value {
		if c.file.spellings == nil {
			c.file.spellings = make(map[int]string)
		}
		c.file.spellings[n.Column] = n.Value
		c.memory.addText(n.Value)
	}
}

// number returns the JSON literal of a number in a notation that only YAML has, such as 0x10,
// +1, .5 and 1_000.
func (c *yamlConverter) number(n *yaml.Node) string {
	var value any
	if err := n.Decode(&value); err == nil {
		if f, ok := value.(float64); !ok || !math.IsInf(f, 0) && !math.IsNaN(f) {
			if text, err := json.Marshal(value); err == nil {
				return string(text)
			}
		}
	}
	c.fail(n.Column, "%s is a number that JSON cannot express", n.Value)
	return "0"
}
