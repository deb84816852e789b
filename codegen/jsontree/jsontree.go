// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package jsontree reads a JSON document, written as JSON or as YAML, into a
// tree whose nodes know where they stand, so that whoever reads the tree can
// say so.
package jsontree

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/protolect/protolect/codegen/finding"
)

// MaxDepth is how deep a document may nest. The deepest that Google publishes
// nests 20 levels.
const MaxDepth = 200

// valueMemory is what a value takes, beside its text and the pointer to it.
const valueMemory = int(unsafe.Sizeof(Node{})+unsafe.Sizeof(Member{})+unsafe.Sizeof(&Node{})) + 16

// memory counts what a tree takes.
type memory int

// add counts one value. It returns false when the tree takes too much.
func (m *memory) add(node *Node) bool {
	node.pointerSize = min(len(node.key)+1, MaxPointer)
	if node.parent != nil {
		node.pointerSize = min(node.parent.pointerSize+len(node.key)+1, MaxPointer)
	}
	*m += memory(valueMemory + node.pointerSize + len(node.key))
	return int(*m) <= maxMemory
}

// addText counts the text of a value, or what comes with it.
func (m *memory) addText(text string) { *m += memory(len(text)) }

// Kind is the kind of a JSON value.
type Kind byte

// The kinds of JSON values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Node is one value of a document. It must not be modified.
type Node struct {
	Kind Kind
	// Text is a string's value, or a number's or boolean's literal.
	Text string
	// Elements are an array's elements, in order.
	Elements []*Node
	// Members are an object's members, sorted by name: JSON objects have no
	// order (RFC 8259, section 4), and nothing made from one may depend on it.
	Members []Member

	file   *file
	offset int
	parent *Node
	key    string // its name or index within parent
	// place is the pointer to the node if the document is one of several files, see SetPlace.
	place string
	// pointerSize is the length of the pointer to the node, or MaxPointer.
	pointerSize int
}

// Member is one member of an object.
type Member struct {
	Name  string
	Value *Node
}

// Get returns the member of that name, or nil.
func (n *Node) Get(name string) *Node {
	i, found := slices.BinarySearchFunc(n.Members, name, func(m Member, name string) int {
		return strings.Compare(m.Name, name)
	})
	if !found {
		return nil
	}
	return n.Members[i].Value
}

// Position returns where the value starts.
func (n *Node) Position() finding.Position {
	position := n.file.position(n.offset)
	position.Pointer = n.pointer()
	return position
}

// MaxPointer is the length of the longest pointer of a position, in bytes. Every
// schema has its position, and a long name many schemas within it.
const MaxPointer = 2000

// pointer returns the JSON pointer to the value. The end of a long one is cut off.
func (n *Node) pointer() string {
	for n.pointerSize >= MaxPointer && n.parent != nil {
		n = n.parent
	}
	return n.Pointer()
}

// Pointer returns the JSON pointer to the value, however long it is.
func (n *Node) Pointer() string {
	var keys []string
	for ; n.parent != nil && n.place == ""; n = n.parent {
		keys = append(keys, n.key)
	}
	slices.Reverse(keys)
	var pointer strings.Builder
	pointer.WriteString(n.place)
	for _, key := range keys {
		pointer.WriteByte('/')
		pointer.WriteString(pointerEscaper.Replace(key))
	}
	return pointer.String()
}

// SetPlace gives a node of another file the pointer that it would have in a document
// of one file. Those of what is in it begin with that.
func (n *Node) SetPlace(pointer string) { n.place = pointer }

// IsPlaced tells whether the node, or one that it is in, was given a pointer.
func (n *Node) IsPlaced() bool {
	for ; n != nil; n = n.parent {
		if n.place != "" {
			return true
		}
	}
	return false
}

// Root returns the value of the whole file that the node is in.
func (n *Node) Root() *Node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// EscapeKey returns a name as it stands in a pointer.
func EscapeKey(key string) string { return pointerEscaper.Replace(key) }

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// file turns offsets into lines and columns.
type file struct {
	name  string
	lines []int // the offset at which each line starts
	// spellings are the scalars of YAML that JSON writes in another way, by their offsets.
	spellings map[int]string
}

// Spelling returns the text of a scalar as the file spells it. Text differs from it for the
// numbers and booleans of YAML that JSON does not have: 010, 0x1F, True.
func (n *Node) Spelling() string {
	if spelling, found := n.file.spellings[n.offset]; found {
		return spelling
	}
	return n.Text
}

