// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// maxQueryDepth is the maximum nesting depth of messages in a query. No published API
// reaches it; a recursive message can.
const maxQueryDepth = 16

// A Query is the query of a URL, or a form. The zero Query is empty.
type Query struct {
	values url.Values // nil if there are none
	// raw holds parameters that are already encoded, because url.Values would encode the
	// separators between their values.
	raw string
}

// Encode returns the query, percent-encoded and sorted by name.
func (q *Query) Encode() string { return JoinQuery(q.values.Encode(), q.raw) }

// Has reports whether the query has a parameter with the name. It ignores separated lists.
func (q *Query) Has(name string) bool { return q.values.Has(name) }

// Set sets a parameter.
func (q *Query) Set(name string, values ...string) {
	if q.values == nil {
		q.values = make(url.Values)
	}
	q.values[name] = values
}

func (q *Query) add(name, text string) { q.Set(name, append(q.values[name], text)...) }

// JoinQuery joins two encoded queries, each of which may be empty.
func JoinQuery(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "&" + b
}

// EncodeQuery returns the parameters for the fields of a request that are neither in the
// path nor in the body, by the rules of google.api.http. Names are JSON names. The name of a
// field in a nested message is dotted, a repeated field has a parameter for each element,
// and a field without presence is omitted if it is zero. Fields with the option
// protolect.api.v1.field.parameter have a style of OpenAPI.
func (b *Binding) EncodeQuery(req protoreflect.Message) (*Query, error) {
	q := new(Query)
	if b.method.Descriptor.Input().ExtensionRanges().Len() > 0 && b.body != "*" {
		var err error
		req.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			if fd.IsExtension() {
				err = fmt.Errorf("%s is an extension, which cannot be a query parameter", fd.FullName())
			}
			return err == nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, p := range b.query {
		if p.isSent(req) {
			if err := b.encodeParameter(q, req, p, string(p.field.Name()), p.name, 0); err != nil {
				return nil, err
			}
		}
	}
	return q, nil
}

// encodeParameter adds the field of p in m. path is the path of the field in the request.
func (b *Binding) encodeParameter(q *Query, m protoreflect.Message, p *parameter, path, name string, depth int) error {
	fd := p.field
	if p.dotted {
		return b.encodeDotted(q, m.Get(fd).Message(), path+".", name+".", depth+1)
	}
	if p.rule.GetJson() {
		json, err := marshalField(m, fd)
		q.Set(name, string(json))
		return err
	}
	if fd.Message() == nil && !fd.IsList() { // A scalar is a single parameter in every style.
		text, err := scalarText(fd, m.Get(fd))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		q.add(name, text)
		return nil
	}
	v, err := valueOf(m, fd)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if v.kind == object && fd.IsMap() && p.rule.GetSeparator() == "" && !p.rule.GetExploded() {
		return q.deep(name, &v) // Like grpc-gateway, because google.api.http does not define maps.
	}
	return q.value(name, &v, p.rule)
}

// encodeDotted adds the fields of a message as parameters with dotted names.
func (b *Binding) encodeDotted(q *Query, m protoreflect.Message, path, name string, depth int) error {
	if depth > maxQueryDepth {
		return fmt.Errorf("%s nests more than %d messages, too many for query parameters", path[:len(path)-1], maxQueryDepth)
	}
	var err error
	encode := func(fd protoreflect.FieldDescriptor) bool {
		fieldPath := path + string(fd.Name())
		if b.bound[fieldPath] {
			return true
		}
		p := newParameter(fd)
		switch {
		case fd.IsExtension():
			err = fmt.Errorf("%s is an extension, which cannot be a query parameter", fd.FullName())
		case p.isSent(m):
			err = b.encodeParameter(q, m, p, fieldPath, name+p.name, depth)
		}
		return err == nil
	}
	if !FileRule(m.Descriptor().ParentFile()).GetJsonRequired() { // Only fields that are set are sent.
		m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool { return encode(fd) })
		return err
	}
	for i, fields := 0, m.Descriptor().Fields(); i < fields.Len() && encode(fields.Get(i)); i++ {
	}
	return err
}

// value adds a value in a style. It omits nulls, empty lists and empty objects.
func (q *Query) value(name string, v *value, style *apipb.Parameter) error {
	separator := style.GetSeparator()
	switch {
	case v.kind == null:
	case style.GetJson():
		q.Set(name, string(v.json))
	case separator == deepObject:
		return q.deep(name, v)
	case v.kind == object && style.GetExploded():
		for _, p := range v.pieces(true) {
			q.add(p.key, p.text)
		}
	case separator != "" && v.kind != scalar:
		return q.separated(name, v.pieces(false), separator)
	case v.kind == list:
		for _, p := range v.pieces(false) {
			q.add(name, p.text)
		}
	default:
		q.add(name, v.plainText())
	}
	return nil
}

// deep adds a parameter for every scalar in a value: name[key]=value for the members of an
// object, name[0]=value for the elements of a list, at any depth. Elements without scalars
// have no index, so that there are no gaps.
func (q *Query) deep(name string, v *value) error {
	switch v.kind {
	case null:
	case list:
		index := 0
		for i := range v.elements {
			if e := &v.elements[i]; !e.isBlank() {
				if err := q.deep(name+"["+strconv.Itoa(index)+"]", e); err != nil {
					return err
				}
				index++
			}
		}
	case object:
		for i := range v.members {
			m := &v.members[i]
			if (m.name == "" || strings.Contains(m.name, "]")) && !m.value.isBlank() {
				return fmt.Errorf("%s has a member %q, which name[member]=value cannot express", name, m.name)
			}
			if err := q.deep(name+"["+m.name+"]", &m.value); err != nil {
				return err
			}
		}
	default:
		q.add(name, v.text)
	}
	return nil
}

// isBlank reports whether a value contains no scalars.
func (v *value) isBlank() bool {
	for i := range v.elements {
		if !v.elements[i].isBlank() {
			return false
		}
	}
	for i := range v.members {
		if !v.members[i].value.isBlank() {
			return false
		}
	}
	return v.kind != scalar
}

// separated adds a list or an object as one parameter.
func (q *Query) separated(name string, pieces []piece, separator string) error {
	if len(pieces) == 0 {
		return nil
	}
	encoded := separator
	if separator != "," {
		encoded = url.PathEscape(separator)
		if err := checkPieces(name, pieces, separator); err != nil {
			return err
		}
	}
	// Commas within values are encoded, commas between them are not.
	q.raw = JoinQuery(q.raw, url.QueryEscape(name)+"="+joinPieces(pieces, false, encoded, url.QueryEscape))
	return nil
}

// checkPieces returns an error for a value that contains the separator, which cannot be
// encoded.
func checkPieces(name string, pieces []piece, separator string) error {
	for _, p := range pieces {
		if strings.Contains(p.key, separator) || strings.Contains(p.text, separator) {
			return fmt.Errorf("a value of %s contains %q, which separates the values", name, separator)
		}
	}
	return nil
}
