// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

var (
	// namespace is what languages put before the name of a type:
	// "io.k8s.api.core.v1.", "Acme.Pets.Models.".
	namespace   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*){2,}$`)
	statusFirst = regexp.MustCompile(`^([1-5][0-9][0-9])[^0-9]*$`)
)

// Schema returns the name of the message for a schema of an OpenAPI document, and a longer
// one for where something else has that.
func Schema(schema string) (name, longer string) {
	if strings.ToUpper(schema) == schema && strings.ContainsAny(schema, "_- ") {
		schema = strings.ToLower(schema)
	}
	schema = strings.ReplaceAll(schema, "[]", "List")
	if match := statusFirst.FindStringSubmatch(schema); match != nil {
		status, _ := strconv.Atoi(match[1])
		if text := Status(status); text != "" {
			return text + Titled(Words(schema[3:])), ""
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
	// What .NET writes behind the name of a type.
	assembly = regexp.MustCompile(`,\s*[\w.]+,\s*Version=[^\]]*|` + "`[0-9]+")
	// A generic type: Page<Pet>, Page«Pet», PageOf[Acme.Models.Pet].
	generic     = regexp.MustCompile(`[<\[«]`)
	ofNamespace = regexp.MustCompile(`(?:[A-Za-z_]\w*\.){2,}([A-Za-z_]\w*)`)
	// What stands in an operation, and is known by the place: /pets.get.responses.200.…
	ofOperation = regexp.MustCompile(`^(/.*?)\.(get|put|post|delete|options|head|patch|trace)\.(?:responses\.([^.]+)|requestBody|parameters)\b(.*)$`)
	mediaType   = regexp.MustCompile(`^\.[\w*-]+/[^ .;]*(?:\.[^ .;]+)*(?:; ?[\w-]+=[\w-]+)*`)
)

// PreferredSchema returns a better name than Schema's for a schema that was never published, or
// nothing. The lock has such names, while Schema's follow from the schema.
func PreferredSchema(schema string) string {
	if match := ofOperation.FindStringSubmatch(schema); match != nil {
		words := joinParts(partsFrom(Operation{Path: match[1]}, 0), false)
		name := Titled(words)
		rest := Titled(Words(mediaType.ReplaceAllString(match[4], "")))
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
			return Titled(joined(Words(text), Words(schema[3:])))
		}
	}
	if generic.MatchString(schema) {
		short := ofNamespace.ReplaceAllString(assembly.ReplaceAllString(schema, ""), "$1")
		if short != schema {
			name, _ := Schema(short)
			return name
		}
	}
	if name := Type(schema); len(name) > maxLength {
		if words := Words(WithoutPackage(name)); len(words) > 0 {
			return Type(Titled(withoutDoubles(words)))
		}
	}
	return ""
}

// withoutDoubles returns words without those that repeat the ones just before.
func withoutDoubles(words []string) []string {
	var kept []string
	for i := 0; i < len(words); i++ {
		for n := min(len(kept), len(words)-i); n > 0; n-- {
			if sameWords(kept[len(kept)-n:], words[i:i+n]) {
				kept = kept[:len(kept)-n]
				break
			}
		}
		kept = append(kept, words[i])
	}
	return kept
}

// Status returns the name of an HTTP status: "NotFound".
func Status(status int) string {
	text := http.StatusText(status)
	if text == "" {
		return ""
	}
	return Type(strings.ReplaceAll(text, "'", ""))
}

// Error returns what the body of an error response is called behind the name of its
// method, by the status: "NotFoundError".
func Error(status string) string {
	switch strings.ToUpper(status) {
	case "DEFAULT":
		return "Error"
	case "4XX":
		return "ClientError"
	case "5XX":
		return "ServerError"
	}
	number, _ := strconv.Atoi(status)
	if name := Status(number); name != "" {
		return strings.TrimSuffix(name, "Error") + "Error"
	}
	return "Error" + status
}

// Place returns the name of what stands at a place of the document, and a
// longer one: NodeChild and NodeChildrenItem for
// /components/schemas/Node/properties/children/items.
func Place(pointer string) (name, longer string) {
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
