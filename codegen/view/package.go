// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"regexp"
	"slices"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// buildPackage returns the package that consists of files.
func (b *builder) buildPackage(files []*protogen.File) *templatepb.Package {
	p := &templatepb.Package{Name: string(files[0].Desc.Package()), Go: goPackage(mainFile(files))}
	for _, f := range files {
		p.Files = append(p.Files, b.file(f))
		p.Services = append(p.Services, b.services(f)...)
		for m := range gonames.Messages(f.Messages) {
			p.Messages = append(p.Messages, b.message(m, f))
		}
		for e := range enums(f) {
			p.Enums = append(p.Enums, b.enum(e, f))
		}
		p.Extensions = append(p.Extensions, b.extensions(f)...)
		p.HasConstraints = p.HasConstraints || hasConstraints(f.Desc)
		p.Anonymous = p.Anonymous || fileRule(f).GetAnonymous()
	}
	p.Doc = packageDoc(files)
	p.Title, p.Version = titleAndVersion(p.GetDoc())
	b.addFileRules(p, files)
	addErrors(p)
	p.ClientOptions = clientOptions(files)
	p.Example = b.packageExample(files)
	return p
}

// mainFile returns the first file with services, or the first file.
func mainFile(files []*protogen.File) *protogen.File {
	i := slices.IndexFunc(files, func(f *protogen.File) bool { return len(f.Services) > 0 })
	return files[max(i, 0)]
}

// packageDoc returns the comment on the first package statement that has one, preferably of a file
// with services.
func packageDoc(files []*protogen.File) string {
	for _, withServices := range []bool{true, false} {
		for _, f := range files {
			if text := commentAt(f, packageStatement); text != "" && (!withServices || len(f.Services) > 0) {
				return text
			}
		}
	}
	return ""
}

// The source paths of statements (descriptor.proto).
var (
	packageStatement = protoreflect.SourcePath{2}
	syntaxStatement  = protoreflect.SourcePath{12}
	editionStatement = protoreflect.SourcePath{14}
)

func commentAt(f *protogen.File, path protoreflect.SourcePath) string {
	return plain(protogen.Comments(f.Desc.SourceLocations().ByPath(path).LeadingComments))
}

