// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"errors"
	"regexp"
	"slices"
	"strconv"

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
	template, err := pathtemplate.ParseOpenAPI(base + plain)
	if failure, ok := errors.AsType[*pathtemplate.ParseError](err); ok {
		return pathtemplate.Template{}, names, "expected " + failure.Expected + " at " + strconv.Quote(failure.Template[failure.Offset:])
	}
	for _, segment := range template.Segments {
		if wildcard, ok := segment.(pathtemplate.Wildcard); ok {
			return pathtemplate.Template{}, names, "a segment is " + strconv.Quote(string(wildcard))
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return pathtemplate.Template{}, names, "it holds {" + name + "} twice"
		}
	}
	next := 0
	return template.Rename(func(string) string {
		next++
		return names[next-1]
	}), names, ""
}
