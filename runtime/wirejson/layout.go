// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/runtime/protoimpl"
)

// A layout says where the fields of a table are in the Go struct of a generated
// message. Messages of other kinds have none: dynamic ones, those of the
// opaque API, and those whose JSON the options change.
type layout struct {
	table     *table
	goType    reflect.Type // the struct
	size      uintptr      // of the struct
	sliceType reflect.Type // of such structs
	slots     []slot       // for each field of the table
	start     slot         // what the first field of an object follows
	tests     []tests      // for each four fields, or oneofs
	tested    int          // how many those are
	// general is set where there is no layout.
	general bool
	// nulls, empties and nullEntries are the lists of names of the table, or nil.
	nulls, empties, nullEntries *slot
	hasLists                    bool // of any
	// unknown is where the unknown fields are.
	unknown uintptr
	// word stands for the type of the message.
	word uintptr
	// slab is which of a decoder's slabs the messages are made from.
	slab uint32
}

// Tests say of four fields or oneofs whether they are set: each by a word of the struct, of
// which some bits are not all zero. Of maps they only say that it may be.
type tests struct {
	offsets [4]uint16
	masks   [4]uint64
	slots   [4]*slot // of a oneof that of its first field
	// always has what is written where it is not set: of those all bits of the mask.
	always [4]uint64
	some   bool // any of these
}

// A slot is the place of a field.
type slot struct {
	// offset is where the field is in the struct. Of a oneof, it is where the
	// interface is.
	offset uintptr
	// start is the key, if it is short, and the quote of a string.
	start [32]byte
	key   string
	shape shape
	op    op
	// plain says that the field is a string, not a pointer to one, and its key short.
	plain bool
	// oneSided is set where only requests or only responses have the field.
	oneSided                    bool
	absentZero, nullable, noNil bool // the field's
	// word is what stands in a oneof that holds the field, in a struct wrapper.
	word    oneofWord
	wrapper reflect.Type
	next    *slot // the next field of the oneof
	link    *link
	field   *field
	// first are the first bytes of the key but for the comma, where firstMask has bits.
	first, firstMask uint64
	// follower is the field that came next when one was read first. Most texts of a message
	// are in one order.
	follower atomic.Pointer[slot]
	mapType  reflect.Type // of a map
}

// A shape is how a field is stored.
type shape uint8

const (
	implicit shape = iota // the value
	explicit              // a pointer to the value
	nilable               // a value that may be nil: a message, or bytes with presence
	list
	mapping
	oneof
)

// An op is what a value is.
type op uint8

const (
	opBool op = iota
	opInt32
	opUint32
	opInt64
	opUint64
	opFloat
	opDouble
	opString
	opBytes
	opEnum
	opMessage
	opTimestamp
	opDuration
)

// A link leads from a field to what is known of its messages or enum, which is
// found out when it is first needed.
type link struct {
	goType reflect.Type // the pointer type of a message
	ed     protoreflect.EnumDescriptor
	made   atomic.Pointer[layout]
	enums  atomic.Pointer[enumTable]
	// Of google.protobuf.Timestamp and Duration: where their fields are.
	seconds, nanos uintptr
}

func (k *link) layout() *layout {
	if l := k.made.Load(); l != nil {
		return l
	}
	l := layoutOf(k.goType)
	k.made.Store(l)
	return l
}

func (k *link) enum() *enumTable {
	if t := k.enums.Load(); t != nil {
		return t
	}
	t := enumOf(k.ed)
	k.enums.Store(t)
	return t
}

// message returns the message that p points to.
func (l *layout) message(p pointer) protoreflect.Message {
	return p.of(l.goType).Interface().(proto.Message).ProtoReflect()
}

var (
	layouts     sync.Map // from reflect.Type to *layout
	layoutCount atomic.Uint32
)

// recent are layouts that were asked for lately, by the words that stand for their types.
var recent [64]atomic.Pointer[layout]

// layoutOfMessage returns the layout of the Go type that m has.
func layoutOfMessage(m proto.Message) *layout {
	word := typeWord(m)
	place := &recent[word/64%uintptr(len(recent))]
	if l := place.Load(); l != nil && l.word == word {
		return l
	}
	l := layoutOf(reflect.TypeOf(m))
	place.Store(l)
	return l
}

func layoutOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l, _ := layouts.LoadOrStore(t, newLayout(t))
	return l.(*layout)
}

// wordSize is the size of a word in bytes. On machines with other words, messages have no
// layout.
const wordSize = 8

