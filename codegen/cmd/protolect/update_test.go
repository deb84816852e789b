// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
)

// documentsModule is a module that contains a discovery document.
const documentsModule = "example.com/documents"

// tiny returns a revision of a discovery document, with fields of its schema and further methods.
func tiny(revision, fields string, methods ...string) string {
	properties := `"name": {"type": "string"}`
	for _, f := range strings.Fields(fields) {
		properties += fmt.Sprintf(`, %q: {"type": "string"}`, f)
	}
	text := strings.NewReplacer(`"revision": "1"`, `"revision": "`+revision+`"`, `"name": {"type": "string"}`, properties).Replace(document)
	for _, m := range methods {
		text = strings.Replace(text, `"methods": {`, fmt.Sprintf(`"methods": {%q: {"id": "tiny.things.%s", "httpMethod": "POST", "path": "v1/things:%s", `+
			`"flatPath": "v1/things:%s", "response": {"$ref": "Thing"}}, `, m, m, m, m), 1)
	}
	return text
}

// broken returns a revision in which the field size has another type.
func broken(text string) string {
	return strings.Replace(text, `"size": {"type": "string"}`, `"size": {"type": "boolean"}`, 1)
}

// newProxy lets the go command find releases of a module, whose document is given for each version.
func newProxy(t *testing.T, documents map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, value := range map[string]string{
		"GOPROXY": "file://" + filepath.ToSlash(folder), "GOSUMDB": "off", "GOFLAGS": "-modcacherw", "GOMODCACHE": t.TempDir(), "GOWORK": "", "GOTOOLCHAIN": "local",
		"GOPRIVATE": "", "GONOPROXY": "", "GIT_CEILING_DIRECTORIES": os.TempDir(),
	} {
		t.Setenv(name, value)
	}
	for version, text := range documents {
		addRelease(t, folder, version, text)
	}
	return folder
}

