// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
)

// openAPI returns a document with operations, by their ids, and schemas.
func openAPI(operations, schemas string) string {
	var text strings.Builder
	text.WriteString("openapi: 3.0.3\ninfo: {title: FastAPI, version: 0.1.0}\npaths:\n")
	for _, id := range strings.Fields(operations) {
		fmt.Fprintf(&text, "  /%s: {get: {operationId: %s, responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {%s: {type: string}}}}}}}}}\n", strings.ToLower(id), id, strings.ToLower(id))
	}
	if operations == "" {
		text.WriteString("  {}\n")
	}
	text.WriteString("components:\n  schemas:\n")
	for _, name := range strings.Fields(schemas) {
		fmt.Fprintf(&text, "    %s: {type: object, properties: {a: {type: string}}}\n", name)
	}
	text.WriteString("    Kept: {type: boolean}\n")
	return text.String()
}

// TestDocumentChanges takes a second document for the first one's package.
func TestDocumentChanges(t *testing.T) {
	for _, test := range []struct {
		name          string
		before, after [2]string // operations and schemas
		want          string
	}{
		{"the same", [2]string{"getA getB", "A"}, [2]string{"getA getB", "A"}, ""},
		{"more", [2]string{"getA", "A"}, [2]string{"getA getB", "A B"}, ""},
		{"another API", [2]string{"getA getB", "A"}, [2]string{"getC", "C"},
			"document-unrelated the document has none of the 2 published methods and 3 published types"},
		{"another API with the types of the same framework", [2]string{"getA getB", "Error"}, [2]string{"getC", "Error"},
			"document-unrelated the document has none of the 2 published methods and 3 published types"},
		{"types of another API", [2]string{"", "A B"}, [2]string{"", "C"},
			"document-unrelated the document has none of the 0 published methods and 2 published types"},
		{"methods, and types of another API", [2]string{"", "A B"}, [2]string{"getC", "C"},
			"document-unrelated the document has none of the 0 published methods and 2 published types"},
		{"another spelling of ids", [2]string{"getA getB", "A"}, [2]string{"GetA GetB", "A"}, ""},
		{"a method is gone", [2]string{"getA getB", "A"}, [2]string{"getA", "A"},
			"published-gone the document no longer has GetB (1 of 2 published methods)"},
		{"many methods are gone", [2]string{"getA getB getC getD getE getF getG getH", "A"}, [2]string{"getA", "A"},
			"published-gone the document no longer has GetB, GetC, GetD, GetE, GetF, and 2 others (7 of 8 published methods)"},
		{"all methods are gone", [2]string{"getA getB", "A"}, [2]string{"", "A"},
			"published-gone the document no longer has GetA, GetB (2 of 2 published methods)"},
		{"a type is gone", [2]string{"getA", "A B"}, [2]string{"getA", "A"},
			"published-gone the document no longer has B (1 of 3 published types)"},
		{"another spelling of a type", [2]string{"getA", "petShop"}, [2]string{"getA", "pet_shop"}, ""},
		{"all is gone", [2]string{"getA", "A"}, [2]string{"", ""},
			"document-unrelated the document has none of the 1 published methods and 2 published types"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := generate.Input{GoImport: func(p string) string { return "example.com/" + p }}
			in.Document = generate.File{Name: "a.yaml", Data: []byte(openAPI(test.before[0], test.before[1]))}
			before, findings, err := generate.API(in)
			if err != nil || before == nil {
				t.Fatal(err, findings.All())
			}
			in.Lock = generate.File{Name: "numbers.lock.yaml", Data: before.Lock}
			in.Document = generate.File{Name: "b.yaml", Data: []byte(openAPI(test.after[0], test.after[1]))}
			out, findings, err := generate.API(in)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range findings.All() {
				if f.Rule == finding.DocumentUnrelated.Name || f.Rule == finding.PublishedGone.Name {
					got += f.Rule + " " + f.Message
				}
			}
			if got != test.want {
				t.Errorf("-want +got:\n%s", cmp.Diff(test.want, got))
			}
			if (out == nil) != strings.HasPrefix(got, "document-unrelated") {
				t.Errorf("output: %v", out)
			}
			if out == nil {
				return
			}
			// What is gone is said once.
			in.Lock.Data = out.Lock
			if _, findings, err = generate.API(in); err != nil || slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return f.Rule == finding.PublishedGone.Name }) {
				t.Errorf("a second time: %v, %v", findings.All(), err)
			}
		})
	}
}

