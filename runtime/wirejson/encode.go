// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/base64"
	"sort"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// An encoder appends JSON to a buffer. Each member and element is written after a comma. The
// first comma of an object or array is then overwritten with its opening brace or bracket.
type encoder struct {
	buf      []byte
	resolver Resolver
	// required is set when a message with required fields was written.
	required bool
	// These are the MarshalOptions of the same names.
	omitOutputOnly, omitInputOnly, omitUnset bool
	// needsAlternative is set before a union is written that must not be null.
	needsAlternative bool
	// nulls are the null entries of the map that is written next.
	nulls nullEntries
}

// omits reports whether the field is omitted because it is output only or input only.
func (e *encoder) omits(f *field) bool {
	return e.omitOutputOnly && f.outputOnly || e.omitInputOnly && f.inputOnly
}

// enclose encloses everything written since start in an object or array.
func (e *encoder) enclose(start int, left, right byte) {
	if len(e.buf) == start {
		e.buf = append(e.buf, left, right)
		return
	}
	e.buf[start] = left
	e.buf = append(e.buf, right)
}

// message writes a message.
func (e *encoder) message(m proto.Message) *Error {
	if done, err := e.fastMessage(m); done {
		return err
	}
	return e.reflectMessage(m.ProtoReflect())
}

// reflectMessage writes a message through reflection.
func (e *encoder) reflectMessage(m protoreflect.Message) *Error {
	t := tableOf(m.Descriptor())
	e.required = e.required || t.required
	needsAlternative := e.needsAlternative
	e.needsAlternative = false
	switch {
	case isNull(m):
		return e.null(m)
	case t.known != 0 && t.known != emptyType:
		return e.wellKnown(t, m)
	case t.messageSet:
		return messageSetError(t.md, -1)
	case t.value != nil:
		return e.soleField(t, m)
	case t.union != nil:
		return e.union(t, m, nil, needsAlternative)
	}
	start := len(e.buf)
	if err := e.fields(t, m, nil); err != nil {
		return err
	}
	e.enclose(start, '{', '}')
	return nil
}

// fields writes the members of an object. The members called like the tags were written
// before.
func (e *encoder) fields(t *table, m protoreflect.Message, written []tag) *Error {
	kept, err := preservedIn(m)
	if err != nil {
		return err
	}
	nulls, err := e.nullEntriesOf(t, m)
	if err != nil {
		return err
	}
	for _, f := range t.fields {
		switch {
		case f == t.additional || t.isNameList(f) || e.omits(f) || f.isAbsent(m):
			continue
		case m.Has(f.fd) || nulls[f.name] != nil:
		case !f.alwaysWritten || e.omitUnset || isTag(written, f.name) || t.listsNull(m, f) || kept.isAbsent(f):
			continue
		}
		e.nulls = nulls[f.name]
		if err := e.member(f, m.Get(f.fd), kept); err != nil {
			return err
		}
	}
	if t.extendable {
		if err := e.extensions(m); err != nil {
			return err
		}
	}
	if t.hasExtraMembers() {
		if err := e.extraMembers(t, m, nulls, kept); err != nil {
			return err
		}
	}
	return e.preservedMembers(t, m, kept)
}

func (e *encoder) extensions(m protoreflect.Message) *Error {
	var extensions []protoreflect.FieldDescriptor
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if fd.IsExtension() {
			extensions = append(extensions, fd)
		}
		return true
	})
	sort.Slice(extensions, func(i, j int) bool { return extensions[i].FullName() < extensions[j].FullName() })
	for _, fd := range extensions {
		if err := e.member(newField(fd), m.Get(fd), nil); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) member(f *field, v protoreflect.Value, kept *preserved) *Error {
	start := len(e.buf)
	e.buf = append(e.buf, f.key...)
	err := e.field(f, v, kept)
	if err == nil {
		err = e.checkNullsWritten()
	}
	if err.isDiscarded() {
		e.buf = e.buf[:start]
		return nil
	}
	if err != nil {
		return err.within(f.name)
	}
	return nil
}

// name writes a comma, the name of a member and a colon.
func (e *encoder) name(s string) *Error {
	e.buf = append(e.buf, ',')
	if err := e.str(s); err != nil {
		return err
	}
	e.buf = append(e.buf, ':')
	return nil
}

