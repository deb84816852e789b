// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	oasdiff "github.com/oasdiff/yaml"
	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// TestReadAsOthersDo compares the reader with kin-openapi. Both must find the same operations,
// parameters, responses, schemas, properties and enum values, or ours must report the difference.
func TestReadAsOthersDo(t *testing.T) {
	for _, p := range published {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			api, findings, text := readPublished(t, p.module, p.path)
			theirs, err := load(text)
			if err != nil && p.unresolved {
				t.Skipf("kin-openapi cannot read the document: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			c := &comparison{t: t, version: openAPIVersion(t, text), api: api, findings: findings, schemas: make(map[string]*document.Schema), count: make(map[string]int)}
			for _, s := range api.Schemas {
				c.schemas[s.Name] = s
			}
			c.operations(theirs)
			c.allSchemas(theirs)
			t.Logf("%d operations, %d parameters, %d responses, %d schemas, %d properties, %d values of enums, %d of them reported instead",
				c.count["operation"], c.count["parameter"], c.count["response"], c.count["schema"], c.count["property"], c.count["value"], c.reported)
		})
	}
}

func load(text []byte) (*openapi3.T, error) {
	var version struct {
		Swagger string `yaml:"swagger"`
	}
	if err := yaml.Load(text, &version); err != nil {
		return nil, err
	}
	if version.Swagger == "" {
		return openapi3.NewLoader().LoadFromData(text)
	}
	var old openapi2.T
	text, err := oasdiff.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	if err := old.UnmarshalJSON(text); err != nil {
		return nil, err
	}
	return openapi2conv.ToV3(&old)
}

// openAPIVersion returns the version of OpenAPI; it is empty for Swagger 2.0.
func openAPIVersion(t *testing.T, text []byte) string {
	t.Helper()
	var version struct {
		OpenAPI string `yaml:"openapi"`
	}
	if err := yaml.Load(text, &version); err != nil {
		t.Fatal(err)
	}
	return version.OpenAPI
}

type comparison struct {
	t        *testing.T
	version  string
	api      *document.API
	findings *finding.List
	schemas  map[string]*document.Schema
	count    map[string]int
	reported int
}

// has counts an element that the other reader found. Ours must have it, or report it by name.
func (c *comparison) has(what, name string, carried bool, rules ...finding.Rule) {
	c.t.Helper()
	c.count[what]++
	if carried {
		return
	}
	last := name[strings.LastIndexByte(name, '?')+1:]
	for _, f := range c.findings.All() {
		if slices.ContainsFunc(rules, func(r finding.Rule) bool { return r.Name == f.Rule }) && strings.Contains(f.Message, last) {
			c.reported++
			return
		}
	}
	c.t.Errorf("the %s %s is neither in the result nor in a finding", what, name)
}

func (c *comparison) operations(theirs *openapi3.T) {
	ours := make(map[string]*document.Operation)
	for _, o := range c.api.Operations {
		ours[o.HTTPMethod+" "+o.URLPath] = o
	}
	number := 0
	for path, item := range theirs.Paths.Map() {
		for method, operation := range item.Operations() {
			number++
			name := method + " " + path
			o := ours[name]
			c.has("operation", name, o != nil)
			if o != nil {
				c.operation(name, o, operation, item)
			}
		}
	}
	if number != len(ours) {
		c.t.Errorf("%d operations, want %d", len(ours), number)
	}
}

func (c *comparison) operation(name string, o *document.Operation, theirs *openapi3.Operation, item *openapi3.PathItem) {
	carried := make(map[string]*document.Parameter)
	for _, p := range o.Parameters {
		in := "query"
		if p.InPath {
			in = "path"
		}
		carried[in+" "+p.Name] = p
	}
	for _, p := range o.Headers {
		in := "header"
		if p.Cookie {
			in = "cookie"
		}
		carried[in+" "+p.Name] = p
	}
	expected := make(map[string]bool)
	for _, p := range slices.Concat(theirs.Parameters, item.Parameters) {
		key := p.Value.In + " " + p.Value.Name
		if expected[key] {
			continue
		}
		expected[key] = true
		ours := carried[key]
		c.has("parameter", name+"?"+p.Value.Name, ours != nil, finding.HeaderIgnored, finding.PathVariable)
		if ours != nil && p.Value.Schema != nil && !ours.Repeated {
			c.schema(name+"?"+p.Value.Name, ours.Schema, p.Value.Schema)
		}
	}
	hasBody := theirs.RequestBody != nil && len(theirs.RequestBody.Value.Content) > 0 && !c.ignoresBody(o.HTTPMethod)
	if hasBody != (o.Body != nil) {
		c.t.Errorf("%s: has a body: %v", name, o.Body != nil)
	}
	statuses := make(map[string]bool)
	for _, r := range o.Responses {
		statuses[r.Status] = true
	}
	for status := range theirs.Responses.Map() {
		if status == "default" && len(statuses) == 0 && theirs.Responses.Value(status).Value.Description != nil && *theirs.Responses.Value(status).Value.Description == "" {
			continue // kin-openapi adds one if there is none
		}
		c.has("response", name+" "+status, statuses[status])
	}
}

