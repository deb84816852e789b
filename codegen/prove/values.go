// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// place is the place of a value in HTTP. It limits the values.
type place int

const (
	inBody   place = iota // JSON
	inForm                // a query or a form: text, but no null and no empty object
	inHeader              // a header, a cookie or a path: text without separators
)

// maxDepth is the maximum depth of messages in a value. Required messages are set up to
// limitDepth.
const (
	maxDepth   = 3
	limitDepth = 8
)

// values creates random messages. They depend only on the seed.
type values struct {
	rand *rand.Rand
	// all sets every field of the outermost message.
	all bool
	// every sets every field of the next message.
	every bool
	// nulls makes some fields null or empty, if the message can express that.
	nulls bool
	// request omits the fields that only a server sets, and response those that only a
	// client sets.
	request, response bool
	// partial omits required fields like others, in a body that changes a part of a
	// resource.
	partial bool
	// unchecked states that the value may be invalid according to the document: it contains
	// arbitrary JSON, or is incomplete.
	unchecked *bool
	// left is the remaining number of fields to set. It limits recursive messages.
	left *int
	// only is the one field of a request that is set beside required fields, unless it is
	// nil. If it is a list, it has one element.
	only protoreflect.FieldDescriptor
	// alternative is the index of the field to set in the first union, unless it is
	// negative.
	alternative int
	memory      memory
}

// memory caches the options of messages and their fields.
type memory map[protoreflect.MessageDescriptor]*messageFacts

// messageFacts contains the options of a message that influence its values.
type messageFacts struct {
	union   bool
	fields  []*facts                       // by the index of the field
	names   []protoreflect.FieldDescriptor // the lists of null or empty fields
	entries protoreflect.FieldDescriptor   // the list of null map entries, or nil
}

// facts contains the options of a field that influence its values.
type facts struct {
	required              bool
	outputOnly, inputOnly bool
	nulls, empties, extra bool // json_nulls, json_empties, json_additional
	entries               bool // json_null_entries
	absentZero            bool // the zero value of the enum means that the field is not set
	parameter             bool // the field has an option for its place in HTTP
	rules                 *validate.FieldRules
}

// seeded returns values whose seed consists of the name of d in its package, and n.
func seeded(d protoreflect.Descriptor, n uint64, memory memory) *values {
	name := strings.TrimPrefix(string(d.FullName()), string(d.ParentFile().Package())+".")
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	return &values{
		rand: rand.New(rand.NewPCG(h.Sum64(), n)), all: n == 0, nulls: n > 0,
		unchecked: new(bool), left: left(), alternative: -1, memory: memory,
	}
}

// maxFields is the maximum number of fields in one value. Scalars may exceed it.
const maxFields = 500

func left() *int {
	n := maxFields
	return &n
}

func (m memory) of(md protoreflect.MessageDescriptor) *messageFacts {
	if known := m[md]; known != nil {
		return known
	}
	known := &messageFacts{union: isUnion(md)}
	fields := md.Fields()
	for i := range fields.Len() {
		f := factsOf(fields.Get(i))
		known.fields = append(known.fields, f)
		if f.nulls || f.empties {
			known.names = append(known.names, fields.Get(i))
		}
		if f.entries {
			known.entries = fields.Get(i)
		}
	}
	m[md] = known
	return known
}

func (v *values) factsOf(fd protoreflect.FieldDescriptor) *facts {
	return v.memory.of(fd.ContainingMessage()).fields[fd.Index()]
}

func factsOf(fd protoreflect.FieldDescriptor) *facts {
	f := new(facts)
	behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	f.required = slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED)
	f.outputOnly = slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
	f.inputOnly = slices.Contains(behaviors, annotations.FieldBehavior_INPUT_ONLY)
	rule := transcode.FieldRule(fd)
	f.nulls, f.empties, f.extra = rule.GetJsonNulls(), rule.GetJsonEmpties(), rule.GetJsonAdditional()
	f.entries = rule.GetJsonNullEntries()
	f.parameter = rule.GetParameter() != nil
	if ed := valueOf(fd).Enum(); ed != nil {
		if zero := ed.Values().ByNumber(0); zero != nil {
			rule, _ := proto.GetExtension(zero.Options(), apipb.E_EnumValue).(*apipb.EnumValueRule)
			f.absentZero = rule.GetAbsent() || strings.HasSuffix(string(zero.Name()), "_UNSPECIFIED")
		}
	}
	f.rules, _ = proto.GetExtension(fd.Options(), validate.E_Field).(*validate.FieldRules)
	return f
}

// isNames reports whether a field lists null or empty fields or entries.
func (f *facts) isNames() bool { return f.nulls || f.empties || f.entries }

