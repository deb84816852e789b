// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// shapeResponses removes the bodies of responses that clients do not read, and reports
// constructs of responses that are not in the output.
func (s *shaper) shapeResponses() {
	for _, o := range s.doc.Operations {
		if len(o.Responses) > 0 && o.Responses[0].Status[0] == '3' {
			o.Limitations = append(o.Limitations,
				"The API responds with a redirect. Clients do not follow it, but return an error that contains the header Location.")
		}
		for _, r := range o.Responses {
			switch {
			case r.Status[0] == '3':
				s.count(finding.NotCarried, "redirection: the call returns it as an error",
					"redirections: the calls return them as errors", o.ID+" "+r.Status, r.At)
				r.Schema = nil
			case r.IsError() && r.Schema != nil && !document.IsJSON(r.MediaType):
				s.count(finding.NotCarried, "error response that is not JSON: its body is not read",
					"error responses that are not JSON: their bodies are not read", o.ID+" "+r.Status, r.At)
				r.Schema = nil
			}
			for _, h := range r.Headers {
				s.count(finding.ResponseHeader, "header", "headers", h.Name, h.At)
			}
		}
	}
}
