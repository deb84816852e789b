// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/moby/moby/api"         // pins the version of its swagger.yaml
	_ "github.com/pb33f/libopenapi/json" // pins the version of its test_specs

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/read"
)

const (
	kin        = "github.com/getkin/kin-openapi"
	libopenapi = "github.com/pb33f/libopenapi"
	docker     = "github.com/moby/moby/api"
)

// published are documents in modules at the versions in go.mod, with the numbers of their elements.
// Mistakes in them are warnings.
var published = []struct {
	module, path        string
	operations, schemas int
	unresolved          bool // the document contains a reference that leads nowhere
}{
	{libopenapi, "test_specs/stripe.yaml", 494, 871, false},
	{libopenapi, "test_specs/docusignv3.1.json", 402, 592, false},
	{libopenapi, "test_specs/asana.yaml", 152, 135, false},
	{libopenapi, "test_specs/k8s.json", 853, 563, false},
	{libopenapi, "test_specs/xsoar.json", 88, 245, true},
	{libopenapi, "test_specs/burgershop.openapi.yaml", 5, 6, true},
	{libopenapi, "test_specs/petstorev3.json", 19, 8, false},
	{libopenapi, "test_specs/petstorev2.json", 20, 6, false},
	{kin, "openapi3/testdata/oai_v3_stoplight.json", 334, 145, false},
	{kin, "openapi3/testdata/issue570.json", 1, 4, false},
	{kin, "openapi3/testdata/issue796.yml", 148, 113, false},
	{kin, "openapi3/testdata/lxkns.yaml", 3, 23, false},
	{kin, "openapi3filter/testdata/fixtures/petstore.json", 25, 8, false},
	{docker, "swagger.yaml", 108, 159, false},
}

// data returns a document of a module.
func data(t *testing.T, module, path string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module)
	folder, err := command.Output()
	if err != nil || len(folder) == 0 {
		t.Fatalf("module %s is missing; run make modules: %v", module, err)
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

// TestReadPublished reads published documents.
func TestReadPublished(t *testing.T) {
	for _, p := range published {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			api, findings, _ := readPublished(t, p.module, p.path)
			if len(api.Operations) != p.operations || len(api.Schemas) != p.schemas {
				t.Errorf("%d operations, %d schemas", len(api.Operations), len(api.Schemas))
			}
			for _, f := range findings.All() {
				if f.Severity == finding.Error {
					t.Errorf("%v: %s [%s] %s", f.Position, f.Message, f.Rule, f.Position.Pointer)
				}
			}
		})
	}
}