// TestRemovedMembers removes fields and enum values of a type that stays.
func TestRemovedMembers(t *testing.T) {
	for _, test := range []struct{ before, after, want string }{
		{"a: {type: string}, b: {type: string}", "a: {type: string}", "A no longer has the published field b"},
		{"a: {type: string}, b: {type: string}, c: {type: string}", "a: {type: string}", "A no longer has the published fields b, c"},
		{"a: {type: string}, petName: {type: string}", "a: {type: string}, pet_name: {type: string}", ""},
		{"a: {type: string}", "a: {type: string}, b: {type: string}", ""},
		{"a: {type: string, enum: [X, Y]}", "a: {type: string, enum: [X]}", "A.a no longer has the published enum value Y"},
		{"a: {type: object, properties: {x: {type: string}}}, b: {type: string}", "b: {type: string}",
			"A no longer has the published field a"},
		{"a: {type: object, properties: {x: {type: string}}}, b: {type: string}", "a: {type: string}, b: {type: string}",
			"the document no longer has A.a (1 of 2 published types)"},
	} {
		document := func(properties string) generate.File {
			return generate.File{Name: "a.yaml", Data: []byte("openapi: 3.0.3\ninfo: {title: Pets, version: 0.1.0}\npaths: {}\ncomponents: {schemas: {A: {type: object, properties: {" + properties + "}}}}\n")}
		}
		in := generate.Input{GoImport: func(p string) string { return "example.com/" + p }, Document: document(test.before)}
		before, findings, err := generate.API(in)
		if err != nil || before == nil {
			t.Fatal(err, findings.All())
		}
		in.Document, in.Lock = document(test.after), generate.File{Name: "numbers.lock.yaml", Data: before.Lock}
		out, findings, err := generate.API(in)
		if err != nil || out == nil {
			t.Fatal(err, findings.All())
		}
		var got []string
		for _, f := range findings.All() {
			if f.Rule == finding.PublishedGone.Name {
				got = append(got, f.Message)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", test.before, test.after, diff)
		}
	}
}

// TestServiceNames has resources whose services would share a file, at once and one
// after the other.
func TestServiceNames(t *testing.T) {
	run := func(lock []byte, resources ...string) (services []string, next []byte) {
		var text []string
		for _, r := range resources {
			text = append(text, fmt.Sprintf(`%q: {"methods": {"get": {"id": "a.%s.get", "httpMethod": "GET", "path": "%s"}}}`, r, r, r))
		}
		in := generate.Input{
			Document: generate.File{Name: "a.json", Data: fmt.Appendf(nil, `{"kind": "discovery#restDescription", "name": "a", "version": "v1", "rootUrl": "https://example.com/", "servicePath": "", "resources": {%s}}`, strings.Join(text, ", "))},
			Lock:     generate.File{Name: "numbers.lock.yaml", Data: lock},
			GoImport: func(p string) string { return "example.com/" + p },
		}
		out, findings, err := generate.API(in)
		if err != nil || out == nil {
			t.Fatal(err, findings.All())
		}
		for _, f := range findings.All() {
			if f.Rule == finding.PublishedChanged.Name {
				t.Errorf("%q: %s", resources, f.Message)
			}
		}
		for _, s := range out.Model.Services {
			services = append(services, strings.Join(s.Resource, ".")+": "+s.Name)
		}
		files := make(map[string]bool)
		for _, f := range out.Go {
			name := strings.ToLower(f.Name)
			if files[name] {
				t.Errorf("%q: there are two files %s", resources, name)
			}
			files[name] = true
		}
		slices.Sort(services)
		return services, out.Lock
	}
	want := []string{"FOO: FOOService", "Foo: Foo2Service", "foo: Foo3Service"}
	got, lock := run(nil, "FOO", "Foo", "foo")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("at once -want +got:\n%s", diff)
	}
	// A name stays when another service is gone, and when new ones come first.
	if got, lock = run(lock, "Foo", "foo"); !slices.Equal(got, want[1:]) {
		t.Errorf("without the first: %q, want %q", got, want[1:])
	}
	if got, _ = run(lock, "FOO", "fOO", "Foo", "foo"); !slices.Equal(got, append([]string{"FOO: FOOService"}, "Foo: Foo2Service", "fOO: FOO4Service", "foo: Foo3Service")) {
		t.Errorf("with a new one: %q", got)
	}
	_, lock = run(nil, "foo")
	if got, _ = run(lock, "FOO", "foo"); !slices.Equal(got, []string{"FOO: FOO2Service", "foo: FooService"}) {
		t.Errorf("the one that was published first: %q", got)
	}
	// Words that are joined in different ways make different file names, or not.
	if got, _ = run(nil, "fooBar", "foobar", "foo_bar", "FOOBar"); len(got) != 4 {
		t.Errorf("%q", got)
	}
}

// TestHeaderIsOneLine has names that are long, and ones that would break a line.
func TestHeaderIsOneLine(t *testing.T) {
	header := regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.\n`)
	long := strings.Repeat("a long title ", 14)
	for _, title := range []string{"A", long, "two\nlines", "three\r\nmore\u2028lines\u0085", "tab\t and \v and \x1b", "  ", "// +build ignore", "Ж日本\u202e", "x. DO NOT EDIT.\n// Code generated by y"} {
		for _, version := range []string{"1", "1\n2", long + long, strings.Repeat("日本", 5000)} {
			document := fmt.Sprintf(`{"openapi": "3.0.3", "info": {"title": %s, "version": %s}, "paths": {"/a": {"get": {"responses": {"200": {"description": "a"}}}}}, "components": {"schemas": {"A": {"type": "object"}}}}`, quoted(t, title), quoted(t, version))
			out, findings, err := generate.API(generate.Input{
				Document: generate.File{Name: "a.json", Data: []byte(document)}, ProtoPackage: "a.v1",
				GoImport: func(string) string { return "example.com/gen/a/v1" },
			})
			if err != nil || out == nil {
				t.Fatalf("%q: %v, %v", title, err, findings.All())
			}
			for _, f := range append(out.Proto, out.Go...) {
				if line := header.Find(f.Data); line == nil || len(line) > 1300 {
					t.Errorf("%q, %q: %s begins with %.200q", title, version, path.Base(f.Name), f.Data)
				}
			}
		}
	}
}

// quoted returns a text as JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
