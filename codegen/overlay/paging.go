// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/yamltree"
)

// paging tells how the pages of a method follow each other.
type paging struct {
	entry
	isOff bool             // the method returns its response instead of a pager
	parts map[string]entry // the names of parameters and properties, by purpose
}

// pagePositions are the parts that select a page. Each is the name of a parameter.
var pagePositions = []string{"pageToken", "pageNumber", "offset", "lastItem"}

// pageParts are all parts.
var pageParts = append(slices.Clone(pagePositions),
	"limit", "items", "itemId", "nextPageToken", "nextLink", "linkHeader", "pageCount", "total", "hasMore", "zeroBased")

func readPaging(n yamltree.Node) []paging {
	var all []paging
	for _, method := range n.Members() {
		p := paging{entry: entry{key: method.Name, at: method.Key.Position()}, parts: make(map[string]entry)}
		if p.isOff = method.Value.IsFalse(); p.isOff {
			all = append(all, p)
			continue
		}
		positions := 0
		for _, m := range method.Value.Members() {
			if !slices.Contains(pageParts, m.Name) {
				m.ReportUnknown(pageParts...)
				continue
			}
			if slices.Contains(pagePositions, m.Name) {
				positions++
			}
			name, _ := m.Value.Text(oneLine)
			p.parts[m.Name] = entry{key: name, at: m.Value.Position()}
		}
		_, hasLink := p.parts["nextLink"]
		_, hasHeader := p.parts["linkHeader"]
		if positions > 1 || positions == 0 && !hasLink && !hasHeader {
			method.Key.Report("the paging of %q needs exactly one of pageToken, pageNumber, offset and lastItem, "+
				"the name of a parameter; none if links contain all parameters of the next page: "+
				"nextLink or linkHeader; or false if it returns no pages", method.Name)
			continue
		}
		all = append(all, p)
	}
	return all
}

// setPaging sets the fields by which methods return pages.
func (a *applier) setPaging(all []paging) {
	for _, p := range all {
		m := a.method(p.key)
		if m == nil {
			a.noMethod(p.entry)
			continue
		}
		if p.isOff {
			if m.Paging == nil && !a.wasPaged(p, m) {
				a.impossible(p.entry, "%s returns no pages without this line: remove it", p.key)
			}
			m.Paging = nil
			continue
		}
		response, ok := m.Response.(*model.Message)
		if !ok && m.IsPublished() {
			a.wasRemoved(p.at, "properties of the response of", p.key, model.RemovedNow)
			continue
		}
		if !ok {
			a.impossible(p.entry, "the response of %s is not a message with fields", p.key)
			continue
		}
		if a.lacksPart(p, m, response) {
			continue
		}
		wrong := a.findings.Count(finding.Error)
		paging := &model.Paging{
			PageToken:     a.fieldsAt(m.Request, p.parts["pageToken"], isID, "a text or an integer"),
			PageNumber:    a.fieldsAt(m.Request, p.parts["pageNumber"], isInteger, "an integer"),
			Offset:        a.fieldsAt(m.Request, p.parts["offset"], isInteger, "an integer"),
			LastItem:      a.fieldsAt(m.Request, p.parts["lastItem"], isID, "a text or an integer"),
			Limit:         a.fieldsAt(m.Request, p.parts["limit"], isInteger, "an integer"),
			NextPageToken: a.fieldsAt(response, p.parts["nextPageToken"], isID, "a text or an integer"),
			NextLink:      a.fieldsAt(response, p.parts["nextLink"], isText, "a text"),
			PageCount:     a.fieldsAt(response, p.parts["pageCount"], isNumber, "an integer"),
			Total:         a.fieldsAt(response, p.parts["total"], isNumber, "an integer"),
			HasMore:       a.fieldsAt(response, p.parts["hasMore"], isBool, "a boolean"),
		}
		paging.LinkHeader, paging.ZeroBased = a.flag(p, "linkHeader"), a.flag(p, "zeroBased")
		if paging.Items = a.fieldsAt(response, p.parts["items"], func(f *model.Field) bool { return f.Repeated }, "a list"); paging.Items != nil {
			item, _ := paging.Items[len(paging.Items)-1].Type.(*model.Message)
			paging.ItemID = a.fieldsAt(item, p.parts["itemId"], isID, "a text or an integer")
		}
		switch {
		case a.findings.Count(finding.Error) > wrong:
		case !paging.HasEnd():
			a.impossible(p.entry, "the pages of %s never end: %s", p.key, howToEnd(paging))
		default:
			m.Paging = paging
		}
	}
}

