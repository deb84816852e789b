// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"errors"
	"regexp"
	"slices"
	"strconv"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// readPath reads the path of an operation, including the path of the server. It reports path parameters
// that do not match the path, and adds missing ones.
func (r *reader) readPath(o *document.Operation, node *jsontree.Node) {
	template, names, problem := parsePath(o.BasePath, o.URLPath)
	if problem != "" {
		r.findings.Add(finding.PathTemplate, o.At, "the path of %s is %q: %s", o.ID, o.URLPath, problem)
	} else {
		o.Path = template
	}
	declared := make(map[string]bool)
	o.Parameters = slices.DeleteFunc(o.Parameters, func(p *document.Parameter) bool {
		if !p.InPath {
			return false
		}
		if !slices.Contains(names, p.Name) {
			r.findings.Add(finding.PathVariable, p.At, "the path of %s does not contain {%s}", o.ID, p.Name)
			return true
		}
		declared[p.Name] = true
		return false
	})
	for _, name := range names {
		if !declared[name] {
			declared[name] = true
			r.findings.Add(finding.PathVariable, node.Position(), "{%s} in the path of %s is not a parameter", name, o.ID)
			o.Parameters = append(o.Parameters, &document.Parameter{
				At: o.At, Name: name, InPath: true, Required: true, Schema: &document.Schema{At: o.At, Kind: document.String},
			})
		}
	}
}

// pathVariable matches a variable of a path.
var pathVariable = regexp.MustCompile(`\{([^{}]*)\}`)

// parsePath returns the template of a path and the names of its variables. If the path is malformed, it
// returns an empty template and the problem.
func parsePath(base, path string) (template pathtemplate.Template, names []string, problem string) {
	for _, match := range pathVariable.FindAllStringSubmatch(path, -1) {
		names = append(names, match[1])
	}
	// Names need not be identifiers.
	standIns := 0
	plain := pathVariable.ReplaceAllStringFunc(path, func(string) string {
		standIns++
		return "{v" + strconv.Itoa(standIns) + "}"
	})
	template, err := pathtemplate.ParseOpenAPI(base + plain)
	if failure, ok := errors.AsType[*pathtemplate.ParseError](err); ok {
		return pathtemplate.Template{}, names, "expected " + failure.Expected + " at " + strconv.Quote(failure.Template[failure.Offset:])
	}
	for _, segment := range template.Segments {
		if wildcard, ok := segment.(pathtemplate.Wildcard); ok {
			return pathtemplate.Template{}, names, "the segment " + strconv.Quote(string(wildcard)) + " is a wildcard"
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return pathtemplate.Template{}, names, "it contains {" + name + "} twice"
		}
	}
	next := 0
	return template.Rename(func(string) string {
		next++
		return names[next-1]
	}), names, ""
}
