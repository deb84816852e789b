// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

var (
	// namespace is what languages put before the name of a type:
	// "io.k8s.api.core.v1.", "Acme.Pets.Models.".
	namespace   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*){2,}$`)
	statusFirst = regexp.MustCompile(`^([1-5][0-9][0-9])[^0-9]*$`)
)

// schemaName returns the name of the message for a schema, and a longer one for
// where something else has that.
func (b *builder) schemaName(schema string) (name, longer string) {
	if !b.api.Document.Tagged {
		return typeName(schema), ""
	}
	if component, kind, ok := document.Shared(schema); ok {
		name, _ := b.schemaName(component)
		return name, name + kind
	}
	if strings.ToUpper(schema) == schema && strings.ContainsAny(schema, "_- ") {
		schema = strings.ToLower(schema)
	}
	schema = strings.ReplaceAll(schema, "[]", "List")
	if match := statusFirst.FindStringSubmatch(schema); match != nil {
		status, _ := strconv.Atoi(match[1])
		if text := statusName(status); text != "" {
			return text + titled(words(schema[3:])), ""
		}
	}
	if namespace.MatchString(schema) {
		parts := strings.Split(schema, ".")
		last := len(parts) - 1
		return typeName(parts[last]), typeName(parts[last-1] + "_" + parts[last])
	}
	return typeName(schema), ""
}

// statusName returns the name of an HTTP status: "NotFound".
func statusName(status int) string {
	text := http.StatusText(status)
	if text == "" {
		return ""
	}
	return typeName(strings.ReplaceAll(text, "'", ""))
}

// nameInline names the schemas that the document has in an operation, without a
// name, after the RPC.
func (b *builder) nameInline() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			o := m.Operations[0]
			rename := func(s *document.Schema, inline, suffix string) { b.rename(m, s, inline, suffix) }
			rename(o.Body, document.BodyOf(o), "Body")
			if response, ok := m.Response.(*Message); ok && response.Key == document.AnswersOf(o) {
				response.Name, response.longer = b.callName(m)+"Response", fullCallName(m)+"Response"
				response.Description = "The response of " + m.Name + ", which is of one of several types."
				rename(o.Response, document.ResponseOf(o), answerName(firstSuccess(o).Status)+"Response")
			} else {
				rename(o.Response, document.ResponseOf(o), "Response")
			}
			for _, r := range o.Responses {
				rename(r.Schema, document.AnswerOf(o, r), answerName(r.Status)+"Response")
				rename(r.Schema, document.ErrorOf(o, r), errorName(r.Status))
			}
		}
	}
}

// rename names the message that a schema without a name of its own became after the
// method.
func (b *builder) rename(m *Method, s *document.Schema, inline, suffix string) {
	if s == nil || s.Ref != inline {
		return
	}
	made, ok := b.types[inline].(*Message)
	if !ok {
		made = b.collections[inline]
	}
	if made != nil {
		made.Name, made.longer = b.callName(m)+suffix, fullCallName(m)+suffix
	}
}

func errorName(status string) string {
	switch strings.ToUpper(status) {
	case "DEFAULT":
		return "Error"
	case "4XX":
		return "ClientError"
	case "5XX":
		return "ServerError"
	}
	number, _ := strconv.Atoi(status)
	if name := statusName(number); name != "" {
		return strings.TrimSuffix(name, "Error") + "Error"
	}
	return "Error" + status
}
