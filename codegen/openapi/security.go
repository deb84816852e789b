// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readSecurity reads the security schemes and the default requirements.
func (r *reader) readSecurity() {
	holder, name := r.root.Get("components"), "securitySchemes"
	if r.swagger {
		holder, name = r.root, "securityDefinitions"
	}
	if holder != nil && holder.Kind == jsontree.Object {
		for _, m := range r.entries(holder, name) {
			if node := r.follow(m.Value, "description", "summary"); node != nil {
				r.schemes[m.Name] = true
				r.doc.SecuritySchemes = append(r.doc.SecuritySchemes, r.securityScheme(m.Name, node))
			}
		}
	}
	r.security = r.requirements(r.root)
}

// securityScheme reads a Security Scheme Object.
func (r *reader) securityScheme(name string, node *jsontree.Node) *document.SecurityScheme {
	r.checkMembers(node, pick(r.swagger, swaggerSecuritySchemeMembers, securitySchemeMembers))
	s := &document.SecurityScheme{
		At:          node.Position(),
		Name:        name,
		Description: r.text(node, "description"),
		Deprecated:  r.flag(node, "deprecated"),
	}
	const unknown = "the security scheme is not in the output"
	switch kind := r.required(node, "type", unknown); kind {
	case "apiKey":
		s.In, s.Parameter = r.required(node, "in", unknown), r.required(node, "name", unknown)
		s.Kind = document.APIKey
		if s.Parameter == "" {
			s.In = ""
		}
	case "http":
		s.Kind = document.HTTPAuth
		s.HTTPScheme = strings.ToLower(r.required(node, "scheme", unknown))
		s.TokenFormat = r.text(node, "bearerFormat")
	case "basic": // Swagger 2.0
		s.Kind, s.HTTPScheme = document.HTTPAuth, "basic"
	case "oauth2":
		s.Kind = document.OAuth2
		s.URL = r.text(node, "oauth2MetadataUrl")
		s.Flows = r.flows(node)
	case "openIdConnect":
		s.Kind = document.OpenIDConnect
		s.URL = r.required(node, "openIdConnectUrl", "clients do not use it")
	case "mutualTLS":
		s.Kind = document.MutualTLS
	case "":
	default:
		r.findings.Add(finding.SecurityUnknown, s.At, "the security scheme %q has the unknown type %q", name, kind)
	}
	return s
}

// flows reads the OAuth 2.0 flows of a security scheme.
func (r *reader) flows(node *jsontree.Node) []document.Flow {
	if r.swagger {
		return []document.Flow{r.flow(r.text(node, "flow"), node)}
	}
	flows := r.member(node, "flows", jsontree.Object)
	if flows == nil {
		return nil
	}
	r.checkMembers(flows, flowsMembers)
	var all []document.Flow
	for _, m := range flows.Members {
		if flowsMembers[m.Name] && r.isKind(m.Value, jsontree.Object, m.Name) {
			r.checkMembers(m.Value, flowMembers)
			all = append(all, r.flow(m.Name, m.Value))
		}
	}
	return all
}

// flow reads an OAuth Flow Object.
func (r *reader) flow(name string, node *jsontree.Node) document.Flow {
	flow := document.Flow{
		Name:             name,
		AuthorizationURL: r.text(node, "authorizationUrl"),
		TokenURL:         r.text(node, "tokenUrl"),
		RefreshURL:       r.text(node, "refreshUrl"),
		DeviceURL:        r.text(node, "deviceAuthorizationUrl"),
	}
	if scopes := r.member(node, "scopes", jsontree.Object); scopes != nil {
		for _, m := range scopes.Members {
			if strings.HasPrefix(m.Name, "x-") {
				r.countExtension(m)
				continue
			}
			flow.Scopes = append(flow.Scopes, document.Scope{Name: m.Name, Description: r.text(scopes, m.Name)})
		}
	}
	return flow
}

// securityOf returns the security requirements of an operation: its own, or else those of the document.
func (r *reader) securityOf(node *jsontree.Node) []document.Requirement {
	if node.Get("security") == nil {
		if !r.step(node.Position(), len(r.security)) {
			return nil
		}
		return r.security
	}
	return r.requirements(node)
}

// requirements reads the alternatives in the member security. An empty list means that no credentials
// are required.
func (r *reader) requirements(node *jsontree.Node) []document.Requirement {
	stated := r.member(node, "security", jsontree.Array)
	if stated == nil {
		return nil
	}
	if len(stated.Elements) == 0 {
		return []document.Requirement{{}}
	}
	var all []document.Requirement
	for _, e := range r.elements(node, "security", jsontree.Object) {
		requirement := document.Requirement{}
		for _, m := range e.Members {
			name := m.Name
			// OpenAPI 3.2 permits a URI.
			fragment := strings.TrimPrefix(name, uncheckedText(r.root, "$self"))
			if inDocument, found := strings.CutPrefix(fragment, "#/components/securitySchemes/"); found && !r.schemes[name] {
				name = inDocument
			}
			if !r.schemes[name] {
				r.findings.Add(finding.SecurityUnknown, m.Value.Position(), "the document does not declare the security scheme %q", m.Name)
			}
			requirement = append(requirement, document.SchemeUse{Scheme: name, Scopes: r.texts(e, m.Name)})
		}
		all = append(all, requirement)
	}
	return all
}
