// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const reader = "../../codegen/openapi"

// objects are the objects of OpenAPI, by the variables of the reader that list their members.
var objects = map[string]string{
	"rootMembers": "document", "swaggerRootMembers": "document of 2.0", "infoMembers": "info", "aboutMembers": "contact, license",
	"externalDocsMembers": "external docs", "tagMembers": "tag", "serverMembers": "server", "variableMembers": "server variable",
	"componentMembers": "components", "pathItemMembers": "path item", "operationMembers": "operation",
	"swaggerOperationMembers": "operation of 2.0", "parameterMembers": "parameter", "swaggerParameterMembers": "parameter of 2.0",
	"headerMembers": "header", "swaggerHeaderMembers": "header of 2.0", "bodyMembers": "request body", "mediaMembers": "media type",
	"encodingMembers": "encoding", "responseMembers": "response", "swaggerResponseMembers": "response of 2.0",
	"exampleMembers": "example", "securitySchemeMembers": "security scheme", "swaggerSecuritySchemeMembers": "security scheme of 2.0",
	"discriminatorMembers": "discriminator", "flowsMembers": "flows", "flowMembers": "flow", "schemaMembers": "schema",
	"limitMembers": "limits", "uncheckedMembers": "unchecked",
}

// TestTable checks that the tables in docs/openapi.md have a row for every member that the reader
// knows, and for no other, and that the tests in the rows exist.
func TestTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/openapi.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	listed := make(map[string][]string)
	rows := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), `\|`, ""), "|")
		if len(cells) != 6 || strings.Trim(cells[1], "- ") == "" || strings.TrimSpace(cells[1]) == "Object" {
			continue
		}
		rows++
		of := strings.TrimSpace(cells[1])
		for _, member := range quoted.FindAllStringSubmatch(cells[2], -1) {
			if slices.Contains(listed[of], member[1]) {
				t.Errorf("%s of %s has two rows", member[1], of)
			}
			listed[of] = append(listed[of], member[1])
		}
		tests := quoted.FindAllStringSubmatch(cells[4], -1)
		if len(tests) == 0 {
			t.Errorf("the row names no test: %s", line)
		}
		for _, test := range tests {
			if !isTest(t, test[1]) {
				t.Errorf("the test %s does not exist", test[1])
			}
		}
	}
	if rows == 0 {
		t.Fatal("docs/openapi.md contains no table")
	}
	for of, members := range known(t) {
		for _, member := range members {
			if !slices.Contains(listed[of], member) {
				t.Errorf("%q of %s has no row", member, of)
			}
		}
		for _, member := range listed[of] {
			if !slices.Contains(members, member) {
				t.Errorf("%q of %s has a row, but the reader does not know it", member, of)
			}
		}
		delete(listed, of)
	}
	for of := range listed {
		t.Errorf("%s has a row, but the reader does not know it", of)
	}
}

// known returns the members that the reader knows, by object. They are the strings in the variables
// whose names end with Members.
func known(t *testing.T) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	files, err := filepath.Glob(filepath.Join(reader, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasSuffix(spec.Names[0].Name, "Members") {
				return true
			}
			of, found := objects[spec.Names[0].Name]
			if !found {
				t.Errorf("%s has no object in the table", spec.Names[0].Name)
			}
			all[of] = append(all[of], texts(t, spec.Values[0])...)
			return false
		})
	}
	if len(all) != len(objects) {
		t.Errorf("%d objects, want %d", len(all), len(objects))
	}
	return all
}

// texts returns the words of the strings in an expression. Of the elements of a list, only the
// first string counts.
func texts(t *testing.T, e ast.Expr) []string {
	t.Helper()
	var all []string
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if _, isList := n.Type.(*ast.ArrayType); isList {
				for _, element := range n.Elts {
					all = append(all, texts(t, element.(*ast.CompositeLit).Elts[0])...)
				}
				return false
			}
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, strings.Fields(text)...)
		}
		return true
	})
	return all
}

// isTest reports whether a test exists, such as "codegen/generate.TestGolden". A name with a case,
// such as "codegen/generate.TestGolden/openapi", requires the folder testdata/openapi.
func isTest(t *testing.T, name string) bool {
	t.Helper()
	folder, function, _ := strings.Cut(name, ".")
	function, test, _ := strings.Cut(function, "/")
	folder = filepath.Join("../..", folder)
	if test != "" {
		if info, err := os.Stat(filepath.Join(folder, "testdata", test)); err != nil || !info.IsDir() {
			return false
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(text), "\nfunc "+function+"(t *testing.T")
	})
}
