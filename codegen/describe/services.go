// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"net/http"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

func (f *file) addService(api *model.API, l *lookup, s *model.Service, index int32) {
	path := []int32{fileServices, index}
	f.comment(serviceComment(api, l, s), path)
	d := &descriptorpb.ServiceDescriptorProto{Name: proto.String(s.Name), Options: new(descriptorpb.ServiceOptions)}
	f.setHost(d.Options, api, s)
	if s.Example != nil || s.GRPCName != "" {
		rule := &apipb.ServiceRule{GrpcName: s.GRPCName}
		if s.Example != nil {
			rule.Example = &apipb.Example{Method: s.Example.Method.Name, RequestJson: s.Example.Request, Endpoint: s.Example.Endpoint}
		}
		f.setOption(d.Options, apipb.E_Service, rule)
	}
	for i, m := range s.Methods {
		d.Method = append(d.Method, f.method(l, m, append(slices.Clip(path), serviceMethods, int32(i))))
	}
	f.proto.Service = append(f.proto.Service, d)
}

func (f *file) method(l *lookup, m *model.Method, path []int32) *descriptorpb.MethodDescriptorProto {
	f.comment(comment(methodText(m)), path)
	d := &descriptorpb.MethodDescriptorProto{
		Name:      proto.String(m.Name),
		InputType: proto.String(f.reference(m.Request)),
		Options:   new(descriptorpb.MethodOptions),
	}
	switch response := m.Response.(type) {
	case *model.Message:
		d.OutputType = proto.String(f.reference(response))
	case model.WellKnown:
		d.OutputType = proto.String("." + string(f.wellKnown(response).FullName()))
	}
	if m.Operations[0].Deprecated {
		d.Options.Deprecated = proto.Bool(true)
	}
	rule := f.methodRule(l, m)
	if bindings := httpRule(m); inHTTPRule(m) {
		f.setOption(d.Options, annotations.E_Http, bindings)
	} else {
		rule.Http = bindings
	}
	f.setOption(d.Options, apipb.E_Method, rule)
	return d
}

// inHTTPRule reports whether google.api.http can express the request: the path, whose
// variables must be plain scalars, and the body, which GET and HEAD must not have.
func inHTTPRule(m *model.Method) bool {
	b := m.Bindings[0]
	for _, fields := range b.Variables {
		if len(fields) > 0 && !fields[len(fields)-1].IsPlain() {
			return false
		}
	}
	hasBody := b.WholeBody || b.Body != nil
	return b.Path.InHTTPRule() && (!hasBody || b.HTTPMethod != http.MethodGet && b.HTTPMethod != http.MethodHead)
}

// httpRule returns the bindings of a method. Clients use the first.
func httpRule(m *model.Method) *annotations.HttpRule {
	var rule *annotations.HttpRule
	for _, b := range m.Bindings {
		r := &annotations.HttpRule{}
		switch path := pathText(b.Path, b); b.HTTPMethod {
		case "GET":
			r.Pattern = &annotations.HttpRule_Get{Get: path}
		case "PUT":
			r.Pattern = &annotations.HttpRule_Put{Put: path}
		case "POST":
			r.Pattern = &annotations.HttpRule_Post{Post: path}
		case "DELETE":
			r.Pattern = &annotations.HttpRule_Delete{Delete: path}
		case "PATCH":
			r.Pattern = &annotations.HttpRule_Patch{Patch: path}
		default:
			r.Pattern = &annotations.HttpRule_Custom{Custom: &annotations.CustomHttpPattern{Kind: b.HTTPMethod, Path: path}}
		}
		switch {
		case b.WholeBody:
			r.Body = "*"
		case b.Body != nil:
			r.Body = b.Body.Name
		}
		if rule == nil {
			rule = r
		} else {
			rule.AdditionalBindings = append(rule.AdditionalBindings, r)
		}
	}
	return rule
}

// pathText returns a path template whose variables are paths of fields.
func pathText(template pathtemplate.Template, b model.Binding) string {
	return template.Rename(func(name string) string { return fieldPath(b.Variables[name]) }).String()
}

func fieldPath(fields []*model.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, ".")
}

func (f *file) methodRule(l *lookup, m *model.Method) *apipb.MethodRule {
	o := m.Operations[0]
	rule := &apipb.MethodRule{
		OauthScopes: o.Scopes, ApiVersion: o.APIVersion, Host: o.Host, Accept: m.Accept,
		Security: security(o), ErrorResponses: f.errorResponses(l, o), EmptyResponse: mayBeEmpty(o),
	}
	if o.BasePath != l.api.Document.BasePath {
		rule.BasePath = proto.String(o.BasePath)
	}
	for _, o := range m.Operations {
		rule.Ids = append(rule.Ids, o.ID)
	}
	for _, f := range m.Request.Fields {
		if f.RequestID {
			rule.AutoPopulatedFields = append(rule.AutoPopulatedFields, f.Name)
		}
	}
	for _, e := range m.Errors {
		rule.Errors = append(rule.Errors, &apipb.NamedError{HttpStatus: e.Status, Name: e.Name, Description: e.Description})
	}
	if p := m.Paging; p != nil {
		rule.Paging = &apipb.Paging{
			PageToken: fieldPath(p.PageToken), PageNumber: fieldPath(p.PageNumber), Offset: fieldPath(p.Offset), LastItem: fieldPath(p.LastItem),
			Limit: fieldPath(p.Limit), ItemId: fieldPath(p.ItemID),
			NextPageToken: fieldPath(p.NextPageToken), NextLink: fieldPath(p.NextLink), Items: fieldPath(p.Items),
			LinkHeader: p.LinkHeader, ZeroBased: p.ZeroBased,
			PageCount: fieldPath(p.PageCount), Total: fieldPath(p.Total), HasMore: fieldPath(p.HasMore),
		}
	}
	if body := bodyRule(m); proto.Size(body) > 0 {
		rule.Body = body
	}
	if u := m.Upload; u != nil {
		rule.MediaUpload = &apipb.MediaUpload{Accept: u.Accept, MaxSize: u.MaxSize, Required: u.Required}
		if len(u.Simple.Segments) > 0 {
			rule.MediaUpload.SimplePath = pathText(u.Simple, m.Bindings[0])
		}
		if len(u.Resumable.Segments) > 0 {
			rule.MediaUpload.ResumablePath = pathText(u.Resumable, m.Bindings[0])
		}
	}
	if d := m.Download; d != nil {
		rule.MediaDownload = &apipb.MediaDownload{Only: d.Only, DownloadService: d.Service}
	}
	return rule
}

// mayBeEmpty reports whether the response with status 200 has no body although another
// response has one.
func mayBeEmpty(o *document.Operation) bool {
	return o.Response != nil && slices.ContainsFunc(o.Responses, func(r *document.Response) bool {
		return r.Status == "200" && r.MediaType == "" && r.Schema == nil
	})
}

// bodyRule returns the format of the body. It is nil without a body, and empty for a
// required JSON body.
func bodyRule(m *model.Method) *apipb.Body {
	o := m.Operations[0]
	if o.Body == nil {
		return nil
	}
	body := &apipb.Body{Optional: !o.BodyRequired, Partial: m.Partial}
	if o.BodyType != "application/json" {
		body.MediaType = o.BodyType
	}
	for _, part := range m.BodyParts {
		p := &apipb.BodyPart{Name: part.Name, ContentType: part.ContentType, Base64: part.Base64}
		if part.Parameter != (model.Parameter{}) {
			p.Parameter = parameterRule(part.Parameter)
		}
		body.Parts = append(body.Parts, p)
	}
	return body
}
