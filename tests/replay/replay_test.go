// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package replay_test replays the history of documents. It converts release after release, each
// with the lock of the one before. No number may change, and each breaking change must follow from
// a change of the document.
package replay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/published"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
)

var (
	all    = flag.Bool("all", false, "also replay published documents: this fetches many releases of a module")
	update = flag.Bool("update", false, "rewrite the expected output, and fail")
)

// documents are the documents that -all replays with buf: Chat, the largest old ones, the oldest one, one that was
// cut to half its size, and popular ones of all kinds.
var documents = []string{
	"chat/v1/chat-api.json", "compute/v1/compute-api.json", "storage/v1/storage-api.json", "dialogflow/v3/dialogflow-api.json",
	"aiplatform/v1/aiplatform-api.json", "drive/v3/drive-api.json", "gmail/v1/gmail-api.json", "youtube/v3/youtube-api.json",
	"sheets/v4/sheets-api.json", "bigquery/v2/bigquery-api.json", "cloudresourcemanager/v3/cloudresourcemanager-api.json",
	"container/v1/container-api.json", "run/v2/run-api.json", "people/v1/people-api.json", "admin/directory/v1/admin-api.json",
	"healthcare/v1/healthcare-api.json", "androidpublisher/v3/androidpublisher-api.json",
}

// releases are the releases of google.golang.org/api that -all replays before the one in use. They
// span years.
var releases = []string{
	"v0.4.0", "v0.15.0", "v0.30.0", "v0.50.0", "v0.60.0", "v0.75.0", "v0.90.0", "v0.105.0", "v0.120.0", "v0.140.0", "v0.155.0", "v0.170.0",
	"v0.185.0", "v0.200.0", "v0.215.0", "v0.230.0", "v0.245.0", "v0.260.0", "v0.275.0", "v0.290.0", "v0.300.0", "v0.305.0", "v0.310.0",
}

// TestReplay replays the revisions of a small document. It compares the lock and the differences of
// each revision with testdata.
func TestReplay(t *testing.T) {
	if testing.Short() {
		t.Skip("builds buf")
	}
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	h := newHistory(buildBuf(t))
	for _, file := range files {
		s := h.step(t, readFile(t, file))
		if s == nil {
			return
		}
		var words strings.Builder
		if s.comparison != nil {
			if err := s.comparison.PrintText(&words); err != nil {
				t.Fatal(err)
			}
			for _, c := range s.changes {
				fmt.Fprintf(&words, "wire %s, requests %s: %s: %s\n", c.Wire, c.Requests, c.Element, c.Message)
			}
			for _, c := range s.complaints {
				fmt.Fprintf(&words, "buf: %s\n", c)
			}
		}
		base := strings.TrimSuffix(file, ".json")
		golden(t, base+".numbers.lock.yaml", string(s.out.Lock))
		if s.comparison != nil {
			golden(t, base+".diff.txt", words.String())
		}
	}
	if *update {
		t.Error("the expected output is rewritten: read the difference before you commit it")
	}
}

// TestPublished replays years of published documents.
func TestPublished(t *testing.T) {
	if !*all {
		t.Skip("needs -all: it fetches many releases of a module")
	}
	releases := releases
	if current := releaseInUse(t); !slices.Contains(releases, current) {
		releases = append(releases[:len(releases):len(releases)], current)
	}
	folders := make(map[string]string, len(releases))
	for _, r := range releases {
		folders[r] = download(t, "google.golang.org/api@"+r)
	}
	buf := buildBuf(t)
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "document\treleases\tdiffer\tfields kept\tvalues kept\tremoved\tchanged\tadded\tcomplaints\texplained")
	for _, name := range documents {
		t.Run(name, func(t *testing.T) {
			h := newHistory(buf)
			var sum struct{ releases, differ, removed, changed, added, complaints int }
			for _, r := range releases {
				file := filepath.Join(folders[r], filepath.FromSlash(name))
				if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
					continue
				}
				in := readFile(t, file)
				in.Name = r + "/" + name
				if sum.releases == 0 && bytes.Contains(in.Data, []byte("{/")) {
					continue // its paths have expansions of lists, which Google has given up since
				}
				s := h.step(t, in)
				if s == nil {
					return
				}
				sum.releases++
				if s.comparison == nil {
					continue
				}
				if len(s.comparison.Changes) > 0 {
					sum.differ++
				}
				for _, c := range s.comparison.Changes {
					switch c.Kind {
					case compare.Removed:
						sum.removed++
					case compare.Changed:
						sum.changed++
					case compare.Added:
						sum.added++
					}
				}
				sum.complaints += len(s.complaints)
				for _, c := range s.complaints {
					t.Logf("%s: %s", r, c)
				}
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", name, sum.releases, sum.differ, h.fields.kept, h.values.kept,
				sum.removed, sum.changed, sum.added, sum.complaints, h.explained)
		})
	}
	table.Flush()
	t.Logf("\n%s", text.String())
}

