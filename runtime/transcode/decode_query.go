// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A rawParameter is a parameter of a query, a form or a cookie. The value is encoded.
type rawParameter struct{ name, value string }

// parseQuery splits a query, or a form, and decodes the names.
func parseQuery(query string) ([]rawParameter, *RequestError) {
	var all []rawParameter
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		decoded, err := url.QueryUnescape(name)
		if err == nil {
			_, err = url.QueryUnescape(value)
		}
		if err != nil {
			return nil, badText("percent-encoding", pair)
		}
		all = append(all, rawParameter{decoded, value})
	}
	return all, nil
}

// A gathered value collects what a query or a form has for one parameter.
type gathered struct {
	name string
	rule *apipb.Parameter
	// values are encoded.
	values []string
	// deep has the values with keys in brackets, and members those of an exploded object.
	deep, members *node
}

// node returns the value, by the style of the parameter.
func (g *gathered) node() (*node, *RequestError) {
	separator := g.rule.GetSeparator()
	others := g.deep
	if others == nil {
		others = g.members
	}
	switch {
	case others != nil && len(g.values) > 0:
		return nil, badRequestf("has a value and members")
	case others != nil:
		return others, nil
	case g.rule.GetJson():
		if len(g.values) > 1 {
			return nil, badRequestf("is given %d times", len(g.values))
		}
		return &node{json: []byte(unescapeQuery(g.values[0]))}, nil
	case separator == ",":
		// A comma between values is not encoded; one within a value is.
		n, _ := pieces(strings.Split(strings.Join(g.values, ","), ","), false, url.QueryUnescape)
		return n, nil
	case separator != "" && separator != deepObject:
		joined := strings.Join(g.values, url.QueryEscape(separator))
		text := unescapeQuery(joined)
		n, _ := pieces(strings.Split(text, separator), false, func(text string) (string, error) { return text, nil })
		// Our client writes the spaces between values as %20, and those within one as "+".
		n.preferList = !n.hasText && !strings.Contains(joined, "+")
		n.text, n.hasText = text, len(g.values) == 1 // A single text may have separators in it.
		return n, nil
	}
	texts := make([]string, len(g.values))
	for i, value := range g.values {
		texts[i] = unescapeQuery(value)
	}
	n := repeated(texts)
	n.objectAsText = separator == "" && !g.rule.GetExploded()
	return n, nil
}

// unescapeQuery decodes a value that parseQuery has found to be encoded.
func unescapeQuery(value string) string {
	text, _ := url.QueryUnescape(value)
	return text
}

// splitKeys splits name[a][b] into the name and the keys.
func splitKeys(name string) (base string, keys []string, ok bool) {
	base, rest, ok := strings.Cut(name, "[")
	if !ok || base == "" {
		return name, nil, false
	}
	for {
		key, after, ok := strings.Cut(rest, "]")
		if !ok || len(keys) == maxDepth {
			return name, nil, false
		}
		keys = append(keys, key)
		if after == "" {
			return base, keys, true
		}
		if after[0] != '[' {
			return name, nil, false
		}
		rest = after[1:]
	}
}

// put adds a text at keys. An empty key stands for the next element of a list.
func (n *node) put(keys []string, text string) *RequestError {
	if len(keys) == 0 {
		if n.isObject {
			return badRequestf("has a value and members")
		}
		if n.isAppended {
			return badRequestf("has a value and members")
		}
		// Given several times, it is a list without keys.
		n.elements = append(n.elements, &node{text: text, hasText: true})
		n.text, n.hasText, n.isList = text, len(n.elements) == 1, len(n.elements) > 1
		return nil
	}
	if n.hasText || n.isList && !n.isAppended {
		return badRequestf("has a value and members")
	}
	key := keys[0]
	if key == "" {
		return n.putNext(keys[1:], text)
	}
	if n.isAppended {
		return badRequestf("has members with and without a key")
	}
	child := n.member(key)
	if child == nil {
		child = new(node)
		n.append(key, child)
	}
	if err := child.put(keys[1:], text); err != nil {
		return err.within("[" + key + "]")
	}
	return nil
}

