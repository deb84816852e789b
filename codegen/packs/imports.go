// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// imports are the Go packages that a file uses.
type imports struct {
	index *index
	own   string            // the import path of the file's package
	names map[string]string // by import path
	paths map[string]string // by name
}

func newImports(known *index) *imports {
	return &imports{index: known, names: make(map[string]string), paths: make(map[string]string)}
}

// use imports a package and returns its name.
func (s *session) use(importPath string, preferred ...string) (string, error) {
	if err := s.step(len(importPath) + sizeOfElement); err != nil {
		return "", err
	}
	name := ""
	switch len(preferred) {
	case 0:
	case 1:
		if name = preferred[0]; !token.IsIdentifier(name) || name == "_" {
			return "", s.stop(finding.PackTemplate, "use: %q is not the name of a Go package", name)
		}
	default:
		return "", s.stop(finding.PackTemplate, "use: expected an import path and a name, found %d names", len(preferred))
	}
	if err := module.CheckImportPath(importPath); err != nil {
		return "", s.stop(finding.PackTemplate, "use: %v", err)
	}
	if importPath == s.imports.own {
		return "", s.stop(finding.PackTemplate, "use: %s is the package of the file: write its names without a package", importPath)
	}
	return s.imports.use(importPath, name), nil
}

func (m *imports) use(importPath, preferred string) string {
	if name, found := m.names[importPath]; found {
		return name
	}
	base := cmp.Or(preferred, m.index.imports[importPath], naming.GoPackage(importPath))
	if !token.IsIdentifier(base) || types.Universe.Lookup(base) != nil {
		base += "pkg"
	}
	name := base
	for i := 2; m.paths[name] != ""; i++ {
		name = base + strconv.Itoa(i)
	}
	m.names[importPath], m.paths[name] = name, importPath
	return name
}

func (s *session) goPackage(importPath, name string) (string, error) {
	if !token.IsIdentifier(name) || name == "_" {
		return "", s.stop(finding.PackTemplate, "goPackage: %q is not the name of a Go package", name)
	}
	if s.imports.names[importPath] != "" {
		return "", s.stop(finding.PackTemplate, "goPackage: the file already imports %s: call goPackage first", importPath)
	}
	s.imports.own = importPath
	return "package " + name, s.step(len(importPath))
}

func (s *session) goType(value any) (string, error) {
	if err := s.step(sizeOfElement); err != nil {
		return "", err
	}
	var t *templatepb.GoType
	ident := func(i *templatepb.GoIdent) *templatepb.GoType {
		return &templatepb.GoType{ImportPath: i.GetImportPath(), Name: i.GetName()}
	}
	switch value := value.(type) {
	case *templatepb.GoType:
		t = value
	case *templatepb.GoIdent:
		t = ident(value)
	case *templatepb.Field:
		t = value.GetGo().GetType()
	case *templatepb.Message:
		t = ident(value.GetGo())
	case *templatepb.Enum:
		t = ident(value.GetGo())
	default:
		return "", s.stop(finding.PackTemplate, "goType: a value of type %s has no Go type", typeOf(value))
	}
	if t.GetName() == "" {
		return "", s.stop(finding.PackTemplate, "goType: the view contains no Go type for the value")
	}
	if t.GetImportPath() == "" || t.GetImportPath() == s.imports.own {
		return t.GetPrefix() + t.GetName(), nil
	}
	return t.GetPrefix() + s.imports.use(t.GetImportPath(), "") + "." + t.GetName(), nil
}

// format adds the used imports to a Go file and formats it. If the file is invalid, it returns the offset of the mistake.
func (m *imports) format(text []byte) (formatted []byte, offset int, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.SkipObjectResolution)
	if err != nil {
		if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
			return nil, min(list[0].Pos.Offset, len(text)), errors.New(list[0].Msg)
		}
		return nil, 0, err
	}
	used := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				used[name.Name] = true
			}
		}
		return true
	})
	end := files.Position(file.Name.End()).Offset
	var b strings.Builder
	b.Write(text[:end])
	b.WriteString(m.block(used))
	b.Write(text[end:])
	formatted, err = format.Source([]byte(b.String()))
	if err != nil {
		return nil, end, err
	}
	return formatted, 0, nil
}

// block returns the import declaration for the packages whose names are used, those of the standard library first.
func (m *imports) block(used map[string]bool) string {
	var standard, others []string
	for importPath, name := range m.names {
		if !used[name] {
			continue
		}
		spec := strconv.Quote(importPath)
		if name != path.Base(importPath) {
			spec = name + " " + spec
		}
		if first, _, _ := strings.Cut(importPath, "/"); strings.Contains(first, ".") {
			others = append(others, spec)
		} else {
			standard = append(standard, spec)
		}
	}
	if len(standard)+len(others) == 0 {
		return ""
	}
	byPath := func(a, b string) int {
		return cmp.Compare(a[strings.IndexByte(a, '"'):], b[strings.IndexByte(b, '"'):])
	}
	slices.SortFunc(standard, byPath)
	slices.SortFunc(others, byPath)
	groups := slices.DeleteFunc([]string{strings.Join(standard, "\n"), strings.Join(others, "\n")}, func(g string) bool { return g == "" })
	return fmt.Sprintf("\n\nimport (\n%s\n)\n", strings.Join(groups, "\n\n"))
}
