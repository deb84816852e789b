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

// makeRequests gives each method its request message and its bindings.
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
				}
				b.bind(m, body)
			}
			b.setBodyParts(m)
			b.noteZeroValues(m)
		}
	}
}

// noteZeroValues reports a change of a resource that cannot set a field to its
// zero value: proto JSON leaves it out, and no mask names it.
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
	b.findings.Add(finding.PatchWithoutMask, m.At(), "%s changes the resource %s without a field mask", o.ID, o.Body.Ref)
}

// ownRequest returns the body's message if it is the request. It is where it was
// when the method was published, and in a new method where it is called XRequest,
// or nothing, and belongs to that method alone.
func (b *builder) ownRequest(m *Method) *Message {
	o := m.Operations[0]
	if o.Body == nil {
		return nil
	}
	body, ok := b.types[o.Body.Ref].(*Message)
	can := ok && !b.joined[body] && b.fitsRequest(o, body)
	inline := o.Body.Ref == document.BodyOf(o)
	is := (strings.HasSuffix(o.Body.Ref, "Request") || inline) && b.users[o.Body.Ref] == 1 && b.additional(b.schemas[o.Body.Ref]) == nil
	if published, found := b.publishedMethod(m); found {
		if is = published.Joined; is && !can {
			b.findings.Add(finding.PublishedChanged, o.At, "the body of %s was its request, and cannot hold what goes into the query: it has a request of its own now", o.ID)
		}
	}
	if !can || !is {
		return nil
	}
	if inline {
		body.Name, body.longer = b.requestName(m), b.longerCallName(m)+"Request"
		body.Description = cmp.Or(body.Description, "The request for "+m.Name+".")
	}
	return body
}

// fitsRequest tells whether a body can be the request. It cannot where something
// goes into the query and fields do not state their place, nor where a parameter is
// another value than the property of the same name.
func (b *builder) fitsRequest(o *document.Operation, body *Message) bool {
	if !b.conventions.PlacesFields {
		return !slices.ContainsFunc(o.Parameters, func(p *document.Parameter) bool { return !p.InPath })
	}
	if body.IsUnion || !document.IsJSON(o.BodyType) || b.schemas[body.Key].Additional != nil {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(o.Parameters, o.Headers), func(p *document.Parameter) bool {
		if p.InPath && b.conventions.PathNamesProperties {
			return false
		}
		// The fields for null and empty members may come later, and then give way.
		return slices.ContainsFunc(b.named(body, naming.Field(p.Name)), func(f *Field) bool { return lastKeys[f.Key] == 0 })
	})
}

// newRequest makes the message that gathers a method's parameters.
func (b *builder) newRequest(m *Method) *Message {
	o := m.Operations[0]
	request := &Message{
		Key:         b.requestKey(m),
		Name:        b.requestName(m),
		Package:     b.api.Package,
		Description: "The request for " + m.Name + ".",
		MadeFor:     m,
		At:          o.At,
		longer:      b.longerCallName(m) + "Request",
	}
	b.grow(1, o.At)
	b.api.Messages = append(b.api.Messages, request)
	return request
}

// requestKey returns the key under which the lock knows the request of a method:
// with several bindings, that of whichever operation was there first. A schema
// may have the name of an operation; the key is another one then.
func (b *builder) requestKey(m *Method) string {
	key := m.Operations[0].ID
	for _, o := range m.Operations {
		if b.published.Messages[o.ID] != nil {
			key = o.ID
			break
		}
	}
	if b.schemas[key] == nil && !b.isResponses(key) {
		return key
	}
	own := key + ".request"
	for b.schemas[own] != nil || b.isResponses(own) {
		own += ".request"
	}
	if published, found := b.published.Methods[key]; found && !published.Joined && b.published.Messages[key] != nil && b.published.Messages[own] == nil {
		b.findings.Add(finding.PublishedChanged, m.At(), "the schema %q has the name of a method by now: the fields of the method's request have other numbers", key)
	}
	return own
}

// isResponses reports whether a key is that of the responses of an operation.
func (b *builder) isResponses(key string) bool {
	return strings.HasSuffix(key, ".responses") &&
		slices.ContainsFunc(b.api.Document.Operations, func(o *document.Operation) bool { return b.responsesKey(o) == key })
}