// someReleases are the releases of which TestCatalogue replays all documents.
var someReleases = []string{
	"v0.120.0", "v0.140.0", "v0.160.0", "v0.180.0", "v0.200.0", "v0.220.0", "v0.250.0", "v0.275.0", "v0.300.0",
}

// TestCatalogue replays all documents of several releases, each with the lock of the release before. Additions and
// removals must never stop a run, and no number may change.
func TestCatalogue(t *testing.T) {
	if !*all {
		t.Skip("needs -all: it fetches several releases of a module")
	}
	histories := make(map[string]*history)
	for _, release := range append(someReleases[:len(someReleases):len(someReleases)], releaseInUse(t)) {
		folder := download(t, "google.golang.org/api@"+release)
		names, err := filepath.Glob(filepath.Join(folder, "*/*/*-api.json"))
		if err != nil || len(names) < 100 {
			t.Fatalf("%s contains %d documents: %v", release, len(names), err)
		}
		nested, err := filepath.Glob(filepath.Join(folder, "*/*/*/*-api.json"))
		if err != nil {
			t.Fatal(err)
		}
		replayed, known := 0, 0
		for _, file := range append(names, nested...) {
			name, err := filepath.Rel(folder, file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(name, "google-api-go-generator") {
				continue
			}
			h := histories[name]
			if h == nil {
				h = newHistory("")
				histories[name] = h
			} else {
				known++
			}
			in := readFile(t, file)
			in.Name = release + "/" + filepath.ToSlash(name)
			if !bytes.Contains(in.Data, []byte(`"discovery#restDescription"`)) {
				t.Logf("%s is not a document: %.100s", in.Name, in.Data)
				continue
			}
			if s := h.step(t, in); s != nil {
				replayed++
			}
		}
		t.Logf("%s: %d of %d documents, %d of them with a lock", release, replayed, len(names)+len(nested), known)
	}
	fields, values := 0, 0
	for _, h := range histories {
		fields, values = fields+h.fields.kept, values+h.values.kept
	}
	t.Logf("%d documents: %d times a field kept its number, %d times an enum value", len(histories), fields, values)
}

// A step is the result of one revision of a document.
type step struct {
	out        *generate.Output
	image      string
	comparison *compare.Comparison // with the revision before; nil for the first one
	complaints []complaint
	changes    []published.Change // of the output
}

// step converts the next revision and checks the result.
func (h *history) step(t *testing.T, document generate.File) *step {
	t.Helper()
	doc, findings := read.DocumentIn(nil, document.Name, document.Data)
	out, findings, err := generate.Document(doc, findings, generate.Input{
		Document:     document,
		Lock:         generate.File{Name: "numbers.lock.yaml", Data: h.lock},
		ProtoPackage: "replay.v1",
		GoImport:     func(string) string { return "example.com/gen/replay/v1" },
		API:          numbers.API{Package: "replay.v1", Title: doc.Title, Version: doc.Version, Host: doc.Host},
		NoProof:      h.buf == "", // the catalogue proves the documents
	})
	if err != nil || out == nil {
		for _, f := range findings.All() {
			if f.Severity == finding.Error {
				t.Errorf("%s: %s", f.Position, f.Message)
			}
		}
		t.Errorf("%s: %v", document.Name, err)
		return nil
	}
	h.remember(t, document.Name, out)
	s := &step{out: out}
	if h.buf != "" {
		s.image = writeImage(t, out)
	}
	if before := h.last; before != nil && h.buf == "" {
		s.changes = compareOutput(t, before.out, out)
	} else if before != nil {
		s.comparison = compare.Documents(before.out.Document, out.Document)
		s.complaints = breaking(t, h.buf, before.image, s.image)
		s.changes = compareOutput(t, before.out, out)
		checkReports(t, document.Name, s)
		for i := range s.complaints {
			c := &s.complaints[i]
			if c.cause = explain(*c, before.out, out, s.comparison); c.cause == "" {
				t.Errorf("%s: no change of the document explains: %s", document.Name, c.Message)
			} else {
				h.explained++
			}
		}
	}
	h.lock, h.last = out.Lock, s
	if h.buf == "" {
		s.out = &generate.Output{Proto: out.Proto} // the rest takes much memory
	}
	return s
}

// compareOutput compares the definitions of two revisions.
func compareOutput(t *testing.T, before, after *generate.Output) []published.Change {
	t.Helper()
	var versions [2]published.Files
	for i, out := range []*generate.Output{before, after} {
		versions[i] = make(published.Files)
		for _, f := range out.Proto {
			versions[i]["proto/"+f.Name] = f.Data
		}
	}
	changes, err := published.Compare(t.Context(), versions[0], versions[1])
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// checkReports checks that every complaint of buf is a change that package published reports, and that buf
// complains about every message and enum that it calls broken on the wire.
func checkReports(t *testing.T, release string, s *step) {
	t.Helper()
	for _, c := range s.complaints {
		isReported := func(change published.Change) bool {
			return change.Highest() > compare.Patch && slices.ContainsFunc(slices.Concat(c.owners(), c.types()), func(name string) bool {
				return strings.Contains("."+change.Element+".", "."+name+".")
			})
		}
		if !slices.ContainsFunc(s.changes, isReported) {
			t.Errorf("%s: buf complains, but no change of the output is reported: %s", release, c.Message)
		}
	}
	for _, change := range s.changes {
		isConfirmed := func(c complaint) bool {
			return slices.ContainsFunc(c.owners(), func(name string) bool { return strings.Contains("."+change.Element+".", "."+name+".") })
		}
		// buf does not know the JSON texts of enum values, which are options.
		if change.Wire == compare.Major && !strings.HasPrefix(change.Message, "the JSON value ") && !slices.ContainsFunc(s.complaints, isConfirmed) {
			t.Errorf("%s: buf does not complain about %s: %s", release, change.Element, change.Message)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s -want +got:\n%s", file, diff)
	}
}

func readFile(t *testing.T, name string) generate.File {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return generate.File{Name: filepath.Base(name), Data: data}
}

// writeImage writes the generated files as an image for buf and returns its name.
func writeImage(t *testing.T, out *generate.Output) string {
	t.Helper()
	folder := fstest.MapFS{apipb.File_protolect_api_v1_annotations_proto.Path(): {Data: protofiles.Annotations}}
	for _, f := range out.Proto {
		folder[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	image, err := protofile.Image(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "image.binpb")
	if err := os.WriteFile(name, image, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func buildBuf(t *testing.T) string {
	t.Helper()
	buf := filepath.Join(t.TempDir(), "buf")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", buf, "github.com/bufbuild/buf/cmd/buf")
	command.Dir = "../.."
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, text)
	}
	return buf
}

// releaseInUse returns the version of google.golang.org/api in go.mod.
func releaseInUse(t *testing.T) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", "google.golang.org/api")
	version, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return strings.TrimSpace(string(version))
}

// download returns the folder of a module at a version.
func download(t *testing.T, module string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", module)
	command.Dir = t.TempDir() // outside the workspace, which selects another version
	stdout, err := command.Output()
	var result struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(stdout, &result); err != nil || jsonErr != nil || result.Dir == "" {
		t.Fatalf("%s: %v %v %s", command, err, jsonErr, result.Error)
	}
	return result.Dir
}

// breaking returns the breaking changes that buf reports between two images, by the
// rules of the repository.
func breaking(t *testing.T, buf, before, after string) []complaint {
	t.Helper()
	command := exec.CommandContext(t.Context(), buf, "breaking", after, "--against", before, "--config", "../../buf.yaml", "--error-format", "json")
	stdout, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 100 { // buf reports breaking changes
		err = nil
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, exit.Stderr)
	}
	var complaints []complaint
	decoder := json.NewDecoder(bytes.NewReader(stdout))
	for decoder.More() {
		var c complaint
		if err := decoder.Decode(&c); err != nil {
			t.Fatal(err)
		}
		complaints = append(complaints, c)
	}
	return complaints
}