// newLayout finds the layout of a message whose Go type is t.
func newLayout(t reflect.Type) *layout {
	l := &layout{general: true, slab: layoutCount.Add(1) % uint32(len(slabs{}.all))}
	if reflect.TypeFor[uintptr]().Size() != wordSize || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return l
	}
	m, ok := reflect.Zero(t).Interface().(proto.Message)
	if !ok {
		return l
	}
	l.goType, l.size, l.sliceType, l.word = t.Elem(), t.Elem().Size(), reflect.SliceOf(t.Elem()), typeWord(m)
	info, ok := messageInfo(m)
	if !ok || info.GoReflectType != t {
		return l
	}
	l.table = tableOf(info.Desc)
	switch l.table.known {
	case 0, structType, listType, valueType, wrapperType:
		t := l.table
		l.general = t.messageSet || t.extendable || t.value != nil || t.union != nil || t.additional != nil || !l.place(info)
	}
	return l
}

// messageInfo returns what package protoimpl knows of a generated message.
func messageInfo(m proto.Message) (info *protoimpl.MessageInfo, ok bool) {
	if v := reflect.ValueOf(m); v.Type().Elem().NumField() == 0 || v.Type().Elem().Field(0).Type != reflect.TypeFor[protoimpl.MessageState]() {
		return nil, false
	}
	info, ok = m.ProtoReflect().Type().(*protoimpl.MessageInfo)
	return info, ok
}

// place finds the place of every field. It reports whether all are as expected: those in
// no oneof are in the order of their declaration.
func (l *layout) place(info *protoimpl.MessageInfo) bool {
	fields, oneofs := make([]reflect.StructField, 0, l.goType.NumField()), make(map[protoreflect.Name]reflect.StructField)
	known := false
	for i := range l.goType.NumField() {
		sf := l.goType.Field(i)
		switch {
		case sf.Name == "unknownFields":
			l.unknown, known = sf.Offset, sf.Type == reflect.TypeFor[[]byte]()
		case sf.Tag.Get("protobuf_oneof") != "":
			oneofs[protoreflect.Name(sf.Tag.Get("protobuf_oneof"))] = sf
		case sf.IsExported():
			fields = append(fields, sf)
		case sf.Name != "state" && sf.Name != "sizeCache":
			return false
		}
	}
	wrappers := make(map[protoreflect.FieldNumber]reflect.Type)
	for _, w := range info.OneofWrappers {
		t := reflect.TypeOf(w).Elem()
		wrappers[numberIn(t.Field(0))] = t
	}
	l.slots = make([]slot, len(l.table.fields))
	links := make([]link, len(l.table.fields))
	for i, f := range l.table.fields {
		s := &l.slots[i]
		s.field, s.key, s.link = f, f.key, &links[i]
		copy(s.start[:], s.key+`"`)
		s.firstMask = 1<<(8*min(len(s.key), wordSize)) - 1<<8
		s.first = binary.LittleEndian.Uint64(s.start[:]) & s.firstMask
		od := f.fd.ContainingOneof()
		if od == nil || od.IsSynthetic() {
			if len(fields) == 0 || numberIn(fields[0]) != f.fd.Number() || !s.place(fields[0]) {
				return false
			}
			fields = fields[1:]
		} else if !s.placeInOneof(oneofs[od.Name()], wrappers[f.fd.Number()]) {
			return false
		}
		s.oneSided, s.absentZero, s.nullable, s.noNil = f.outputOnly || f.inputOnly, f.absentZero, f.nullable, f.noNil
		if f.absentZero && s.shape != implicit && s.shape != explicit {
			return false
		}
		s.plain = s.shape == implicit && s.op == opString && len(s.key) < len(s.start) && !s.oneSided
		switch f {
		case l.table.nulls:
			l.nulls, l.hasLists = s, true
		case l.table.empties:
			l.empties, l.hasLists = s, true
		case l.table.nullEntries:
			l.nullEntries, l.hasLists = s, true
		default:
			l.test(i)
		}
		if f.name[:min(1, len(f.name))] == "[" { // It might be taken for an extension.
			return false
		}
	}
	return known
}

// numberIn returns the field number in the tag of a struct field, or 0. It is the second
// part of the tag.
func numberIn(sf reflect.StructField) protoreflect.FieldNumber {
	_, rest, _ := strings.Cut(sf.Tag.Get("protobuf"), ",")
	number, _, _ := strings.Cut(rest, ",")
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil {
		return 0
	}
	return protoreflect.FieldNumber(n)
}

// place takes a struct field as the place of the field.
func (s *slot) place(sf reflect.StructField) bool {
	t, fd := sf.Type, s.field.fd
	s.offset = sf.Offset
	switch {
	case fd.IsMap():
		s.shape, s.mapType = mapping, t
		return t.Kind() == reflect.Map && t.Key().Kind() == goKinds[fd.MapKey().Kind()] && s.holds(t.Elem())
	case fd.IsList():
		s.shape = list
		return t.Kind() == reflect.Slice && s.holds(t.Elem())
	case fd.Message() != nil, fd.HasPresence() && fd.Kind() == protoreflect.BytesKind:
		s.shape = nilable
		return s.holds(t)
	case fd.HasPresence():
		s.shape = explicit
		return t.Kind() == reflect.Pointer && s.holds(t.Elem())
	}
	return s.holds(t)
}

