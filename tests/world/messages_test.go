// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/getkin/kin-openapi/openapi3"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/wirejson"
)

// messages generates messages from descriptors. Required fields are set, fields that only a server
// sets are not, and limits are observed. Descriptors lack some facts about scalars, such as the
// format of a string. These are taken from the document's schemas for the same place, as a user
// would take them from the documentation.
type messages struct {
	*rand.Rand
	schemas *schemas
	// optional is the probability that an optional field is set.
	optional float64
	// left is the number of optional fields that may still be set.
	left int
}

func newMessages(random *rand.Rand, s *schemas, try int) *messages {
	return &messages{Rand: random, schemas: s, optional: []float64{0.5, 0.3, 0.8, 0.1, 1, 0.2, 0.5, 0}[try%8], left: 200}
}

// A hint is a schema that may describe a value. If there are several, it is unknown which one
// applies.
type hints []*openapi3.Schema

// fill sets fields of a message.
func (g *messages) fill(m protoreflect.Message, h hints, where place, depth int) {
	fields := m.Descriptor().Fields()
	h = h.whole()
	rule := option[*apipb.MessageRule](m.Descriptor(), apipb.E_Message)
	chosen := make(map[protoreflect.FullName]protoreflect.FieldDescriptor)
	for i := range m.Descriptor().Oneofs().Len() {
		if o := m.Descriptor().Oneofs().Get(i); !o.IsSynthetic() {
			chosen[o.FullName()] = o.Fields().Get(g.IntN(o.Fields().Len()))
		}
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if o := fd.ContainingOneof(); o != nil && !o.IsSynthetic() {
			if chosen[o.FullName()] == fd && (rule.GetJsonUnion() != nil || g.wants(fd)) {
				inner := h
				if rule.GetJsonUnion() == nil {
					inner = h.member(fd.JSONName())
				}
				g.set(m, fd, inner, where, depth)
				g.name(m, fd, rule.GetJsonUnion())
			}
			continue
		}
		inner := h.member(fd.JSONName())
		if rule.GetJsonValue() == string(fd.Name()) {
			inner = h
		}
		if isRequired(fd) || rule.GetJsonValue() != "" || g.wants(fd) && depth > 0 && !inner.contradict() {
			g.set(m, fd, inner, where, depth)
		}
	}
}

// name sets the discriminator of a union's alternative, if the alternative has a field for it.
func (g *messages) name(m protoreflect.Message, fd protoreflect.FieldDescriptor, union *apipb.Union) {
	if union.GetDiscriminator() == "" || fd.Message() == nil || fd.IsList() || fd.IsMap() || !m.Has(fd) {
		return
	}
	member := fd.Message().Fields().ByJSONName(union.GetDiscriminator())
	if member == nil || member.IsList() {
		return
	}
	if member.Kind() != protoreflect.StringKind {
		m.Mutable(fd).Message().Clear(member) // the client writes the value
		return
	}
	text := fd.JSONName()
	if names := option[*apipb.FieldRule](fd, apipb.E_Field).GetJsonDiscriminator(); len(names) > 0 {
		text = names[g.IntN(len(names))]
	}
	m.Mutable(fd).Message().Set(member, protoreflect.ValueOfString(text))
}

// wants decides at random whether an optional field is set.
func (g *messages) wants(fd protoreflect.FieldDescriptor) bool {
	rule := option[*apipb.FieldRule](fd, apipb.E_Field)
	return !rule.GetJsonNulls() && !rule.GetJsonEmpties() && !rule.GetJsonNullEntries() && !hasBehavior(fd, annotations.FieldBehavior_OUTPUT_ONLY) &&
		g.left > 0 && g.Float64() < g.optional
}

