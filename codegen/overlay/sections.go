// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

const referenceHead = `# Overlays

An overlay contains facts about an API that its document lacks. This page is the reference of its sections; ` + "`protolect overlay`" + ` prints it.
[Overlays by example](generating.md#overlays-by-example) is an introduction.

Pass an overlay to ` + "`protolect convert`" + ` with ` + "`--overlay FILE`" + `. ` + "`protolect generate`" + ` reads ` + "`overlay.yaml`" + ` in the folder of the API.

Keys are the names in the document, even if the overlay renames them:

- A method: its ` + "`operationId`" + ` or ` + "`id`" + `. Without one: its HTTP method and path, ` + "`GET /pets`" + `.
- A schema: its name. An inline schema: the path to it, ` + "`PetDTO.owner`, `BuyPet.body`, `GetAllPets_v2.response`, `BuyPet.error409`" + `.
- A property: its schema and its name, ` + "`PetDTO.age`" + `.
- A parameter: its method and its name, ` + "`GetAllPets_v2.limit`" + `.

Every line must match something and change something. A line that does not is an error, so an overlay cannot become out of date
unnoticed. An overlay is plain YAML, without anchors, aliases and tags.

Sections are applied in the order of this page, whatever their order in the file:

`

// sections are the sections of an overlay, in the order in which they are applied. All examples
// are about one document, testdata/shop.yaml.
var sections = []section{
	{
		name: "packages",
		doc: "Moves schemas to other proto packages. " +
			"The key is the proto package. `go` is the import path of its messages, `schemas` lists the schemas. " +
			"A star at the end of a name matches the rest of a schema's name, and the rest is the name of the message. " +
			"If several packages match a schema, the first one gets it.",
		example: `packages:
  shop.cards.v1:
    go: example.com/shop/gen/cards/v1/cardspb
    schemas: [CardsV1*, Color]`,
		read: all(readPackages, (*applier).movePackages),
	},
	{
		name: "methods",
		doc:  "Names RPCs. The key is the method, the value its RPC.",
		example: `methods:
  GetAllPets_v2: ListPets`,
		read: each(identifier, (*applier).renameMethods),
	},
	{
		name: "service",
		doc: "Combines all methods in one service, with this name. " +
			"The default for a discovery document is one service for each resource, for an OpenAPI document with more than 120 operations one for each tag.",
		example: `service: ShopService`,
		read:    one(identifier, (*applier).mergeServices),
	},
	{
		name:    "notice",
		doc:     "Adds a clause to the first sentence of the documentation of package and client.",
		example: `notice: which closes on 31 July 2027`,
		read:    one(oneLine, (*applier).setNotice),
	},
	{
		name:    "grpc",
		doc:     "Sets the full name by which gRPC calls the service, if it is not the generated one. The API must have one service.",
		example: `grpc: acme.shop.v1.PetShop`,
		read:    one(grpcName, (*applier).nameForGRPC),
	},
	{
		name: "paging",
		doc: "Describes how the pages of a list follow each other. " +
			"The generated method returns a pager whose `All` ranges over the items of all pages and whose `Pages` ranges over the responses. " +
			"The values are names of parameters and of properties of the response; a dot leads into an object.\n" +
			"\n" +
			"One parameter selects a page: `pageToken` (a token), `pageNumber` (a number from 1; from 0 with `zeroBased: true`), " +
			"`offset` (the number of items before the page) or `lastItem` (the ID of the last item before the page, which is the property `itemId` of an item). " +
			"`limit` is the parameter with the size of a page. Omit all of these if the response contains the whole link to the next page.\n" +
			"\n" +
			"`items` is the list in the response. The next page follows from the token `nextPageToken`, the link `nextLink` or the header Link (`linkHeader: true`). " +
			"`nextLink` may also contain only the token or number of the next page. " +
			"The last page follows from `pageCount`, `total` (the number of items), `hasMore`, or an empty page. Pages that never end are an error.\n" +
			"\n" +
			"With `false`, a method returns its response instead of a pager.",
		example: `paging:
  GetAllPets_v2: {offset: offset, limit: limit, items: pets, total: meta.total}
  ListSales: {lastItem: starting_after, items: data, itemId: id, hasMore: has_more}
  ListOwners: {pageToken: cursor, items: owners, nextPageToken: next}
  ListEvents: {items: events, linkHeader: true}
  ListColors: false`,
		read: all(readPaging, (*applier).setPaging),
	},
	{
		name: "paths",
		doc: "Sets the path of a method, including the server's path. " +
			"It must have the variables of the document's path.",
		example: `paths:
  BuyPet: /v1/pets/{pet}:buy`,
		read: each(oneLine, (*applier).setPaths),
	},
	{
		name: "signedTokens",
		doc: "Lets clients sign the tokens of a security scheme (RFC 7519) with a private key. " +
			"The key is the scheme, the value the claim that identifies the application.",
		example: `signedTokens:
  bearerAuth: application_id`,
		read: each(oneLine, (*applier).signTokens),
	},
	{
		name: "sameAs",
		doc: "Replaces a schema by another that has all its properties, with compatible types. " +
			"Use it for schemas that the document repeats.",
		example: `sameAs:
  NewPet: PetDTO`,
		read: each(oneLine, (*applier).unite),
	},
	{
		name: "containers",
		doc: "Adds messages without fields, in which the section `messages` can nest other messages. " +
			"The key is the message, the value its comment.",
		example: `containers:
  Shapes: The shapes of a cage.`,
		read: all(readContainers, (*applier).addContainers),
	},
	{
		name: "messages",
		doc: "Names messages. The key is the schema, the value its name within the package; a dot nests it in another message. " +
			"The response of a method is `METHOD.response`.",
		example: `messages:
  PetDTO: Pet
  GetAllPets_v2.response: ListPetsResponse
  Circle: Shapes.Circle`,
		read: each(typePath, (*applier).placeMessages),
	},
	{
		name: "bodies",
		doc: "Names the field that is the body of a method. " +
			"The default is the name of its message.",
		example: `bodies:
  ReplaceOwner: owner`,
		read: each(fieldName, (*applier).renameBodies),
	},
	{
		name: "fields",
		doc: "Names fields. The key is a property or parameter, the value the name of its field in proto. " +
			"JSON and HTTP requests keep the name in the document.",
		example: `fields:
  PetDTO.born: born_at`,
		read: each(fieldName, (*applier).renameFields),
	},
	{
		name: "enums",
		doc: "Names enums. The key is the property, the value the name of its enum within the package; a dot nests it in a message. " +
			"Enums with the same name become one, with the values of the first.",
		example: `enums:
  PetDTO.size: Size
  Cage.size: Size`,
		read: each(typePath, (*applier).placeEnums),
	},
	{
		name: "types",
		doc: "Sets the type of a property. The type is `string`, `google.protobuf.Value`, or a Google enum or scalar wrapper such as `google.protobuf.DoubleValue`. " +
			"Use `string` for a date-time whose server omits the time zone or writes another separator, and `google.protobuf.Value`, " +
			"which accepts any JSON value, for a property whose server writes values of other types than the document declares.",
		example: `types:
  PetDTO.weight: google.protobuf.DoubleValue
  PetDTO.born: string
  PetDTO.chip: google.protobuf.Value`,
		read: each(typeName, (*applier).setTypes),
	},
	{
		name: "oneofs",
		doc:  "Combines properties of which at most one can be set.",
		example: `oneofs:
  Owner: {identity: [person, company]}`,
		read: all(readOneofs, (*applier).makeOneofs),
	},
	{
		name: "numbers",
		doc: "Sets the numbers of fields and enum values to those of published proto definitions. " +
			"The key is a schema, a method (for the fields of its request) or the property of an enum. " +
			"All other fields and values of the API are then numbered from 10000.",
		example: `numbers:
  PetDTO: {name: 1, age: 2, size: 3}
  PetDTO.size: {SMALL: 0, LARGE: 1}`,
		read: all(readNumbers, (*applier).setNumbers),
	},
	{
		name: "optional",
		doc:  "Sets whether a field distinguishes absent from zero: `true` or `false`.",
		example: `optional:
  PetDTO.age: true`,
		read: each(boolean, (*applier).setPresence),
	},
	{
		name:    "defaults",
		doc:     "Adds client options for string properties and parameters. A client sets them in each request that leaves them empty.",
		example: `defaults: [storeId]`,
		read:    all(readList, (*applier).setDefaults),
	},
	{
		name: "requestIds",
		doc: "Lists properties and parameters that get a random UUID if a request leaves them empty. " +
			"The server must treat a request with the same ID as a repetition.",
		example: `requestIds:
  BuyPet: [idempotencyKey]`,
		read: all(readRequestIDs, (*applier).setRequestIDs),
	},
	{
		name: "errors",
		doc: "Names the meaning of an HTTP status for a method. " +
			"The client package has an error for each name, with which programs compare the error of a call.",
		example: `errors:
  BuyPet:
    409: {SOLD_OUT: the pet has already been sold}`,
		read: all(readErrors, (*applier).nameErrors),
	},
	{
		name: "example",
		doc: "Sets the first call in the documentation of the client. " +
			"`method` is its method, `request` its request as proto JSON with all required fields, and `endpoint` a URL for documents without a server.",
		example: `example:
  method: GetAllPets_v2
  request: {limit: 10}
  endpoint: https://test.shop.example`,
		read: all(readExample, (*applier).setExample),
	},
	{
		name: "ignore",
		doc: "Hides the findings of a rule. The key is the [rule](rules.md), the value the reason. " +
			"Errors cannot be hidden.",
		example: `ignore:
  webhook: another program handles the webhooks`,
		read: readIgnored,
	},
}
