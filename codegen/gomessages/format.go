// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"unicode"
)

// format formats a file as go/printer does. The text of protoc-gen-go is unindented. Each
// declaration in it starts and ends at a line break.
func format(f *File) ([]byte, error) {
	p := &printer{lines: lines{rest: f.text}, out: make([]byte, 0, len(f.text)+len(f.text)/8+len(f.descriptor)*5/2)}
	if err := p.header(f); err != nil {
		return nil, err
	}
	previous := ""
	for {
		blank := p.lines.skipBlank()
		comment := p.lines.comment()
		first, ok := p.lines.peek()
		if !ok {
			return p.out, nil
		}
		// A blank line precedes a declaration of another kind and a declaration with a comment.
		keyword, _, _ := bytes.Cut(first, []byte(" "))
		if blank || string(keyword) != previous || len(comment) > 0 {
			p.out = append(p.out, '\n')
		}
		previous = string(keyword)
		if err := p.declaration(f, comment); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
}

// A printer appends formatted text to out.
type printer struct {
	lines lines
	out   []byte
}

// writeLine appends a line.
func (p *printer) writeLine(indent string, text []byte) {
	if len(text) > 0 {
		p.out = append(append(p.out, indent...), text...)
	}
	p.out = append(p.out, '\n')
}

// header formats the lines up to the imports.
func (p *printer) header(f *File) error {
	for {
		blank := p.lines.skipBlank()
		comment := p.lines.comment()
		if blank && len(p.out) > 0 {
			p.out = append(p.out, '\n')
		}
		line, ok := p.lines.peek()
		switch {
		case !ok:
			return fmt.Errorf("%s has no package clause", f.Name)
		case len(line) == 0: // the comment is not that of the package
			for _, c := range comment {
				p.writeLine("", bytes.TrimRightFunc(c, unicode.IsSpace))
			}
		case bytes.HasPrefix(line, []byte("package ")):
			p.lines.next()
			if undo := len(p.out); !p.writeComment("", comment) {
				p.out = p.out[:undo]
				clause, err := formatSource(join(comment, line))
				if err != nil {
					return err
				}
				p.out = append(p.out, clause...)
			} else {
				p.writeLine("", line)
			}
			p.imports(f.imports)
			return nil
		default:
			return fmt.Errorf("%s: %q precedes the package clause", f.Name, line)
		}
	}
}

func (p *printer) imports(specs []importSpec) {
	if len(specs) == 0 {
		return
	}
	p.out = append(p.out, "\nimport (\n"...)
	for _, s := range specs {
		p.out = append(p.out, '\t')
		p.out = append(p.out, s.name...)
		p.out = append(p.out, ' ')
		p.out = strconv.AppendQuote(p.out, s.path)
		p.out = append(p.out, '\n')
	}
	p.out = append(p.out, ")\n"...)
}

// declaration formats the next declaration.
func (p *printer) declaration(f *File, comment [][]byte) error {
	undo := len(p.out)
	start := p.lines.rest
	first, _ := p.lines.next()
	if name, ok := rawDescriptorName(first); ok {
		for line := first; bytes.HasSuffix(line, []byte("+")); {
			line, _ = p.lines.next()
		}
		p.out = appendDescriptor(p.out, name, f.descriptor)
		return nil
	}
	if p.writeComment("", comment) && p.writeKnown(first) {
		return nil
	}
	p.out = p.out[:undo]
	p.lines.rest = start
	formatted, err := formatDeclaration(join(comment, p.lines.declaration()))
	if err != nil {
		return err
	}
	p.out = append(p.out, formatted...)
	return nil
}

// writeKnown formats a declaration after its first line was read. It returns false if it doesn't know
// the form of the declaration.
func (p *printer) writeKnown(first []byte) bool {
	if !simple(first) {
		return false
	}
	switch keyword, rest, _ := bytes.Cut(first, []byte(" ")); string(keyword) {
	case "func":
		if header, ok := bytes.CutSuffix(first, []byte(" {}")); ok && len(header) > maxHeader {
			p.writeLine("", first[:len(first)-len("}")])
			p.writeLine("", []byte("}"))
			return true
		}
		p.writeLine("", first)
		return endsWith(first, " {}") || endsWith(first, " {") && p.body()
	case "type":
		p.writeLine("", first)
		return endsWith(first, " struct {") && p.fields() ||
			endsWith(first, " interface {") && p.body() ||
			bytes.Count(rest, []byte(" ")) == 1
	case "const":
		p.writeLine("", first)
		return string(rest) == "(" && p.constants()
	case "var":
		p.writeLine("", first)
		return string(rest) == "(" && p.maps() || endsWith(first, "{") && p.list("") || bytes.Count(rest, []byte(" ")) == 1
	}
	return false
}

// maxHeader is the maximum length of a function without statements on one line, without its braces.
const maxHeader = 99

// body formats the lines of a function or of an interface.
func (p *printer) body() bool {
	indent := "\t"
	for {
		line, ok := p.lines.next()
		if !ok || len(line) == 0 {
			return false
		}
		if string(line) == "}" {
			indent = indent[1:]
			p.writeLine(indent, line)
			if indent == "" {
				return true
			}
			continue
		}
		if rest, ok := bytes.CutPrefix(line, []byte("return  ")); ok {
			line = append([]byte("return "), rest...)
		} else if rest, ok := bytes.CutPrefix(line, []byte("return * ")); ok {
			line = append([]byte("return *"), rest...)
		}
		if before, numbers, ok := bytes.Cut(line, []byte("[]int{")); ok {
			line = append(append(bytes.Clone(before), "[]int{"...), bytes.ReplaceAll(numbers, []byte(","), []byte(", "))...)
		}
		if !simple(line) || line[0] == '}' || len(indent) > maxIndent {
			return false
		}
		p.writeLine(indent, line)
		if endsWith(line, "{") {
			indent += "\t"
		}
	}
}

const maxIndent = 8

// fields formats the fields of a struct.
func (p *printer) fields() bool {
	return p.block("}", func(line []byte) (row, bool) {
		name, rest, _ := bytes.Cut(line, []byte(" "))
		typ, tag, tagged := bytes.Cut(rest, []byte("`"))
		isTag := !tagged || bytes.IndexByte(tag, '`') == len(tag)-1
		return row{name, typ, rest[len(typ):]}, len(typ) > 0 && simple(name) && simple(typ) && bytes.IndexByte(typ, ' ') < 0 && isTag
	})
}

// constants formats the values of an enum.
func (p *printer) constants() bool {
	return p.block(")", func(line []byte) (row, bool) {
		name, rest, _ := bytes.Cut(line, []byte(" "))
		typ, value, _ := bytes.Cut(rest, []byte(" "))
		number, isValue := bytes.CutPrefix(value, []byte("= "))
		return row{name, typ, value}, isValue && simple(line) && bytes.IndexByte(number, ' ') < 0
	})
}

// block formats lines with comments up to a closing line. It aligns the cells of lines that no
// comment divides. divide returns the cells of a line, or false if it doesn't know its form.
func (p *printer) block(end string, divide func(line []byte) (row, bool)) bool {
	var section table
	for {
		if comment := p.lines.comment(); len(comment) > 0 {
			p.writeTable("\t", &section)
			if !p.writeComment("\t", comment) {
				return false
			}
		}
		line, ok := p.lines.next()
		if !ok {
			return false
		}
		if string(line) == end {
			p.writeTable("\t", &section)
			p.writeLine("", line)
			return true
		}
		cells, ok := divide(line)
		if !ok {
			return false
		}
		section.add(cells)
	}
}

// maps formats the variables with the names and values of an enum.
func (p *printer) maps() bool {
	for {
		line, ok := p.lines.next()
		switch {
		case !ok:
			return false
		case string(line) == ")":
			p.writeLine("", line)
			return true
		case !simple(line) || !endsWith(line, "{"):
			return false
		}
		p.writeLine("\t", line)
		if !p.list("\t") {
			return false
		}
	}
}

// list formats the elements of a composite literal. Each is a key and a value, or an expression and a
// comment. go/printer aligns the second part, except where the length of the first part differs
// much from those before it.
func (p *printer) list(indent string) bool {
	var section table
	var lengths geometricMean
	previous := 0
	for {
		line, ok := p.lines.next()
		if !ok {
			return false
		}
		if string(line) == "}" {
			p.writeTable(indent+"\t", &section)
			p.writeLine(indent, line)
			return true
		}
		first, rest, ok := element(line)
		if !ok {
			return false
		}
		length := len(first) - len(":") // or a comma
		if previous > 0 && lengths.differMuch(previous, length) {
			p.writeTable(indent+"\t", &section)
			lengths = geometricMean{}
		}
		lengths.add(length)
		previous = length
		section.add(row{first, nil, rest})
	}
}

// element divides an element of a list: "(*T)(nil), // 0: name", "7, // 0: name" or "key: value,".
func element(line []byte) (first, rest []byte, ok bool) {
	if i := bytes.Index(line, []byte(", // ")); i >= 0 {
		first, rest = line[:i+1], line[i+2:]
		return first, rest, simple(first) && bytes.IndexByte(first, ' ') < 0
	}
	first, rest, ok = bytes.Cut(line, []byte(" "))
	return first, rest, ok && endsWith(first, ":") && endsWith(rest, ",") && bytes.IndexByte(rest, ' ') < 0 && simple(line)
}

// A geometricMean is the geometric mean of the lengths that were added.
type geometricMean struct {
	logs  float64
	count int
}

func (m *geometricMean) add(length int) {
	m.logs += math.Log(float64(length))
	m.count++
}

// differMuch reports whether go/printer starts another section before an element: if its length, or
// that of the previous one, is not small and differs by a factor from the mean.
func (m *geometricMean) differMuch(previous, length int) bool {
	const small, factor = 40, 2.5
	if m.count == 0 || previous <= small && length <= small {
		return false
	}
	ratio := float64(length) / math.Exp(m.logs/float64(m.count))
	return factor*ratio <= 1 || factor <= ratio
}
