// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package overlay holds the facts about an API that its document lost. They
// stand in overlay.yaml, keyed by the document's names of things:
//
//	# The one service of the API. Without it there is one for each resource.
//	service: ChatService
//	# What comes first of all that is said of the API: a clause.
//	notice: which Google closed on 31 July 2024
//	# The full name under which gRPC calls the service.
//	grpc: google.chat.v1.ChatService
//	# The call with which the documentation begins, its request as proto JSON.
//	example:
//	  method: chat.spaces.messages.create
//	  request: {parent: spaces/AAAA, message: {text: Hello}}
//	  endpoint: https://chat.example.com   # where there is no other to call
//	# RPCs, by the method's id.
//	methods:
//	  chat.media.download: GetMedia
//	# What the field that is a method's body is called, by the method's id.
//	# Without it, it is called as its message.
//	bodies:
//	  rcsbusinessmessaging.phones.dialogflowMessages.create: dialogflow_message
//	# What a client can be told once for all requests that leave it empty.
//	defaults: [agentId]
//	# Parameters that get a random UUID in requests that leave them empty, by the
//	# method's id: the server takes a request with the same one for a repetition.
//	requestIds:
//	  rcsbusinessmessaging.phones.agentMessages.create: [messageId]
//	# What an HTTP status means for a method, by its id: a name, and a phrase.
//	errors:
//	  rcsbusinessmessaging.phones.agentMessages.create:
//	    404: {UNREACHABLE: the user cannot be reached by RCS}
//	# How the pages of a method follow each other, by its id. One parameter says which
//	# page a request is for: the token of the page (pageToken), its number from 1
//	# (pageNumber; from 0 with zeroBased: true), how many items are before it (offset), or the id of the last one of
//	# these (lastItem, with the property itemId of an item). Of the response, items are the
//	# list, and the next page follows from the token nextPageToken, the link nextLink or the
//	# header Link (linkHeader: true); pageCount, total (of items) and hasMore say where the
//	# end is. limit is the parameter with the size of a page. A dot stands before what is in
//	# a property. Pages that never end are an error. A client's method returns a pager:
//	#	for account, err := range client.GetAllAccounts(ctx, req).All() { … }
//	# has the items of all pages, and Pages() the responses.
//	paging:
//	  GetAllAccounts: {pageNumber: page_number, items: _embedded, nextLink: _links.next.href}
//	  ListCharges: {lastItem: starting_after, items: data, itemId: id, hasMore: has_more}
//	  ListUsers: {offset: offset, limit: limit, items: users, total: meta.total}
//	  ListOrders: {pageToken: cursor, items: data.orders, nextPageToken: data.next_cursor}
//	# Methods, by the document's id: the path at which they are called, where the
//	# document's is another. Its variables are the same.
//	paths:
//	  GetAllAccounts: /beta/chatapp-accounts
//	# Security schemes whose tokens a client signs (RFC 7519), and the claim
//	# in which it says who it is.
//	signedTokens:
//	  bearerAuth: application_id
//	# Schemas in whose place another one stands, which has all their properties.
//	sameAs:
//	  GetAllAccountResponse: AccountResponse
//	# Messages that hold nothing but others, which the document does not have,
//	# with what to say of them.
//	containers:
//	  ContextualAddOnMarkup: The cards of add-ons.
//	# Messages, by the schema's name, or by what it is in ("Space.details"): a
//	# name within the package, which says what the message is nested in.
//	messages:
//	  GoogleChatV1Section: Section
//	  Card: ContextualAddOnMarkup.Card
//	# Enums, by schema and property: a name within the package. Those of one
//	# name are one enum, which is that of the first.
//	enums:
//	  Space.spaceHistoryState: HistoryState
//	  GoogleAppsCardV1Column.horizontalAlignment: Widget.HorizontalAlignment
//	# Types of Google's, by schema and property: enums, and wrappers of scalars. A date-time
//	# is kept as the text that it is by "string", for servers that leave out the time zone or
//	# write another separator.
//	types:
//	  ActionStatus.statusCode: google.rpc.Code
//	  Event.start: string
//	# Properties of which one alone can be set, by schema.
//	oneofs:
//	  Emoji: {content: [unicode, customEmoji]}
//	# Properties that can be told to be absent, or cannot, by schema and property.
//	optional:
//	  Space.customer: true
//	# The official numbers: of fields, by schema or by the method's id, and of
//	# enum values, by schema and property. Where there are any, everything else
//	# is numbered from 10000 on.
//	numbers:
//	  Emoji: {unicode: 1, customEmoji: 2}
//	  Section.type: {SECTION_TYPE_UNSPECIFIED: 0, CUSTOM_SECTION: 1}
//	# Other packages, with the schemas that live there. A star stands for the
//	# part of a schema's name that is its name in the package.
//	packages:
//	  protolect.google.apps.card.v1:
//	    go: github.com/protolect/protolect/gen/google/apps/card/v1/cardpb
//	    schemas: [GoogleAppsCardV1*, Color]
//	# Rules whose findings are known, each with the reason why it does not matter.
//	ignore:
//	  limit-unchecked: the server checks them, and says what is wrong
//
// A parameter of a method is named by the method's id and its own name
// ("chat.spaces.messages.list.view").
//
// Every entry must match something and change something: one that does not is
// an error at its line. What two packages could take is in the first.
package overlay

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/finding"
)