// wasPaged reports a line that prevents the paging of a method that no longer has the properties for it.
func (a *applier) wasPaged(p paging, m *model.Method) bool {
	response, ok := m.Response.(*model.Message)
	if !ok {
		return false
	}
	for _, message := range []*model.Message{m.Request, response} {
		if name, removal := a.api.AnyRemovedProperty(message); removal != model.NeverPublished {
			return a.wasRemoved(p.at, "property or parameter", name, removal)
		}
	}
	return false
}

// lacksPart reports a part that the document removed.
func (a *applier) lacksPart(p paging, m *model.Method, response *model.Message) bool {
	for _, part := range pageParts {
		e := p.parts[part]
		switch {
		case e.key == "" || part == "linkHeader" || part == "zeroBased":
		case part == "limit" || slices.Contains(pagePositions, part):
			if a.lacksField(p, m.Request, e.key) {
				return true
			}
		case part == "itemId":
			if a.lacksField(p, response, p.parts["items"].key+"."+e.key) {
				return true
			}
		case a.lacksField(p, response, e.key):
			return true
		}
	}
	return false
}

// lacksField reports a field that the document removed from a path.
func (a *applier) lacksField(p paging, m *model.Message, path string) bool {
	var f *model.Field
	for name := range strings.SplitSeq(path, ".") {
		removal := model.NeverPublished
		switch {
		case m != nil:
			removal = a.api.RemovalOfProperty(m, name)
			f = m.Field(name)
		case f != nil && !f.IsNew() && a.api.IsPublished():
			removal, f = model.RemovedNow, nil // the object lost its last property
		}
		if f == nil {
			return a.wasRemoved(p.at, "property or parameter", path, removal)
		}
		m, _ = f.Type.(*model.Message)
	}
	return false
}

// flag reports whether a part is set, whose only value is true.
func (a *applier) flag(p paging, part string) bool {
	e, found := p.parts[part]
	if found && e.key != "true" {
		a.impossible(e, "%s must be true: to unset it, remove it", part)
	}
	return found
}

// howToEnd returns what an overlay must state so that pages end.
func howToEnd(p *model.Paging) string {
	switch {
	case p.PageToken != nil:
		return "add nextPageToken, nextLink or linkHeader"
	case p.LastItem != nil:
		return "add items, a list of objects, and itemId, which is in each of them"
	}
	return "add items, nextLink, linkHeader, pageCount or hasMore"
}

func isText(f *model.Field) bool { return f.Type == model.String && !f.Repeated }

func isBool(f *model.Field) bool { return f.Type == model.Bool && !f.Repeated }

func isID(f *model.Field) bool { return isText(f) || isInteger(f) }

func isNumber(f *model.Field) bool { return isInteger(f) || f.Type == model.Double && !f.Repeated }

func isInteger(f *model.Field) bool {
	return !f.Repeated && (f.Type == model.Int32 || f.Type == model.Int64 || f.Type == model.UInt32 || f.Type == model.UInt64)
}

// fieldsAt returns the fields on the path to a field, whose name has dots. It returns nil for an
// entry without a key.
func (a *applier) fieldsAt(m *model.Message, e entry, is func(*model.Field) bool, want string) []*model.Field {
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
			var known []string
			if m != nil {
				known = m.PropertyNames()
			}
			a.findings.Add(finding.OverlayMatchesNothing, e.at, "the document has no property or parameter %q%s",
				e.key, finding.Suggestion(part, known))
			return nil
		}
		fields = append(fields, f)
		if m = nil; !f.Repeated {
			m, _ = f.Type.(*model.Message)
		}
	}
	if !is(fields[len(fields)-1]) {
		a.impossible(e, "%q is not %s", e.key, want)
		return nil
	}
	return fields
}
