// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// makeRequests sets the request message and the bindings of each method.
func (b *builder) makeRequests() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			if body := b.ownRequest(m); body != nil {
				b.joined[body] = true
				m.Request = body
				b.trackBody(m, body)
				b.bind(m, nil)
			} else {
				m.Request = b.newRequest(m)
				body := b.bodyField(m)
				if body != nil {
					b.trackBody(m, body.Type)
					b.addBodyNames(m, body)
				}
				b.bind(m, body)
			}
			b.setBodyParts(m)
			b.noteZeroValues(m)
		}
	}
}

// noteZeroValues reports a PATCH that cannot set a field to its zero value, because proto JSON
// omits zero values and there is no field mask.
func (b *builder) noteZeroValues(m *Method) {
	o := m.Operations[0]
	if b.conventions.TracksPresence {
		return // zero values that are set are sent
	}
	if o.HTTPMethod != "PATCH" || o.Body == nil {
		return
	}
	takesMask := func(fields []*Field) bool {
		return slices.ContainsFunc(fields, func(f *Field) bool { return f.Type == FieldMaskType })
	}
	body, ok := b.types[o.Body.Ref].(*Message)
	if !ok || takesMask(m.Request.Fields) || takesMask(body.Fields) {
		return
	}
	canBeZero := func(f *Field) bool {
		return f.HasPresence() || f.Repeated || isMapType(f.Type) || slices.Contains(f.Behaviors, OutputOnly)
	}
	allCanBeZero := func() bool {
		return !slices.ContainsFunc(body.Fields, func(f *Field) bool { return !canBeZero(f) })
	}
	b.reportUnless(allCanBeZero, finding.PatchWithoutMask, m.At(), "%s updates the resource %s and has no update mask", o.ID, o.Body.Ref)
}

// ownRequest returns the message of the body if it is also the request message, or nil. For a
// published method, this does not change. For a new method, the body is the request message if
// its schema is named XRequest or unnamed, only this method uses it, and it cannot be null.
func (b *builder) ownRequest(m *Method) *Message {
	o := m.Operations[0]
	if o.Body == nil {
		return nil
	}
	body, ok := b.types[o.Body.Ref].(*Message)
	published, found := b.publishedMethod(m)
	can := ok && !b.joined[body] && b.fitsRequest(o, body, found && published.Joined)
	inline := o.Body.Ref == document.BodyName(o)
	isOwn := (strings.HasSuffix(o.Body.Ref, "Request") || inline) && b.users[o.Body.Ref] == 1 && b.additional(b.schemas[o.Body.Ref]) == nil
	canBeNull := b.conventions.TracksPresence && b.isNullable(o.Body)
	isOwn = isOwn && !canBeNull
	if found {
		if isOwn = published.Joined; isOwn && !can {
			b.findings.Add(finding.PublishedChanged, o.At,
				"the body of %s was published as its request message, which cannot hold the query parameters: the method gets another request message",
				o.ID)
		}
	}
	if !can || !isOwn {
		return nil
	}
	if canBeNull {
		b.findings.Add(finding.NotCarried, o.Body.At, "null as the body of %s, which was published as the request message", o.ID)
	}
	if inline {
		body.Name, body.fallbackName = b.requestName(m), b.qualifiedCallName(m)+"Request"
	}
	return body
}

// fitsRequest reports whether a body can be the request message. It cannot if there are query
// parameters and fields do not state their place, or if a parameter and a property with the same
// name are two values. A body that was published as the request message can have such parameters: they
// were added later, and state their place or get another name.
func (b *builder) fitsRequest(o *document.Operation, body *Message, published bool) bool {
	if !b.conventions.PlacesFields {
		return published || !slices.ContainsFunc(o.Parameters, func(p *document.Parameter) bool { return !p.InPath })
	}
	if body.IsUnion || !document.IsJSON(o.BodyType) || b.schemas[body.Key].Additional != nil {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(o.Parameters, o.Headers), func(p *document.Parameter) bool {
		if p.InPath && b.conventions.PathNamesProperties {
			return false
		}
		// Synthetic fields do not count: they can be added later and get another name then.
		isNamesake := func(f *Field) bool { return syntheticKeys[f.Key] == 0 }
		if published && !p.InPath {
			isNamesake = func(f *Field) bool { return syntheticKeys[f.Key] == 0 && !b.precedes(body, f, p) }
		}
		return slices.ContainsFunc(b.named(body, naming.Field(p.Name)), isNamesake)
	})
}

// precedes reports whether a property was published before a parameter with the same name, or both are new.
func (b *builder) precedes(body *Message, property *Field, p *document.Parameter) bool {
	parameter, published := b.publishedField(body, propertyKey(p.Name))
	if property.Key != propertyKey(p.Name) {
		return !published
	}
	return !published || parameter.IsKnown() && parameter.Place == ""
}

// newRequest returns a new request message for a method.
func (b *builder) newRequest(m *Method) *Message {
	o := m.Operations[0]
	request := &Message{
		Key:          b.requestKey(m),
		Name:         b.requestName(m),
		Package:      b.api.Package,
		CreatedFor:   m,
		At:           o.At,
		fallbackName: b.qualifiedCallName(m) + "Request",
	}
	b.grow(1, o.At)
	b.api.Messages = append(b.api.Messages, request)
	b.followBody(request, o)
	return request
}

