// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package wirejson reads and writes the JSON of REST APIs as protobuf messages.
//
// A message that uses none of the options in protolect.api.v1 has exactly the
// JSON mapping of protobuf (https://protobuf.dev/programming-guides/json/), and
// the package agrees with google.golang.org/protobuf/encoding/protojson on what
// is written, on what is read, and on what is refused. There is one exception:
// text that is not JSON is refused always, where protojson lets a number pass
// whose exponent has no digits, such as 1e.
//
// # Options
//
// What the options in protolect/api/v1/annotations.proto change:
//
//   - enum_value.json_name is how an enum value is written. It is read too,
//     beside the name in the proto and the number. Where the JSON name of one
//     value is the proto name of another, the JSON name counts.
//
//   - enum.json_number: the values are numbers, those of their JSON names. They are compared by what
//     they are worth: 1.0 is 1. Values whose JSON name is no number are written as it, in quotes. A
//     number that no value has is unknown, as a name is.
//
//   - field.json_number has 64-bit integers written as numbers: those of the
//     field, of its list, of the values of its map, and of an Int64Value or
//     UInt64Value. Both forms are read in any case.
//
//   - field.json_base64url has bytes written in the URL-safe alphabet, with
//     padding. Both alphabets are read in any case, with padding or without.
//
//   - message.json_value: the JSON of the message is the value of its only
//     field, a list or a map. An empty one is [] or {}.
//
//   - message.json_union: the JSON of the message is the value of the field that
//     is set, or null if none is. With a discriminator, an object's member of that
//     name says which field it is for: its value is a text, or a number or boolean if it is a field
//     of the alternative with such a type. It is written first, unless the object did not have it when
//     it was read, or the alternative has a field of that name which is set: to the value of
//     another alternative, it is an error. Unions may be alternatives of unions.
//     Without a discriminator, or for a value that is no object, it is the field that
//     can hold the value and suits it best: by the type of the JSON, then by the values
//     of enums, then by the required fields, then by how many members have a field rather than
//     are unknown or entries of a map, at every depth. Of fields that suit alike it is the first. A value without an alternative is
//     unknown, and a message that was read from one is never written as null. Required fields that are absent from what is read are not written again.
//
//   - field.json_additional: the entries of the map are members of the object, after
//     the fields. A member is an entry when no field has it as its JSON name; names
//     in the proto are not looked at then. A key that is the JSON name of a field
//     is an error on writing, and null is no entry where the map cannot hold it.
//
//   - field.json_null_elements: null stands in the list or map for a message. The message
//     is empty then, and [IsNull] reports it. A nil message is written as null, too. In any other
//     list, map or oneof of a file with file.json_required, a nil message is an error.
//
//   - field.json_nulls: the list has the JSON names of the fields that are null. Of
//     those, the ones that are set are written with their value. A name that is no field's is
//     that of an additional member that is null, or an error on writing if there are no such members.
//
//   - field.json_empties: the list has the JSON names of the lists and maps that are empty, where
//     that is something else than absent. It is used as the one of json_nulls.
//
//   - field.json_null_entries: the list has JSON pointers (RFC 6901) from the message to entries of its maps
//     that are null in a merge patch: "/labels/color", or "/counts/a/b" in a map of maps. An entry that is
//     set is written with its value. [MarshalOptions.OmitUnset] writes null, any other writing is an error.
//     [UnmarshalOptions.Partial] reads it. Maps of google.protobuf.Value, and others that can hold null,
//     hold it. Messages in maps have lists of their own.
//
//   - file.json_required: the fields of the file's messages that google.api.field_behavior says are
//     required are written also where they are zero or empty, but for messages that are not set,
//     enums that are 0 where that is called UNSPECIFIED, and parameters of the request, which are
//     in no body. A required field with presence, other than a message, is written so where
//     field.json_zero says it. [MarshalOptions.OmitUnset] leaves all of them out that are not set.
//
// # What is not known
//
// Members that a message does not have and names that an enum does not have are errors, as in
// protojson, unless [UnmarshalOptions] say to discard or to keep them. What is kept is in the
// message's unknown fields, with the number 19217, which no schema can use. So it is copied,
// merged and compared with the message, and goes through its binary form, where others skip it
// as they do any unknown field; it goes into an Any too. protojson does not write it. Marshal
// writes it again: a member after the fields of its object, unless the field of that name has
// been set since; an element of a list where it was, or at the end if the list has become shorter; an entry of
// a map, unless the key has been set. [UnknownIn] lists it, [DropUnknown] removes it.
//
// A union whose value was discarded notes that, with the number 19218. The object is written without the
// member, so that its value stays as it is. In a list or map, and as the whole text, writing such a union is
// an error. A union that the program has made is null as long as no field is set.
//
// # What servers send
//
// UnmarshalOptions.Exact and Lenient, which clients use, read more than protojson does: null in lists
// and maps, numbers that no double holds, broken text, a member twice. What the fields of a message
// cannot hold of that is in its unknown fields, too, with the number 19218.
//
// # Speed
//
// Generated messages with open structs are written and read by tables of where their fields are, made
// when a type is first used. All others are used through their reflection: dynamic messages,
// those of the opaque API, unions, those with additional members, those that are one list or
// map, and those that have null or empty fields when they are written. With the build tag
// protolect_safe, all messages are.
package wirejson
