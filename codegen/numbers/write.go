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
)

// version is the version of the file's format.
const version = 1

const header = `# The numbers of fields and enum values, written by protolect generate.
#
# A number that was published once means that field or value for ever: messages
# on the wire carry the number and not the name. Commit this file with what was
# generated, and never edit it: a number changed or lost here corrupts the data
# of everybody who uses the earlier definitions. The official numbers of an API
# belong in its overlay.yaml. The names are those of the document.
#
# current: in use. gone: no longer in the document, reserved for ever.

`

// Write returns the lock as the text of a lock file. Equal locks give equal
// bytes, and [Read] of them gives back an equal lock.
func (l *Lock) Write() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	fmt.Fprintf(&b, "version: %d\n", version)
	writeEntries(&b, "messages", l.Messages)
	writeEntries(&b, "enums", l.Enums)
	return b.Bytes()
}

func writeEntries(b *bytes.Buffer, section string, entries map[string]*Entry) {
	if len(entries) == 0 {
		return
	}
	b.WriteString(section + ":\n")
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		entry := entries[key]
		b.WriteString("  " + yamlKey(key) + ":")
		if !entry.Prefixed && len(entry.Current) == 0 && len(entry.Gone) == 0 {
			b.WriteString(" {}\n")
			continue
		}
		b.WriteString("\n")
		if entry.Prefixed {
			b.WriteString("    prefixed: true\n")
		}
		writeNumbers(b, "current", entry.Current)
		writeNumbers(b, "gone", entry.Gone)
	}
}

func writeNumbers(b *bytes.Buffer, part string, numbers map[string]int32) {
	if len(numbers) == 0 {
		return
	}
	b.WriteString("    " + part + ":\n")
	names := slices.SortedFunc(maps.Keys(numbers), func(a, b string) int {
		return cmp.Or(cmp.Compare(numbers[a], numbers[b]), cmp.Compare(a, b))
	})
	for _, name := range names {
		b.WriteString("      " + yamlKey(name) + ": " + strconv.Itoa(int(numbers[name])) + "\n")
	}
}

var (
	plain = regexp.MustCompile(`^[A-Za-z_$/][A-Za-z0-9_$/.-]*$`)
	// word is what some version of YAML reads as something else than a string.
	word = regexp.MustCompile(`^(?i:null|true|false|yes|no|on|off|y|n)$`)
)

// yamlKey returns name as a mapping key that every YAML reads as that string.
// What Go quotes in valid UTF-8, YAML unquotes.
func yamlKey(name string) string {
	if plain.MatchString(name) && !word.MatchString(name) {
		return name
	}
	return strconv.Quote(name)
}
