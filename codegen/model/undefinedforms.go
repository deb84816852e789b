// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// noteForm records a parameter with values for which OpenAPI does not define a serialization.
func (b *builder) noteForm(p *document.Parameter, types jsonTypes) {
	switch {
	case b.noted[p]: // operations share it
	case p.Style == document.DeepObject:
		if b.hasList(p.Schema) {
			b.deepLists = append(b.deepLists, p)
		}
	case types.isNested(p) || types.untyped:
		b.nested = append(b.nested, p)
	}
	b.noted[p] = true
}

// reportForms reports the parameters that noteForm recorded.
func (b *builder) reportForms() {
	b.reportParameters(finding.ParameterNested, b.nested)
	b.reportParameters(finding.DeepObjectList, b.deepLists)
}

func (b *builder) reportParameters(rule finding.Rule, parameters []*document.Parameter) {
	if len(parameters) == 0 {
		return
	}
	var names []string
	var at []finding.Position
	for _, p := range parameters {
		at = append(at, p.At)
		names = append(names, p.Name)
	}
	if len(parameters) == 1 {
		b.findings.Add(rule, at[0], "the parameter %s", finding.Names(names))
		return
	}
	b.findings.AddAll(rule, at, "%d parameters (%s)", len(parameters), finding.Names(names))
}
