// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
)

// vetted is the number of documents that one run vets.
const vetted = 24

// TestHostileCodeIsVetted writes the output of some combinations into one module, like `protolect
// convert`. It vets the module, and asks the go command which commands it would run.
func TestHostileCodeIsVetted(t *testing.T) {
	if *only != "" {
		t.Skip("needs a sample of all combinations: run it without -only")
	}
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("sampled by -seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 1))
	list := combinations(readDocument(t))
	folder := newModule(t)
	written, err := output.Open(t.Context(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	for made := 0; made < vetted; {
		c := list[random.IntN(len(list))]
		if strings.Contains(c.name, "long: ") {
			continue
		}
		api := fmt.Sprintf("api%d", made)
		in := input(c.data())
		in.GoImport = func(protoPackage string) string {
			return "example.com/hostile/" + api + "/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		}
		out, _, err := generate.API(in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if out == nil {
			continue
		}
		t.Logf("%s: %s", api, c.name)
		var files []output.File
		for _, f := range out.Go {
			files = append(files, output.File{Name: strings.TrimPrefix(f.Name, "example.com/hostile/"), Owner: api, Data: f.Data})
		}
		plan, err := written.Plan(files, output.Scope{Owns: func(owner string) bool { return owner == api }})
		if err != nil {
			t.Fatal(err)
		}
		if err := written.Apply(plan); err != nil {
			t.Fatal(err)
		}
		made++
	}
	goCommand(t, folder, "vet", "./...")
	if commands := goCommand(t, folder, "generate", "-n", "./..."); commands != "" {
		t.Errorf("go generate would run:\n%s", commands)
	}
	if unused := goCommand(t, folder, "list", "-f", `{{range .IgnoredGoFiles}}{{$.Dir}}/{{.}} {{end}}{{range .CgoFiles}}{{.}} {{end}}`, "./..."); strings.TrimSpace(unused) != "" {
		t.Errorf("go build would ignore these files or pass them to cgo: %s", unused)
	}
}

// newModule returns a folder with a module that uses the root module of the working tree.
func newModule(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod":  "module example.com/hostile\n\ngo 1.26.0\n",
		"go.work": fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", root),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func goCommand(t *testing.T, folder string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK="+filepath.Join(folder, "go.work"))
	var stderr strings.Builder
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, stderr.String())
	}
	return string(stdout)
}
