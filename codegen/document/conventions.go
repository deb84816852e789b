// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

// Conventions are what all documents of a format mean without stating it. The reader of
// the format chooses them. Each field is one difference between formats, and stands on its
// own: the stages after the reader ask for the convention, and never for the format.
type Conventions struct {
	// The package, its services and methods.

	// NamedByTitle means that Title is text for people, and Name is derived from it. The proto
	// package is named after title, host and paths together, and a finding reports a name
	// that another API could have. Otherwise Name and Version identify the API, and the
	// package is named after them.
	NamedByTitle bool
	// RevisionIsVersion means that users know Revision as the version of the API; Version is
	// the part of it that compatible documents share. Comments show Revision. Otherwise they
	// show Version.
	RevisionIsVersion bool
	// ServicePerTag means that the first of its tags tells where an operation belongs. There
	// is one service for each tag, or a single one if there are few operations, and the lock
	// records the service of each method because tags come and go. Otherwise there is one
	// service for each resource.
	ServicePerTag bool
	// NamesFromIDs means that Operation.Name is an id in any style, or empty: RPCs are named
	// after it, the HTTP method and the path. Otherwise it is a verb such as "list", and RPCs
	// are named after it, the resource and the types of request and response (AIP-130).
	NamesFromIDs bool
	// ShortMessageNames means that the messages of a method are named after the method alone:
	// "ListPetsRequest". Otherwise the resource is part of the name:
	// "PetsListPetsRequest".
	ShortMessageNames bool

	// Schemas and their names.

	// FreeSchemaNames means that schemas have any names. Frameworks make them of namespaces,
	// generic types and paths, which the names of messages leave out. Otherwise a message has
	// the name of its schema.
	FreeSchemaNames bool
	// FreePropertyNames means that properties are spelled in any style. If the fields of
	// several would have the same name, the property that is spelled like it keeps it.
	// Otherwise the first one does.
	FreePropertyNames bool
	// SingularElements means that a type within a list has the singular of the list's name.
	// Otherwise it has the list's name.
	SingularElements bool
	// SharedEnums means that a schema with a name that is an enum is one enum of the package,
	// which is the type of all fields that refer to it. Otherwise each field has an enum of
	// its own, in the scope of its message.
	SharedEnums bool
	// NamesInline means that operations contain schemas for bodies and responses. These get
	// names after the operation, and become messages. Otherwise operations refer to schemas by
	// name, and a response that does not is a google.protobuf.ListValue or Struct.
	NamesInline bool

	// Values.

	// TracksPresence means that an absent value is different from a zero or empty one. Scalars
	// that are not required have presence, bodies can tell absent, empty and null apart, and
	// the body of a PATCH contains only what was set. Otherwise a zero value is the same as
	// none, except where a default or an enum proves the opposite.
	TracksPresence bool
	// SendsRequired means that required members are always present in JSON, with their zero
	// value if need be (protolect.api.v1.file.json_required). Otherwise zero values are left
	// out, as usual in proto JSON.
	SendsRequired bool
	// CompleteEnums means that no value of an enum stands for "no value". The enum gets such a
	// value with the number 0 (AIP-126), unless its names show that it has one. Otherwise the
	// first value has the number 0.
	CompleteEnums bool
	// FormatsAreTypes means that a format is the type that the server uses: "float" has 32
	// bits. Otherwise it is a hint, and fields have types that keep every digit.
	FormatsAreTypes bool
	// BehaviorWords means that the words "Required." or "Output only." at the start of a
	// description state a behavior (AIP-203). Otherwise they are text.
	BehaviorWords bool

	// Requests.

	// EmbedsRequests means that schemas may contain the requests of methods, for example in
	// batches. A schema to which others refer can be the request of a method, with the
	// parameters among its fields. Otherwise it cannot.
	EmbedsRequests bool
	// PlacesFields means that each field of a request states whether it is sent in the path,
	// the query, a header or the body (protolect.api.v1.field), so that parameters can be
	// fields beside those of the body. Otherwise google.api.http alone states it: all fields
	// that are not in the path are the body.
	PlacesFields bool
	// PathNamesProperties means that a parameter in the path and the property of the body with
	// the same name are one value, usually the name of the resource (AIP-134). Otherwise they
	// are two values.
	PathNamesProperties bool
	// StylesParameters means that the document states how lists and objects are written in
	// paths. Otherwise they are text there.
	StylesParameters bool

	// Paging.

	// OnlyPageTokens means that only page_token and next_page_token are tokens of pages
	// (AIP-158). Otherwise other usual names are tokens too, such as cursor and next_cursor.
	OnlyPageTokens bool
	// PagesByStructure means that requests and responses show by their structure how pages
	// follow each other: by number, offset, link or last item. Otherwise they do so by token
	// only.
	PagesByStructure bool

	// Credentials.

	// StatesSecurity means that the document states all credentials: an API without security
	// schemes is called without. Otherwise clients look for credentials for the scopes.
	StatesSecurity bool
}
