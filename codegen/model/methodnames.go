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

// nameMethods names each RPC according to the evidence in its operation, or to the lock.
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
			// streamGenerateContent also takes a GenerateContentRequest, but it is another method
			// than GenerateContent.
			if own := naming.Type(o.Name); own != name && strings.HasSuffix(own, name) {
				return own, ByMethodName
			}
			return name, ByRequestType
		}
	}
	if o.Response != nil {
		name, found := strings.CutSuffix(naming.WithoutPackage(o.Response.Ref), "Response")
		// The VideoListResponse of a method list is not evidence for an RPC VideoList.
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

// nameByResource returns the name of an operation followed by that of its resource, which is
// unique within the resource.
func nameByResource(o *document.Operation) string {
	return naming.Type(o.Name) + resourceOf(o)
}

// resourceOf returns the last resource of an operation: in the plural for a list, and in the
// singular for other operations.
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

// standardVerbs maps the names in documents to the standard methods of AIP-131 to AIP-135.
var standardVerbs = map[string]string{
	"create": "Create",
	"delete": "Delete",
	"get":    "Get",
	"insert": "Create",
	"list":   "List",
	"patch":  "Update",
	"update": "Update",
}

// resourceType returns the name of the type that a standard method works on: the type of its body
// or, without one, of its response. It returns an empty string if the response is a long-running
// operation.
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

// onlyListOfMessages returns the type of the elements in the message's only list of messages, or
// nil.
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

// nameAPI collects the operations on which the names of all methods depend.
func (b *builder) nameAPI() {
	var operations []naming.Operation
	for _, o := range b.api.Document.Operations {
		operations = append(operations, naming.Operation{ID: o.Name, Method: o.HTTPMethod, Path: o.URLPath})
	}
	b.naming = naming.NewAPI(b.api.Document.Name, operations)
}

// taggedName returns the name of a method whose operation has an id in any style, or none.
func (b *builder) taggedName(m *Method) (string, Evidence) {
	name, source := b.naming.Method(b.operationToName(m.Operations[0]))
	return name, map[naming.Source]Evidence{
		naming.FromID: ByMethodName, naming.FromBody: ByRequestType, naming.FromPath: ByPath,
	}[source]
}

func (b *builder) operationToName(o *document.Operation) naming.Operation {
	n := naming.Operation{ID: o.Name, Method: o.HTTPMethod, Path: o.URLPath}
	if len(o.Tags) > 0 {
		n.Tag = o.Tags[0]
	}
	if o.Body != nil {
		n.Body = o.Body.Ref
	}
	if o.Response == nil {
		return n
	}
	switch s := b.target(o.Response); {
	case s.Kind == document.Array:
		n.Returns = naming.ReturnsList
	case s.Kind == document.Object && len(s.Properties) > 0 && !b.hasListProperty(s):
		n.Returns = naming.ReturnsOne
	}
	return n
}

// hasListProperty reports whether a property of an object is a list.
func (b *builder) hasListProperty(s *document.Schema) bool {
	has, known := b.hasLists[s]
	if !known {
		has = slices.ContainsFunc(s.Properties, func(p *document.Property) bool {
			return b.resolve(p.Schema).Kind == document.Array
		})
		b.hasLists[s] = has
	}
	return has
}

// closeClient is the method by which a client releases its connection. A new method of an
// OpenAPI document gets another name, so that a client has the usual Close.
const closeClient = "Close"

// settleClashes makes the names of methods unique within their service. Published methods keep
// their names. Of new ones, the method whose own name starts the name of the RPC keeps it.
func (b *builder) settleClashes() {
	for _, s := range b.api.Services {
		count := make(map[string]int)
		for _, m := range s.Methods {
			count[m.Name]++
		}
		used, number := make(map[string]bool), make(naming.Numbers)
		methods := oldestFirst(s.Methods, b.methodAge)
		if b.conventions.NamesFromIDs {
			// Methods with an id have precedence over those without, and methods with fewer
			// variables in their paths over those with more.
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
			isUsed := func(name string) bool {
				return used[name] || name == closeClient && b.conventions.NamesFromIDs && !found
			}
			switch {
			case found || count[m.Name] == 1 && !isUsed(m.Name):
			case b.conventions.NamesFromIDs:
				operation := b.operationToName(o)
				names := b.naming.AlternativeNames(operation)
				if m.Name == closeClient { // the path can name what is closed
					operation.ID = ""
					name, _ := b.naming.Method(operation)
					names = slices.Insert(names, 0, name)
				}
				for _, name := range names {
					if !isUsed(m.Name) {
						break
					}
					if !isUsed(name) && count[name] == 0 {
						m.Name = name
					}
				}
			case !strings.HasPrefix(m.Name, naming.Type(o.Name)):
				m.Name, m.Evidence = nameByResource(o), ByResourceName
			}
			m.Name = number.Unused(m.Name, isUsed)
			used[m.Name] = true
			if found && published.RPC != m.Name {
				b.findings.Add(finding.PublishedChanged, o.At,
					"%s was published as %s, which is now the name of another method: it becomes %s", o.ID, published.RPC, m.Name)
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
