// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package openapi reads OpenAPI documents of the versions 3.0, 3.1 and 3.2, and Swagger 2.0
// documents, in JSON or YAML.
//
// It reads the positioned tree of package jsontree instead of the types of an OpenAPI library, so
// that every value has a position and every member is either used or reported. The tests in
// tests/openapi compare it with such a library.
//
// The package reads only the given bytes and files. A reference to any other document is a
// finding.
package openapi

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/naming"
)

// Read reads one document. The name is the file of the positions. The API is nil if the data is not an
// OpenAPI document. It is incomplete if there are findings of severity error.
func Read(name string, data []byte) (*document.API, *finding.List) {
	return ReadFiles(name, data, nil)
}

// ReadFiles is like Read, for a document that may refer to other files. If files is nil, such references
// are findings.
func ReadFiles(name string, data []byte, files Files) (*document.API, *finding.List) {
	root, findings := parse(name, data)
	if root == nil {
		return nil, findings
	}
	r := &reader{
		root:        root,
		files:       newFileSet(files, root),
		findings:    findings,
		schemas:     make(map[string]*document.Schema),
		schemaNames: make(map[*jsontree.Node]string),
		taken:       make(map[string]bool),
		closed:      make(map[*document.Schema]bool),
		undeclared:  make(map[*document.Schema]map[string]bool),
		extensions:  make(map[string]*extension),

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

// parse parses JSON as JSON and everything else as YAML. A file with the extension of YAML that is not
// valid JSON may be a YAML document that starts with a flow mapping.
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

// reader reads one document.
type reader struct {
	root     *jsontree.Node
	files    *fileSet
	findings *finding.List
	swagger  bool // whether the document is Swagger 2.0
	before31 bool // whether the document is older than OpenAPI 3.1

	doc *document.API

	// Schemas.
	schemas     map[string]*document.Schema // by name
	schemaNames map[*jsontree.Node]string   // the names of schemas, including nested ones that references lead to
	pending     []*jsontree.Node            // the nested schemas that have not been read
	taken       map[string]bool             // the names of schemas that have been read or will be
	closed      map[*document.Schema]bool   // objects without additional properties
	objects     []*document.Schema          // schemas of the type object
	// undeclared contains the required properties that an object does not declare itself.
	undeclared map[*document.Schema]map[string]bool
	tags       []*document.Schema // the properties that only a discriminator declares

	// Combinations of schemas.
	combinations  []*combination // in the order of reading
	combinationOf map[*document.Schema]*combination
	overlaps      []overlap                             // in the order of settling
	oneSided      map[*document.Schema]map[string]sides // the results of oneSidedProperties

	// References.
	steps        int                     // see step
	followed     map[*jsontree.Node]bool // the nodes that references lead to or through
	externalRefs []*jsontree.Node        // the references to other documents
	deferred     []func()                // steps that need all schemas

	// Objects that operations share.
	parametersRead map[*jsontree.Node]*document.Parameter
	bodiesRead     map[*jsontree.Node]*body
	responsesRead  map[*jsontree.Node]*document.Response

	extensions    map[string]*extension
	ignoredBodies []ignoredBody          // the bodies that clients do not send
	schemes       map[string]bool        // the names of security schemes
	security      []document.Requirement // the default of operations
	rootTypes     contentTypes           // the default of operations
}

// isOpenAPI reports whether the document has a supported version, and sets the version.
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
		r.before31 = r.swagger || version.Text == "3" || strings.HasPrefix(version.Text, "3.0")
		return true
	}
	r.findings.Add(finding.NotOpenAPI, r.root.Position(), `the document has neither "openapi" nor "swagger"`)
	return false
}

// api reads the document.
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
	r.reportUnusedComponents()
	for len(r.pending) > 0 { // a schema may refer to further ones
		next := r.pending[0]
		r.pending = r.pending[1:]
		r.addSchema(r.schemaNames[next], next)
	}
	r.combineAll()
	r.settleTags()
	r.addUndeclaredProperties()
	for _, step := range r.deferred {
		step()
	}
	r.addSubtypes()
	r.checkReferences()
	slices.SortFunc(api.Schemas, func(a, b *document.Schema) int { return strings.Compare(a.Name, b.Name) })
	r.settleOperationIDs()
	r.reportExtensions()
	r.reportUnreadFiles()
	r.reportExternalRefs()
	r.reportIgnoredBodies()
	r.reportEmpty()
	return api
}

// reportEmpty reports a document without any readable operation or schema, unless its paths are an empty
// object.
func (r *reader) reportEmpty() {
	paths := r.root.Get("paths")
	isEmpty := paths != nil && paths.Kind == jsontree.Object && len(paths.Members) == 0
	if len(r.doc.Operations)+len(r.doc.Schemas)+len(r.externalRefs) == 0 && !isEmpty {
		r.findings.Add(finding.DocumentEmpty, r.root.Position(), "the document has neither operations nor schemas that can be read")
	}
}

// pick returns yes if the condition is true, no otherwise.
func pick[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}
