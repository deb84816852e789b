// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"io"
	"os"

	"github.com/protolect/protolect/codegen/protofile"
)

func imageCommand(ctx context.Context, args []string, _, stderr io.Writer) error {
	flags := flag.NewFlagSet("image", flag.ContinueOnError)
	folder := flags.String("proto", "proto", "the `folder` that imports are relative to")
	out := flags.String("out", "", "the `file` to write (required)")
	others, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(others) > 0 || *out == "" {
		return wrongCall(flags, stderr, "--out is needed, and nothing else than options")
	}
	image, err := protofile.Image(ctx, os.DirFS(*folder))
	if err != nil {
		return err
	}
	return os.WriteFile(*out, image, 0o666)
}
