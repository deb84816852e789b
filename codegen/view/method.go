// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// Method returns a view with only one method, and the messages and enums that it uses. name is the
// name of the method, its full name, a name between both such as ChatService.CreateMessage, or its
// name in the document. If it does not select exactly one method, the error lists the methods.
func Method(v *templatepb.View, name string) (*templatepb.View, error) {
	var found, names []string
	for _, p := range v.GetPackages() {
		for _, s := range p.GetServices() {
			for _, m := range s.GetMethods() {
				names = append(names, m.GetFullName(), m.GetName())
				if m.GetFullName() == name || strings.HasSuffix(m.GetFullName(), "."+name) || slices.Contains(m.GetIds(), name) {
					found = append(found, m.GetFullName())
				}
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("there is no method %q%s", name, finding.Suggestion(name, names))
	case len(found) > 1 && !slices.Contains(found, name):
		return nil, fmt.Errorf("%q is the name of several methods: %s", name, strings.Join(found, ", "))
	case len(found) > 1:
		found[0] = name
	}
	return keepMethod(proto.CloneOf(v), found[0]), nil
}

// keepMethod removes all other methods from a view, and the messages and enums that the method does
// not use.
func keepMethod(v *templatepb.View, method string) *templatepb.View {
	messages := make(map[string]*templatepb.Message)
	parents := make(map[string]string) // of enums
	all := slices.Concat(v.GetPackages(), v.GetImportedPackages())
	for _, p := range all {
		for _, m := range p.GetMessages() {
			messages[m.GetFullName()] = m
		}
		for _, e := range p.GetEnums() {
			parents[e.GetFullName()] = e.GetParent()
		}
	}
	used := make(map[string]bool)
	var use func(name string)
	use = func(name string) {
		if name == "" || used[name] {
			return
		}
		used[name] = true
		use(parents[name])
		use(messages[name].GetParent())
		for _, f := range messages[name].GetFields() {
			use(f.GetTypeName())
		}
	}
	for _, p := range v.GetPackages() {
		for _, s := range p.GetServices() {
			s.Methods = slices.DeleteFunc(s.GetMethods(), func(m *templatepb.Method) bool { return m.GetFullName() != method })
			for _, m := range s.GetMethods() {
				use(m.GetRequest())
				use(m.GetResponse())
				for _, r := range m.GetErrorResponses() {
					use(r.GetMessage())
				}
			}
		}
		p.Services = slices.DeleteFunc(p.GetServices(), func(s *templatepb.Service) bool { return len(s.GetMethods()) == 0 })
		p.Extensions = nil
	}
	isEmpty := func(p *templatepb.Package) bool {
		return len(p.GetServices()) == 0 && len(p.GetMessages()) == 0 && len(p.GetEnums()) == 0
	}
	for _, p := range all {
		p.Messages = slices.DeleteFunc(p.GetMessages(), func(m *templatepb.Message) bool { return !used[m.GetFullName()] })
		p.Enums = slices.DeleteFunc(p.GetEnums(), func(e *templatepb.Enum) bool { return !used[e.GetFullName()] })
	}
	v.Packages = slices.DeleteFunc(v.GetPackages(), isEmpty)
	v.ImportedPackages = slices.DeleteFunc(v.GetImportedPackages(), isEmpty)
	return v
}