// Overlay is a read overlay.yaml. The zero value says nothing.
type Overlay struct {
	service    *entry
	notice     *entry
	grpc       *entry
	example    *example
	methods    []entry
	bodies     []entry
	defaults   []entry // the key is the field's
	requestIDs []requestIDs
	errors     []namedError
	paging     []paging
	paths      []entry
	tokens     []entry
	sameAs     []entry
	containers []entry // the name is the comment
	messages   []entry
	enums      []entry
	types      []entry
	oneofs     []oneof
	optional   []entry // the name is "true" or "false"
	numbers    []numbered
	packages   []packageEntry
	ignored    []entry // the key is a rule's, the name the reason
}

// entry is one line: what it is about, and the name that it gives.
type entry struct {
	key  string
	name string
	at   finding.Position
}

type example struct {
	method   entry
	request  string // JSON
	endpoint string
}

type requestIDs struct {
	entry
	parameters []entry
}

// namedError is a name for a status: the entry's key is the method, its name
// that of the error.
type namedError struct {
	entry
	status      int32
	description string
}

// paging has the names of properties, by what they are for.
type paging struct {
	entry
	parts map[string]entry
}

type oneof struct {
	message string // the document's name
	name    string
	members []entry
	at      finding.Position
}

type numbered struct {
	entry
	numbers []number
}

type number struct {
	entry
	number int32
}

type packageEntry struct {
	proto    string
	goImport string
	schemas  []entry
	at       finding.Position
}

// Read reads an overlay; the name of the file is for positions. What is wrong
// with it is in the list, and the rest in the overlay.
func Read(file string, data []byte) (*Overlay, *finding.List) {
	r := &reader{file: file, lines: strings.Split(string(data), "\n"), findings: new(finding.List)}
	overlay := new(Overlay)
	var documents []yaml.Node
	if err := yaml.Load(data, &documents, yaml.WithAllDocuments()); err != nil {
		r.loadError(err)
		return overlay, r.findings
	}
	if len(documents) == 0 {
		return overlay, r.findings
	}
	if len(documents) > 1 {
		r.add(&documents[1], "a second document begins here")
	}
	for key, value := range r.members(documents[0].Content[0]) {
		r.section(overlay, key, value)
	}
	return overlay, r.findings
}

// sections are the members of an overlay, in the order of its documentation.
const sections = "service, notice, grpc, example, methods, bodies, defaults, requestIds, errors, paging, paths, signedTokens, sameAs, containers, messages, enums, types, oneofs, optional, numbers, packages and ignore"

