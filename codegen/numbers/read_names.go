// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"
)

func (r *reader) methods(section member) map[string]Method {
	methods := map[string]Method{}
	for _, of := range r.members(section.value, section.pointer) {
		var method Method
		named := false
		for _, m := range r.members(of.value, of.pointer) {
			switch m.name {
			case "rpc":
				named = true
				method.RPC = r.identifier(m)
			case "service":
				method.Service = r.identifier(m)
			case "joined":
				method.Joined = r.flag(m)
			case "paged":
				method.Paged = r.flag(m)
			case "gone":
				method.Gone = r.flag(m)
			default:
				r.unknown(m, "rpc, service, joined, paged and gone")
			}
		}
		if !named {
			r.syntax(of.key, of.pointer, "method %q has no rpc", of.name)
		}
		methods[of.name] = method
	}
	return methods
}

// types reads what was decided of the types of fields, each of which has a number.
func (r *entryReader) types(part member) map[string]string {
	types := map[string]string{}
	for _, m := range r.members(part.value, part.pointer) {
		if _, ok := r.names[m.name]; !ok {
			r.syntax(m.key, m.pointer, "%s %q has a type and no number", r.kind.member, m.name)
		}
		switch {
		case !r.isUntagged(m.value, m.pointer):
		case m.value.Kind != yaml.ScalarNode || !fieldType.MatchString(m.value.Value):
			r.syntax(m.value, m.pointer, "%s where a type belongs: optional, an integer type, or both", describe(m.value))
		default:
			types[m.name] = m.value.Value
		}
	}
	return types
}

// fieldType matches what [Entry.Types] has.
var fieldType = regexp.MustCompile(`^(optional|(optional )?(int64|uint32|uint64|google\.protobuf\.Value))$`)

func (r *reader) api(section member) API {
	var api API
	for _, m := range r.members(section.value, section.pointer) {
		known := slices.IndexFunc(api.members(), func(known apiMember) bool { return known.name == m.name })
		switch {
		case known < 0:
			r.unknown(m, "package, title, version, host, path and document")
		case !r.isUntagged(m.value, m.pointer):
		case m.value.Kind != yaml.ScalarNode || m.value.Value == "":
			r.syntax(m.value, m.pointer, "%s where a text belongs", describe(m.value))
		default:
			*api.members()[known].value = m.value.Value
		}
	}
	if api.Package == "" {
		r.syntax(section.key, section.pointer, "the api has no package")
	}
	return api
}

// protoNames reads the proto names of fields or values, each of which has a number.
func (r *entryReader) protoNames(part member) map[string]string {
	names := map[string]string{}
	first := map[string]member{} // by proto name
	for _, m := range r.members(part.value, part.pointer) {
		name := r.identifier(m)
		if name == "" {
			continue
		}
		if _, ok := r.names[m.name]; !ok {
			r.syntax(m.key, m.pointer, "%s %q has a name and no number", r.kind.member, m.name)
		}
		if other, ok := first[name]; ok {
			r.syntax(m.value, m.pointer, "%s %q has the name %s, which is that of %q on line %d", r.kind.member, m.name, name, other.name, other.key.Line)
		}
		first[name] = m
		names[m.name] = name
	}
	return names
}
