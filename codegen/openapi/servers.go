// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"net/url"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readServers reads the servers of the document and sets the host and the base path.
func (r *reader) readServers() {
	if r.swagger {
		r.readSwaggerServer()
	} else {
		r.doc.Servers = r.servers(r.root)
	}
	r.doc.Host, r.doc.BasePath, _ = address(r.doc.Servers)
	if r.doc.Host == "" {
		r.reportNoHost()
	}
	r.doc.Endpoints = otherEndpoints(r.doc)
}

// reportNoHost reports why the document does not name a usable server.
func (r *reader) reportNoHost() {
	if len(r.doc.Servers) == 0 {
		r.findings.Add(finding.ServerUnknown, r.root.Position(), "the document does not name a server")
		return
	}
	first := r.doc.Servers[0]
	switch {
	case r.doc.BasePath != "":
		r.findings.Add(finding.ServerUnknown, first.At, "the server is relative, %q: the document does not name the host", r.doc.BasePath)
	case isRelative(first):
		r.findings.Add(finding.ServerUnknown, first.At, "the server is relative, %q: the document does not name the host", first.URL)
	default:
		r.findings.Add(finding.ServerUnknown, first.At, "the server is %q, which is not an https URL with a host", first.URL)
	}
}

// isRelative reports whether the URL of a server is relative.
func isRelative(s *document.Server) bool {
	base, err := url.Parse(s.WithDefaults())
	return err == nil && base.Scheme == "" && base.Host == ""
}

// otherEndpoints returns the endpoints of all servers except the default one.
func otherEndpoints(doc *document.API) []document.Endpoint {
	seen := map[string]bool{"https://" + doc.Host + doc.BasePath: true}
	var endpoints []document.Endpoint
	for _, s := range doc.Servers {
		if endpoint, ok := s.Endpoint(); ok && !seen[endpoint] {
			seen[endpoint] = true
			endpoints = append(endpoints, document.Endpoint{URL: endpoint, Description: s.Description})
		}
	}
	return endpoints
}

// servers reads the member servers.
func (r *reader) servers(node *jsontree.Node) []*document.Server {
	var servers []*document.Server
	for _, e := range r.elements(node, "servers", jsontree.Object) {
		r.checkMembers(e, serverMembers)
		server := &document.Server{
			At:          e.Position(),
			URL:         r.text(e, "url"),
			Description: strings.Join(r.present(e, "name", "description"), ": "),
		}
		// An empty URL is valid: it is relative.
		if url := e.Get("url"); url == nil || url.Kind != jsontree.String {
			if url == nil {
				r.findings.Add(finding.MemberAbsent, server.At, `"url" is missing: the server is not in the output`)
			}
			continue
		}
		for _, m := range r.entries(e, "variables") {
			r.checkMembers(m.Value, variableMembers)
			server.Variables = append(server.Variables, document.ServerVariable{
				Name:        m.Name,
				Default:     r.text(m.Value, "default"),
				Enum:        r.texts(m.Value, "enum"),
				Description: r.text(m.Value, "description"),
			})
		}
		servers = append(servers, server)
	}
	return servers
}

// readOwnServers reads the servers of an operation or its path item, and sets its host and base path.
func (r *reader) readOwnServers(o *document.Operation, operation, path *jsontree.Node) {
	for _, node := range []*jsontree.Node{operation, path} {
		if o.Servers = r.servers(node); len(o.Servers) > 0 {
			break
		}
	}
	o.BasePath = r.doc.BasePath
	if len(o.Servers) == 0 {
		return
	}
	host, base, ok := address(o.Servers)
	if !ok {
		first := o.Servers[0]
		r.findings.Add(finding.ServerUnknown, first.At,
			"the server of %s is %q, which is not an https URL with a host: the method uses the server of the document",
			o.ID, first.URL)
		return
	}
	if o.BasePath = base; host != r.doc.Host {
		o.Host = host
	}
}

// address returns the host and the base path of the first https server, or else the base path of the
// first relative one. It returns false if there is neither.
func address(servers []*document.Server) (host, basePath string, ok bool) {
	for _, server := range servers {
		switch scheme, h, base, usable := server.Address(); {
		case !usable:
		case scheme == "https":
			return h, base, true
		case scheme == "" && !ok:
			basePath, ok = base, true
		}
	}
	return "", basePath, ok
}
