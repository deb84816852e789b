// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
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
	a.indexByMethods()
	return a
}

// indexByMethods indexes what belongs to requests by the IDs of their methods, also if a schema was added
// that has such an ID as its name.
func (a *applier) indexByMethods() {
	a.api.Walk(func(m *model.Message) {
		root := m.Root()
		if !root.IsRequest() {
			return
		}
		id := root.CreatedFor.Operations[0].ID
		if root.Key == id {
			return
		}
		index := func(key string) string { return id + strings.TrimPrefix(key, root.Key) }
		if key := index(m.Key); a.messages[key] == nil {
			a.messages[key] = m
		}
		for _, f := range m.Fields {
			if key := index(m.Key) + "." + f.Key; a.fields[key] == nil {
				a.fields[key] = f
			}
		}
		for _, e := range m.Enums {
			if key := index(e.Key); a.enums[key] == nil {
				a.enums[key] = e
			}
		}
	})
}

// matchesNothing reports that none of the known names is the key of an entry, unless the document removed
// the element.
func (a *applier) matchesNothing(e entry, kind string, removal model.Removal, known []string) {
	if a.wasRemoved(e.at, kind, e.key, removal) {
		return
	}
	a.findings.Add(finding.OverlayMatchesNothing, e.at, "the document has no %s %q%s", kind, e.key, finding.Suggestion(e.key, known))
}

// wasRemoved reports an element that the document removed, and returns false for one that was never
// published.
func (a *applier) wasRemoved(at finding.Position, kind, key string, removal model.Removal) bool {
	if removal == model.NeverPublished {
		return false
	}
	a.findings.Add(finding.OverlayRemoved, at, "%s the %s %q", removal, kind, key)
	return true
}

// noMethod reports that no method has the key of an entry.
func (a *applier) noMethod(e entry) {
	if renamed := a.api.Renamed[e.key]; renamed != "" {
		a.findings.Add(finding.OverlayMatchesNothing, e.at, "the document has no method %q: it now has the ID %q", e.key, renamed)
		return
	}
	var ids []string
	for m := range a.methods {
		ids = append(ids, m.Operations[0].ID)
	}
	a.matchesNothing(e, "method", a.api.RemovalOfMethod(e.key), ids)
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
	a.matchesNothing(e, kind, a.removalOfSchema(e.key), others)
}

// removalOfSchema returns the removal of a schema, method or enum.
func (a *applier) removalOfSchema(key string) model.Removal {
	if a.messages[key] != nil || a.enums[key] != nil {
		return model.NeverPublished
	}
	removal := max(a.api.RemovalOfType(key), a.api.RemovalOfMethod(key))
	if a.fields[key] == nil { // the lock does not have an enum that another one replaced
		removal = max(removal, a.api.RemovalOfField(key))
	}
	return removal
}

func (a *applier) impossible(e entry, format string, args ...any) {
	a.findings.Add(finding.OverlayImpossible, e.at, format, args...)
}

// adapted reports that a new element of the document stays without the effect of a line.
func (a *applier) adapted(at finding.Position, format string, args ...any) {
	a.findings.Add(finding.AdditionAdapted, at, format, args...)
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
		var removed []entry
		for _, e := range p.schemas {
			if !a.moveSchemas(e, pkg) {
				removed = append(removed, e)
			}
		}
		for _, e := range removed {
			if len(removed) == len(p.schemas) {
				e.at.Pointer = p.at.Pointer // the package is empty
			}
			a.wasRemoved(e.at, "schema", e.key, a.removalOfSchemas(e, pkg))
		}
	}
}

// removalOfSchemas returns the removal of the schemas that a pattern matched.
func (a *applier) removalOfSchemas(e entry, pkg *model.Package) model.Removal {
	if strings.HasSuffix(e.key, "*") {
		return a.api.RemovalFromPackage(pkg.Name)
	}
	return a.removalOfSchema(e.key)
}

// moveSchemas moves the schemas that a pattern matches, unless they were moved before. It returns false if
// the document removed them.
func (a *applier) moveSchemas(e entry, pkg *model.Package) bool {
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
			m.SetPackage(pkg)
			moved = true
		}
	}
	switch {
	case moved:
	case before != nil:
		a.findings.Add(finding.OverlayNeedless, e.at, "%q is already in %s", before.Key, before.Package.Name)
	case a.removalOfSchemas(e, pkg) != model.NeverPublished:
		return false
	case isPrefix:
		a.matchesNothing(e, "schema", model.NeverPublished, nil)
	default:
		a.noSchema(e, "schema")
	}
	return true
}

// method returns the method with an ID, or nil.
func (a *applier) method(id string) *model.Method {
	for _, s := range a.api.Services {
		for _, m := range s.Methods {
			if slices.ContainsFunc(m.Operations, func(o *document.Operation) bool { return o.ID == id }) {
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
			m.Rename(e.name)
			m.Evidence = model.ByOverlay
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
