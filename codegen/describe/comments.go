// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"regexp"
	"strings"

	codecomment "github.com/protolect/protolect/codegen/comment"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// width is the maximum length of the lines of comments, in bytes. A longer word is not
// split.
const width = 90

// comment returns the comment for a text: wrapped lines that start with a space, so that
// none is a directive. It returns "" for blank text.
func comment(text string) string {
	text = strings.TrimSpace(clean(text))
	if text == "" {
		return ""
	}
	var b strings.Builder
	for _, l := range layout(text) {
		b.WriteString(l.wrapped())
	}
	return codecomment.EndParagraphs(strings.TrimRight(b.String(), "\n")) + "\n"
}

// wrapped returns the lines of a comment for l.
func (l line) wrapped() string {
	if l.text == "" {
		return "\n"
	}
	var b strings.Builder
	for text, indent := l.text, l.indent; text != ""; indent = l.hang {
		first := text
		if text = ""; !l.whole {
			first, text = wrap(first, width-indent)
		}
		b.WriteString(" " + strings.Repeat(" ", indent) + disarm(first) + "\n")
	}
	return b.String()
}

// disarm replaces "+build", which is a directive even after a space: gofmt moves a line
// "// +build" to the top of a Go file, and go vet finds the word in every line before the
// package clause.
func disarm(line string) string { return strings.ReplaceAll(line, "+build", "+ build") }

// clean returns text with line feeds as its only line breaks, spaces in place of tabs, and
// without invisible characters.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return codecomment.Clean(strings.Map(func(c rune) rune {
		switch c {
		case '\r', '\u2028', '\u2029', '\u0085':
			return '\n'
		case '\t':
			return ' '
		}
		return c
	}, text))
}

// wrap splits text at the last space within room bytes, or if there is none, at the first
// space.
func wrap(text string, room int) (first, rest string) {
	if len(text) <= room {
		return text, ""
	}
	at := strings.LastIndexByte(text[:max(room, 0)+1], ' ')
	if at < 0 {
		at = strings.IndexByte(text, ' ')
	}
	if at < 0 {
		return text, ""
	}
	return strings.TrimRight(text[:at], " "), strings.TrimLeft(text[at:], " ")
}

// fieldComment returns the comment of a field: the description, limits and examples.
func fieldComment(f *model.Field) string {
	text := f.Description
	for i, limit := range f.Limits {
		if i == 0 && text != "" {
			text += "\n"
		}
		text += "\n" + limit.Name + ": " + limit.Value
	}
	if f.Examples != "" {
		text += "\n\nExample: " + f.Examples
	}
	return comment(text)
}

// methodText returns the comment of a method: the document's description, a note on partial
// bodies, the limitations of the client, and the tags.
func methodText(m *model.Method) string {
	o := m.Operations[0]
	text := []string{o.Description}
	if m.Partial {
		text = append(text, partialNote(m))
	}
	text = append(text, o.Limitations...)
	text = append(text, requiredScopes(o)...)
	if len(o.Tags) > 1 {
		text = append(text, "Tags: "+strings.Join(o.Tags, ", ")+".")
	}
	return strings.Join(text, "\n\n")
}

// partialNote states what a partial body contains, and which fields of the body list null and
// empty values.
func partialNote(m *model.Method) string {
	note := "Only fields that are set are sent, at any depth. Required fields may be omitted. The server keeps the values of omitted fields."
	body, prefix := m.Request, ""
	if f := m.Bindings[0].Body; f != nil {
		body, _ = f.Type.(*model.Message)
		prefix = f.Name + "."
	}
	if body == nil {
		return note
	}
	for _, f := range body.Fields {
		switch name := prefix + f.Name; {
		case f.JSON.Nulls:
			note += " A field whose JSON name is in " + name + " is sent as null, unless it is set."
		case f.JSON.Empties:
			note += " A list or map whose JSON name is in " + name + " is sent as an empty list or map, unless it is set."
		case f.JSON.NullEntries:
			note += " A map entry whose JSON pointer is in " + name + " is removed, unless it is set."
		}
	}
	return note
}

