// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/goapi"
)

// TestCompare compares packages. For each pair it also compiles a program that uses the old package:
// it must compile with the new one exactly if no change breaks it.
func TestCompare(t *testing.T) {
	tests := []struct {
		name          string
		before, after string
		program       string // the body of a function
		want          []string
		// stricter is set if a change that usually breaks programs does not break this one.
		stricter bool
	}{
		{name: "the same", before: "func F(a int) error { return nil }", after: "func F(b int) (err error) { return nil }", program: "_ = p.F(1)"},
		{name: "function removed", before: "func F() {}; func G() {}", after: "func F() {}", program: "p.G()",
			want: []string{"! function G was removed"}},
		{name: "function added", before: "func F() {}", after: "func F() {}; func G() {}", program: "p.F()",
			want: []string{"function G was added"}},
		{name: "function became a variable", before: "func F() {}", after: "var F int", program: "p.F()",
			want: []string{"! function F became a variable"}},
		{name: "parameter added", before: "func F(a string) {}", after: "func F(a string, options ...int) {}", program: "var f func(string) = p.F; f(``)",
			want: []string{"! function F: func(string) became func(string, ...int)"}},
		{name: "result", before: "func F() *int { return nil }", after: "func F() int { return 0 }", program: "var x *int = p.F(); _ = x",
			want: []string{"! function F: func() *int became func() int"}},
		{name: "type argument", before: "type P[T any] struct{}; type A struct{}; type B struct{}; func F() *P[A] { return nil }",
			after:   "type P[T any] struct{}; type A struct{}; type B struct{}; func F() *P[B] { return nil }",
			program: "var x *p.P[p.A] = p.F(); _ = x",
			want:    []string{"! function F: func() *P[A] became func() *P[B]"}},
		{name: "names of type parameters", before: "func F[K comparable, V any](m map[K]V) K { panic(0) }", after: "func F[Key comparable, Value any](m map[Key]Value) Key { panic(0) }",
			program: "_ = p.F(map[string]int{})"},
		{name: "constraint", before: "func F[T any](x T) {}", after: "func F[T comparable](x T) {}", program: "p.F(func() {})",
			want: []string{"! function F: [any]func($0) became [comparable]func($0)"}},
		{name: "field became a pointer", before: "type S struct { Name string }", after: "type S struct { Name *string }", program: "_ = p.S{Name: ``}",
			want: []string{"! field S.Name: string became *string"}},
		{name: "field added", before: "type S struct { a, Name string }", after: "type S struct { a, Name, Title string }", program: "_ = p.S{Name: ``}",
			want: []string{"field S.Title was added"}},
		{name: "field moved, unexported field removed", before: "type S struct { a int; B, C int }", after: "type S struct { C, B int }", program: "_ = p.S{B: 1, C: 2}"},
		{name: "type removed with its methods", before: "type S struct { A int }; func (*S) M() {}", after: "", program: "new(p.S).M()",
			want: []string{"! type S was removed"}},
		{name: "type added with its methods", before: "", after: "type S struct { A int }; func (*S) M() {}", program: "",
			want: []string{"type S was added"}},
		{name: "method of a value", before: "type S struct{}; func (S) M() {}", after: "type S struct{}; func (*S) M() {}", program: "p.S{}.M()",
			want: []string{"! method S.M became method (*S).M"}},
		{name: "receiver", before: "type S struct{}; func (*S) M() {}; func (S) N() {}", after: "type S struct{}; func (S) M() {}; func (*S) N() {}", program: "p.S{}.N()",
			want: []string{"! method (*S).M became method S.M", "! method S.N became method (*S).N"}},
		{name: "result of a method", before: "type S struct{}; func (*S) GetPrice() int32 { return 0 }", after: "type S struct{}; func (*S) GetPrice() string { return `` }",
			program: "var x int32 = new(p.S).GetPrice(); _ = x",
			want:    []string{"! method (*S).GetPrice: func() int32 became func() string"}},
		{name: "variadic parameter of another package", before: `import "time"; var T []time.Time; type S struct{}; func (*S) M(...time.Time) {}`,
			after:   `import "time"; var T []time.Time; type S struct{}; func (*S) M(...time.Duration) {}`,
			program: "new(p.S).M(p.T...)",
			want:    []string{"! method (*S).M: func(...time.Time) became func(...time.Duration)"}},
		{name: "methods removed and added", before: "type S struct{}; func (*S) M() {}; func (S) N() {}", after: "type S struct{}; func (*S) O() {}", program: "new(p.S).M()",
			want: []string{"! method (*S).M was removed", "! method S.N was removed", "method (*S).O was added"}},
		{name: "enum removed", before: enum, after: "", program: "_ = p.E_ONE",
			want: []string{"! type E was removed"}},
		{name: "enum added", before: "", after: enum, want: []string{"type E was added"}},
		{name: "enum values removed", before: enum, after: "type E int32; var E_name = map[int32]string{}; func (E) String() string { return `` }; func (x E) Enum() *E { return &x }", program: "_ = p.E_ONE",
			want: []string{"! constant E_ONE was removed", "! variable E_value was removed"}},
		{name: "constructors removed", before: "type S struct{}; func NewS() S { return S{} }; func NewA(int) *S { return nil }; func NewB() (*S, error) { return nil, nil }; func Use(S) int { return 0 }",
			after: "", program: "_ = p.NewA(1)",
			want: []string{"! function Use was removed", "! type S was removed"}},
		{name: "constructor of a published type removed", before: "type S struct{}; func NewS() S { return S{} }", after: "type S struct{}", program: "_ = p.NewS()",
			want: []string{"! function NewS was removed"}},
		{name: "a constructor returns another type", before: "type S struct{}; func NewS() S { return S{} }", after: "type T struct{}; func NewS() T { return T{} }", program: "var s p.S = p.NewS(); _ = s",
			want: []string{"! function NewS: func() S became func() T", "! type S was removed", "type T was added"}},
		{name: "nested types removed", before: "type M struct{ State M_State }; type M_State int32; const M_ON M_State = 1; type M_Part struct{}; func (*M_Part) F() {}; type M_Part_Kind int32",
			after: "", program: "_ = p.M_Part{}",
			want: []string{"! type M was removed"}},
		{name: "a nested type of a published one removed", before: "type M struct{}; type M_Part struct{}; type M_Part_Kind int32", after: "type M struct{}", program: "_ = p.M_Part{}",
			want: []string{"! type M_Part was removed"}},
		{name: "names that begin alike", before: "type M struct{}; type Mx struct{}; type N_Part struct{}", after: "", program: "_ = p.Mx{}",
			want: []string{"! type M was removed", "! type Mx was removed", "! type N_Part was removed"}},
		{name: "method of a generic type", before: "type S[T any] struct{}; func (*S[T]) M(T) T { panic(0) }", after: "type S[V any] struct{}; func (*S[V]) M(V) V { panic(0) }",
			program: "new(p.S[int]).M(1)"},
		{name: "method of an interface added", before: "type I interface { M() }", after: "type I interface { M(); N() }",
			program: "type m interface { M() }; type t struct{ m }; var _ p.I = t{}",
			want:    []string{"! method I.N was added"}},
		{name: "method of a sealed interface added", before: "type I interface { m(); M() }", after: "type I interface { m(); M(); N() }",
			program: "var i p.I; _ = i.M",
			want:    []string{"method I.N was added"}},
		{name: "interface sealed", before: "type I interface { M() }", after: "type I interface { M(); m() }",
			program: "type m interface { M() }; type t struct{ m }; var _ p.I = t{}",
			want:    []string{"! method I.M can no longer be implemented by other packages"}},
		{name: "type of a constant", before: "type E int32; const C E = 1", after: "type E int32; const C int32 = 1", program: "var _ p.E = p.C",
			want: []string{"! constant C: E became int32"}},
		{name: "value of a constant", before: "type E int32; const C E = 1", after: "type E int32; const C E = 2", program: "var _ p.E = p.C"},
		{name: "untyped constant", before: "const C = `a`", after: "const C = 1", program: "var _ string = p.C",
			want: []string{"! constant C: untyped string became untyped int"}},
		{name: "variable", before: "var M = map[int32]string{}", after: "var M = map[string]string{}", program: "_ = p.M[int32(1)]",
			want: []string{"! variable M: map[int32]string became map[string]string"}},
		{name: "pointer to a literal", before: "type S struct{}; var V = &S{}", after: "type S struct{}; var V = S{}", program: "var _ *p.S = p.V",
			want: []string{"! variable V: *S became S"}},
		{name: "defined type became an alias", before: "type E int32; func (E) M() {}; var _ E", after: "type F int32; func (F) M() {}; type E = F", program: "p.E(1).M()",
			want: []string{"! type E: int32 became = F", "! method E.M was removed", "type F was added"}, stricter: true},
		{name: "import under another name", before: `import a "time"; func F() a.Time { panic(0) }`, after: `import "time"; func F() time.Time { panic(0) }`, program: "_ = p.F().Unix()"},
		{name: "type of another package", before: `import "time"; func F() time.Time { panic(0) }`, after: `import "time"; func F() time.Duration { panic(0) }`, program: "_ = p.F().Unix()",
			want: []string{"! function F: func() time.Time became func() time.Duration"}},
		{name: "channels, arrays and functions", before: "func F(<-chan int, [2]int, func(int) (string, error)) {}", after: "func F(chan int, [2]int, func(int) (string, error)) {}",
			program: "p.F(make(<-chan int), [2]int{}, nil)",
			want:    []string{"! function F: func(<-chan int, [2]int, func(int) (string, error)) became func(chan int, [2]int, func(int) (string, error))"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			breaks := false
			for _, c := range goapi.Compare(parse(t, test.before), parse(t, test.after)) {
				mark := ""
				if c.Breaks {
					mark, breaks = "! ", true
				}
				got = append(got, mark+c.Message)
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if err := compile(t, test.before, test.program); err != nil {
				t.Fatalf("the program doesn't compile with the old package: %v", err)
			}
			if err := compile(t, test.after, test.program); (err != nil) != breaks && !test.stricter {
				t.Errorf("with the new package, the program compiles with %v", err)
			}
		})
	}
}

// TestPackages compares sets of packages.
func TestPackages(t *testing.T) {
	one, two := parse(t, ""), parse(t, "")
	other := goapi.Parse("example.com/q", nil)
	changes := goapi.Compare(append(one, other), two)
	if diff := cmp.Diff([]goapi.Change{{Package: "example.com/q", Message: "package example.com/q was removed", Breaks: true, State: goapi.Removed}}, changes); diff != "" {
		t.Error(diff)
	}
	changes = goapi.Compare(one, append(two, other))
	if diff := cmp.Diff([]goapi.Change{{Package: "example.com/q", Message: "package example.com/q was added", State: goapi.Added}}, changes); diff != "" {
		t.Error(diff)
	}
}

// TestDetails checks what a change states beside its message.
func TestDetails(t *testing.T) {
	const types = "type E int32; type S struct { A int }; type G[T any] struct{}; "
	for _, test := range []struct {
		name, before, after string
		want                goapi.Change
	}{
		{"function added", types, types + "func F() {}", goapi.Change{Name: "F", Kind: "function", State: goapi.Added}},
		{"field added", types + "type T struct{}", types + "type T struct { S S }", goapi.Change{Name: "T.S", Kind: "field", State: goapi.Added}},
		{"field changed", "type S struct { A int }", "type S struct { A *int }", goapi.Change{Name: "S.A", Kind: "field", Detail: "int became *int"}},
		{"another kind", "func F() {}", "var F int", goapi.Change{Name: "F", Kind: "function", Detail: "became a variable"}},
		{"sealed", "type I interface { M() }", "type I interface { M(); m() }", goapi.Change{Name: "I.M", Kind: "method", Detail: "can no longer be implemented by other packages"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []goapi.Change
			for _, c := range goapi.Compare(parse(t, test.before), parse(t, test.after)) {
				c.Package, c.Message, c.Breaks = "", "", false
				got = append(got, c)
			}
			if diff := cmp.Diff([]goapi.Change{test.want}, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	names := goapi.Parse("example.com/p", map[string][]byte{"a.go": []byte("package p; type S struct { B, a int }; func (S) M() {}; func F() {}")}).Names()
	if diff := cmp.Diff([]string{"F", "S", "S.B", "S.M"}, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestParseIgnores(t *testing.T) {
	p := goapi.Parse("example.com/p", map[string][]byte{"a_test.go": []byte("package p; func F() {}"), "b.go": []byte("not Go")})
	if changes := goapi.Compare([]*goapi.Package{p}, parse(t, "")); len(changes) != 0 {
		t.Error(changes)
	}
}

// enum is what protoc-gen-go generates from an enum, in short.
const enum = "type E int32; const E_ONE E = 1; var E_name = map[int32]string{}; var E_value = map[string]int32{}; func (E) String() string { return `` }; func (x E) Enum() *E { return &x }"

func source(declarations string) string { return "package p; " + declarations }

func parse(t *testing.T, declarations string) []*goapi.Package {
	t.Helper()
	return []*goapi.Package{goapi.Parse("example.com/p", map[string][]byte{"p.go": []byte(source(declarations))})}
}

// compile type-checks a package and a function that uses it.
func compile(t *testing.T, declarations, body string) error {
	t.Helper()
	set := token.NewFileSet()
	check := func(path, text string, imports types.Importer) (*types.Package, error) {
		file, err := parser.ParseFile(set, path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		config := types.Config{Importer: imports}
		return config.Check(path, set, []*ast.File{file}, nil)
	}
	// An importer of the real package would need GOROOT, which a test built with -trimpath doesn't know.
	time, err := check("time", "package time; type Time struct{}; func (Time) Unix() int64 { return 0 }; type Duration int64", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := check("example.com/p", source(declarations), only{time})
	if err != nil {
		t.Fatal(err)
	}
	if body == "" {
		return nil
	}
	_, err = check("main", `package main; import "example.com/p"; func f() {`+body+`}`, only{p})
	return err
}

// only is an importer that knows one package.
type only struct{ *types.Package }

func (o only) Import(string) (*types.Package, error) { return o.Package, nil }
