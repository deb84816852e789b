// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/protolect/protolect/codegen/published"
	"github.com/protolect/protolect/codegen/read"
)

// readOutput reads the generated files of an output folder, or of a revision of a git repository. It returns nil if
// the name is that of something else. A revision is one of the repository of the other folder, or of the
// current one if the other name is a revision as well.
func readOutput(ctx context.Context, name, other string) (published.Files, error) {
	if name == read.Stdin {
		return nil, nil
	}
	_, err := os.Stat(name)
	switch {
	case err == nil:
		return readOutputFolder(name)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	folder := "."
	if isDir, err := isFolder(other); err == nil && isDir {
		folder = other
	}
	if !isRevision(ctx, folder, name) {
		return nil, nil // documentPairs reports it
	}
	return readRevision(ctx, folder, name)
}

// readOutputFolder returns nil if a folder contains no generated .proto files.
func readOutputFolder(name string) (published.Files, error) {
	if isDir, err := isFolder(filepath.Join(name, "proto")); !isDir {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			err = nil
		}
		return nil, err
	}
	files := make(published.Files)
	err := filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(name, file)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		switch {
		case entry.IsDir() && relative != "." && !isInOutput(relative+"/"):
			return fs.SkipDir
		case entry.Type().IsRegular() && isGeneratedKind(relative):
			files[relative], err = os.ReadFile(file)
		}
		return err
	})
	return files, err
}

// isInOutput reports whether a file or folder is one of the output, by its path within the folder.
func isInOutput(name string) bool {
	return strings.HasPrefix(name, "proto/") || strings.HasPrefix(name, "gen/")
}

func isGeneratedKind(name string) bool {
	return isInOutput(name) && published.Concerns(name)
}

func isRevision(ctx context.Context, folder, name string) bool {
	if strings.HasPrefix(name, "-") {
		return false
	}
	return exec.CommandContext(ctx, "git", "-C", folder, "rev-parse", "--quiet", "--verify", name+"^{commit}").Run() == nil
}

// readRevision reads the files of a revision, below the folder.
func readRevision(ctx context.Context, folder, revision string) (_ published.Files, err error) {
	command := exec.CommandContext(ctx, "git", "-C", folder, "archive", "--format=tar", revision)
	var stderr strings.Builder
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		_, _ = io.Copy(io.Discard, stdout) // git fails if it cannot write everything
		if waited := command.Wait(); err == nil && waited != nil {
			err = fmt.Errorf("git archive %s: %w: %s", revision, waited, strings.TrimSpace(stderr.String()))
		}
	}()
	files := make(published.Files)
	for archive := tar.NewReader(stdout); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag == tar.TypeReg && isGeneratedKind(header.Name) {
			if files[header.Name], err = io.ReadAll(archive); err != nil {
				return nil, err
			}
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("revision %s contains no generated files in proto/ and gen/", revision)
	}
	return files, nil
}
