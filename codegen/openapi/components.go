// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// reportUnusedComponents reports components that are not schemas and that nothing refers to.
func (r *reader) reportUnusedComponents() {
	components := r.root.Get("components")
	if r.swagger || components == nil || components.Kind != jsontree.Object {
		return
	}
	for _, m := range r.entries(components, "pathItems") {
		if !r.isUsed(m.Value) {
			r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to the path item %q", m.Name)
		}
	}
	for _, folder := range []string{"parameters", "responses", "requestBodies", "headers", "examples", "links", "callbacks", "mediaTypes"} {
		for _, m := range r.entries(components, folder) {
			if !r.isUsed(m.Value) {
				r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to %s/%s", folder, m.Name)
			}
		}
	}
}

// isUsed reports whether a reference leads to a component, or to the value in another file that the
// component consists of.
func (r *reader) isUsed(component *jsontree.Node) bool {
	return r.followed[component] || r.files.files != nil && r.followed[r.externalTarget(component)]
}
