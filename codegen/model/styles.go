// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// deepObject is the separator that stands for the style name[property]=value.
const deepObject = "[]"

// separators are written between the elements of a list.
var separators = map[document.Style]string{
	document.CommaSeparated: ",",
	document.SpaceSeparated: " ",
	document.PipeSeparated:  "|",
	document.TabSeparated:   "\t",
}

// style returns how the value of a parameter is written (OpenAPI 3.1.1, section 4.8.12.3).
func (b *builder) style(o *document.Operation, p *document.Parameter) Parameter {
	if p.ContentType != "" {
		return Parameter{JSON: document.IsJSON(p.ContentType)}
	}
	types := b.jsonTypesOf(p.Schema)
	b.noteForm(p, types)
	exploded := p.Explode && types.object
	switch {
	case p.Repeated:
		return Parameter{}
	case p.Style == document.LabelStyle && types.isScalar():
		return Parameter{Prefix: "."}
	case p.Style == document.LabelStyle:
		return Parameter{Prefix: ".", Separator: pick(p.Explode, ".", ","), Exploded: exploded}
	case p.Style == document.MatrixStyle:
		return b.matrixStyle(o, p, types)
	case p.Style == document.FormStyle && p.Explode:
		return Parameter{Exploded: true}
	case p.Style == document.FormStyle:
		return Parameter{Separator: ","}
	case p.Style == document.DeepObject:
		return Parameter{Separator: deepObject}
	}
	return Parameter{Separator: separators[p.Style], Exploded: exploded}
}

// matrixStyle returns how a parameter in the style ";name=value" is written. All types of values
// have the same form, except exploded objects.
func (b *builder) matrixStyle(o *document.Operation, p *document.Parameter, types jsonTypes) Parameter {
	name := ";" + pathtemplate.Escape(p.Name) + "="
	switch {
	case types.isScalar():
		return Parameter{Prefix: name}
	case p.Explode && types.object && (types.scalar || types.list):
		b.findings.Add(finding.NotCarried, p.At,
			"explode for the parameter %q of %s, which can be an object or another value, in the style matrix: it is ignored", p.Name, o.ID)
		return Parameter{Prefix: name, Separator: ","}
	case p.Explode && types.object:
		return Parameter{Prefix: ";", Separator: ";", Exploded: true}
	}
	return Parameter{Prefix: name, Separator: pick(p.Explode, name, ",")}
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
