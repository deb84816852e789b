// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/finding"
)

// published returns the discovery documents of google.golang.org/api, by name.
func published(t testing.TB) (folder string, names []string) {
	t.Helper()
	// The documents are outside of the module, so the test cache does not watch them. Reading
	// go.mod makes it depend on their version.
	if _, err := os.Stat("../go.mod"); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api").Output()
	folder = strings.TrimSpace(string(out))
	if err != nil || folder == "" {
		t.Fatalf("google.golang.org/api is not in the module cache: run make modules (%v)", err)
	}
	err = fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && entry.Name() == "google-api-go-generator" {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, "-api.json") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder, names
}

// TestReadPublished checks that the reader knows every member of the documents that Google publishes.
func TestReadPublished(t *testing.T) {
	folder, names := published(t)
	if len(names) < 600 {
		t.Fatalf("only %d documents", len(names))
	}
	if testing.Short() {
		names = slices.DeleteFunc(names, func(name string) bool {
			switch path.Dir(name) {
			case "chat/v1", "drive/v3", "translate/v2", "pubsub/v1":
				return false
			}
			return true
		})
	}
	unexpected := []finding.Rule{
		finding.UnknownMember, finding.UnknownType, finding.UnknownFormat, finding.MemberMisplaced, finding.EnumDescriptions,
		finding.SchemaID, finding.PathDuplicate,
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		_, findings := discovery.Read(name, data)
		for _, f := range findings.All() {
			if f.Severity == finding.Error || slices.ContainsFunc(unexpected, func(r finding.Rule) bool { return r.Name == f.Rule }) {
				t.Errorf("%v: %s: %s [%s]", f.Position, f.Severity, f.Message, f.Rule)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(complete(f))
	f.Add([]byte(withSchema(`{"type": "any"}`)))
	folder, names := published(f)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 12<<10 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		api, findings := discovery.Read("a.json", data)
		if api == nil && !findings.HasErrors() {
			t.Error("neither an API nor an error")
		}
		lines := strings.Count(string(data), "\n") + 1
		for _, found := range findings.All() {
			if p := found.Position; p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Errorf("%v is outside of the file: %s", p, found.Message)
			}
		}
		again, _ := discovery.Read("a.json", data)
		if (again == nil) != (api == nil) || api != nil && len(again.Operations) != len(api.Operations) {
			t.Error("a second read has another result")
		}
	})
}
