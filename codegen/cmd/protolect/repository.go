// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/gomodule"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/published"
)

// head is the last commit.
const head = "HEAD"

// hasOutputInGit reports whether a folder is in a git repository that does not ignore its generated files.
func hasOutputInGit(ctx context.Context, folder string) bool {
	inside, err := git(ctx, folder, "rev-parse", "--is-inside-work-tree")
	if err != nil || inside != "true" {
		return false
	}
	for _, name := range []string{"proto", "gen"} {
		if _, err := git(ctx, folder, "check-ignore", "--quiet", name); err == nil {
			return false
		}
	}
	return true
}

// fileAt returns a file of a revision, or nil if the revision does not contain it. The folder is that of the file.
func fileAt(ctx context.Context, folder, revision, name string) []byte {
	text, err := exec.CommandContext(ctx, "git", "-C", folder, "show", revision+":./"+name).Output()
	if err != nil {
		return nil
	}
	return text
}

// baseAt returns the output in a revision. It is empty if the revision does not contain any.
func baseAt(ctx context.Context, folder, revision string) (project.Base, error) {
	base := project.Base{Manifest: fileAt(ctx, folder, revision, output.ManifestName)}
	listed, err := git(ctx, folder, "ls-tree", "--name-only", revision, "proto/", "gen/")
	if err != nil || listed == "" {
		return base, ctx.Err() // for example before the first commit
	}
	base.Files, err = readRevision(ctx, folder, revision)
	return base, err
}

// baseOnDisk returns the output in a folder.
func baseOnDisk(folder string) (project.Base, error) {
	files, err := readOutputFolder(folder)
	if err != nil {
		return project.Base{}, err
	}
	manifest, err := os.ReadFile(filepath.Join(folder, output.ManifestName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return project.Base{}, err
	}
	return project.Base{Files: files, Manifest: manifest}, nil
}

// newestTag returns the newest tag of the module of a folder, such as "v1.2.3" or "folder/v1.2.3" if the module is in a folder of
// its repository. It returns "" if there is none.
func newestTag(ctx context.Context, folder string) (string, error) {
	file, err := gomodule.Nearest(ctx, folder)
	if err != nil {
		return "", err
	}
	prefix, err := git(ctx, filepath.Dir(file), "rev-parse", "--show-prefix")
	if err != nil {
		return "", ctx.Err()
	}
	tag, err := git(ctx, folder, "describe", "--tags", "--abbrev=0", "--match", prefix+"v[0-9]*")
	if err != nil || !semver.IsValid(path.Base(tag)) {
		return "", ctx.Err() // the tag does not exist
	}
	return tag, nil
}

// git returns what git prints, without the line break.
func git(ctx context.Context, folder string, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, "git", append([]string{"-C", folder}, args...)...).Output()
	return strings.TrimSpace(string(text)), err
}

// nextTag returns the lowest tag that follows from an earlier one, which may be empty, and from the verdict of the changes since
// then.
func nextTag(tag string, verdict published.Verdict) string {
	if tag == "" {
		return "v0.1.0"
	}
	prefix, version := tag[:len(tag)-len(path.Base(tag))], path.Base(tag)
	return prefix + nextVersion(version, verdict.Highest())
}

// nextVersion returns the version after another one. Before v1, a major change raises the minor version.
func nextVersion(version string, verdict compare.Verdict) string {
	if semver.Prerelease(version) != "" {
		return strings.TrimSuffix(semver.Canonical(version), semver.Prerelease(version))
	}
	var numbers [3]int
	if _, err := fmt.Sscanf(semver.Canonical(version), "v%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]); err != nil {
		return version
	}
	raised := map[compare.Verdict]int{compare.Major: 0, compare.Minor: 1}
	i, found := raised[verdict]
	switch {
	case !found:
		i = 2
	case numbers[0] == 0:
		i++
	}
	numbers[i]++
	clear(numbers[i+1:])
	return fmt.Sprintf("v%d.%d.%d", numbers[0], numbers[1], numbers[2])
}