func newFile(name string, data []byte) *file {
	f := &file{name: name, lines: []int{0}}
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			return f
		}
		i += next + 1
		f.lines = append(f.lines, i)
	}
}

func (f *file) position(offset int) finding.Position {
	line := sort.SearchInts(f.lines, offset+1)
	return finding.Position{File: f.name, Line: line, Column: offset - f.lines[line-1] + 1}
}

// Parse reads one JSON document (RFC 8259, with a byte order mark permitted),
// the name being for positions. Duplicate members, invalid UTF-8, more than
// one value, more bytes than MaxSize, more memory than MaxMemory and nesting
// deeper than MaxDepth are findings, and then the node is nil.
func Parse(name string, data []byte) (*Node, *finding.List) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	p := parser{
		data:    data,
		file:    newFile(name, data),
		decoder: jsontext.NewDecoder(bytes.NewBuffer(data)),
	}
	findings := new(finding.List)
	if len(data) > MaxSize() {
		findings.Add(finding.DocumentSyntax, p.file.position(0), "%s", sizeProblem())
		return nil, findings
	}
	root, err := p.value(nil, "", 1)
	if err == nil {
		err = p.end()
	}
	if err != nil {
		p.report(findings, err)
		return nil, findings
	}
	return root, findings
}

type parser struct {
	data    []byte
	file    *file
	decoder *jsontext.Decoder
	memory  memory
}

// valueError is a value that the decoder reads and this package does not.
type valueError struct {
	node    *Node
	problem string
}

func (e *valueError) Error() string { return e.problem }

func (p *parser) value(parent *Node, key string, depth int) (*Node, error) {
	node := &Node{file: p.file, offset: p.start(), parent: parent, key: key}
	if depth > MaxDepth {
		return nil, &valueError{node, "nested deeper than " + strconv.Itoa(MaxDepth) + " levels"}
	}
	if !p.memory.add(node) {
		return nil, &valueError{node, memoryProblem()}
	}
	token, err := p.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '"':
		node.Kind, node.Text = String, token.String()
		p.memory.addText(node.Text)
	case '0':
		node.Kind, node.Text = Number, token.String()
		p.memory.addText(node.Text)
	case 't', 'f':
		node.Kind, node.Text = Bool, token.String()
	case '[':
		node.Kind = Array
		for p.decoder.PeekKind() != ']' {
			element, err := p.value(node, strconv.Itoa(len(node.Elements)), depth+1)
			if err != nil {
				return nil, err
			}
			node.Elements = append(node.Elements, element)
		}
		_, err = p.decoder.ReadToken()
	case '{':
		node.Kind = Object
		err = p.members(node, depth)
	}
	return node, err
}

func (p *parser) members(node *Node, depth int) error {
	for p.decoder.PeekKind() != '}' {
		name, err := p.decoder.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		value, err := p.value(node, key, depth+1)
		if err != nil {
			return err
		}
		node.Members = append(node.Members, Member{Name: key, Value: value})
	}
	slices.SortFunc(node.Members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	_, err := p.decoder.ReadToken()
	return err
}

// start returns where the next token starts: the decoder tells only where the
// last one ended.
func (p *parser) start() int {
	offset := int(p.decoder.InputOffset())
	for offset < len(p.data) && strings.IndexByte(" \t\r\n,:", p.data[offset]) >= 0 {
		offset++
	}
	return offset
}

func (p *parser) end() error {
	second := &Node{file: p.file, offset: p.start()}
	switch _, err := p.decoder.ReadToken(); err {
	case nil:
		return &valueError{second, "a second value follows the document"}
	case io.EOF:
		return nil
	default:
		return err
	}
}

func (p *parser) report(findings *finding.List, err error) {
	var value *valueError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &value):
		findings.Add(finding.DocumentSyntax, value.node.Position(), "%s", value.problem)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		findings.Add(finding.DocumentSyntax, p.file.position(len(p.data)), "the document ends too early")
	case errors.As(err, &syntax):
		position := p.file.position(min(int(syntax.ByteOffset), len(p.data)))
		position.Pointer = string(syntax.JSONPointer)
		findings.Add(finding.DocumentSyntax, position, "%v", syntax.Err)
	default:
		findings.Add(finding.DocumentSyntax, p.file.position(p.start()), "%v", err)
	}
}
