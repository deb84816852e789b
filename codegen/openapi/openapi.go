// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package openapi reads OpenAPI documents, versions 3.0, 3.1 and 3.2, and
// Swagger 2.0, written as JSON or as YAML.
//
// It reads them from the positioned tree of codegen/jsontree, not into the
// types of an OpenAPI library, so that every value has a place and every member is
// carried or reported. Such a library reads the same documents in tests/openapi:
// what it finds, this reader finds.
//
// Nothing but the given bytes and files is read: a reference to another document is
// a finding.
package openapi

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/naming"
)

// Read reads one document; the name is for positions. The API is nil where
// the document is no OpenAPI document at all; where there are findings of
// severity error it is incomplete.
func Read(name string, data []byte) (*document.API, *finding.List) {
	return ReadFiles(name, data, nil)
}

// ReadFiles reads a document that may refer to other files. If they are nil, such
// references are findings.
func ReadFiles(name string, data []byte, files Files) (*document.API, *finding.List) {
	root, findings := parse(name, data)
	if root == nil {
		return nil, findings
	}
	r := &reader{
		root:       root,
		files:      newFileSet(files, root),
		findings:   findings,
		schemas:    make(map[string]*document.Schema),
		promoted:   make(map[*jsontree.Node]string),
		taken:      make(map[string]bool),
		closed:     make(map[*document.Schema]bool),
		demanded:   make(map[*document.Schema]map[string]bool),
		extensions: make(map[string]*extension),

		combinationOf:  make(map[*document.Schema]*combination),
		oneSided:       make(map[*document.Schema]map[string]sides),
		followed:       make(map[*jsontree.Node]bool),
		schemes:        make(map[string]bool),
		parametersRead: make(map[*jsontree.Node]*document.Parameter),
		bodiesRead:     make(map[*jsontree.Node]*body),
		responsesRead:  make(map[*jsontree.Node]*document.Response),
	}
	if !r.isOpenAPI() {
		return nil, findings
	}
	return r.api(), findings
}

// parse reads JSON as JSON and all else as YAML, in which an object may be written nearly
// as in JSON.
func parse(name string, data []byte) (*jsontree.Node, *finding.List) {
	text := strings.TrimLeft(strings.TrimPrefix(string(data[:min(len(data), 4096)]), "\ufeff"), " \t\r\n")
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		root, findings := jsontree.Parse(name, data)
		if ext := path.Ext(name); root != nil || ext != ".yaml" && ext != ".yml" {
			return root, findings
		}
	}
	return jsontree.ParseYAML(name, data)
}

type reader struct {
	root     *jsontree.Node
	files    *fileSet
	findings *finding.List
	swagger  bool // the document is Swagger 2.0
	old      bool // the document is older than 3.1: what stands beside $ref says nothing

	doc      *document.API
	schemas  map[string]*document.Schema // all named ones
	promoted map[*jsontree.Node]string   // what was named because it is referred to
	pending  []*jsontree.Node            // of those, the ones that are not read yet
	taken    map[string]bool             // the names of schemas
	closed   map[*document.Schema]bool   // the objects that have no other properties
	objects  []*document.Schema          // all that are declared as one
	// demanded has the properties that an object wants to be there and does not declare.
	demanded map[*document.Schema]map[string]bool
	combined []*combination     // in order
	tags     []*document.Schema // the properties that only a discriminator names
	// combinationOf has those of combined, by what they make.
	combinationOf map[*document.Schema]*combination
	overlaps      []overlap                             // in the order in which they are settled
	oneSided      map[*document.Schema]map[string]sides // what sentByOne has found
	steps         int                                   // how much was read by reference
	followed      map[*jsontree.Node]bool               // what references lead to, and through
	schemes       map[string]bool                       // of security
	// What several operations may have is read once.
	parametersRead map[*jsontree.Node]*document.Parameter
	bodiesRead     map[*jsontree.Node]*body
	responsesRead  map[*jsontree.Node]*document.Response
	settled        []func() // what depends on what references lead to
	extensions     map[string]*extension
	outside        []*jsontree.Node       // the references to other documents
	ignored        []finding.Position     // the bodies that are not sent
	security       []document.Requirement // of operations that state none
	rootTypes      contentTypes
}

