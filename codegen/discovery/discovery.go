// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package discovery reads discovery documents, the format in which Google describes its REST
// APIs (Google API Discovery Service, version v1, "discovery#restDescription").
package discovery

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// Read reads one document. The name is the file of the positions. The API is nil if the data is
// not a discovery document. It is incomplete if there are findings of severity error.
func Read(name string, data []byte) (*document.API, *finding.List) {
	root, findings := jsontree.Parse(name, data)
	if root == nil {
		return nil, findings
	}
	r := &reader{findings: findings}
	if !r.isDiscovery(root) {
		return nil, findings
	}
	r.checkTopLevel(root)
	apiName, version := r.required(root, "name"), r.required(root, "version")
	for _, name := range []string{"name", "version"} {
		if node := root.Get(name); node != nil {
			r.checkLength(node.Text, node)
		}
	}
	api := &document.API{
		At:               root.Position(),
		Values:           root.Size(),
		Conventions:      conventions,
		Name:             apiName,
		Version:          version,
		Revision:         r.text(root, "revision"),
		Title:            cmp.Or(r.text(root, "title"), apiName),
		Description:      r.text(root, "description"),
		DocumentationURL: r.text(root, "documentationLink"),
		Scopes:           r.scopes(root),
		Endpoints:        r.endpoints(root),
		Schemas:          r.schemas(root),
	}
	api.DataWrapper = r.hasDataWrapper(root)
	api.Host, r.basePath = r.base(root)
	api.Operations = r.operations(root, nil)
	slices.SortStableFunc(api.Operations, func(a, b *document.Operation) int { return strings.Compare(a.ID, b.ID) })
	r.checkOperations(api)
	r.checkReferences(api)
	return api, findings
}

type reader struct {
	findings *finding.List
	basePath []string           // the literal segments at the start of every path
	refs     []*document.Schema // the references, in the order in which they are read
}

func (r *reader) isDiscovery(root *jsontree.Node) bool {
	if root.Kind != jsontree.Object {
		r.findings.Add(finding.NotDiscovery, root.Position(), "the document is a JSON %s", root.Kind)
		return false
	}
	kind := root.Get("kind")
	if kind == nil || kind.Text != "discovery#restDescription" {
		r.findings.Add(finding.NotDiscovery, root.Position(), `"kind" is not "discovery#restDescription"`)
		return false
	}
	return true
}
