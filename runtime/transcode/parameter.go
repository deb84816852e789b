// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"cmp"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A parameter is a field of a request outside of the body.
type parameter struct {
	field protoreflect.FieldDescriptor
	// rule is nil for a query parameter without a style.
	rule *apipb.Parameter
	// name is the name in the query.
	name string
	// mustBeSet is set if a request without the field is incomplete.
	mustBeSet bool
	// sendsZero is set if the zero value is sent when the field is not set.
	sendsZero bool
	// zeroInPath is set if a path may contain the zero value of a field that is not set.
	zeroInPath bool
	// absentZero is set if the enum's value 0 is never sent.
	absentZero bool
	// dotted is set if the fields of the message are parameters with dotted names.
	dotted bool
}

func newParameter(fd protoreflect.FieldDescriptor) *parameter {
	p := &parameter{field: fd, rule: FieldRule(fd).GetParameter(), absentZero: isAbsentEnum(fd)}
	p.name = cmp.Or(p.rule.GetQuery(), fd.JSONName())
	p.mustBeSet = mustBeVisiblySet(fd)
	required := FileRule(fd.ParentFile()).GetJsonRequired()
	p.sendsZero = required && IsRequired(fd) && !p.mustBeSet
	switch fd.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
	case protoreflect.EnumKind, protoreflect.BoolKind:
		p.zeroInPath = true
	default:
		// A number that is 0 was probably forgotten, and the request would address the wrong
		// resource. If required numbers are always sent, 0 is intended, because it cannot be
		// expressed in another way.
		p.zeroInPath = required
	}
	p.zeroInPath = p.zeroInPath && !fd.HasPresence() && fd.Cardinality() != protoreflect.Repeated && !zeroIsUnset(fd)
	isStyled := p.rule.GetSeparator() != "" || p.rule.GetExploded() || p.rule.GetJson()
	inQuery := p.rule.GetHeader() == "" && p.rule.GetCookie() == ""
	p.dotted = inQuery && !isStyled && fd.Message() != nil && !fd.IsList() && !fd.IsMap() && hasDottedMembers(fd.Message())
	return p
}

// isSet reports whether m holds a value of the field that can be sent.
func (p *parameter) isSet(m protoreflect.Message) bool {
	return m.Has(p.field) && (!p.absentZero || p.field.IsList() || p.field.IsMap() || m.Get(p.field).Enum() != 0)
}

// isSent reports whether the field is sent, with its value or as zero.
func (p *parameter) isSent(m protoreflect.Message) bool {
	return p.sendsZero || p.isSet(m)
}

// missing returns the path of the first required field that is not set: of the parameter
// itself, or of a field with a dotted name in a message that is set. It returns "" if there
// is none.
func (p *parameter) missing(m protoreflect.Message, path string) string {
	path += string(p.field.Name())
	switch {
	case p.mustBeSet && !p.isSet(m):
		return path
	case !p.dotted || !m.Has(p.field) || !FileRule(p.field.Message().ParentFile()).GetJsonRequired():
		return ""
	}
	fields := p.field.Message().Fields()
	for i := range fields.Len() {
		if name := newParameter(fields.Get(i)).missing(m.Get(p.field).Message(), path+"."); name != "" {
			return name
		}
	}
	return ""
}

// isStyled reports whether a parameter in the path has another form than plain text.
func (p *parameter) isStyled() bool {
	r := p.rule
	return r.GetSeparator() != "" && r.GetSeparator() != deepObject || r.GetExploded() || r.GetJson() || r.GetPrefix() != ""
}

// deepObject is the separator of parameters with names of the form name[key].
const deepObject = "[]"

// A piece is a part of a parameter's value: a list element, or a member of an object. The
// styles of OpenAPI (3.1.1, section 4.8.12.3; RFC 6570) differ in the text between the
// pieces.
type piece struct {
	key    string
	hasKey bool
	text   string
}

// pieces returns the parts of a value without nulls. If exploded, each element of a list in
// an object has the key of the list.
func (v *value) pieces(exploded bool) []piece {
	switch v.kind {
	case null:
		return nil
	case list:
		return appendPieces(nil, v, "", false)
	case object:
		var all []piece
		for i := range v.members {
			switch m := &v.members[i]; {
			case m.value.kind == null:
			case exploded && m.value.kind == list:
				all = appendPieces(all, &m.value, m.name, true)
			default:
				all = append(all, piece{m.name, true, m.value.plainText()})
			}
		}
		return all
	}
	return []piece{{text: v.text}}
}

// appendPieces appends the elements of a list.
func appendPieces(all []piece, v *value, key string, hasKey bool) []piece {
	for i := range v.elements {
		if e := &v.elements[i]; e.kind != null {
			all = append(all, piece{key, hasKey, e.plainText()})
		}
	}
	return all
}

// written returns the value of a parameter as one text, with each piece escaped.
func (p *parameter) written(m protoreflect.Message, separator string, escape func(string) string) (string, error) {
	if p.rule.GetJson() {
		json, err := marshalField(m, p.field)
		return escape(string(json)), err
	}
	v, err := valueOf(m, p.field)
	if err != nil {
		return "", err
	}
	return joinPieces(v.pieces(p.rule.GetExploded()), p.rule.GetExploded(), separator, escape), nil
}

func joinPieces(pieces []piece, exploded bool, separator string, escape func(string) string) string {
	between := separator
	if exploded {
		between = "="
	}
	var texts []string
	for _, p := range pieces {
		text := escape(p.text)
		if p.hasKey {
			text = escape(p.key) + between + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, separator)
}
