// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// methods yields all methods.
func (a *applier) methods(yield func(*model.Method) bool) {
	for _, s := range a.api.Services {
		for _, m := range s.Methods {
			if !yield(m) {
				return
			}
		}
	}
}

// renameBodiesOf renames the fields that are bodies of the given type, after the type was renamed.
func (a *applier) renameBodiesOf(message *model.Message) {
	for m := range a.methods {
		if body := m.Bindings[0].Body; body != nil && body.Type == message {
			m.RenameBody("")
		}
	}
}

// renameBodies sets the names of fields that are bodies.
func (a *applier) renameBodies(entries []entry) {
	for _, e := range entries {
		m := a.method(e.key)
		switch {
		case m == nil:
			a.noMethod(e)
		case m.Bindings[0].Body == nil:
			a.impossible(e, "the request of %q has no field for its body", e.key)
		case m.Bindings[0].Body.Name == e.name:
			a.needless(e)
		default:
			m.RenameBody(e.name)
			m.Bindings[0].Body.Named = true
		}
	}
}

// setDefaults marks fields of requests for which clients can have a default.
func (a *applier) setDefaults(entries []entry) {
	seen := make(map[string]bool)
	for _, e := range entries {
		if seen[e.key] {
			a.findings.Add(finding.OverlayNeedless, e.at, "%q is listed twice", e.key)
			continue
		}
		seen[e.key] = true
		var matched, others []*model.Method
		var known []string
		for m := range a.methods {
			known = append(known, m.Request.PropertyNames()...)
			switch f := m.Request.Field(e.key); {
			case f == nil:
			case f.Type != model.String || !isSingular(f):
				others = append(others, m)
			default:
				f.ClientDefault = true
				matched = append(matched, m)
			}
		}
		for _, m := range others {
			// Later methods can have a parameter with the name and another type.
			if len(matched) > 0 && a.api.IsPublished() {
				a.adapted(m.Request.Field(e.key).At, "%q of %s is not a string: clients have no default for it", e.key, m.Operations[0].ID)
			} else {
				a.impossible(e, "%q of %s is not a string", e.key, m.Operations[0].ID)
			}
		}
		if len(matched)+len(others) == 0 {
			a.matchesNothing(e, "request with a property or parameter", a.api.RemovalOfProperty(nil, e.key), known)
		}
	}
}

// setRequestIDs marks fields of requests that clients fill in with a random UUID.
func (a *applier) setRequestIDs(all []requestIDs) {
	for _, r := range all {
		m := a.method(r.key)
		if m == nil {
			a.noMethod(r.entry)
			continue
		}
		for _, e := range r.parameters {
			f := m.Request.Field(e.key)
			switch {
			case f == nil && a.wasRemoved(e.at, "property or parameter", e.key, a.api.RemovalOfProperty(m.Request, e.key)):
			case f == nil:
				a.findings.Add(finding.OverlayMatchesNothing, e.at, "the request of %q has no %q%s", r.key, e.key,
					finding.Suggestion(e.key, m.Request.PropertyNames()))
			case f.RequestID:
				a.findings.Add(finding.OverlayNeedless, e.at, "%q is listed twice", e.key)
			case f.Type != model.String || !isSingular(f):
				a.impossible(e, "%q of %s is not a string", e.key, r.key)
			default:
				f.RequestID = true
			}
		}
	}
}

// nameErrors names the meaning of statuses for methods.
func (a *applier) nameErrors(all []namedError) {
	missing := make(map[string]bool)
	for _, e := range all {
		m := a.method(e.key)
		switch {
		case m == nil && missing[e.key]:
		case m == nil:
			missing[e.key] = true
			a.noMethod(e.method)
		case slices.ContainsFunc(m.Errors, func(other model.NamedError) bool { return other.Status == e.status }):
			a.impossible(e.entry, "the status %d of %s already has a name", e.status, e.key)
		default:
			m.Errors = append(m.Errors, model.NamedError{Status: e.status, Name: e.name, Description: e.description})
		}
	}
}