func addRelease(t *testing.T, folder, version, text string) {
	t.Helper()
	at := filepath.Join(folder, documentsModule, "@v")
	write(t, filepath.Join(at, version+".info"), fmt.Sprintf(`{"Version": %q, "Time": "2026-01-02T03:04:05Z"}`, version))
	write(t, filepath.Join(at, version+".mod"), "module "+documentsModule+"\n")
	list, _ := os.ReadFile(filepath.Join(at, "list"))
	write(t, filepath.Join(at, "list"), string(list)+version+"\n")
	file, err := os.Create(filepath.Join(at, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive := zip.NewWriter(file)
	for name, text := range map[string]string{"go.mod": "module " + documentsModule + "\n", "documents.go": "package documents\n", "tiny/v1/tiny-api.json": text} {
		w, err := archive.Create(documentsModule + "@" + version + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

// newModuleProject returns a folder whose only document is in documentsModule.
func newModuleProject(t *testing.T, version string) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/project\n\ngo 1.24\n\nrequire "+documentsModule+" "+version+"\n")
	write(t, filepath.Join(root, "protolect.yaml"), "apis:\n  tiny/v1:\n    document: {module: "+documentsModule+", path: tiny/v1/tiny-api.json}\n"+
		"    proto: example.tiny.v1\n    go: example.com/project/gen/tiny/v1\n")
	return root
}

// commit commits all files of a folder, and tags the commit if the tag is not empty.
func commit(t *testing.T, folder, tag string) {
	t.Helper()
	commands := [][]string{{"init", "-q"}, {"add", "."}, {"commit", "-q", "--allow-empty", "-m", "a"}}
	if tag != "" {
		commands = append(commands, []string{"tag", tag})
	}
	for _, args := range commands {
		command := exec.CommandContext(t.Context(), "git", append([]string{"-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		if text, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, text)
		}
	}
}

// projectFiles returns the files of a folder without those of git.
func projectFiles(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := files(t, folder)
	for name := range all {
		if strings.HasPrefix(name, ".git/") {
			delete(all, name)
		}
	}
	return all
}

// mustUpdate runs the command, and returns the changelog and the output.
func mustUpdate(t *testing.T, root string, args ...string) (log, stdout string) {
	t.Helper()
	stdout, stderr, err := protolect(t, append([]string{"update", "--root", root}, args...)...)
	if err != nil {
		t.Fatalf("%v\n%s%s", err, stdout, stderr)
	}
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text), stdout
}

func wantContains(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
}

// TestUpdateModule raises a module over several releases, repeats that before and after a commit, and takes a release that
// breaks programs.
func TestUpdateModule(t *testing.T) {
	proxy := newProxy(t, map[string]string{
		"v1.0.0": tiny("1", "size"),
		"v1.1.0": tiny("2", "size color"),
		"v1.2.0": tiny("2", "size color"),
		"v1.3.0": tiny("4", "size color", "find"),
	})
	root := newModuleProject(t, "v1.0.0")
	log, out := mustUpdate(t, root, "--to", "v1.0.0")
	wantContains(t, log, "# Changelog\n", "\n## Unreleased\n\n### `example.com/project/gen/tiny/v1`: Tiny API, 1\n\n#### Added\n\n- The package.\n")
	wantContains(t, out, documentsModule+" v1.0.0 is up to date\n", "create gen/tiny/v1/")
	commit(t, root, "v0.3.1")

	const want = "\n### `example.com/project/gen/tiny/v1`: Tiny API, 1 → 4\n\nFrom " + documentsModule + " v1.0.0 → v1.3.0.\n\n" +
		"#### Added\n\n- `ThingsClient.FindThing` (v1.3.0)\n- `Thing.Color` (v1.1.0)\n\nVerdicts: Go minor, wire minor, requests minor.\n"
	write(t, filepath.Join(root, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- A bug.\n\n## v0.3.1\n\n- Old.\n")
	log, out = mustUpdate(t, root)
	if wantLog := "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- A bug.\n" + want + "\n## v0.3.1\n\n- Old.\n"; log != wantLog {
		t.Errorf("-want +got:\n%s", cmp.Diff(wantLog, log))
	}
	wantContains(t, out, documentsModule+" v1.0.0 → v1.3.0\n", "update CHANGELOG.md\n", "Changes since the last commit: Go minor, wire minor, requests minor\n",
		"Next version: v0.3.2 or higher (changes since v0.3.1: minor)\n")
	once := projectFiles(t, root)
	wantContains(t, once["go.mod"], documentsModule+" v1.3.0")
	wantContains(t, once["go.sum"], documentsModule+" v1.3.0")

	_, out = mustUpdate(t, root)
	wantContains(t, out, documentsModule+" v1.3.0 is up to date\n", "Changes since the last commit: Go minor, wire minor, requests minor\n")
	if diff := cmp.Diff(once, projectFiles(t, root)); diff != "" {
		t.Errorf("the second run wrote:\n%s", diff)
	}
	edited := strings.Replace(log, "- A bug.\n", "- A bug.\n- Another bug.\n", 1)
	write(t, filepath.Join(root, "CHANGELOG.md"), edited)
	if log, _ := mustUpdate(t, root); log != edited {
		t.Errorf("an edit of the changelog was lost:\n%s", cmp.Diff(edited, log))
	}
	addRelease(t, proxy, "v1.3.1", tiny("5", "size color weight", "find"))
	log, _ = mustUpdate(t, root)
	wantContains(t, log, "Tiny API, 1 → 5\n", "- `Thing.Color` (v1.1.0)\n- `Thing.Weight` (v1.3.1)\n", "- Another bug.\n")
	if strings.Count(log, "### `") != 1 {
		t.Errorf("the earlier entry is still there:\n%s", log)
	}
	commit(t, root, "")
	_, out = mustUpdate(t, root)
	wantContains(t, out, "Nothing changed since the last commit.\n", "Next version: v0.3.2 or higher (changes since v0.3.1: minor)\n")
	if text, _ := os.ReadFile(filepath.Join(root, "CHANGELOG.md")); string(text) != log {
		t.Errorf("the committed entry changed:\n%s", cmp.Diff(log, string(text)))
	}

	addRelease(t, proxy, "v1.4.0", broken(tiny("6", "size color weight", "find")))
	before := projectFiles(t, root)
	_, stderr, err := protolect(t, "update", "--root", root)
	if exitStatus(err) != 3 || !strings.Contains(err.Error(), "field Thing.Size: string became bool") {
		t.Errorf("%v\n%s", err, stderr)
	}
	if diff := cmp.Diff(before, projectFiles(t, root)); diff != "" {
		t.Errorf("files were written:\n%s", diff)
	}
	for range 2 {
		log, out := mustUpdate(t, root, "--allow", allowed)
		wantContains(t, log, "## Unreleased\n\n### Fixed\n\n- A bug.\n- Another bug.\n\n### `example.com/project/gen/tiny/v1`: Tiny API, 5 → 6\n\nFrom "+documentsModule+" v1.3.1 → v1.4.0.\n\n#### Changed\n\n- `Thing.Size`: `string` became `bool`",
			"\n\n### `example.com/project/gen/tiny/v1`: Tiny API, 1 → 5\n")
		wantContains(t, out, "Next version: v0.4.0 or higher (changes since v0.3.1: major)\n")
	}
}

// TestUpdateURL takes a changed document at a URL.
func TestUpdateURL(t *testing.T) {
	newProxy(t, nil)
	pets := site{"/pets.yaml": petstore("Pets", "getPet", "name age")}
	server := httptest.NewServer(pets)
	defer server.Close()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/mine\n")
	write(t, filepath.Join(root, "protolect.yaml"), "apis:\n  pets:\n    document:\n      url: "+server.URL+"/pets.yaml\n  tiny: {document: tiny.json}\n")
	write(t, filepath.Join(root, "tiny.json"), document)
	log, out := mustUpdate(t, root)
	wantContains(t, log, "### `example.com/mine/gen/pets/v1`: Pets, 1.0.0\n", "### `example.com/mine/gen/tiny/v1`: Tiny API, 1\n")
	wantContains(t, out, "pets: discovery/pets/pets.yaml is new; its sha256 is ")
	if strings.Contains(out, "Next: ") {
		t.Errorf("the output is\n%s", out)
	}
	commit(t, root, "")

	refuse := func(want string, status int) {
		t.Helper()
		before := projectFiles(t, root)
		_, stderr, err := protolect(t, "update", "--root", root)
		if exitStatus(err) != status || !strings.Contains(stderr+err.Error(), want) {
			t.Errorf("%v, want %q in\n%s", err, want, stderr)
		}
		if diff := cmp.Diff(before, projectFiles(t, root)); diff != "" {
			t.Errorf("files were written:\n%s", diff)
		}
	}
	pets["/pets.yaml"] = strings.Replace(petstore("Pets", "getPet", "name age"), "age: {type: string}", "age: {type: boolean}", 1)
	refuse("field Pet.Age: *string became *bool", 3)
	pets["/pets.yaml"] = "<html>"
	refuse("pets.yaml:1:1: error: ", 1)
	pets["/pets.yaml"] = strings.Replace(petstore("Pets", "getPet listPets", "name age"), "1.0.0", "1.1.0", 1)
	if log, _ = mustUpdate(t, root, "pets"); strings.Contains(log, "Tiny API, 1 →") {
		t.Errorf("the changelog is\n%s", log)
	}
	wantContains(t, log, "### `example.com/mine/gen/pets/v1`: Pets, 1.0.0 → 1.1.0\n\n#### Added\n", "ListPets")
	once := projectFiles(t, root)
	if mustUpdate(t, root); !cmp.Equal(once, projectFiles(t, root)) {
		t.Errorf("the second run wrote:\n%s", cmp.Diff(once, projectFiles(t, root)))
	}
	wantContains(t, once["discovery/pets/pets.yaml"], "1.1.0")
	if _, stderr, err := protolect(t, "generate", "--root", root, "--check"); err != nil {
		t.Errorf("%v\n%s", err, stderr)
	}
	// Without the changes, the entry is removed.
	pets["/pets.yaml"] = petstore("Pets", "getPet", "name age")
	if reverted, _ := mustUpdate(t, root, "--allow", allowed); strings.Contains(reverted, "→ 1.1.0") || !strings.Contains(reverted, "Pets, 1.0.0\n") {
		t.Errorf("the changelog is\n%s", reverted)
	}
}

// TestUpdateOverlay changes an overlay, and removes an API.
func TestUpdateOverlay(t *testing.T) {
	newProxy(t, nil)
	root := newProject(t)
	mustUpdate(t, root)
	commit(t, root, "")
	write(t, filepath.Join(root, "discovery/tiny/v1/overlay.yaml"), "messages: {Thing: Item}\n")
	log, _ := mustUpdate(t, root, "--allow", allowed)
	wantContains(t, log, "Tiny API, 1\n\n#### Added\n\n- `Item`\n\n#### Changed\n\n", "#### Removed\n\n- `Thing`", "Verdicts: Go major, ")
	commit(t, root, "")
	write(t, filepath.Join(root, "protolect.yaml"), "apis: {other: {document: other.json}}\n")
	write(t, filepath.Join(root, "other.json"), strings.NewReplacer(`"tiny"`, `"other"`, "Tiny", "Other").Replace(document))
	log, _ = mustUpdate(t, root, "--allow", allowed)
	wantContains(t, log, "### `example.com/project/gen/tiny/v1`\n\n#### Removed\n\n- The package.\n\nVerdicts: Go major", "### `example.com/project/gen/other/v1`: Other API, 1\n\n#### Added\n\n- The package.\n")
}

// TestUpdateWithoutGit compares with the files on disk: without a repository, and if the repository ignores them.
func TestUpdateWithoutGit(t *testing.T) {
	for _, name := range []string{"no repository", "ignored"} {
		t.Run(name, func(t *testing.T) {
			proxy := newProxy(t, map[string]string{"v1.0.0": tiny("1", "size")})
			root := newModuleProject(t, "v1.0.0")
			if name == "ignored" {
				write(t, filepath.Join(root, ".gitignore"), "gen/\nproto/\n")
				commit(t, root, "v1.0.0")
			}
			mustUpdate(t, root)
			addRelease(t, proxy, "v1.1.0", tiny("2", "size color"))
			log, out := mustUpdate(t, root)
			wantContains(t, log, "Tiny API, 1 → 2\n\nFrom "+documentsModule+" v1.0.0 → v1.1.0.\n\n#### Added\n\n- `Thing.Color`\n")
			wantContains(t, out, "Changes since the last run: Go minor, wire minor, requests none\n")
			if again, _ := mustUpdate(t, root); again != log {
				t.Errorf("the second run lost the entry:\n%s", cmp.Diff(log, again))
			}
			addRelease(t, proxy, "v1.2.0", broken(tiny("3", "size color")))
			if _, _, err := protolect(t, "update", "--root", root); exitStatus(err) != 3 {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// TestUpdateWorkspace has modules in folders of a workspace, two of which require the documents.
func TestUpdateWorkspace(t *testing.T) {
	newProxy(t, map[string]string{"v1.0.0": tiny("1", "size"), "v1.1.0": tiny("2", "size color")})
	root := newModuleProject(t, "v1.0.0")
	write(t, filepath.Join(root, "go.mod"), "module example.com/project\n\ngo 1.24\n")
	write(t, filepath.Join(root, "go.work"), "go 1.24\n\nuse (\n\t.\n\t./one\n\t./two\n\t./three\n)\n")
	for _, name := range []string{"one", "two", "three"} {
		text := "module example.com/" + name + "\n\ngo 1.24\n"
		if name != "three" {
			text += "\nrequire " + documentsModule + " v1.0.0\n"
		}
		write(t, filepath.Join(root, name, "go.mod"), text)
	}
	if _, _, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatal(err)
	}
	commit(t, root, "")
	log, _ := mustUpdate(t, root)
	wantContains(t, log, "From "+documentsModule+" v1.0.0 → v1.1.0.\n")
	all := projectFiles(t, root)
	wantContains(t, all["one/go.mod"], " v1.1.0")
	wantContains(t, all["two/go.mod"], " v1.1.0")
	if strings.Contains(all["three/go.mod"]+all["go.mod"], documentsModule) {
		t.Errorf("the files are %v", all)
	}
	mustUpdate(t, root)
	if diff := cmp.Diff(all, projectFiles(t, root)); diff != "" {
		t.Errorf("the second run wrote:\n%s", diff)
	}
}

// TestUpdateErrors has modules that cannot be raised.
func TestUpdateErrors(t *testing.T) {
	proxy := newProxy(t, map[string]string{"v1.0.0": tiny("1", "size"), "v1.1.0": tiny("2", "size color")})
	for _, test := range []struct {
		name    string
		prepare func(root string)
		args    []string
		want    string
	}{
		{"an unknown version", nil, []string{"--to", "v9.0.0"}, documentsModule + "@v9.0.0"},
		{"an unknown API", nil, []string{"shop"}, `does not list the API "shop"`},
		{"another requirement", func(root string) {
			// The first go.mod is raised before the second one fails.
			write(t, filepath.Join(root, "go.work"), "go 1.24\n\nuse (\n\t.\n\t./other\n)\n")
			write(t, filepath.Join(root, "other/go.mod"), "module example.com/other\n\ngo 1.24\n\nrequire "+documentsModule+" v1.0.0\n\nrequire example.com/missing v1.0.0\n")
		}, nil, "example.com/missing@v1.0.0"},
		{"a replacement", func(root string) {
			write(t, filepath.Join(root, "go.mod"), "module example.com/project\n\ngo 1.24\n\nrequire "+documentsModule+" v1.0.0\n\nreplace "+documentsModule+" => ./documents\n")
			write(t, filepath.Join(root, "documents/go.mod"), "module "+documentsModule+"\n")
		}, []string{"--to", "v1.1.0"}, "remove the replacement"},
		{"no module", func(root string) {
			write(t, filepath.Join(root, "protolect.yaml"), "apis: {tiny/v1: {document: tiny.json}}\n")
			write(t, filepath.Join(root, "tiny.json"), document)
		}, []string{"--to", "v1.1.0"}, "--to v1.1.0 is the version of one module, but the documents are from 0 modules"},
		{"a mistake in protolect.yaml", func(root string) { write(t, filepath.Join(root, "protolect.yaml"), "apis: [") }, nil, "[project-syntax]"},
		{"a release with errors", func(root string) {
			addRelease(t, proxy, "v1.2.0", strings.Replace(tiny("3", "size"), `"httpMethod": "GET"`, `"httpMethod": "SEE ME"`, 1))
		}, nil, "error: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := newModuleProject(t, "v1.0.0")
			if test.prepare != nil {
				test.prepare(root)
			}
			commit(t, root, "")
			before := projectFiles(t, root)
			_, stderr, err := protolect(t, append([]string{"update", "--root", root}, test.args...)...)
			if err == nil || !strings.Contains(stderr+err.Error(), test.want) {
				t.Errorf("%v, want %q in\n%s", err, test.want, stderr)
			}
			if diff := cmp.Diff(before, projectFiles(t, root)); diff != "" {
				t.Errorf("files were written:\n%s", diff)
			}
		})
	}
}

// TestUpdateReplaced has a document in a folder that replaces a module.
func TestUpdateReplaced(t *testing.T) {
	newProxy(t, map[string]string{"v1.1.0": tiny("2", "size color")})
	root := newModuleProject(t, "v1.0.0")
	write(t, filepath.Join(root, "go.mod"), "module example.com/project\n\ngo 1.24\n\nrequire "+documentsModule+" v1.0.0\n\nreplace "+documentsModule+" => ./documents\n")
	write(t, filepath.Join(root, "documents/go.mod"), "module "+documentsModule+"\n")
	write(t, filepath.Join(root, "documents/tiny/v1/tiny-api.json"), tiny("1", "size"))
	_, out := mustUpdate(t, root)
	wantContains(t, out, "tiny/v1: go.mod replaces the module, so its version stays v1.0.0\n")
}

// TestUpdateNewer does not lower a version that is newer than the newest release.
func TestUpdateNewer(t *testing.T) {
	newProxy(t, map[string]string{"v1.0.0": tiny("1", "size"), "v1.1.0-rc.1": tiny("2", "size color")})
	root := newModuleProject(t, "v1.1.0-rc.1")
	_, out := mustUpdate(t, root)
	wantContains(t, out, documentsModule+" v1.1.0-rc.1 is up to date\n")
	log, out := mustUpdate(t, root, "--to", "v1.0.0", "--allow", allowed)
	wantContains(t, out, documentsModule+" v1.1.0-rc.1 → v1.0.0\n")
	wantContains(t, log, "Tiny API, 2 → 1\n")
}

// TestUpdateWithoutRelease cannot download a release between two others.
func TestUpdateWithoutRelease(t *testing.T) {
	proxy := newProxy(t, map[string]string{"v1.0.0": tiny("1", "size"), "v1.1.0": tiny("2", "size color"), "v1.2.0": tiny("3", "size color weight")})
	root := newModuleProject(t, "v1.0.0")
	mustUpdate(t, root, "--to", "v1.0.0")
	commit(t, root, "")
	if err := os.Remove(filepath.Join(proxy, documentsModule, "@v/v1.1.0.zip")); err != nil {
		t.Fatal(err)
	}
	_, stderr, err := protolect(t, "update", "--root", root)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	wantContains(t, stderr, "the changelog does not name the releases that changed tiny/v1: ", documentsModule+"@v1.1.0")
	wantContains(t, projectFiles(t, root)["CHANGELOG.md"], "- `Thing.Color`, `Thing.Weight`\n")
}

func TestNextTag(t *testing.T) {
	for _, test := range []struct {
		tag, none, minor, major string
	}{
		{"", "v0.1.0", "v0.1.0", "v0.1.0"},
		{"v0.3.1", "v0.3.2", "v0.3.2", "v0.4.0"},
		{"v1.3.1", "v1.3.2", "v1.4.0", "v2.0.0"},
		{"folder/v1.3.1", "folder/v1.3.2", "folder/v1.4.0", "folder/v2.0.0"},
		{"v2.0.0-rc.1", "v2.0.0", "v2.0.0", "v2.0.0"},
	} {
		for verdict, want := range map[compare.Verdict]string{compare.None: test.none, compare.Patch: test.none, compare.Minor: test.minor, compare.Major: test.major} {
			v := published.Verdict{}
			v.Wire = verdict
			if got := nextTag(test.tag, v); got != want {
				t.Errorf("%q, %s: got %q, want %q", test.tag, verdict, got, want)
			}
		}
	}
}
