// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package goapi compares the exported API of Go packages, from their source alone: it needs no
// dependency of the packages, and no go command. It sees every type argument and parameter, so a
// program that was written with the old package compiles with the new one unless a change is
// incompatible.
//
// It expects generated code: exported declarations state their types, embed nothing, and name each
// import without a dot.
package goapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"
)

// A Package is the exported API of a package.
type Package struct {
	path         string
	declarations map[string]declaration // by name: "Client", "Client.GetSpace", "Space.DisplayName"
}

// A declaration is an exported name of a package, a method, or a field of a struct.
type declaration struct {
	kind string // "function", "method", "type", "constant", "variable", "field"
	// form is the type, with import paths instead of package names and without parameter names.
	form string
	// result is the type of a function's first result.
	result string
	// pointer is set for a method with a pointer receiver.
	pointer bool
	// implementable is set for a method of an interface that other packages can implement.
	implementable bool
}

// Parse returns the API of a package from its files, by name. It ignores tests, and files with
// syntax errors: no program compiles with them.
func Parse(importPath string, files map[string][]byte) *Package {
	p := &Package{path: importPath, declarations: make(map[string]declaration)}
	set := token.NewFileSet()
	for name, text := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		r := &reader{Package: p, imports: importNames(file)}
		for _, d := range file.Decls {
			r.declaration(d)
		}
	}
	return p
}

// importNames returns the import paths of a file by their names in the file.
func importNames(file *ast.File) map[string]string {
	names := make(map[string]string)
	for _, spec := range file.Imports {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = importPath
	}
	return names
}

// A reader adds the declarations of a file.
type reader struct {
	*Package
	imports    map[string]string
	parameters map[string]string // the type parameters in scope, by name
}

func (r *reader) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		r.function(d)
	case *ast.GenDecl:
		var typ ast.Expr
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				r.typeSpec(spec)
			case *ast.ValueSpec:
				if typ = spec.Type; typ == nil && len(spec.Values) > 0 {
					typ = typeOf(spec.Values[0])
				}
				for _, name := range spec.Names {
					kind := "variable"
					if d.Tok == token.CONST {
						kind = "constant"
					}
					r.add(name.Name, declaration{kind: kind, form: r.form(typ)})
				}
			}
		}
	}
}

// typeOf returns the type of a value whose declaration does not state it.
func typeOf(value ast.Expr) ast.Expr {
	switch value := value.(type) {
	case *ast.CompositeLit:
		return value.Type
	case *ast.UnaryExpr:
		if literal, ok := value.X.(*ast.CompositeLit); ok && value.Op == token.AND {
			return &ast.StarExpr{X: literal.Type}
		}
	case *ast.BasicLit:
		return ast.NewIdent("untyped " + strings.ToLower(value.Kind.String()))
	}
	return value // an initializer is a part of the API if nothing else tells the type
}

func (r *reader) add(name string, d declaration) {
	if isExported(name) {
		r.declarations[name] = d
	}
}

// isExported reports whether all parts of a name are exported.
func isExported(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !ast.IsExported(part) {
			return false
		}
	}
	return true
}

func (r *reader) function(d *ast.FuncDecl) {
	if d.Recv == nil {
		r.withParameters(d.Type.TypeParams, func(list string) {
			declared := declaration{kind: "function", form: list + r.signature(d.Type)}
			if results := d.Type.Results; results != nil && len(results.List) > 0 {
				declared.result = r.form(results.List[0].Type)
			}
			r.add(d.Name.Name, declared)
		})
		return
	}
	receiver := d.Recv.List[0].Type
	star, isPointer := receiver.(*ast.StarExpr)
	if isPointer {
		receiver = star.X
	}
	parameters := new(ast.FieldList)
	switch generic := receiver.(type) {
	case *ast.IndexExpr:
		receiver, parameters.List = generic.X, []*ast.Field{{Names: identifiers(generic.Index)}}
	case *ast.IndexListExpr:
		receiver, parameters.List = generic.X, []*ast.Field{{Names: identifiers(generic.Indices...)}}
	}
	r.withParameters(parameters, func(string) {
		r.add(receiver.(*ast.Ident).Name+"."+d.Name.Name, declaration{kind: "method", form: r.signature(d.Type), pointer: isPointer})
	})
}

func identifiers(list ...ast.Expr) (names []*ast.Ident) {
	for _, x := range list {
		if name, ok := x.(*ast.Ident); ok {
			names = append(names, name)
		}
	}
	return names
}

