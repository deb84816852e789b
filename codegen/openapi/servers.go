// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

func (r *reader) readServers() {
	if r.swagger {
		r.readSwaggerServer()
	} else {
		r.doc.Servers = r.servers(r.root)
	}
	r.doc.Host, r.basePath = r.address(r.doc.Servers)
	r.doc.BasePath = r.basePath
	if r.doc.Host == "" {
		r.reportNoHost()
	}
}

// reportNoHost says why the document names no server that can be called.
func (r *reader) reportNoHost() {
	if len(r.doc.Servers) == 0 {
		r.findings.Add(finding.ServerUnknown, r.root.Position(), "the document names no server")
		return
	}
	first := r.doc.Servers[0]
	switch {
	case r.basePath != "":
		r.findings.Add(finding.ServerUnknown, first.At, "the server is relative, %q: this path stands before the path of each method", r.basePath)
	case isRelative(first):
		r.findings.Add(finding.ServerUnknown, first.At, "the server is relative, %q: it is where the document was found", first.URL)
	default:
		r.findings.Add(finding.ServerUnknown, first.At, "the server is %q, which is no https URL with a host", first.URL)
	}
}

func isRelative(s *document.Server) bool {
	base, err := url.Parse(s.Address())
	return err == nil && base.Scheme == "" && base.Host == ""
}

func (r *reader) servers(node *jsontree.Node) []*document.Server {
	var servers []*document.Server
	for _, e := range r.elements(node, "servers", jsontree.Object) {
		r.checkMembers(e, serverMembers)
		server := &document.Server{
			At:          e.Position(),
			URL:         r.text(e, "url"),
			Description: r.text(e, "description"),
		}
		// An empty one is relative: the document's own place.
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

// readOwnServers reads the servers of an operation, or of its path.
func (r *reader) readOwnServers(o *document.Operation, operation, path *jsontree.Node) {
	for _, node := range []*jsontree.Node{operation, path} {
		if o.Servers = r.servers(node); len(o.Servers) > 0 {
			break
		}
	}
	if host, _ := r.address(o.Servers); host != r.doc.Host {
		o.Host = host
	}
}

// hostName is a DNS name, with or without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)

// address returns the host and the path of the first server that is reached by
// https, its variables having their defaults; or else of a relative one, which
// has a path alone.
func (r *reader) address(servers []*document.Server) (host, path string) {
	for _, server := range servers {
		base, err := url.Parse(server.Address())
		if err != nil || base.RawQuery != "" || base.Fragment != "" {
			continue
		}
		switch {
		case base.Scheme == "https" && hostName.MatchString(base.Host):
			return base.Host, base.EscapedPath()
		case base.Host == "" && base.Scheme == "" && path == "" && strings.HasPrefix(base.Path, "/"):
			path = base.EscapedPath()
		}
	}
	return "", path
}
