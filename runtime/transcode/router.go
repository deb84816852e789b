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

// CompileServices compiles the methods of services, for a Router. Methods that have no HTTP
// form are left out. The error joins those of the methods whose rules are malformed; the
// others are returned with it.
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

// RouterOptions change how a Router matches.
type RouterOptions struct {
	// WithoutBasePath matches paths that do not begin with the base path of the methods
	// (protolect.api.v1.file.base_path), as a client sends them that was told to call
	// another server.
	WithoutBasePath bool
}

// A Router finds the method that an HTTP request is for. It may be used by several
// goroutines at once. The time that it takes does not depend on how many methods there are.
type Router struct {
	root routeNode
	// basePath is the path with which the paths of all methods begin. It is empty if they
	// differ.
	basePath string
}

// NewRouter returns a router for all bindings of the methods. If two bindings have
// the same HTTP method and the same path, the first is found.
func NewRouter(methods []*Method, opts RouterOptions) *Router {
	r := new(Router)
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

// A routeNode is where the segments of paths have led to. Its children are tried in the order
// in which they are declared here, from the most exact one to the least.
type routeNode struct {
	literals map[string]*routeNode // by the decoded segment
	mixed    []mixedRoute
	one      *routeNode
	many     *routeNode
	// ends are the bindings whose path ends here, by the custom verb and the HTTP method.
	ends map[string]map[string]*route
}

// A mixedRoute leads to a node by a segment that has variables beside text.
type mixedRoute struct {
	segment pathtemplate.Mixed
	node    *routeNode
}

// A route is a binding with the places of its variables.
type route struct {
	binding *Binding
	slots   []slot
}

// A slot is the place of a variable in a path template.
type slot struct {
	fieldPath string
	// The variable covers the segments from first up to end.
	first, end int
	// part is which part of a mixed segment the variable is, or -1.
	part int
	// single is set where the variable takes one segment, whatever it is.
	single bool
}

// flatten returns the segments of a template with the patterns of variables in their place, and
// the places of the variables.
func flatten(t pathtemplate.Template) (segments []pathtemplate.Segment, slots []slot) {
	for _, s := range t.Segments {
		switch s := s.(type) {
		case pathtemplate.Variable:
			first := len(segments)
			segments = append(segments, s.Pattern...)
			if len(s.Pattern) == 0 {
				segments = append(segments, pathtemplate.One)
			}
			single := len(segments) == first+1 && segments[first] == pathtemplate.One
			slots = append(slots, slot{s.FieldPath, first, len(segments), -1, single})
		case pathtemplate.Mixed:
			for i, part := range s {
				if v, ok := part.(pathtemplate.Variable); ok {
					slots = append(slots, slot{v.FieldPath, len(segments), len(segments) + 1, i, true})
				}
			}
			segments = append(segments, s)
		default:
			segments = append(segments, s)
		}
	}
	return segments, slots
}

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

// trimBasePath returns a template without the segments of the base path, if it begins with them.
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

// child returns the node that a segment leads to, which it makes if there is none.
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
		text := shapeOfMixed(s)
		for _, m := range n.mixed {
			if shapeOfMixed(m.segment) == text {
				return m.node
			}
		}
		node := new(routeNode)
		n.mixed = append(n.mixed, mixedRoute{s, node})
		// The one with the most text is the most exact.
		slices.SortStableFunc(n.mixed, func(a, b mixedRoute) int {
			return len(shapeOfMixed(b.segment)) - len(shapeOfMixed(a.segment))
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

// shapeOfMixed returns the text of a segment without the names of variables.
func shapeOfMixed(s pathtemplate.Mixed) string {
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

// A Match is the binding of a request, with the values of the variables of its path.
type Match struct {
	Method  *Method
	Binding *Binding
	// variables are the values in the path, percent-encoded.
	variables []pathVariable
}

// A pathVariable is a variable of a path with the text that it matched.
type pathVariable struct {
	fieldPath string
	text      string // percent-encoded
	single    bool
}

// Match finds the method for an HTTP method and a path, which is percent-encoded, without a
// query. A literal segment is preferred to one with text beside variables, that to "*",
// and that to "**"; a path with a custom verb is preferred to one without.
//
// The error is a [*RequestError] with the status 404, or 405 if the path has other HTTP methods.
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
	problem := quote(path, 200) + " belongs to no method"
	if path != r.basePath && !strings.HasPrefix(path, r.basePath+"/") {
		problem += ": the paths of all methods begin with " + quote(r.basePath, 200)
	}
	return &RequestError{HTTPStatus: http.StatusNotFound, Place: "path", Value: path, Problem: problem}
}

// splitPath returns the segments of a path, as they are and without percent-encoding.
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
	// segments are those of the path, and decoded the same without percent-encoding.
	segments, decoded []string
	// custom is the custom verb, which is then not in the segments.
	custom string
	// taken has for each "**" so far how many segments it took.
	taken []manyTaken
	// parts are the values in the mixed segments so far.
	parts []mixedParts
	// allowed are the HTTP methods of the routes that match but for that.
	allowed map[string]bool
	// failed are nodes after a "**" from which there is no way on, so that none is tried twice.
	failed map[failure]bool
	// exhausted are the nodes from which a "**" was tried in vain, with the segments where it
	// could end: from a later segment on it can end nowhere else.
	exhausted map[*routeNode]run
}

// A run is the segments from first up to end.
type run struct{ first, end int }

type manyTaken struct{ position, count int }

type mixedParts struct {
	position int
	values   []string
}

type failure struct {
	node    *routeNode
	segment int
}

// cutCustomVerb takes the custom verb from the last segment, if there may be one.
func (s *search) cutCustomVerb() bool {
	last := len(s.segments) - 1
	if last < 0 {
		return false
	}
	text, custom, ok := cutLast(s.segments[last], ':')
	if !ok || custom == "" {
		return false
	}
	s.custom, _ = url.PathUnescape(custom)
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

// find looks for a route from a node on, with the segments from i on. The position is that of
// the next segment in the template.
func (s *search) find(n *routeNode, i, position int) *Match {
	if len(s.taken) > 0 && s.failed[failure{n, i}] {
		return nil
	}
	m := s.try(n, i, position)
	if m == nil && len(s.taken) > 0 {
		if s.failed == nil {
			s.failed = make(map[failure]bool)
		}
		s.failed[failure{n, i}] = true
	}
	return m
}

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
			s.parts = append(s.parts, mixedParts{position, values})
			if m := s.find(mixed.node, i+1, position+1); m != nil {
				return m
			}
			s.parts = s.parts[:len(s.parts)-1]
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

// tryMany looks for a route with a "**" from a segment on, the shortest first.
func (s *search) tryMany(n *routeNode, i, position int) *Match {
	if tried, ok := s.exhausted[n]; ok && tried.first <= i && i <= tried.end {
		return nil
	}
	s.taken = append(s.taken, manyTaken{position, 0})
	last, end := len(s.taken)-1, i
	for ; end < len(s.segments) && s.segments[end] != ""; end++ {
		s.taken[last].count = end + 1 - i
		if m := s.find(n.many, end+1, position+1); m != nil {
			return m
		}
	}
	s.taken = s.taken[:last]
	if s.exhausted == nil {
		s.exhausted = make(map[*routeNode]run)
	}
	s.exhausted[n] = run{i, end}
	return nil
}

// end returns the match of a path that ends at a node, if one does.
func (s *search) end(n *routeNode) *Match {
	routes := n.ends[s.custom]
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
	for _, slot := range found.slots {
		if slot.part >= 0 {
			for _, p := range s.parts {
				if p.position == slot.first {
					m.variables = append(m.variables, pathVariable{slot.fieldPath, p.values[slot.part], true})
				}
			}
			continue
		}
		text := strings.Join(s.segments[s.segmentAt(slot.first):s.segmentAt(slot.end)], "/")
		m.variables = append(m.variables, pathVariable{slot.fieldPath, text, slot.single})
	}
	return m
}

// segmentAt returns which segment of the path is at a position of the template.
func (s *search) segmentAt(position int) int {
	i := position
	for _, t := range s.taken {
		if t.position < position {
			i += t.count - 1
		}
	}
	return i
}

// matchMixed returns the values of the parts of a segment with variables beside text; those of
// text are empty. A variable takes as little as it can, the last one all that is left.
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

// normalized returns a segment in which only those characters are percent-encoded that need it,
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
