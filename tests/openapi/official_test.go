// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// official contains the names of the official schema's objects in the reader's table.
var official = map[string]string{
	"": "document", "info": "info", "contact": "contact, license", "license": "contact, license", "server": "server",
	"server-variable": "server variable", "components": "components", "path-item": "path item", "operation": "operation",
	"external-documentation": "external docs", "parameter": "parameter", "request-body": "request body", "media-type": "media type",
	"encoding": "encoding", "response": "response", "example": "example", "header": "header", "tag": "tag",
	"security-scheme": "security scheme", "oauth-flows": "flows",
	"oauth-flows/implicit": "flow", "oauth-flows/password": "flow", "oauth-flows/client-credentials": "flow",
	"oauth-flows/authorization-code": "flow", "oauth-flows/device-authorization": "flow",
}

// withoutMembers are the definitions of the schema without members in the reader: maps, references,
// and objects that the reader reports as a whole.
var withoutMembers = []string{
	"callbacks", "content", "examples", "link", "map-of-strings", "parameters", "paths", "reference", "responses", "schema",
	"security-requirement", "specification-extensions", "styles-for-form",
}

// TestOfficialMembers compares the members that the reader knows with those of the official schema
// of OpenAPI 3.2.
func TestOfficialMembers(t *testing.T) {
	type schema struct {
		Properties       map[string]json.RawMessage `json:"properties"`
		DependentSchemas map[string]*schema         `json:"dependentSchemas"`
		AllOf            []*schema                  `json:"allOf"`
		Then             *schema                    `json:"then"`
		Ref              string                     `json:"$ref"`
		Defs             map[string]*schema         `json:"$defs"`
	}
	root := new(schema)
	if err := json.Unmarshal(data(t, libopenapi, "datamodel/schemas/oas32-schema.json"), root); err != nil {
		t.Fatal(err)
	}
	var membersOf func(s *schema) []string
	membersOf = func(s *schema) []string {
		if s == nil {
			return nil
		}
		members := slices.Collect(maps.Keys(s.Properties))
		for _, part := range slices.Concat(s.AllOf, []*schema{s.Then}, slices.Collect(maps.Values(s.DependentSchemas))) {
			members = append(members, membersOf(part)...)
		}
		if path, found := strings.CutPrefix(s.Ref, "#/$defs/"); found {
			at := root
			for step := range strings.SplitSeq(path, "/$defs/") {
				if at != nil {
					at = at.Defs[strings.TrimSuffix(step, "/dependentSchemas/schema")]
				}
			}
			members = append(members, membersOf(at)...)
		}
		return members
	}
	objects := map[string]*schema{"": root}
	for name, s := range root.Defs {
		objects[name] = s
		if name == "oauth-flows" {
			for flow, s := range s.Defs {
				objects[name+"/"+flow] = s
			}
		}
	}
	table := known(t)
	for _, name := range slices.Sorted(maps.Keys(objects)) {
		of, found := official[name]
		if !found {
			if !slices.Contains(withoutMembers, name) && !strings.HasSuffix(name, "-or-reference") {
				t.Errorf("the schema has the object %q", name)
			}
			continue
		}
		members := membersOf(objects[name])
		if len(members) == 0 {
			t.Errorf("%s has no members", of)
		}
		for _, member := range members {
			if !slices.Contains(table[of], member) {
				t.Errorf("the reader does not know %q of %s", member, of)
			}
		}
	}
	for name := range official {
		if objects[name] == nil {
			t.Errorf("the schema has no object %q", name)
		}
	}
}
