// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"time"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
)

// fetchTimeout limits the time of each download.
const fetchTimeout = 5 * time.Minute

func fetchCommand(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := newFlags("fetch")
	root := flags.String("root", ".", "`folder` that contains protolect.yaml")
	update := flags.Bool("update", false, "accept documents that have changed, and write their sha256 to protolect.yaml")
	flags.Func("max-memory", "limit the size of documents, which follows from this number of `MiB`", setMemory)
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	folder, err := openOutput(ctx, *root, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	fetched, err := project.Fetch(ctx, *root, names, *update, &http.Client{Timeout: fetchTimeout})
	if err != nil {
		return err
	}
	if fetched.Findings.HasErrors() {
		if _, err := finding.PrintBrief(stderr, fetched.Findings.All(), finding.Error); err != nil {
			return err
		}
		return errFailed
	}
	if err := writeFetched(*root, fetched); err != nil {
		return err
	}
	printFetched(stdout, fetched)
	return nil
}

// writeFetched writes documents and then protolect.yaml, which has their hashes.
func writeFetched(folder string, fetched *project.Fetched) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, d := range fetched.Documents {
		if d.Present {
			continue
		}
		if err := replace(root, d.Name, d.Data, 0o666); err != nil {
			return err
		}
	}
	if fetched.File == nil {
		return nil
	}
	info, err := root.Stat(projectfile.Name)
	if err != nil {
		return err
	}
	return replace(root, projectfile.Name, fetched.File, info.Mode().Perm())
}

// replace replaces a file atomically.
func replace(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	temporary := name + ".protolect"
	if err := root.WriteFile(temporary, data, mode); err != nil {
		return errors.Join(err, root.RemoveAll(temporary))
	}
	return root.Rename(temporary, name)
}

func printFetched(w io.Writer, fetched *project.Fetched) {
	changed := listFetched(w, fetched)
	switch {
	case len(fetched.Documents) == 0:
		fmt.Fprintf(w, "No document in %s has a url.\n", projectfile.Name)
	case changed:
		fmt.Fprintf(w, "\nNext: %s\n", newPainter(w).paint(bold, "protolect generate"))
	}
}

// listFetched prints a line for each document, and reports whether one of them has changed.
func listFetched(w io.Writer, fetched *project.Fetched) bool {
	changed := false
	for _, d := range fetched.Documents {
		state := "is up to date"
		switch {
		case d.SHA256 != "":
			state, changed = "is new; its sha256 is "+d.SHA256, true
		case !d.Present:
			state, changed = "was downloaded", true
		}
		fmt.Fprintf(w, "%s: %s %s\n", d.API, d.Name, state)
	}
	return changed
}
