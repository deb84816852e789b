// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/comment"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// signed returns text as comment lines, each with its sign and a space: so
// none of them can be read as a directive, but for "// +build", which is taken
// apart: gofmt takes it to the top of the file, and go vet finds it within a line.
func signed(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.Trim(comment.Clean(text), "\n"), "\n") {
		b.WriteString(strings.TrimRight("// "+strings.ReplaceAll(line, "+build", "+ build"), " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// plain returns a proto comment without the space that follows its signs.
func plain(comments protogen.Comments) string {
	var b strings.Builder
	for line := range strings.Lines(string(comments)) {
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return strings.TrimSpace(b.String())
}

// maxIntroduction is how many lines may stand before the example.
const maxIntroduction = 25

// packageComment introduces the package: by the comment on the file's package
// statement, and with the example. What is longer than a screen follows that.
func packageComment(file *protogen.File, v *view) string {
	path := protoreflect.SourcePath{2} // the package statement, see descriptor.proto
	published := plain(protogen.Comments(file.Desc.SourceLocations().ByPath(path).LeadingComments))
	text := "Package " + v.Package + " calls the services of " + string(file.Desc.Package()) + "."
	about := ""
	if published != "" {
		if strings.Count(published, "\n") > maxIntroduction {
			published, about, _ = strings.Cut(published, "\n\n")
			about = "\n\n# About the API\n\n" + about
		}
		text = "Package " + v.Package + " is a client for the " + published
	}
	if v.Example != nil {
		text += "\n\n# First call\n\n" + indented(v.Example.Code)
	}
	return text + clientNotes(file, v) + about
}

// clientNotes lists the options and errors of the package.
func clientNotes(file *protogen.File, v *view) string {
	var notes []string
	for _, o := range v.Options {
		notes = append(notes, "["+o.Name+"] sets "+string(o.name)+" for all calls of a client.")
	}
	if note := endpointNote(file, v); note != "" {
		notes = append(notes, note)
	}
	for _, e := range v.Errors {
		notes = append(notes, "errors.Is tells whether the error of a call is ["+e.Name+"]: "+e.plain+".")
	}
	if v.Limited {
		notes = append(notes, "rest.WithValidator checks the documented limits of requests before they are sent, for\n    instance with buf.build/go/protovalidate.")
	}
	if len(notes) == 0 {
		return ""
	}
	return "\n\n# Options and errors\n\n  - " + strings.Join(notes, "\n  - ")
}

// endpointNote says how a client calls another server than the default one, where the API
// names others or names none.
func endpointNote(file *protogen.File, v *view) string {
	rule := fileRule(file)
	if len(v.Endpoints) > 0 {
		var names []string
		for _, e := range v.Endpoints {
			names = append(names, "["+e.Name+"]")
		}
		return "rest.WithEndpoint calls another endpoint: " + strings.Join(names, ", ") + "."
	}
	hasHost := slices.ContainsFunc(file.Services, func(s *protogen.Service) bool {
		host, _ := proto.GetExtension(s.Desc.Options(), annotations.E_DefaultHost).(string)
		return host != ""
	})
	switch {
	case !hasHost:
		return "rest.WithEndpoint is required. It takes the URL of the server, for instance\n    " + anyEndpoint(file.Desc) + "."
	case len(rule.GetEndpoints()) > 0:
		return "rest.WithEndpoint calls another server, for instance\n    " + rule.GetEndpoints()[0].GetUrl() + "."
	}
	return ""
}

func indented(code string) string {
	return "\t" + strings.ReplaceAll(strings.TrimSpace(code), "\n", "\n\t")
}

func serviceComment(client string, s *protogen.Service) string {
	text := client + " calls the methods of " + string(s.Desc.FullName()) + ". It is safe for concurrent use."
	if published := plain(s.Comments.Leading); published != "" {
		text += "\n\n" + published
	}
	if options, ok := s.Desc.Options().(*descriptorpb.ServiceOptions); ok && options.GetDeprecated() {
		text += "\n\nDeprecated: the API marks it as deprecated."
	}
	return signed(text)
}

// thirdPerson matches the verb with which a published description starts.
var thirdPerson = regexp.MustCompile(`^[A-Z][a-z]*s `)

// methodComment starts with the method's name, as Go's comments do.
func methodComment(v *methodView, rule *apipb.MethodRule) string {
	m := v.proto
	published := plain(m.Comments.Leading)
	call := v.paths[0]
	if host := rule.GetHost(); host != "" {
		call += " at " + host
	}
	text := v.GoName + " calls " + call + "."
	switch {
	case v.summary != "":
		text = v.summary + "\n\nIt calls " + call + "."
	case thirdPerson.MatchString(published) && !strings.HasPrefix(published, "This "):
		text = v.GoName + " " + strings.ToLower(published[:1]) + published[1:] + "\n\nIt calls " + call + "."
	case published != "":
		text += "\n\n" + published
	}
	if ids := rule.GetIds(); len(ids) > 1 {
		text += "\n\nIt combines the API's methods " + strings.Join(ids, " and ") + "."
	}
	if v.Paged {
		text += "\n\nThe first request is sent when the program iterates over the result."
	}
	for _, name := range rule.GetAutoPopulatedFields() {
		text += "\n\nIf " + name + " is empty, the client sets it to a random UUID. The RequestID of an error contains\nit: to repeat the request, set the same value."
	}
	for _, e := range rule.GetErrors() {
		text += "\n\nThe error is [" + errorName(e) + "] if " + e.GetDescription() + "."
	}
	if details := errorDetails(v.proto, rule); details != "" {
		text += "\n\n" + details
	}
	if v.note != "" {
		text += "\n\n" + v.note
	}
	if scopes := rule.GetOauthScopes(); len(scopes) > 0 {
		text += "\n\nIt requires one of these OAuth 2.0 scopes:\n  - " + strings.Join(scopes, "\n  - ")
	}
	if options, ok := m.Desc.Options().(*descriptorpb.MethodOptions); ok && options.GetDeprecated() {
		text += "\n\nDeprecated: the API marks it as deprecated."
	}
	return signed(text)
}

// errorDetails names the messages that errors have, with their statuses.
func errorDetails(m *protogen.Method, rule *apipb.MethodRule) string {
	var messages []string
	statuses := make(map[string][]string)
	for _, r := range rule.GetErrorResponses() {
		name := r.GetMessage()
		if own, ok := strings.CutPrefix(name, string(m.Desc.ParentFile().Package())+"."); ok {
			name = "[" + path.Base(string(m.Input.GoIdent.GoImportPath)) + "." + strings.ReplaceAll(own, ".", "_") + "]"
		}
		if statuses[name] == nil {
			messages = append(messages, name)
		}
		statuses[name] = append(statuses[name], r.GetStatus())
	}
	var details []string
	for _, name := range messages {
		details = append(details, "rest.Detail returns "+name+" for errors with "+statusList(statuses[name])+".")
	}
	return strings.Join(details, "\n")
}

// statusList names statuses of errors: "status 400, 401 and 403 and any other status". The
// document calls any other status "default".
func statusList(statuses []string) string {
	var text []string
	numbers := slices.DeleteFunc(slices.Clone(statuses), func(status string) bool { return status == "default" })
	if n := len(numbers); n > 1 {
		text = append(text, "status "+strings.Join(numbers[:n-1], ", ")+" and "+numbers[n-1])
	} else if n == 1 {
		text = append(text, "status "+numbers[0])
	}
	if len(numbers) < len(statuses) {
		text = append(text, "any other status")
	}
	return strings.Join(text, " and ")
}

// isLimited tells whether a file, or one that it imports, says in its options what
// values are permitted.
func isLimited(file *protogen.File) bool {
	isValidate := func(imports protoreflect.FileImports) bool {
		for i := range imports.Len() {
			if imports.Get(i).Path() == "buf/validate/validate.proto" {
				return true
			}
		}
		return false
	}
	imports := file.Desc.Imports()
	limited := isValidate(imports)
	for i := range imports.Len() {
		limited = limited || isValidate(imports.Get(i).Imports())
	}
	return limited
}
