// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package gomodule finds, downloads and raises Go modules that contain documents. It runs the go command, with the
// settings of the user.
package gomodule

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// Module is a module as the go command describes it.
type Module struct {
	Path     string
	Version  string
	Versions []string
	Dir      string // empty unless the module is in the module cache
	GoMod    string
	Main     bool
	Replace  *Module
}

// Selected returns a module at the version that the go.mod or the workspace of a folder selects.
func Selected(ctx context.Context, folder, path string) (*Module, error) {
	found := new(Module)
	return found, goCommand(ctx, folder, nil, found, "list", "-m", "-json", path)
}

// Find returns the selected module, which it downloads to the module cache if necessary.
func Find(ctx context.Context, folder, path string) (*Module, error) {
	found, err := Selected(ctx, folder, path)
	if err != nil {
		return nil, err
	}
	if found.Dir == "" { // required by go.mod, but not downloaded yet
		if err := goCommand(ctx, folder, nil, found, "mod", "download", "-json", path); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Requiring returns the go.mod files that require a module: of the workspace of a folder, or else of its module. If none
// requires the module directly, it returns the nearest one.
func Requiring(ctx context.Context, folder, path string) ([]string, error) {
	text, err := output(ctx, folder, nil, "list", "-m", "-json")
	if err != nil {
		return nil, err
	}
	var files []string
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		var main Module
		err := decoder.Decode(&main)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		data, err := os.ReadFile(main.GoMod)
		if err != nil {
			return nil, err
		}
		if RequiredVersion(data, path) != "" {
			files = append(files, main.GoMod)
		}
	}
	if len(files) == 0 {
		nearest, err := Nearest(ctx, folder)
		if err != nil {
			return nil, err
		}
		files = []string{nearest}
	}
	return files, nil
}

// Nearest returns the go.mod of the module that contains a folder.
func Nearest(ctx context.Context, folder string) (string, error) {
	name, err := output(ctx, folder, nil, "env", "GOMOD")
	return string(bytes.TrimSpace(name)), err
}

// RequiredVersion returns the version of a module that the text of a go.mod requires, or "".
func RequiredVersion(text []byte, path string) string {
	file, err := modfile.ParseLax("go.mod", text, nil)
	if err != nil {
		return ""
	}
	for _, r := range file.Require {
		if r.Mod.Path == path {
			return r.Mod.Version
		}
	}
	return ""
}

// Releases answers questions about published releases, independently of any go.mod.
type Releases struct {
	folder  string // of a module without requirements
	folders map[[2]string]string
}

// NewReleases returns Releases, which the caller must close.
func NewReleases() (*Releases, error) {
	folder, err := os.MkdirTemp("", "protolect-")
	if err != nil {
		return nil, err
	}
	r := &Releases{folder, make(map[[2]string]string)}
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module protolect.invalid/releases\n"), 0o666); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close removes temporary files.
func (r *Releases) Close() error { return os.RemoveAll(r.folder) }

// Resolve returns the version that a query such as "latest" or "v1" selects.
func (r *Releases) Resolve(ctx context.Context, path, query string) (string, error) {
	var found Module
	err := goCommand(ctx, r.folder, alone, &found, "list", "-mod=mod", "-m", "-json", path+"@"+query)
	return found.Version, err
}

// Between returns the releases after one version and up to another one, in order. The last version is included even if
// it is not a release.
func (r *Releases) Between(ctx context.Context, path, from, to string) ([]string, error) {
	var found Module
	if err := goCommand(ctx, r.folder, alone, &found, "list", "-mod=mod", "-m", "-versions", "-json", path); err != nil {
		return nil, err
	}
	var between []string
	for _, v := range found.Versions {
		if semver.Compare(v, from) > 0 && semver.Compare(v, to) < 0 && semver.Prerelease(v) == "" {
			between = append(between, v)
		}
	}
	slices.SortFunc(between, semver.Compare)
	return append(between, to), nil
}

// Download returns the folder of a module at a version.
func (r *Releases) Download(ctx context.Context, path, version string) (string, error) {
	if folder, found := r.folders[[2]string{path, version}]; found {
		return folder, nil
	}
	var found Module
	if err := goCommand(ctx, r.folder, alone, &found, "mod", "download", "-json", path+"@"+version); err != nil {
		return "", err
	}
	r.folders[[2]string{path, version}] = found.Dir
	return found.Dir, nil
}

// Raise lets go.mod files require a version of a module. If it returns an error, some of the files that Written lists may
// have changed.
func Raise(ctx context.Context, files []string, path, version string) error {
	for _, file := range files {
		if _, err := output(ctx, filepath.Dir(file), nil, "get", path+"@"+version); err != nil {
			return err
		}
	}
	found, err := Selected(ctx, filepath.Dir(files[0]), path)
	if err == nil && found.Version != version {
		err = fmt.Errorf("the version of %s is %s instead of %s, because another module requires it: update that module first",
			path, found.Version, version)
	}
	return err
}

// Written returns the files that Raise may write.
func Written(ctx context.Context, files []string) ([]string, error) {
	var written []string
	for _, file := range files {
		written = append(written, file, filepath.Join(filepath.Dir(file), "go.sum"))
		work, err := output(ctx, filepath.Dir(file), nil, "env", "GOWORK")
		if err != nil {
			return nil, err
		}
		if name := string(bytes.TrimSpace(work)); name != "" && name != "off" {
			written = append(written, name, name+".sum")
		}
	}
	slices.Sort(written)
	return slices.Compact(written), nil
}

// alone makes the go command ignore workspaces.
var alone = []string{"GOWORK=off"}

func goCommand(ctx context.Context, folder string, environment []string, result any, args ...string) error {
	text, err := output(ctx, folder, environment, args...)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, result)
}

func output(ctx context.Context, folder string, environment []string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = folder
	command.Env = append(command.Environ(), environment...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		message := bytes.TrimSpace(stderr.Bytes())
		if len(message) == 0 {
			message = bytes.TrimSpace(stdout) // with -json, go mod download reports errors there
		}
		return nil, fmt.Errorf("%s: %w\n%s", command, err, message)
	}
	return stdout, nil
}
