// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package catalogue_test converts every discovery document that Google publishes. Every declaration
// of a document must be in the output or in a finding.
package catalogue_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
)

var (
	all    = flag.Bool("all", false, "convert all documents instead of a sample")
	update = flag.Bool("update", false, "rewrite the table (with -all), and the number of documents in docs/")
)

// sample lists the documents of a run without -all: Chat, and the smallest document with each
// difficult construct.
var sample = []string{
	"abusiveexperiencereport/v1", "acceleratedmobilepageurl/v1", "admin/directory/v1", "appstate/v1", "bigquery/v2", "blogger/v3",
	"chat/v1", "cloudbuild/v1alpha1", "consumersurveys/v2", "discovery/v1", "doubleclicksearch/v2", "driveactivity/v2",
	"fusiontables/v1", "homegraph/v1", "identitytoolkit/v3", "indexing/v3", "kgsearch/v1", "libraryagent/v1", "oauth2/v2",
	"orgpolicy/v2", "pagespeedonline/v5", "playgrouping/v1alpha1", "redis/v1", "servicebroker/v1alpha1", "sts/v1", "tasks/v1",
	"translate/v2", "urlshortener/v1", "vmmigration/v1", "walletobjects/v1", "webfonts/v1", "youtubeanalytics/v1beta1",
}

// A row is the line of the table for one document.
type row struct {
	name     string
	account  *accounting.Account
	findings map[string]int // by rule
	problems []string
}

func TestCatalogue(t *testing.T) {
	documents := documents(t)
	if !*all {
		documents = slices.DeleteFunc(documents, func(d document) bool { return !isSample(d) })
	}
	if len(documents) < len(sample) {
		t.Fatalf("%d documents, want at least %d", len(documents), len(sample))
	}
	rows := take(documents)
	for _, r := range rows {
		for _, problem := range r.problems {
			t.Errorf("%s: %s", r.name, problem)
		}
	}
	compareTable(t, rows)
}

// number matches the number of documents that docs/generating.md
// contains.
var number = regexp.MustCompile(`([Aa]ll )\d+( documents that Google publishes)`)

// TestNumberOfDocuments compares the number in the documentation with the number of documents.
func TestNumberOfDocuments(t *testing.T) {
	replacement := fmt.Appendf(nil, "${1}%d${2}", len(documents(t)))
	for _, file := range []string{"../../docs/generating.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !number.Match(text) {
			t.Errorf("%s has no match of %s", file, number)
		}
		want := number.ReplaceAll(text, replacement)
		if *update {
			if err := os.WriteFile(file, want, 0o666); err != nil {
				t.Fatal(err)
			}
		} else if diff := cmp.Diff(string(want), string(text)); diff != "" {
			t.Errorf("%s: run make update, or this test with -update (-want +present):\n%s", file, diff)
		}
	}
}

type document struct {
	name string // "chat/v1"
	file string
}

func isSample(d document) bool { return slices.Contains(sample, d.name) }

