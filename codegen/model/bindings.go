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
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// mergeBindings merges a PUT and a PATCH into one RPC with two bindings if they differ only in the
// HTTP method and have a field mask: the mask states the fields to replace for both (AIP-134).
func (b *builder) mergeBindings() {
	for _, s := range b.api.Services {
		merged := make(map[*Method]bool)
		puts := make(map[string][]*Method) // by name
		for _, m := range s.Methods {
			if m.Operations[0].HTTPMethod == "PUT" {
				puts[m.Name] = append(puts[m.Name], m)
			}
		}
		for _, patch := range s.Methods {
			for _, put := range puts[patch.Name] {
				if isUpdatePair(patch.Operations[0], put.Operations[0]) {
					patch.Operations = append(patch.Operations, put.Operations[0])
					merged[put] = true
				}
			}
		}
		s.Methods = slices.DeleteFunc(s.Methods, func(m *Method) bool { return merged[m] })
	}
}

func isUpdatePair(patch, put *document.Operation) bool {
	return patch.HTTPMethod == "PATCH" && put.HTTPMethod == "PUT" &&
		patch.Upload == nil && put.Upload == nil && patch.Download == nil && put.Download == nil &&
		patch.Path.String() == put.Path.String() &&
		patch.Body != nil && put.Body != nil && patch.Body.Ref == put.Body.Ref &&
		patch.Response != nil && put.Response != nil && patch.Response.Ref == put.Response.Ref &&
		slices.ContainsFunc(patch.Parameters, func(p *document.Parameter) bool { return p.Schema.Format == document.FieldMask }) &&
		slices.EqualFunc(patch.Parameters, put.Parameters, func(a, b *document.Parameter) bool {
			return a.Name == b.Name && a.InPath == b.InPath && a.Repeated == b.Repeated &&
				a.Schema.Kind == b.Schema.Kind && a.Schema.Format == b.Schema.Format
		})
}

// bind adds the parameters to the request and sets the bindings.
func (b *builder) bind(m *Method, body *Field) {
	b.inParameter = true
	defer func() { b.inParameter = false }()
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

// variableNames returns the names of a path's variables.
func variableNames(path pathtemplate.Template) []string {
	var names []string
	for _, v := range path.Variables() {
		names = append(names, v.FieldPath)
	}
	return names
}

// parameterFields returns the path of a parameter's field in the request. It adds missing fields.
func (b *builder) parameterFields(m *Method, p *document.Parameter, body *Field, names *parameterNames) []*Field {
	schema := *p.Schema
	if p.InPath && !b.conventions.StylesParameters && !b.jsonTypesOf(&schema).isScalar() {
		b.findings.Add(finding.NotCarried, p.At,
			"the parameter %q of %s is a list or an object in the path: callers pass it as a string of comma-separated values",
			p.Name, m.Operations[0].ID)
		schema = document.Schema{At: schema.At, Kind: document.String, Description: schema.Description, Deprecated: schema.Deprecated}
	}
	schema = *b.parameterSchema(m.Operations[0], p, schema)
	if p.InPath {
		if f := b.namedByBody(m.Operations[0], p, body); f != nil && b.conventions.PathNamesProperties {
			return []*Field{body, f}
		}
		if f := b.property(m.Request, p.Name); f != nil {
			// The body also has the field, but it is sent only in the path.
			f.Behaviors = ofClient(mergeBehaviors(f.Behaviors, b.behaviors(&schema)))
			f.Description = cmp.Or(f.Description, schema.Description)
			f.Limits = mergeLimits(f.Limits, schema.Limits)
			return []*Field{f}
		}
		if path := b.scalarAt(m.Request, dottedParts(p.Name)); path != nil {
			return path
		}
	}
	var path []*Field
	owner := m.Request
	parts := dottedParts(p.Name)
	joined := m.Request.CreatedFor == nil && b.conventions.PlacesFields
	// The parameter was added after the body was published as the request. Its key is not that of a property,
	// so a property with its name can be added later.
	isAdded := !p.InPath && m.Request.CreatedFor == nil && !joined
	apart := names.isWithin(p.Name) || !b.canNest(m.Request, parts)
	switch {
	case isAdded || !p.InPath && (apart || names.inPath[p.Name] || joined && len(parts) > 1):
		isShadow := len(parts) == 1 && (!isAdded || b.property(owner, p.Name) != nil)
		f := b.addField(owner, shadowKey(m, p.Name), &schema)
		f.Behaviors = ofClient(f.Behaviors)
		if entry := b.published.Messages[owner.Key]; isAdded && entry != nil && entry.Number(f.Key) != 0 {
			isShadow = strings.HasPrefix(PublishedFieldNames(entry, f.Key)[0], "query_") // else the property came later
		}
		if f.Name = naming.Field(p.Name); isShadow {
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
		f.Parameter.Query = p.Name // otherwise the field would be in the body, or have another name
	}
	if p.InPath {
		f.Optional = false // never absent
		f.Parameter.Path = joined
	}
	return append(path, f)
}

// dottedParts splits a parameter's name at its dots. It does not split a name with an empty part,
// such as ".format".
func dottedParts(name string) []string {
	parts := strings.Split(name, ".")
	if slices.Contains(parts, "") {
		return []string{name}
	}
	return parts
}

// canNest reports whether the field of a parameter can be nested as the dots of its name state:
// the parts before the last are new or groups of parameters, and the field does not exist yet.
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

// parameterNames contains the names of an operation's parameters in path and query.
type parameterNames struct{ all, inPath map[string]bool }

func newParameterNames(o *document.Operation) *parameterNames {
	names := &parameterNames{make(map[string]bool), make(map[string]bool)}
	for _, p := range o.Parameters {
		names.all[p.Name] = true
		names.inPath[p.Name] = names.inPath[p.Name] || p.InPath
	}
	return names
}

// isWithin reports whether a parameter would be nested in another one, because the part of its
// name before a dot is a parameter. Such a parameter cannot be a message.
func (n *parameterNames) isWithin(name string) bool {
	for i := range len(name) {
		if name[i] == '.' && n.all[name[:i]] {
			return true
		}
	}
	return false
}

// namedByBody returns the field of the body that contains the only path parameter of a PATCH or
// PUT, which is the name of the resource, or nil.
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

// scalarAt returns the path of the existing scalar field that names lead to, each name within the
// field before, or nil.
func (b *builder) scalarAt(m *Message, names []string) []*Field {
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

// parameterGroup returns the field of owner for the part of a parameter's name before a dot. It
// adds the field, with a message nested in owner, if it is missing.
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
		CreatedFor:  owner.CreatedFor,
		At:          p.At,
	}
	owner.Messages = append(owner.Messages, group)
	b.grow(2, p.At)
	f := &Field{Key: propertyKey(key), Name: naming.Field(key), Type: group, Description: group.Description, At: p.At}
	b.add(owner, f)
	return f
}

// isGroup reports whether the type of a field is a message nested in owner.
func isGroup(f *Field, owner *Message) bool {
	group, ok := f.Type.(*Message)
	return ok && group.Parent == owner
}