// plain returns the text of a proto comment, without the space that starts each line.
func plain(comments protogen.Comments) string {
	var b strings.Builder
	for line := range strings.Lines(string(comments)) {
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return strings.TrimSpace(b.String())
}

// firstSentence matches the first paragraph of an API's description, as package describe
// writes it.
var firstSentence = regexp.MustCompile(`^(.+), version (\S+?)(, .*)?\.$`)

func titleAndVersion(doc string) (title, version string) {
	paragraph, _, _ := strings.Cut(doc, "\n\n")
	match := firstSentence.FindStringSubmatch(strings.Join(strings.Fields(paragraph), " "))
	if match == nil {
		return "", ""
	}
	return match[1], match[2]
}

func (b *builder) file(f *protogen.File) *templatepb.File {
	rule := fileRule(f)
	file := &templatepb.File{
		Path:         f.Desc.Path(),
		Doc:          commentAt(f, packageStatement),
		SyntaxDoc:    commentAt(f, syntaxStatement),
		Syntax:       f.Desc.Syntax().String(),
		DataWrapper:  rule.GetDataWrapper(),
		JsonRequired: rule.GetJsonRequired(),
		BasePath:     rule.GetBasePath(),
		Options:      b.options(f.Desc),
		Go:           goPackage(f),
	}
	if f.Desc.Syntax() == protoreflect.Editions {
		file.Syntax = strings.TrimPrefix(f.Proto.GetEdition().String(), "EDITION_")
		file.SyntaxDoc = commentAt(f, editionStatement)
	}
	imports := f.Desc.Imports()
	for i := range imports.Len() {
		file.Imports = append(file.Imports, imports.Get(i).Path())
	}
	slices.Sort(file.Imports)
	return file
}

func fileRule(f *protogen.File) *apipb.FileRule {
	return extensionOf[*apipb.FileRule](f.Desc, apipb.E_File)
}

// addFileRules adds the endpoints, scopes and security schemes of files, without repetitions.
func (b *builder) addFileRules(p *templatepb.Package, files []*protogen.File) {
	var constants gonames.Constants
	taken := make(map[string]bool)
	isNew := func(key string) bool {
		known := taken[key]
		taken[key] = true
		return !known
	}
	for _, f := range files {
		rule := fileRule(f)
		for _, e := range rule.GetEndpoints() {
			if !isNew("endpoint " + e.GetLocation() + " " + e.GetUrl()) {
				continue
			}
			endpoint := &templatepb.Endpoint{Location: e.GetLocation(), Url: e.GetUrl(), Description: e.GetDescription()}
			if e.GetLocation() != "" {
				endpoint.Go = &templatepb.GoConstant{Name: constants.Endpoint(e.GetLocation())}
			}
			p.Endpoints = append(p.Endpoints, endpoint)
		}
		for _, s := range rule.GetOauthScopes() {
			if isNew("scope " + s.GetName()) {
				p.Scopes = append(p.Scopes, &templatepb.Scope{Name: s.GetName(), Description: s.GetDescription(),
					Go: &templatepb.GoConstant{Name: constants.Scope(s.GetName())}})
			}
		}
		for _, s := range rule.GetSecuritySchemes() {
			if isNew("scheme " + s.GetName()) {
				p.SecuritySchemes = append(p.SecuritySchemes, securityScheme(s))
			}
		}
	}
}

func securityScheme(s *apipb.SecurityScheme) *templatepb.SecurityScheme {
	scheme := &templatepb.SecurityScheme{
		Name:         s.GetName(),
		Description:  s.GetDescription(),
		BearerFormat: s.GetHttpBearer().GetFormat(),
		IssuerClaim:  s.GetHttpBearer().GetSignedToken().GetIssuerClaim(),
		Header:       s.GetApiKey().GetHeader(),
		Query:        s.GetApiKey().GetQuery(),
		Cookie:       s.GetApiKey().GetCookie(),
	}
	switch s.GetKind().(type) {
	case *apipb.SecurityScheme_HttpBasic:
		scheme.Kind = "basic"
	case *apipb.SecurityScheme_HttpBearer:
		scheme.Kind = "bearer"
	case *apipb.SecurityScheme_ApiKey:
		scheme.Kind = "api_key"
	}
	if claim := scheme.GetIssuerClaim(); claim != "" {
		scheme.Go = &templatepb.GoSigner{Option: gonames.Signer(claim), Parameter: gonames.SignerParameter(claim)}
	}
	return scheme
}

// addErrors adds the errors of the methods, and the Go names of all errors.
func addErrors(p *templatepb.Package) {
	var constants gonames.Constants
	names := make(map[string]*templatepb.GoConstant)
	for _, s := range p.GetServices() {
		for _, m := range s.GetMethods() {
			for _, e := range m.GetErrors() {
				if names[e.GetName()] == nil {
					names[e.GetName()] = &templatepb.GoConstant{Name: constants.Error(e.GetName())}
					p.Errors = append(p.Errors, e)
				}
				e.Go = names[e.GetName()]
			}
		}
	}
}

// clientOptions returns an option for each name of a field with client_default.
func clientOptions(files []*protogen.File) []*templatepb.ClientOption {
	var options []*templatepb.ClientOption
	taken := make(map[protoreflect.Name]bool)
	for _, file := range files {
		for _, s := range file.Services {
			for _, m := range s.Methods {
				for _, f := range m.Input.Fields {
					if !fieldRule(f).GetClientDefault() || taken[f.Desc.Name()] {
						continue
					}
					taken[f.Desc.Name()] = true
					options = append(options, &templatepb.ClientOption{
						Field: string(f.Desc.Name()), Doc: plain(f.Comments.Leading),
						Go: &templatepb.GoClientOption{Option: gonames.Option(f.GoName), Field: f.GoName},
					})
				}
			}
		}
	}
	return options
}
