// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// rpc contains the names and calls of a method in the generated Go.
type rpc struct {
	name, request string
	evidence      model.Evidence
	calls         []string
}

// compareRPCs reports methods of both documents whose RPC or request message has another name. The
// names of the old document are locked, as they are when the new one is generated.
func (c *comparer) compareRPCs(before, after *document.API) {
	was, _ := model.Build(before, &model.Package{}, &numbers.Lock{})
	is, _ := model.Build(after, &model.Package{}, &numbers.Lock{Methods: was.Methods()})
	oldRPCs, newRPCs := rpcs(was), rpcs(is)
	operations := make(map[string]*document.Operation, len(before.Operations))
	for _, o := range before.Operations {
		operations[o.ID] = o
	}
	for _, o := range after.Operations {
		was, is := oldRPCs[o.ID], newRPCs[o.ID]
		if was == nil {
			continue
		}
		at := operations[o.ID].At
		if was.name != is.name {
			c.changed(Method, RPC, o.ID, at, o.At, Major, Patch,
				"the RPC of the method %q changed from %s (named by the %s) to %s (named by the %s)",
				o.ID, was.name, was.evidence, is.name, is.evidence)
		}
		if was.request != is.request {
			c.changed(Method, Request, o.ID, at, o.At, Major, Patch,
				"the request message of the method %q changed from %s to %s", o.ID, was.request, is.request)
		}
		c.compareCalls(operations[o.ID], o, was.calls, is.calls)
	}
}

// rpcs returns the RPCs of an API, by the IDs of their operations.
func rpcs(api *model.API) map[string]*rpc {
	all := make(map[string]*rpc)
	for _, s := range api.Services {
		for _, m := range s.Methods {
			for _, o := range m.Operations {
				all[o.ID] = &rpc{name: s.Name + "." + m.Name, request: m.Request.Name, evidence: m.Evidence, calls: calls(m)}
			}
		}
	}
	return all
}
