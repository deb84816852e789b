// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package discovery reads discovery documents, in which Google describes its
// REST APIs (Google API Discovery Service, version v1, "discovery#restDescription").
package discovery

import (
	"cmp"
	"net/url"
	"regexp"
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
	api.DataWrapper = r.dataWrapper(root)
	api.Host, r.basePath = r.base(root)
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
	if parameters := r.objects(root, "parameters"); len(parameters) > 0 {
		var names []string
		for _, m := range parameters {
			r.checkMembers(m.Value, parameterMembers)
			names = append(names, m.Name)
		}
		r.findings.Add(finding.SystemParameters, root.Get("parameters").Position(), "parameters of every method: %s", strings.Join(names, ", "))
	}
	if labels := r.texts(root, "labels"); len(labels) > 0 {
		r.findings.Add(finding.APILabels, root.Get("labels").Position(), "the API has the labels %q", labels)
	}
	if protocol := r.text(root, "protocol"); protocol != "" && protocol != "rest" {
		r.findings.Add(finding.UnsupportedFeature, root.Get("protocol").Position(), "the protocol is %q instead of rest", protocol)
	}
}

// endpoints reads where else the API can be called.
func (r *reader) endpoints(root *jsontree.Node) []document.Endpoint {
	list := r.member(root, "endpoints", jsontree.Array)
	if list == nil {
		return nil
	}
	var endpoints []document.Endpoint
	for _, e := range list.Elements {
		r.checkMembers(e, endpointMembers)
		at, location := r.required(e, "endpointUrl"), r.required(e, "location")
		if at == "" || location == "" {
			continue
		}
		u, err := url.Parse(at)
		if err != nil || u.Scheme != "https" || !hostName.MatchString(u.Host) || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			r.findings.Add(finding.EndpointInvalid, e.Get("endpointUrl").Position(), "endpointUrl is %q", at)
			continue
		}
		endpoints = append(endpoints, document.Endpoint{
			Location:    location,
			URL:         strings.TrimRight(at, "/"),
			Description: r.text(e, "description"),
		})
	}
	return endpoints
}

// dataWrapper tells whether the API has the one feature that is known.
func (r *reader) dataWrapper(root *jsontree.Node) bool {
	found := false
	for _, e := range r.elements(root, "features", jsontree.String) {
		if e.Text == "dataWrapper" {
			found = true
		} else {
			r.findings.Add(finding.UnsupportedFeature, e.Position(), "the API has the feature %q", e.Text)
		}
	}
	return found
}

// base returns the host to call and the path that all methods' paths are
// relative to.
func (r *reader) base(root *jsontree.Node) (host string, path []string) {
	rootURL, servicePath := r.required(root, "rootUrl"), r.text(root, "servicePath")
	if rootURL == "" {
		return "", nil
	}
	base, err := url.Parse(rootURL)
	if err != nil || base.Scheme != "https" || !hostName.MatchString(base.Host) || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		r.findings.Add(finding.RootURLInvalid, root.Get("rootUrl").Position(), "rootUrl is %q", rootURL)
		return "", nil
	}
	for segment := range strings.SplitSeq(base.EscapedPath()+"/"+servicePath, "/") {
		if segment == "" {
			continue
		}
		if !isLiteral(segment) {
			r.findings.Add(finding.RootURLInvalid, root.Get("rootUrl").Position(), "rootUrl and servicePath have the segment %q", segment)
			continue
		}
		path = append(path, segment)
	}
	if same := strings.TrimSuffix(rootURL, "/") + "/" + strings.TrimPrefix(servicePath, "/"); r.text(root, "baseUrl") != "" && root.Get("baseUrl").Text != same {
		r.findings.Add(finding.BaseURL, root.Get("baseUrl").Position(), "baseUrl is %q, and rootUrl and servicePath make %q", root.Get("baseUrl").Text, same)
	}
	return base.Host, path
}

// hostName is a DNS name, with or without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)

func (r *reader) scopes(root *jsontree.Node) []document.Scope {
	auth := r.member(root, "auth", jsontree.Object)
	if auth == nil {
		return nil
	}
	r.checkMembers(auth, authMembers)
	oauth2 := r.member(auth, "oauth2", jsontree.Object)
	if oauth2 == nil {
		return nil
	}
	r.checkMembers(oauth2, oauth2Members)
	var all []document.Scope
	for _, m := range r.objects(oauth2, "scopes") {
		r.checkMembers(m.Value, scopeMembers)
		all = append(all, document.Scope{Name: m.Name, Description: r.text(m.Value, "description")})
	}
	return all
}

// checkReferences reports references to schemas that the document lacks, and
// schemas that are nothing but references to each other.
func (r *reader) checkReferences(api *document.API) {
	named := make(map[string]*document.Schema, len(api.Schemas))
	for _, s := range api.Schemas {
		named[s.Name] = s
	}
	for _, s := range r.refs {
		if named[s.Ref] == nil {
			r.findings.Add(finding.ReferenceUnresolved, s.At, "$ref names the schema %q", s.Ref)
		}
	}
	from := make(map[*document.Schema]*document.Schema) // the schema from which it was reached first
	for _, start := range api.Schemas {
		s := start
		for s != nil && s.Kind == document.Ref && from[s] == nil {
			from[s] = start
			s = named[s.Ref]
		}
		if s == nil || from[s] != start {
			continue
		}
		for again := s; again != nil; {
			r.findings.Add(finding.ReferenceCycle, again.At, "the schema %q refers to itself", again.Name)
			if again = named[again.Ref]; again == s {
				again = nil
			}
		}
	}
}
