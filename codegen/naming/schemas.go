// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// namespace matches the name of a type with its namespace: "io.k8s.api.core.v1.Pod",
	// "Acme.Pets.Models.Pet".
	namespace   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*){2,}$`)
	statusFirst = regexp.MustCompile(`^([1-5][0-9][0-9])[^0-9]*$`)
)

// Schema returns the name of the message for a schema of an OpenAPI document. The fallback
// is a longer name to use if name is already used; it is empty if there is none.
func Schema(schema string) (name, fallback string) {
	if strings.ToUpper(schema) == schema && strings.ContainsAny(schema, "_- ") {
		schema = strings.ToLower(schema)
	}
	schema = strings.ReplaceAll(schema, "[]", "List")
	if match := statusFirst.FindStringSubmatch(schema); match != nil {
		status, _ := strconv.Atoi(match[1])
		if text := Status(status); text != "" {
			return text + UpperCamel(Words(schema[3:])), ""
		}
	}
	if namespace.MatchString(schema) {
		parts := strings.Split(schema, ".")
		last := len(parts) - 1
		return Type(parts[last]), Type(parts[last-1] + "_" + parts[last])
	}
	return Type(schema), ""
}

var (
	// assembly matches what .NET appends to the name of a type.
	assembly = regexp.MustCompile(`,\s*[\w.]+,\s*Version=[^\]]*|` + "`[0-9]+")
	// generic matches in a generic type: Page<Pet>, Page«Pet», PageOf[Acme.Models.Pet].
	generic       = regexp.MustCompile(`[<\[«]`)
	qualifiedType = regexp.MustCompile(`(?:[A-Za-z_]\w*\.){2,}([A-Za-z_]\w*)`)
	// operationPlace matches the name of a schema that is named after its place in an
	// operation: /pets.get.responses.200.…
	operationPlace = regexp.MustCompile(
		`^(/.*?)\.(get|put|post|delete|options|head|patch|trace)\.(?:responses\.([^.]+)|requestBody|parameters)\b(.*)$`)
	mediaType = regexp.MustCompile(`^\.[\w*-]+/[^ .;]*(?:\.[^ .;]+)*(?:; ?[\w-]+=[\w-]+)*`)
)

// PreferredSchema returns a shorter name than Schema for a schema that was never published,
// or an empty string if there is none. The lock records such a name, because it does not
// follow from the schema.
func PreferredSchema(schema string) string {
	if match := operationPlace.FindStringSubmatch(schema); match != nil {
		words := joinParts(partsFrom(Operation{Path: match[1]}, 0), false)
		name := UpperCamel(words)
		rest := UpperCamel(Words(mediaType.ReplaceAllString(match[4], "")))
		switch status := match[3]; {
		case status == "":
			return Type(name + rest + "Body")
		case strings.HasPrefix(status, "2"):
			return Type(name + rest + "Response")
		default:
			return Type(name + rest + Error(status))
		}
	}
	if match := statusFirst.FindStringSubmatch(schema); match != nil {
		status, _ := strconv.Atoi(match[1])
		if text := Status(status); text != "" {
			return UpperCamel(joined(Words(text), Words(schema[3:])))
		}
	}
	if generic.MatchString(schema) {
		short := qualifiedType.ReplaceAllString(assembly.ReplaceAllString(schema, ""), "$1")
		if short != schema {
			name, _ := Schema(short)
			return name
		}
	}
	if name := Type(schema); len(name) > maxNameLength {
		if words := Words(WithoutPackage(name)); len(words) > 0 {
			return Type(UpperCamel(withoutRepetitions(words)))
		}
	}
	return ""
}

// withoutRepetitions returns words without sequences that are repeated immediately.
func withoutRepetitions(words []string) []string {
	var result []string
	for i, word := range words {
		for n := min(len(result), len(words)-i); n > 0; n-- {
			if sameWords(result[len(result)-n:], words[i:i+n]) {
				result = result[:len(result)-n]
				break
			}
		}
		result = append(result, word)
	}
	return result
}

// TypeAt returns the name of the type for the schema at a JSON pointer (RFC 6901), and a
// longer fallback: NodeChild and NodeChildrenItem for
// /components/schemas/Node/properties/children/items.
func TypeAt(pointer string) (name, fallback string) {
	var parts, all []string
	for part := range strings.SplitSeq(pointer, "/") {
		switch part {
		case "", "components", "schemas", "definitions", "$defs", "properties", "anyOf", "oneOf", "allOf", "paths", "content", "schema":
			continue
		case "items":
			part = "Item"
			if n := len(parts); n > 0 {
				if one := Singular(parts[n-1]); one != parts[n-1] {
					parts[n-1] = one
					all = append(all, part)
					continue
				}
			}
		case "additionalProperties":
			part = "Value"
		}
		part = pointerUnescaper.Replace(part)
		parts, all = append(parts, part), append(all, part)
	}
	return Type(strings.Join(parts, ".")), Type(strings.Join(all, "."))
}

var pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")

// packagePrefix matches the prefix by which the discovery service distinguishes schemas with
// the same plain name. It is derived from the proto package: "GoogleChatV1", "V1Beta1",
// "GoogleRpc".
var packagePrefix = regexp.MustCompile(`^(?:(?:Google[A-Za-z0-9]*?)?V[0-9]+(?:p[0-9]+)?(?:[Aa]lpha[0-9]*|[Bb]eta[0-9]*|[Mm]ain)?|` +
	`Google(?:Api|Longrunning|Protobuf|Rpc|Type))_?([A-Z])`)

// WithoutPackage returns the name of a schema without the prefix for its package.
func WithoutPackage(schema string) string {
	match := packagePrefix.FindStringSubmatchIndex(schema)
	if match == nil {
		return schema
	}
	return schema[match[2]:]
}
