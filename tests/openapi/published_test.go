// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/moby/moby/api"         // so that go.mod pins its swagger.yaml
	_ "github.com/pb33f/libopenapi/json" // so that go.mod pins its test_specs

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/read"
)

const (
	kin        = "github.com/getkin/kin-openapi"
	libopenapi = "github.com/pb33f/libopenapi"
	docker     = "github.com/moby/moby/api"
)

// published are documents in the modules that go.mod pins, with what is read of
// them and the rules of the errors in them.
var published = []struct {
	module, path        string
	operations, schemas int
	errors              []finding.Rule
}{
	{libopenapi, "test_specs/stripe.yaml", 494, 871, nil},
	{libopenapi, "test_specs/docusignv3.1.json", 402, 592, nil},
	{libopenapi, "test_specs/asana.yaml", 152, 135, nil},
	{libopenapi, "test_specs/k8s.json", 853, 563, nil},
	{libopenapi, "test_specs/xsoar.json", 88, 245, []finding.Rule{finding.ReferenceUnresolved}},
	{libopenapi, "test_specs/burgershop.openapi.yaml", 5, 6, []finding.Rule{finding.ReferenceUnresolved}},
	{libopenapi, "test_specs/petstorev3.json", 19, 8, nil},
	{libopenapi, "test_specs/petstorev2.json", 20, 6, nil},
	{kin, "openapi3/testdata/oai_v3_stoplight.json", 334, 145, []finding.Rule{finding.MemberMissing}},
	{kin, "openapi3/testdata/issue570.json", 1, 4, nil},
	{kin, "openapi3/testdata/issue796.yml", 148, 113, nil},
	{kin, "openapi3/testdata/lxkns.yaml", 3, 23, nil},
	{kin, "openapi3filter/testdata/fixtures/petstore.json", 25, 8, nil},
	{docker, "swagger.yaml", 108, 159, nil},
}

// data returns a document of a module.
func data(t *testing.T, module, path string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module)
	folder, err := command.Output()
	if err != nil || len(folder) == 0 {
		t.Fatalf("%s is not here: run make modules (%v)", module, err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func readPublished(t *testing.T, module, path string) (*document.API, *finding.List, []byte) {
	t.Helper()
	text := data(t, module, path)
	api, findings := read.Document(path, text)
	if api == nil {
		t.Fatalf("%v", findings.All())
	}
	return api, findings, text
}

// Documents that others publish are read, and nothing in them is wrong but for
// what is known.
func TestReadPublished(t *testing.T) {
	for _, p := range published {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			api, findings, _ := readPublished(t, p.module, p.path)
			if len(api.Operations) != p.operations || len(api.Schemas) != p.schemas {
				t.Errorf("%d operations, %d schemas", len(api.Operations), len(api.Schemas))
			}
			known := make(map[string]bool)
			for _, rule := range p.errors {
				known[rule.Name] = true
			}
			for _, f := range findings.All() {
				if f.Severity == finding.Error && !known[f.Rule] {
					t.Errorf("%v: %s [%s] %s", f.Position, f.Message, f.Rule, f.Position.Pointer)
				}
			}
			if findings.HasErrors() != (len(p.errors) > 0) {
				t.Errorf("errors: %v", findings.HasErrors())
			}
		})
	}
}