// putNext adds a text to a list without indices. Members of an object go to the last element, as
// long as that does not have them.
func (n *node) putNext(keys []string, text string) *RequestError {
	if n.isObject {
		return badRequestf("has members with and without a key")
	}
	n.isList, n.isAppended = true, true
	if len(keys) > 0 && len(n.elements) > 0 {
		if last := n.elements[len(n.elements)-1]; last.isObject && !last.has(keys) {
			return last.put(keys, text)
		}
	}
	next := new(node)
	n.elements = append(n.elements, next)
	return next.put(keys, text)
}

// has reports whether there is a value at keys.
func (n *node) has(keys []string) bool {
	for _, key := range keys {
		if key == "" {
			return false
		}
		if n = n.member(key); n == nil {
			return false
		}
	}
	return true
}

// query sets the fields that are query parameters.
func (d *requestDecoder) query(query string) *RequestError {
	parameters, err := parseQuery(query)
	if err != nil {
		return err.in("query parameter")
	}
	q := &queryReader{requestDecoder: d, values: make(map[string]*queryValue), messages: make(map[protoreflect.FullName][]*parameter)}
	for _, p := range parameters {
		if err := q.read(p); err != nil {
			return err.in("query parameter")
		}
	}
	for _, v := range q.order {
		n, err := v.node()
		if err != nil {
			return err.within(v.name).in("query parameter")
		}
		m := d.request
		for _, fd := range v.path {
			if od := fd.ContainingOneof(); od != nil && !od.IsSynthetic() {
				if other := m.WhichOneof(od); other != nil && other != fd {
					return badRequestf("cannot be set together with %s", other.JSONName()).within(v.name).in("query parameter")
				}
			}
			m = m.Mutable(fd).Message()
		}
		if err := d.set(m, v.parameter, v.name, n); err != nil {
			return err.in("query parameter")
		}
	}
	return nil
}

// A queryValue is what a query has for one field.
type queryValue struct {
	gathered
	parameter *parameter
	// path are the messages that the field is in, from the request on.
	path []protoreflect.FieldDescriptor
}

// A queryReader finds the fields of query parameters.
type queryReader struct {
	*requestDecoder
	values   map[string]*queryValue // by the path of the field
	order    []*queryValue
	messages map[protoreflect.FullName][]*parameter
}

func (q *queryReader) read(raw rawParameter) *RequestError {
	v, keys := q.find(raw.name)
	switch {
	case v != nil && len(keys) > 0:
		if v.deep == nil {
			v.deep = new(node)
		}
		return v.deep.put(keys, unescapeQuery(raw.value)).named(v.name)
	case v != nil:
		v.values = append(v.values, raw.value)
		return nil
	}
	if v := q.exploded(raw.name); v != nil {
		if v.members == nil {
			v.members = new(node)
		}
		v.members.add(raw.name, unescapeQuery(raw.value))
		return nil
	}
	if !q.strict && isSystemParameter(raw.name) {
		return checkAlt(raw)
	}
	return badRequestf("the method has no such parameter").within(raw.name)
}

// find returns the field of a parameter, and the keys in brackets after its name.
func (q *queryReader) find(name string) (*queryValue, []string) {
	if v := q.among(q.binding.query, name, "", nil, false); v != nil {
		return v, nil
	}
	if base, keys, ok := splitKeys(name); ok {
		return q.among(q.binding.query, base, "", nil, true), keys
	}
	return nil, nil
}

// among returns which of the parameters a name is for, or a field within one whose fields have
// dotted names. JSON names are preferred to names in the proto.
func (q *queryReader) among(parameters []*parameter, name, fieldPath string, path []protoreflect.FieldDescriptor, deep bool) *queryValue {
	for _, own := range [...]func(*parameter) string{(*parameter).jsonName, (*parameter).protoName} {
		for _, p := range parameters {
			rest, ok := strings.CutPrefix(name, own(p))
			fieldPath := fieldPath + string(p.field.Name())
			switch {
			case !ok || len(path) > 0 && q.binding.bound[fieldPath]:
			case rest == "" && !p.dotted && (p.isDeep() || !deep):
				return q.value(fieldPath, name, p, path)
			case p.dotted && len(path) < maxQueryDepth && len(rest) > 1 && rest[0] == '.':
				path := append(path[:len(path):len(path)], p.field)
				if v := q.among(q.inner(p.field.Message()), rest[1:], fieldPath+".", path, deep); v != nil {
					return v
				}
			}
		}
	}
	return nil
}

