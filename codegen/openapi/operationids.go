// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// nameOperation sets the name and the resource of an operation. The resource is the first tag, or else
// the first segment of the path that is a name.
func (r *reader) nameOperation(o *document.Operation) {
	if len(o.Tags) > 0 {
		o.Resource = o.Tags[:1]
	} else if part := firstResource(o.URLPath); part != "" && len(part) <= maxName {
		o.Resource = []string{part}
	}
	o.Name = o.ID
	if o.ID == "" {
		o.ID = o.Route()
	}
}

// hasUsableName reports whether an operation has an operationId or a path of usable length.
func (r *reader) hasUsableName(path string, operation *jsontree.Node) bool {
	id := operation.Get("operationId")
	return id != nil && id.Text != "" && len(id.Text) <= maxName ||
		r.fitsName(path, operation, "the operation has no other name, and is not in the output")
}

// versionSegment matches a segment of a path that is a version or "api".
var versionSegment = regexp.MustCompile(`^(api|v[0-9]+([a-z][a-z0-9]*)?|[0-9.]+)$`)

// firstResource returns the first segment of a path that is neither a variable nor a version.
func firstResource(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" && !strings.ContainsAny(segment, "{}") && !versionSegment.MatchString(segment) {
			return segment
		}
	}
	return ""
}

// settleOperationIDs assigns path IDs to operations with duplicate IDs, drops operations without a
// usable ID, and sorts the operations by ID.
func (r *reader) settleOperationIDs() {
	ids := make(map[string]bool, len(r.doc.Operations))
	for _, o := range r.doc.Operations {
		if o.Name == "" {
			ids[o.ID] = true
		}
	}
	r.doc.Operations = slices.DeleteFunc(r.doc.Operations, func(o *document.Operation) bool {
		if o.Name == "" {
			return false
		}
		if ids[o.ID] {
			r.findings.Add(finding.IDDuplicate, o.At, "the operationId of %s is %q, which another operation also has", o.Route(), o.ID)
			o.SharedID, o.ID, o.Name = o.ID, o.Route(), ""
		}
		isTwin := ids[o.ID] || len(o.ID) > maxName
		if isTwin {
			r.findings.Add(finding.LongName, o.At, "%q cannot be the name of the operation either: it is not in the output", o.ID)
		}
		ids[o.ID] = true
		return isTwin
	})
	slices.SortStableFunc(r.doc.Operations, func(a, b *document.Operation) int { return strings.Compare(a.ID, b.ID) })
}
