// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// setExample sets the call in the documentation of a service, after it checked the members of its request.
// Whether their values have the right types is checked later, with descriptors.
func (a *applier) setExample(e *example) {
	if e == nil {
		return
	}
	m := a.method(e.method.key)
	if m == nil {
		e.method.at.Pointer = "/example" // all of it describes the method
		a.noMethod(e.method)
		return
	}
	var request any
	if json.Unmarshal([]byte(e.request), &request) == nil { // it was written by encoding/json
		c := exampleCheck{a.api, a.findings, e.at, m}
		c.value(m.Request, request, "")
	}
	m.Service.Example = &model.Example{Method: m, Request: e.request, Endpoint: e.endpoint, At: e.at}
}

// exampleCheck reports unknown and missing members of an example.
type exampleCheck struct {
	api      *model.API
	findings *finding.List
	at       finding.Position
	method   *model.Method
}

func (c *exampleCheck) report(format string, args ...any) {
	c.findings.Add(finding.ExampleInvalid, c.at, "the request of "+c.method.Name+" "+format, args...)
}

// value checks a value whose type is a message, or a list or map of messages. The path is that of the value
// in the request.
func (c *exampleCheck) value(t model.Type, value any, path string) {
	m, ok := t.(*model.Message)
	object, isObject := value.(map[string]any)
	if !ok || !isObject {
		return
	}
	if path != "" {
		path += "."
	}
	set := make(map[*model.Field]bool)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		f := fieldOf(m, name)
		if f == nil && c.api.RemovalOfProperty(m, name) != model.NeverPublished {
			continue // the example is dropped later
		}
		if f == nil {
			suggestion := finding.Suggestion(name, jsonNames(m))
			c.report("does not have the field %q%s", path+name, suggestion)
			for _, f := range m.Fields { // the suggested field is not missing as well
				set[f] = set[f] || strings.Contains(suggestion, strconv.Quote(f.JSONName()))
			}
			continue
		}
		set[f] = set[f] || object[name] != nil
		for _, other := range namedIn(f, object[name]) { // null_fields and empty_fields
			if named := fieldOf(m, other); named != nil {
				set[named] = true
			}
		}
		c.field(f, object[name], path+name)
	}
	for _, f := range m.Fields {
		if !set[f] && c.isNeeded(f) {
			c.report("requires the field %q", path+f.JSONName())
		}
	}
}

// field checks the values of a field.
func (c *exampleCheck) field(f *model.Field, value any, path string) {
	if entries, ok := f.Type.(model.Map); ok {
		object, _ := value.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(object)) {
			c.value(entries.Value, object[key], path+"["+strconv.Quote(key)+"]")
		}
		return
	}
	if !f.Repeated {
		c.value(f.Type, value, path)
		return
	}
	elements, _ := value.([]any)
	for i, element := range elements {
		c.value(f.Type, element, path+"["+strconv.Itoa(i)+"]")
	}
}

// fieldOf returns the field with a name in proto JSON, which can also be that of the .proto file, or nil.
func fieldOf(m *model.Message, name string) *model.Field {
	i := slices.IndexFunc(m.Fields, func(f *model.Field) bool { return f.JSONName() == name })
	if i < 0 {
		i = slices.IndexFunc(m.Fields, func(f *model.Field) bool { return f.Name == name })
	}
	if i < 0 {
		return nil
	}
	return m.Fields[i]
}

func jsonNames(m *model.Message) []string {
	var names []string
	for _, f := range m.Fields {
		names = append(names, f.JSONName())
	}
	return names
}

// namedIn returns the names in the value of a field that lists null or empty fields.
func namedIn(f *model.Field, value any) (names []string) {
	if !f.JSON.Nulls && !f.JSON.Empties {
		return nil
	}
	elements, _ := value.([]any)
	for _, e := range elements {
		if name, ok := e.(string); ok {
			names = append(names, name)
		}
	}
	return names
}

// isNeeded reports whether a program must set a field: neither the client nor the server sets it, and the
// body is not partial.
func (c *exampleCheck) isNeeded(f *model.Field) bool {
	return f.IsRequired() && f.Oneof == "" && !f.ClientDefault && !f.RequestID &&
		!slices.Contains(f.Behaviors, model.OutputOnly) && (!f.Partial || !c.method.Partial)
}
