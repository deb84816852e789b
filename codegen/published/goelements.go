// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

import (
	"maps"
	"path"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

func sortedNames[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// goElements returns the full proto names of the elements that Go declarations were generated from, by
// their keys (goKey).
func goElements(versions ...[]protoreflect.FileDescriptor) map[string]string {
	elements := make(map[string]string)
	for _, files := range versions {
		for _, file := range files {
			e := elementsOf{elements, goFolder(file)}
			e.enums(file.Enums())
			e.messages(file.Messages())
			for i := range file.Services().Len() {
				methods := file.Services().Get(i).Methods()
				for j := range methods.Len() {
					e.method(methods.Get(j))
				}
			}
		}
	}
	return elements
}

// goFolder returns the last two elements of the import path of a file's messages.
func goFolder(file protoreflect.FileDescriptor) string {
	options, _ := file.Options().(*descriptorpb.FileOptions)
	importPath, _, _ := strings.Cut(options.GetGoPackage(), ";")
	return lastTwo(importPath)
}

func lastTwo(name string) string {
	return path.Join(path.Base(path.Dir(name)), path.Base(name))
}

// goKey returns the key of a Go declaration of a folder. It consists of the letters and digits of its name, because
// Go names and proto names differ in underscores, dots and capitals. A getter has the key of its
// field, and a method of a client that of its RPC.
func goKey(folder, name string) string {
	owner, member, found := strings.Cut(name, ".")
	if found && (owner == "Client" || strings.HasSuffix(owner, "Client")) && !strings.HasSuffix(path.Base(folder), "pb") {
		owner = "Client"
	}
	if found && strings.HasSuffix(path.Base(folder), "pb") {
		member = strings.TrimPrefix(member, "Get")
	}
	return lastTwo(folder) + " " + letters(owner+member)
}

// elementOf returns the element of a Go declaration, or "". The type of a nested message can have the key of a field.
func elementOf(elements map[string]string, folder, name, kind string) string {
	key := goKey(folder, name)
	if kind == "type" && elements[typeKey(key)] != "" {
		return elements[typeKey(key)]
	}
	return elements[key] // for a type, that of the alternative of a oneof
}

func typeKey(key string) string { return key + " type" }

func letters(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", ".", "").Replace(name))
}

type elementsOf struct {
	elements map[string]string
	folder   string
}

func (e elementsOf) add(element protoreflect.FullName, names ...protoreflect.Name) {
	var name strings.Builder
	for _, n := range names {
		name.WriteString(letters(string(n)))
	}
	e.elements[e.folder+" "+name.String()] = string(element)
}

func (e elementsOf) addType(element protoreflect.FullName, name protoreflect.Name) {
	e.elements[typeKey(e.folder+" "+letters(string(name)))] = string(element)
}

func (e elementsOf) messages(messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		name := protoreflect.Name(relativeName(m))
		e.addType(m.FullName(), name)
		for j := range m.Fields().Len() {
			f := m.Fields().Get(j)
			e.add(f.FullName(), name, f.Name())
		}
		e.enums(m.Enums())
		e.messages(m.Messages())
	}
}

func (e elementsOf) enums(enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		enum := enums.Get(i)
		name := protoreflect.Name(relativeName(enum))
		e.addType(enum.FullName(), name)
		if parent, ok := enum.Parent().(protoreflect.MessageDescriptor); ok {
			name = protoreflect.Name(relativeName(parent)) // Go names nested values after the message
		}
		for j := range enum.Values().Len() {
			v := enum.Values().Get(j)
			e.add(v.FullName(), name, v.Name())
		}
	}
}

// method adds the method of a client, whose package is the parent of the messages' package.
func (e elementsOf) method(m protoreflect.MethodDescriptor) {
	options, _ := m.ParentFile().Options().(*descriptorpb.FileOptions)
	importPath, _, _ := strings.Cut(options.GetGoPackage(), ";")
	client := elementsOf{e.elements, lastTwo(path.Dir(importPath))}
	client.add(m.FullName(), "Client", m.Name())
}