// followBody handles a body that was published as the request message, and that is not a message in this revision. The
// new request message gets the entry of that body in the lock.
func (b *builder) followBody(request *Message, o *document.Operation) {
	own := document.BodyName(o)
	entry := b.published.Messages[own]
	if entry == nil || b.schemas[own] != nil || !b.published.Methods[o.ID].Joined {
		return
	}
	if last(publishedPaths(b.api, own, entry)) == b.api.PathInLock(request.Package, request.Name) {
		b.api.moveEntry(b.published.Messages, own, request.Key)
	}
}

// requestKey returns the key of a method's request message in the lock: the id of its first
// published operation. If a schema has that name, or had it in the published document, the key gets a suffix:
// the schema can return.
func (b *builder) requestKey(m *Method) string {
	key := m.Operations[0].ID
	for _, o := range m.Operations {
		if b.published.Messages[o.ID] != nil {
			key = o.ID
			break
		}
	}
	own := key + requestSuffix
	if b.schemas[key] == nil && !b.isResponses(key) && (b.schemas[own] != nil || b.published.Messages[own] == nil) {
		return key
	}
	for b.schemas[own] != nil || b.isResponses(own) {
		own += requestSuffix
	}
	published, found := b.published.Methods[key]
	if found && !published.Joined && b.published.Messages[key] != nil && b.published.Messages[own] == nil {
		b.findings.Add(finding.PublishedChanged, m.At(),
			"the schema %q now has the name of a method: the fields of the method's request get other numbers", key)
	}
	return own
}

// isResponses reports whether a key belongs to the message for an operation's responses.
func (b *builder) isResponses(key string) bool {
	return strings.HasSuffix(key, ".responses") &&
		slices.ContainsFunc(b.api.Document.Operations, func(o *document.Operation) bool { return b.responsesKey(o) == key })
}

// bodyField adds the field for the body to the request and returns it. It returns nil for a method
// without a body.
func (b *builder) bodyField(m *Method) *Field {
	o := m.Operations[0]
	if o.Body == nil {
		return nil
	}
	key := naming.JSONName(naming.Field(naming.WithoutPackage(o.Body.Ref)))
	_, _, shared := document.SplitSharedName(o.Body.Ref)
	if shared || o.Body.Ref == document.BodyName(o) || o.Body.Kind != document.Ref {
		key = "body"
	}
	schema := o.Body
	if o.BodyType != "" && document.IsRaw(o.BodyType) {
		schema, key = &document.Schema{At: schema.At, Kind: document.String, Format: document.Base64}, "body"
	}
	hasName := func(p *document.Parameter) bool { return naming.Field(p.Name) == naming.Field(key) }
	inPath := func(p *document.Parameter) bool { return p.InPath && hasName(p) }
	for slices.ContainsFunc(o.Parameters, hasName) && (!b.hasBodyKey(m, key) || slices.ContainsFunc(o.Parameters, inPath)) {
		key += "Body"
	}
	f := b.addField(m.Request, key, schema)
	f.SchemaPresence = f.SchemaPresence && !o.BodyRequired
	f.Optional = f.Optional && (!o.BodyRequired || f.Published.Label == "optional")
	f.Behaviors, f.Description = nil, cmp.Or(o.Body.Description, "The body of the request.")
	if o.BodyRequired {
		f.Behaviors = []Behavior{Required}
		if b.conventions.BehaviorWords {
			f.Description = "Required. " + f.Description
		}
	}
	if o.BodyType != "" && document.IsRaw(o.BodyType) {
		f.Description += "\n\nIts media type is " + o.BodyType + "."
	}
	return f
}

// hasBodyKey reports whether the lock has the key of a method's body. A parameter with that name was added later.
func (b *builder) hasBodyKey(m *Method, key string) bool {
	entry := b.published.Messages[m.Request.Key]
	return entry != nil && entry.Number(key) != 0 && entry.Number(key+"Body") == 0
}

// RenameBody renames the field for the body. If name is empty, the field gets the name of its
// message.
func (m *Method) RenameBody(name string) {
	body := m.Bindings[0].Body
	if name == "" {
		name = naming.Field(body.Type.(*Message).Name)
		isTaken := func(f *Field) bool { return f != body && f.Name == name && (body.age != current || f.age == current) }
		if slices.ContainsFunc(m.Request.Fields, isTaken) {
			name += "_body"
		}
	}
	body.Name, body.Renamed = name, true
}

// IsBody reports whether the body of the method is a field of its request.
func (m *Method) IsBody(f *Field) bool {
	return slices.ContainsFunc(m.Bindings, func(b Binding) bool { return b.Body == f })
}

// countUsers counts the operations whose body is a schema. Without the convention EmbedsRequests,
// references from other schemas also count: such a schema cannot be a request message, because the
// path parameters in it would also be members in those other places.
func (b *builder) countUsers() {
	if !b.conventions.EmbedsRequests {
		for _, s := range b.api.Document.Schemas {
			b.countReferences(s, make(map[*document.Schema]bool))
		}
	}
	for _, o := range b.api.Document.Operations {
		if o.Body != nil {
			b.users[o.Body.Ref]++
		}
	}
}

// countReferences counts the references within a schema.
func (b *builder) countReferences(s *document.Schema, seen map[*document.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	if s.Kind == document.Ref {
		b.users[s.Ref]++
		return
	}
	b.countReferences(s.Items, seen)
	b.countReferences(s.Additional, seen)
	for _, v := range s.Variants {
		b.countReferences(v, seen)
	}
	for _, p := range s.Properties {
		b.countReferences(p.Schema, seen)
	}
}
