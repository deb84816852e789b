// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import "slices"

// Rule is a kind of finding.
type Rule struct {
	Name     string
	Severity Severity
	Help     string // the remedy, or the decision that was made
	// FirstRun means that only the first run with a revision of a document reports the rule, because the
	// lock has the result afterwards. To ignore it is never needless.
	FirstRun bool
}

// Rules is the table of all rules, in the order of the stages. docs/rules.md is made from it.
var Rules []Rule

// FindRule returns the rule with the given name.
func FindRule(name string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// RuleNames returns the names of all rules.
func RuleNames() []string {
	var names []string
	for _, r := range Rules {
		names = append(names, r.Name)
	}
	return names
}

// firstRun adds a rule with FirstRun.
func firstRun(name string, severity Severity, help string) Rule {
	r := rule(name, severity, help)
	r.FirstRun = true
	Rules[len(Rules)-1] = r
	return r
}

func rule(name string, severity Severity, help string) Rule {
	r := Rule{Name: name, Severity: severity, Help: help}
	Rules = append(Rules, r)
	return r
}

// Mistakes in lock files, and numbers that cannot be given.
var (
	LockSyntax        = rule("lock-syntax", Error, "protolect writes numbers.lock.yaml; restore the last good version from version control")
	LockDuplicate     = rule("lock-duplicate-number", Error, "two names must never share a number; restore the last good version of the lock file from version control")
	LockNumberInvalid = rule("lock-number-invalid", Error, "field numbers are 1 to 536870911 except 19000 to 19999, enum numbers 0 to 2147483647; restore the last good version of the lock file from version control")
	LockChanged       = rule("lock-changed", Error, "the lock file and the .proto files must be the result of one run: restore both from version control, after a merge from the current branch (git checkout --ours)")
	Unmerged          = rule("unmerged", Error, "resolve the conflict; for numbers.lock.yaml, keep the side that was published first and run the command again, or let git unite both with protolect lock merge")
	LockVersion       = rule("lock-version", Error, "a newer protolect wrote the lock file; use that version or a later one")
	GeneratorOlder    = rule("generator-older", Warning, "the output may lack what the newer version knows; update protolect, or restore the output of this version from version control")
	DeclaredTwice     = rule("declared-twice", Error, "the lock file stores a number by its name, so each name must be unique; rename or remove one of the two in the document")
	OfficialConflict  = rule("official-number-conflict", Error, "a number never changes and never moves to another name; correct or remove the official number in the overlay")
	NumberChanged     = rule("number-changed", Error, "a published number never changes its meaning: give the type or the field another name in the overlay")
	OfficialInvalid   = rule("official-number-invalid", Error, "field numbers are 1 to 536870911 except 19000 to 19999, enum numbers 0 to 2147483647; correct the official number in the overlay")
	TypeChanged       = firstRun("type-changed", Warning, "the number of the earlier type stays reserved; programs do not find the value of the field in binary messages of programs with the earlier definitions")
	PresenceKept      = rule("presence-kept", Warning, "programs that use the field compile only as long as it keeps its presence; the line of the overlay changes it")
	NumbersExhausted  = rule("numbers-exhausted", Error, "new numbers follow the highest number ever used; give this name an unused lower number in the section numbers of the overlay")
)

// Mistakes in protolect.yaml.
var (
	ProjectSyntax  = rule("project-syntax", Error, "correct protolect.yaml; protolect project prints the reference of its keys")
	DocumentFetch  = rule("document-fetch", Error, "run protolect fetch, which downloads the document; with --update, it accepts the present content and writes its sha256")
	IgnoreNeedless = rule("ignore-needless", Error, "remove the line from protolect.yaml: it hides no finding")
)

// Mistakes in packs, and in what their templates make.
var (
	PackSyntax        = rule("pack-syntax", Error, "correct pack.yaml; docs/packs.md describes its keys")
	PackVersion       = rule("pack-version", Error, "the pack was written for a newer protolect: update protolect, or use an earlier version of the pack")
	PackOption        = rule("pack-option", Error, "correct the option; pack.yaml of the pack declares the options with their types")
	PackTemplate      = rule("pack-template", Error, "correct the template at this place; docs/packs.md describes the data and the functions")
	PackLimit         = rule("pack-limit", Error, "shorten the template or its output: the limits stop templates that loop or grow without end")
	PackPath          = rule("pack-path", Error, "correct the path of the output: a path is relative to the output folder, has slashes, and stays in that folder")
	PackDuplicate     = rule("pack-duplicate", Error, "give one of the two outputs another path")
	PackInvalid       = rule("pack-invalid", Error, "correct the template at this place; the output is kept in a file with the suffix .broken, so that you can read it")
	PackUnused        = rule("pack-unused", Warning, "no output uses the template: add it to outputs in pack.yaml, call it from another template, or remove it")
	PackShadow        = rule("pack-shadow", Error, "correct the name of the pack or of the template, or remove the file: it replaces no template")
	PackShadowVersion = rule("pack-shadow-version", Warning, "compare the replaced template with that of the other version, then state that version in pack.yaml")
)

// Mistakes in documents that stop a run.
var (
	DocumentSyntax      = rule("document-syntax", Error, "pass one well-formed JSON or YAML value in UTF-8 without duplicate members, of a size that fits into memory (--max-memory raises the limit)")
	DocumentType        = rule("document-type", Error, "correct the document: the format requires another type for this member")
	DocumentUnknown     = rule("document-unknown", Error, `pass a discovery document (its kind is discovery#restDescription) or an OpenAPI document (openapi: 3.0.3, or swagger: "2.0")`)
	NotDiscovery        = rule("not-discovery", Error, "pass a discovery document: a JSON object whose kind is discovery#restDescription")
	MemberMissing       = rule("member-missing", Error, "correct the document: the format requires this member")
	RootURLInvalid      = rule("root-url-invalid", Error, "rootUrl must be an https URL with a host and without user, query and fragment; its path and servicePath must be literal")
	HTTPMethodUnknown   = rule("http-method-unknown", Error, "use a method of RFC 9110 or RFC 5789 in upper case, for example POST")
	ParameterLocation   = rule("parameter-location", Error, "set the location of the parameter to path or query")
	PathParameter       = rule("path-parameter", Error, "each {variable} of a path must occur once and needs a parameter whose location is path; each such parameter needs a variable")
	NameLength          = rule("name-length", Error, "shorten the name: file names and identifiers are made from it")
	PathSyntax          = rule("path-syntax", Error, "a path consists of literals, {name} and {+name}, each a whole segment, and an optional :verb at its end")
	MethodDuplicate     = rule("method-duplicate", Error, "give each method its own ID")
	EnumDuplicate       = rule("enum-duplicate", Error, "list each value of an enum once")
	ReferenceCycle      = rule("reference-cycle", Error, "give one of the schemas that refer to each other a type")
	ReferenceUnresolved = rule("reference-unresolved", Error, "correct the name, or add the schema to the document")
	NotOpenAPI          = rule("not-openapi", Error, `pass an OpenAPI document: an object with openapi: 3.0, 3.1 or 3.2, or with swagger: "2.0"`)
	DocumentUnbundled   = rule("document-unbundled", Error, "all operations are in other files; protolect opens only files in the folder of the document, of --root or of protolect.yaml, and no URLs: pass a folder that contains all files as --root of protolect convert, or bundle them, for example with redocly bundle")
	ReferenceFile       = rule("reference-file", Error, "correct the reference, or add the file; protolect opens only files in the folder of the document, or in that of --root")
	Expansion           = rule("expansion", Error, "name an inline object that several lists, maps or unions contain; refer to a schema in a property instead of in allOf; give a very large document more memory (--max-memory), or convert it in parts")
	DocumentEmpty       = rule("document-empty", Error, "there is nothing to generate: pass a document with operations (paths) or schemas")
	DocumentUnrelated   = rule("document-unrelated", Error, "for another API, choose another package (--package, or proto in protolect.yaml); for the same API with other methods, remove the section methods from numbers.lock.yaml, which keeps the numbers; to start over, remove the lock file and the .proto files of the package")
)

// Results of the proof.
var (
	MethodUnbound   = rule("method-unbound", Warning, "calling the method returns this error, and the other methods work; describe the method in a form that HTTP supports")
	ProofDifference = rule("proof-difference", Warning, "the document allows this value, but programs would lose or change it: make the schemas at this place differ in a required property or a constant, or avoid such values")
)

// Constructs of documents that the output expresses in another way, or not at all.
var (
	UnknownMember      = rule("unknown-member", Warning, "this version of protolect does not know the member: it is not in the output")
	MemberMisplaced    = rule("member-misplaced", Warning, "the member has no effect beside the other one: it is not in the output")
	EnumDescriptions   = rule("enum-descriptions", Warning, "descriptions belong to values by their order; surplus descriptions are not in the output")
	SchemaID           = rule("schema-id", Warning, "$ref refers to the schema by its name; the ID is not in the output")
	PathDuplicate      = rule("path-duplicate", Warning, "both methods are in the output, but the server cannot distinguish their requests")
	BaseURL            = rule("base-url", Warning, "clients call methods at rootUrl and servicePath, or at the endpoint that a program gives")
	APILabels          = rule("api-labels", Warning, "the labels are not in the output: they describe the API as a whole")
	UnknownType        = rule("unknown-type", Warning, "the field accepts any JSON value (google.protobuf.Value)")
	UnknownFormat      = rule("unknown-format", Warning, "the field has the type without the format: correct the format if it is mistyped; to keep all digits of a number, set the type of the property in the overlay, for example types: {Item.price: google.protobuf.Value}")
	UnsupportedFeature = rule("unsupported-feature", Warning, "this version of protolect does not know the feature: its effect is not in the output, and a client may read responses incompletely")
	MediaUpload        = rule("media-upload", Warning, "the method has no upload: the description of its upload is invalid, and is not in the output")
	MediaDownload      = rule("media-download", Warning, "the member has no effect on a method without a download: it is not in the output")
	Subscription       = rule("subscription", Note, "push notifications use the method's own parameters")
	Streaming          = rule("streaming", Warning, "a call returns after the whole response was read: for an endless stream, or to read parts as they arrive, use an HTTP client")
	SystemParameters   = rule("system-parameters", Note, "requests have no fields for these parameters: pass them as options of the client or the call")
	NothingGenerated   = rule("nothing-generated", Warning, "only the lock file is written: pass a document with operations (paths) or schemas")
	EndpointInvalid    = rule("endpoint-invalid", Warning, "the endpoint is not in the output: pass it to the client as its endpoint")
)

// Constructs of OpenAPI documents that the output expresses in another way, or not at all.
var (
	MemberType       = rule("member-type", Warning, "the format requires another type: the member is ignored, and a schema without a type accepts any JSON value (google.protobuf.Value)")
	MemberAbsent     = rule("member-absent", Warning, "the format requires this member: add it to the document")
	OtherVersion     = rule("other-version", Note, "another version of OpenAPI defines the member: it is read as defined there")
	LongName         = rule("long-name", Warning, "shorten the name in the document: file names and identifiers are made from it")
	PathStart        = rule("path-start", Warning, "the format requires a path to start with /: it is read as if it did")
	IDDuplicate      = rule("id-duplicate", Warning, "the method that was published with the ID keeps it, or else the first by path; the others have their HTTP method and path as ID, like methods without one")
	ReferenceNone    = rule("reference-none", Warning, "the reference has no target: correct it, or add the target")
	MappingUnknown   = rule("mapping-unknown", Warning, "the schema does not exist: this value of the discriminator is not in the output")
	ReferenceLoop    = rule("reference-loop", Warning, "the reference leads back to itself: a schema accepts any JSON value (google.protobuf.Value); a part of a schema, a parameter and everything else is not in the output")
	ReferenceOutside = rule("reference-outside", Warning, "protolect opens only files in the folder of the document, of --root or of protolect.yaml, and no URLs: schemas in other places accept any JSON value (google.protobuf.Value), everything else is not in the output; pass a folder that contains all files as --root of protolect convert, or bundle them, for example with redocly bundle")
	ParameterPlace   = rule("parameter-place", Warning, "a parameter is in path, query, header or cookie, in Swagger 2.0 also in formData or body: it is not in the output")
	QueryString      = rule("query-string", Warning, "a parameter that is the whole query string is not in the output: pass it as an option of the call")
	ResponseStatus   = rule("response-status", Warning, "the key of a response is a status, 200, 2XX or default: it is not in the output")
	Extension        = rule("extension", Note, "members that start with x- are extensions of the format: they are not in the output")
	UnquotedText     = rule("unquoted-text", Note, "YAML gives the value another type, and protolect reads it as text: quote it in the document")
	HalfSurrogate    = rule("half-surrogate", Warning, "the escape is read as U+FFFD: write both halves of the pair, or remove it from the document")
	SchemaMissing    = rule("schema-missing", Warning, "the field accepts any JSON value (google.protobuf.Value)")
	EnumRepeats      = rule("enum-repeats", Warning, "the value is in the output once")
	Unchecked        = rule("unchecked", Note, "the server checks this constraint, clients do not")
	XML              = rule("xml", Note, "the member is not in the output: clients send and read JSON")
	PropertyTwice    = rule("property-twice", Warning, "the field has the type of the first part that declares the property, or of the schema itself")
	TagGroup         = rule("tag-group", Note, "groups of tags are not in the output")
	Webhook          = rule("webhook", Warning, "the output has no code for requests that the server sends; it has their schemas only if operations also use them")
	Link             = rule("link", Note, "links between operations are not in the output")
	UnusedComponent  = rule("unused-component", Note, "nothing refers to the component: it is not in the output")
	PathTemplate     = rule("path-template", Warning, "a path consists of segments and variables, each named once, without a query (OpenAPI 3.1.1, section 4.8.8.2): the method is not in the output")
	PathVariable     = rule("path-variable", Warning, "a variable without a parameter is a string; a path parameter without a variable is not in the output")
	HeaderIgnored    = rule("header-ignored", Note, "clients set this header themselves, from media types, credentials and the connection")
	BodyIgnored      = rule("body-ignored", Warning, "the method is called without the body: OpenAPI 3.0 ignores the body of a GET or HEAD, which a document of version 3.1 can declare, and HTTP forbids the body of a TRACE")
	ParameterStyle   = rule("parameter-style", Warning, "the style is not defined for this place: the parameter has the default style")
	ParameterName    = rule("parameter-name", Warning, "the name of a header or cookie is a token (RFC 9110, section 5.6.2): the parameter is not in the output")
	ParameterNested  = rule("parameter-nested", Warning, "OpenAPI does not define the form of a list or an object within another one: it is sent as JSON; if the server expects another form, pass the parameter as an option of the call")
	DeepObjectList   = rule("deep-object-list", Note, "OpenAPI does not define how the style deepObject encodes a list: each element is a parameter, name[0]=value or name[key][0]=value")
	MediaType        = rule("media-type", Note, "clients use one of several media types: JSON, if it is among them; options of a call set the media type and the name of a file in a form")
	ResponsesNone    = rule("responses-none", Note, "the method has an empty response")
	ServerChoice     = rule("server-choice", Note, "clients call the first https server, with the defaults of its variables, or the endpoint that a program gives; the comment on the proto package lists all servers")
	ResponseHeader   = rule("response-header", Note, "response headers have no fields: read them from the HTTP response")
	ExampleLong      = rule("example-long", Note, "comments contain examples that fit into one line: this one is not in the output")
	ExampleOutside   = rule("example-outside", Note, "protolect does not open other documents for examples: the example is not in the output")
	ServerUnknown    = rule("server-unknown", Warning, "add the URL of the server to the document, or pass it, with its path, to the client as its endpoint")
	SecurityUnknown  = rule("security-unknown", Warning, "clients do not support these credentials: pass them in a header of the call, or in the HTTP client")
	NotCarried       = rule("not-carried", Warning, "the output cannot express this; the message names the replacement, if there is one")
)

// Decisions about names, types and packages.
var (
	WellKnownSchema    = rule("well-known-schema", Note, "the message that Google publishes replaces the schema")
	SchemaInPlace      = rule("schema-in-place", Note, "proto cannot name this type: each reference to the schema gets the type itself")
	NameClash          = rule("name-clash", Warning, "a number was added to the name; an overlay can choose a better name, which becomes part of the published API")
	AdditionAdapted    = firstRun("addition-adapted", Warning, "published elements stay as they are, and a new element gets another name, package or type; an overlay can choose a better name before it is published")
	PublishedChanged   = firstRun("published-changed", Warning, "the change is unavoidable: programs that use it must change")
	PublishedRenamed   = firstRun("published-renamed", Warning, "if the two are the same, add the line to the overlay; otherwise programs that use the published name no longer compile, and its number stays reserved")
	PublishedRemoved   = firstRun("published-removed", Warning, "the elements stay in the output until the document changes again, as deprecated; then programs that use them no longer compile")
	PublishedGone      = firstRun("published-gone", Warning, "programs that use these methods, types, fields or values no longer compile; the names and numbers stay reserved")
	PackageKept        = firstRun("package-kept", Note, "an API keeps its published package; --package moves it to another one")
	PackageMoved       = firstRun("package-moved", Warning, "programs must import the new packages and use the new full names of messages and services, for example in gRPC and google.protobuf.Any; numbers, JSON and HTTP requests stay the same")
	PackageBeside      = firstRun("package-beside", Note, "the earlier package stays, and the new one has its own numbers; to move the API instead, convert the document without --package, and then again with it")
	PackageReused      = firstRun("package-reused", Warning, "the package loses everything that only the earlier document declares; if the two are different APIs, choose another package with --package")
	PackageByTitle     = firstRun("package-by-title", Warning, "a program cannot link this package together with that of another API with the same title: add the server to the document, or choose a package with --package")
	PackageTaken       = firstRun("package-taken", Warning, "the name was extended by a word of the paths; choose another name with --package")
	PackageLeft        = firstRun("package-left", Warning, "the earlier package does not change any more; to continue it with this document, pass it as --package, and delete the new package")
	PublishedElsewhere = firstRun("published-elsewhere", Warning, "protolect treats the document as another API and gives it another package, because the host differs, or the earlier document is still in its place; for the same API, pass the published package, for example --package billing.v2, and delete the new folder")
	UntypedResponse    = rule("untyped-response", Warning, "the response has no types in the output: give its schema a name, and alternatives that have different types")
	PatchWithoutMask   = rule("patch-without-mask", Warning, "clients cannot set a field without presence to its zero value (false, 0, empty), because JSON omits it: add the field to the section optional of an overlay")
	LimitUnchecked     = rule("limit-unchecked", Warning, "the limit is only in the comment: neither clients nor validators check it")
	NullElement        = rule("null-element", Warning, "lists and maps in proto cannot contain null: instead of strings, numbers and booleans, they contain any JSON value (google.protobuf.Value)")
	UnionKept          = rule("union-kept", Warning, "programs use the message as a union; a value that matches several alternatives at once is read into one of them")
	AlternativesAlike  = rule("alternatives-alike", Warning, "clients send the right JSON, but read such a value into the other field: read both fields, or give the schemas a discriminator, or different required members or constants")
	TextAlike          = rule("text-alike", Warning, "parameters and members of forms have no quotes, so a server cannot distinguish such a text from a number or a boolean: set the number or the boolean, or another text")
	DateTimeForm       = rule("date-time-form", Warning, "clients leave the field unset, and send the member back only if they keep unknown members; an element of a list or map keeps its place without a value: to read such values as text, set the type of the property in the overlay, for example types: {Event.start: string}")
	IntegerRange       = rule("integer-range", Note, "the field has the type that holds the declared range, instead of the type of its format")
	PageEndless        = rule("page-endless", Note, "the method returns one page, because reading all pages would never end: describe the paging in an overlay")
	PagerLost          = firstRun("pager-lost", Warning, "programs that use the pager no longer compile: describe the paging in the section paging of the overlay")
	PageUnrecognized   = rule("page-unrecognized", Note, "the method returns one page: if there can be more, add the line to the overlay; add zeroBased: true if the first page has the number 0")
	PageWithoutItems   = rule("page-without-items", Note, "the pages of the method can be read one by one, its items cannot")
)

// Decisions about enums.
var (
	EnumSpelling    = rule("enum-spelling", Note, "proto names consist of letters, digits and underscores, and are unique; (protolect.api.v1.enum_value).json_name has the JSON spelling, which our clients use and plain proto JSON does not")
	EnumZeroMissing = rule("enum-zero-missing", Error, "an enum needs a value with the number 0: give one value its official number in overlay.yaml, or leave one without")
	EnumZeroGone    = rule("enum-zero-gone", Warning, "an enum needs a value with the number 0: the removed value stays, as deprecated")
)

// Mistakes in overlays.
var (
	OverlaySyntax         = rule("overlay-syntax", Error, "correct the line: protolect overlay prints the sections of overlays, with an example of each")
	OverlayMatchesNothing = rule("overlay-matches-nothing", Error, "remove the line, or correct the name: overlays use the document's names")
	OverlayRemoved        = rule("overlay-removed", Warning, "the line has no effect: remove it, or let --fix remove it")
	OverlayNeedless       = rule("overlay-needless", Error, "remove the line: the output is the same without it")
	OverlayNotInherited   = rule("overlay-not-inherited", Warning, "a schema that includes another by allOf has its own copy of each property: add the lines for the copies that the line is also true of")
	OverlayImpossible     = rule("overlay-impossible", Error, "correct or remove the line, which cannot take effect")
	NameTaken             = rule("name-taken", Error, "give one of the two another name in overlay.yaml")
	EnumsDiffer           = rule("enums-differ", Error, "remove the line: these are different enums")
	PackageCycle          = rule("package-cycle", Error, "move one of the schemas to the other package: proto packages cannot depend on each other")
	OverlayMissing        = rule("overlay-missing", Error, "pass the overlay again: --overlay of protolect convert, overlay.yaml beside the lock for protolect generate; to convert without it from now on, pass an empty file as the overlay once")
	ExampleRemoved        = rule("example-removed", Warning, "the documentation has no example: correct its request")
	ExampleInvalid        = rule("example-invalid", Error, "correct the request of the example: it must be proto JSON of the method's request message, with all required fields")
)
