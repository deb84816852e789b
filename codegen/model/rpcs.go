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

// countUsers counts the operations that have a schema as their body. Schemas that refer to
// it count, too, unless schemas may contain requests: parameters in the path that join a
// request would not be members of the schema elsewhere.
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

// countReferences counts what the members of a schema refer to.
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

// nameMethods names each RPC by the evidence in its operation.
func (b *builder) nameMethods() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			m.Name, m.Evidence = b.methodName(m)
			if published, found := b.publishedMethod(m); found && published.RPC != m.Name {
				m.Name, m.Evidence = published.RPC, ByLock
			}
		}
	}
}

func (b *builder) methodName(m *Method) (string, Evidence) {
	o := m.Operations[0]
	if b.conventions.NamesFromIDs {
		return b.taggedName(m)
	}
	if o.Body != nil {
		if name, found := strings.CutSuffix(naming.WithoutPackage(o.Body.Ref), "Request"); found && name != "" {
			name = naming.Type(name)
			// streamGenerateContent takes a GenerateContentRequest, and is not
			// GenerateContent for that.
			if own := naming.Type(o.Name); own != name && strings.HasSuffix(own, name) {
				return own, ByMethodName
			}
			return name, ByRequestType
		}
	}
	if o.Response != nil {
		name, found := strings.CutSuffix(naming.WithoutPackage(o.Response.Ref), "Response")
		// "VideoListResponse" of a list does not name an RPC: it would be VideoList.
		if found && name != "" && (standardVerbs[o.Name] == "" || strings.HasPrefix(name, naming.Type(o.Name))) {
			return naming.Type(name), ByResponseType
		}
	}
	if verb := standardVerbs[o.Name]; verb != "" {
		if resource := b.resourceType(m); resource != "" {
			return verb + resource, ByResourceType
		}
		return verb + resourceOf(o), ByResourceName
	}
	if len(naming.Words(o.Name)) > 1 || len(o.Resource) == 0 {
		return naming.Type(o.Name), ByMethodName
	}
	return nameByResource(o), ByResourceName
}

// nameByResource returns the name that every operation has, and no other of
// the resource: its own and its resource's.
func nameByResource(o *document.Operation) string {
	return naming.Type(o.Name) + resourceOf(o)
}

// resourceOf returns what an operation works on, by where it stands: many for
// a list, else one.
func resourceOf(o *document.Operation) string {
	if len(o.Resource) == 0 {
		return ""
	}
	last := o.Resource[len(o.Resource)-1]
	if o.Name == "list" {
		return naming.Type(naming.Plural(last))
	}
	return naming.Type(naming.Singular(last))
}

// standardVerbs are the methods of AIP-131 to AIP-135, under all the names
// that documents have for them.
var standardVerbs = map[string]string{
	"create": "Create",
	"delete": "Delete",
	"get":    "Get",
	"insert": "Create",
	"list":   "List",
	"patch":  "Update",
	"update": "Update",
}

// resourceType returns the name of the type that a standard method works on:
// its body's, or else its response's. A long-running operation says nothing.
func (b *builder) resourceType(m *Method) string {
	o := m.Operations[0]
	if o.Body != nil && o.Body.Kind == document.Ref {
		return naming.Type(naming.WithoutPackage(o.Body.Ref))
	}
	response, ok := m.Response.(*Message)
	if !ok {
		return ""
	}
	if o.Name == "list" {
		if item := onlyListOfMessages(response); item != nil {
			return naming.Type(naming.Plural(naming.WithoutPackage(item.Key)))
		}
		return ""
	}
	name := naming.Type(naming.WithoutPackage(response.Key))
	if name == "Operation" {
		return ""
	}
	return name
}

func onlyListOfMessages(m *Message) *Message {
	var only *Message
	for _, f := range m.Fields {
		item, ok := f.Type.(*Message)
		if !ok || !f.Repeated || item.JSONValue {
			continue
		}
		if only != nil || item.Parent != nil {
			return nil
		}
		only = item
	}
	return only
}

// mergeBindings makes one RPC of a PUT and a PATCH that agree in everything
// else and take a mask of the fields to change: then the mask says what is
// replaced, whichever of the two is called (AIP-134).
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

// settleClashes gives another name to methods that would share one within
// their service. Those that are published keep it, and of the others the one
// whose own name is the verb of the RPC.
func (b *builder) settleClashes() {
	for _, s := range b.api.Services {
		count := make(map[string]int)
		for _, m := range s.Methods {
			count[m.Name]++
		}
		used, number := make(map[string]bool), make(naming.Numbers)
		methods := oldestFirst(s.Methods, b.methodAge)
		if b.conventions.NamesFromIDs {
			// What has an id is called after that, rather than what has none, and what
			// has fewer variables after the words that it has in common with others.
			slices.SortStableFunc(methods, func(x, y *Method) int {
				return cmp.Or(
					cmp.Compare(b.methodAge(x), b.methodAge(y)),
					cmp.Compare(evidenceOfPath(x), evidenceOfPath(y)),
					cmp.Compare(strings.Count(x.Operations[0].URLPath, "{"), strings.Count(y.Operations[0].URLPath, "{")),
				)
			})
		}
		for _, m := range methods {
			o := m.Operations[0]
			published, found := b.publishedMethod(m)
			switch {
			case found || count[m.Name] == 1:
			case b.conventions.NamesFromIDs:
				for _, longer := range b.naming.AlternativeNames(b.operationToName(o)) {
					if !used[m.Name] {
						break
					}
					if !used[longer] && count[longer] == 0 {
						m.Name = longer
					}
				}
			case !strings.HasPrefix(m.Name, naming.Type(o.Name)):
				m.Name, m.Evidence = nameByResource(o), ByResourceName
			}
			m.Name = number.Unused(m.Name, func(name string) bool { return used[name] })
			used[m.Name] = true
			if found && published.RPC != m.Name {
				b.findings.Add(finding.PublishedChanged, o.At, "%s was called %s, as another method is now: it is %s", o.ID, published.RPC, m.Name)
			}
		}
	}
}

func evidenceOfPath(m *Method) int {
	if m.Evidence == ByPath {
		return 1
	}
	return 0
}

// variableNames returns the names of a path's variables.
func variableNames(path pathtemplate.Template) []string {
	var names []string
	for _, v := range path.Variables() {
		names = append(names, v.FieldPath)
	}
	return names
}
