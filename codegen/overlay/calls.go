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

// renameBodiesOf lets the fields that are bodies follow the name of their
// message, as they did before it had another.
func (a *applier) renameBodiesOf(message *model.Message) {
	for m := range a.methods {
		if body := m.Bindings[0].Body; body != nil && body.Type == message {
			m.RenameBody("")
		}
	}
}

// renameBodies names the fields that are bodies.
func (a *applier) renameBodies(entries []entry) {
	for _, e := range entries {
		m := a.method(e.key)
		switch {
		case m == nil:
			a.matchesNothing(e, "method")
		case m.Bindings[0].Body == nil:
			a.impossible(e, "the request of %q has no field for its body", e.key)
		case m.Bindings[0].Body.Name == e.name:
			a.needless(e)
		default:
			m.RenameBody(e.name)
		}
	}
}

// setDefaults says which fields of requests can be the client's.
func (a *applier) setDefaults(entries []entry) {
	said := make(map[string]bool)
	for _, e := range entries {
		if said[e.key] {
			a.findings.Add(finding.OverlayNeedless, e.at, "%q stands here a second time", e.key)
			continue
		}
		said[e.key] = true
		found := false
		for m := range a.methods {
			f := m.Request.Field(e.key)
			switch {
			case f == nil:
				continue
			case f.Type != model.String || !isSingular(f):
				a.impossible(e, "%q of %s is no string", e.key, m.Operations[0].ID)
			default:
				f.ClientDefault = true
			}
			found = true
		}
		if !found {
			a.matchesNothing(e, "request with a property or parameter")
		}
	}
}

// setRequestIDs says which fields of requests a client fills.
func (a *applier) setRequestIDs(all []requestIDs) {
	for _, r := range all {
		m := a.method(r.key)
		if m == nil {
			a.matchesNothing(r.entry, "method")
			continue
		}
		for _, e := range r.parameters {
			f := m.Request.Field(e.key)
			switch {
			case f == nil:
				a.findings.Add(finding.OverlayMatchesNothing, e.at, "the request of %q has no %q", r.key, e.key)
			case f.RequestID:
				a.findings.Add(finding.OverlayNeedless, e.at, "%q stands here a second time", e.key)
			case f.Type != model.String || !isSingular(f):
				a.impossible(e, "%q of %s is no string", e.key, r.key)
			default:
				f.RequestID = true
			}
		}
	}
}

// nameErrors says what a status means for a method.
func (a *applier) nameErrors(all []namedError) {
	for _, e := range all {
		m := a.method(e.key)
		switch {
		case m == nil:
			a.matchesNothing(e.entry, "method")
		case slices.ContainsFunc(m.Errors, func(other model.NamedError) bool { return other.Status == e.status }):
			a.impossible(e.entry, "the status %d of %s has a name already", e.status, e.key)
		default:
			m.Errors = append(m.Errors, model.NamedError{Status: e.status, Name: e.name, Description: e.description})
		}
	}
}
