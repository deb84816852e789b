// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// checkTopLevel reports members of the whole API that the output does not contain.
func (r *reader) checkTopLevel(root *jsontree.Node) {
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

// endpoints reads the regional endpoints of the API.
func (r *reader) endpoints(root *jsontree.Node) []document.Endpoint {
	list := r.member(root, "endpoints", jsontree.Array)
	if list == nil {
		return nil
	}
	var endpoints []document.Endpoint
	for _, e := range list.Elements {
		r.checkMembers(e, endpointMembers)
		address, location := r.required(e, "endpointUrl"), r.required(e, "location")
		if address == "" || location == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || !isPlainHTTPS(u) {
			r.findings.Add(finding.EndpointInvalid, e.Get("endpointUrl").Position(),
				"endpointUrl is %q, which is not an https URL of a host and a path", address)
			continue
		}
		endpoints = append(endpoints, document.Endpoint{
			Location:    location,
			URL:         strings.TrimRight(address, "/"),
			Description: r.text(e, "description"),
		})
	}
	return endpoints
}

// hasDataWrapper reports whether the API has the feature dataWrapper. Any other feature is a finding.
func (r *reader) hasDataWrapper(root *jsontree.Node) bool {
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

// base returns the host of the API and the literal segments at the start of every path.
func (r *reader) base(root *jsontree.Node) (host string, path []string) {
	rootURL, servicePath := r.required(root, "rootUrl"), r.text(root, "servicePath")
	if rootURL == "" {
		return "", nil
	}
	base, err := url.Parse(rootURL)
	if err != nil || !isPlainHTTPS(base) {
		r.findings.Add(finding.RootURLInvalid, root.Get("rootUrl").Position(),
			"rootUrl is %q, which is not an https URL of a host and a path", rootURL)
		return "", nil
	}
	for segment := range strings.SplitSeq(base.EscapedPath()+"/"+servicePath, "/") {
		if segment == "" {
			continue
		}
		if !isLiteral(segment) {
			r.findings.Add(finding.RootURLInvalid, root.Get("rootUrl").Position(), "rootUrl and servicePath contain the segment %q", segment)
			continue
		}
		path = append(path, segment)
	}
	joined := strings.TrimSuffix(rootURL, "/") + "/" + strings.TrimPrefix(servicePath, "/")
	if baseURL := r.text(root, "baseUrl"); baseURL != "" && baseURL != joined {
		r.findings.Add(finding.BaseURL, root.Get("baseUrl").Position(),
			"baseUrl is %q, but rootUrl and servicePath result in %q", baseURL, joined)
	}
	return base.Host, path
}

// isPlainHTTPS reports whether a URL is an https URL with a host and at most a path.
func isPlainHTTPS(u *url.URL) bool {
	return u.Scheme == "https" && hostName.MatchString(u.Host) && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// hostName matches a DNS name with an optional port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)

// scopes reads the OAuth 2.0 scopes of the API.
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