// omits reports whether the sender of the message does not set a field.
func (v *values) omits(f *facts) bool { return v.request && f.outputOnly || v.response && f.inputOnly }

func valueOf(fd protoreflect.FieldDescriptor) protoreflect.FieldDescriptor {
	if fd.IsMap() {
		return fd.MapValue()
	}
	return fd
}

// fill sets random fields of m.
func (v *values) fill(m protoreflect.Message, at place, depth int) {
	if v.fillWellKnown(m, at) {
		return
	}
	md := m.Descriptor()
	fields := md.Fields()
	known := v.memory.of(md)
	every := v.every || v.all && depth == 0
	v.every = false
	oneofs := md.Oneofs()
	for i := range oneofs.Len() {
		if od := oneofs.Get(i); !od.IsSynthetic() && (known.union || v.chance(2, 3)) {
			v.choose(m, od, at, depth)
		}
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		if od := fd.ContainingOneof(); od != nil && !od.IsSynthetic() {
			continue
		}
		f := known.fields[i]
		switch {
		case f.isNames() || v.omits(f):
		case f.required && !v.partial || every || v.chance(1, 2):
			v.set(m, fd, f, at, depth)
		}
	}
	if at == inBody && v.nulls {
		v.fillNames(m)
	}
}

// choose sets one field of a oneof. Beyond maxDepth, it prefers scalars.
func (v *values) choose(m protoreflect.Message, od protoreflect.OneofDescriptor, at place, depth int) {
	fields := od.Fields()
	start := v.rand.IntN(fields.Len())
	if v.alternative >= 0 {
		start, v.alternative = v.alternative%fields.Len(), -1
	}
	for i := range fields.Len() {
		fd := fields.Get((start + i) % fields.Len())
		f := v.factsOf(fd)
		if fd.Message() != nil && depth >= maxDepth && i < fields.Len()-1 || v.omits(f) {
			continue
		}
		v.set(m, fd, f, at, depth)
		v.tag(m, fd)
		return
	}
}

// tag sets the discriminator in an alternative of a union to a value that selects this
// alternative. Another value would be invalid according to the document.
func (v *values) tag(union protoreflect.Message, fd protoreflect.FieldDescriptor) {
	rule, _ := proto.GetExtension(union.Descriptor().Options(), apipb.E_Message).(*apipb.MessageRule)
	name := rule.GetJsonUnion().GetDiscriminator()
	if name == "" || fd.Message() == nil || !union.Has(fd) || isUnion(fd.Message()) {
		return
	}
	text := fd.JSONName()
	if texts := transcode.FieldRule(fd).GetJsonDiscriminator(); len(texts) > 0 {
		text = texts[0]
	}
	alternative := union.Mutable(fd).Message()
	member := alternative.Descriptor().Fields().ByJSONName(name)
	if member == nil || !alternative.Has(member) || member.IsList() || member.IsMap() {
		return
	}
	switch member.Kind() {
	case protoreflect.StringKind:
		alternative.Set(member, protoreflect.ValueOfString(text))
	case protoreflect.BoolKind:
		alternative.Set(member, protoreflect.ValueOfBool(text == "true"))
	case protoreflect.EnumKind:
		for i := range member.Enum().Values().Len() {
			if number := member.Enum().Values().Get(i).Number(); wirejson.EnumText(member.Enum(), number) == text {
				alternative.Set(member, protoreflect.ValueOfEnum(number))
				return
			}
		}
	}
}

// set sets a field to a random value.
func (v *values) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, f *facts, at place, depth int) {
	inner := valueOf(fd)
	if *v.left--; *v.left < 0 && inner.Message() != nil {
		*v.unchecked = true
		return
	}
	if inner.Message() != nil && (depth >= maxDepth && !f.required && fd.ContainingOneof() == nil || depth >= limitDepth) {
		return
	}
	switch {
	case fd.IsMap():
		entries := m.Mutable(fd).Map()
		least, most := f.size()
		for n := max(least, min(1+v.rand.IntN(2), most)); n > 0; n-- {
			if element, ok := v.element(entries.NewValue(), inner, f, at, depth); ok {
				entries.Set(protoreflect.ValueOfString(v.word()+"0").MapKey(), element)
			}
		}
	case fd.IsList():
		list := m.Mutable(fd).List()
		least, most := f.size()
		for n := max(least, min(v.few(), most)); n > 0; n-- {
			if element, ok := v.element(list.NewElement(), inner, f, at, depth); ok {
				list.Append(element)
			}
		}
	default:
		if element, ok := v.element(m.NewField(fd), inner, f, at, depth); ok {
			m.Set(fd, element)
		}
	}
}