func (g *messages) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, h hints, where place, depth int) {
	g.left--
	h = h.whole()
	if depth < -8 || hasBehavior(fd, annotations.FieldBehavior_OUTPUT_ONLY) {
		return
	}
	switch {
	case fd.IsMap():
		inner := h.additional()
		if option[*apipb.FieldRule](fd, apipb.E_Field).GetJsonAdditional() {
			inner = h // the hints of the enclosing object apply
		}
		for range 1 + g.IntN(2) {
			key := protoreflect.ValueOfString(fmt.Sprintf("key%d", g.IntN(100))).MapKey()
			if fd.MapKey().Kind() != protoreflect.StringKind {
				return
			}
			if vd := fd.MapValue(); vd.Message() == nil {
				m.Mutable(fd).Map().Set(key, g.scalar(vd, inner, where, false))
			} else {
				g.message(m.Mutable(fd).Map().Mutable(key).Message(), inner, where, depth-1)
			}
		}
	case fd.IsList():
		least, most := g.count(fd, h)
		for range least + g.IntN(most-least+1) {
			if fd.Message() == nil {
				element := g.scalar(fd, h.items(), where, true)
				if h.unique() && contains(m.Mutable(fd).List(), element) {
					continue
				}
				m.Mutable(fd).List().Append(element)
			} else {
				g.message(m.Mutable(fd).List().AppendMutable().Message(), h.items(), where, depth-1)
			}
		}
	case fd.Message() != nil:
		g.message(m.Mutable(fd).Message(), h, where, depth-1)
	default:
		inUnion := fd.ContainingOneof() != nil && !fd.ContainingOneof().IsSynthetic()
		m.Set(fd, g.scalar(fd, h, where, !fd.HasPresence() || isRequired(fd) || inUnion))
	}
}

func contains(list protoreflect.List, value protoreflect.Value) bool {
	for i := range list.Len() {
		if list.Get(i).Equal(value) {
			return true
		}
	}
	return false
}

// count returns the minimum and maximum number of elements of a list.
func (g *messages) count(fd protoreflect.FieldDescriptor, h hints) (least, most int) {
	most = 2
	rules := option[*validate.FieldRules](fd, validate.E_Field).GetRepeated()
	rule := option[*apipb.FieldRule](fd, apipb.E_Field)
	least = int(max(uint64(rule.GetMinItems()), rules.GetMinItems()))
	limit := uint64(math.MaxInt32)
	if n := rule.GetMaxItems(); n > 0 {
		limit = uint64(n)
	}
	if rules.GetMaxItems() > 0 {
		limit = min(limit, rules.GetMaxItems())
	}
	for _, s := range h {
		least = max(least, int(min(s.MinItems, 1000)))
		if s.MaxItems != nil {
			limit = min(limit, *s.MaxItems)
		}
	}
	if least == 0 && limit > 0 {
		least = 1 // an empty list is not set
	}
	return least, max(least, min(most, int(limit)))
}

// message fills a message, which may be a well-known one.
func (g *messages) message(m protoreflect.Message, h hints, where place, depth int) {
	name := m.Descriptor().FullName()
	if name.Parent() != "google.protobuf" && name.Parent() != "google.api" {
		g.fill(m, h, where, depth)
		return
	}
	fields := m.Descriptor().Fields()
	values := &values{Rand: g.Rand, schemas: g.schemas, isRequest: true, place: where, left: 20, optional: 0.3}
	var text any
	switch name.Name() {
	case "Timestamp":
		text = values.dateTime()
	case "Duration":
		text = fmt.Sprintf("%d.5s", g.IntN(1e6))
	case "FieldMask":
		text = "name"
	case "Any":
		text = map[string]any{"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1s"}
	case "Empty":
		return
	case "ListValue":
		text = []any{values.any(1)}
	case "Struct":
		text = map[string]any{"a": values.any(1)}
		if value, err := values.of(h, depth); err == nil {
			if object, ok := value.(map[string]any); ok && len(h) > 0 {
				text = object
			}
		}
	case "Value":
		text = values.any(1)
		if value, err := values.of(h, depth); err == nil && len(h) > 0 {
			text = value
		}
	case "HttpBody":
		m.Set(fields.ByName("data"), protoreflect.ValueOfBytes([]byte("content")))
		m.Set(fields.ByName("content_type"), protoreflect.ValueOfString("text/plain"))
		return
	default: // a wrapper
		m.Set(fields.Get(0), g.scalar(fields.Get(0), h, where, false))
		return
	}
	data, err := json.Marshal(text)
	if err == nil {
		err = wirejson.Unmarshal(data, m.Interface())
	}
	if err != nil {
		panic(fmt.Sprintf("%s cannot be %s: %v", name, data, err))
	}
}

