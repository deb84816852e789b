// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"strings"

	codecomment "github.com/protolect/protolect/codegen/comment"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// width is how long the lines of comments get, in characters. Longer words
// stay whole.
const width = 90

// comment returns text as a comment: lines that are not too long, each after a
// space, so that none can be read as a directive. It is "" for blank text.
func comment(text string) string {
	text = strings.TrimSpace(clean(text))
	if text == "" {
		return ""
	}
	var b strings.Builder
	for _, l := range layout(text) {
		b.WriteString(l.wrapped())
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// wrapped returns a line as comment lines.
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

// disarm takes apart the one word that is a directive in spite of the space before it:
// "// +build", wherever it stands in a Go file, gofmt takes to the top, and go vet looks
// for the word in all lines before the package.
func disarm(line string) string { return strings.ReplaceAll(line, "+build", "+ build") }

// clean returns text with line feeds as its only line breaks, spaces for tabs, and
// nothing that is not seen.
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

// wrap splits a text at its last space within the room, or else at its first.
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

// fieldComment returns what the document says of a field, with the limits that
// no type can say.
func fieldComment(f *model.Field) string {
	text := f.Description
	for i, limit := range f.Limits {
		if i == 0 && text != "" {
			text += "\n"
		}
		text += "\n" + limit.Name + ": " + limit.Value
	}
	if f.Examples != "" {
		text += "\n\nFor example: " + f.Examples
	}
	return comment(text)
}

// methodText returns the comment of a method: the document's description, what the body of a
// change contains, and what requests and responses lack.
func methodText(m *model.Method) string {
	o := m.Operations[0]
	text := []string{o.Description}
	if m.Partial {
		text = append(text, "Only fields that are set are sent, at any depth. All other fields keep their values, even required ones.")
	}
	text = append(text, o.Limitations...)
	if len(o.Tags) > 1 {
		text = append(text, "Tags: "+strings.Join(o.Tags, ", ")+".")
	}
	return strings.Join(text, "\n\n")
}

// servers lists the servers that can be called, if there is a choice, or if the document
// does not name the host.
func servers(doc *document.API) string {
	if doc.Host == "" && len(doc.Endpoints) == 0 && doc.BasePath != "" {
		return "The document does not name the host. The URL of the server has the form https://HOST" + doc.BasePath + "."
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
			text.WriteString(", " + v.Name + " is " + v.Default + " by default")
			if len(v.Enum) > 0 {
				text.WriteString(", and one of " + strings.Join(v.Enum, ", "))
			}
		}
	}
	if text.Len() == 0 {
		return ""
	}
	return "Servers:\n" + text.String()
}

// serviceComment says what the service is.
func serviceComment(api *model.API, l *lookup, s *model.Service) string {
	title := strings.TrimPrefix(api.Document.Title, "The ")
	text := s.Name + " is the " + title + "."
	if len(s.Resource) > 0 {
		text = s.Name + " has the methods of " + strings.Join(s.Resource, ".") + " of the " + title + "."
	}
	all := []string{text}
	if others := elsewhere(api, l, s); others != "" {
		all = append(all, others)
	}
	for _, t := range l.tags[s] {
		switch {
		case t.Description == "":
		case len(s.Resource) > 0:
			all = append(all, t.Description)
		default:
			all = append(all, t.Name+": "+t.Description)
		}
	}
	return comment(strings.Join(all, "\n\n"))
}

// elsewhere names the methods that have the tag of a service, and are those of another
// one: of several tags the first has the method.
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
	return "Methods of other services also have this tag: " + strings.Join(others, ", ") + "."
}

// headerComment says where a file comes from, as Go's convention has it (go help
// generate): in one line, however long the document's names are and whatever is in them.
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

// maxSource is how much of a document's names is in headers, in characters.
const maxSource = 300

// packageComment introduces the API. Clients take the comments on their packages from it.
func packageComment(api *model.API, l *lookup) string {
	doc := api.Document
	version := doc.Version
	if doc.Conventions.RevisionIsVersion {
		version = doc.Revision // of which the other is but a part
	}
	text := strings.TrimPrefix(doc.Title, "The ") + ", version " + version
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
