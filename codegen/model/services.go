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

// fewOperations is the maximum number of operations for which one service is readable. A document
// with more gets a service for each tag.
const fewOperations = 120

// makeServices creates a service for each resource, with a method for each operation. With the
// convention ServicePerTag, it creates a single service or one for each tag.
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

// nameServices makes the names of services unique, ignoring case, because their clients would
// share a file otherwise. The service that was published first keeps a shared name.
func (b *builder) nameServices() {
	used, number := make(map[string]bool), make(naming.Numbers)
	taken := func(name string) bool { return used[strings.ToLower(name)] }
	for _, s := range oldestFirst(b.api.Services, b.serviceAge) {
		own := strings.TrimSuffix(s.Name, "Service")
		published := "" // for a new service, or if the name follows from the tag
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
			isMerged := func() bool { return !slices.Contains(b.api.Services, s) }
			b.reportUnless(isMerged, finding.NameClash, at,
				"the service of %s would have the name %sService of another service: it becomes %s; "+
					"the section service of an overlay combines all methods in one service",
				resource, own, s.Name)
		}
		if published != "" && name != published {
			b.findings.Add(finding.PublishedChanged, at,
				"the service of %s was published as %sService, which is now the name of another service: it becomes %s",
				resource, published, s.Name)
		}
	}
}

// onlyService returns the name of the single service of a document with tags, or an empty string
// if there is a service for each tag. A published API keeps its services, whatever the number of
// operations. byDefault is the name for a new service.
func (b *builder) onlyService(byDefault string) string {
	names := make(map[string]bool)
	for _, m := range b.published.Methods {
		names[m.Service] = true
	}
	if len(names) == 0 && len(b.api.Document.Operations) > fewOperations {
		for _, o := range b.api.Document.Operations {
			names[b.api.serviceName(o.Resource)] = true
		}
	}
	if len(names) > 1 {
		return ""
	}
	for name := range names {
		return cmp.Or(name, byDefault)
	}
	return byDefault
}

// serviceName returns the name of the service for a resource, without the suffix Service.
// Operations without a resource belong to a service that is named after the API.
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

// resourceName joins the path of a resource to one name: "SpacesMessages".
func resourceName(resource []string) string {
	var name strings.Builder
	for _, part := range resource {
		name.WriteString(naming.Type(part))
	}
	return name.String()
}
