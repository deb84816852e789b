// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime/debug"
)

func versionCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if err := parseNone(newFlags("version"), args, stderr); err != nil {
		return err
	}
	fmt.Fprint(stdout, programVersion())
	return nil
}

// version is the version of a program.
type version struct {
	module   string // of the module that contains it
	goTool   string // of Go
	revision string // of the checkout from which it was built, or empty
	modified bool   // the checkout had changes
}

func programVersion() version {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version{}
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) version {
	v := version{module: info.Main.Version, goTool: info.GoVersion}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.revision = s.Value
		case "vcs.modified":
			v.modified = s.Value == "true"
		}
	}
	return v
}

// devel is the version of a program from a checkout, if the go command does not derive one from the revision.
const devel = "(devel)"

// release returns the version of a program from a released module, and "" for a build from a checkout: the lock of this
// repository would otherwise change with each commit.
func (v version) release() string {
	if v.module == devel || v.revision != "" {
		return ""
	}
	return v.module
}

// String returns a line for each part of the version.
func (v version) String() string {
	text := fmt.Sprintf("protolect %s\n", cmp.Or(v.module, devel))
	if v.revision != "" {
		text += "revision " + v.revision
		if v.modified {
			text += ", with changes"
		}
		text += "\n"
	}
	if v.goTool != "" {
		text += "built with " + v.goTool + "\n"
	}
	return text
}