func (p *parameter) jsonName() string { return p.name }

// protoName is the name in the proto, unless the parameter has a name of its own.
func (p *parameter) protoName() string {
	if p.rule.GetQuery() != "" {
		return p.name
	}
	return string(p.field.Name())
}

// inner returns the fields of a message as parameters.
func (q *queryReader) inner(md protoreflect.MessageDescriptor) []*parameter {
	if q.messages[md.FullName()] == nil {
		for i := range md.Fields().Len() {
			q.messages[md.FullName()] = append(q.messages[md.FullName()], newParameter(md.Fields().Get(i)))
		}
	}
	return q.messages[md.FullName()]
}

func (q *queryReader) value(fieldPath, name string, p *parameter, path []protoreflect.FieldDescriptor) *queryValue {
	v := q.values[fieldPath]
	if v == nil {
		v = &queryValue{gathered: gathered{name: name, rule: p.rule}, parameter: p, path: path}
		q.values[fieldPath] = v
		q.order = append(q.order, v)
	}
	return v
}

// isDeep reports whether a parameter may have keys in brackets.
func (p *parameter) isDeep() bool {
	separator := p.rule.GetSeparator()
	return separator == deepObject || p.field.IsMap() && separator == "" && !p.rule.GetExploded() && !p.rule.GetJson()
}

// exploded returns the exploded object that has a member.
func (q *queryReader) exploded(name string) *queryValue {
	for _, p := range q.binding.query {
		if p.rule.GetExploded() && q.json.hasMember(p.field, name) {
			return q.value(string(p.field.Name()), p.name, p, nil)
		}
	}
	return nil
}

// hasMember reports whether the value of a field may be an object with a member.
func (w *jsonWriter) hasMember(fd protoreflect.FieldDescriptor, name string) bool {
	switch {
	case fd.IsMap():
		return true
	case fd.Message() == nil || fd.IsList():
		return false
	}
	return w.isMember(fd.Message(), name, make(map[protoreflect.FullName]bool))
}

// isMember remembers the messages that it has seen: a union may be an alternative of itself.
func (w *jsonWriter) isMember(md protoreflect.MessageDescriptor, name string, seen map[protoreflect.FullName]bool) bool {
	if seen[md.FullName()] {
		return false
	}
	seen[md.FullName()] = true
	s, fields := w.shapeOf(md), md.Fields()
	switch {
	case isFreeForm(md.FullName()) || s.additional != nil:
		return true
	case s.rule.GetJsonValue() != "":
		return w.hasMember(fields.Get(0), name)
	case s.rule.GetJsonUnion() == nil:
		return s.members[name] != nil && !isText(md.FullName())
	case s.rule.GetJsonUnion().GetDiscriminator() == name:
		return true
	}
	for i := range fields.Len() {
		if inner := fields.Get(i).Message(); inner != nil && w.isMember(inner, name, seen) {
			return true
		}
	}
	return false
}

// checkAlt refuses a system parameter that asks for a response in another form than JSON, or media.
func checkAlt(raw rawParameter) *RequestError {
	text := unescapeQuery(raw.value)
	form, _, _ := strings.Cut(text, ";") // json;enum-encoding=int
	if strings.TrimPrefix(raw.name, "$") != "alt" || form == "json" || form == "media" {
		return nil
	}
	return badText("json or media", text).within(raw.name)
}

// isSystemParameter reports whether a query parameter is one that all of Google's APIs take, with
// or without a method's field for it.
func isSystemParameter(name string) bool {
	switch strings.TrimPrefix(name, "$") {
	case ".xgafv", "access_token", "alt", "callback", "fields", "key", "prettyPrint", "quotaUser", "userProject":
		return true
	}
	switch name {
	case "bearer_token", "oauth_token", "pp", "upload_protocol", "uploadType", "userIp", "xgafv", "$apiVersion", "$ct", "$httpMethod", "$unique":
		return true
	}
	return false
}