// few returns the number of elements of a list, before its limits apply.
func (v *values) few() int {
	if v.only != nil {
		return 1
	}
	return 1 + v.rand.IntN(2)
}

// maxElements is the maximum length of lists, even if the document requires more elements.
const maxElements = 20

// size returns the minimum and maximum length of a list or a map.
func (f *facts) size() (least, most int) {
	most = maxElements
	if r := f.rules.GetRepeated(); r != nil {
		least = int(min(r.GetMinItems(), maxElements))
		if r.MaxItems != nil {
			most = int(min(r.GetMaxItems(), maxElements))
		}
	}
	if r := f.rules.GetMap(); r != nil {
		least = int(min(r.GetMinPairs(), maxElements))
		if r.MaxPairs != nil {
			most = int(min(r.GetMaxPairs(), maxElements))
		}
	}
	return least, most
}

// element returns a value of a field. ok is false if the place cannot represent the value,
// such as an empty object in a query.
func (v *values) element(
	zero protoreflect.Value, fd protoreflect.FieldDescriptor, f *facts, at place, depth int,
) (value protoreflect.Value, ok bool) {
	if fd.Message() == nil {
		return v.scalar(fd, f, at), true
	}
	m := zero.Message()
	inner := *v
	inner.all = false
	inner.fill(m, at, depth+1)
	if at != inBody && !hasValue(m) {
		inner.every = true
		if inner.fill(m, at, depth+1); !hasValue(m) {
			return protoreflect.Value{}, false
		}
	}
	if v.memory.of(m.Descriptor()).union && m.WhichOneof(m.Descriptor().Oneofs().Get(0)) == nil {
		return protoreflect.Value{}, false
	}
	return zero, true
}

// hasValue reports whether a query can represent that a message is set.
func hasValue(m protoreflect.Message) bool {
	if m.Descriptor().ParentFile().Package() == "google.protobuf" && m.Descriptor().Name() != "Struct" && m.Descriptor().Name() != "Empty" {
		return true
	}
	found := false
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		found = true
		return false
	})
	return found
}

func isUnion(md protoreflect.MessageDescriptor) bool { return messageRule(md).GetJsonUnion() != nil }

func messageRule(md protoreflect.MessageDescriptor) *apipb.MessageRule {
	rule, _ := proto.GetExtension(md.Options(), apipb.E_Message).(*apipb.MessageRule)
	return rule
}

// fillNames adds some fields that are not set to the lists of null or empty fields.
func (v *values) fillNames(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	known := v.memory.of(m.Descriptor())
	for _, list := range known.names {
		f := known.fields[list.Index()]
		for j := range fields.Len() {
			fd := fields.Get(j)
			other := known.fields[j]
			switch {
			case m.Has(fd) || other.isNames() || other.extra || other.required && !v.partial || v.omits(other),
				f.empties && !fd.IsList() && !fd.IsMap(), fd.ContainingOneof() != nil && !fd.HasOptionalKeyword(), other.parameter,
				fd.Message() != nil && fd.Message().FullName() == "google.protobuf.Value", !v.chance(1, 3), isNamed(m, fd, known.names):
			default:
				m.Mutable(list).List().Append(protoreflect.ValueOfString(fd.JSONName()))
			}
		}
	}
	if known.entries != nil && v.partial {
		for j := range fields.Len() {
			v.fillEntries(m, known, fields.Get(j))
		}
	}
}

// fillEntries adds an entry of a map field of m to the list of null entries.
func (v *values) fillEntries(m protoreflect.Message, known *messageFacts, fd protoreflect.FieldDescriptor) {
	f := known.fields[fd.Index()]
	if f.isNames() || f.parameter || v.omits(f) || !v.chance(1, 2) || isNamed(m, fd, known.names) {
		return
	}
	path := "/" + escapePointer(fd.JSONName())
	switch {
	case f.extra && isMapValue(fd.MapValue()):
		path = "/" + v.word() + "1"
		fd = fd.MapValue().Message().Fields().Get(0)
	case f.extra:
		return
	case !fd.IsMap() && !fd.IsList() && isMapValue(fd):
		fd = fd.Message().Fields().Get(0)
	}
	for fd.IsMap() {
		path += "/" + escapePointer(v.word()+[...]string{"1", "/", "~"}[v.rand.IntN(3)])
		if !isMapValue(fd.MapValue()) || v.chance(1, 2) {
			m.Mutable(known.entries).List().Append(protoreflect.ValueOfString(path))
			return
		}
		fd = fd.MapValue().Message().Fields().Get(0)
	}
}

