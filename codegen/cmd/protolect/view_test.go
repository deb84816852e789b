// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// printed parses the output of protolect view, and returns the full names of packages, methods and
// messages in it.
func printed(t *testing.T, out string) string {
	t.Helper()
	v := new(templatepb.View)
	if err := protojson.Unmarshal([]byte(out), v); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	var names []string
	for _, p := range v.GetPackages() {
		names = append(names, p.GetName(), p.GetGo().GetClient().GetPath())
		for _, s := range p.GetServices() {
			for _, m := range s.GetMethods() {
				names = append(names, m.GetFullName())
			}
		}
		for _, m := range p.GetMessages() {
			names = append(names, m.GetFullName())
		}
	}
	return strings.Join(names, " ")
}

// TestView prints the view of a project and of its document. It writes no file.
func TestView(t *testing.T) {
	root := newProject(t)
	file := filepath.Join(root, "discovery/tiny/v1/tiny.json")
	names := func(pkg, client string) string {
		return strings.ReplaceAll("P "+client+" P.ThingsService.GetThing P.Thing P.ThingsGetThingRequest", "P", pkg)
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--root", root}, names("example.tiny.v1", "example.com/project/gen/tiny/v1")},
		{[]string{"--root", root, "tiny/v1"}, names("example.tiny.v1", "example.com/project/gen/tiny/v1")},
		{[]string{"--root", root, "--method", "tiny.things.get"}, names("example.tiny.v1", "example.com/project/gen/tiny/v1")},
		{[]string{"--document", file}, names("tiny.v1", "example.com/gen/tiny/v1")},
		{[]string{"--document", file, "--package", "a.b.v1", "--go", "example.com/x/gen"}, names("a.b.v1", "example.com/x/gen/a/b/v1")},
	} {
		out, stderr, err := protolect(t, append([]string{"view"}, test.args...)...)
		if err != nil || stderr != "" {
			t.Errorf("view %v: %v\n%s", test.args, err, stderr)
			continue
		}
		if got := printed(t, out); got != test.want {
			t.Errorf("view %v: got %s, want %s", test.args, got, test.want)
		}
	}
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) != 3 {
		t.Errorf("protolect view wrote files: %v %v", entries, err)
	}
}

// TestViewOfConverted prints the view of a document that was converted: with the package and the
// numbers of convert.
func TestViewOfConverted(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/project\n")
	file := filepath.Join(root, "tiny.json")
	write(t, file, document)
	if _, stderr, err := protolect(t, "convert", file, "--out", root, "--package", "chosen.v1"); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	out, stderr, err := protolect(t, "view", "--document", file, "--out", root)
	if err != nil || !strings.HasPrefix(printed(t, out), "chosen.v1 example.com/project/gen/chosen/v1 ") {
		t.Errorf("%v\n%s%s", err, out, stderr)
	}
	again, _, err := protolect(t, "view", "--document", file, "--out", root)
	if diff := cmp.Diff(out, again); diff != "" || err != nil {
		t.Errorf("the second view differs (%v):\n%s", err, diff)
	}
}

// TestViewFails calls protolect view with wrong arguments.
func TestViewFails(t *testing.T) {
	root := newProject(t)
	broken := filepath.Join(root, "broken.json")
	write(t, broken, `{"kind": "discovery#restDescription", "name": 1}`)
	for _, test := range []struct {
		args  []string
		usage bool
		want  string
	}{
		{[]string{"--root", root, "tiny/v2"}, false, `does not list the API "tiny/v2"`},
		{[]string{"--root", root, "--method", "Gat"}, false, `there is no method "Gat"`},
		{[]string{"--root", root, "--package", "a.v1"}, true, "apply to --document"},
		{[]string{"tiny/v1", "--document", broken}, true, "not both"},
		{[]string{"--document", broken}, false, "broken.json:1:"},
		{[]string{"--document", filepath.Join(root, "missing.json")}, false, "missing.json"},
		{[]string{"--document", broken, "--out", filepath.Join(root, "missing")}, false, "missing"},
	} {
		out, stderr, err := protolect(t, append([]string{"view"}, test.args...)...)
		if err == nil || errors.Is(err, errUsage) != test.usage || !strings.Contains(stderr+err.Error(), test.want) || out != "" {
			t.Errorf("view %v: %v, want %s\n%s%s", test.args, err, test.want, out, stderr)
		}
	}
}
