// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// errorResponses returns the error responses of an operation whose bodies are messages.
func (f *file) errorResponses(l *lookup, o *document.Operation) []*apipb.ErrorResponse {
	var all []*apipb.ErrorResponse
	for _, r := range o.Responses {
		if !r.IsError() || r.Schema == nil || r.Schema.Kind != document.Ref {
			continue
		}
		for _, m := range l.schemas[r.Schema.Ref] {
			all = append(all, &apipb.ErrorResponse{Status: r.Status, Message: strings.TrimPrefix(f.reference(m), ".")})
		}
	}
	return all
}
