// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// path reads the path of a method. It is a URI template (RFC 6570) with the variables {name},
// which stands for one segment, and {+name}, which stands for several. The pattern of the
// parameter determines the segments of {+name}, or else the flatPath.
func (r *reader) path(node *jsontree.Node, flatPath string, patterns map[string]string) pathtemplate.Template {
	return r.template(r.basePath, node, flatPath, patterns)
}

// template reads a path that is relative to the literal segments of base. It reports a malformed
// path and returns an empty template.
func (r *reader) template(base []string, node *jsontree.Node, flatPath string, patterns map[string]string) pathtemplate.Template {
	var template pathtemplate.Template
	for _, literal := range base {
		template.Segments = append(template.Segments, pathtemplate.Literal(literal))
	}
	segments := strings.Split(strings.TrimPrefix(node.Text, "/"), "/")
	last := len(segments) - 1
	var hasVerb bool
	segments[last], template.Verb, hasVerb = strings.Cut(segments[last], ":")
	for i, segment := range segments {
		variable := uriVariable.FindStringSubmatch(segment)
		switch {
		case variable == nil:
			template.Segments = append(template.Segments, pathtemplate.Literal(segment))
		case variable[1] == "":
			template.Segments = append(template.Segments, pathtemplate.Variable{
				FieldPath: variable[2],
				Pattern:   []pathtemplate.Segment{pathtemplate.One},
			})
		default:
			pattern := patternSegments(patterns[variable[2]])
			if pattern == nil {
				pattern = flatSegments(segments, i, flatPath)
			}
			template.Segments = append(template.Segments, pathtemplate.Variable{FieldPath: variable[2], Pattern: pattern})
		}
	}
	if hasVerb && template.Verb == "" || template.Verb != "" && !isLiteral(template.Verb) || !isTemplate(template) {
		r.findings.Add(finding.PathSyntax, node.Position(), "the path %q is malformed", node.Text)
		return pathtemplate.Template{}
	}
	return template
}

// isTemplate reports whether the text of a template parses to the same template. Otherwise one of
// its literals has characters with a special meaning.
func isTemplate(template pathtemplate.Template) bool {
	plain := withPlainNames(template)
	parsed, err := pathtemplate.Parse(plain.String())
	return err == nil && reflect.DeepEqual(parsed, plain)
}

// isLiteral reports whether a segment can be a literal of a template.
func isLiteral(segment string) bool {
	return isTemplate(pathtemplate.Template{Segments: []pathtemplate.Segment{pathtemplate.Literal(segment)}})
}

// withPlainNames replaces the names of variables, which may contain any characters, by an
// identifier.
func withPlainNames(template pathtemplate.Template) pathtemplate.Template {
	return template.Rename(func(string) string { return "name" })
}

var (
	uriVariable = regexp.MustCompile(`^\{(\+?)([A-Za-z0-9_.$~-]+)\}$`)
	anyLiteral  = regexp.MustCompile(`^[A-Za-z0-9_.~-]+$`)
)

// patternSegments parses a pattern such as "^spaces/[^/]+/messages/[^/]+$". It returns nil for a
// pattern that is not a sequence of segments. The pattern is never executed as a regular
// expression.
func patternSegments(pattern string) []pathtemplate.Segment {
	inner, anchored := strings.CutPrefix(pattern, "^")
	inner, ended := strings.CutSuffix(inner, "$")
	if !anchored || !ended {
		return nil
	}
	var segments []pathtemplate.Segment
	many := false
	for part := range strings.SplitSeq(strings.ReplaceAll(inner, "[^/]+", "*"), "/") {
		switch {
		case part == "*":
			segments = append(segments, pathtemplate.One)
		case (part == ".*" || part == ".+") && !many:
			segments = append(segments, pathtemplate.Many)
			many = true
		case anyLiteral.MatchString(part):
			segments = append(segments, pathtemplate.Literal(part))
		default:
			return nil
		}
	}
	return segments
}

// flatSegments returns the segments of the flatPath that correspond to segment i of the path. It
// returns the wildcard ** if the path has another variable {+name} or the flatPath does not fit.
func flatSegments(path []string, i int, flatPath string) []pathtemplate.Segment {
	flat := strings.Split(flatPath, "/")
	end := len(flat) - (len(path) - 1 - i)
	if strings.Count(strings.Join(path, "/"), "{+") != 1 || end <= i {
		return []pathtemplate.Segment{pathtemplate.Many}
	}
	var segments []pathtemplate.Segment
	for _, segment := range flat[i:end] {
		segment, _, _ = strings.Cut(segment, ":")
		switch {
		case uriVariable.MatchString(segment) && !strings.HasPrefix(segment, "{+"):
			segments = append(segments, pathtemplate.One)
		case anyLiteral.MatchString(segment):
			segments = append(segments, pathtemplate.Literal(segment))
		default:
			return []pathtemplate.Segment{pathtemplate.Many}
		}
	}
	return segments
}
