// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/packs"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

var update = flag.Bool("update", false, "write the expected outputs")

// tiny returns a small view.
func tiny(t testing.TB) *templatepb.View {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	view := new(templatepb.View)
	if err := protojson.Unmarshal(data, view); err != nil {
		t.Fatal(err)
	}
	return view
}

// folder returns a pack from the texts of its files, by name.
func folder(files map[string]string) fs.FS {
	all := make(fstest.MapFS)
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// one returns a pack with a template for the view.
func one(template string) map[string]string {
	return map[string]string{
		"pack.yaml":   "name: one\nview: 1\noutputs: [{template: a.tmpl, per: view, path: a.txt}]\n",
		"a.tmpl":      template,
		"README.md":   "not a template",
		"testdata/it": "not a template",
	}
}

// load loads a pack that must have no findings.
func load(t testing.TB, files map[string]string) *packs.Pack {
	t.Helper()
	pack, findings := packs.Load(folder(files), "pack")
	if len(findings.All()) > 0 {
		t.Fatal(lines(findings))
	}
	return pack
}

// lines returns the findings as text.
func lines(findings *finding.List) string {
	var b strings.Builder
	for _, f := range findings.All() {
		fmt.Fprintf(&b, "%v: %s: %s: %s\n", f.Position, f.Severity, f.Rule, f.Message)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	pack, findings, err := packs.LoadFolder("testdata/tour/pack")
	if err != nil || len(findings.All()) > 0 {
		t.Fatal(err, lines(findings))
	}
	result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: pack, Options: map[string]any{"title": "Tiny"}}}, nil)
	if len(findings.All()) > 0 || len(result.Broken) > 0 {
		t.Fatal(lines(findings))
	}
	const want = "testdata/tour/want"
	if *update {
		if err := os.RemoveAll(want); err != nil {
			t.Fatal(err)
		}
	}
	got := make(map[string]bool)
	for _, f := range result.Files {
		name := filepath.Join(want, filepath.FromSlash(f.Name)+".golden")
		got[name] = true
		if *update {
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, f.Data, 0o666); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s was written", name)
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(string(data), string(f.Data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	err = filepath.WalkDir(want, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !got[name] {
			t.Errorf("%s was not made", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestPackMistakes loads packs with one mistake each.
func TestPackMistakes(t *testing.T) {
	const head = "name: a\nview: 1\n"
	const output = "outputs: [{template: a.tmpl, per: view, path: a}]\n"
	for _, test := range []struct {
		name, manifest, want string
	}{
		{"empty", "", "p/pack.yaml:1:1: error: pack-syntax: expected a mapping, found nothing\n"},
		{"no YAML", "name: [", `p/pack.yaml:1:1: error: pack-syntax: did not find`},
		{"unknown key", head + "output: []\n" + output, `p/pack.yaml:3:1: error: pack-syntax: unknown key "output" (did you mean "outputs"?)`},
		{"no name", "view: 1\n" + output, "p/pack.yaml:1:1: error: pack-syntax: pack.yaml lacks name\n"},
		{"no outputs", head, "p/pack.yaml:1:1: error: pack-syntax: pack.yaml lacks outputs"},
		{"name", "name: A\nview: 1\n" + output, `p/pack.yaml:1:7: error: pack-syntax: expected the name of a pack`},
		{"duplicate", head + "view: 1\n" + output, `p/pack.yaml:3:1: error: pack-syntax: duplicate key "view"`},
		{"view", "name: a\nview: one\n" + output, `p/pack.yaml:2:7: error: pack-syntax: expected a version of the view, for example 1, found "one"`},
		{"newer view", "name: a\nview: 2\n" + output, `p/pack.yaml:2:7: error: pack-version: the pack was written for version 2 of the view, and this protolect supports`},
		{"generator", head + "generator: new\n" + output, `p/pack.yaml:3:12: error: pack-syntax: expected a version such as 1.2.0, found "new"`},
		{"options", head + "options: [a]\n" + output, `p/pack.yaml:3:10: error: pack-syntax: expected a mapping, found a list`},
		{"option name", head + "options: {a-b: {type: string, help: h}}\n" + output, `p/pack.yaml:3:11: error: pack-syntax: expected the name of an option`},
		{"no type", head + "options: {a: {help: h}}\n" + output, `p/pack.yaml:3:11: error: pack-syntax: the option "a" lacks type`},
		{"no help", head + "options: {a: {type: bool}}\n" + output, `p/pack.yaml:3:11: error: pack-syntax: the option "a" lacks help`},
		{"type", head + "options: {a: {type: int, help: h}}\n" + output, `p/pack.yaml:3:21: error: pack-syntax: expected a type: string, bool, integer or list, found "int"`},
		{"default", head + "options: {a: {type: integer, help: h, default: x}}\n" + output, `p/pack.yaml:3:48: error: pack-syntax: expected an integer, found "x"`},
		{"default bool", head + "options: {a: {type: bool, help: h, default: yes}}\n" + output, `p/pack.yaml:3:45: error: pack-syntax: expected true or false, found "yes"`},
		{"default list", head + "options: {a: {type: list, help: h, default: x}}\n" + output, `p/pack.yaml:3:45: error: pack-syntax: expected a list`},
		{"per", head + "outputs: [{template: a.tmpl, per: field, path: a}]\n", `p/pack.yaml:3:35: error: pack-syntax: expected view, package, service, method, message or enum, found "field"`},
		{"no path", head + "outputs: [{template: a.tmpl, per: view}]\n", `p/pack.yaml:3:11: error: pack-syntax: the output lacks path`},
		{"format", head + "outputs: [{template: a.tmpl, per: view, path: a, format: ts}]\n", `p/pack.yaml:3:58: error: pack-syntax: expected a format: go or none, found "ts"`},
		{"template", head + "outputs: [{template: b.tmpl, per: view, path: a}]\n", `p/pack.yaml:3:11: error: pack-syntax: the template "b.tmpl" does not exist`},
		{"template elsewhere", head + "outputs: [{template: ../a.tmpl, per: view, path: a}]\n", `p/pack.yaml:3:22: error: pack-syntax: expected the name of a template`},
		{"path", head + "outputs: [{template: a.tmpl, per: view, path: '{{.}'}]\n", `p/pack.yaml:3:47: error: pack-template: `},
		{"when", head + "outputs: [{template: a.tmpl, per: view, path: a, when: '{{if}}'}]\n", `p/pack.yaml:3:56: error: pack-template: missing value for if`},
		{"shadows", head + "shadows: {b: x}\n" + output, `p/pack.yaml:3:14: error: pack-syntax: expected a version such as 1.2.0, found "x"`},
		{"empty shadow", head + "shadows: {b: 1.0.0}\n" + output, `p/pack.yaml:3:11: error: pack-shadow: the folder shadows/b contains no template`},
		{"alias", head + "generator: *x\n" + output, `p/pack.yaml`},
	} {
		t.Run(test.name, func(t *testing.T) {
			pack, findings := packs.Load(folder(map[string]string{"pack.yaml": test.manifest, "a.tmpl": "a"}), "p")
			if got := lines(findings); pack != nil || !strings.HasPrefix(got, test.want) {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestTemplateMistakes loads packs with mistakes in their templates.
func TestTemplateMistakes(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"syntax", map[string]string{"a.tmpl": "a\n{{if}}"}, "p/a.tmpl:2:1: error: pack-template: missing value for if\n"},
		{"unknown function", map[string]string{"a.tmpl": "\n{{pascl 1}}"},
			`p/a.tmpl:2:1: error: pack-template: function "pascl" not defined (did you mean "pascal"?)` + "\n"},
		{"forbidden builtin", map[string]string{"a.tmpl": "{{html 1}}"}, `p/a.tmpl:1:1: error: pack-template: function "html" not defined`},
		{"internal function", map[string]string{"a.tmpl": "{{__mark 1}}"}, `p/a.tmpl:1:1: error: pack-template: function "__mark" not defined`},
		{"forbidden method", map[string]string{"a.tmpl": "x{{.View.ProtoReflect.Descriptor}}"},
			"p/a.tmpl:1:9: error: pack-template: templates must not call ProtoReflect: read the fields of the view\n"},
		{"forbidden method of a variable", map[string]string{"a.tmpl": "{{$.View.Reset}}"}, "p/a.tmpl:1:4: error: pack-template: templates must not call Reset"},
		{"forbidden method of a result", map[string]string{"a.tmpl": "{{(message `a`).String}}"}, "p/a.tmpl:1:"},
		{"no template", map[string]string{"a.tmpl": `{{template "b"}}`}, `p/a.tmpl:1:12: error: pack-template: the template "b" does not exist`},
		{"no include", map[string]string{"a.tmpl": `{{include "b" .}}`}, `p/a.tmpl:1:3: error: pack-template: the template "b" does not exist`},
		{"defined twice", map[string]string{"a.tmpl": `{{define "x"}}1{{end}}`, "_b.tmpl": `{{define "x"}}2{{end}}`},
			`p/a.tmpl:1:15: error: pack-template: the template "x" is also defined in p/_b.tmpl`},
		{"unused", map[string]string{"a.tmpl": "a", "b.tmpl": "b"}, `p/b.tmpl:1:1: warning: pack-unused: nothing uses the template "b.tmpl"`},
		{"unused definition", map[string]string{"a.tmpl": "a", "_b.tmpl": `{{define "x"}}2{{end}}`}, `p/_b.tmpl:1:15: warning: pack-unused: nothing uses the template "x"`},
		{"subfolder", map[string]string{"a.tmpl": "a", "b/c.tmpl": "b"}, `p/b/c.tmpl: error: pack-template: templates are in the folder of the pack`},
		{"unstated shadow", map[string]string{"a.tmpl": "a", "shadows/b/c.tmpl": "b"}, `p/pack.yaml:1:1: error: pack-syntax: shadows lacks b, whose template c.tmpl`},
		{"name", map[string]string{"a.tmpl": "a", "b c.tmpl": "b"}, `p/b c.tmpl: error: pack-template: the name "b c.tmpl" is not supported`},
		{"UTF-8", map[string]string{"a.tmpl": "\xff"}, `p/a.tmpl: error: pack-template: the template is not UTF-8`},
		{"large", map[string]string{"a.tmpl": strings.Repeat("a", 1<<20+1)}, `p/a.tmpl: error: pack-limit: the file has more than`},
		{"nesting", map[string]string{"a.tmpl": strings.Repeat("{{if 1}}", 9000) + strings.Repeat("{{end}}", 9000)},
			`p/a.tmpl:1:3998: error: pack-limit: the template has more than 1000 nested nodes`},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"pack.yaml": "name: a\nview: 1\noutputs: [{template: a.tmpl, per: view, path: a}]\n"}
			for name, text := range test.files {
				files[name] = text
			}
			_, findings := packs.Load(folder(files), "p")
			if got := lines(findings); !strings.HasPrefix(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestLimits runs templates that loop or grow without end.
func TestLimits(t *testing.T) {
	grow := `{{$s := "12345678"}}{{range 40}}{{$s = %s}}{{end}}`
	for _, test := range []struct {
		name, template, want string
	}{
		{"endless recursion", `{{template "a.tmpl" .}}`, "more than 200 templates call each other"},
		{"endless include", `{{include "a.tmpl" .}}`, "more than 200 templates call each other"},
		{"mutual recursion", `{{define "x"}}{{template "a.tmpl" .}}{{end}}{{include "x" .}}`, "more than 200 templates call each other"},
		{"huge range", `{{range 1000000000000}}{{end}}`, "more than 2000000 steps"},
		{"nested ranges", `{{range 100000}}{{range 100000}}{{end}}{{end}}`, "more than 2000000 steps"},
		{"huge output", `{{range 100000000}}{{"` + strings.Repeat("x", 10000) + `"}}{{end}}`, "the output has more than 16777216 bytes"},
		{"growing print", fmt.Sprintf(grow, `print $s $s`), "a text has more than 16777216 bytes"},
		{"growing printf", fmt.Sprintf(grow, `printf "%s%s" $s $s`), "a text has more than 16777216 bytes"},
		{"growing replace", fmt.Sprintf(grow, `replace "1" $s $s`), "a text has more than 16777216 bytes"},
		{"growing join", fmt.Sprintf(grow, `join $s (list $s $s)`), "a text has more than 16777216 bytes"},
		{"growing indent", fmt.Sprintf(grow, `indent $s (print $s "\n" $s)`), "a text has more than 16777216 bytes"},
		{"growing quote", fmt.Sprintf(grow, `quote (quote (quote $s | quote))`), "a text has more than 16777216 bytes"},
		{"growing include", `{{define "x"}}{{.}}{{.}}{{end}}` + fmt.Sprintf(grow, `include "x" $s`), "has more than 16777216 bytes"},
		{"growing JSON", `{{$s := list 1}}{{range 60}}{{$s = list $s $s}}{{end}}{{json $s}}`, "134217728 bytes of text, the limit of a file"},
		{"nested includes", `{{printf "%900s" "" | replace " " (printf "%900s" "") | replace " " "0123456789"}}{{include "a.tmpl" .}}`, "134217728 bytes of text, the limit of a file"},
		{"long pipes", `{{range 1000000}}{{if and ` + strings.Repeat(`(eq "a" "a") `, 10000) + `}}{{end}}{{end}}`, "more than 2000000 steps"},
		{"many texts", `{{$s := printf "%500s" ""}}{{range 20000000}}{{$s = upper $s}}{{end}}`, "134217728 bytes of text, the limit of a file"},
		{"wide verb", `{{printf "%1000000d" 1}}`, "unsupported verb"},
		{"width from an argument", `{{printf "%*d" 1000000 1}}`, "unsupported verb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, one(test.template))}}, nil)
			if got := lines(findings); !strings.Contains(got, test.want) || !strings.HasPrefix(got, "pack/a.tmpl:1:") || len(result.Files) > 0 {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestHostilePaths runs packs whose outputs leave the folder, or are one file.
func TestHostilePaths(t *testing.T) {
	for _, test := range []struct{ path, want string }{
		{"../a", "leaves the output folder"},
		{"a/../../b", "leaves the output folder"},
		{"/etc/passwd", "is not relative"},
		{`a\..\b`, "is not relative"},
		{"C:/a", "is not relative"},
		{"./a", "contains an empty part or a dot"},
		{"a//b", "contains an empty part or a dot"},
		{"a/", "contains an empty part or a dot"},
		{".git/config", "starts or ends with a dot"},
		{"a b", "contains a space or a control character"},
		{"{{print `a\x00b`}}", "control character"},
		{"{{print `a\u202eb`}}", "control character"},
		{"a.broken", "ends in .broken"},
		{`{{""}}`, "the path is empty"},
		{`{{printf "%999d" 1 | replace " " "x"}}`, "has more than 400 bytes"},
	} {
		t.Run(test.path, func(t *testing.T) {
			files := one("a")
			files["pack.yaml"] = fmt.Sprintf("name: one\nview: 1\noutputs: [{template: a.tmpl, per: view, path: %q}]\n", test.path)
			result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, files)}}, nil)
			got := lines(findings)
			if !strings.HasPrefix(got, "pack/pack.yaml:3:47: error: pack-path: pack one, the view: the path") || !strings.Contains(got, test.want) ||
				len(result.Files) > 0 {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
	for _, paths := range [][2]string{{"a", "a"}, {"a", "A"}, {"a", "a/b"}, {"a/b", "A"}} {
		files := one("a")
		files["pack.yaml"] = fmt.Sprintf("name: one\nview: 1\noutputs:\n- {template: a.tmpl, per: view, path: %s}\n- {template: a.tmpl, per: view, path: %s}\n",
			paths[0], paths[1])
		_, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, files)}}, nil)
		if got := lines(findings); !strings.HasPrefix(got, "pack/pack.yaml:5:39: error: pack-duplicate: pack one, the view: one/a.tmpl (the view)") {
			t.Errorf("%v: got %s", paths, got)
		}
	}
}

func TestSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	for name, text := range one("a") {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "b.tmpl")); err != nil {
		t.Skip(err)
	}
	_, findings, err := packs.LoadFolder(dir)
	if err != nil || !strings.Contains(lines(findings), "b.tmpl: error: pack-template: the template is not a regular file") {
		t.Error(err, lines(findings))
	}
	if err := os.Remove(filepath.Join(dir, "pack.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "pack.yaml")); err != nil {
		t.Fatal(err)
	}
	_, findings, err = packs.LoadFolder(dir)
	if err != nil || !strings.Contains(lines(findings), "pack.yaml: error: pack-syntax: the file cannot be read") || strings.Contains(lines(findings), "secret ") {
		t.Error(err, lines(findings))
	}
}

// TestErrors checks that errors name pack, template, line and element.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, template, want string
	}{
		{"fail", "a\n  {{fail \"no\"}}", "pack/a.tmpl:2:5: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: no\n"},
		{"nil", "\n{{.Message.Name}}", "pack/a.tmpl:2:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: nil pointer evaluating *templatepb.Message.Name\n"},
		{"one element", "{{if .Method.Options}}{{.Method.X}}{{end}}", "pack/a.tmpl:1:25: error: pack-template: pack one, method tiny.v1.Library.GetBook: can't evaluate field X in type *templatepb.Method\n"},
		{"unknown option", "{{.Options.titel}}", `pack/a.tmpl:1:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: map has no entry for key "titel"` + "\n"},
		{"in an include", "{{include \"x\" 1}}\n{{define \"x\"}}\n{{plural .}}{{end}}", "pack/a.tmpl:3:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: wrong type for value; expected string; got int\n"},
		{"unknown message", `{{message "tiny.v1.Bok"}}`, `pack/a.tmpl:1:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: the view contains no message "tiny.v1.Bok" (did you mean "tiny.v1.Book"?)` + "\n"},
		{"other kind", `{{message "tiny.v1.Genre"}}`, `pack/a.tmpl:1:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: "tiny.v1.Genre" is not a message: use the function for its kind` + "\n"},
		{"print a message", `{{.Method}}`, `pack/a.tmpl:1:3: error: pack-template: pack one, method tiny.v1.Library.GetBook and one other: a value of type Method cannot be written as text: write one of its fields, or use json` + "\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := one(test.template)
			files["pack.yaml"] = "name: one\nview: 1\noutputs: [{template: a.tmpl, per: method, path: '{{.Method.Name}}'}]\n"
			_, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, files)}}, nil)
			if diff := cmp.Diff(test.want, lines(findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestInvalidGo finds the place in a template that wrote invalid Go.
func TestInvalidGo(t *testing.T) {
	for _, test := range []struct {
		name, template, helper, want string
	}{
		{"text", "package a\n\nfunc f() {\n\tx := := 1\n}\n", "", "pack/a.tmpl:4:7"},
		{"action", "package a\n\n{{range list 1}}\nvar x = {{print \"]\"}}\n{{end}}", "", "pack/a.tmpl:4:11"},
		{"template", "package a\n{{template \"x\"}}", `{{define "x"}}` + "\n\nvar x ]\n{{end}}", "pack/_x.tmpl:3:7"},
		{"include", "package a\n{{include \"x\" 1 | indent \"\\t\"}}", `{{define "x"}}` + "\n\nvar y = {{.}}\n\n) {{.}}\n{{end}}", "pack/_x.tmpl:5:1"},
		{"changed include", "package a\n{{include \"x\" 1 | replace \"q\" \"]\"}}", `{{define "x"}}` + "var q\n{{end}}", "pack/a.tmpl:2:3"},
		{"no clause", "x", "", "pack/a.tmpl:1:1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := one(test.template)
			if test.helper != "" {
				files["_x.tmpl"] = test.helper
			}
			files["pack.yaml"] = "name: one\nview: 1\noutputs: [{template: a.tmpl, per: view, path: a.go, format: go}]\n"
			result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, files)}}, nil)
			got := lines(findings)
			if !strings.HasPrefix(got, test.want+": error: pack-invalid: pack one, the view: the output a.go is not valid Go: line ") {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			if len(result.Files) != 0 || len(result.Broken) != 1 || result.Broken[0].Name != "a.go.broken" || len(result.Broken[0].Data) == 0 {
				t.Errorf("%+v", result)
			}
		})
	}
}

func TestImports(t *testing.T) {
	files := one(`{{goPackage "example.com/gen/tiny/v1" "tiny"}} // comment
// {{use "os"}}.Open is only in a comment.
var http = {{use "net/http"}}.MethodGet
var _ = {{use "example.com/x/http"}}.Get
var _ = {{use "example.com/yaml/v3"}}.Get
var _ = {{use "example.com/go-x" "x"}}.Get
var _ {{goType (message "tiny.v1.Book")}}
`)
	files["pack.yaml"] = "name: one\nview: 1\noutputs: [{template: a.tmpl, per: view, path: a.go, format: go}]\n"
	result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: load(t, files)}}, nil)
	if len(findings.All()) > 0 {
		t.Fatal(lines(findings))
	}
	const want = `package tiny

import (
	"net/http"

	"example.com/gen/tiny/v1/tinypb"
	x "example.com/go-x"
	http2 "example.com/x/http"
	yaml "example.com/yaml/v3"
)

// comment
// os.Open is only in a comment.
var http = http.MethodGet
var _ = http2.Get
var _ = yaml.Get
var _ = x.Get
var _ tinypb.Book
`
	if diff := cmp.Diff(want, string(result.Files[0].Data)); diff != "" {
		t.Error(diff)
	}
}

func TestOptions(t *testing.T) {
	files := one("{{.Options.s}} {{.Options.b}} {{.Options.i}} {{join \"+\" .Options.l}}")
	files["pack.yaml"] += "options:\n  s: {type: string, help: h}\n  b: {type: bool, help: h}\n  i: {type: integer, default: 7, help: h}\n  l: {type: list, default: [a, b], help: h}\n"
	pack := load(t, files)
	for _, test := range []struct {
		options map[string]any
		want    string
	}{
		{nil, " false 7 a+b"},
		{map[string]any{"s": "x", "b": true, "i": 8, "l": []string{"c"}}, "x true 8 c"},
		{map[string]any{"b": "true", "i": "9", "l": "d,e"}, " true 9 d+e"},
		{map[string]any{"l": ""}, " false 7 "},
		{map[string]any{"b": "1"}, "pack/pack.yaml:1:1: error: pack-option: the option b of the pack one: expected true or false, found \"1\"\n"},
		{map[string]any{"b": 1}, "pack/pack.yaml:1:1: error: pack-option: the option b of the pack one: expected a value of type bool, found 1\n"},
		{map[string]any{"bb": 1}, "pack/pack.yaml:1:1: error: pack-option: the pack one has no option \"bb\" (did you mean \"b\"?): its options are \"s\", \"b\", \"i\", \"l\"\n"},
	} {
		result, findings := packs.Run(t.Context(), tiny(t), []packs.Use{{Pack: pack, Options: test.options}}, nil)
		got := lines(findings)
		if got == "" {
			got = string(result.Files[0].Data)
		}
		if got != test.want {
			t.Errorf("%v: got %q, want %q", test.options, got, test.want)
		}
	}
}

func TestShadows(t *testing.T) {
	base := map[string]string{
		"pack.yaml": "name: base\nversion: 1.1.0\nview: 1\noutputs: [{template: a.tmpl, per: view, path: a.txt}]\n",
		"a.tmpl":    `{{template "_b.tmpl"}}`, "_b.tmpl": "base",
	}
	shadow := func(version, template string) map[string]string {
		return map[string]string{
			"pack.yaml":                "name: mine\nview: 1\nshadows: {base: " + version + "}\n",
			"shadows/base/" + template: "mine",
		}
	}
	for _, test := range []struct {
		name  string
		packs []map[string]string
		want  string
	}{
		{"helper", []map[string]string{base, shadow("1.1.0", "_b.tmpl")}, "mine"},
		{"before", []map[string]string{shadow("1.1.0", "a.tmpl"), base}, "mine"},
		{"version", []map[string]string{base, shadow("1.0.0", "a.tmpl")},
			"pack/pack.yaml:3:11: warning: pack-shadow-version: the templates were written for version 1.0.0 of the pack base, whose version is 1.1.0\n"},
		{"no template", []map[string]string{base, shadow("1.1.0", "aa.tmpl")},
			"pack/shadows/base/aa.tmpl:1:1: error: pack-shadow: the pack base has no template \"aa.tmpl\" (did you mean \"a.tmpl\"?): its templates are \"_b.tmpl\", \"a.tmpl\"\n"},
		{"no pack", []map[string]string{shadow("1.1.0", "a.tmpl")},
			"pack/pack.yaml:3:11: error: pack-shadow: the pack mine replaces templates of the pack \"base\", which is not in this run\n"},
		{"same name", []map[string]string{base, base}, "pack/pack.yaml:1:1: error: pack-duplicate: two packs have the name base: pack/pack.yaml and pack/pack.yaml\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var uses []packs.Use
			for _, files := range test.packs {
				uses = append(uses, packs.Use{Pack: load(t, files)})
			}
			result, findings := packs.Run(t.Context(), tiny(t), uses, nil)
			got := lines(findings)
			if got == "" {
				got = string(result.Files[0].Data)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVersions(t *testing.T) {
	files := one("a")
	files["pack.yaml"] += "generator: 1.10.0\n"
	for version, isOld := range map[string]bool{"1.9.9": true, "1.10.0": false, "2.0.0": false, "": false, "1.10.0-rc.1": true} {
		view := tiny(t)
		view.Generator.Version = version
		_, findings := packs.Run(t.Context(), view, []packs.Use{{Pack: load(t, files)}}, nil)
		if got := strings.Contains(lines(findings), "pack-version"); got != isOld {
			t.Errorf("%s: %s", version, lines(findings))
		}
	}
	view := tiny(t)
	view.Generator.ViewVersion = 2
	_, findings := packs.Run(t.Context(), view, []packs.Use{{Pack: load(t, one("a"))}}, nil)
	if !strings.Contains(lines(findings), "pack-version: the view has version 2, and this protolect supports version 1") {
		t.Error(lines(findings))
	}
}

// FuzzPack loads and runs any pack, which must not panic, and must end.
func FuzzPack(f *testing.F) {
	manifest := one("")["pack.yaml"]
	for _, template := range []string{
		"a", `{{range 9}}{{.}}{{end}}`, `{{template "a.tmpl"}}`, `{{include "a.tmpl" .}}`, `{{json .View}}`, `{{printf "%3d%s%q%x" 1 "a" "b" 2}}`,
		`{{define "x"}}{{with $x := .}}{{end}}{{end}}{{template "x" (dict "a" (list 1 nil))}}`, `{{camel ""}}{{pascal "ÄÖ"}}{{plural ""}}{{wrap -1 "a b"}}`,
		`{{goType (message "tiny.v1.Book")}}{{use "a/b"}}{{goPackage "a" "a"}}`, `{{slice "abc" 1}}{{index (list 1) 0}}{{and 1 0}}`,
	} {
		f.Add(manifest, template)
	}
	f.Add(strings.Replace(manifest, "a.txt", "a.go, format: go", 1), "package a\n{{range 3}}var _ = {{use \"os\"}}.X\n{{end}}")
	tour, err := os.ReadFile("testdata/tour/pack/pack.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(tour), "a")
	view := tiny(f)
	f.Fuzz(func(t *testing.T, manifest, template string) {
		pack, findings := packs.Load(folder(map[string]string{"pack.yaml": manifest, "a.tmpl": template}), "pack")
		if (pack == nil) != findings.HasErrors() {
			t.Fatal(lines(findings))
		}
		if pack == nil {
			return
		}
		result, findings := packs.Run(t.Context(), view, []packs.Use{{Pack: pack}}, nil)
		if len(result.Broken) > 0 && !findings.HasErrors() {
			t.Error("an invalid file without a finding")
		}
	})
}
