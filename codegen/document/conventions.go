// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

// Conventions are what all documents of a format mean without stating it. The reader of
// the format chooses them. Each field is one difference between formats, and stands on its
// own: the stages after the reader ask for the convention, and never for the format.
type Conventions struct {
	// The package, its services and methods.

	// NamedByTitle means that Title is text for people, and Name is made of it: the proto
	// package is named after title, host and paths together, and findings tell where that
	// cannot tell two APIs apart. Otherwise Name and Version identify the API, and the
	// package is named after them.
	NamedByTitle bool
	// RevisionIsVersion means that Revision is the version that users know, of which Version
	// is the part that compatible documents share: comments show Revision.
	RevisionIsVersion bool
	// ServicePerTag means that the first of its tags tells where an operation belongs. There
	// is one service for each tag, or one for all operations where they are few, and the lock
	// has the service of each method because tags come and go. Otherwise there is one service
	// for each path of a resource.
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

	// FreeSchemaNames means that schemas may have any names, which the frameworks that write
	// documents make of namespaces, generic types and paths: the names of messages are what
	// remains without these. Otherwise a schema's name is the name of the message.
	FreeSchemaNames bool
	// FreePropertyNames means that properties are spelled in any way: of several whose fields
	// would have the same name, the one that is spelled as that name keeps it. Otherwise
	// the first one does.
	FreePropertyNames bool
	// SingularElements means that a type within a list has the singular of the list's name.
	// Otherwise it has the list's name.
	SingularElements bool
	// SharedEnums means that a schema with a name that is an enum is one enum of the package,
	// which is the type of all fields that refer to it. Otherwise each field has an enum of
	// its own, in the scope of its message.
	SharedEnums bool
	// NamesInline means that the schemas which bodies and responses have in place get names
	// made of the operation, and become messages. Otherwise operations refer to schemas by
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
	// CompleteEnums means that the values of an enum are real ones: the enum gets a value 0
	// for "no value" (AIP-126) unless it has one. Otherwise the first value is 0.
	CompleteEnums bool
	// FormatsAreTypes means that a format is the type that the server has: "float" has 32
	// bits. Otherwise it is a hint, and numbers have types that keep every digit; which,
	// depends on the version of the rules (model.TypeRules).
	FormatsAreTypes bool
	// BehaviorWords means that the words "Required." or "Output only." at the start of a
	// description are a statement (AIP-203). Otherwise they are text.
	BehaviorWords bool

	// Requests.

	// EmbedsRequests means that schemas may contain the requests of methods, for example in
	// batches: a schema can be the request of its only method though others refer to it.
	// Otherwise a schema that others refer to has no parameters among its fields.
	EmbedsRequests bool
	// PlacesFields means that each field of a request states whether it is sent in the path,
	// the query, a header or the body (protolect.api.v1.field): fields for all of them can
	// stand beside those of the body. Otherwise google.api.http alone states it, by which
	// all fields that are not in the path are the body.
	PlacesFields bool
	// PathNamesProperties means that a parameter in the path is the property of the same name
	// that the body has, usually the name of the resource (AIP-134). Otherwise parameters and
	// properties have nothing to do with each other.
	PathNamesProperties bool
	// StylesParameters means that the document states how lists and objects are written in
	// paths. Otherwise they are text there.
	StylesParameters bool

	// Paging.

	// OnlyPageTokens means that of the words for tokens, page_token and next_page_token alone
	// are about pages (AIP-158). Otherwise "cursor" and its like are, too.
	OnlyPageTokens bool
	// PagesByStructure means that pages by number, offset, link or last item are recognized
	// by the structure of request and response. Otherwise there are pages by token alone.
	PagesByStructure bool

	// Credentials.

	// StatesSecurity means that the document states all credentials: an API without security
	// schemes is anonymous. Otherwise clients find credentials of their own for the scopes.
	StatesSecurity bool
}