// withParameters calls f with type parameters in scope, and with their list. The names of type
// parameters are not a part of an API.
func (r *reader) withParameters(fields *ast.FieldList, f func(list string)) {
	r.parameters = make(map[string]string)
	defer func() { r.parameters = nil }()
	var constraints []string
	if fields != nil {
		for _, field := range fields.List {
			for _, name := range field.Names {
				r.parameters[name.Name] = "$" + strconv.Itoa(len(r.parameters))
			}
		}
		for _, field := range fields.List {
			for range field.Names {
				constraints = append(constraints, r.form(field.Type))
			}
		}
	}
	if len(constraints) == 0 {
		f("")
		return
	}
	f("[" + strings.Join(constraints, ", ") + "]")
}

func (r *reader) typeSpec(spec *ast.TypeSpec) {
	name := spec.Name.Name
	r.withParameters(spec.TypeParams, func(list string) {
		switch t := spec.Type.(type) {
		case *ast.StructType:
			r.add(name, declaration{kind: "type", form: "struct" + list})
			for _, field := range t.Fields.List {
				for _, f := range field.Names {
					r.add(name+"."+f.Name, declaration{kind: "field", form: r.form(field.Type)})
				}
			}
		case *ast.InterfaceType:
			r.interfaceType(name, list, t)
		default:
			alias := ""
			if spec.Assign.IsValid() {
				alias = "= "
			}
			r.add(name, declaration{kind: "type", form: list + alias + r.form(t)})
		}
	})
}

func (r *reader) interfaceType(name, list string, t *ast.InterfaceType) {
	sealed := false
	var embedded []string
	for _, m := range t.Methods.List {
		if len(m.Names) == 0 {
			embedded = append(embedded, r.form(m.Type))
		}
		for _, n := range m.Names {
			sealed = sealed || !n.IsExported()
		}
	}
	r.add(name, declaration{kind: "type", form: "interface" + list + strings.Join(embedded, "; ")})
	for _, m := range t.Methods.List {
		for _, n := range m.Names {
			r.add(name+"."+n.Name, declaration{kind: "method", form: r.form(m.Type), implementable: !sealed})
		}
	}
}

// signature returns the parameters and results of a function.
func (r *reader) signature(t *ast.FuncType) string {
	s := "func(" + r.list(t.Params) + ")"
	switch results := r.list(t.Results); {
	case results == "":
		return s
	case strings.Contains(results, ", "):
		return s + " (" + results + ")"
	default:
		return s + " " + results
	}
}

// list returns the types of parameters or results.
func (r *reader) list(fields *ast.FieldList) string {
	if fields == nil {
		return ""
	}
	var forms []string
	for _, field := range fields.List {
		for range max(1, len(field.Names)) {
			forms = append(forms, r.form(field.Type))
		}
	}
	return strings.Join(forms, ", ")
}

// form returns a type, with import paths instead of package names.
func (r *reader) form(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		if parameter, ok := r.parameters[t.Name]; ok {
			return parameter
		}
		if types.Universe.Lookup(t.Name) != nil || !ast.IsExported(t.Name) {
			return t.Name
		}
		return r.path + "." + t.Name
	case *ast.SelectorExpr:
		if name, ok := t.X.(*ast.Ident); ok {
			return r.imports[name.Name] + "." + t.Sel.Name
		}
	case *ast.StarExpr:
		return "*" + r.form(t.X)
	case *ast.ParenExpr:
		return r.form(t.X)
	case *ast.ArrayType:
		if t.Len != nil {
			return "[" + types.ExprString(t.Len) + "]" + r.form(t.Elt)
		}
		return "[]" + r.form(t.Elt)
	case *ast.Ellipsis:
		return "..." + r.form(t.Elt)
	case *ast.MapType:
		return "map[" + r.form(t.Key) + "]" + r.form(t.Value)
	case *ast.ChanType:
		return [...]string{ast.SEND: "chan<- ", ast.RECV: "<-chan ", ast.SEND | ast.RECV: "chan "}[t.Dir] + r.form(t.Value)
	case *ast.FuncType:
		return r.signature(t)
	case *ast.IndexExpr:
		return r.form(t.X) + "[" + r.form(t.Index) + "]"
	case *ast.IndexListExpr:
		var arguments []string
		for _, x := range t.Indices {
			arguments = append(arguments, r.form(x))
		}
		return r.form(t.X) + "[" + strings.Join(arguments, ", ") + "]"
	case nil:
		return ""
	}
	return types.ExprString(t) // an anonymous struct or interface, or a value
}
