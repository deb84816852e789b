// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/output"
)

func TestManifest(t *testing.T) {
	folder := t.TempDir()
	mustGenerate(t, folder, tree{"gen/b.go": "b", "gen/a.go": "a", "numbers.lock.yaml": "lock"}, "discovery/x/v1")
	want := `# The files that protolect generated: path, owner and SHA-256. Commit this file:
# protolect replaces or removes only the files listed here. After a merge conflict,
# keep the lines of both sides and generate again.
version 1
gen/a.go discovery/x/v1 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
gen/b.go discovery/x/v1 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
`
	got, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if changes := mustGenerate(t, folder, nil, "discovery/x/v1"); len(changes) != 2 {
		t.Errorf("%q", changes)
	}
	head, _, _ := strings.Cut(want, "gen/")
	if got, err := os.ReadFile(filepath.Join(folder, manifestName)); err != nil || string(got) != head {
		t.Errorf("when all files are gone: %v\n%s", err, got)
	}
}

// Lines of both sides of a merge are good for what either side wrote.
func TestManifestMerged(t *testing.T) {
	folder := t.TempDir()
	manifest := filepath.Join(folder, manifestName)
	var merged string
	for _, data := range []string{"theirs", "ours"} {
		mustGenerate(t, folder, tree{"gen/a.go": data, "gen/b.go": "b"}, "api")
		text, err := os.ReadFile(manifest)
		if err != nil {
			t.Fatal(err)
		}
		merged = strings.ReplaceAll(string(text), "\n", "\r\n") + merged
	}
	for _, data := range []string{"theirs", "ours", "next"} {
		write(t, folder, tree{"gen/a.go": data, manifestName: merged})
		if changes := mustGenerate(t, folder, tree{"gen/a.go": "next", "gen/b.go": "b"}, "api"); len(changes) > 1 {
			t.Errorf("%s: %q", data, changes)
		}
	}
	if text, err := os.ReadFile(manifest); err != nil || strings.Count(string(text), "gen/a.go") != 1 {
		t.Errorf("afterwards: %v\n%s", err, text)
	}
	// An owner that is not generated keeps its lines.
	write(t, folder, tree{"gen/a.go": "theirs", manifestName: merged})
	mustGenerate(t, folder, tree{"gen/c.go": "c"}, "other")
	mustGenerate(t, folder, tree{"gen/a.go": "next", "gen/b.go": "b"}, "api")
}

func TestManifestErrors(t *testing.T) {
	line := "gen/a.go api ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"
	tests := []struct{ name, text, want string }{
		{"empty", "", "protolect.manifest: 1: the line \"version 1\" is missing: restore the last good version from version control, or remove the manifest"},
		{"a later version", "version 2\n" + line, "1: a newer protolect wrote version 2 of the manifest"},
		{"a wrong version", "version one\n" + line, `1: strconv.Atoi: parsing "one"`},
		{"a conflict", "version 1\n<<<<<<< HEAD\n" + line + "=======\n" + line + ">>>>>>> branch\n", "2: a merge conflict: keep the lines of both sides, remove those with <<<<<<<"},
		{"half a line", "version 1\n" + line[:40], `2: "ca978112ca1bbdcafac231b39a2" is not a SHA-256`},
		{"too few fields", "version 1\ngen/a.go api\n", `2: "gen/a.go api" is not a path, an owner and a hash`},
		{"a path that climbs", "version 1\n../" + line, `2: "../gen/a.go" is not a path within the output folder`},
		{"a hidden file", "version 1\n" + strings.Replace(line, "a.go", ".a.go", 1), `2: "gen/.a.go" contains a name that starts with a dot`},
	}
	for _, test := range tests {
		folder := folderWith(t, tree{manifestName: test.text, "gen/a.go": "a"})
		f, err := output.Open(t.Context(), folder, nil)
		if err == nil {
			f.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error = %v, want %q", test.name, err, test.want)
		}
	}
}
