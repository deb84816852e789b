// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

type applier struct {
	api      *model.API
	findings *finding.List
	messages map[string]*model.Message // by the document's name
	enums    map[string]*model.Enum
	fields   map[string]*model.Field
	// containers are the messages that the overlay adds.
	containers []*model.Message
}

// newApplier indexes the model by the document's names, before anything moves.
func newApplier(api *model.API) *applier {
	a := &applier{
		api:      api,
		findings: new(finding.List),
		messages: make(map[string]*model.Message),
		enums:    make(map[string]*model.Enum),
		fields:   make(map[string]*model.Field),
	}
	a.api.Walk(func(m *model.Message) {
		a.messages[m.Key] = m
		for _, f := range m.Fields {
			a.fields[m.Key+"."+f.Key] = f
		}
	})
	a.api.WalkEnums(func(e *model.Enum) { a.enums[e.Key] = e })
	return a
}

// matchesNothing reports that none of the known names is the key of an entry.
func (a *applier) matchesNothing(e entry, kind string, known []string) {
	a.findings.Add(finding.OverlayMatchesNothing, e.at, "the document has no %s %q%s", kind, e.key, finding.Suggestion(e.key, known))
}

// noMethod reports that no method has the key of an entry.
func (a *applier) noMethod(e entry) {
	var ids []string
	for m := range a.methods {
		ids = append(ids, m.Operations[0].ID)
	}
	a.matchesNothing(e, "method", ids)
}

// noSchema reports that no schema has the key of an entry. The kind can name other elements that the
// key could be, besides those in others.
func (a *applier) noSchema(e entry, kind string, others ...string) {
	for key, m := range a.messages {
		if !m.IsRequest() {
			others = append(others, key)
		}
	}
	slices.Sort(others)
	a.matchesNothing(e, kind, others)
}

func (a *applier) impossible(e entry, format string, args ...any) {
	a.findings.Add(finding.OverlayImpossible, e.at, format, args...)
}

func (a *applier) needless(e entry) {
	a.findings.Add(finding.OverlayNeedless, e.at, "the name is %s without this line", e.name)
}

// movePackages moves schemas to other packages.
func (a *applier) movePackages(packages []packageEntry) {
	taken := map[string]string{a.api.Package.GoImport: a.api.Package.Name} // the proto package of an import path
	for _, p := range packages {
		if p.proto == a.api.Package.Name {
			a.findings.Add(finding.OverlayNeedless, p.at, "%s is the package of all other schemas", p.proto)
			continue
		}
		if other, found := taken[p.goImport]; found {
			a.findings.Add(finding.NameTaken, p.at, "%s would have the import path %s of %s", p.proto, p.goImport, other)
		}
		taken[p.goImport] = p.proto
		pkg := &model.Package{Name: p.proto, GoImport: p.goImport}
		for _, e := range p.schemas {
			a.moveSchemas(e, pkg)
		}
	}
}

// moveSchemas moves the schemas that a pattern matches, unless they were moved before.
func (a *applier) moveSchemas(e entry, pkg *model.Package) {
	prefix, isPrefix := strings.CutSuffix(e.key, "*")
	moved := false
	var before *model.Message
	for _, m := range a.api.Messages {
		if m.CreatedFor != nil {
			continue
		}
		name, found := strings.CutPrefix(m.Key, prefix)
		byPrefix := isPrefix && found && identifier.Pattern.MatchString(name)
		switch {
		case !byPrefix && m.Key != e.key:
		case m.Package != a.api.Package:
			before = m
		default:
			if byPrefix {
				m.Name = name
			}
			setPackage(m, pkg)
			moved = true
		}
	}
	switch {
	case moved:
	case before != nil:
		a.findings.Add(finding.OverlayNeedless, e.at, "%q is already in %s", before.Key, before.Package.Name)
	case isPrefix:
		a.matchesNothing(e, "schema", nil)
	default:
		a.noSchema(e, "schema")
	}
}

func setPackage(m *model.Message, pkg *model.Package) {
	m.Package = pkg
	for _, e := range m.Enums {
		e.Package = pkg
	}
	for _, nested := range m.Messages {
		setPackage(nested, pkg)
	}
}

// method returns the method with an ID, or nil.
func (a *applier) method(id string) *model.Method {
	for _, s := range a.api.Services {
		for _, m := range s.Methods {
			if m.Operations[0].ID == id {
				return m
			}
		}
	}
	return nil
}

func (a *applier) renameMethods(entries []entry) {
	for _, e := range entries {
		m := a.method(e.key)
		switch {
		case m == nil:
			a.noMethod(e)
		case m.Name == e.name:
			a.needless(e)
		default:
			if m.Request.CreatedFor == m {
				own := strings.TrimRight(m.Request.Name, "0123456789") // without the number that a taken name gets
				m.Request.Name = strings.TrimSuffix(own, m.Name+"Request") + e.name + "Request"
			}
			m.Name, m.Evidence = e.name, model.ByOverlay
		}
	}
}

// mergeServices combines all methods in one service. The names of its methods are unique, so the messages that
// are made for them do not need the name of the resource.
func (a *applier) mergeServices(e entry) {
	service := &model.Service{Name: e.name}
	for _, s := range a.api.Services {
		for _, m := range s.Methods {
			m.Service = service
			if m.Request.CreatedFor == m {
				m.Request.Name = m.Name + "Request"
			}
			service.Methods = append(service.Methods, m)
		}
	}
	if len(service.Methods) == 0 {
		a.findings.Add(finding.OverlayMatchesNothing, e.at, "the document has no methods")
		return
	}
	if len(a.api.Services) == 1 && a.api.Services[0].Name == e.name {
		a.needless(e)
	}
	slices.SortStableFunc(service.Methods, func(a, b *model.Method) int {
		return cmp.Compare(a.Operations[0].ID, b.Operations[0].ID)
	})
	a.api.Services = []*model.Service{service}
}

// setNotice sets the clause with which the documentation begins.
func (a *applier) setNotice(e entry) { a.api.Notice = e.name }

// nameForGRPC sets the full name by which gRPC calls the service.
func (a *applier) nameForGRPC(e entry) {
	if len(a.api.Services) != 1 {
		a.impossible(e, "the API has %d services, and %s names one: combine them with the section service", len(a.api.Services), e.name)
		return
	}
	s := a.api.Services[0]
	if e.name == a.api.Package.Name+"."+s.Name {
		a.needless(e)
	}
	s.GRPCName = e.name
}
