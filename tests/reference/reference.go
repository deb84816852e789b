// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package reference compares descriptors with the published reference of an API, row by row:
//
//	method <id> <RPC> <verb> <path> [body=<field>] -> <response>
//	message <name> <JSON name>=<type>[#<number>]...
//	oneof <message>.<name> <JSON name>...
//	enum <name> <JSON spelling>[=<number>]...
//
// The type of a list is in brackets, the type of a map's values in braces. A row without a number
// matches any number.
package reference

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Compare reports every row that is not in the files, and everything in the files that has no row.
func Compare(t *testing.T, table string, files ...protoreflect.FileDescriptor) {
	t.Helper()
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	present := rows(t, files)
	found := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		row := strings.Fields(line)
		if len(row) == 0 || row[0] == "#" {
			continue
		}
		key := row[0] + " " + row[1]
		if found[key] {
			t.Errorf("%s has two rows", key)
		}
		found[key] = true
		got, ok := present[key]
		if !ok {
			t.Errorf("%s is missing", key)
			continue
		}
		for _, problem := range differences(row[0], row[2:], got) {
			t.Errorf("%s %s", key, problem)
		}
	}
	for key := range present {
		if !found[key] {
			t.Errorf("%s is not in the reference", key)
		}
	}
}

// differences compares a row of the reference with one of the files. The order matters only in
// methods.
func differences(kind string, want, got []string) []string {
	if kind == "method" {
		if !slices.Equal(want, got) {
			return []string{fmt.Sprintf("is %s instead of %s", strings.Join(got, " "), strings.Join(want, " "))}
		}
		return nil
	}
	separator := map[string]string{"message": "#", "enum": "="}[kind]
	var problems []string
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return g == w || separator != "" && strings.HasPrefix(g, w+separator) }) {
			problems = append(problems, "lacks "+w)
		}
	}
	if len(got) != len(want) {
		problems = append(problems, fmt.Sprintf("has %d members instead of %d: %s", len(got), len(want), strings.Join(got, " ")))
	}
	return problems
}

// rows returns the rows for the content of files.
func rows(t *testing.T, files []protoreflect.FileDescriptor) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for _, file := range files {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				id, row := method(t, methods.Get(j))
				all["method "+id] = row
			}
		}
		addEnums(all, file.Enums())
		addMessages(all, file.Messages())
	}
	return all
}

func method(t *testing.T, m protoreflect.MethodDescriptor) (id string, row []string) {
	t.Helper()
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	var verb, path string
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		verb, path = "GET", pattern.Get
	case *annotations.HttpRule_Post:
		verb, path = "POST", pattern.Post
	case *annotations.HttpRule_Patch:
		verb, path = "PATCH", pattern.Patch
	case *annotations.HttpRule_Delete:
		verb, path = "DELETE", pattern.Delete
	default:
		t.Fatalf("%s has the rule %v", m.FullName(), rule)
	}
	row = []string{string(m.Name()), verb, path}
	if rule.GetBody() != "" {
		row = append(row, "body="+rule.GetBody())
	}
	ids := proto.GetExtension(m.Options(), apipb.E_Method).(*apipb.MethodRule).GetIds()
	return strings.Join(ids, ","), append(row, "->", string(m.Output().Name()))
}

func addMessages(all map[string][]string, messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		fields := []string{}
		for j := range m.Fields().Len() {
			f := m.Fields().Get(j)
			fields = append(fields, fmt.Sprintf("%s=%s#%d", f.JSONName(), fieldType(f), f.Number()))
		}
		all["message "+path(m)] = fields
		for j := range m.Oneofs().Len() {
			oneof := m.Oneofs().Get(j)
			if oneof.IsSynthetic() {
				continue
			}
			var members []string
			for k := range oneof.Fields().Len() {
				members = append(members, oneof.Fields().Get(k).JSONName())
			}
			all["oneof "+path(m)+"."+string(oneof.Name())] = members
		}
		addEnums(all, m.Enums())
		addMessages(all, m.Messages())
	}
}

func addEnums(all map[string][]string, enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		var values []string
		for j := range enums.Get(i).Values().Len() {
			v := enums.Get(i).Values().Get(j)
			name := string(v.Name())
			if rule, ok := proto.GetExtension(v.Options(), apipb.E_EnumValue).(*apipb.EnumValueRule); ok && rule != nil && rule.JsonName != nil {
				name = rule.GetJsonName()
			}
			values = append(values, fmt.Sprintf("%s=%d", name, v.Number()))
		}
		all["enum "+path(enums.Get(i))] = values
	}
}

func fieldType(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "{" + elementType(f.MapValue()) + "}"
	case f.IsList():
		return "[" + elementType(f) + "]"
	}
	return elementType(f)
}

func elementType(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Message() != nil:
		return path(f.Message())
	case f.Enum() != nil:
		return path(f.Enum())
	}
	return f.Kind().String()
}

// path returns the name of a type within its package.
func path(d protoreflect.Descriptor) string {
	return strings.TrimPrefix(string(d.FullName()), string(d.ParentFile().Package())+".")
}
