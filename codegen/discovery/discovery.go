// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package discovery reads discovery documents, in which Google describes its
// REST APIs (Google API Discovery Service, version v1, "discovery#restDescription").
package discovery

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// Read reads one document; the name is for positions. The API is nil where
// the document is no discovery document at all; where there are findings of
// severity error it is incomplete.
func Read(name string, data []byte) (*document.API, *finding.List) {
	root, findings := jsontree.Parse(name, data)
	if root == nil {
		return nil, findings
	}
	r := &reader{findings: findings}
	if !r.isDiscovery(root) {
		return nil, findings
	}
	r.noteTopLevel(root)
	api := &document.API{
		At:               root.Position(),
		Name:             r.text(root, "name"),
		Version:          r.text(root, "version"),
		Revision:         r.text(root, "revision"),
		Title:            cmp.Or(r.text(root, "title"), r.text(root, "name")),
		Description:      r.text(root, "description"),
		DocumentationURL: r.text(root, "documentationLink"),
		Scopes:           r.scopes(root),
		Schemas:          r.schemas(root),
	}
	api.Host, r.basePath = r.base(root)
	r.requireText(root, "name")
	r.requireText(root, "version")
	api.Operations = r.operations(root, nil)
	slices.SortStableFunc(api.Operations, func(a, b *document.Operation) int { return strings.Compare(a.ID, b.ID) })
	r.checkOperations(api)
	r.checkReferences(api)
	return api, findings
}

type reader struct {
	findings *finding.List
	basePath []string // the literal segments that every path starts with
	refs     []*document.Schema
}

func (r *reader) isDiscovery(root *jsontree.Node) bool {
	if root.Kind != jsontree.Object {
		r.findings.Add(finding.NotDiscovery, root.Position(), "the document is a JSON %s", root.Kind)
		return false
	}
	kind := root.Get("kind")
	if kind == nil || kind.Text != "discovery#restDescription" {
		r.findings.Add(finding.NotDiscovery, root.Position(), `the document lacks "kind": "discovery#restDescription"`)
		return false
	}
	return true
}

// noteTopLevel reports what the document says of the API as a whole and a
// client has another way for.
func (r *reader) noteTopLevel(root *jsontree.Node) {
	r.checkMembers(root, topLevelMembers)
	if parameters := r.object(root, "parameters"); parameters != nil {
		var names []string
		for _, m := range parameters.Members {
			names = append(names, m.Name)
		}
		r.findings.Add(finding.SystemParameters, parameters.Position(), "parameters of every method: %s", strings.Join(names, ", "))
	}
	if endpoints := root.Get("endpoints"); endpoints != nil {
		r.findings.Add(finding.RegionalEndpoints, endpoints.Position(), "%d regional endpoints", len(endpoints.Elements))
	}
	for _, feature := range r.texts(root, "features") {
		r.findings.Add(finding.UnsupportedFeature, root.Get("features").Position(), "the API has the feature %q", feature)
	}
}

// base returns the host to call and the path that all methods' paths are
// relative to.
func (r *reader) base(root *jsontree.Node) (host string, path []string) {
	if !r.requireText(root, "rootUrl") {
		return "", nil
	}
	node := root.Get("rootUrl")
	base, err := url.Parse(node.Text)
	if err != nil || base.Scheme != "https" || !isHost(base.Host) || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		r.findings.Add(finding.RootURLInvalid, node.Position(), "rootUrl is %q", node.Text)
		return "", nil
	}
	for segment := range strings.SplitSeq(base.Path+"/"+r.text(root, "servicePath"), "/") {
		if segment != "" {
			path = append(path, segment)
		}
	}
	return base.Host, path
}

// isHost tells whether s is a DNS name, with or without a port.
func isHost(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:") == ""
}

func (r *reader) scopes(root *jsontree.Node) []document.Scope {
	auth := r.object(root, "auth")
	if auth == nil {
		return nil
	}
	r.checkMembers(auth, authMembers)
	oauth2 := r.object(auth, "oauth2")
	if oauth2 == nil {
		return nil
	}
	r.checkMembers(oauth2, oauth2Members)
	scopes := r.object(oauth2, "scopes")
	if scopes == nil {
		return nil
	}
	var all []document.Scope
	for _, m := range scopes.Members {
		r.checkMembers(m.Value, scopeMembers)
		all = append(all, document.Scope{Name: m.Name, Description: r.text(m.Value, "description")})
	}
	return all
}

// checkReferences reports references to schemas that the document lacks.
func (r *reader) checkReferences(api *document.API) {
	named := make(map[string]bool, len(api.Schemas))
	for _, s := range api.Schemas {
		named[s.Name] = true
	}
	for _, s := range r.refs {
		if !named[s.Ref] {
			r.findings.Add(finding.ReferenceUnresolved, s.At, "$ref names the schema %q", s.Ref)
		}
	}
}
