// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

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

// A queryValue is the value of a field in a query.
type queryValue struct {
	collected
	parameter *parameter
	// path leads from the request to the message that contains the field.
	path []protoreflect.FieldDescriptor
}

// A queryReader finds the fields for query parameters.
type queryReader struct {
	*requestDecoder
	values   map[string]*queryValue // by field path
	order    []*queryValue
	messages map[protoreflect.FullName][]*parameter
}

// read adds a parameter to the value of its field.
func (q *queryReader) read(raw rawParameter) *RequestError {
	v, keys := q.find(raw.name)
	switch {
	case v != nil && len(keys) > 0:
		if v.deep == nil {
			v.deep = new(node)
		}
		return v.deep.put(keys, unescapeQuery(raw.value)).within(v.name)
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

// find returns the field for a parameter, and the keys in brackets in its name.
func (q *queryReader) find(name string) (*queryValue, []string) {
	if v := q.among(q.binding.query, name, "", nil, false); v != nil {
		return v, nil
	}
	if base, keys, ok := splitKeys(name); ok {
		return q.among(q.binding.query, base, "", nil, true), keys
	}
	return nil, nil
}

// among returns the value for a name among the parameters, or among the fields of a
// parameter with dotted names. JSON names take precedence over proto names.
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

// protoName returns the proto name of the field, or the name of the parameter if the API
// gives it one.
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

// value returns the value of a field. It creates the value if there is none.
func (q *queryReader) value(fieldPath, name string, p *parameter, path []protoreflect.FieldDescriptor) *queryValue {
	v := q.values[fieldPath]
	if v == nil {
		v = &queryValue{collected: collected{name: name, rule: p.rule}, parameter: p, path: path}
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

// exploded returns the value of the exploded object that has a member name, or nil.
func (q *queryReader) exploded(name string) *queryValue {
	for _, p := range q.binding.query {
		if p.rule.GetExploded() && q.json.hasMember(p.field, name) {
			return q.value(string(p.field.Name()), p.name, p, nil)
		}
	}
	return nil
}

// checkAlt returns an error for a system parameter that requests a response other than JSON
// or media.
func checkAlt(raw rawParameter) *RequestError {
	text := unescapeQuery(raw.value)
	form, _, _ := strings.Cut(text, ";") // json;enum-encoding=int
	if strings.TrimPrefix(raw.name, "$") != "alt" || form == "json" || form == "media" {
		return nil
	}
	return badText("json or media", text).within(raw.name)
}

// isSystemParameter reports whether all of Google's APIs accept a query parameter, even if
// the method has no field for it.
func isSystemParameter(name string) bool {
	switch strings.TrimPrefix(name, "$") {
	case ".xgafv", "access_token", "alt", "callback", "fields", "key", "prettyPrint", "quotaUser", "userProject":
		return true
	}
	switch name {
	case "bearer_token", "oauth_token", "pp", "upload_protocol", "uploadType", "userIp", "xgafv",
		"$apiVersion", "$ct", "$httpMethod", "$unique":
		return true
	}
	return false
}