// scalar generates a value. If the field has no presence or is required, an enum does not get a
// value that means absent.
func (g *messages) scalar(fd protoreflect.FieldDescriptor, h hints, where place, always bool) protoreflect.Value {
	rules := option[*validate.FieldRules](fd, validate.E_Field)
	if items := rules.GetRepeated().GetItems(); fd.IsList() && items != nil {
		rules = items
	}
	if fd.Kind() == protoreflect.EnumKind {
		return protoreflect.ValueOfEnum(g.enum(fd.Enum(), always, where != inJSON))
	}
	limits := limitsOf(fd, rules)
	if drawn, ok := g.hinted(fd, h, limits, where); ok {
		return drawn
	}
	if limits.Min == nil && isUnsigned(fd) {
		limits.Min = new(float64)
	}
	v := &values{Rand: g.Rand, schemas: g.schemas, isRequest: true, place: where}
	all := []*openapi3.Schema{limits}
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(g.IntN(2) == 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(v.string(all).(string))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(v.text(1, 12)))
	}
	n, _ := numberOf(fd, v.number(all, fd.Kind() != protoreflect.DoubleKind && fd.Kind() != protoreflect.FloatKind))
	return n
}

// hinted generates a scalar that a schema allows, if one of the schemas describes such a scalar.
func (g *messages) hinted(fd protoreflect.FieldDescriptor, h hints, limits *openapi3.Schema, where place) (protoreflect.Value, bool) {
	for range 4 {
		if len(h) == 0 {
			break
		}
		v := &values{Rand: g.Rand, schemas: g.schemas, isRequest: true, place: where}
		drawn, err := v.of([]*openapi3.Schema{h[g.IntN(len(h))]}, 0)
		if err != nil || limits.VisitJSON(plain(drawn)) != nil {
			continue
		}
		switch drawn := drawn.(type) {
		case string:
			if fd.Kind() == protoreflect.StringKind {
				return protoreflect.ValueOfString(drawn), true
			}
		case bool:
			if fd.Kind() == protoreflect.BoolKind {
				return protoreflect.ValueOfBool(drawn), true
			}
		case float64:
			if n, ok := numberOf(fd, drawn); ok {
				return n, true
			}
		}
	}
	return protoreflect.Value{}, false
}

// limitsOf returns the limits of a scalar in a descriptor as a schema.
func limitsOf(fd protoreflect.FieldDescriptor, rules *validate.FieldRules) *openapi3.Schema {
	s := new(openapi3.Schema)
	if text := rules.GetString(); text != nil {
		s.MinLength, s.Pattern = text.GetMinLen(), text.GetPattern()
		if text.MaxLen != nil {
			s.MaxLength = text.MaxLen
		}
		if text.Len != nil {
			s.MinLength, s.MaxLength = text.GetLen(), text.Len
		}
	}
	if pattern := option[*apipb.FieldRule](fd, apipb.E_Field).GetPattern(); pattern != "" {
		s.Pattern = pattern
	}
	number := rules.ProtoReflect().WhichOneof(rules.ProtoReflect().Descriptor().Oneofs().ByName("type"))
	if number == nil || number.Message().Fields().ByName("gte") == nil {
		return s
	}
	bound := func(name protoreflect.Name) *float64 {
		field := number.Message().Fields().ByName(name)
		if m := rules.ProtoReflect().Get(number).Message(); m.Has(field) {
			n := floatOf(field, m.Get(field))
			return &n
		}
		return nil
	}
	s.Min, s.Max = bound("gte"), bound("lte")
	if one := bound("const"); one != nil {
		s.Min, s.Max = one, one
	}
	return s
}

func floatOf(fd protoreflect.FieldDescriptor, v protoreflect.Value) float64 {
	switch fd.Kind() {
	case protoreflect.DoubleKind, protoreflect.FloatKind:
		return v.Float()
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind, protoreflect.Fixed32Kind, protoreflect.Fixed64Kind:
		return float64(v.Uint())
	}
	return float64(v.Int())
}

func isUnsigned(fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return true
	}
	return false
}

// numberOf converts a number to the kind of a field, and reports whether the value stays the same.
func numberOf(fd protoreflect.FieldDescriptor, n float64) (protoreflect.Value, bool) {
	switch fd.Kind() {
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(n), true
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(n)), float64(float32(n)) == n
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n)), float64(int32(n)) == n
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(n)), float64(int64(n)) == n
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(max(n, 0))), float64(uint32(max(n, 0))) == n
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(max(n, 0))), float64(uint64(max(n, 0))) == n
	}
	return protoreflect.Value{}, false
}

// enum generates a value. In a parameter, an empty string is the same as an absent value.
func (g *messages) enum(ed protoreflect.EnumDescriptor, always, isParameter bool) protoreflect.EnumNumber {
	values := ed.Values()
	for range 20 {
		value := values.Get(g.IntN(values.Len()))
		if isParameter && wirejson.EnumText(ed, value.Number()) == "" {
			continue
		}
		if isAbsent(value) && values.Len() > 1 && always {
			continue
		}
		if !isAbsent(value) || !always && g.IntN(10) == 0 {
			return value.Number()
		}
	}
	return values.Get(values.Len() - 1).Number() // the only value is an empty string
}

