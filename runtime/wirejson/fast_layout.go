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
	goType    reflect.Type    // the struct
	size      uintptr         // of the struct
	sliceType reflect.Type    // of such structs
	fields    []fieldLayout   // for each field of the table
	first     fieldLayout     // what the first field of an object follows
	presence  []presenceTests // for each four fields, or oneofs
	tests     int             // how many those are
	// general is set where there is no layout.
	useReflection bool
	// nulls, empties and nullEntries are the lists of names of the table, or nil.
	nulls, empties, nullEntries *fieldLayout
	hasNameLists                bool // of any
	// unknown is where the unknown fields are.
	unknown uintptr
	// word stands for the type of the message.
	word uintptr
	// slab is which of a decoder's slabs the messages are made from.
	slab uint32
}

// Tests say of four fields or oneofs whether they are set: each by a word of the struct, of
// which some bits are not all zero. Of maps they only say that it may be.
type presenceTests struct {
	offsets [4]uint16
	masks   [4]uint64
	fields  [4]*fieldLayout // of a oneof that of its first field
	// always has what is written where it is not set: of those all bits of the mask.
	always    [4]uint64
	hasAlways bool // any of these
}

// A slot is the place of a field.
type fieldLayout struct {
	// offset is where the field is in the struct. Of a oneof, it is where the
	// interface is.
	offset uintptr
	// start is the key, if it is short, and the quote of a string.
	keyAndQuote [32]byte
	key         string
	storage     storage
	kind        valueKind
	// plain says that the field is a string, not a pointer to one, and its key short.
	isPlainString bool
	// oneSided is set where only requests or only responses have the field.
	isOneSided                       bool
	absentZero, nullable, rejectsNil bool // the field's
	// word is what stands in a oneof that holds the field, in a struct wrapper.
	wrapperWord typeWord
	wrapper     reflect.Type
	next        *fieldLayout // the next field of the oneof
	ref         *typeRef
	field       *field
	// first are the first bytes of the key but for the comma, where firstMask has bits.
	prefix, prefixMask uint64
	// follower is the field that came next when one was read first. Most texts of a message
	// are in one order.
	follower atomic.Pointer[fieldLayout]
	mapType  reflect.Type // of a map
}

// A shape is how a field is stored.
type storage uint8

const (
	storedValue   storage = iota // the value
	storedPointer                // a pointer to the value
	storedNilable                // a value that may be nil: a message, or bytes with presence
	storedSlice
	storedMap
	storedOneof
)

// An op is what a value is.
type valueKind uint8

const (
	kindBool valueKind = iota
	kindInt32
	kindUint32
	kindInt64
	kindUint64
	kindFloat
	kindDouble
	kindString
	kindBytes
	kindEnum
	kindMessage
	kindTimestamp
	kindDuration
)

// A link leads from a field to what is known of its messages or enum, which is
// found out when it is first needed.
type typeRef struct {
	goType       reflect.Type // the pointer type of a message
	ed           protoreflect.EnumDescriptor
	cachedLayout atomic.Pointer[layout]
	cachedEnum   atomic.Pointer[enumTable]
	// Of google.protobuf.Timestamp and Duration: where their fields are.
	seconds, nanos uintptr
}

func (k *typeRef) layout() *layout {
	if l := k.cachedLayout.Load(); l != nil {
		return l
	}
	l := layoutOf(k.goType)
	k.cachedLayout.Store(l)
	return l
}

