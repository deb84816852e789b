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
	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// commented returns text as the lines of a Go comment. Each starts with "// ", so that
// none is a directive. The exception is "// +build", which gofmt moves to the top of the
// file and go vet finds within a line: commented writes "+ build".
func commented(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(comment.EndParagraphs(strings.Trim(comment.Clean(text), "\n")), "\n") {
		b.WriteString(strings.TrimRight("// "+strings.ReplaceAll(line, "+build", "+ build"), " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// plain returns the text of a proto comment, without the space that starts each line.
func plain(comments protogen.Comments) string {
	var b strings.Builder
	for line := range strings.Lines(string(comments)) {
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return strings.TrimSpace(b.String())
}

// maxIntroduction is the maximum number of lines before the example.
const maxIntroduction = 25

// packageComment returns the package comment: the comment on the package statement of
// the file, the example, and the options and errors. Where the first is longer than
// maxIntroduction, all but its first paragraph comes last.
func packageComment(file *protogen.File, v *view) string {
	published := publishedComment(file)
	text := "Package " + v.Package + " is a client for the proto package " + string(file.Desc.Package()) + "."
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
		notes = append(notes, "["+o.Name+"] sets the default value of "+o.goField+".")
	}
	if note := endpointNote(file, v); note != "" {
		notes = append(notes, note)
	}
	for _, e := range v.Errors {
		notes = append(notes, "["+e.Name+"]: "+strings.TrimSuffix(e.plain, ".")+".")
	}
	if v.Limited {
		notes = append(notes, "[rest.WithValidator] checks requests against all documented limits before they are sent,\n"+
			"    for example with the module buf.build/go/protovalidate. Without it, clients check only the\n"+
			"    patterns of path parameters and the numbers of elements of lists in the request message.")
	}
	if len(notes) == 0 {
		return ""
	}
	return "\n\n# Options and errors\n\n  - " + strings.Join(notes, "\n  - ")
}

// endpointNote returns a sentence about rest.WithEndpoint if the file lists endpoints, or
// if a client has no default endpoint, and "" otherwise.
func endpointNote(file *protogen.File, v *view) string {
	rule := fileRule(file)
	if len(v.Endpoints) > 0 {
		var names []string
		for _, e := range v.Endpoints {
			names = append(names, "["+e.Name+"]")
		}
		return "[rest.WithEndpoint] selects another endpoint: " + enumeration(names, "or") + "."
	}
	hasHost := slices.ContainsFunc(file.Services, func(s *protogen.Service) bool { return defaultHost(s) != "" })
	switch {
	case !hasHost:
		return "[rest.WithEndpoint] is required. It sets the URL of the server, for example\n    " + anyEndpoint(file.Desc) + "."
	case len(rule.GetEndpoints()) > 0:
		return "[rest.WithEndpoint] selects another server, for example\n    " + rule.GetEndpoints()[0].GetUrl() + "."
	}
	return ""
}

func indented(code string) string {
	return "\t" + strings.ReplaceAll(strings.TrimSpace(code), "\n", "\n\t")
}

func serviceComment(client string, file *protogen.File, s *protogen.Service) string {
	text := client + " calls the service " + string(s.Desc.FullName()) + ". It is safe for concurrent use.\n\n" + defaultEndpoint(file, s)
	if published := plain(s.Comments.Leading); published != "" {
		text += "\n\n" + published
	}
	if options, ok := s.Desc.Options().(*descriptorpb.ServiceOptions); ok && options.GetDeprecated() {
		text += "\n\nDeprecated: The API has deprecated this service."
	}
	return commented(text)
}

// defaultEndpoint states the URL to which a client sends its calls, and the base path that an
// endpoint of the program replaces.
func defaultEndpoint(file *protogen.File, s *protogen.Service) string {
	host, basePath := defaultHost(s), fileRule(file).GetBasePath()
	text := "The default endpoint is https://" + host + basePath + "."
	if host == "" {
		text = "There is no default endpoint: [rest.WithEndpoint] is required."
	}
	if basePath != "" {
		text += "\nThe URL for [rest.WithEndpoint] includes the base path. For a test server, append it:\n" +
			"server.URL + " + quote(basePath) + "."
	}
	return text
}

func defaultHost(s *protogen.Service) string {
	host, _ := proto.GetExtension(s.Desc.Options(), annotations.E_DefaultHost).(string)
	return host
}

// thirdPerson matches a description that starts with a verb in the third person.
var thirdPerson = regexp.MustCompile(`^[A-Z][a-z]*s `)

// methodComment returns the comment of a method. It starts with the name of the method.
func methodComment(v *methodView, rule *apipb.MethodRule) string {
	m := v.proto
	published := plain(m.Comments.Leading)
	call := v.GoName + " calls " + v.paths[0]
	if host := rule.GetHost(); host != "" {
		call += " at " + host
	}
	paragraphs := []string{call + "."}
	switch {
	case v.summary != "":
		paragraphs = []string{v.summary, call + "."}
	case thirdPerson.MatchString(published) && !strings.HasPrefix(published, "This "):
		paragraphs = []string{v.GoName + " " + strings.ToLower(published[:1]) + published[1:], call + "."}
	case published != "":
		paragraphs = append(paragraphs, published)
	}
	add := func(text string) { paragraphs = append(paragraphs, text) }
	if ids := rule.GetIds(); len(ids) > 1 {
		add(v.GoName + " combines the API methods " + enumeration(ids, "and") + ".")
	}
	if v.Paged {
		add("The first request is sent when iteration starts.")
	}
	for _, name := range rule.GetAutoPopulatedFields() {
		field := goFieldName(m.Input, name)
		add("If " + field + " is empty, the client sends a random UUID. To repeat a failed call, set " + field + "\n" +
			"to the RequestID of its [rest.Error].")
	}
	for _, e := range rule.GetErrors() {
		add("If " + strings.TrimSuffix(e.GetDescription(), ".") + ", the error matches [" + gonames.Error(e.GetName()) + "].")
	}
	if details := errorDetails(m, rule); details != "" {
		add(details)
	}
	if v.note != "" {
		add(v.note)
	}
	switch scopes := rule.GetOauthScopes(); len(scopes) {
	case 0:
	case 1:
		add("This OAuth 2.0 scope is required:\n  - " + scopes[0])
	default:
		add("One of these OAuth 2.0 scopes is required:\n  - " + strings.Join(scopes, "\n  - "))
	}
	if options, ok := m.Desc.Options().(*descriptorpb.MethodOptions); ok && options.GetDeprecated() {
		add("Deprecated: The API has deprecated this method.")
	}
	return commented(strings.Join(paragraphs, "\n\n"))
}

// goFieldName returns the name of a field in the Go struct of a message.
func goFieldName(m *protogen.Message, name string) string {
	for _, f := range m.Fields {
		if string(f.Desc.Name()) == name {
			return f.GoName
		}
	}
	return name
}

// errorDetails returns a sentence for each message that errors contain, with the statuses
// of these errors.
func errorDetails(m *protogen.Method, rule *apipb.MethodRule) string {
	var messages []string
	statuses := make(map[string][]string) // by message
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
		var others []string
		for _, other := range messages {
			if other != name {
				others = append(others, statuses[other]...)
			}
		}
		details = append(details, "An error"+withStatuses(statuses[name], others)+" contains "+withArticle(name)+", which [rest.Detail] returns.")
	}
	return strings.Join(details, "\n")
}

// withStatuses states which errors contain a message, by their statuses: " with status 400
// or 401". In a document, "default" means every status that it does not list. others are
// the statuses of the errors that contain other messages.
func withStatuses(statuses, others []string) string {
	if !slices.Contains(statuses, defaultStatus) {
		return " with status " + enumeration(statuses, "or")
	}
	others = slices.DeleteFunc(others, func(status string) bool { return slices.Contains(statuses, status) })
	slices.Sort(others)
	if others = slices.Compact(others); len(others) > 0 {
		return " with any status except " + enumeration(others, "and")
	}
	return ""
}

const defaultStatus = "default"

// enumeration joins words as in "a, b or c".
func enumeration(words []string, conjunction string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// isLimited reports whether a file, or a file that it imports, declares limits of values
// in options of buf.validate.
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
