// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"slices"
	"strings"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

// A routeNode is a node of the tree of path segments. Its children are tried in the order of
// these fields, from the most specific to the least.
type routeNode struct {
	literals map[string]*routeNode // by the decoded segment
	mixed    []mixedRoute
	one      *routeNode
	many     *routeNode
	// ends are the bindings whose path ends here, by custom verb and HTTP method.
	ends map[string]map[string]*route
}

// A mixedRoute leads to a node by a segment with variables and text.
type mixedRoute struct {
	segment pathtemplate.Mixed
	node    *routeNode
}

// A route is a binding with the places of its variables.
type route struct {
	binding   *Binding
	variables []variableSpan
}

// A variableSpan is the place of a variable in the segments of a path template.
type variableSpan struct {
	fieldPath string
	// The variable spans the segments from first up to, but not including, end.
	first, end int
	// part is the index of the variable in a mixed segment, or -1.
	part int
	// isSingle is whether the variable matches any single segment.
	isSingle bool
}

// flatten returns the segments of a template, with variables replaced by their patterns, and
// the places of the variables.
func flatten(t pathtemplate.Template) (segments []pathtemplate.Segment, slots []variableSpan) {
	for _, s := range t.Segments {
		switch s := s.(type) {
		case pathtemplate.Variable:
			first := len(segments)
			segments = append(segments, s.Pattern...)
			if len(s.Pattern) == 0 {
				segments = append(segments, pathtemplate.One)
			}
			single := len(segments) == first+1 && segments[first] == pathtemplate.One
			slots = append(slots, variableSpan{s.FieldPath, first, len(segments), -1, single})
		case pathtemplate.Mixed:
			for i, part := range s {
				if v, ok := part.(pathtemplate.Variable); ok {
					slots = append(slots, variableSpan{v.FieldPath, len(segments), len(segments) + 1, i, true})
				}
			}
			segments = append(segments, s)
		default:
			segments = append(segments, s)
		}
	}
	return segments, slots
}

// add adds a binding to the tree.
func (r *Router) add(b *Binding, opts RouterOptions) {
	template := b.Path
	if opts.WithoutBasePath {
		template = trimBasePath(template, b.method.BasePath)
	}
	segments, slots := flatten(template)
	n := &r.root
	for _, s := range segments {
		n = n.child(s)
	}
	custom := unescaped(template.Verb)
	if n.ends == nil {
		n.ends = make(map[string]map[string]*route)
	}
	if n.ends[custom] == nil {
		n.ends[custom] = make(map[string]*route)
	}
	if n.ends[custom][b.Verb] == nil {
		n.ends[custom][b.Verb] = &route{b, slots}
	}
}

// unescaped returns a literal of a template without percent-encoding.
func unescaped(literal string) string {
	text, err := url.PathUnescape(literal)
	if err != nil {
		return literal
	}
	return text
}

// trimBasePath returns a template without the base path, if it begins with it.
func trimBasePath(t pathtemplate.Template, basePath string) pathtemplate.Template {
	base, err := pathtemplate.ParseOpenAPI(basePath)
	if basePath == "" || err != nil || len(base.Segments) > len(t.Segments) {
		return t
	}
	for i, s := range base.Segments {
		if literal, ok := s.(pathtemplate.Literal); !ok || t.Segments[i] != literal {
			return t
		}
	}
	return pathtemplate.Template{Segments: t.Segments[len(base.Segments):], Verb: t.Verb}
}

// child returns the node to which a segment leads. It creates the node if there is none.
func (n *routeNode) child(s pathtemplate.Segment) *routeNode {
	switch s := s.(type) {
	case pathtemplate.Literal:
		name := unescaped(string(s))
		if n.literals == nil {
			n.literals = make(map[string]*routeNode)
		}
		if n.literals[name] == nil {
			n.literals[name] = new(routeNode)
		}
		return n.literals[name]
	case pathtemplate.Mixed:
		text := mixedText(s)
		for _, m := range n.mixed {
			if mixedText(m.segment) == text {
				return m.node
			}
		}
		node := new(routeNode)
		n.mixed = append(n.mixed, mixedRoute{s, node})
		// The segment with the most text is the most specific.
		slices.SortStableFunc(n.mixed, func(a, b mixedRoute) int {
			return len(mixedText(b.segment)) - len(mixedText(a.segment))
		})
		return node
	}
	next := &n.one
	if s == pathtemplate.Many {
		next = &n.many
	}
	if *next == nil {
		*next = new(routeNode)
	}
	return *next
}

// mixedText returns the text of a mixed segment, with each variable replaced by a zero byte.
func mixedText(s pathtemplate.Mixed) string {
	var text strings.Builder
	for _, part := range s {
		if literal, ok := part.(pathtemplate.Literal); ok {
			text.WriteString(string(literal))
		} else {
			text.WriteByte(0)
		}
	}
	return text.String()
}
