// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const (
	rootModule    = "github.com/protolect/protolect"
	codegenModule = rootModule + "/codegen"
	version       = "v0.1.0"
)

// With -fetch, the tests only resolve modules, and fetch them into the module cache. `make modules`
// runs this. The tests then find all modules in the cache, because the same commands request the
// same files.
var fetch = flag.Bool("fetch", false, "only fetch the modules that the tests need")

// A world is the environment of a consumer. It has its own module cache, which is filled from two
// proxies: one with the modules of this repository, and one with the other modules of the
// developer's module cache.
type world struct {
	env []string
	bin string // the folder of installed commands
}

func newWorld(t *testing.T) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("builds modules with an empty cache")
	}
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	ours, cache := filepath.Join(dir, "proxy"), filepath.Join(dir, "modules")
	released := release(t, repository)
	publish(t, ours, rootModule, released)
	publish(t, ours, codegenModule, filepath.Join(released, "codegen"))

	known := strings.Split(output(t, ".", nil, "go", "env", "GOMODCACHE", "GOCACHE"), "\n")
	others := httptest.NewServer(newModuleCache(t, known[0]))
	t.Cleanup(others.Close)
	w := &world{bin: filepath.Join(dir, "bin")}
	w.env = append(os.Environ(),
		"GOENV=off", // ignores the settings of the user
		"GOWORK=off",
		"GOTOOLCHAIN=local",
		"GOPROXY="+fileURL(ours)+","+others.URL,
		"GOSUMDB=off",
		"GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GOINSECURE=",
		"GOMODCACHE="+cache,
		"GOCACHE="+known[1],
		"GOBIN="+w.bin,
		// The module cache is another folder in each run. With -trimpath the build cache works
		// nevertheless. Binaries become some 20 kB smaller, because the names of folders are
		// shorter.
		"GOFLAGS=-trimpath",
	)
	// A module cache is read-only. Only the go command can remove it.
	t.Cleanup(func() { w.run(t, dir, "go", "clean", "-modcache") })
	return w
}

// A moduleCache serves the files of a module cache as a module proxy. With
// -fetch it fetches those that the cache lacks.
type moduleCache struct {
	files   http.Handler
	folder  string
	outside string // a folder outside of any module
}

func newModuleCache(t *testing.T, folder string) *moduleCache {
	folder = filepath.Join(folder, "cache", "download")
	return &moduleCache{files: http.FileServer(http.Dir(folder)), folder: folder, outside: t.TempDir()}
}

func (c *moduleCache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Queries (@latest, list) always fail. Otherwise their results would depend on the network.
	name, ok := versionOf(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	if _, err := os.Stat(filepath.Join(c.folder, filepath.FromSlash(r.URL.Path))); err != nil {
		if !*fetch {
			http.Error(w, name+" is not in the module cache: run make modules", http.StatusNotFound)
			return
		}
		download := exec.CommandContext(r.Context(), "go", "mod", "download", name)
		download.Dir, download.Env = c.outside, append(os.Environ(), "GOWORK=off")
		if text, err := download.CombinedOutput(); err != nil {
			http.Error(w, fmt.Sprintf("%s: %v\n%s", download, err, text), http.StatusBadGateway)
			return
		}
	}
	c.files.ServeHTTP(w, r)
}

// versionOf returns the module and version, as module@version, of a file of a module proxy; see
// https://go.dev/ref/mod#goproxy-protocol.
func versionOf(file string) (string, bool) {
	folder, base := path.Split(file)
	escapedPath, isVersion := strings.CutSuffix(strings.TrimPrefix(folder, "/"), "/@v/")
	extension := path.Ext(base)
	if !isVersion || extension != ".info" && extension != ".mod" && extension != ".zip" {
		return "", false
	}
	modulePath, pathErr := module.UnescapePath(escapedPath)
	version, versionErr := module.UnescapeVersion(strings.TrimSuffix(base, extension))
	return modulePath + "@" + version, pathErr == nil && versionErr == nil
}

// publish writes the working tree of a module to a proxy, in the form of a released version; see
// https://go.dev/ref/mod#goproxy-protocol.
func publish(t *testing.T, proxy, modulePath, dir string) {
	t.Helper()
	folder := filepath.Join(proxy, filepath.FromSlash(modulePath), "@v")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := modfile.Parse("go.mod", mod, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed.Replace) > 0 || len(parsed.Exclude) > 0 {
		t.Errorf("the go.mod of %s contains directives that have no effect on programs that require it, and that go install refuses", modulePath)
	}
	for name, content := range map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf(`{"Version":%q,"Time":"2026-01-01T00:00:00Z"}`, version),
		version + ".mod":  string(mod),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Create(filepath.Join(folder, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	// This leaves out nested modules.
	if err := zip.CreateFromDir(f, module.Version{Path: modulePath, Version: version}, dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// release returns a folder with the files of a released version: those that git tracks or would
// add.
func release(t *testing.T, repository string) string {
	t.Helper()
	folder := t.TempDir()
	for name := range strings.SplitSeq(output(t, repository, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		data, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
		if name == "" || os.IsNotExist(err) {
			continue // the deletion is not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	output(t, folder, nil, "make", "release", "VERSION="+version)
	return folder
}

func fileURL(dir string) string {
	return (&url.URL{Scheme: "file", Path: path.Join("/", filepath.ToSlash(dir))}).String()
}

// run runs a command in the world and returns its output.
func (w *world) run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	return output(t, dir, w.env, name, args...)
}

func output(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	var stderr strings.Builder
	c := exec.Command(name, args...)
	c.Dir, c.Env, c.Stderr = dir, env, &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", c, err, out, stderr.String())
	}
	return string(out)
}

// write writes the files of a module.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
