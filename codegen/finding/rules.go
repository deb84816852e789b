// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import "slices"

// Rule is a named kind of finding.
type Rule struct {
	Name     string
	Severity Severity
	Help     string
}

// Rules is the one table of all rules, in the order of the line. The
// documentation is made from it.
var Rules []Rule

// FindRule returns the rule of a name.
func FindRule(name string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

func rule(name string, severity Severity, help string) Rule {
	r := Rule{Name: name, Severity: severity, Help: help}
	Rules = append(Rules, r)
	return r
}

// What a lock file can have wrong.
var (
	LockSyntax        = rule("lock-syntax", Error, "numbers.lock.yaml is written by protolect; take the last good version from your version control")
	LockDuplicate     = rule("lock-duplicate-number", Error, "two names must never share a number; take the last good version of the lock file from your version control")
	LockNumberInvalid = rule("lock-number-invalid", Error, "field numbers are 1 to 536870911 without 19000 to 19999, enum numbers 0 to 2147483647; take the last good version of the lock file from your version control")
	LockVersion       = rule("lock-version", Error, "the lock file was written by a newer protolect; use that one or a later one")
	DeclaredTwice     = rule("declared-twice", Error, "a number is remembered by its name, so a name may be declared only once; rename or remove one of the two in the document")
	OfficialConflict  = rule("official-number-conflict", Error, "a number never changes and never passes to another name; correct the official number in the overlay, or take it out there")
	OfficialInvalid   = rule("official-number-invalid", Error, "field numbers are 1 to 536870911 without 19000 to 19999, enum numbers 0 to 2147483647; correct the official number in the overlay")
	NumbersExhausted  = rule("numbers-exhausted", Error, "new numbers follow the highest ever used; give this name an unused lower one as its official number in the overlay")
)

// What a document can have wrong.
var (
	DocumentSyntax      = rule("document-syntax", Error, "the document must be one well-formed JSON or YAML value in UTF-8 without duplicate members, of a size that fits into memory (--max-memory raises the limit)")
	DocumentType        = rule("document-type", Error, "correct the document: the format gives this member another type")
	DocumentUnknown     = rule("document-unknown", Error, `give a discovery document (its kind is discovery#restDescription) or an OpenAPI document (openapi: 3.0.3, or swagger: "2.0")`)
	NotDiscovery        = rule("not-discovery", Error, "give a discovery document: a JSON object whose kind is discovery#restDescription")
	MemberMissing       = rule("member-missing", Error, "correct the document: the format demands this member")
	RootURLInvalid      = rule("root-url-invalid", Error, "rootUrl must be an https URL with a host and without user, query and fragment; its path and servicePath are made of literals")
	HTTPMethodUnknown   = rule("http-method-unknown", Error, "use a method of RFC 9110 or RFC 5789 in upper case, for instance POST")
	ParameterLocation   = rule("parameter-location", Error, "a parameter's location is path or query")
	PathParameter       = rule("path-parameter", Error, "every {variable} of a path must stand there once and have a parameter whose location is path, and the other way round")
	NameLength          = rule("name-length", Error, "shorten the name: what is made of it has to fit into file names and identifiers")
	PathSyntax          = rule("path-syntax", Error, "a path is made of literals, {name} and {+name}, each a whole segment, and a :verb at its end")
	MethodDuplicate     = rule("method-duplicate", Error, "give each method an id of its own")
	EnumDuplicate       = rule("enum-duplicate", Error, "list each value of an enum once")
	ReferenceCycle      = rule("reference-cycle", Error, "a schema must be more than a reference: give one of those that refer to each other a type")
	ReferenceUnresolved = rule("reference-unresolved", Error, "correct the name, or add the schema to the document")
	NotOpenAPI          = rule("not-openapi", Error, `give an OpenAPI document: an object with openapi: 3.0, 3.1 or 3.2, or with swagger: "2.0"`)
	DocumentUnbundled   = rule("document-unbundled", Error, "there are no operations without the other documents: protolect opens files in the folder that it is given, or in that of the document, and no URL; give the folder that has all files, or bundle all into one, for instance with redocly bundle")
	Expansion           = rule("expansion", Error, "give an object that stands in place in several lists, maps or unions a schema of its own; refer to a schema in a property rather than in allOf; give a very large document more memory (--max-memory), or convert it in parts")
	DocumentEmpty       = rule("document-empty", Error, "there is nothing to generate: give a document that has operations (paths) or schemas")
	DocumentUnrelated   = rule("document-unrelated", Error, "for another API, choose another package (--package, or proto in sources.yaml); for the same API with other methods, remove the section methods from numbers.lock.yaml, which keeps the numbers; to start over, remove the lock and the .proto files of the package")
)

// What the proof found: values that were sent or read in another form than the document says.
var (
	MethodUnbound   = rule("method-unbound", Warning, "calling the method returns this error, and the other methods work; describe the method in a form that HTTP can carry")
	ProofDifference = rule("proof-difference", Warning, "the document allows this value, and programs would lose or change it: describe the schemas at this place so that they differ in a required property or a constant, or avoid such values")
)

// What a document says and the output carries in another way, or not yet.
var (
	UnknownMember      = rule("unknown-member", Warning, "this version of protolect does not know the member; it is not in the output")
	MemberMisplaced    = rule("member-misplaced", Warning, "beside the other member this one says nothing; it is not in the output")
	EnumDescriptions   = rule("enum-descriptions", Warning, "the values are described in order, as far as it goes; the rest is not in the output")
	SchemaID           = rule("schema-id", Warning, "the schema is known by its name, which is what $ref refers to; the id is not in the output")
	PathDuplicate      = rule("path-duplicate", Warning, "both methods are in the output, and the server cannot tell their requests apart")
	BaseURL            = rule("base-url", Warning, "clients call methods at rootUrl and servicePath, unless they are given another endpoint")
	APILabels          = rule("api-labels", Warning, "the labels are not in the output; what they say holds for the API as a whole")
	UnknownType        = rule("unknown-type", Warning, "any JSON value is accepted in its place (google.protobuf.Value)")
	UnknownFormat      = rule("unknown-format", Warning, "the value is carried as its plain type")
	UnsupportedFeature = rule("unsupported-feature", Warning, "this version of protolect does not know the feature: what it changes is not in the output, and a client may read nothing from responses")
	MediaUpload        = rule("media-upload", Warning, "the method is called without media: its upload cannot be read as the format has it, and is not in the output")
	MediaDownload      = rule("media-download", Warning, "the member says nothing where no media is downloaded: it is not in the output")
	Subscription       = rule("subscription", Note, "push notifications need no more than the method's own parameters")
	Streaming          = rule("streaming", Warning, "a call returns after it has read the whole response: use a plain HTTP client for a stream that does not end, or to read parts as they arrive")
	SystemParameters   = rule("system-parameters", Note, "requests have no fields for these parameters: pass them as options of the client or of the call")
	NothingGenerated   = rule("nothing-generated", Warning, "there is nothing to generate but the lock: give a document that has operations (paths) or schemas")
	EndpointInvalid    = rule("endpoint-invalid", Warning, "the endpoint is not in the output: pass it to the client as its endpoint")
)

// What an OpenAPI document says and the output carries in another way, or not.
var (
	MemberType       = rule("member-type", Warning, "the format gives this member another type: the output is as if it were not there, and what has no type then takes any JSON value (google.protobuf.Value)")
	MemberAbsent     = rule("member-absent", Warning, "the format demands this member: add it to the document")
	OtherVersion     = rule("other-version", Note, "another version of OpenAPI has it so, and it is read as there")
	LongName         = rule("long-name", Warning, "what is made of a name has to fit into file names and identifiers: shorten it in the document")
	PathStart        = rule("path-start", Warning, "the format wants a path to start with /: it is read as if it did")
	IDDuplicate      = rule("id-duplicate", Warning, "the first by its path keeps the id; the others are known by method and path, as those without an id are")
	ReferenceNone    = rule("reference-none", Warning, "nothing stands there: correct the reference, or add what it refers to")
	MappingUnknown   = rule("mapping-unknown", Warning, "there is no such schema: that value of the discriminator is not in the output")
	ReferenceLoop    = rule("reference-loop", Warning, "what is but a reference to itself says nothing: a schema takes any JSON value (google.protobuf.Value); a part of a schema, a parameter or anything else is not in the output")
	ReferenceOutside = rule("reference-outside", Warning, "protolect opens files in the folder that it is given, or in that of the document, and no URL: schemas that are elsewhere take any JSON value (google.protobuf.Value), all else is not in the output; give the folder that has all files, or bundle all into one, for instance with redocly bundle")
	ParameterPlace   = rule("parameter-place", Warning, "a parameter is in path, query, header or cookie, in Swagger 2.0 in formData or body, too: it is not in the output")
	QueryString      = rule("query-string", Warning, "a parameter that is the whole query string is not in the output: pass it as an option of the call")
	ResponseStatus   = rule("response-status", Warning, "a response is known by its status, 200, 2XX or default: it is not in the output")
	Extension        = rule("extension", Note, "members that start with x- are an extension of the format: they are not in the output")
	UnquotedText     = rule("unquoted-text", Note, "it is read as the text that the document spells; quote it in YAML")
	SchemaMissing    = rule("schema-missing", Warning, "any JSON value is accepted in its place (google.protobuf.Value)")
	EnumRepeats      = rule("enum-repeats", Warning, "the value is in the output once")
	Unchecked        = rule("unchecked", Note, "what it demands of values is left to the server")
	XML              = rule("xml", Note, "clients send and read JSON")
	PropertyTwice    = rule("property-twice", Warning, "the type of the first part that declares the property, or of the schema itself, is in the output")
	TagGroup         = rule("tag-group", Note, "groups of tags are not in the output: every tag is treated as if it were in no group")
	Webhook          = rule("webhook", Warning, "the output has no code for requests that the server sends; its schemas are there where something else refers to them")
	Link             = rule("link", Note, "how operations follow each other is not in the output")
	UnusedComponent  = rule("unused-component", Note, "what nothing refers to is not in the output")
	PathTemplate     = rule("path-template", Warning, "a path is made of segments and of variables, each named once, and has no query (OpenAPI 3.1.1, section 4.8.8.2): the method is not in the output")
	PathVariable     = rule("path-variable", Warning, "a variable without a parameter is a text; a path parameter without a variable is not in the output")
	HeaderIgnored    = rule("header-ignored", Note, "clients set this header themselves, from media types and credentials, and for the connection")
	BodyIgnored      = rule("body-ignored", Warning, "the method is called without the body: OpenAPI 3.0 ignores that of a GET or HEAD, which a document of version 3.1 has sent, and HTTP permits none in a TRACE")
	ParameterStyle   = rule("parameter-style", Warning, "the style is not known where it stands: the parameter is sent as usual")
	ParameterName    = rule("parameter-name", Warning, "the name of a header or a cookie is a token (RFC 9110, section 5.6.2): the parameter is not in the output")
	ParameterNested  = rule("parameter-nested", Warning, "OpenAPI defines no form for a list or an object within another one: it is written as JSON; if the server expects another form, pass the parameter as an option of the call")
	DeepObjectList   = rule("deep-object-list", Note, "OpenAPI does not define how the style deepObject writes a list: each element is a parameter, name[0]=value or name[key][0]=value")
	MediaType        = rule("media-type", Note, "clients use one of several media types: JSON, if it is among them")
	ResponsesNone    = rule("responses-none", Note, "every response is an empty one")
	ServerChoice     = rule("server-choice", Note, "clients call the first https server, with the default values of its variables, unless they are given another endpoint; the comment on the proto package lists all servers")
	ResponseHeader   = rule("response-header", Note, "the headers of a response have no fields: read them from the HTTP response")
	ExampleLong      = rule("example-long", Note, "an example that fits into a line is in the comment: this one is not in the output")
	ExampleOutside   = rule("example-outside", Note, "protolect opens no other document: the example is not in the output")
	ServerUnknown    = rule("server-unknown", Warning, "add the URL of the server to the document, or pass it to the client as its endpoint, with its path")
	SecurityUnknown  = rule("security-unknown", Warning, "clients do not support these credentials: pass them in a header of the call, or with the HTTP client")
	NotCarried       = rule("not-carried", Warning, "the output has no place for it; what there is in its place is said with it")
)

// What proto says in another way than the document, and what was decided.
var (
	WellKnownSchema    = rule("well-known-schema", Note, "Google's own message stands in its place")
	SchemaInPlace      = rule("schema-in-place", Note, "proto has no name for such a type: it stands wherever the schema is referred to")
	NameClash          = rule("name-clash", Warning, "a number was added to the name; an overlay can give a better one")
	PublishedChanged   = rule("published-changed", Warning, "what is published cannot stay as it is: programs that use it must change")
	PublishedGone      = rule("published-gone", Warning, "programs that call these methods no longer compile; their names and numbers stay reserved")
	PackageKept        = rule("package-kept", Note, "an API keeps the package that it was published in; --package moves it to another one")
	PackageMoved       = rule("package-moved", Warning, "programs must import the new packages and use the new full names of messages and services, for instance in gRPC and google.protobuf.Any; numbers, JSON and HTTP requests stay the same")
	PackageBeside      = rule("package-beside", Note, "the earlier package stays as it is, and the new one has its own numbers; to move the API instead, convert the document without --package first, and then again with it")
	PackageReused      = rule("package-reused", Warning, "what only the earlier document has is gone from the package; if the two are different APIs, choose another package with --package")
	PackageByTitle     = rule("package-by-title", Warning, "a program cannot link this package and that of another API with the same title: name the server in the document, or choose a package with --package")
	PackageTaken       = rule("package-taken", Warning, "the name was extended by a word of the paths; choose another one with --package")
	PublishedElsewhere = rule("published-elsewhere", Warning, "protolect treats it as another API, because the host differs or both documents exist, and gives it another package; if it is the same API, pass its package as --package and remove the new one")
	UntypedResponse    = rule("untyped-response", Warning, "what it holds has no types in the output: give the schema a name")
	PatchWithoutMask   = rule("patch-without-mask", Warning, "fields are changed to what they are set to; a field without presence cannot be set to its zero value (false, 0, empty), which JSON leaves out; the overlay can make fields optional, which are sent whenever they are set")
	LimitUnchecked     = rule("limit-unchecked", Warning, "the limit is in the comment alone: no client and no validator checks it")
	NullElement        = rule("null-element", Warning, "lists and maps of proto hold no null: where elements are texts, numbers or booleans any JSON value is accepted (google.protobuf.Value)")
	AlternativesAlike  = rule("alternatives-alike", Warning, "clients send the right JSON, but read such a value into the other field: read both fields, or give the schemas a discriminator, or different required members or constants")
	TextAlike          = rule("text-alike", Warning, "a parameter or a member of a form has no quotes, so a server cannot tell such a text from a number or a boolean: set the number or the boolean, or another text")
	DateTimeForm       = rule("date-time-form", Warning, "clients keep such a value among the unknown members, and leave the field for the time unset: to have the text in the field, state the property's type in the overlay, for instance types: {Event.start: string}")
	IntegerRange       = rule("integer-range", Note, "the field has the type that holds the declared range, instead of the type of its format")
	PageEndless        = rule("page-endless", Warning, "the method returns one page, because reading all pages would never end: describe the paging in an overlay")
	PageUnrecognized   = rule("page-unrecognized", Note, "the method returns one page: if there can be more, add the line to the overlay; add zeroBased: true if the first page has the number 0")
	PageWithoutItems   = rule("page-without-items", Note, "the method can be read page by page, not item by item")
)

// What enums say in another way.
var (
	EnumSpelling    = rule("enum-spelling", Note, "proto names are unique and upper-case; the values carry their JSON spelling in (protolect.api.v1.enum_value).json_name, which our clients use and plain proto JSON does not")
	EnumZeroMissing = rule("enum-zero-missing", Error, "an enum needs a value for 0: give one its official number in overlay.yaml, or leave one without")
	EnumZeroGone    = rule("enum-zero-gone", Warning, "an enum needs a value for 0: the one that is gone is kept, as deprecated")
)

// What an overlay can have wrong.
var (
	OverlaySyntax         = rule("overlay-syntax", Error, "correct the line: overlay.yaml has service, notice, grpc, example, methods, bodies, defaults, requestIds, errors, paging, paths, signedTokens, sameAs, containers, messages, enums, types, oneofs, optional, numbers, packages and ignore, in plain YAML without aliases and tags")
	OverlayMatchesNothing = rule("overlay-matches-nothing", Error, "remove the line, or correct the name: overlays use the document's names")
	OverlayNeedless       = rule("overlay-needless", Error, "remove the line: without it everything is the same")
	OverlayImpossible     = rule("overlay-impossible", Error, "correct the line: proto cannot say this of what the document has")
	NameTaken             = rule("name-taken", Error, "give one of the two another name in overlay.yaml")
	EnumsDiffer           = rule("enums-differ", Error, "remove the line: these are two enums")
	PackageCycle          = rule("package-cycle", Error, "move one of the schemas to the other package: proto packages cannot depend on each other")
	ExampleInvalid        = rule("example-invalid", Error, "the example's request must be proto JSON of the method's request message")
)
