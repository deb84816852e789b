// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
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
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// A compiler type-checks generated packages and programs that use them.
type compiler struct {
	outside types.Importer
}

func newCompiler(t *testing.T) *compiler {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"github.com/protolect/protolect/runtime/...", "github.com/protolect/protolect/gen/protolect/...",
		"google.golang.org/protobuf/types/known/...", "google.golang.org/genproto/googleapis/rpc/status",
		"google.golang.org/genproto/googleapis/api/...", "google.golang.org/genproto/googleapis/type/...")
	command.Stderr = os.Stderr
	listed, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	files := make(map[string]string)
	for line := range strings.Lines(string(listed)) {
		if name, file, found := strings.Cut(strings.TrimSpace(line), " "); found {
			files[name] = file
		}
	}
	return &compiler{importer.ForCompiler(token.NewFileSet(), "gc", func(name string) (io.ReadCloser, error) { return os.Open(files[name]) })}
}

// packages type-checks generated packages, without their tests. It returns them by their import paths.
func (c *compiler) packages(t *testing.T, files []generate.File) map[string]*types.Package {
	t.Helper()
	set := token.NewFileSet()
	parsed := make(map[string][]*ast.File)
	for _, f := range files {
		if strings.HasSuffix(f.Name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed[path.Dir(f.Name)] = append(parsed[path.Dir(f.Name)], file)
	}
	i := &generated{compiler: c, set: set, parsed: parsed, checked: make(map[string]*types.Package)}
	for name := range parsed {
		if _, err := i.Import(name); err != nil {
			t.Fatal(err)
		}
	}
	return i.checked
}

// generated imports generated packages by type-checking them first.
type generated struct {
	*compiler
	set     *token.FileSet
	parsed  map[string][]*ast.File
	checked map[string]*types.Package
}

func (i *generated) Import(name string) (*types.Package, error) {
	if pkg := i.checked[name]; pkg != nil {
		return pkg, nil
	}
	files := i.parsed[name]
	if files == nil {
		return i.outside.Import(name)
	}
	pkg, err := (&types.Config{Importer: i}).Check(name, i.set, files, nil)
	if err == nil {
		i.checked[name] = pkg
	}
	return pkg, err
}

// compile type-checks a program with the given versions of the generated packages.
func (c *compiler) compile(program string, packages map[string]*types.Package) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "consumer.go", program, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	config := &types.Config{Importer: &generated{compiler: c, checked: packages}}
	_, err = config.Check("example.com/consumer", set, []*ast.File{file}, nil)
	return err
}

// consumer returns a program that uses every exported declaration of packages with exactly its type: constants,
// variables, functions, methods and fields.
func consumer(packages map[string]*types.Package) string {
	imports := make(map[string]string) // names by path
	qualify := func(p *types.Package) string {
		if imports[p.Path()] == "" {
			imports[p.Path()] = fmt.Sprintf("p%d", len(imports))
		}
		return imports[p.Path()]
	}
	var body strings.Builder
	use := func(declared types.Type, format string, args ...any) {
		text := types.TypeString(declared, qualify)
		if unexported.MatchString(text) { // the interface of a oneof
			text = ""
		}
		fmt.Fprintf(&body, "var _ %s = %s\n", text, fmt.Sprintf(format, args...))
	}
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		p := packages[name]
		for _, name := range p.Scope().Names() {
			switch object := p.Scope().Lookup(name).(type) {
			case nil:
			case *types.Const:
				if object.Exported() && types.TypeString(object.Type(), qualify) != "untyped bool" {
					use(types.Default(object.Type()), "%s.%s", qualify(p), name)
				}
			case *types.Var, *types.Func:
				if signature, ok := object.Type().(*types.Signature); object.Exported() && (!ok || signature.TypeParams() == nil) {
					use(object.Type(), "%s.%s", qualify(p), name)
				}
			case *types.TypeName:
				if object.Exported() && !object.IsAlias() {
					useType(use, &body, qualify, object)
				}
			}
		}
	}
	var head strings.Builder
	head.WriteString("package consumer\n")
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&head, "import %s %q\n", imports[name], name)
	}
	return head.String() + body.String()
}

// unexported matches the names of types that no other package can write.
var unexported = regexp.MustCompile(`\bp[0-9]+\.[a-z]`)

// useType uses the methods and the fields of a type.
func useType(use func(types.Type, string, ...any), body *strings.Builder, qualify types.Qualifier, object *types.TypeName) {
	name := types.TypeString(object.Type(), qualify)
	named := object.Type().(*types.Named)
	for method := range named.Methods() {
		if method.Exported() {
			signature := method.Signature()
			expression := types.NewSignatureType(nil, nil, nil,
				types.NewTuple(append([]*types.Var{types.NewParam(token.NoPos, nil, "receiver", types.NewPointer(named))}, slices.Collect(signature.Params().Variables())...)...),
				signature.Results(), signature.Variadic())
			use(expression, "(*%s).%s", name, method.Name())
		}
	}
	structure, ok := named.Underlying().(*types.Struct)
	if !ok {
		fmt.Fprintf(body, "var _ %s\n", name)
		return
	}
	for field := range structure.Fields() {
		if field.Exported() {
			use(field.Type(), "%s{}.%s", name, field.Name())
		}
	}
}
