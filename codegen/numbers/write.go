// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// version is the newest version of the format. Locks without types have version 1.
const version = 2

const header = `# The numbers of fields and enum values, and names, written by protolect.
#
# A published number never changes its meaning: messages on the wire contain the
# number instead of the name. Commit this file with the generated files, and never
# edit it: a changed or lost number corrupts the data of programs that use the
# earlier definitions. The official numbers of an API belong in its overlay.
# Keys are the names in the document.
#
# current: in use. gone: removed from the document; reserved.
# "*": the properties of an object that have no field of their own.
# prefixed: the proto names of the values start with the name of the enum.
# name, names: the proto name of an entry, and of the values of an enum, if it does
# not follow from the key, because the name was already in use.
# rpc: the generated name of a method; an overlay can set another one. http: its HTTP
# method and path. joined: the schema of the body is the request and contains the
# parameters.
`

// Write returns the text of the lock file. Equal locks have the same text, and [Read] returns an equal
// lock for it.
func (l *Lock) Write() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for _, m := range l.Messages {
		if len(m.Names) > 0 {
			b.WriteString("# names of a message: the proto names of its fields, likewise.\n")
			break
		}
	}
	for _, m := range l.Messages {
		if len(m.Types) > 0 {
			b.WriteString("# types: the type of a field, if it follows from the range that its schema declares.\n")
			break
		}
	}
	for _, m := range l.Messages {
		if len(m.FieldTypes) > 0 {
			b.WriteString("# The number of a field precedes its type. A field that gets another type gets another\n" +
				"# number.\n")
			break
		}
	}
	for _, m := range l.Messages {
		if len(m.Replaced) > 0 {
			b.WriteString("# replaced: numbers that fields had with other types; reserved.\n")
			break
		}
	}
	for _, m := range l.Messages {
		if len(m.Paths) > 0 || len(m.Published) > 0 {
			b.WriteString("# paths: the names that a type had, the latest last, and published: those of fields,\n" +
				"# if they do not follow from the keys. A later type or field with the name gets the numbers.\n")
			break
		}
	}
	for _, m := range l.Messages {
		if len(m.Replaces) > 0 {
			b.WriteString("# replaces: other schemas that the message replaces, by the overlay.\n")
			break
		}
	}
	for _, m := range l.Methods {
		if m.Service != "" {
			b.WriteString("# service: the service of a method; an overlay can set another one.\n")
			break
		}
	}
	for _, m := range l.Methods {
		if m.Resource != "" {
			b.WriteString("# resource: the resource of a method, if it does not follow from the key.\n")
			break
		}
	}
	if l.TypeRules > 0 {
		b.WriteString("# typeRules: the version of the rules that choose the types of numbers.\n")
	}
	for _, m := range l.Methods {
		if m.Paged {
			b.WriteString("# paged: the method returns pages.\n")
			break
		}
	}
	for _, m := range l.Methods {
		if m.Items != "" {
			b.WriteString("# items: the list of a page whose elements a client yields, or false.\n")
			break
		}
	}
	if l.Named {
		b.WriteString("# named: the lock has all names that do not follow from keys.\n")
	}
	if l.API.Package != "" {
		b.WriteString("# api: the package, and the document that named it.\n")
	}
	if l.Overlay != "" {
		b.WriteString("# overlay: the file of the overlay, which every run needs.\n")
	}
	if l.Generator != "" {
		b.WriteString("# generator: the version of protolect that wrote the file.\n")
	}
	if l.Gliding != "" {
		b.WriteString("# gliding: the hash of the document that removed elements which are still in the .proto\n" +
			"# files, as deprecated. They leave the files when the document changes again.\n")
	}
	b.WriteString("\n")
	if l.hasTypes() {
		fmt.Fprintf(&b, "version: %d\n", version)
	} else {
		b.WriteString("version: 1\n")
	}
	writeGenerator(&b, l.Generator)
	if l.TypeRules > 0 {
		fmt.Fprintf(&b, "typeRules: %d\n", l.TypeRules)
	}
	if l.Named {
		b.WriteString("named: true\n")
	}
	writeEntries(&b, "messages", l.Messages)
	writeEntries(&b, "enums", l.Enums)
	writeMethods(&b, l.Methods)
	writeAPI(&b, l.API)
	if l.Overlay != "" {
		b.WriteString("overlay: " + yamlText(l.Overlay) + "\n")
	}
	if l.Gliding != "" {
		b.WriteString("gliding: " + yamlText(l.Gliding) + "\n")
	}
	return b.Bytes()
}

