// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/protolect/protolect/codegen/gomodule"
	"github.com/protolect/protolect/codegen/read"
)

// Locate returns the path of an API's document. It runs the go command to find a module, which needs no network if the
// module is in the module cache.
func (p *Project) Locate(ctx context.Context, api API) (string, error) {
	file := filepath.FromSlash(api.Document.Path)
	if api.Document.Module == "" {
		return read.Entry(filepath.Join(p.Root, file))
	}
	module, err := gomodule.Find(ctx, p.Root, api.Document.Module)
	if err != nil {
		return "", fmt.Errorf("the document of %s: %w", api.Name, err)
	}
	return filepath.Join(module.Dir, file), nil
}
