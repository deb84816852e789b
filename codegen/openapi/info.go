// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readInfo reads the members info and externalDocs.
func (r *reader) readInfo() {
	info := r.member(r.root, "info", jsontree.Object)
	if info == nil {
		r.doc.Version = majorVersion("")
		if r.root.Get("info") == nil {
			r.findings.Add(finding.MemberAbsent, r.root.Position(), `"info" is missing: the API is called after its server, and has version v1`)
		}
		return
	}
	r.checkMembers(info, infoMembers)
	api := r.doc
	api.Title = r.required(info, "title", "the API is called after its server")
	title := ""
	if !r.fitsName(api.Title, info, "the API is called after its server") {
		title, api.Title = api.Title, ""
	}
	api.Revision = r.text(info, "version")
	if info.Get("version") == nil {
		r.findings.Add(finding.MemberAbsent, info.Position(), `"version" is missing: it is v1`)
	}
	api.Version = majorVersion(api.Revision)
	api.Description = joined(title, joined(r.text(info, "summary"), r.text(info, "description")))
	if terms := r.text(info, "termsOfService"); terms != "" {
		api.Description = joined(api.Description, "Terms of service: "+terms)
	}
	for _, about := range []string{"contact", "license"} {
		if node := r.member(info, about, jsontree.Object); node != nil {
			r.checkMembers(node, aboutMembers)
			if text := strings.Join(r.present(node, "name", "identifier", "url", "email"), ", "); text != "" {
				api.Description = joined(api.Description, strings.ToUpper(about[:1])+about[1:]+": "+text)
			}
		}
	}
	if docs := r.member(r.root, "externalDocs", jsontree.Object); docs != nil {
		r.checkMembers(docs, externalDocsMembers)
		api.DocumentationURL = r.text(docs, "url")
		if text := r.text(docs, "description"); text != "" {
			api.Description = joined(api.Description, text+": "+api.DocumentationURL)
			api.DocumentationURL = ""
		}
	}
}

// present returns the texts of the members that are present.
func (r *reader) present(node *jsontree.Node, names ...string) []string {
	var texts []string
	for _, name := range names {
		if text := r.text(node, name); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// version matches a version, with the major version and an optional stability.
var version = regexp.MustCompile(`^[vV]?([0-9]{1,3})((?:alpha|beta)[0-9]*)?(?:[^0-9A-Za-z].*)?$`)

// majorVersion returns the version of the proto package: the part of the document's version that
// compatible documents share. It returns "v1" if the version is a date or another text.
func majorVersion(text string) string {
	match := version.FindStringSubmatch(text)
	if match == nil || strings.Trim(match[1], "0") == "" {
		return "v1"
	}
	return "v" + strings.TrimLeft(match[1], "0") + match[2]
}

// readTags reads the tags of the document.
func (r *reader) readTags() {
	for _, node := range r.elements(r.root, "tags", jsontree.Object) {
		r.checkMembers(node, tagMembers)
		tag := &document.Tag{
			At:          node.Position(),
			Name:        r.required(node, "name", "the tag is not in the output"),
			Description: joined(r.text(node, "summary"), r.described(node)),
		}
		for _, name := range []string{"parent", "kind"} {
			if text := r.text(node, name); text != "" {
				r.findings.Add(finding.TagGroup, node.Get(name).Position(), "the %s of the tag %q is %q", name, tag.Name, text)
			}
		}
		if tag.Name != "" {
			r.doc.Tags = append(r.doc.Tags, tag)
		}
	}
}
