// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

// CompileServices compiles the methods of services for a Router. It omits methods without an
// HTTP form. The error joins those of methods with a malformed rule; the other methods are
// returned with it.
func CompileServices(services ...protoreflect.ServiceDescriptor) ([]*Method, error) {
	var methods []*Method
	var errs []error
	for _, service := range services {
		for i := range service.Methods().Len() {
			m, err := Compile(service.Methods().Get(i))
			if _, unbound := errors.AsType[*UnboundError](err); err != nil && !unbound {
				errs = append(errs, err)
			} else if err == nil {
				methods = append(methods, m)
			}
		}
	}
	return methods, errors.Join(errs...)
}

// RouterOptions configures how a Router matches.
type RouterOptions struct {
	// WithoutBasePath matches paths without the base path of the methods
	// (protolect.api.v1.file.base_path). Clients that are configured with the URL of another
	// server send such paths.
	WithoutBasePath bool
}

// A Router finds the method for an HTTP request. It may be used concurrently. The time of a
// match does not depend on the number of methods.
type Router struct {
	methods []*Method
	root    routeNode
	// basePath is the base path of all methods, or empty if they differ.
	basePath string
}

// NewRouter returns a router for all bindings of the methods. Of bindings with the same HTTP
// method and the same path, the first one matches.
func NewRouter(methods []*Method, opts RouterOptions) *Router {
	r := &Router{methods: methods}
	if len(methods) > 0 && !opts.WithoutBasePath {
		r.basePath = methods[0].BasePath
	}
	for _, m := range methods {
		if m.BasePath != r.basePath {
			r.basePath = ""
		}
		for _, b := range m.bindings() {
			r.add(b, opts)
		}
	}
	return r
}

func (m *Method) bindings() []*Binding { return append([]*Binding{m.Binding}, m.Additional...) }

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

// A Match is the binding for a request, with the values of the variables in its path.
type Match struct {
	Method  *Method
	Binding *Binding
	// variables are the values in the path, percent-encoded.
	variables []pathVariable
}

// A pathVariable is the value of a variable in a path.
type pathVariable struct {
	fieldPath string
	text      string // percent-encoded
	isSingle  bool
}

// Match finds the method for an HTTP method and a percent-encoded path without a query. A
// literal segment takes precedence over one with text and variables, that over "*", and that
// over "**". A path with a custom verb takes precedence over one without.
//
// The error is a [*RequestError] with the status 404, or 405 if the path has other HTTP
// methods.
func (r *Router) Match(verb, path string) (*Match, error) {
	segments, decoded, ok := splitPath(path)
	if !ok {
		return nil, r.notFound(path)
	}
	s := &search{verb: verb, segments: segments, decoded: decoded}
	if s.cutCustomVerb() {
		if m := s.find(&r.root, 0, 0); m != nil {
			return m, nil
		}
		s = &search{verb: verb, segments: segments, decoded: decoded, allowed: s.allowed}
	}
	if m := s.find(&r.root, 0, 0); m != nil {
		return m, nil
	}
	if len(s.allowed) > 0 {
		allowed := slices.Sorted(maps.Keys(s.allowed))
		return nil, &RequestError{HTTPStatus: http.StatusMethodNotAllowed, Place: "path", Field: path, Value: verb, Allowed: allowed,
			Problem: "want the HTTP method " + strings.Join(allowed, " or ") + ", found " + quote(verb, 20)}
	}
	return nil, r.notFound(path)
}

func (r *Router) notFound(path string) error {
	problem := quote(path, 200) + " matches no method"
	if path != r.basePath && !strings.HasPrefix(path, r.basePath+"/") {
		problem += ": the paths of all methods begin with " + quote(r.basePath, 200)
	}
	return &RequestError{HTTPStatus: http.StatusNotFound, Place: "path", Value: path, Problem: problem}
}

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