// documents lists the documents in the module, at the version in go.mod.
func documents(t testing.TB) []document {
	t.Helper()
	stdout, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-json", "google.golang.org/api").Output()
	if err != nil {
		t.Fatal(err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(stdout, &module); err != nil || module.Dir == "" {
		t.Fatalf("google.golang.org/api is missing; run make modules: %v", err)
	}
	var all []document
	err = filepath.WalkDir(module.Dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "google-api-go-generator" {
			return fs.SkipDir // it contains test data
		}
		if strings.HasSuffix(name, "-api.json") {
			relative, _ := filepath.Rel(module.Dir, filepath.Dir(name))
			all = append(all, document{name: filepath.ToSlash(relative), file: name})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// take converts the documents. It converts one document per processor at the same time.
func take(documents []document) []row {
	rows := make([]row, len(documents))
	var work sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, d := range documents {
		slots <- struct{}{}
		work.Go(func() {
			rows[i] = takeOne(d)
			<-slots
		})
	}
	work.Wait()
	return rows
}

func takeOne(d document) row {
	r := row{name: d.name, account: new(accounting.Account), findings: make(map[string]int)}
	data, err := os.ReadFile(d.file)
	if err != nil {
		r.problems = append(r.problems, err.Error())
		return r
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: d.name, Data: data},
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	})
	for _, f := range findings.All() {
		r.findings[f.Rule]++
		if f.Severity == finding.Error {
			r.problems = append(r.problems, f.Position.String()+": "+f.Message)
		}
	}
	if err != nil {
		r.problems = append(r.problems, err.Error())
	}
	if out == nil {
		return r
	}
	compiled, err := compile(out)
	if err != nil {
		r.problems = append(r.problems, err.Error())
		return r
	}
	r.account = accounting.Count(out.Document, compiled)
	for _, m := range r.account.Unexplained(findings.All()) {
		r.problems = append(r.problems, fmt.Sprintf("%s %s is lost without a finding (%s)", m.Kind, m.Name, m.At.Pointer))
	}
	return r
}

// compile compiles the written files. The result must equal the original descriptors and print as
// the same bytes.
func compile(out *generate.Output) ([]protoreflect.FileDescriptor, error) {
	text := map[string][]byte{apipb.File_protolect_api_v1_annotations_proto.Path(): protofiles.Annotations}
	var paths []string
	for _, f := range out.Proto {
		text[f.Name] = f.Data
		paths = append(paths, f.Name)
	}
	compiled, err := protofile.Compile(context.Background(), func(path string) ([]byte, error) {
		if data, ok := text[path]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}, paths...)
	if err != nil {
		return nil, err
	}
	for i, file := range compiled {
		if !bytes.Equal(protofile.Print(file), out.Proto[i].Data) {
			return nil, fmt.Errorf("%s is printed differently after it was compiled", file.Path())
		}
	}
	return compiled, nil
}

// compareTable compares rows with the table in the repository.
func compareTable(t *testing.T, rows []row) {
	t.Helper()
	const file = "table.txt"
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.name, b.name) })
	got := lines(rows)
	if *update && *all {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		want[name] = strings.Join(strings.Fields(rest), " ")
	}
	for _, line := range got {
		name, rest, _ := strings.Cut(line, " ")
		if name == "total" && !*all {
			continue
		}
		if diff := cmp.Diff(want[name], strings.Join(strings.Fields(rest), " ")); diff != "" {
			t.Errorf("%s -table +now:\n%s", name, diff)
		}
	}
}

// lines returns the table. Each row contains how many declarations of a document are in the output,
// how many of the others a finding explains, and the findings by rule.
func lines(rows []row) []string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	header := []string{"document"}
	for kind := range accounting.Kinds {
		header = append(header, strings.ReplaceAll(kind.String(), " ", "-"))
	}
	fmt.Fprintln(table, strings.Join(header, "\t")+"\texplained\tfindings")
	total := row{name: "total", account: new(accounting.Account), findings: make(map[string]int)}
	for _, r := range rows {
		fmt.Fprintln(table, r.line())
		for kind := range accounting.Kinds {
			total.account.Declared[kind] += r.account.Declared[kind]
			total.account.Found[kind] += r.account.Found[kind]
		}
		total.account.Explained += r.account.Explained
		for rule, n := range r.findings {
			total.findings[rule] += n
		}
	}
	fmt.Fprintln(table, total.line())
	table.Flush()
	return strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
}

func (r row) line() string {
	cells := []string{r.name}
	for kind := range accounting.Kinds {
		cells = append(cells, fmt.Sprintf("%d/%d", r.account.Found[kind], r.account.Declared[kind]))
	}
	var rules []string
	for rule, n := range r.findings {
		rules = append(rules, fmt.Sprintf("%s:%d", rule, n))
	}
	slices.Sort(rules)
	return strings.Join(append(cells, strconv.Itoa(r.account.Explained), strings.Join(rules, ",")), "\t")
}