// ignoresBody reports whether the document's version ignores the body of an HTTP method.
func (c *comparison) ignoresBody(method string) bool {
	return strings.HasPrefix(c.version, "3.0") && (method == http.MethodGet || method == http.MethodHead)
}

func (c *comparison) allSchemas(theirs *openapi3.T) {
	if theirs.Components == nil {
		return
	}
	for name, s := range theirs.Components.Schemas {
		ours := c.schemas[name]
		c.has("schema", name, ours != nil)
		if ours != nil {
			c.schema(name, ours, s)
		}
	}
}

// schema compares a schema up to the next references.
func (c *comparison) schema(name string, ours *document.Schema, theirs *openapi3.SchemaRef) {
	if theirs.Ref != "" {
		if target := theirs.Ref[strings.LastIndexByte(theirs.Ref, '/')+1:]; ours.Ref != target {
			c.has("reference", name+"?"+theirs.Ref, strings.HasSuffix(ours.Ref, target), finding.ReferenceUnresolved)
		}
		return
	}
	s := theirs.Value
	if s == nil {
		return
	}
	for _, value := range s.Enum {
		text := fmt.Sprint(value)
		if number, ok := value.(float64); ok {
			text = strconv.FormatFloat(number, 'f', -1, 64)
		}
		carried := value == nil && ours.Nullable || slices.ContainsFunc(ours.Enum, func(v document.EnumValue) bool { return v.Value == text })
		c.has("value", name+"?"+text, carried, finding.Unchecked)
	}
	if len(s.AllOf) == 0 {
		for property, value := range s.Properties {
			i := slices.IndexFunc(ours.Properties, func(p *document.Property) bool { return p.Name == property })
			c.has("property", name+"?"+property, i >= 0, finding.MemberMisplaced)
			if i >= 0 {
				c.schema(name+"."+property, ours.Properties[i].Schema, value)
				if required := slices.Contains(s.Required, property); required != ours.Properties[i].Schema.Required {
					c.t.Errorf("%s.%s: required: got %v", name, property, !required)
				}
			}
		}
	} else if whole := c.whole(ours); whole.Kind == document.Object {
		var got []string
		for _, p := range whole.Properties {
			got = append(got, p.Name)
		}
		want := make(map[string]bool)
		properties(theirs, want, make(map[*openapi3.Schema]bool))
		slices.Sort(got)
		c.count["property"] += len(want)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got); diff != "" {
			c.t.Errorf("properties of %s (-theirs +ours):\n%s", name, diff)
		}
	}
	if s.Items != nil && s.Type.Is("array") {
		if ours.Items == nil {
			c.t.Errorf("%s: the items are missing", name)
			return
		}
		c.schema(name+"[]", ours.Items, s.Items)
	}
	if s.AdditionalProperties.Schema != nil && (ours.Additional == nil) {
		c.has("property", name+"?additionalProperties", false, finding.MemberMisplaced)
	}
	if n := max(len(s.OneOf), len(s.AnyOf)); n > 1 && len(ours.Variants) != n && len(ours.Enum) != n && len(ours.Variants)+1 != n && ours.Kind != document.Ref {
		c.has("variant", name+"?one of several has to hold", false, finding.Unchecked)
	}
}

// whole follows references.
func (c *comparison) whole(s *document.Schema) *document.Schema {
	for s.Kind == document.Ref && c.schemas[s.Ref] != nil {
		s = c.schemas[s.Ref]
	}
	return s
}

// properties collects the properties of a schema and its parts.
func properties(ref *openapi3.SchemaRef, all map[string]bool, seen map[*openapi3.Schema]bool) {
	s := ref.Value
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	for name := range s.Properties {
		all[name] = true
	}
	for _, part := range s.AllOf {
		properties(part, all, seen)
	}
}