// isAbsent reports whether an enum's value only means that a field is not set.
func isAbsent(value protoreflect.EnumValueDescriptor) bool {
	return option[*apipb.EnumValueRule](value, apipb.E_EnumValue).GetAbsent()
}

// withoutAbsent clears enum fields whose value means absent: they are not sent.
func withoutAbsent(m protoreflect.Message) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case fd.IsMap():
			if fd.MapValue().Message() != nil {
				v.Map().Range(func(_ protoreflect.MapKey, element protoreflect.Value) bool {
					withoutAbsent(element.Message())
					return true
				})
			}
		case fd.Message() != nil && fd.IsList():
			for i := range v.List().Len() {
				withoutAbsent(v.List().Get(i).Message())
			}
		case fd.Message() != nil:
			withoutAbsent(v.Message())
		case fd.Enum() != nil && !fd.IsList():
			if value := fd.Enum().Values().ByNumber(v.Enum()); value != nil && isAbsent(value) {
				m.Clear(fd)
			}
		}
		return true
	})
}

// pathText generates the value of a path's variable.
func (g *messages) pathText(fd protoreflect.FieldDescriptor, variable pathtemplate.Variable) string {
	isLiteral := func(s pathtemplate.Segment) bool { _, ok := s.(pathtemplate.Literal); return ok }
	pattern := option[*apipb.FieldRule](fd, apipb.E_Field).GetPattern()
	if re, err := syntax.Parse(pattern, syntax.Perl); err == nil && pattern != "" && !slices.ContainsFunc(variable.Pattern, isLiteral) {
		for range 20 {
			if text := matching(g.Rand, re.Simplify()); canBeParameter(text) {
				return text
			}
		}
	}
	var segments []string
	for _, s := range variable.Pattern {
		switch s := s.(type) {
		case pathtemplate.Literal:
			segments = append(segments, string(s))
		default:
			segments = append(segments, fmt.Sprintf("x%d", g.IntN(1000)))
		}
	}
	return strings.Join(segments, "/")
}

// whole returns schemas with all of their parts.
func (h hints) whole() hints {
	var all hints
	var add func(s *openapi3.Schema)
	add = func(s *openapi3.Schema) {
		if s == nil || slices.Contains(all, s) || len(all) > 100 {
			return
		}
		all = append(all, s)
		for _, parts := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
			for _, part := range parts {
				add(part.Value)
			}
		}
	}
	for _, s := range h {
		add(s)
	}
	return all
}

func (h hints) member(name string) hints {
	var all hints
	for _, s := range h {
		if p := s.Properties[name]; p != nil && p.Value != nil {
			all = append(all, p.Value)
		}
	}
	return all
}

func (h hints) items() hints {
	var all hints
	for _, s := range h {
		if s.Items != nil && s.Items.Value != nil {
			all = append(all, s.Items.Value)
		}
	}
	return all.whole()
}

func (h hints) additional() hints {
	var all hints
	for _, s := range h {
		if a := s.AdditionalProperties.Schema; a != nil && a.Value != nil {
			all = append(all, a.Value)
		}
	}
	return all.whole()
}

// contradict reports whether one of the schemas allows no value because its enum has no value of
// its type.
func (h hints) contradict() bool {
	return slices.ContainsFunc(h, func(s *openapi3.Schema) bool {
		types := s.Type.Slice()
		return len(s.Enum) > 0 && len(types) > 0 && !slices.ContainsFunc(s.Enum, func(v any) bool {
			return slices.ContainsFunc(types, func(t string) bool { return isOfType(v, t) })
		})
	})
}

func (h hints) unique() bool {
	return slices.ContainsFunc(h, func(s *openapi3.Schema) bool { return s.UniqueItems })
}

func isRequired(fd protoreflect.FieldDescriptor) bool {
	return hasBehavior(fd, annotations.FieldBehavior_REQUIRED)
}

func hasBehavior(fd protoreflect.FieldDescriptor, behavior annotations.FieldBehavior) bool {
	behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, behavior)
}

// option returns an option of a descriptor, or an empty message.
func option[M proto.Message](d protoreflect.Descriptor, kind protoreflect.ExtensionType) M {
	rule, _ := proto.GetExtension(d.Options(), kind).(M)
	return rule
}
