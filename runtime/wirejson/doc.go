// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package wirejson converts between the JSON of REST APIs and protobuf messages.
//
//   - [Marshal] returns the JSON of a message, and [Unmarshal] reads it. Both work on every
//     protobuf message.
//   - [IsNull] reports whether a message was null in JSON.
//   - [NumberText] returns all digits of a number in untyped JSON.
//   - [UnknownIn] lists the unknown members of a message that was read with
//     [UnmarshalOptions.KeepUnknown].
//
// Unmarshal returns an error for an unknown member and for an unknown enum value. Clients of
// package rest read responses with [UnmarshalOptions.DiscardUnknown] or KeepUnknown.
//
// All functions may be called concurrently on different messages. Several goroutines may marshal
// the same message.
//
// # The JSON mapping
//
// [Marshal] and [Unmarshal] implement the JSON mapping of protobuf
// (https://protobuf.dev/programming-guides/json/). For a message without options of
// protolect.api.v1, they accept, reject and write the same JSON as
// google.golang.org/protobuf/encoding/protojson, with one exception: wirejson rejects text that
// is not JSON, while protojson accepts a number whose exponent has no digits, such as 1e.
//
// The options of protolect.api.v1, described below, express the JSON that the mapping does not
// cover: other names for enum values, unions, additional members, null.
//
// # Options
//
// The file protolect/api/v1/annotations.proto declares these options:
//
//   - enum_value.json_name is the JSON of an enum value. Unmarshal also accepts the proto name
//     and the number. If the JSON name of one value equals the proto name of another, the JSON
//     name takes precedence.
//
//   - enum.json_number marks an enum whose values are numbers in JSON: its JSON names are
//     numerals. They are compared numerically, so that 1.0 equals 1. A value whose JSON name is
//     not a numeral is written in quotes. A number that is not the JSON name of a value is
//     unknown, like an unknown name.
//
//   - field.json_number writes 64-bit integers as numbers: those of the field, of its list
//     elements, of its map values, and of an Int64Value or UInt64Value. Unmarshal always accepts
//     numbers and strings.
//
//   - field.json_base64url writes bytes in the URL-safe alphabet of base64, with padding.
//     Unmarshal always accepts both alphabets, with and without padding.
//
//   - message.json_value marks a message whose JSON is the value of its only field, a list or a
//     map. An empty message is [] or {}.
//
//   - message.json_union marks a message whose JSON is the value of the field that is set, or
//     null if none is set. The fields are the alternatives of a union. An alternative may be a
//     union. The next section describes how Unmarshal selects an alternative.
//
//   - field.json_additional marks a map whose entries are members of the enclosing object, after
//     the fields. Unmarshal puts each member into the map whose name is not the JSON name of a
//     field; it ignores proto names in such a message. A key that is the JSON name of a field is
//     an error of Marshal. Unmarshal drops null if the map cannot hold it.
//
//   - field.json_null_elements allows null in place of a message in a list or map. Unmarshal
//     makes it an empty message, for which [IsNull] returns true. Marshal writes a nil message as
//     null. In other lists, maps and oneofs of a file with file.json_required, a nil message is
//     an error of Marshal.
//
//   - field.json_nulls marks a list of the JSON names of fields that are null. Marshal ignores
//     the names of fields that are set. A name that is not the JSON name of a field stands for an
//     additional member that is null; without additional members, it is an error of Marshal.
//
//   - field.json_empties marks a list of the JSON names of lists and maps that are present but
//     empty, for APIs that distinguish an empty list from an absent one. Marshal ignores the
//     names of fields that are set.
//
//   - field.json_null_entries marks a list of JSON pointers (RFC 6901), relative to the message,
//     to map entries that are null in a merge patch: "/labels/color", or "/counts/a/b" in a map
//     of maps. Marshal ignores entries that are set, and returns an error if
//     [MarshalOptions.OmitUnset] is false. Unmarshal fills the list if [UnmarshalOptions.Partial]
//     is true. Maps that can hold null, such as those of google.protobuf.Value, hold it and are
//     not listed. A message in a map has its own list.
//
//   - file.json_required writes required fields (google.api.field_behavior) of the file's
//     messages even if they are zero or empty. It does not write unset messages, enums that are 0
//     if the value 0 is called UNSPECIFIED, request fields that are parameters, and empty lists and
//     maps that are INPUT_ONLY. It writes an unset required scalar with presence only if
//     field.json_zero is set. [MarshalOptions.OmitUnset] omits all unset fields.
//
// # Unions
//
// A union with a discriminator has a member that names the alternative. Its value is a string, or a
// number or boolean if the alternative has a field of such a type. Marshal writes it first,
// unless the alternative has a field of that name that is set. It is an error if that field holds
// the name of another alternative.
//
// Without a discriminator, and for a value that is not an object, Unmarshal selects the best
// match among the alternatives that can hold the value. It compares, in this order and at every
// depth: JSON types, enum values, required members, the number of members without a field, and
// the number of members that are entries of a map.
// Among equal matches, the first alternative is selected. A value that matches no alternative is
// unknown (see below). Marshal does not add required members that were absent when the value was
// read.
//
// Marshal never writes null for a value that was read and discarded: it leaves such a union out of
// its object, so that the value on the server stays as it is. In a list or map, and as the whole
// text, the union is an error of Marshal. A new union is null as long as no field is set; where the
// document does not allow null, that is an error of Marshal. A
// discriminator that an object did not have when it was read is not written either.
//
// # Unknown members
//
// A member without a field and an enum value without a name are errors, as in protojson, unless
// [UnmarshalOptions] discards or keeps them. Kept JSON is stored in the message's unknown fields,
// under field number 19217, which is reserved in every schema. It is therefore copied, merged and
// compared with the message, and encoded in its binary form, including in an Any. Other programs
// skip it like any unknown field. protojson does not write it.
//
// An unknown scalar in a list or map that is kept is represented there by the zero value, so that the
// other elements keep their places. If the value 0 of an enum has a meaning, the representative is
// a negative number without a name.
//
// Marshal writes kept JSON again: a member after the fields of its object, unless a field of that
// name was set since; an element or entry in place of its representative, unless it was set since.
// It is an error if a list of enum values was changed so that a representative has moved.
// [UnknownIn] lists kept JSON, [DropUnknown] removes it.
//
// # Reading the responses of servers
//
// Clients set [UnmarshalOptions.Exact] and [UnmarshalOptions.Lenient] to accept more than
// protojson does: null in lists and maps, numbers beyond the precision of a double, unknown enum
// values in lists and maps, which are kept without KeepUnknown, invalid UTF-8, repeated members.
// What the fields cannot express is stored in the message's unknown fields, under number 19218.
package wirejson

