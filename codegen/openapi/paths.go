// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

var pathVariable = regexp.MustCompile(`\{([^{}]*)\}`)

// parsePath returns the template of a path and the names of its variables. The
// template is empty where there is a problem.
func parsePath(base, path string) (template pathtemplate.Template, names []string, problem string) {
	for _, match := range pathVariable.FindAllStringSubmatch(path, -1) {
		names = append(names, match[1])
	}
	// The names are the document's own, and no identifiers.
	standIns := 0
	plain := pathVariable.ReplaceAllStringFunc(path, func(string) string {
		standIns++
		return "{v" + strconv.Itoa(standIns) + "}"
	})
	whole := strings.TrimSuffix(base, "/")
	if plain != "/" || whole == "" {
		whole += plain
	}
	template, err := pathtemplate.Parse(whole)
	if failure, ok := errors.AsType[*pathtemplate.ParseError](err); ok {
		return pathtemplate.Template{}, names, "expected " + failure.Expected + " at " + strconv.Quote(failure.Template[failure.Offset:])
	}
	if len(template.Variables()) != len(names) {
		return pathtemplate.Template{}, names, "a variable is no part of a path"
	}
	next := 0
	for i, segment := range template.Segments {
		switch segment := segment.(type) {
		case pathtemplate.Wildcard:
			return pathtemplate.Template{}, names, "a segment is " + strconv.Quote(string(segment))
		case pathtemplate.Variable:
			segment.FieldPath = names[next]
			template.Segments[i] = segment
			next++
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return pathtemplate.Template{}, names, "it holds {" + name + "} twice"
		}
	}
	return template, names, ""
}
