// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

func (b *builder) services(f *protogen.File) []*templatepb.Service {
	_, clientPackage := gonames.ClientPackage(f.GoImportPath, f.GoPackageName)
	clients := gonames.Clients(f.Services, clientPackage)
	var services []*templatepb.Service
	for i, s := range f.Services {
		rule := extensionOf[*apipb.ServiceRule](s.Desc, apipb.E_Service)
		service := &templatepb.Service{
			Name:        string(s.Desc.Name()),
			FullName:    string(s.Desc.FullName()),
			File:        f.Desc.Path(),
			Doc:         plain(s.Comments.Leading),
			GrpcName:    orElse(rule.GetGrpcName(), string(s.Desc.FullName())),
			DefaultHost: extensionOf[string](s.Desc, annotations.E_DefaultHost),
			BasePath:    fileRule(f).GetBasePath(),
			Deprecated:  s.Desc.Options().(*descriptorpb.ServiceOptions).GetDeprecated(),
			Options:     b.options(s.Desc),
			Go: &templatepb.GoService{
				Name: s.GoName, Client: clients[i].Type, Constructor: clients[i].Constructor,
				Close: clients[i].Close, FileName: clients[i].File,
			},
		}
		if rule.GetExample() != nil {
			service.Example = b.namedExample(s, rule.GetExample())
		}
		for _, m := range s.Methods {
			service.Methods = append(service.Methods, b.method(m, f, service))
		}
		service.Scopes = scopesOf(s, service.GetMethods())
		services = append(services, service)
	}
	return services
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// scopesOf returns the scopes of a service and of its methods, sorted.
func scopesOf(s *protogen.Service, methods []*templatepb.Method) []string {
	var scopes []string
	for scope := range strings.SplitSeq(extensionOf[string](s.Desc, annotations.E_OauthScopes), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	for _, m := range methods {
		scopes = append(scopes, m.GetScopes()...)
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

func (b *builder) method(m *protogen.Method, f *protogen.File, s *templatepb.Service) *templatepb.Method {
	rule := methodRule(m)
	options := m.Desc.Options().(*descriptorpb.MethodOptions)
	method := &templatepb.Method{
		Name:                string(m.Desc.Name()),
		FullName:            string(m.Desc.FullName()),
		Ids:                 rule.GetIds(),
		Doc:                 plain(m.Comments.Leading),
		Request:             string(m.Input.Desc.FullName()),
		Response:            string(m.Output.Desc.FullName()),
		EmptyResponse:       m.Output.Desc.FullName() == "google.protobuf.Empty",
		Http:                httpBindings(m),
		Host:                rule.GetHost(),
		BasePath:            fileRule(f).GetBasePath(),
		Body:                body(rule.GetBody()),
		Accept:              rule.GetAccept(),
		ApiVersion:          rule.GetApiVersion(),
		Scopes:              rule.GetOauthScopes(),
		AutoPopulatedFields: rule.GetAutoPopulatedFields(),
		ClientStreaming:     m.Desc.IsStreamingClient(),
		ServerStreaming:     m.Desc.IsStreamingServer(),
		Deprecated:          options.GetDeprecated(),
		Options:             b.options(m.Desc),
		Go:                  goMethod(m),
	}
	if rule != nil && rule.BasePath != nil {
		method.BasePath = rule.GetBasePath()
	}
	method.Idempotency = idempotency(options, method.GetHttp())
	if paging := rule.GetPaging(); paging != nil {
		method.Paging = b.paging(m, paging)
	}
	if u := rule.GetMediaUpload(); u != nil {
		method.MediaUpload = &templatepb.MediaUpload{
			Accept: u.GetAccept(), MaxSize: u.GetMaxSize(), Required: u.GetRequired(),
			SimplePath: u.GetSimplePath(), ResumablePath: u.GetResumablePath(),
		}
	}
	if d := rule.GetMediaDownload(); d != nil {
		method.MediaDownload = &templatepb.MediaDownload{Only: d.GetOnly(), DownloadService: d.GetDownloadService()}
	}
	for _, e := range rule.GetErrors() {
		method.Errors = append(method.Errors, &templatepb.NamedError{
			Name: e.GetName(), FullName: string(m.Desc.ParentFile().Package()) + "." + e.GetName(),
			HttpStatus: e.GetHttpStatus(), Description: e.GetDescription(),
		})
	}
	for _, r := range rule.GetErrorResponses() {
		method.ErrorResponses = append(method.ErrorResponses, &templatepb.ErrorResponse{Status: r.GetStatus(), Message: r.GetMessage()})
	}
	for _, f := range m.Output.Fields {
		if status := fieldRule(f).GetHttpStatus(); status != "" {
			method.StatusResponses = append(method.StatusResponses, &templatepb.StatusResponse{Status: status, Field: string(f.Desc.Name())})
		}
	}
	for _, s := range rule.GetSecurity() {
		method.Security = append(method.Security, &templatepb.SecurityRequirement{Schemes: s.GetSchemes()})
	}
	if method.Example = s.GetExample(); method.GetExample().GetMethod() != method.GetFullName() {
		method.Example = b.sampleExample(m)
	}
	return method
}

func methodRule(m *protogen.Method) *apipb.MethodRule {
	return extensionOf[*apipb.MethodRule](m.Desc, apipb.E_Method)
}

// idempotency returns what repeated calls do.
func idempotency(options *descriptorpb.MethodOptions, http []*templatepb.HttpBinding) string {
	const noSideEffects, idempotent = "no_side_effects", "idempotent"
	switch options.GetIdempotencyLevel() {
	case descriptorpb.MethodOptions_NO_SIDE_EFFECTS:
		return noSideEffects
	case descriptorpb.MethodOptions_IDEMPOTENT:
		return idempotent
	case descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN:
	}
	if len(http) == 0 {
		return ""
	}
	switch http[0].GetVerb() {
	case "GET", "HEAD", "OPTIONS", "TRACE":
		return noSideEffects
	case "PUT", "DELETE":
		return idempotent
	}
	return ""
}

// paging returns the view of a paging rule. The type of the items is that of the repeated field
// items or, without this field, that of the pages.
func (b *builder) paging(m *protogen.Method, p *apipb.Paging) *templatepb.Paging {
	paging := &templatepb.Paging{
		PageToken: p.GetPageToken(), NextPageToken: p.GetNextPageToken(), Items: p.GetItems(), PageNumber: p.GetPageNumber(),
		NextLink: p.GetNextLink(), PageCount: p.GetPageCount(), Offset: p.GetOffset(), Limit: p.GetLimit(), Total: p.GetTotal(),
		HasMore: p.GetHasMore(), LastItem: p.GetLastItem(), ItemId: p.GetItemId(), LinkHeader: p.GetLinkHeader(), ZeroBased: p.GetZeroBased(),
		ItemType: "message", ItemTypeName: string(m.Output.Desc.FullName()),
		Go: &templatepb.GoPaging{Item: pointerTo(m.Output.GoIdent)},
	}
	if p.GetItems() == "" {
		return paging
	}
	fields := FieldsAt(m.Output, p.GetItems())
	if fields == nil || !fields[len(fields)-1].Desc.IsList() {
		b.fail(&itemsError{m.Desc.FullName(), p.GetItems(), m.Output.Desc.FullName()})
		return paging
	}
	list := fields[len(fields)-1]
	paging.ItemType, paging.ItemTypeName = typeOf(list)
	paging.Go.Item = elementType(list)
	for _, f := range fields {
		paging.Go.Getters = append(paging.Go.Getters, getter(f))
	}
	return paging
}

// FieldsAt returns the fields along a path such as "data.items", or nil if the message lacks one
// of them.
func FieldsAt(m *protogen.Message, path string) []*protogen.Field {
	var fields []*protogen.Field
	for name := range strings.SplitSeq(path, ".") {
		if m == nil {
			return nil
		}
		i := slices.IndexFunc(m.Fields, func(f *protogen.Field) bool { return string(f.Desc.Name()) == name })
		if i < 0 {
			return nil
		}
		fields, m = append(fields, m.Fields[i]), nil
		if !fields[len(fields)-1].Desc.IsList() {
			m = fields[len(fields)-1].Message
		}
	}
	return fields
}
