// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// packages are the packages that code in the documentation may use, by their names,
// besides those of codegen and runtime.
var packages = map[string]string{
	"apierror":      "github.com/googleapis/gax-go/v2/apierror",
	"googleapi":     "google.golang.org/api/googleapi",
	"accounts":      module + "gen/vonage/accounts/v1beta1",
	"accountspb":    module + "gen/vonage/accounts/v1beta1/accountspb",
	"chat":          module + "gen/google/chat/v1",
	"chatpb":        module + "gen/google/chat/v1/chatpb",
	"petshop":       module + "examples/petshop/gen/petshop/v1",
	"petshoppb":     module + "examples/petshop/gen/petshop/v1/petshoppb",
	"rcs":           module + "gen/google/rcs/v1",
	"code":          "google.golang.org/genproto/googleapis/rpc/code",
	"context":       "context",
	"errdetails":    "google.golang.org/genproto/googleapis/rpc/errdetails",
	"errors":        "errors",
	"fieldmaskpb":   "google.golang.org/protobuf/types/known/fieldmaskpb",
	"fmt":           "fmt",
	"http":          "net/http",
	"httptest":      "net/http/httptest",
	"io":            "io",
	"iter":          "iter",
	"oauth2":        "golang.org/x/oauth2",
	"os":            "os",
	"proto":         "google.golang.org/protobuf/proto",
	"protovalidate": "buf.build/go/protovalidate",
	"time":          "time",
}

// surroundings are the declarations that a snippet may rely on. A snippet is a part of
// the function body.
const surroundings = `package snippet

%s
func snippet(ctx context.Context, client *%s.Client, req *chatpb.ListMessagesRequest, name, id string, file *os.File,
	handler http.Handler, message *chatpb.Message, err error) error {
	{
%s
	}
	return nil
}
`

// TestSnippets type-checks each block of Go in the documentation. TestReadme of
// tests/consumer builds and runs those of README.md.
func TestSnippets(t *testing.T) {
	p := load(t)
	count := 0
	for name, page := range pages(t) {
		if name == "README.md" {
			continue
		}
		for _, block := range page.blocks["go"] {
			count++
			if err := p.check(block); err != nil {
				t.Errorf("%s: %v in:\n%s", name, err, block)
			}
		}
	}
	if count == 0 {
		t.Error("the documentation contains no Go")
	}
	if err := p.check("client.CreateMesage(ctx, nil)"); err == nil {
		t.Error("a call of an undefined method passes the check")
	}
}

// TestIdentifiers finds names such as `rest.WithTimeout` in the documentation that no
// package exports.
func TestIdentifiers(t *testing.T) {
	p := load(t)
	count := 0
	for name, page := range pages(t) {
		for _, span := range page.spans {
			match := qualified.FindStringSubmatch(span)
			if match == nil {
				continue
			}
			count++
			var err error
			if v, ok := variables[match[1]]; ok {
				err = p.find(v[0], v[1], match[2])
			} else {
				err = p.find(match[1], match[2], match[3])
			}
			if err != nil {
				t.Errorf("%s: `%s`: %v", name, span, err)
			}
		}
	}
	if count == 0 {
		t.Error("the documentation mentions no identifier")
	}
	if p.find("rest", "Missing", "") == nil || p.find("rest", "Client", "Missing") == nil || p.find("missing", "Client", "") == nil {
		t.Error("an unknown identifier passes the check")
	}
}

// qualified matches code that starts with an identifier of a package, or with a field or
// method of its type.
var qualified = regexp.MustCompile(`^\*?([a-z][a-z0-9]*)\.([A-Z]\w*)(?:\.([A-Z]\w*))?`)

// variables are the types of the variables that the documentation mentions.
var variables = map[string][2]string{
	"animal": {"petshoppb", "Pet_Animal"},
	"client": {"petshop", "Client"},
	"e":      {"rest", "Error"},
	"req":    {"petshoppb", "ListPetsRequest"},
}

// A program gives access to the exported identifiers of packages.
type program struct {
	paths    map[string]string // by the name of the package
	importer types.Importer
}

// load compiles the packages that the documentation may mention.
func load(t *testing.T) *program {
	t.Helper()
	p := &program{paths: maps.Clone(packages)}
	for _, room := range []string{"codegen", "runtime"} {
		for name := range importGraph(t, room) {
			p.paths[name] = module + room + "/" + name
		}
	}
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, slices.Collect(maps.Values(p.paths))...)
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = root+"/tests", os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	p.importer = importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return p
}

// check type-checks a snippet. Unused variables and imports are not errors.
func (p *program) check(snippet string) error {
	client := "chat"
	if strings.Contains(snippet, "accountspb.") {
		client = "accounts"
	}
	var imports strings.Builder
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(&imports, "import %s %q\n", name, packages[name])
	}
	for name, path := range p.paths {
		if packages[name] == "" && strings.HasPrefix(path, module+"runtime/") {
			fmt.Fprintf(&imports, "import %s %q\n", name, path)
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "snippet.go", fmt.Sprintf(surroundings, imports.String(), client, snippet), parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	var problems []error
	config := types.Config{Importer: p.importer, Error: func(err error) {
		if e, ok := errors.AsType[types.Error](err); !ok || !e.Soft {
			problems = append(problems, err)
		}
	}}
	_, _ = config.Check("snippet", fset, []*ast.File{file}, nil) // Error receives its errors
	return errors.Join(problems...)
}

// find returns an error if a package does not export the name, or its type does not have
// the field or method. The field may be empty.
func (p *program) find(name, identifier, field string) error {
	path, ok := p.paths[name]
	if !ok {
		return fmt.Errorf("the test does not know package %s", name)
	}
	pkg, err := p.importer.Import(path)
	if err != nil {
		return err
	}
	object := pkg.Scope().Lookup(identifier)
	if object == nil {
		return fmt.Errorf("package %s does not declare %s", path, identifier)
	}
	if field == "" {
		return nil
	}
	if found, _, _ := types.LookupFieldOrMethod(object.Type(), true, pkg, field); found == nil {
		return fmt.Errorf("%s.%s does not have %s", name, identifier, field)
	}
	return nil
}