// isMapValue reports whether the type of a field is a message that is a map in JSON.
func isMapValue(fd protoreflect.FieldDescriptor) bool {
	if fd.Message() == nil {
		return false
	}
	rule, _ := proto.GetExtension(fd.Message().Options(), apipb.E_Message).(*apipb.MessageRule)
	return rule.GetJsonValue() != "" && fd.Message().Fields().Get(0).IsMap()
}

// isNamed reports whether one of the lists of names in m contains a field.
func isNamed(m protoreflect.Message, fd protoreflect.FieldDescriptor, lists []protoreflect.FieldDescriptor) bool {
	for _, list := range lists {
		names := m.Get(list).List()
		for i := range names.Len() {
			if names.Get(i).String() == fd.JSONName() {
				return true
			}
		}
	}
	return false
}

// scalar returns a value for a field that is not a message. It may be zero.
func (v *values) scalar(fd protoreflect.FieldDescriptor, f *facts, at place) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(v.chance(1, 2))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(v.text(f, at))
	case protoreflect.BytesKind:
		data := make([]byte, 1+v.rand.IntN(6))
		for i := range data {
			data[i] = byte(v.rand.Uint32())
		}
		return protoreflect.ValueOfBytes(data)
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		n := values.Get(v.rand.IntN(values.Len())).Number()
		for i := 0; n == 0 && f.absentZero && i < values.Len(); i++ {
			n = values.Get(i).Number()
		}
		return protoreflect.ValueOfEnum(n)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(v.rand.IntN(2000)-1000) / 8)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(v.rand.IntN(2000000)-1000000) / 64)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(v.integer(f, -1<<31, 1<<31-1)))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(v.integer(f, 0, 1<<32-1)))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(v.integer(f, 0, 1<<62)))
	default:
		return protoreflect.ValueOfInt64(v.integer(f, -1<<62, 1<<62))
	}
}

// integer returns the minimum, the maximum or a small integer.
func (v *values) integer(f *facts, least, most int64) int64 {
	least, most = f.limits(least, most)
	switch v.rand.IntN(4) {
	case 0:
		return most
	case 1:
		return least
	}
	low, high := max(least, -1000), min(most, 1000)
	if low > high {
		return least
	}
	return low + v.rand.Int64N(high-low+1)
}

// limits returns the part of a range that the document allows.
func (f *facts) limits(least, most int64) (int64, int64) {
	if r := f.rules.GetInt32(); r != nil {
		switch limit := r.GetGreaterThan().(type) {
		case *validate.Int32Rules_Gte:
			least = max(least, int64(limit.Gte))
		case *validate.Int32Rules_Gt:
			least = max(least, int64(limit.Gt)+1)
		}
		switch limit := r.GetLessThan().(type) {
		case *validate.Int32Rules_Lte:
			most = min(most, int64(limit.Lte))
		case *validate.Int32Rules_Lt:
			most = min(most, int64(limit.Lt)-1)
		}
	}
	if r := f.rules.GetInt64(); r != nil {
		switch limit := r.GetGreaterThan().(type) {
		case *validate.Int64Rules_Gte:
			least = max(least, limit.Gte)
		case *validate.Int64Rules_Gt:
			least = max(least, limit.Gt+1)
		}
		switch limit := r.GetLessThan().(type) {
		case *validate.Int64Rules_Lte:
			most = min(most, limit.Lte)
		case *validate.Int64Rules_Lt:
			most = min(most, limit.Lt-1)
		}
	}
	return least, max(least, most)
}

// text returns a text for a place. Its length is within the limits of the document.
func (v *values) text(f *facts, at place) string {
	word := v.word()
	if at != inHeader {
		word += [...]string{"", " x", "é", "&=%+,;|/?#", "\u2028\"\\"}[v.rand.IntN(5)] + "z"
	}
	if r := f.rules.GetString(); r != nil {
		runes := []rune(word)
		if r.MaxLen != nil && uint64(len(runes)) > r.GetMaxLen() {
			runes = []rune(strings.Repeat("m", int(r.GetMaxLen())))
		}
		if least := min(r.GetMinLen(), 1<<10); uint64(len(runes)) < least {
			runes = append(runes, []rune(strings.Repeat("n", int(least)-len(runes)))...)
		}
		word = string(runes)
	}
	if word == "" && at != inBody {
		return "m" // a path cannot contain an empty text
	}
	return word
}

// word returns a word that is neither a number nor a JSON literal.
func (v *values) word() string {
	letters := make([]byte, 3+v.rand.IntN(5))
	for i := range letters {
		letters[i] = 'a' + byte(v.rand.IntN(26))
	}
	return "w" + string(letters)
}

func (v *values) chance(n, of int) bool { return v.rand.IntN(of) < n }
