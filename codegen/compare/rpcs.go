// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// rpc is how the generated Go names a method.
type rpc struct {
	name, request string
	evidence      model.Evidence
	calls         []string
}

// compareRPCs reports the methods whose Go names changed, though the method is
// still there, in spite of what the lock remembers of them.
func (c *comparer) compareRPCs(old, new *document.API) {
	was, _ := model.Build(old, &model.Package{}, &numbers.Lock{})
	is, _ := model.Build(new, &model.Package{}, &numbers.Lock{Methods: was.Methods()})
	before, after := rpcs(was), rpcs(is)
	operations := make(map[string]*document.Operation, len(old.Operations))
	for _, o := range old.Operations {
		operations[o.ID] = o
	}
	for _, o := range new.Operations {
		was, is := before[o.ID], after[o.ID]
		if was == nil {
			continue
		}
		at := operations[o.ID].At
		if was.name != is.name {
			c.changed(Method, RPC, o.ID, at, o.At, Major, Patch, "the RPC of the method %q was %s (by its %s) and is %s (by its %s)", o.ID, was.name, was.evidence, is.name, is.evidence)
		}
		if was.request != is.request {
			c.changed(Method, Request, o.ID, at, o.At, Major, Patch, "the request message of the method %q was %s and is %s", o.ID, was.request, is.request)
		}
		c.compareCalls(operations[o.ID], o, was.calls, is.calls)
	}
}

// rpcs returns the RPC of each operation by its id.
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
