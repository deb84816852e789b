// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/protolect/protolect/codegen/finding"
)

// source is a file with templates, or a template in pack.yaml.
type source struct {
	name  string // of the template
	file  string // in positions
	data  []byte
	lines *finding.Lines
	at    *finding.Position // the position of everything in a template of pack.yaml

	trees   map[string]*parse.Tree // the file itself and what it defines, by name
	calls   map[string][]call      // by the name of the calling template
	dynamic map[string]bool        // the templates that call templates with computed names
}

// call is the place where a template calls another one.
type call struct {
	name string
	at   finding.Position
}

// builtins are the functions of text/template that templates may use. print and printf are replaced by functions with limits.
var builtins = []string{"and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or", "slice"}

// methods are the methods of the view's messages that change the data, lead out of it, or print it in an unstable form.
var methods = []string{"Descriptor", "MarshalJSON", "ProtoMessage", "ProtoReflect", "Reset", "String", "UnmarshalJSON"}

// names returns the names of the templates in the file.
func (s *source) names() []string { return sortedNames(s.trees) }

// hasOnlyDefinitions reports whether the file itself writes nothing.
func (s *source) hasOnlyDefinitions() bool {
	return len(s.trees) > 1 && parse.IsEmptyTree(s.trees[s.name].Root)
}

// position returns the position of an offset.
func (s *source) position(offset int) finding.Position {
	if s.at != nil {
		return *s.at
	}
	return s.lines.Position(min(max(offset, 0), len(s.data)))
}

// syntaxError matches the message of text/template/parse.
var syntaxError = regexp.MustCompile(`(?s)^template: [^:]*:(\d+):(?:\d+:)? ?(.*)$`)

// parse parses the file. It reports mistakes, and returns ok == false if there are any.
func (s *source) parse(findings *finding.List) (ok bool) {
	known := make(map[string]any)
	for _, name := range slices.Concat(builtins, FunctionNames()) {
		known[name] = struct{}{}
	}
	trees, err := parse.Parse(s.name, string(s.data), "", "", known)
	if err != nil {
		at, message := finding.Position{File: s.file, Line: 1, Column: 1}, err.Error()
		if found := syntaxError.FindStringSubmatch(message); found != nil {
			at.Line, _ = strconv.Atoi(found[1])
			message = found[2]
		}
		if s.at != nil {
			at = *s.at
		}
		if name, found := strings.CutPrefix(message, "function "); found {
			if name, err := strconv.Unquote(strings.TrimSuffix(name, " not defined")); err == nil {
				message += finding.Suggestion(name, slices.Concat(builtins, FunctionNames()))
			}
		}
		findings.Add(finding.PackTemplate, at, "%s", message)
		return false
	}
	s.trees, s.calls, s.dynamic = trees, make(map[string][]call), make(map[string]bool)
	if s.trees[s.name] == nil { // the file is empty
		s.trees[s.name] = &parse.Tree{Name: s.name, ParseName: s.name, Root: &parse.ListNode{NodeType: parse.NodeList}}
	}
	ok = true
	for _, name := range s.names() {
		deep := false
		visit(s.trees[name].Root, 0, func(n parse.Node, depth int) {
			if depth > maxNesting && !deep {
				deep, ok = true, false
				findings.Add(finding.PackLimit, s.position(int(n.Position())), "the template has more than %d nested nodes", maxNesting)
			}
			ok = s.check(name, n, findings) && ok
		})
	}
	return ok
}

// check notes which templates a node calls, and reports a method that templates must not call.
func (s *source) check(name string, n parse.Node, findings *finding.List) bool {
	var members []string
	switch n := n.(type) {
	case *parse.TemplateNode:
		s.calls[name] = append(s.calls[name], call{n.Name, s.position(int(n.Pos))})
	case *parse.CommandNode:
		if id, ok := n.Args[0].(*parse.IdentifierNode); ok && id.Ident == "include" {
			called := (*parse.StringNode)(nil)
			if len(n.Args) > 1 {
				called, _ = n.Args[1].(*parse.StringNode)
			}
			if called != nil {
				s.calls[name] = append(s.calls[name], call{called.Text, s.position(int(n.Pos))})
			} else {
				s.dynamic[name] = true
			}
		}
	case *parse.FieldNode:
		members = n.Ident
	case *parse.ChainNode:
		members = n.Field
	case *parse.VariableNode:
		members = n.Ident[1:]
	}
	for _, m := range members {
		if slices.Contains(methods, m) {
			findings.Add(finding.PackTemplate, s.position(int(n.Position())), "templates must not call %s: read the fields of the view", m)
			return false
		}
	}
	return true
}