func (e *encoder) str(s string) *Error {
	var ok bool
	if e.buf, ok = appendString(e.buf, s); !ok {
		return writeError("UTF-8", quote(s))
	}
	return nil
}

func (e *encoder) field(f *field, v protoreflect.Value, kept *preserved) *Error {
	switch {
	case f.fd.IsList():
		return e.list(f, v.List(), kept)
	case f.fd.IsMap():
		return e.mapping(f, v.Map(), kept)
	case f.kind == protoreflect.DoubleKind && kept != nil:
		e.buf = kept.appendDouble(e.buf, f.fd, v.Float())
		return nil
	default:
		return e.singular(f, v)
	}
}

func (e *encoder) list(f *field, list protoreflect.List, kept *preserved) *Error {
	if err := e.checkNullsWritten(); err != nil {
		return err
	}
	start := len(e.buf)
	unknown := kept.elements(f)
	written, moved := 0, -1
	for i := range list.Len() {
		e.buf = append(e.buf, ',')
		v := list.Get(i)
		if len(unknown) > 0 && f.isPlaceholder(v, list.NewElement) {
			if text, found := unknown[i]; found {
				e.buf = append(e.buf, text...)
				written++
				continue
			}
			moved = i
		}
		if err := e.singular(f, v); err != nil {
			return err.within(index(i))
		}
	}
	if moved >= 0 && written < len(unknown) && f.kind == protoreflect.EnumKind {
		return errMoved(f).within(index(moved))
	}
	e.enclose(start, '[', ']')
	return nil
}

func (e *encoder) mapping(f *field, m protoreflect.Map, kept *preserved) *Error {
	start, nulls := len(e.buf), e.takeNulls()
	if err := e.entries(f, m, nulls, kept, nil); err != nil {
		return err
	}
	err := e.nullMembers(nulls, func(name string) bool { return m.Has(protoreflect.ValueOfString(name).MapKey()) })
	if err != nil {
		return err
	}
	e.enclose(start, '{', '}')
	return nil
}

// entries writes the entries of a map, including null entries of nested maps. check, if not
// nil, returns an error for a key that is not allowed.
func (e *encoder) entries(f *field, m protoreflect.Map, nulls nullEntries, kept *preserved, check func(key string) *Error) *Error {
	unknown := kept.entries(f)
	keys := make([]protoreflect.MapKey, 0, m.Len())
	m.Range(func(k protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, k)
		return true
	})
	kind := f.fd.MapKey().Kind()
	sort.Slice(keys, func(i, j int) bool { return keyLess(kind, keys[i], keys[j]) })
	for _, k := range keys {
		var err *Error
		if check != nil {
			err = check(k.String())
		}
		if err == nil {
			err = e.name(k.String())
		}
		if text, found := unknown[k.String()]; err == nil && found && f.isPlaceholder(m.Get(k), m.NewValue) {
			e.buf = append(e.buf, text...)
			continue
		}
		if err == nil {
			e.nulls = nulls[k.String()]
			err = e.singular(f, m.Get(k))
		}
		if err == nil {
			err = e.checkNullsWritten()
		}
		if err != nil {
			return err.within(key(k.String()))
		}
	}
	return nil
}

// keyLess orders map keys: false before true, numbers by value, strings by their bytes.
func keyLess(kind protoreflect.Kind, a, b protoreflect.MapKey) bool {
	switch kind {
	case protoreflect.BoolKind:
		return !a.Bool() && b.Bool()
	case protoreflect.StringKind:
		return a.String() < b.String()
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return a.Uint() < b.Uint()
	default:
		return a.Int() < b.Int()
	}
}