func (k *typeRef) enum() *enumTable {
	if t := k.cachedEnum.Load(); t != nil {
		return t
	}
	t := enumOf(k.ed)
	k.cachedEnum.Store(t)
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
	word := typeWordOf(m)
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
	l := &layout{useReflection: true, slab: layoutCount.Add(1) % uint32(len(slabs{}.all))}
	if reflect.TypeFor[uintptr]().Size() != wordSize || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return l
	}
	m, ok := reflect.Zero(t).Interface().(proto.Message)
	if !ok {
		return l
	}
	l.goType, l.size, l.sliceType, l.word = t.Elem(), t.Elem().Size(), reflect.SliceOf(t.Elem()), typeWordOf(m)
	info, ok := messageInfo(m)
	if !ok || info.GoReflectType != t {
		return l
	}
	l.table = tableOf(info.Desc)
	switch l.table.known {
	case 0, structType, listType, valueType, wrapperType:
		t := l.table
		l.useReflection = t.messageSet || t.extendable || t.value != nil || t.union != nil || t.additional != nil || !l.locate(info)
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
func (l *layout) locate(info *protoimpl.MessageInfo) bool {
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
	l.fields = make([]fieldLayout, len(l.table.fields))
	links := make([]typeRef, len(l.table.fields))
	for i, f := range l.table.fields {
		s := &l.fields[i]
		s.field, s.key, s.ref = f, f.key, &links[i]
		copy(s.keyAndQuote[:], s.key+`"`)
		s.prefixMask = 1<<(8*min(len(s.key), wordSize)) - 1<<8
		s.prefix = binary.LittleEndian.Uint64(s.keyAndQuote[:]) & s.prefixMask
		od := f.fd.ContainingOneof()
		if od == nil || od.IsSynthetic() {
			if len(fields) == 0 || numberIn(fields[0]) != f.fd.Number() || !s.locate(fields[0]) {
				return false
			}
			fields = fields[1:]
		} else if !s.locateInOneof(oneofs[od.Name()], wrappers[f.fd.Number()]) {
			return false
		}
		s.isOneSided, s.absentZero, s.nullable, s.rejectsNil = f.outputOnly || f.inputOnly, f.absentZero, f.nullable, f.rejectsNil
		if f.absentZero && s.storage != storedValue && s.storage != storedPointer {
			return false
		}
		s.isPlainString = s.storage == storedValue && s.kind == kindString && len(s.key) < len(s.keyAndQuote) && !s.isOneSided
		switch f {
		case l.table.nulls:
			l.nulls, l.hasNameLists = s, true
		case l.table.empties:
			l.empties, l.hasNameLists = s, true
		case l.table.nullEntries:
			l.nullEntries, l.hasNameLists = s, true
		default:
			l.addTest(i)
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
func (s *fieldLayout) locate(sf reflect.StructField) bool {
	t, fd := sf.Type, s.field.fd
	s.offset = sf.Offset
	switch {
	case fd.IsMap():
		s.storage, s.mapType = storedMap, t
		return t.Kind() == reflect.Map && t.Key().Kind() == goKinds[fd.MapKey().Kind()] && s.accepts(t.Elem())
	case fd.IsList():
		s.storage = storedSlice
		return t.Kind() == reflect.Slice && s.accepts(t.Elem())
	case fd.Message() != nil, fd.HasPresence() && fd.Kind() == protoreflect.BytesKind:
		s.storage = storedNilable
		return s.accepts(t)
	case fd.HasPresence():
		s.storage = storedPointer
		return t.Kind() == reflect.Pointer && s.accepts(t.Elem())
	}
	return s.accepts(t)
}

// placeInOneof takes an interface as the place of the field, which holds a pointer to
// wrapper then.
func (s *fieldLayout) locateInOneof(sf reflect.StructField, wrapper reflect.Type) bool {
	if sf.Type == nil || wrapper == nil || sf.Type.Kind() != reflect.Interface || sf.Type.NumMethod() == 0 ||
		wrapper.Kind() != reflect.Struct || wrapper.NumField() != 1 || !s.accepts(wrapper.Field(0).Type) {
		return false
	}
	s.storage, s.offset, s.wrapper = storedOneof, sf.Offset, wrapper
	w, held := reflect.New(wrapper), reflect.New(sf.Type).Elem()
	held.Set(w)
	p := pointerToValue(held).oneof()
	s.wrapperWord = p.word
	return p.wrapper == pointerToValue(w.Elem())
}

// test has the fields tested up to the one in a slot.
func (l *layout) addTest(i int) {
	s := &l.fields[i]
	if i > 0 && s.storage == storedOneof && l.fields[i-1].storage == storedOneof && l.fields[i-1].offset == s.offset {
		l.fields[i-1].next = s
		return
	}
	n := l.tests % 4
	if n == 0 {
		l.presence = append(l.presence, presenceTests{})
	}
	l.tests++
	t := &l.presence[len(l.presence)-1]
	t.fields[n] = s
	offset, mask := s.presenceBits()
	t.offsets[n], t.masks[n] = uint16(offset), mask
	if s.field.alwaysWritten {
		t.always[n], t.hasAlways = mask, true
	}
}

// test returns which bits of the word at an offset are not all zero when the field is set.
func (s *fieldLayout) presenceBits() (offset uintptr, mask uint64) {
	at, size := s.offset, uintptr(wordSize)
	switch {
	case s.storage == storedSlice, s.storage == storedValue && (s.kind == kindString || s.kind == kindBytes):
		at += wordSize // The length comes after the pointer.
	case s.storage == storedValue:
		size = s.kind.size()
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

var reflectKinds = [reflect.UnsafePointer + 1]valueKind{
	reflect.Bool: kindBool, reflect.String: kindString, reflect.Int32: kindInt32, reflect.Uint32: kindUint32, reflect.Int64: kindInt64,
	reflect.Uint64: kindUint64, reflect.Float32: kindFloat, reflect.Float64: kindDouble, reflect.Slice: kindBytes, reflect.Pointer: kindMessage,
}

// holds reports whether values of type t are what the field holds.
func (s *fieldLayout) accepts(t reflect.Type) bool {
	f := s.field
	if goKinds[f.kind] != t.Kind() {
		return false
	}
	s.kind = reflectKinds[t.Kind()]
	switch f.kind {
	case protoreflect.EnumKind:
		s.kind, s.ref.ed = kindEnum, f.value.Enum()
	case protoreflect.BytesKind:
		return t.Elem().Kind() == reflect.Uint8
	case protoreflect.MessageKind, protoreflect.GroupKind:
		s.ref.goType = t
		s.setSecondsKind(f.value.Message().FullName(), t.Elem())
		return !f.asNumber && !f.urlSafe
	}
	return true
}

// opOf finds the messages that are stored as others but are one value in JSON.
func (s *fieldLayout) setSecondsKind(name protoreflect.FullName, t reflect.Type) {
	o := kindTimestamp
	switch wellKnownType(name) {
	case timestampType:
	case durationType:
		o = kindDuration
	default:
		return
	}
	seconds, ok1 := t.FieldByName("Seconds")
	nanos, ok2 := t.FieldByName("Nanos")
	if ok1 && ok2 && seconds.Type.Kind() == reflect.Int64 && nanos.Type.Kind() == reflect.Int32 {
		s.kind, s.ref.seconds, s.ref.nanos = o, seconds.Offset, nanos.Offset
	}
}