// maxNesting is the number of nodes that contain each other. An "else if" is two of them.
const maxNesting = 1000

// visit calls f for a node and the nodes in it, with the number of nodes that contain them.
func visit(n parse.Node, depth int, f func(n parse.Node, depth int)) {
	branch := func(b *parse.BranchNode) {
		visit(b.Pipe, depth+1, f)
		visit(b.List, depth+1, f)
		if b.ElseList != nil {
			visit(b.ElseList, depth+1, f)
		}
	}
	f(n, depth)
	switch n := n.(type) {
	case *parse.ListNode:
		for _, inner := range n.Nodes {
			visit(inner, depth+1, f)
		}
	case *parse.ActionNode:
		visit(n.Pipe, depth+1, f)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			visit(n.Pipe, depth+1, f)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			visit(c, depth+1, f)
		}
	case *parse.CommandNode:
		for _, a := range n.Args {
			visit(a, depth+1, f)
		}
	case *parse.ChainNode:
		visit(n.Node, depth+1, f)
	}
}

// stepsOf returns the number of steps that a node takes, without those of the lists in it.
func stepsOf(n parse.Node) int {
	steps := 1
	count := func(parse.Node, int) { steps++ }
	switch n := n.(type) {
	case *parse.ActionNode:
		visit(n.Pipe, 0, count)
	case *parse.IfNode:
		visit(n.Pipe, 0, count)
	case *parse.RangeNode:
		visit(n.Pipe, 0, count)
	case *parse.WithNode:
		visit(n.Pipe, 0, count)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			visit(n.Pipe, 0, count)
		}
	}
	return steps
}

// The functions that instrument adds. No template can call them.
const (
	markFunction  = "__mark"
	textFunction  = "__text"
	enterFunction = "__enter"
	leaveFunction = "__leave"
)

// instrument returns a copy of a template that reports its progress:
//
//   - The function __mark is called with a number before each node, and at the start of each list of nodes. It counts the
//     steps, and notes at which position of the output the node starts to write.
//   - The function __text converts each value that is written to text.
//   - __enter and __leave are called at the start and at the end, to count the depth of calls.
//
// mark returns the number for a node.
func instrument(tree *parse.Tree, mark func(parse.Node) int) *parse.Tree {
	tree = tree.Copy()
	instrumentList(tree.Root, mark)
	enter := action(enterFunction, tree.Root.Pos, mark(tree.Root))
	tree.Root.Nodes = append(append([]parse.Node{enter}, tree.Root.Nodes...), action(leaveFunction, tree.Root.Pos, 0))
	return tree
}

func instrumentList(list *parse.ListNode, mark func(parse.Node) int) {
	if list == nil {
		return
	}
	branch := func(b *parse.BranchNode) {
		instrumentList(b.List, mark)
		instrumentList(b.ElseList, mark)
	}
	nodes := []parse.Node{action(markFunction, list.Pos, mark(list))}
	for _, n := range list.Nodes {
		nodes = append(nodes, action(markFunction, n.Position(), mark(n)), n)
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, command(textFunction, n.Pos))
			}
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		}
	}
	list.Nodes = nodes
}

func action(function string, at parse.Pos, id int) *parse.ActionNode {
	c := command(function, at)
	if function != leaveFunction {
		c.Args = append(c.Args, &parse.NumberNode{NodeType: parse.NodeNumber, Pos: at, IsInt: true, Int64: int64(id), Text: strconv.Itoa(id)})
	}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: at,
		Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Cmds: []*parse.CommandNode{c}}}
}

func command(function string, at parse.Pos) *parse.CommandNode {
	return &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: []parse.Node{parse.NewIdentifier(function).SetPos(at)}}
}
