// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// setPaths sets the paths of methods.
func (a *applier) setPaths(entries []entry) {
	for _, e := range entries {
		m := a.method(e.key)
		if m == nil {
			a.noMethod(e)
			continue
		}
		path, err := pathtemplate.ParseOpenAPI(e.name)
		if err != nil {
			a.impossible(e, "the path of %s: %v", e.key, err)
			continue
		}
		for i := range m.Bindings {
			if m.Operations[i].ID != e.key {
				continue
			}
			b := &m.Bindings[i]
			switch {
			case b.Path.String() == path.String():
				a.findings.Add(finding.OverlayNeedless, e.at, "the path is %s without this line", path)
			case !slices.Equal(fieldPaths(b.Path), fieldPaths(path)):
				a.impossible(e, "the path of %s in the document, %s, has other variables", e.key, b.Path)
			default:
				b.Path = path
			}
		}
	}
}

// fieldPaths returns the names of the variables of a path, sorted.
func fieldPaths(path pathtemplate.Template) []string {
	var names []string
	for _, v := range path.Variables() {
		names = append(names, v.FieldPath)
	}
	slices.Sort(names)
	return names
}
