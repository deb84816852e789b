// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

// Conventions are the implicit rules of a document format. The reader of the format chooses
// them. Each field is one independent difference between formats. The stages after the
// reader check the conventions and never the format.
type Conventions struct {
	// The package, its services and methods.

	// NamedByTitle means that Title is free text, and Name is derived from it. The proto
	// package is named after title, host and paths together, and a finding reports a name
	// that is derived from the title only. Otherwise Name and Version identify the API, and
	// the package is named after them.
	NamedByTitle bool
	// RevisionIsVersion means that users know Revision as the version of the API; Version is
	// the part of it that compatible documents share. Comments show Revision. Otherwise they
	// show Version.
	RevisionIsVersion bool
	// ServicePerTag means that the first tag of an operation determines its service. There
	// is one service for each tag, or a single one if there are few operations. The lock
	// records the service of each method because tags change. Otherwise there is one service
	// for each resource.
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

	// FreeSchemaNames means that schemas can have any name. Frameworks build names from
	// namespaces, generic types and paths, which the names of messages omit. Otherwise a
	// message has the name of its schema.
	FreeSchemaNames bool
	// FreePropertyNames means that properties can be spelled in any style. If several
	// properties would produce the same field name, the property with exactly that spelling
	// gets it. Otherwise the first property does.
	FreePropertyNames bool
	// SingularElements means that the type of a list's elements is named after the singular
	// of the list's name. Otherwise it is named after the list's name.
	SingularElements bool
	// SharedEnums means that a named enum schema becomes one enum of the package, which is
	// the type of all fields that refer to it. Otherwise each field gets an enum of its own,
	// in the scope of its message.
	SharedEnums bool
	// NamesInline means that operations can define the schemas of bodies and responses in
	// place. These schemas are named after the operation and become messages. Otherwise
	// operations refer to schemas by name, and a response defined in place is a
	// google.protobuf.ListValue or Struct.
	NamesInline bool

	// Values.

	// TracksPresence means that an absent value differs from a zero or empty one. Scalars
	// that are not required have presence, bodies distinguish absent, empty and null, and the
	// body of a PATCH contains only fields that are set. Otherwise a zero value means the same
	// as an absent one, unless a default or an enum proves the opposite.
	TracksPresence bool
	// SendsRequired means that required members are always present in JSON, even if they have
	// the zero value (protolect.api.v1.file.json_required). Otherwise zero values are omitted,
	// as usual in proto JSON.
	SendsRequired bool
	// CompleteEnums means that the values of an enum do not include "unspecified". The enum
	// gets such a value with the number 0 (AIP-126), unless the names of its values show that
	// it has one. Otherwise the first value has the number 0.
	CompleteEnums bool
	// FormatsAreTypes means that a format is the type that the server uses: "float" has 32
	// bits. Otherwise it is a hint, and fields have types that preserve every digit.
	FormatsAreTypes bool
	// BehaviorWords means that words such as "Required." or "Output only." at the start of a
	// description state a behavior (AIP-203). Otherwise they are plain text.
	BehaviorWords bool

	// Requests.

	// EmbedsRequests means that schemas can contain the requests of methods, for example in
	// batches. A schema that other schemas refer to can be the request message of a method,
	// with the parameters among its fields. Otherwise it cannot.
	EmbedsRequests bool
	// PlacesFields means that each field of a request states whether it is sent in the path,
	// the query, a header or the body (protolect.api.v1.field), so that a request can contain
	// both parameters and members of the body. Otherwise only google.api.http states it: all
	// fields that are not in the path belong to the body.
	PlacesFields bool
	// PathNamesProperties means that a path parameter and the property of the body with the
	// same name are one value, usually the name of the resource (AIP-134). Otherwise they are
	// two values.
	PathNamesProperties bool
	// StylesParameters means that the document states how lists and objects are serialized in
	// paths. Otherwise they are strings there.
	StylesParameters bool

	// Paging.

	// OnlyPageTokens means that only page_token and next_page_token are page tokens
	// (AIP-158). Otherwise other common names are also page tokens, such as cursor and
	// next_cursor.
	OnlyPageTokens bool
	// PagesByStructure means that paging is also recognized by the structure of requests and
	// responses: by page number, offset, link or last item. Otherwise it is recognized by page
	// tokens only.
	PagesByStructure bool

	// Credentials.

	// StatesSecurity means that the document states all credentials: an API without security
	// schemes is called without credentials. Otherwise clients look for credentials that
	// match the scopes.
	StatesSecurity bool
}
