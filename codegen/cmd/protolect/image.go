// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"os"

	"github.com/protolect/protolect/codegen/protofile"
)

func imageCommand(ctx context.Context, args []string, _, stderr io.Writer) error {
	flags := newFlags("image")
	folder := flags.String("proto", "proto", "`folder` of the .proto files, to which imports are relative")
	out := flags.String("out", "", "write the image to this `file` (required)")
	if err := parseNone(flags, args, stderr); err != nil {
		return err
	}
	if *out == "" {
		return wrongCall(flags, stderr, "pass the file of the image with --out")
	}
	image, err := protofile.Image(ctx, os.DirFS(*folder))
	if err != nil {
		return err
	}
	return os.WriteFile(*out, image, 0o666)
}
