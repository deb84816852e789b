// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"slices"
	"strings"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

// splitPath returns the segments of a path, percent-encoded and decoded.
func splitPath(path string) (segments, decoded []string, ok bool) {
	if path == "" || path == "/" {
		return nil, nil, true
	}
	if path[0] != '/' {
		return nil, nil, false
	}
	segments = strings.Split(path[1:], "/")
	decoded = make([]string, len(segments))
	for i, s := range segments {
		var err error
		if decoded[i], err = url.PathUnescape(s); err != nil || decoded[i] == "." || decoded[i] == ".." {
			return nil, nil, false
		}
	}
	return segments, decoded, true
}

// A search looks for the route of one path.
type search struct {
	verb string
	// segments are the segments of the path, percent-encoded and decoded.
	segments, decoded []string
	// customVerb is the custom verb, which was removed from the segments.
	customVerb string
	// manyCounts holds the number of segments that each "**" matched so far.
	manyCounts []manyCount
	// mixedValues are the values in the mixed segments so far.
	mixedValues []mixedValue
	// allowed are the HTTP methods of the routes that match except for the HTTP method.
	allowed map[string]bool
	// failed are the nodes after a "**" from which no route matches. They are not tried again.
	failed map[failure]bool
	// exhausted are the nodes from which no "**" leads to a route, with the segments at which it
	// may end. Starting at a later segment within them, it cannot end elsewhere.
	exhausted map[*routeNode]run
}

// A run is the segments from first up to end.
type run struct{ first, end int }

type manyCount struct{ position, count int }

type mixedValue struct {
	position int
	values   []string
}

type failure struct {
	node    *routeNode
	segment int
}

// cutCustomVerb removes a custom verb from the last segment. It returns false if there is
// none.
func (s *search) cutCustomVerb() bool {
	last := len(s.segments) - 1
	if last < 0 {
		return false
	}
	text, custom, ok := cutLast(s.segments[last], ':')
	if !ok || custom == "" {
		return false
	}
	s.customVerb, _ = url.PathUnescape(custom)
	s.segments, s.decoded = slices.Clone(s.segments), slices.Clone(s.decoded)
	s.segments[last] = text
	s.decoded[last], _ = url.PathUnescape(text)
	if last == 0 && text == "" {
		s.segments, s.decoded = nil, nil
	}
	return true
}

func cutLast(s string, separator byte) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// find looks for a route from the node n with the segments from i on. position is the index
// of the next segment in the template. It remembers failures.
func (s *search) find(n *routeNode, i, position int) *Match {
	if len(s.manyCounts) > 0 && s.failed[failure{n, i}] {
		return nil
	}
	m := s.try(n, i, position)
	if m == nil && len(s.manyCounts) > 0 {
		if s.failed == nil {
			s.failed = make(map[failure]bool)
		}
		s.failed[failure{n, i}] = true
	}
	return m
}

// try is find without remembering failures.
func (s *search) try(n *routeNode, i, position int) *Match {
	if i == len(s.segments) {
		return s.end(n)
	}
	if child := n.literals[s.decoded[i]]; child != nil {
		if m := s.find(child, i+1, position+1); m != nil {
			return m
		}
	}
	for _, mixed := range n.mixed {
		if values, ok := matchMixed(mixed.segment, s.segments[i]); ok {
			s.mixedValues = append(s.mixedValues, mixedValue{position, values})
			if m := s.find(mixed.node, i+1, position+1); m != nil {
				return m
			}
			s.mixedValues = s.mixedValues[:len(s.mixedValues)-1]
		}
	}
	if n.one != nil && s.segments[i] != "" {
		if m := s.find(n.one, i+1, position+1); m != nil {
			return m
		}
	}
	if n.many != nil {
		return s.tryMany(n, i, position)
	}
	return nil
}

