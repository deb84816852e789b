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

// A layout describes where the fields of a table are in the Go struct of a generated
// message.
type layout struct {
	table     *table
	goType    reflect.Type    // the struct
	size      uintptr         // of the struct
	sliceType reflect.Type    // []struct
	fields    []fieldLayout   // by index in the table
	first     fieldLayout     // stands before the first member of an object, for its follower
	presence  []presenceTests // tests for groups of four fields or oneofs
	tests     int             // the number of fields and oneofs that are tested
	// useReflection is set for types without a layout: dynamic messages, those of the opaque
	// API, and those whose JSON does not have one member per field.
	useReflection bool
	// nulls, empties and nullEntries are the name lists of the table, or nil.
	nulls, empties, nullEntries *fieldLayout
	hasNameLists                bool // whether any of them is not nil
	// unknown is the offset of the unknown fields.
	unknown uintptr
	// word identifies the type of the message. See typeWordOf.
	word uintptr
	// slab is the index of the messages' slab in slabs.
	slab uint32
}

// presenceTests tests four fields or oneofs at once. Each is set if the word of the struct
// at its offset has any bit of its mask. For a map, this only means that it may have
// entries.
type presenceTests struct {
	offsets [4]uint16
	masks   [4]uint64
	fields  [4]*fieldLayout // for a oneof, its first field
	// always is the mask for fields that are written even if they are not set, and 0 for others.
	always    [4]uint64
	hasAlways bool // whether always has any bits
}

// A fieldLayout describes where a field is in the struct.
type fieldLayout struct {
	// offset is the offset of the field in the struct. For a field of a oneof, it is the offset
	// of the interface.
	offset uintptr
	// keyAndQuote is the key, if it is short, and the opening quote of a string.
	keyAndQuote [32]byte
	key         string
	storage     storage
	kind        valueKind
	// isPlainString is set for a string that is not stored as a pointer and has a short key.
	isPlainString bool
	// isOneSided is set if only requests or only responses have the field.
	isOneSided bool
	// These are copied from field.
	absentZero, nullable, rejectsNil, needsAlternative bool
	// wrapperWord is the first word of a oneof's interface that holds the field, in a struct of
	// type wrapper.
	wrapperWord typeWord
	wrapper     reflect.Type
	next        *fieldLayout // the next field of the oneof
	ref         *typeRef
	field       *field
	// prefix is the beginning of the key without its comma, up to a word. prefixMask masks its
	// bytes.
	prefix, prefixMask uint64
	// follower is the field that followed this one when it was first read. Most texts of a
	// message type have the same order.
	follower atomic.Pointer[fieldLayout]
	mapType  reflect.Type // of a map
}

// A storage is the way in which a field is stored.
type storage uint8

const (
	storedValue   storage = iota // the value
	storedPointer                // a pointer to the value
	storedNilable                // a value that may be nil: a message, or bytes with presence
	storedSlice
	storedMap
	storedOneof
)

// A valueKind is the Go type of a value, or of the elements of a list or map.
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