// bodyField adds the field that is the body.
func (b *builder) bodyField(m *Method) *Field {
	o := m.Operations[0]
	if o.Body == nil {
		return nil
	}
	key := naming.JSON(naming.Field(naming.WithoutPackage(o.Body.Ref)))
	if _, _, shared := document.Shared(o.Body.Ref); shared || o.Body.Ref == document.BodyOf(o) || o.Body.Kind != document.Ref {
		key = "body"
	}
	schema := o.Body
	if o.BodyType != "" && document.IsRaw(o.BodyType) {
		schema, key = &document.Schema{At: schema.At, Kind: document.String, Format: document.Base64}, "body"
	}
	for slices.ContainsFunc(o.Parameters, func(p *document.Parameter) bool { return naming.Field(p.Name) == naming.Field(key) }) {
		key += "Body"
	}
	f := b.addField(m.Request, key, schema)
	f.Optional = f.Optional && !o.BodyRequired
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

// RenameBody gives the field that is the body another name: that of its message,
// if none is given.
func (m *Method) RenameBody(name string) {
	body := m.Bindings[0].Body
	if name == "" {
		name = naming.Field(body.Type.(*Message).Name)
		if slices.ContainsFunc(m.Request.Fields, func(f *Field) bool { return f != body && f.Name == name }) {
			name += "_body"
		}
	}
	body.Name, body.Renamed = name, true
}

// bind adds the parameters to the request and makes the bindings.
func (b *builder) bind(m *Method, body *Field) {
	b.outside = true
	defer func() { b.outside = false }()
	parameters := make(map[string][]*Field)
	names := newParameterNames(m.Operations[0])
	for _, p := range m.Operations[0].Parameters {
		fields := b.parameterFields(m, p, body, names)
		if p.InPath || parameters[p.Name] == nil {
			parameters[p.Name] = fields
		}
	}
	b.addHeaders(m)
	for _, o := range m.Operations {
		binding := Binding{
			HTTPMethod: o.HTTPMethod,
			Path:       o.Path,
			Variables:  make(map[string][]*Field),
			Body:       body,
			WholeBody:  o.Body != nil && body == nil,
		}
		for _, v := range o.Path.Variables() {
			binding.Variables[v.FieldPath] = parameters[v.FieldPath]
		}
		m.Bindings = append(m.Bindings, binding)
	}
}

// parameterFields returns the fields that lead to a parameter's value, adding
// what the request does not have.
func (b *builder) parameterFields(m *Method, p *document.Parameter, body *Field, names *parameterNames) []*Field {
	schema := *p.Schema
	if p.InPath && !b.conventions.StylesParameters && !b.kindsOf(&schema).isScalar() {
		b.findings.Add(finding.NotCarried, p.At, "the parameter %q of %s is a list or an object in the path: it is a text, with commas between the values", p.Name, m.Operations[0].ID)
		schema = document.Schema{At: schema.At, Kind: document.String, Description: schema.Description, Deprecated: schema.Deprecated}
	}
	schema = *b.parameterSchema(m.Operations[0], p, schema)
	if p.InPath {
		if f := b.namedByBody(m.Operations[0], p, body); f != nil && b.conventions.PathNamesProperties {
			return []*Field{body, f}
		}
		if f := b.property(m.Request, p.Name); f != nil {
			// The body has the field too; it is sent in the path alone.
			f.Behaviors = ofClient(mergeBehaviors(f.Behaviors, b.behaviors(&schema)))
			f.Description = cmp.Or(f.Description, schema.Description)
			f.Limits = mergeLimits(f.Limits, schema.Limits)
			return []*Field{f}
		}
		if along := b.fieldsAlong(m.Request, dottedParts(p.Name)); along != nil {
			return along
		}
	}
	var path []*Field
	owner := m.Request
	parts := dottedParts(p.Name)
	joined := m.Request.MadeFor == nil && b.conventions.PlacesFields
	apart := names.isWithin(p.Name) || !b.canNest(m.Request, parts)
	switch {
	case !p.InPath && (apart || names.inPath[p.Name] || joined && len(parts) > 1):
		f := b.addField(owner, shadowKey(m, p.Name), &schema)
		f.Behaviors = ofClient(f.Behaviors)
		if f.Name = naming.Field(p.Name); len(parts) == 1 {
			f.Name = "query_" + f.Name
		}
		f.Parameter = b.style(m.Operations[0], p)
		f.Parameter.Query = p.Name
		return []*Field{f}
	case apart:
		parts = []string{p.Name}
	}
	for _, part := range parts[:len(parts)-1] {
		f := b.parameterGroup(owner, part, p)
		if schema.Required && !p.InPath {
			f.Behaviors = mergeBehaviors(f.Behaviors, []Behavior{Required})
		}
		path = append(path, f)
		owner = f.Type.(*Message)
	}
	f := b.addField(owner, parts[len(parts)-1], &schema)
	f.Behaviors = ofClient(f.Behaviors)
	f.Parameter = b.style(m.Operations[0], p)
	if !p.InPath && (joined || len(parts) == 1 && (!naming.IsJSONName(p.Name) || strings.Contains(p.Name, "."))) {
		f.Parameter.Query = p.Name // else it is part of the body, or has no such name
	}
	if p.InPath {
		f.Optional = false // it is never absent
		f.Parameter.Path = joined
	}
	return append(path, f)
}

// ofClient returns the behaviors of a parameter, whatever its description says: a client sets
// it.
func ofClient(behaviors []Behavior) []Behavior {
	return slices.DeleteFunc(slices.Clone(behaviors), func(behavior Behavior) bool { return behavior == OutputOnly })
}

// dottedParts returns the parts of a parameter's name between dots. A name with nothing
// before or behind a dot, such as ".format", is one part.
func dottedParts(name string) []string {
	parts := strings.Split(name, ".")
	if slices.Contains(parts, "") {
		return []string{name}
	}
	return parts
}

// canNest tells whether a request can have the field of a parameter where the dots of
// its name say: what is before a dot is no field of another kind, and the field is
// not there yet.
func (b *builder) canNest(m *Message, parts []string) bool {
	last := len(parts) - 1
	for _, part := range parts[:last] {
		f := b.property(m, part)
		if f == nil {
			return true
		}
		if !isGroup(f, m) {
			return false
		}
		m = f.Type.(*Message)
	}
	return b.property(m, parts[last]) == nil
}

// parameterNames are the names of an operation's parameters in path and query.
type parameterNames struct{ all, inPath map[string]bool }

func newParameterNames(o *document.Operation) *parameterNames {
	names := &parameterNames{make(map[string]bool), make(map[string]bool)}
	for _, p := range o.Parameters {
		names.all[p.Name] = true
		names.inPath[p.Name] = names.inPath[p.Name] || p.InPath
	}
	return names
}

// isWithin tells whether a parameter would be within another one: what is before a
// dot of its name is a parameter itself, which no message can be.
func (n *parameterNames) isWithin(name string) bool {
	for i := range len(name) {
		if name[i] == '.' && n.all[name[:i]] {
			return true
		}
	}
	return false
}

// namedByBody returns the field of the body that holds what a PATCH or PUT
// says in its path: the name of what it changes.
func (b *builder) namedByBody(o *document.Operation, p *document.Parameter, body *Field) *Field {
	if body == nil || o.HTTPMethod != "PATCH" && o.HTTPMethod != "PUT" || len(variableNames(o.Path)) != 1 {
		return nil
	}
	message, ok := body.Type.(*Message)
	if !ok {
		return nil
	}
	if f := b.property(message, p.Name); f != nil && f.Type == String && !f.Repeated {
		return f
	}
	return nil
}

// fieldsAlong returns the fields that names lead to, each within the one before, where
// the last is a text that a path can hold: what the body has is not asked for again.
func (b *builder) fieldsAlong(m *Message, names []string) []*Field {
	var path []*Field
	for i, name := range names {
		f := b.property(m, name)
		if f == nil || f.Repeated {
			return nil
		}
		path = append(path, f)
		if i == len(names)-1 {
			break
		}
		var ok bool
		if m, ok = f.Type.(*Message); !ok {
			return nil
		}
	}
	if !isScalar(path[len(path)-1].Type) {
		return nil
	}
	return path
}

// parameterGroup returns the field for what stands before the dot of a dotted
// parameter: a message nested in owner.
func (b *builder) parameterGroup(owner *Message, key string, p *document.Parameter) *Field {
	if f := b.property(owner, key); f != nil {
		return f
	}
	group := &Message{
		Key:         owner.Key + "." + key,
		Name:        naming.Type(key),
		Package:     owner.Package,
		Parent:      owner,
		Description: "The parameters whose names start with " + key + ".",
		MadeFor:     owner.MadeFor,
		At:          p.At,
	}
	owner.Messages = append(owner.Messages, group)
	b.grow(2, p.At)
	f := &Field{Key: propertyKey(key), Name: naming.Field(key), Type: group, Description: group.Description, At: p.At}
	b.add(owner, f)
	return f
}

// isGroup tells whether a field of a message has a message within that.
func isGroup(f *Field, owner *Message) bool {
	group, ok := f.Type.(*Message)
	return ok && group.Parent == owner
}

func mergeBehaviors(a, b []Behavior) []Behavior {
	for _, behavior := range b {
		if !slices.Contains(a, behavior) {
			a = append(a, behavior)
		}
	}
	return a
}
