// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"encoding/json"
	"regexp"
	"slices"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// checkExamples reports examples that are not requests of their methods. It drops those that contain
// elements that the document removed, and reports whether there were any.
func checkExamples(api *model.API, files []protoreflect.FileDescriptor, lock *numbers.Lock, findings *finding.List) (dropped bool) {
	for _, s := range api.Services {
		if s.Example == nil {
			continue
		}
		service := files[len(files)-1].Services().ByName(protoreflect.Name(s.Name))
		method := service.Methods().ByName(protoreflect.Name(s.Example.Method.Name))
		err := protojson.Unmarshal([]byte(s.Example.Request), dynamicpb.NewMessage(method.Input()))
		switch {
		case err == nil:
		case containsRemoved(lock, s.Example):
			findings.Add(finding.ExampleRemoved, s.Example.At, "the document removed a part of the request of %s: %s",
				s.Example.Method.Name, reason(err))
			s.Example, dropped = nil, true
		default:
			findings.Add(finding.ExampleInvalid, s.Example.At, "the request of %s: %s", s.Example.Method.Name, reason(err))
		}
	}
	return dropped
}

// containsRemoved reports whether an example contains a field or a value that the document removed.
func containsRemoved(lock *numbers.Lock, e *model.Example) bool {
	var request any
	if err := json.Unmarshal([]byte(e.Request), &request); err != nil {
		return false
	}
	var contains func(value any, t model.Type) bool
	contains = func(value any, t model.Type) bool {
		if of, isMap := t.(model.Map); isMap {
			if members, ok := value.(map[string]any); ok {
				for _, v := range members {
					if contains(v, of.Value) {
						return true
					}
				}
			}
			return false
		}
		switch value := value.(type) {
		case []any:
			return slices.ContainsFunc(value, func(element any) bool { return contains(element, t) })
		case string:
			e, ok := t.(*model.Enum)
			if !ok || lock.Enums[e.Key] == nil {
				return false
			}
			_, isGone := lock.Enums[e.Key].Gone[value]
			return isGone
		case map[string]any:
			m, ok := t.(*model.Message)
			if !ok || lock.Messages[m.Key] == nil {
				return false
			}
			for name, v := range value {
				i := slices.IndexFunc(m.Fields, func(f *model.Field) bool { return name == f.JSONName() || name == f.Name })
				if i >= 0 && contains(v, m.Fields[i].Type) {
					return true
				}
				if _, isGone := lock.Messages[m.Key].Gone[name]; i < 0 && isGone {
					return true
				}
			}
		}
		return false
	}
	return contains(request, e.Method.Request)
}

// protoPrefix is the start of an error of protojson. It contains a space that varies between programs, and a
// position in text that nobody sees.
var protoPrefix = regexp.MustCompile(`^proto:[ \x{a0}]+(\(line \d+:\d+\): )?`)

// reason returns an error of protojson without its prefix.
func reason(err error) string { return protoPrefix.ReplaceAllString(err.Error(), "") }