// singular writes a value that is neither a list nor a map.
func (e *encoder) singular(f *field, v protoreflect.Value) *Error {
	switch f.kind {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		if (f.asNumber || f.urlSafe) && wellKnownType(f.value.Message().FullName()) == wrapperType {
			inner := *tableOf(f.value.Message()).fields[0]
			inner.asNumber, inner.urlSafe = f.asNumber, f.urlSafe
			return e.singular(&inner, v.Message().Get(inner.fd))
		}
		if f.nullable && !v.Message().IsValid() {
			e.buf = append(e.buf, "null"...)
			return nil
		}
		if f.rejectsNil && !v.Message().IsValid() {
			return errNil()
		}
		e.needsAlternative = e.rejectsNull(f)
		return e.message(v.Message().Interface())
	case protoreflect.StringKind:
		return e.str(v.String())
	case protoreflect.EnumKind:
		if f.absentZero && v.Enum() == 0 {
			return writeError("a value of "+nameOf(f.value.Enum())+" that the API defines", EnumText(f.value.Enum(), 0))
		}
		e.enum(enumOf(f.value.Enum()), v.Enum())
	case protoreflect.BoolKind:
		e.buf = strconv.AppendBool(e.buf, v.Bool())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		e.buf = strconv.AppendUint(e.buf, v.Uint(), 10)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		e.buf = f.appendInt64(e.buf, v.Int())
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		e.buf = f.appendUint64(e.buf, v.Uint())
	case protoreflect.FloatKind:
		e.buf = appendFloat(e.buf, v.Float(), 32)
	case protoreflect.DoubleKind:
		e.buf = appendFloat(e.buf, v.Float(), 64)
	case protoreflect.BytesKind:
		e.buf = f.appendBytes(e.buf, v.Bytes())
	}
	return nil
}

func (f *field) appendInt64(b []byte, n int64) []byte {
	if f.asNumber {
		return strconv.AppendInt(b, n, 10)
	}
	return append(strconv.AppendInt(append(b, '"'), n, 10), '"')
}

func (f *field) appendUint64(b []byte, n uint64) []byte {
	if f.asNumber {
		return strconv.AppendUint(b, n, 10)
	}
	return append(strconv.AppendUint(append(b, '"'), n, 10), '"')
}

func (f *field) appendBytes(b, value []byte) []byte {
	encoding := base64.StdEncoding
	if f.urlSafe {
		encoding = base64.URLEncoding
	}
	return append(encoding.AppendEncode(append(b, '"'), value), '"')
}

// isAbsent reports whether m holds an enum value for the field that means that the field is
// not set.
func (f *field) isAbsent(m protoreflect.Message) bool {
	return f.absentZero && !f.fd.IsList() && !f.fd.IsMap() && m.Has(f.fd) && m.Get(f.fd).Enum() == 0
}

func (e *encoder) enum(t *enumTable, n protoreflect.EnumNumber) {
	if text, ok := t.text(n); ok {
		e.buf = append(e.buf, text...)
		return
	}
	e.buf = strconv.AppendInt(e.buf, int64(n), 10)
}

// errNil returns the error for a nil message in a list, map or oneof whose JSON must not be
// null.
func errNil() *Error {
	return writeError("a message, as null is not allowed here", "nil")
}

// rejectsNull reports whether a union in the field must have an alternative. In a partial body,
// null removes the entry of a map, and a union without an alternative stands for it.
func (e *encoder) rejectsNull(f *field) bool {
	return f.needsAlternative && (!e.omitUnset || !f.fd.IsMap())
}

// errNoAlternative returns the error for a union without an alternative that must not be null.
func errNoAlternative(md protoreflect.MessageDescriptor) *Error {
	return writeError("an alternative of "+nameOf(md)+", as null is not allowed here", "none")
}

// errMoved returns the error for a list with unknown values whose elements were moved after it was
// read.
func errMoved(f *field) *Error {
	ed := f.value.Enum()
	return writeError("a value of "+nameOf(ed)+", because unknown values of the list are no longer at the index at which they were read",
		EnumText(ed, enumOf(ed).placeholder))
}

func messageSetError(md protoreflect.MessageDescriptor, offset int) *Error {
	return &Error{Offset: offset, Want: "a message other than a message set, which has no JSON form", Found: nameOf(md)}
}

// soleField writes a message whose JSON is that of its only field.
func (e *encoder) soleField(t *table, m protoreflect.Message) *Error {
	kept, err := preservedIn(m)
	if err != nil {
		return err
	}
	return e.field(t.value, m.Get(t.value.fd), kept)
}