func (r *reader) isOpenAPI() bool {
	if r.root.Kind != jsontree.Object {
		r.findings.Add(finding.NotOpenAPI, r.root.Position(), "the document is a JSON %s", r.root.Kind)
		return false
	}
	for _, known := range []struct {
		member   string
		versions *regexp.Regexp
	}{
		{"openapi", regexp.MustCompile(`^3(\.[0-2](\.|$)|$)`)},
		{"swagger", regexp.MustCompile(`^2(\.0)?$`)},
	} {
		version := r.root.Get(known.member)
		if version == nil {
			continue
		}
		if !known.versions.MatchString(version.Text) {
			r.findings.Add(finding.NotOpenAPI, version.Position(), "%s is %s", known.member, version)
			return false
		}
		r.swagger = known.member == "swagger"
		r.old = r.swagger || version.Text == "3" || strings.HasPrefix(version.Text, "3.0")
		return true
	}
	r.findings.Add(finding.NotOpenAPI, r.root.Position(), `the document has neither "openapi" nor "swagger"`)
	return false
}

func (r *reader) api() *document.API {
	r.checkMembers(r.root, pick(r.swagger, swaggerRootMembers, rootMembers))
	api := &document.API{At: r.root.Position(), Conventions: conventions, Values: r.root.Size()}
	r.doc = api
	r.readInfo()
	r.readTags()
	r.readServers()
	api.Name = naming.APIName(api.Title, api.Host)
	r.readSecurity()
	if r.swagger {
		r.rootTypes = r.contentTypes(r.root, contentTypes{})
	}
	r.readNamedSchemas()
	api.Operations = r.operations()
	r.noteUnusedComponents()
	for len(r.pending) > 0 { // reading one may refer to more
		next := r.pending[0]
		r.pending = r.pending[1:]
		r.addSchema(r.promoted[next], next)
	}
	r.combineAll()
	r.settleTags()
	r.describeRequired()
	for _, settle := range r.settled {
		settle()
	}
	r.gatherKinds()
	r.checkReferences()
	slices.SortFunc(api.Schemas, func(a, b *document.Schema) int { return strings.Compare(a.Name, b.Name) })
	r.settleOperationIDs()
	r.reportExtensions()
	r.reportOutside()
	r.reportIgnored()
	r.reportEmpty()
	return api
}

// reportEmpty reports a document in which nothing can be read, unless it says that it
// has nothing.
func (r *reader) reportEmpty() {
	paths := r.root.Get("paths")
	isEmpty := paths != nil && paths.Kind == jsontree.Object && len(paths.Members) == 0
	if len(r.doc.Operations)+len(r.doc.Schemas)+len(r.outside) == 0 && !isEmpty {
		r.findings.Add(finding.DocumentEmpty, r.root.Position(), "the document has neither operations nor schemas that can be read")
	}
}

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
	if !r.fits(api.Title, info, "the API is called after its server") {
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

// present returns the texts of those members that are there.
func (r *reader) present(node *jsontree.Node, names ...string) []string {
	var texts []string
	for _, name := range names {
		if text := r.text(node, name); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

var version = regexp.MustCompile(`^[vV]?([0-9]{1,3})((?:alpha|beta)[0-9]*)?(?:[^0-9A-Za-z].*)?$`)

// majorVersion returns the part of the document's version that stays while the
// API is compatible: packages are called after it. A date is no such part.
func majorVersion(text string) string {
	match := version.FindStringSubmatch(text)
	if match == nil || strings.Trim(match[1], "0") == "" {
		return "v1"
	}
	return "v" + strings.TrimLeft(match[1], "0") + match[2]
}

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

// described returns a description, with the address of documentation that
// stands beside it.
func (r *reader) described(node *jsontree.Node) string {
	text := r.text(node, "description")
	if docs := r.member(node, "externalDocs", jsontree.Object); docs != nil {
		r.checkMembers(docs, externalDocsMembers)
		text = joined(text, cmp.Or(r.text(docs, "description"), "See")+": "+r.text(docs, "url"))
	}
	return text
}

// asSentence ends a text as a sentence, which most summaries are that end without
// a point. Beside a description they would be headings.
func asSentence(text string) string {
	if c, _ := utf8.DecodeLastRuneInString(text); unicode.IsLetter(c) || unicode.IsDigit(c) {
		return text + "."
	}
	return text
}

// joined returns two texts as paragraphs of one. It omits an empty text, and a first text
// with which the second starts.
func joined(first, second string) string {
	switch {
	case first == "" || strings.HasPrefix(second, first):
		return second
	case second == "" || second+"." == first:
		return first
	}
	return first + "\n\n" + second
}

func pick[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}
