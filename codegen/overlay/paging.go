// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"strings"

	"github.com/protolect/protolect/codegen/model"
)

// setPaging says by which fields methods return their result page by page.
func (a *applier) setPaging(all []paging) {
	for _, p := range all {
		m := a.method(p.key)
		if m == nil {
			a.matchesNothing(p.entry, "method")
			continue
		}
		response, ok := m.Response.(*model.Message)
		if !ok {
			a.impossible(p.entry, "the response of %s is no message with fields", p.key)
			continue
		}
		m.Paging = &model.Paging{
			PageNumber: a.fieldsAt(m.Request, p.parts["pageNumber"], isInteger, "integer"),
			NextLink:   a.fieldsAt(response, p.parts["nextLink"], func(f *model.Field) bool { return f.Type == model.String && !f.Repeated }, "text"),
			PageCount:  a.fieldsAt(response, p.parts["pageCount"], isInteger, "integer"),
		}
		if items := a.fieldsAt(response, p.parts["items"], func(f *model.Field) bool { return f.Repeated }, "list"); len(items) == 1 {
			m.Paging.Items = items[0]
		} else if len(items) > 1 {
			a.impossible(p.parts["items"], "the items of %s are no list of its response itself", p.key)
		}
	}
}

func isInteger(f *model.Field) bool {
	return !f.Repeated && (f.Type == model.Int32 || f.Type == model.Int64)
}

// fieldsAt returns the fields that lead to what a name with dots stands for. The
// entry may be nothing.
func (a *applier) fieldsAt(m *model.Message, e entry, is func(*model.Field) bool, kind string) []*model.Field {
	if e.key == "" {
		return nil
	}
	var fields []*model.Field
	for part := range strings.SplitSeq(e.key, ".") {
		var f *model.Field
		if m != nil {
			f = m.Field(part)
		}
		if f == nil {
			a.matchesNothing(e, "property or parameter")
			return nil
		}
		fields = append(fields, f)
		m, _ = f.Type.(*model.Message)
	}
	if !is(fields[len(fields)-1]) {
		a.impossible(e, "%q is no %s", e.key, kind)
		return nil
	}
	return fields
}

// signTokens says which tokens a client signs itself.
func (a *applier) signTokens(entries []entry) {
	for _, e := range entries {
		found := false
		for _, s := range a.api.Document.SecuritySchemes {
			if s.Name == e.key {
				found = true
				if s.IssuerClaim = e.name; !s.IsBearer() {
					a.impossible(e, "the scheme %q has no bearer token", e.key)
				}
			}
		}
		if !found {
			a.matchesNothing(e, "security scheme")
		}
	}
}
