// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"fmt"
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

// A world is where a consumer lives: a module cache of its own, filled from a
// proxy that has this repository's modules, and from what the developer's
// module cache holds of all others. There is no network in it.
type world struct {
	env []string
	bin string // where go install puts commands
}

func newWorld(t *testing.T) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("builds modules from nothing")
	}
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	proxy, cache := filepath.Join(dir, "proxy"), filepath.Join(dir, "modules")
	released := release(t, repository)
	publish(t, proxy, rootModule, released)
	publish(t, proxy, codegenModule, filepath.Join(released, "codegen"))

	known := strings.Split(output(t, ".", nil, "go", "env", "GOMODCACHE", "GOCACHE"), "\n")
	w := &world{bin: filepath.Join(dir, "bin")}
	w.env = append(os.Environ(),
		"GOENV=off", // not what this machine's user has set
		"GOWORK=off",
		"GOTOOLCHAIN=local",
		"GOPROXY="+fileURL(proxy)+","+fileURL(filepath.Join(known[0], "cache", "download")),
		"GOSUMDB=off",
		"GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GOINSECURE=",
		"GOMODCACHE="+cache,
		"GOCACHE="+known[1],
		"GOBIN="+w.bin,
		// The module cache is another folder each time. With -trimpath the
		// build cache works all the same. A binary is some 20 kB smaller by
		// it, since the names of folders are shorter.
		"GOFLAGS=-trimpath",
	)
	// A module cache is read-only, which only the go command knows to remove.
	t.Cleanup(func() { w.run(t, dir, "go", "clean", "-modcache") })
	return w
}

// publish puts a module's working tree into a proxy, as the released version
// would be: see https://go.dev/ref/mod#goproxy-protocol.
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
		t.Errorf("the go.mod of %s has directives that hold for nobody who requires it, and that go install refuses", modulePath)
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
	// This leaves out the modules within the module.
	if err := zip.CreateFromDir(f, module.Version{Path: modulePath, Version: version}, dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// release returns a folder with the files that git knows or would add, as they
// are when a version is released.
func release(t *testing.T, repository string) string {
	t.Helper()
	folder := t.TempDir()
	for name := range strings.SplitSeq(output(t, repository, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		data, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
		if name == "" || os.IsNotExist(err) {
			continue // deleted, but not yet committed
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

// run runs a command in the world, and returns what it prints.
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
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
