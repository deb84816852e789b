// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

func viewCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("view")
	method := flags.String("method", "",
		"print only the `method` of this name, and the messages that it uses: CreateMessage,\n"+
			"ChatService.CreateMessage, or the name in the document")
	root := flags.String("root", ".", "`folder` that contains protolect.yaml and discovery/")
	document := flags.String("document", "", "print the view of the API that this `file` describes, as convert reads it")
	target := project.Target{}
	flags.StringVar(&target.ProtoPackage, "package", "", "with --document: name of the proto `package`, as for convert")
	flags.StringVar(&target.Overlay, "overlay", "", "with --document: apply the overlay in this `file`")
	flags.StringVar(&target.Folder, "out", "",
		"with --document: keep the names and numbers that convert wrote in this `folder` (default: none)")
	flags.StringVar(&target.GoImport, "go", "",
		"with --document: import `path` of gen/ (default: as for convert with\n--out, otherwise example.com/gen)")
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	var files []protoreflect.FileDescriptor
	options := project.Options{NoProof: true, Generator: programVersion().release()}
	options.Descriptors = func(more []protoreflect.FileDescriptor) { files = append(files, more...) }
	switch {
	case *document == "":
		if target.Folder+target.GoImport+target.Overlay+target.ProtoPackage != "" {
			return wrongCall(flags, stderr, "--package, --overlay, --out and --go apply to --document")
		}
		err = viewProject(ctx, *root, names, options, stderr)
	case len(names) > 0:
		return wrongCall(flags, stderr, "pass names of APIs or --document, not both")
	default:
		target.Options = options
		err = viewDocument(ctx, *document, target, stderr)
	}
	if err != nil {
		return err
	}
	return printView(stdout, files, *method)
}

// viewProject runs the generator for APIs of a project.
func viewProject(ctx context.Context, root string, names []string, options project.Options, stderr io.Writer) error {
	run, err := project.Generate(ctx, root, names, options)
	if err != nil {
		return err
	}
	return failOnErrors(run.Findings, stderr)
}

// viewDocument runs the generator for a document.
func viewDocument(ctx context.Context, document string, target project.Target, stderr io.Writer) (err error) {
	if target.Folder == "" {
		folder, err := os.MkdirTemp("", "protolect-view")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		target.Folder = folder
		if target.GoImport == "" {
			target.GoImport = "example.com/gen"
		}
	} else if _, err := os.Stat(target.Folder); errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var result project.Converted
	if err := project.ConvertAll(ctx, []string{document}, target, func(c project.Converted) { result = c }); err != nil {
		return err
	}
	if result.Err != nil {
		return result.Err
	}
	return failOnErrors(result.Run.Findings, stderr)
}

// failOnErrors prints findings that are errors, and fails if there are some.
func failOnErrors(findings *finding.List, stderr io.Writer) error {
	if !findings.HasErrors() {
		return nil
	}
	if _, err := finding.PrintBrief(stderr, findings.All(), finding.Error); err != nil {
		return err
	}
	return errFailed
}

// printView prints the view of files, or only a method.
func printView(stdout io.Writer, files []protoreflect.FileDescriptor, method string) error {
	v, err := viewOf(files)
	if err != nil {
		return err
	}
	if method != "" {
		if v, err = view.Method(v, method); err != nil {
			return err
		}
	}
	text, err := view.JSON(v)
	if err != nil {
		return err
	}
	_, err = stdout.Write(text)
	return err
}

func viewOf(files []protoreflect.FileDescriptor) (*templatepb.View, error) {
	plugin, err := generate.Plugin(files)
	if err != nil {
		return nil, err
	}
	return view.Build(plugin, "protolect", strings.TrimPrefix(programVersion().release(), "v"))
}