func (r *reader) section(overlay *Overlay, key, value *yaml.Node) {
	switch key.Value {
	case "service":
		overlay.service = r.single(value, identifier)
	case "notice":
		overlay.notice = r.single(value, anyName)
	case "grpc":
		overlay.grpc = r.single(value, fullName)
	case "example":
		overlay.example = r.example(value)
	case "methods":
		overlay.methods = r.entries(value, identifier)
	case "bodies":
		overlay.bodies = r.entries(value, fieldName)
	case "defaults":
		overlay.defaults = r.list(value)
	case "requestIds":
		overlay.requestIDs = r.requestIDs(value)
	case "errors":
		overlay.errors = r.errors(value)
	case "paging":
		overlay.paging = r.paging(value)
	case "paths":
		overlay.paths = r.entries(value, anyName)
	case "signedTokens":
		overlay.tokens = r.entries(value, anyName)
	case "sameAs":
		overlay.sameAs = r.entries(value, anyName)
	case "containers":
		overlay.containers = r.containers(value)
	case "messages":
		overlay.messages = r.entries(value, typePath)
	case "enums":
		overlay.enums = r.entries(value, typePath)
	case "types":
		overlay.types = r.entries(value, typeName)
	case "oneofs":
		overlay.oneofs = r.oneofs(value)
	case "optional":
		overlay.optional = r.entries(value, boolean)
	case "numbers":
		overlay.numbers = r.numbers(value)
	case "packages":
		overlay.packages = r.packages(value)
	case "ignore":
		overlay.ignored = r.entries(value, anyText)
	default:
		r.add(key, "%q is none of %s", key.Value, sections)
	}
}