// tryMany looks for a route with a "**" that begins at segment i. It tries the shortest
// match first.
func (s *search) tryMany(n *routeNode, i, position int) *Match {
	if tried, ok := s.exhausted[n]; ok && tried.first <= i && i <= tried.end {
		return nil
	}
	s.manyCounts = append(s.manyCounts, manyCount{position, 0})
	last, end := len(s.manyCounts)-1, i
	for ; end < len(s.segments) && s.segments[end] != ""; end++ {
		s.manyCounts[last].count = end + 1 - i
		if m := s.find(n.many, end+1, position+1); m != nil {
			return m
		}
	}
	s.manyCounts = s.manyCounts[:last]
	if s.exhausted == nil {
		s.exhausted = make(map[*routeNode]run)
	}
	s.exhausted[n] = run{i, end}
	return nil
}

// end returns the match for a path that ends at n, or nil.
func (s *search) end(n *routeNode) *Match {
	routes := n.ends[s.customVerb]
	found := routes[s.verb]
	if found == nil {
		for verb := range routes {
			if s.allowed == nil {
				s.allowed = make(map[string]bool)
			}
			s.allowed[verb] = true
		}
		return nil
	}
	m := &Match{Method: found.binding.method, Binding: found.binding}
	for _, slot := range found.variables {
		if slot.part >= 0 {
			for _, p := range s.mixedValues {
				if p.position == slot.first {
					m.variables = append(m.variables, pathVariable{slot.fieldPath, p.values[slot.part], true})
				}
			}
			continue
		}
		text := strings.Join(s.segments[s.segmentAt(slot.first):s.segmentAt(slot.end)], "/")
		m.variables = append(m.variables, pathVariable{slot.fieldPath, text, slot.isSingle})
	}
	return m
}

// segmentAt returns the index of the segment in the path that corresponds to a position of
// the template.
func (s *search) segmentAt(position int) int {
	i := position
	for _, t := range s.manyCounts {
		if t.position < position {
			i += t.count - 1
		}
	}
	return i
}

// matchMixed returns the values of the parts of a mixed segment. Those of text are empty. A
// variable matches as little as possible, except that the last part matches the rest.
func matchMixed(mixed pathtemplate.Mixed, segment string) (values []string, ok bool) {
	values = make([]string, len(mixed))
	rest := normalized(segment)
	for i, part := range mixed {
		if literal, ok := part.(pathtemplate.Literal); ok {
			if i == 0 || !isVariable(mixed[i-1]) {
				if rest, ok = strings.CutPrefix(rest, normalized(string(literal))); !ok {
					return nil, false
				}
			}
			continue
		}
		if rest == "" {
			return nil, false
		}
		switch {
		case i+1 == len(mixed):
			values[i], rest = rest, ""
		case isVariable(mixed[i+1]):
			n := 1
			if rest[0] == '%' && len(rest) >= 3 {
				n = 3
			}
			values[i], rest = rest[:n], rest[n:]
		default:
			text := normalized(string(mixed[i+1].(pathtemplate.Literal)))
			at := strings.Index(rest[1:], text) + 1
			if i+2 == len(mixed) {
				at = len(rest) - len(text)
			}
			if at < 1 || rest[at:at+len(text)] != text {
				return nil, false
			}
			values[i], rest = rest[:at], rest[at+len(text):]
		}
	}
	return values, rest == ""
}

func isVariable(s pathtemplate.Segment) bool {
	_, ok := s.(pathtemplate.Variable)
	return ok
}

// normalized returns a segment in which only characters that require it are percent-encoded,
// in upper case (RFC 3986, section 6.2.2).
func normalized(segment string) string {
	if !strings.Contains(segment, "%") {
		return segment
	}
	var b strings.Builder
	for i := 0; i < len(segment); i++ {
		if segment[i] != '%' || i+3 > len(segment) {
			b.WriteByte(segment[i])
			continue
		}
		if text, err := url.PathUnescape(segment[i : i+3]); err == nil && pathtemplate.Escape(text) == text {
			b.WriteString(text)
		} else {
			b.WriteString(strings.ToUpper(segment[i : i+3]))
		}
		i += 2
	}
	return b.String()
}
