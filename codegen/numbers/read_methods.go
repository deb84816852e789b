// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import "github.com/protolect/protolect/codegen/yamltree"

func readMethods(section yamltree.Node) map[string]Method {
	methods := make(map[string]Method)
	for _, of := range members(section) {
		var method Method
		named := false
		for _, m := range members(of.Value) {
			switch m.Name {
			case "rpc":
				named = true
				method.RPC = readIdentifier(m.Value)
			case "service":
				method.Service = readIdentifier(m.Value)
			case "resource":
				method.Resource, _ = m.Value.Text(nonEmpty)
			case "http":
				method.HTTP, _ = m.Value.Text(nonEmpty)
			case "joined":
				method.Joined = m.Value.Flag()
			case "paged":
				method.Paged = m.Value.Flag()
			case "items":
				method.Items = readItems(m.Value)
			case "gone":
				method.Gone = m.Value.Flag()
			default:
				m.ReportUnknown("rpc", "service", "resource", "http", "joined", "paged", "items", "gone")
			}
		}
		if !named {
			of.Key.Report("method %q has no rpc", of.Name)
		}
		methods[of.Name] = method
	}
	return methods
}

// readItems returns the value for Method.Items. The file contains false for a page without a list.
func readItems(n yamltree.Node) string {
	if n.IsFalse() {
		return NoItems
	}
	items, _ := n.Text(nonEmpty)
	return items
}
