// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// followOverlay derives names from those of an overlay: those of the types that a method defines in place from
// that of the method, and those of enum values from that of the enum. So a name that an overlay gives to a published
// method or enum leads to the same names as in a first run. What was published after the overlay gave the name
// stays. methods has the names of the methods without the overlay, and built those of types.
func followOverlay(api *model.API, lock *numbers.Lock, methods map[string]numbers.Method, built typeNames) {
	for _, s := range api.Services {
		for _, m := range s.Methods {
			if m.Evidence != model.ByOverlay {
				continue
			}
			for _, t := range api.Messages {
				if !t.IsRequest() && strings.HasPrefix(t.Key, m.Operations[0].ID+".") && t.Name == built.messages[t.Key] {
					followMethodName(api, lock, m, t, methods[m.Operations[0].ID].RPC)
				}
			}
		}
	}
	api.WalkEnums(func(e *model.Enum) { followEnumName(e, lock.Enums[e.Key]) })
}

// followMethodName gives a type that a method defines in place a name that starts with that of the method instead of
// an earlier one, unless another type has it.
func followMethodName(api *model.API, lock *numbers.Lock, m *model.Method, t *model.Message, earlier string) {
	rest, found := strings.CutPrefix(t.Name, earlier)
	name := m.Name + rest
	isTaken := slices.ContainsFunc(api.Messages, func(other *model.Message) bool { return other.Name == name }) ||
		slices.ContainsFunc(api.Enums, func(e *model.Enum) bool { return e.Name == name })
	if !found || isTaken || !isNewName(lock, m, t, name) {
		return
	}
	body := m.Bindings[0].Body
	follows := body != nil && body.Type == t && body.Name == naming.Field(t.Name)
	if t.Name = name; follows {
		m.RenameBody("")
	}
}

// isNewName reports whether the overlay gave the name of a method after its types were published, or whether a type got
// its name from the method before. Earlier versions of protolect did not derive the names of types from those of
// overlays.
func isNewName(lock *numbers.Lock, m *model.Method, t *model.Message, name string) bool {
	entry, request := lock.Messages[t.Key], lock.Messages[m.Request.Key]
	switch {
	case entry == nil, slices.Contains(entry.Paths, name), lock.Named && lock.Overlay == "":
		return true
	case m.Request.CreatedFor != m || request == nil:
		return false
	}
	return lock.Named && !slices.Contains(request.Paths, m.Request.Name)
}

// followEnumName gives values whose published names start with an earlier name of their enum names that start with
// its name.
func followEnumName(e *model.Enum, entry *numbers.Entry) {
	if entry == nil || len(entry.Paths) == 0 {
		return
	}
	path := entry.Paths[len(entry.Paths)-1]
	earlier := path[strings.LastIndexByte(path, '.')+1:]
	if earlier == e.Name {
		return
	}
	for key := range entry.Current {
		if rest, found := strings.CutPrefix(entry.Names[key], naming.UpperSnake(earlier)+"_"); found {
			entry.Names[key] = naming.UpperSnake(e.Name) + "_" + rest
		}
	}
}