// servers returns the list of servers that clients can call. It returns "" if there is only
// one. If the document specifies no host, it returns the form of the server's URL.
func servers(doc *document.API) string {
	if doc.Host == "" && len(doc.Endpoints) == 0 && doc.BasePath != "" {
		return "The document does not specify a host. The server URL has the form https://HOST" + doc.BasePath + "."
	}
	if doc.Host != "" && len(doc.Servers) == 1 && len(doc.Servers[0].Variables) == 0 {
		return ""
	}
	var text strings.Builder
	for _, s := range doc.Servers {
		if _, ok := s.Endpoint(); !ok {
			continue
		}
		text.WriteString("\n- " + strings.TrimRight(s.URL, "/"))
		if about := strings.Join(strings.Fields(s.Description), " "); about != "" {
			text.WriteString(" (" + strings.TrimSuffix(about, ".") + ")")
		}
		for _, v := range s.Variables {
			if !strings.Contains(s.URL, "{"+v.Name+"}") {
				continue
			}
			text.WriteString(", with " + v.Name + "=" + v.Default + " by default")
			if len(v.Enum) > 0 {
				text.WriteString(" (values: " + strings.Join(v.Enum, ", ") + ")")
			}
		}
	}
	if text.Len() == 0 {
		return ""
	}
	return "Servers:\n" + text.String()
}

// apiName returns the title of the API without an article, followed by "API" if the title
// does not contain this word.
func apiName(doc *document.API) string {
	title := strings.TrimRight(strings.TrimPrefix(doc.Title, "The "), ". ")
	if title == "" || apiWord.MatchString(title) {
		return title
	}
	return title + " API"
}

// versionedName returns the title and the version of the API.
func versionedName(doc *document.API) string {
	version := doc.Version
	if doc.Conventions.RevisionIsVersion {
		version = doc.Revision // Version is only the beginning of it
	}
	return apiName(doc) + ", version " + version
}

var apiWord = regexp.MustCompile(`API|\b[Aa]pi\b`)

// serviceComment returns the comment of a service: its methods, and the descriptions of the
// document's tags that belong to it.
func serviceComment(api *model.API, l *lookup, s *model.Service) string {
	text := s.Name + " contains the methods of the " + apiName(api.Document)
	if len(s.Resource) > 0 {
		group := "for the resource "
		if api.Document.Conventions.ServicePerTag {
			group = "with the tag "
		}
		text += " " + group + strings.Join(s.Resource, ".")
	}
	text += "."
	all := []string{text}
	if others := elsewhere(api, l, s); others != "" {
		all = append(all, others)
	}
	introduced := false
	for _, t := range l.tags[s] {
		switch {
		case t.Description == "":
		case len(s.Resource) > 0:
			all = append(all, t.Description)
		default:
			if !introduced {
				all = append(all, "The methods are grouped as follows:")
			}
			introduced = true
			all = append(all, t.Name+": "+t.Description)
		}
	}
	return comment(strings.Join(all, "\n\n"))
}

// elsewhere lists the methods of other services that also have the tag of s. A method with
// several tags belongs to the service of the first.
func elsewhere(api *model.API, l *lookup, s *model.Service) string {
	if !api.Document.Conventions.ServicePerTag || len(s.Resource) != 1 {
		return ""
	}
	var others []string
	for _, m := range l.methods[s.Resource[0]] {
		if m.Service != s {
			others = append(others, m.Service.Name+"."+m.Name)
		}
	}
	if len(others) == 0 {
		return ""
	}
	return "Methods of other services with this tag: " + strings.Join(others, ", ") + "."
}

// headerComment returns the first line of a file in the form that Go specifies for generated
// code (go help generate). The document's name is shortened to maxSource characters.
func headerComment(api *model.API) string {
	doc := api.Document
	source := doc.Name + " " + doc.Version
	if doc.Revision != "" {
		source += ", revision " + doc.Revision
	}
	source = disarm(strings.Join(strings.Fields(clean(source)), " "))
	if letters := []rune(source); len(letters) > maxSource {
		source = string(letters[:maxSource]) + "…"
	}
	return " Code generated by protolect from " + source + ". DO NOT EDIT.\n"
}

// maxSource is the maximum length of a document's name, version and revision in a header, in
// characters.
const maxSource = 300

// partComment returns the comment on the package statement of a package that contains only
// messages of the API.
func partComment(api *model.API) string {
	return comment("Messages of the " + versionedName(api.Document) + ". Its services are in the proto package " + api.Package.Name + ".")
}

// packageComment returns the comment on the package statement: title, version, description
// and servers. Clients use it in the comments on their packages.
func packageComment(api *model.API, l *lookup) string {
	doc := api.Document
	text := versionedName(doc)
	if api.Notice != "" {
		text += ", " + api.Notice
	}
	text += "."
	if doc.Description != "" {
		text += "\n\n" + doc.Description
	}
	all := []string{text}
	for _, t := range l.rest {
		if t.Description != "" {
			all = append(all, t.Name+": "+t.Description)
		}
	}
	if list := servers(doc); list != "" {
		all = append(all, list)
	}
	text = strings.Join(all, "\n\n")
	if doc.DocumentationURL != "" {
		text += "\n\nDocumentation: " + doc.DocumentationURL
	}
	return comment(text)
}