var (
	identifier  = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	typePath    = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*$`)
	fullName    = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\.[A-Z][A-Za-z0-9]*$`)
	typeName    = regexp.MustCompile(fullName.String() + "|^" + textType + "$")
	fieldName   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	errorName   = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	errorStatus = regexp.MustCompile(`^[45][0-9][0-9]$`)
	endpointURL = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*$`)
	oneofName   = regexp.MustCompile(`^[a-z][A-Za-z0-9_]*$`)
	anyText     = regexp.MustCompile(`\S`)
	anyName     = regexp.MustCompile(`^.+$`)
	decimal     = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)
	boolean     = regexp.MustCompile(`^(true|false)$`)
	packageName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
)

func (r *reader) single(node *yaml.Node, form *regexp.Regexp) *entry {
	name := r.name(node, form)
	if name == "" {
		return nil
	}
	return &entry{name: name, at: r.at(node)}
}

func (r *reader) entries(node *yaml.Node, form *regexp.Regexp) []entry {
	var entries []entry
	for key, value := range r.members(node) {
		if name := r.name(value, form); name != "" {
			entries = append(entries, entry{key: key.Value, name: name, at: r.at(key)})
		}
	}
	return entries
}

func (r *reader) containers(node *yaml.Node) []entry {
	var containers []entry
	for key, value := range r.members(node) {
		name, comment := r.name(key, identifier), r.name(value, anyName)
		if name != "" && comment != "" {
			containers = append(containers, entry{key: name, name: comment, at: r.at(key)})
		}
	}
	return containers
}

func (r *reader) requestIDs(node *yaml.Node) []requestIDs {
	var all []requestIDs
	for key, value := range r.members(node) {
		all = append(all, requestIDs{entry{key: key.Value, at: r.at(key)}, r.list(value)})
	}
	return all
}

func (r *reader) errors(node *yaml.Node) []namedError {
	var all []namedError
	for method, statuses := range r.members(node) {
		for key, value := range r.members(statuses) {
			status, _ := strconv.ParseInt(r.name(key, errorStatus), 10, 32)
			for name, description := range r.members(value) {
				e := namedError{entry{method.Value, r.name(name, errorName), r.at(name)}, int32(status), r.name(description, anyName)}
				if e.status != 0 && e.name != "" && e.description != "" {
					all = append(all, e)
				}
			}
		}
	}
	return all
}

func (r *reader) paging(node *yaml.Node) []paging {
	var all []paging
	for key, value := range r.members(node) {
		p := paging{entry{key: key.Value, at: r.at(key)}, make(map[string]entry)}
		for part, name := range r.members(value) {
			switch part.Value {
			case "pageToken", "pageNumber", "offset", "lastItem", "limit", "items", "itemId", "nextPageToken", "nextLink", "linkHeader", "pageCount", "total", "hasMore", "zeroBased":
				p.parts[part.Value] = entry{key: r.name(name, anyName), at: r.at(name)}
			default:
				r.add(part, "%q is none of pageToken, pageNumber, offset, lastItem, limit, items, itemId, nextPageToken, nextLink, linkHeader, pageCount, total, hasMore and zeroBased", part.Value)
			}
		}
		positions := 0
		for _, part := range []string{"pageToken", "pageNumber", "offset", "lastItem"} {
			if _, found := p.parts[part]; found {
				positions++
			}
		}
		if positions != 1 {
			r.add(key, "the paging of %q needs one of pageToken, pageNumber, offset and lastItem, the name of a parameter", key.Value)
			continue
		}
		all = append(all, p)
	}
	return all
}

func (r *reader) oneofs(node *yaml.Node) []oneof {
	var oneofs []oneof
	for message, value := range r.members(node) {
		for key, members := range r.members(value) {
			if name := r.name(key, oneofName); name != "" {
				oneofs = append(oneofs, oneof{message.Value, name, r.list(members), r.at(key)})
			}
		}
	}
	return oneofs
}

func (r *reader) numbers(node *yaml.Node) []numbered {
	var all []numbered
	for key, value := range r.members(node) {
		n := numbered{entry: entry{key: key.Value, at: r.at(key)}}
		for name, value := range r.members(value) {
			text := r.name(value, decimal)
			if text == "" {
				continue
			}
			parsed, err := strconv.ParseInt(text, 10, 32)
			if err != nil {
				r.add(value, "%s is too large for a number", text)
				continue
			}
			n.numbers = append(n.numbers, number{entry{key: name.Value, at: r.at(name)}, int32(parsed)})
		}
		all = append(all, n)
	}
	return all
}

func (r *reader) packages(node *yaml.Node) []packageEntry {
	var packages []packageEntry
	for key, value := range r.members(node) {
		p := packageEntry{proto: r.name(key, packageName), at: r.at(key)}
		var hasGo, hasSchemas bool
		for name, value := range r.members(value) {
			switch name.Value {
			case "go":
				hasGo = true
				if p.goImport = r.name(value, anyName); p.goImport != "" {
					if err := module.CheckImportPath(p.goImport); err != nil {
						r.add(value, "%v", err)
					}
				}
			case "schemas":
				hasSchemas = true
				p.schemas = r.list(value)
			default:
				r.add(name, "%q is neither go nor schemas", name.Value)
			}
		}
		if !hasGo || !hasSchemas {
			r.add(key, "the package %q needs go, an import path, and schemas, a list of names", key.Value)
		}
		if p.proto != "" && p.goImport != "" {
			packages = append(packages, p)
		}
	}
	return packages
}

// example returns nil where a part of it is missing or wrong.
func (r *reader) example(node *yaml.Node) *example {
	e := new(example)
	for key, value := range r.members(node) {
		switch key.Value {
		case "method":
			e.method = entry{key: r.name(value, anyName), at: r.at(value)}
		case "request":
			e.request = r.json(value)
		case "endpoint":
			e.endpoint = r.name(value, endpointURL)
		default:
			r.add(key, "%q is none of method, request and endpoint", key.Value)
		}
	}
	if e.method.at.Line == 0 || e.request == "" {
		r.add(node, "an example needs method, the id of one, and request")
	}
	if e.method.key == "" || e.request == "" {
		return nil
	}
	return e
}
