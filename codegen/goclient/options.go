// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
)

// optionView is a client option that sets the default value of a field of requests.
type optionView struct {
	Comment string // with comment signs
	Name    string // "WithAgentID"
	Quoted  string // a Go literal for errors: "rcs.WithAgentID"
	Field   string // a Go literal: "agent_id"

	name    protoreflect.Name
	goField string // "AgentId"
}

// newOptions returns an option for each name of a field with client_default.
func newOptions(file *protogen.File, packageName string) []optionView {
	var options []optionView
	taken := make(map[protoreflect.Name]bool)
	for _, s := range file.Services {
		for _, m := range s.Methods {
			for _, f := range m.Input.Fields {
				if !fieldRule(f).GetClientDefault() || taken[f.Desc.Name()] {
					continue
				}
				taken[f.Desc.Name()] = true
				name := gonames.Option(f.GoName)
				text := name + " sets the value of " + f.GoName + " in requests in which the field is empty."
				if published := plain(f.Comments.Leading); published != "" {
					text += "\n\nThe API describes " + f.GoName + " as follows: " + published
				}
				options = append(options, optionView{
					Comment: commented(text), Name: name, Quoted: quote(packageName + "." + name),
					Field: quote(string(f.Desc.Name())), name: f.Desc.Name(), goField: f.GoName,
				})
			}
		}
	}
	return options
}
