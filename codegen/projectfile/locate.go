// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/protolect/protolect/codegen/read"
)

// Locate returns the path of an API's document. It runs the go command to find a module, which needs no network if the
// module is in the module cache.
func (p *Project) Locate(ctx context.Context, api API) (string, error) {
	file := filepath.FromSlash(api.Document.Path)
	if api.Document.Module == "" {
		return read.Entry(filepath.Join(p.Root, file))
	}
	folder, err := moduleFolder(ctx, p.Root, api.Document.Module)
	if err != nil {
		return "", fmt.Errorf("the document of %s: %w", api.Name, err)
	}
	return filepath.Join(folder, file), nil
}

func moduleFolder(ctx context.Context, workingFolder, module string) (string, error) {
	var found struct{ Dir string }
	if err := goCommand(ctx, workingFolder, &found, "list", "-m", "-json", module); err != nil {
		return "", err
	}
	if found.Dir == "" { // required by go.mod, but not downloaded yet
		if err := goCommand(ctx, workingFolder, &found, "mod", "download", "-json", module); err != nil {
			return "", err
		}
	}
	return found.Dir, nil
}

func goCommand(ctx context.Context, workingFolder string, result any, args ...string) error {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = workingFolder
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return json.Unmarshal(stdout, result)
}
