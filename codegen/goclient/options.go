// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"regexp"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// optionView is an option that says what a field of requests holds where it is
// empty.
type optionView struct {
	Comment string // with comment signs
	Name    string // "WithAgentID"
	Field   string // a Go literal: "agent_id"

	name protoreflect.Name
}

func newOptions(file *protogen.File) []optionView {
	var options []optionView
	taken := make(map[protoreflect.Name]bool)
	for _, s := range file.Services {
		for _, m := range s.Methods {
			for _, f := range m.Input.Fields {
				if !fieldRule(f).GetClientDefault() || taken[f.Desc.Name()] {
					continue
				}
				taken[f.Desc.Name()] = true
				name := "With" + withInitialisms(f.GoName)
				text := name + " sets " + string(f.Desc.Name()) + " in all calls whose request leaves it empty."
				if published := plain(f.Comments.Leading); published != "" {
					text += "\n\n" + published
				}
				options = append(options, optionView{Comment: signed(text), Name: name, Field: quote(string(f.Desc.Name())), name: f.Desc.Name()})
			}
		}
	}
	return options
}

// idWord is the word Id within a CamelCase name.
var idWord = regexp.MustCompile(`Id([A-Z0-9]|$)`)

// withInitialisms returns a name as Go spells it.
func withInitialisms(name string) string { return idWord.ReplaceAllString(name, "ID$1") }

// newErrors returns the names that methods give to errors, each the constant
// of its full name.
func newErrors(file *protogen.File) []constantView {
	constants := newConstants()
	taken := make(map[string]bool)
	for _, s := range file.Services {
		for _, m := range s.Methods {
			for _, e := range methodRule(m).GetErrors() {
				if taken[e.GetName()] {
					continue
				}
				taken[e.GetName()] = true
				constants.add("Err", errorWords(e), string(file.Desc.Package())+"."+e.GetName(), e.GetDescription())
			}
		}
	}
	return constants.views
}

func errorWords(e *apipb.NamedError) string {
	return strings.ToLower(strings.ReplaceAll(e.GetName(), "_", " "))
}

func errorName(e *apipb.NamedError) string { return constantName("Err", errorWords(e)) }