// How the package is organized
//
// A message descriptor and its options are compiled into a table once (table.go, field.go,
// options.go, enum.go, nameindex.go; cache.go keeps the tables). An encoder (marshal.go,
// encode.go) and a decoder (unmarshal.go, decode.go, and scanner.go for the syntax of JSON) then
// convert messages through reflection.
//
// Each construct has its own file, which both writes and reads it: string.go, number.go, time.go
// and utc.go, wellknown.go, any.go, fieldmask.go for values; union.go, unionmatch.go,
// additional.go, namelists.go, nullentries.go for options; unknown.go and sourceform.go for JSON
// that is stored in unknown fields. Separate entry points are unmarshalfield.go for one field,
// items.go and window.go for streams, and raw.go for JSON without a message.
//
// The fast path
//
// The files fast*.go only save time; skip them on a first reading. fast.go is their entry, and
// safe.go replaces all of them in programs that are built with the tag protolect_safe: it lists
// everything that the rest of the package uses of the fast path.
//
// For generated messages with open structs, the fast path adds the offsets of the struct fields
// to the table (fast_layout.go), and reads and writes fields by pointer (fast_decode.go,
// fast_encode.go). Other messages, and those with JSON that is not one member per field, use
// reflection: dynamic messages, those of the opaque API, unions, lists and maps that are
// messages, additional members, and messages that list null or empty fields. Only fast_pointer.go
// imports package unsafe. Only fast_plain_amd64.s is assembly, and the tag purego excludes it.
