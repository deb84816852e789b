// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
)

func initCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("init")
	root := flags.String("root", ".", "`folder` of the project, for protolect.yaml")
	documents, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(documents) == 0 {
		return wrongCall(flags, stderr, "give at least one document")
	}
	name := filepath.Join(*root, projectfile.Name)
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s exists, and is not replaced: add the documents to it (protolect project prints its keys)", name)
	}
	apis, findings, err := project.Init(ctx, *root, documents)
	if err != nil {
		return err
	}
	if findings.HasErrors() {
		if _, err := finding.PrintBrief(stderr, findings.All(), finding.Error); err != nil {
			return err
		}
		return errFailed
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(projectfile.New(apis))
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	printListed(stdout, name, apis)
	return nil
}

// printListed prints what a new protolect.yaml lists, and what to do next.
func printListed(w io.Writer, name string, apis []projectfile.Listed) {
	p := newPainter(w)
	fmt.Fprintf(w, "%s lists %s:\n", name, count(len(apis), "API"))
	for _, a := range apis {
		fmt.Fprintf(w, "  %s: %s → %s\n", a.Name, a.Heading(), p.paint(bold, a.ProtoPackage))
	}
	next := []string{"protolect generate", "go mod tidy"}
	if root := filepath.Dir(name); root != "." {
		next[0] += " --root " + root
	}
	if apis[0].GoImport == "" {
		next = append([]string{"go mod init"}, next...)
	}
	head := "\nNext: "
	for _, command := range next {
		fmt.Fprintf(w, "%s%s\n", head, p.paint(bold, command))
		head = "      "
	}
}
