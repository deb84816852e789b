// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import "github.com/protolect/protolect/codegen/finding"

// noteServers reports the servers that callers can choose from, and those that clients
// cannot call.
func (s *shaper) noteServers() {
	if len(s.doc.Servers) == 1 && len(s.doc.Servers[0].Variables) == 0 {
		return // clients call this one
	}
	for _, server := range s.doc.Servers {
		if _, ok := server.Endpoint(); ok {
			s.count(finding.ServerChoice, "server", "servers", server.URL, server.At)
		} else {
			s.count(finding.NotCarried, "server without an http or https URL: the documentation does not list it",
				"servers without an http or https URL: the documentation does not list them", server.URL, server.At)
		}
	}
}
