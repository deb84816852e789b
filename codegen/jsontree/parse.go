// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/protolect/protolect/codegen/finding"
)

// Parse parses one JSON document (RFC 8259), which may start with a byte order mark. The
// name is the file of the positions.
//
// A syntax error is a finding. So are duplicate members, invalid UTF-8, a second value, more
// than MaxSize bytes, more than MaxMemory bytes of memory and more than MaxDepth levels. The
// node is nil if there is such a finding. Half a surrogate pair is read as U+FFFD, with a
// finding.
func Parse(name string, data []byte) (*Node, *finding.List) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	text, halves := replaceHalves(data)
	p := parser{
		data:    data,
		file:    newFile(name, data),
		decoder: jsontext.NewDecoder(bytes.NewBuffer(text)),
	}
	findings := new(finding.List)
	if len(data) > MaxSize() {
		findings.Add(finding.DocumentSyntax, p.file.Position(0), "%s", sizeProblem())
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
	for _, offset := range halves {
		findings.Add(finding.HalfSurrogate, p.file.Position(offset), "%s is half of a surrogate pair", data[offset:offset+escapeSize])
	}
	return root, findings
}

type parser struct {
	data    []byte
	file    *file
	decoder *jsontext.Decoder
	memory  memory
}

// valueError reports a value that is valid JSON and that this package rejects.
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

// start returns the offset of the next token. The decoder only tells the end of the last
// one.
func (p *parser) start() int {
	offset := int(p.decoder.InputOffset())
	for offset < len(p.data) && strings.IndexByte(" \t\r\n,:", p.data[offset]) >= 0 {
		offset++
	}
	return offset
}

func (p *parser) end() error {
	second := &Node{file: p.file, offset: p.start()}
	switch _, err := p.decoder.ReadToken(); {
	case err == nil:
		return &valueError{second, "a second value follows the document"}
	case errors.Is(err, io.EOF):
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
		findings.Add(finding.DocumentSyntax, p.file.Position(len(p.data)), "the document ends too early")
	case errors.As(err, &syntax):
		position := p.file.Position(min(int(syntax.ByteOffset), len(p.data)))
		position.Pointer = string(syntax.JSONPointer)
		findings.Add(finding.DocumentSyntax, position, "%v", syntax.Err)
	default:
		findings.Add(finding.DocumentSyntax, p.file.Position(p.start()), "%v", err)
	}
}
