// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package describe creates proto descriptors from a model. They contain the comments, and as
// options everything that a client needs: google.api.* options, and protolect.api.v1.*
// options for what google.api.* cannot express.
package describe

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Files returns the files of an API, sorted so that a file follows its imports. There is one
// file for the schemas of each package, and one for the services and their request messages.
// The fields of the model must have numbers, and names must be unique.
func Files(api *model.API) ([]protoreflect.FileDescriptor, error) {
	var files []*file
	for _, pkg := range packages(api) {
		f := newFile(pkg, fileName(pkg, ""))
		f.comment(headerComment(api), syntaxPath)
		if pkg != api.Package {
			f.comment(partComment(api), packagePath)
		}
		for _, m := range sorted(api.Messages) {
			if m.Package == pkg && m.CreatedFor == nil {
				f.addMessage(m)
			}
		}
		for _, e := range sortedEnums(api.Enums) {
			if e.Package == pkg {
				f.addEnum(e)
			}
		}
		if api.Document.Conventions.SendsRequired {
			f.setOption(f.proto.Options, apipb.E_File, &apipb.FileRule{JsonRequired: true})
		}
		files = append(files, f)
	}
	files = append(files, serviceFile(api))

	resolver := new(protoregistry.Files)
	var built []protoreflect.FileDescriptor
	for _, f := range inOrderOfImports(files) {
		if len(f.proto.MessageType) == 0 && len(f.proto.EnumType) == 0 && len(f.proto.Service) == 0 {
			continue
		}
		descriptor, err := protodesc.NewFile(f.finish(), protofile.Resolvers{resolver, protoregistry.GlobalFiles})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.proto.GetName(), err)
		}
		if err := resolver.RegisterFile(descriptor); err != nil {
			return nil, err
		}
		built = append(built, descriptor)
	}
	return built, nil
}

// packages returns the packages of the messages: the package of the API, and then the others
// by name.
func packages(api *model.API) []*model.Package {
	packages := []*model.Package{api.Package}
	for _, m := range api.Messages {
		if !slices.Contains(packages, m.Package) {
			packages = append(packages, m.Package)
		}
	}
	slices.SortFunc(packages[1:], func(a, b *model.Package) int { return cmp.Compare(a.Name, b.Name) })
	return packages
}

// fileName returns the name of a package's file: for package protolect.google.chat.v1 and
// suffix "_service", "protolect/google/chat/v1/chat_service.proto".
func fileName(pkg *model.Package, suffix string) string {
	parts := strings.Split(pkg.Name, ".")
	base := parts[len(parts)-1]
	if len(parts) > 1 {
		base = parts[len(parts)-2]
	}
	return strings.Join(parts, "/") + "/" + base + suffix + ".proto"
}

func serviceFile(api *model.API) *file {
	f := newFile(api.Package, fileName(api.Package, "_service"))
	f.comment(headerComment(api), syntaxPath)
	l := newLookup(api)
	f.comment(packageComment(api, l), packagePath)
	f.setFileRule(api.Document)
	for i, s := range api.Services {
		f.addService(api, l, s, int32(i))
	}
	for _, m := range sorted(api.Messages) {
		if m.CreatedFor != nil {
			f.addMessage(m)
		}
	}
	return f
}

func sorted(messages []*model.Message) []*model.Message {
	return slices.SortedFunc(slices.Values(messages), func(a, b *model.Message) int { return cmp.Compare(a.Name, b.Name) })
}

func sortedEnums(enums []*model.Enum) []*model.Enum {
	return slices.SortedFunc(slices.Values(enums), func(a, b *model.Enum) int { return cmp.Compare(a.Name, b.Name) })
}

// inOrderOfImports returns files sorted so that a file follows its imports.
func inOrderOfImports(files []*file) []*file {
	byName := make(map[string]*file)
	for _, f := range files {
		byName[f.proto.GetName()] = f
	}
	var ordered []*file
	done := make(map[*file]bool)
	var visit func(*file)
	visit = func(f *file) {
		if f == nil || done[f] {
			return
		}
		done[f] = true
		for _, name := range f.imports() {
			visit(byName[name])
		}
		ordered = append(ordered, f)
	}
	for _, f := range files {
		visit(f)
	}
	return ordered
}

// setHost sets the default host of a service and the scopes of its methods.
func (f *file) setHost(options *descriptorpb.ServiceOptions, api *model.API, s *model.Service) {
	f.setOption(options, annotations.E_DefaultHost, api.Document.Host)
	used := make(map[string]bool)
	for _, m := range s.Methods {
		for _, scope := range m.Operations[0].Scopes {
			used[scope] = true
		}
	}
	if len(used) > 0 {
		f.setOption(options, annotations.E_OauthScopes, strings.Join(slices.Sorted(maps.Keys(used)), ","))
	}
}

// setFileRule sets protolect.api.v1.file, unless it is empty.
func (f *file) setFileRule(doc *document.API) {
	rule := &apipb.FileRule{DataWrapper: doc.DataWrapper, JsonRequired: doc.Conventions.SendsRequired, BasePath: doc.BasePath}
	for _, scope := range doc.Scopes {
		rule.OauthScopes = append(rule.OauthScopes, &apipb.OAuthScope{Name: scope.Name, Description: scope.Description})
	}
	for _, e := range doc.Endpoints {
		rule.Endpoints = append(rule.Endpoints, &apipb.Endpoint{Location: e.Location, Url: e.URL, Description: e.Description})
	}
	for _, s := range doc.SecuritySchemes {
		rule.SecuritySchemes = append(rule.SecuritySchemes, securityScheme(s))
	}
	rule.Anonymous = doc.Conventions.StatesSecurity && len(rule.SecuritySchemes) == 0
	if proto.Size(rule) > 0 {
		f.setOption(f.proto.Options, apipb.E_File, rule)
	}
}
