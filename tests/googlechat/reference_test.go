// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package googlechat

import (
	"regexp"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// TestRPCReference looks up all methods, messages, fields with their types, enums, values and
// unions of Google's RPC reference.
func TestRPCReference(t *testing.T) {
	ours := make(map[string]bool)
	unions := make(map[string]map[string]bool)
	for _, line := range surface() {
		fields := strings.Fields(strings.ReplaceAll(line, "google.chat.v1.", ""))
		switch fields[0] {
		case "message", "enum", "value":
			ours[fields[0]+" "+fields[1]] = true
		case "field":
			typeName := fields[4][strings.LastIndexByte(fields[4], '.')+1:]
			if fields[5] == "repeated" {
				typeName += "[]"
			}
			ours["field "+fields[1]+" "+typeName] = true
		case "oneof":
			unions[fields[1]] = members(fields[2:])
		case "rpc":
			name := strings.TrimPrefix(fields[1], "ChatService.")
			output := strings.Trim(fields[4], "()")
			ours["rpc "+name+" "+strings.Trim(fields[2], "()")+" "+output[strings.LastIndexByte(output, '.')+1:]] = true
		}
	}
	counts := make(map[string]int)
	for _, line := range lines(t, "testdata/rpc-reference.txt") {
		fields := strings.Fields(line)
		counts[fields[0]]++
		if fields[0] != "oneof" {
			if !ours[line] {
				t.Errorf("not found: %s", line)
			}
			continue
		}
		union := unions[fields[1]]
		if union == nil {
			t.Errorf("not found: %s", line)
		}
		for member := range members(fields[2:]) {
			if !union[member] {
				t.Errorf("the union %s lacks %s", fields[1], member)
			}
		}
	}
	t.Logf("%v", counts)
}

// members returns the names between the braces of a oneof.
func members(fields []string) map[string]bool {
	all := make(map[string]bool)
	for _, field := range fields {
		if name := strings.Trim(field, "{},"); name != "" {
			all[name] = true
		}
	}
	return all
}

// TestRESTReference looks up every method of Google's REST reference.
func TestRESTReference(t *testing.T) {
	ours := make(map[string]bool)
	methods := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService").Methods()
	for i := range methods.Len() {
		m := methods.Get(i)
		rule := proto.GetExtension(m.Options(), apipb.E_Method).(*apipb.MethodRule)
		for _, id := range rule.GetIds() {
			for _, binding := range bindings(m) {
				call, _, _ := strings.Cut(binding, " body=")
				ours[id+" "+camelCase(call)] = true
			}
		}
	}
	for _, line := range lines(t, "testdata/rest-reference.txt") {
		// The reference contains the upload path, which the binding lacks.
		if !ours[strings.Replace(line, " /upload/", " /", 1)] {
			t.Errorf("not found: %s", line)
		}
	}
}

var snake = regexp.MustCompile(`_[a-z]`)

// camelCase returns a path whose variables have their JSON names.
func camelCase(path string) string {
	return snake.ReplaceAllStringFunc(path, func(s string) string { return strings.ToUpper(s[1:]) })
}
