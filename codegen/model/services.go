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

// fewOperations is how many operations one client can have and still be read
// through. Tags make no clients of a document that has no more.
const fewOperations = 120

// makeServices makes a service of each resource, with a method for each of its
// operations. Where tags tell services apart, it makes one for all operations, or else
// one for each tag.
func (b *builder) makeServices() {
	services := make(map[string]*Service)
	add := func(key, name string, o *document.Operation, resource []string) {
		s := services[key]
		if s == nil {
			s = &Service{Resource: resource, Name: name + "Service"}
			services[key] = s
			b.api.Services = append(b.api.Services, s)
		}
		m := &Method{Service: s, Operations: []*document.Operation{o}}
		b.setResponse(m)
		s.Methods = append(s.Methods, m)
	}
	only := b.onlyService(b.api.wholeName())
	for _, o := range b.api.Document.Operations {
		name := b.api.serviceName(o.Resource)
		switch {
		case !b.conventions.ServicePerTag:
			add(strings.Join(o.Resource, "/"), name, o, o.Resource)
		case only != "":
			add(only, only, o, nil)
		default:
			resource := o.Resource
			if published := b.published.Methods[o.ID].Service; published != "" && published != name {
				name, resource = published, nil
			}
			add(strings.ToLower(name), name, o, resource)
		}
	}
	b.nameServices()
	slices.SortFunc(b.api.Services, func(a, b *Service) int { return strings.Compare(a.Name, b.Name) })
}

// nameServices gives other names to services that would share one, or whose names differ
// in case alone: their clients would share a file. What was published first keeps it.
func (b *builder) nameServices() {
	used, number := make(map[string]bool), make(naming.Numbers)
	taken := func(name string) bool { return used[strings.ToLower(name)] }
	for _, s := range oldestFirst(b.api.Services, b.serviceAge) {
		own := strings.TrimSuffix(s.Name, "Service")
		published := "" // none yet, or the name follows from the tag
		for _, m := range s.Methods {
			if p, found := b.publishedMethod(m); found && !b.conventions.ServicePerTag {
				published = cmp.Or(p.Service, own)
				break
			}
		}
		name := number.Unused(cmp.Or(published, own), taken)
		used[strings.ToLower(name)] = true
		s.Name = name + "Service"
		at, resource := s.Methods[0].At(), cmp.Or(strings.Join(s.Resource, "."), b.api.Document.Name)
		if name != own {
			b.findings.Add(finding.NameClash, at, "the service of %s would be called %sService like another: it is %s", resource, own, s.Name)
		}
		if published != "" && name != published {
			b.findings.Add(finding.PublishedChanged, at, "the service of %s was called %sService, as another is now: it is %s", resource, published, s.Name)
		}
	}
}

// serviceAge is the age of a service's oldest method.
func (b *builder) serviceAge(s *Service) age {
	oldest := added
	for _, m := range s.Methods {
		oldest = min(oldest, b.methodAge(m))
	}
	return oldest
}

// onlyService returns the name of the one service that a document with tags has.
// It is empty where there is one for each tag. What is published stays as it is,
// however many operations there are by now.
func (b *builder) onlyService(whole string) string {
	if len(b.published.Methods) == 0 && len(b.api.Document.Operations) > fewOperations {
		return ""
	}
	name := ""
	for _, m := range b.published.Methods {
		if name != "" && m.Service != name {
			return ""
		}
		name = m.Service
	}
	if name == "" {
		return whole
	}
	return name
}

// serviceName returns what the service of a resource is called, without the word
// Service. Operations without a resource are those of the API.
func (a *API) serviceName(resource []string) string {
	if len(resource) == 0 {
		return a.wholeName()
	}
	if a.Document.Conventions.ServicePerTag {
		return naming.Service(resource[0])
	}
	return resourceName(resource)
}

// wholeName returns the name of the service of the whole API, without the word Service. If the
// document is named by its title, the service is named after its package, so that its client
// is the Client of the package, whatever package people choose.
func (a *API) wholeName() string {
	name := naming.Type(a.Document.Name)
	if !a.Document.Conventions.NamedByTitle || a.Package.Name == "" {
		return name
	}
	if short := naming.PackageType(a.Package.Name, a.Document.Name); !strings.EqualFold(short, name) {
		return short
	}
	return name
}

// resourceName returns the path of a resource as one name: "SpacesMessages".
func resourceName(resource []string) string {
	var name strings.Builder
	for _, part := range resource {
		name.WriteString(naming.Type(part))
	}
	return name.String()
}

// requestName returns the name of the message that gathers the parameters of a
// method: that of the method, behind its resource's.
func (b *builder) requestName(m *Method) string { return b.callName(m) + "Request" }

// callName returns what the messages of a method are named after: with short names the
// method alone, and longerCallName where another message has that name.
func (b *builder) callName(m *Method) string {
	if b.conventions.ShortMessageNames {
		return m.Name
	}
	return fullCallName(m)
}

func fullCallName(m *Method) string { return resourceName(m.Operations[0].Resource) + m.Name }

// longerCallName returns what the messages of a method are called after if the name that
// they have by callName is taken.
func (b *builder) longerCallName(m *Method) string {
	if b.conventions.ShortMessageNames {
		return naming.Qualified(resourceName(m.Operations[0].Resource), m.Name)
	}
	return fullCallName(m)
}
