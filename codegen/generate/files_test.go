// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	reading "github.com/protolect/protolect/codegen/read"
)

// splitter makes files of a document: each component and each path has its own, or
// those of a kind have one.
type splitter struct {
	files map[string]any
	// fileOf returns the file and the pointer in it of a component.
	fileOf func(kind, name string) (file, pointer string)
}

// split returns the files of a document, whose entry is openapi.json.
func split(document map[string]any, fileOf func(kind, name string) (file, pointer string)) map[string]any {
	s := &splitter{files: make(map[string]any), fileOf: fileOf}
	components, _ := document["components"].(map[string]any)
	for kind, all := range components {
		if kind == "securitySchemes" {
			continue
		}
		for name, component := range all.(map[string]any) {
			file, pointer := fileOf(kind, name)
			s.put(file, pointer, s.rewritten(component, file))
			all.(map[string]any)[name] = map[string]any{"$ref": reference("openapi.json", file, pointer)}
		}
	}
	paths := document["paths"].(map[string]any)
	number := 0
	for name, item := range paths {
		file := fmt.Sprintf("paths/%d.json", number)
		number++
		s.files[file] = s.rewritten(item, file)
		paths[name] = map[string]any{"$ref": "./" + file}
	}
	s.files["openapi.json"] = document
	return s.files
}

func (s *splitter) put(file, pointer string, value any) {
	if pointer == "" {
		s.files[file] = value
		return
	}
	whole, _ := s.files[file].(map[string]any)
	if whole == nil {
		whole = make(map[string]any)
		s.files[file] = whole
	}
	whole[strings.NewReplacer("~1", "/", "~0", "~").Replace(pointer[1:])] = value
}

// reference returns how a file refers to a place in another.
func reference(from, file, pointer string) string {
	relative, err := filepath.Rel(path.Dir(from), file)
	if err != nil {
		panic(err)
	}
	if pointer == "" {
		return relative
	}
	if from == file {
		relative = ""
	}
	return relative + "#" + strings.ReplaceAll(pointer, "%", "%25")
}

// rewritten returns a value whose references lead from a file to others.
func (s *splitter) rewritten(value any, from string) any {
	switch value := value.(type) {
	case map[string]any:
		changed := make(map[string]any)
		for name, member := range value {
			changed[name] = s.rewritten(member, from)
		}
		return changed
	case []any:
		var changed []any
		for _, element := range value {
			changed = append(changed, s.rewritten(element, from))
		}
		return changed
	case string:
		parts := strings.SplitN(value, "/", 5)
		if len(parts) < 4 || parts[0] != "#" || parts[1] != "components" {
			return value
		}
		file, pointer := s.fileOf(parts[2], parts[3])
		if len(parts) == 5 {
			pointer += "/" + parts[4]
		}
		return reference(from, file, pointer)
	}
	return value
}

// layouts are ways to divide a document into files.
var layouts = map[string]func(kind, name string) (file, pointer string){
	"a file for each":       func(kind, name string) (file, pointer string) { return kind + "/" + name + ".json", "" },
	"a file for each kind":  func(kind, name string) (file, pointer string) { return kind + ".json", "/" + name },
	"a folder and one file": func(kind, name string) (file, pointer string) { return "a/b/" + kind + ".json", "/" + name },
}

// TestFiles divides documents into files, which make the same as the whole.
func TestFiles(t *testing.T) {
	for _, name := range []string{"clashes", "forms", "multipart", "openapi", "parameters", "relative", "tagged", "unions"} {
		data, err := os.ReadFile(filepath.Join("testdata", name, "document.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var plain map[string]any
		if err := yaml.Load(data, &plain); err != nil {
			t.Fatal(err)
		}
		whole, err := json.Marshal(plain)
		if err != nil {
			t.Fatal(err)
		}
		for layout, fileOf := range layouts {
			t.Run(name+"/"+layout, func(t *testing.T) {
				want, wantFindings := generateIn(t, map[string][]byte{"openapi.json": whole})
				var document map[string]any
				if err := json.Unmarshal(whole, &document); err != nil {
					t.Fatal(err)
				}
				files := make(map[string][]byte)
				for file, content := range split(document, fileOf) {
					if files[file], err = json.MarshalIndent(content, "", " "); err != nil {
						t.Fatal(err)
					}
				}
				got, gotFindings := generateIn(t, files)
				if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
					t.Errorf("-whole +files:\n%s", diff)
				}
				if diff := cmp.Diff(saying(wantFindings), saying(gotFindings)); diff != "" {
					t.Errorf("findings -whole +files:\n%s", diff)
				}
			})
		}
	}
}

// generateIn runs the line for the document openapi.json of a folder.
func generateIn(t *testing.T, files map[string][]byte) (*generate.Output, *finding.List) {
	t.Helper()
	root := t.TempDir()
	for name, data := range files {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := reading.OpenFolder("", filepath.Join(root, "openapi.json"), "api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "api/openapi.json", Data: files["openapi.json"]},
		Folder:   folder,
		GoImport: func(string) string { return "example.com/gen" },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	return out, findings
}

// texts returns what was made, by the names of the files.
func texts(out *generate.Output) map[string]string {
	all := map[string]string{"lock": string(out.Lock)}
	for _, f := range append(out.Proto, out.Go...) {
		all[f.Name] = string(f.Data)
	}
	return all
}

// saying counts findings by pointers, rule and message.
func saying(findings *finding.List) map[string]int {
	all := make(map[string]int)
	for _, f := range findings.All() {
		for _, at := range append(f.More, f.Position) {
			all[at.Pointer+" "+f.Rule+" "+f.Message]++
		}
	}
	return all
}