func writeEntries(b *bytes.Buffer, section string, entries map[string]*Entry) {
	if len(entries) == 0 {
		return
	}
	b.WriteString(section + ":\n")
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		entry := entries[key]
		b.WriteString("  " + yamlText(key) + ":")
		isNamed := entry.Prefixed || entry.Name != "" || len(entry.Paths)+len(entry.Replaces) > 0
		if !isNamed && len(entry.Current) == 0 && len(entry.Gone) == 0 {
			b.WriteString(" {}\n")
			continue
		}
		b.WriteString("\n")
		if entry.Name != "" {
			b.WriteString("    name: " + yamlText(entry.Name) + "\n")
		}
		if len(entry.Paths) > 0 {
			b.WriteString("    paths:\n")
			for _, path := range entry.Paths {
				b.WriteString("      - " + yamlText(path) + "\n")
			}
		}
		if len(entry.Replaces) > 0 {
			b.WriteString("    replaces:\n")
			for _, key := range entry.Replaces {
				b.WriteString("      - " + yamlText(key) + "\n")
			}
		}
		if entry.Prefixed {
			b.WriteString("    prefixed: true\n")
		}
		writeNumbers(b, "current", entry.Current, entry.FieldTypes)
		writeNumbers(b, "gone", entry.Gone, entry.FieldTypes)
		writeReplaced(b, entry)
		writeNumbers(b, "published", entry.Published, nil)
		writeNames(b, "names", entry.Names)
		writeNames(b, "types", entry.Types)
	}
}

func writeNames(b *bytes.Buffer, part string, names map[string]string) {
	if len(names) == 0 {
		return
	}
	b.WriteString("    " + part + ":\n")
	for _, key := range slices.Sorted(maps.Keys(names)) {
		b.WriteString("      " + yamlText(key) + ": " + yamlText(names[key]) + "\n")
	}
}

func writeMethods(b *bytes.Buffer, methods map[string]Method) {
	if len(methods) == 0 {
		return
	}
	b.WriteString("methods:\n")
	for _, id := range slices.Sorted(maps.Keys(methods)) {
		b.WriteString("  " + yamlText(id) + ":\n    rpc: " + yamlText(methods[id].RPC) + "\n")
		if service := methods[id].Service; service != "" {
			b.WriteString("    service: " + yamlText(service) + "\n")
		}
		if resource := methods[id].Resource; resource != "" {
			b.WriteString("    resource: " + yamlText(resource) + "\n")
		}
		if http := methods[id].HTTP; http != "" {
			b.WriteString("    http: " + yamlText(http) + "\n")
		}
		if methods[id].Joined {
			b.WriteString("    joined: true\n")
		}
		if methods[id].Paged {
			b.WriteString("    paged: true\n")
		}
		switch items := methods[id].Items; items {
		case "":
		case NoItems:
			b.WriteString("    items: false\n")
		default:
			b.WriteString("    items: " + yamlText(items) + "\n")
		}
		if methods[id].Gone {
			b.WriteString("    gone: true\n")
		}
	}
}

func writeNumbers(b *bytes.Buffer, part string, numbers map[string]int32, types map[int32]FieldType) {
	if len(numbers) == 0 {
		return
	}
	b.WriteString("    " + part + ":\n")
	names := slices.SortedFunc(maps.Keys(numbers), func(a, b string) int {
		return cmp.Or(cmp.Compare(numbers[a], numbers[b]), cmp.Compare(a, b))
	})
	for _, name := range names {
		b.WriteString("      " + yamlText(name) + ": " + typedNumber(numbers[name], types) + "\n")
	}
}

func writeReplaced(b *bytes.Buffer, entry *Entry) {
	if len(entry.Replaced) == 0 {
		return
	}
	b.WriteString("    replaced:\n")
	for _, name := range slices.Sorted(maps.Keys(entry.Replaced)) {
		b.WriteString("      " + yamlText(name) + ":\n")
		for _, number := range entry.Replaced[name] {
			b.WriteString("        - " + typedNumber(number, entry.FieldTypes) + "\n")
		}
	}
}

// typedNumber returns a number and its type, if it is known. YAML reads the two as one text.
func typedNumber(number int32, types map[int32]FieldType) string {
	return strings.TrimSuffix(strconv.Itoa(int(number))+" "+types[number].String(), " ")
}

var (
	plain = regexp.MustCompile(`^[A-Za-z_$/][A-Za-z0-9_$/.-]*$`)
	// word matches names that are not strings in some version of YAML.
	word = regexp.MustCompile(`^(?i:null|true|false|yes|no|on|off|y|n)$`)
)

// yamlText returns a scalar that is the string in every version of YAML. YAML understands the quoting
// of Go.
func yamlText(name string) string {
	if plain.MatchString(name) && !word.MatchString(name) {
		return name
	}
	return strconv.Quote(name)
}