// A typeRef is the message or enum type of a field. Its layout or table is made on first
// use, because types may be recursive.
type typeRef struct {
	goType       reflect.Type // the pointer type of a message
	ed           protoreflect.EnumDescriptor
	cachedLayout atomic.Pointer[layout]
	cachedEnum   atomic.Pointer[enumTable]
	// seconds, nanos and unknown are the offsets of the fields of google.protobuf.Timestamp and
	// Duration, and of their unknown fields.
	seconds, nanos, unknown uintptr
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

// message returns the message to which p points.
func (l *layout) message(p pointer) protoreflect.Message {
	return p.of(l.goType).Interface().(proto.Message).ProtoReflect()
}

var (
	layouts     sync.Map // from reflect.Type to *layout
	layoutCount atomic.Uint32
)

// recent caches recently used layouts by the word of their type. It is faster than layouts.
var recent [64]atomic.Pointer[layout]

// layoutOfMessage returns the layout of m's Go type.
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

// wordSize is the size of a word in bytes. On machines with another word size, messages use
// reflection.
const wordSize = 8

// newLayout returns the layout of a message with the Go type t.
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

// messageInfo returns the description of a generated message by package protoimpl.
func messageInfo(m proto.Message) (info *protoimpl.MessageInfo, ok bool) {
	if v := reflect.ValueOf(m); v.Type().Elem().NumField() == 0 || v.Type().Elem().Field(0).Type != reflect.TypeFor[protoimpl.MessageState]() {
		return nil, false
	}
	info, ok = m.ProtoReflect().Type().(*protoimpl.MessageInfo)
	return info, ok
}

// locate finds all fields in the struct. It returns false if the struct is not as expected:
// fields outside of oneofs must be in the order of their declaration.
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
		s.needsAlternative = f.needsAlternative
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
		if f.name[:min(1, len(f.name))] == "[" { // The name may look like an extension.
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

// locate sets the place of a field to a struct field. It returns false if the types do not
// match.
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

// locateInOneof sets the place of a field to the interface of its oneof. The interface holds
// a pointer to wrapper when the field is set. It returns false if the types do not match.
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

// addTest adds a presence test for the field with index i. Consecutive fields of a oneof
// share a test.
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

// presenceBits returns the offset of an aligned word of the struct, and a mask of the bits
// that are not all zero if the field is set.
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

// goKinds are the kinds of the Go types of values.
var goKinds = [...]reflect.Kind{
	protoreflect.BoolKind:     reflect.Bool,
	protoreflect.EnumKind:     reflect.Int32,
	protoreflect.Int32Kind:    reflect.Int32,
	protoreflect.Sint32Kind:   reflect.Int32,
	protoreflect.Sfixed32Kind: reflect.Int32,
	protoreflect.Uint32Kind:   reflect.Uint32,
	protoreflect.Fixed32Kind:  reflect.Uint32,
	protoreflect.Int64Kind:    reflect.Int64,
	protoreflect.Sint64Kind:   reflect.Int64,
	protoreflect.Sfixed64Kind: reflect.Int64,
	protoreflect.Uint64Kind:   reflect.Uint64,
	protoreflect.Fixed64Kind:  reflect.Uint64,
	protoreflect.FloatKind:    reflect.Float32,
	protoreflect.DoubleKind:   reflect.Float64,
	protoreflect.StringKind:   reflect.String,
	protoreflect.BytesKind:    reflect.Slice,
	protoreflect.MessageKind:  reflect.Pointer,
	protoreflect.GroupKind:    reflect.Pointer,
}

// valueKinds are the kinds of values by the kind of their Go type. Enums, Timestamp and Duration
// have kinds of their own.
var valueKinds = [reflect.UnsafePointer + 1]valueKind{
	reflect.Bool:    kindBool,
	reflect.Int32:   kindInt32,
	reflect.Uint32:  kindUint32,
	reflect.Int64:   kindInt64,
	reflect.Uint64:  kindUint64,
	reflect.Float32: kindFloat,
	reflect.Float64: kindDouble,
	reflect.String:  kindString,
	reflect.Slice:   kindBytes,
	reflect.Pointer: kindMessage,
}

// accepts reports whether t is the Go type of the field's values, and sets the kind.
func (s *fieldLayout) accepts(t reflect.Type) bool {
	f := s.field
	if goKinds[f.kind] != t.Kind() {
		return false
	}
	s.kind = valueKinds[t.Kind()]
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

// setSecondsKind sets the kind of messages whose JSON is a single value: Timestamp and
// Duration.
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
	unknown, ok3 := t.FieldByName("unknownFields")
	hasTypes := ok1 && ok2 && ok3 && seconds.Type.Kind() == reflect.Int64 && nanos.Type.Kind() == reflect.Int32
	if hasTypes && unknown.Type == reflect.TypeFor[[]byte]() {
		s.kind, s.ref.seconds, s.ref.nanos, s.ref.unknown = o, seconds.Offset, nanos.Offset, unknown.Offset
	}
}
