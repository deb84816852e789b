// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// The known members of each kind of object. Other members are findings.
var (
	// Not all known members are read. Some are of no use to a client (icons), others repeat
	// members that are read (baseUrl).
	topLevelMembers = members("auth basePath baseUrl batchPath canonicalName description discoveryVersion " +
		"documentationLink endpoints etag features fullyEncodeReservedExpansion icons id kind labels methods " +
		"mtlsRootUrl name ownerDomain ownerName packagePath parameters protocol resources revision rootUrl " +
		"schemas servicePath serviceVersion title version version_module")
	authMembers     = members("oauth2")
	oauth2Members   = members("scopes")
	scopeMembers    = members("description")
	resourceMembers = members("deprecated methods resources")
	methodMembers   = members("apiVersion deprecated description flatPath httpMethod id mediaUpload parameterOrder " +
		"parameters path request response scopes streamingType supportsMediaDownload supportsMediaUpload " +
		"supportsSubscription useMediaDownloadService")
	mediaUploadMembers    = members("accept maxSize protocols")
	mediaProtocolsMembers = members("resumable simple")
	mediaProtocolMembers  = members("multipart path")
	requestMembers        = members("$ref parameterName")
	endpointMembers       = members("deprecated description endpointUrl location")
	// A parameter is a schema with a location.
	parameterMembers = members("$ref additionalProperties annotations default deprecated description enum enumDeprecated " +
		"enumDescriptions format id items location maxItems maxLength maximum minItems minLength minimum pattern " +
		"properties readOnly repeated required type")
	schemaMembers = members("$ref additionalProperties annotations default deprecated description enum enumDeprecated " +
		"enumDescriptions format id items maxItems maxLength maximum minItems minLength minimum pattern properties readOnly type")
	annotationMembers = members("required")
)

// members returns the set of names in a list that is separated by spaces.
func members(names string) map[string]bool {
	known := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		known[name] = true
	}
	return known
}

// checkMembers reports the unknown members of an object.
func (r *reader) checkMembers(node *jsontree.Node, known map[string]bool) {
	for _, m := range node.Members {
		if !known[m.Name] {
			r.findings.Add(finding.UnknownMember, m.Value.Position(), "%q%s", m.Name, finding.Suggestion(m.Name, slices.Sorted(maps.Keys(known))))
		}
	}
}

// member returns a member, or nil if it is absent. A member of another kind is a finding and is
// treated as absent.
func (r *reader) member(node *jsontree.Node, name string, kind jsontree.Kind) *jsontree.Node {
	value := node.Get(name)
	if value == nil {
		return nil
	}
	if value.Kind != kind {
		r.findings.Add(finding.DocumentType, value.Position(), "%q is a JSON %s instead of a JSON %s", name, value.Kind, kind)
		return nil
	}
	return value
}

// text returns a member that is a string, or "" if it is absent.
func (r *reader) text(node *jsontree.Node, name string) string {
	value := r.member(node, name, jsontree.String)
	if value == nil {
		return ""
	}
	return value.Text
}

// required returns a member that is a string. It reports a missing or empty one.
func (r *reader) required(node *jsontree.Node, name string) string {
	text := r.text(node, name)
	if value := node.Get(name); value == nil || value.Kind == jsontree.String && text == "" {
		r.findings.Add(finding.MemberMissing, node.Position(), "%q is missing or empty", name)
	}
	return text
}

// flag returns a member that is a boolean, or false if it is absent.
func (r *reader) flag(node *jsontree.Node, name string) bool {
	value := r.member(node, name, jsontree.Bool)
	return value != nil && value.Text == "true"
}

// objects returns the members of a member whose value is an object of objects.
func (r *reader) objects(node *jsontree.Node, name string) []jsontree.Member {
	value := r.member(node, name, jsontree.Object)
	if value == nil {
		return nil
	}
	var objects []jsontree.Member
	for _, m := range value.Members {
		if r.member(value, m.Name, jsontree.Object) != nil {
			r.checkLength(m.Name, m.Value)
			objects = append(objects, m)
		}
	}
	return objects
}

// maxName is the maximum length of a name, in bytes. File names and identifiers contain names. The
// longest name in Google's documents has 150 bytes and is an enum value.
const maxName = 200

// checkLength reports a name that is longer than maxName.
func (r *reader) checkLength(name string, node *jsontree.Node) {
	if len(name) > maxName {
		r.findings.Add(finding.NameLength, node.Position(), "%q is %d bytes long; the maximum is %d", name, len(name), maxName)
	}
}

// elements returns the elements of a member that is an array. It reports and skips elements of
// another kind.
func (r *reader) elements(node *jsontree.Node, name string, kind jsontree.Kind) []*jsontree.Node {
	value := r.member(node, name, jsontree.Array)
	if value == nil {
		return nil
	}
	var elements []*jsontree.Node
	for _, e := range value.Elements {
		if e.Kind != kind {
			r.findings.Add(finding.DocumentType, e.Position(), "an element of %q is a JSON %s instead of a JSON %s", name, e.Kind, kind)
			continue
		}
		elements = append(elements, e)
	}
	return elements
}

// texts returns the elements of a member that is an array of strings.
func (r *reader) texts(node *jsontree.Node, name string) []string {
	var texts []string
	for _, e := range r.elements(node, name, jsontree.String) {
		texts = append(texts, e.Text)
	}
	return texts
}