// placeInOneof takes an interface as the place of the field, which holds a pointer to
// wrapper then.
func (s *slot) placeInOneof(sf reflect.StructField, wrapper reflect.Type) bool {
	if sf.Type == nil || wrapper == nil || sf.Type.Kind() != reflect.Interface || sf.Type.NumMethod() == 0 ||
		wrapper.Kind() != reflect.Struct || wrapper.NumField() != 1 || !s.holds(wrapper.Field(0).Type) {
		return false
	}
	s.shape, s.offset, s.wrapper = oneof, sf.Offset, wrapper
	w, held := reflect.New(wrapper), reflect.New(sf.Type).Elem()
	held.Set(w)
	p := pointerToValue(held).oneof()
	s.word = p.word
	return p.wrapper == pointerToValue(w.Elem())
}

// test has the fields tested up to the one in a slot.
func (l *layout) test(i int) {
	s := &l.slots[i]
	if i > 0 && s.shape == oneof && l.slots[i-1].shape == oneof && l.slots[i-1].offset == s.offset {
		l.slots[i-1].next = s
		return
	}
	n := l.tested % 4
	if n == 0 {
		l.tests = append(l.tests, tests{})
	}
	l.tested++
	t := &l.tests[len(l.tests)-1]
	t.slots[n] = s
	offset, mask := s.test()
	t.offsets[n], t.masks[n] = uint16(offset), mask
	if s.field.always {
		t.always[n], t.some = mask, true
	}
}

// test returns which bits of the word at an offset are not all zero when the field is set.
func (s *slot) test() (offset uintptr, mask uint64) {
	at, size := s.offset, uintptr(wordSize)
	switch {
	case s.shape == list, s.shape == implicit && (s.op == opString || s.op == opBytes):
		at += wordSize // The length comes after the pointer.
	case s.shape == implicit:
		size = s.op.size()
	}
	var bits [wordSize]byte
	for i := range size {
		bits[at%wordSize+i] = 0xff
	}
	return at / wordSize * wordSize, binary.NativeEndian.Uint64(bits[:])
}

var goKinds = [...]reflect.Kind{
	protoreflect.BoolKind: reflect.Bool, protoreflect.StringKind: reflect.String,
	protoreflect.Int32Kind: reflect.Int32, protoreflect.Sint32Kind: reflect.Int32, protoreflect.Sfixed32Kind: reflect.Int32, protoreflect.EnumKind: reflect.Int32,
	protoreflect.Uint32Kind: reflect.Uint32, protoreflect.Fixed32Kind: reflect.Uint32,
	protoreflect.Int64Kind: reflect.Int64, protoreflect.Sint64Kind: reflect.Int64, protoreflect.Sfixed64Kind: reflect.Int64,
	protoreflect.Uint64Kind: reflect.Uint64, protoreflect.Fixed64Kind: reflect.Uint64,
	protoreflect.FloatKind: reflect.Float32, protoreflect.DoubleKind: reflect.Float64,
	protoreflect.BytesKind: reflect.Slice, protoreflect.MessageKind: reflect.Pointer, protoreflect.GroupKind: reflect.Pointer,
}

var kindOps = [reflect.UnsafePointer + 1]op{
	reflect.Bool: opBool, reflect.String: opString, reflect.Int32: opInt32, reflect.Uint32: opUint32, reflect.Int64: opInt64,
	reflect.Uint64: opUint64, reflect.Float32: opFloat, reflect.Float64: opDouble, reflect.Slice: opBytes, reflect.Pointer: opMessage,
}

// holds reports whether values of type t are what the field holds.
func (s *slot) holds(t reflect.Type) bool {
	f := s.field
	if goKinds[f.kind] != t.Kind() {
		return false
	}
	s.op = kindOps[t.Kind()]
	switch f.kind {
	case protoreflect.EnumKind:
		s.op, s.link.ed = opEnum, f.value.Enum()
	case protoreflect.BytesKind:
		return t.Elem().Kind() == reflect.Uint8
	case protoreflect.MessageKind, protoreflect.GroupKind:
		s.link.goType = t
		s.opOf(f.value.Message().FullName(), t.Elem())
		return !f.asNumber && !f.urlSafe
	}
	return true
}

// opOf finds the messages that are stored as others but are one value in JSON.
func (s *slot) opOf(name protoreflect.FullName, t reflect.Type) {
	o := opTimestamp
	switch wellKnownType(name) {
	case timestampType:
	case durationType:
		o = opDuration
	default:
		return
	}
	seconds, ok1 := t.FieldByName("Seconds")
	nanos, ok2 := t.FieldByName("Nanos")
	if ok1 && ok2 && seconds.Type.Kind() == reflect.Int64 && nanos.Type.Kind() == reflect.Int32 {
		s.op, s.link.seconds, s.link.nanos = o, seconds.Offset, nanos.Offset
	}
}
