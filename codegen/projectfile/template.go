// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Listed is an API in a new file.
type Listed struct {
	Name         string
	Title        string // of the document, with its version
	Document     string // its path within the project
	ProtoPackage string
	GoImport     string // the default import path; empty if it is unknown
}

// Heading returns the title as part of a line: without line breaks and control characters, and not too long.
func (a Listed) Heading() string {
	title := strings.Join(strings.FieldsFunc(a.Title, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
	const most = 80
	if runes := []rune(title); len(runes) > most {
		title = string(runes[:most]) + "…"
	}
	return title
}

// New returns the text of a new file, which lists APIs.
func New(apis []Listed) []byte {
	var b strings.Builder
	b.WriteString(`# The APIs from which protolect generate makes proto/ and gen/. protolect project prints the
# reference of all keys.
apis:
`)
	for _, a := range apis {
		fmt.Fprintf(&b, "  # %s\n  %s:\n    document: %s\n", a.Heading(), a.Name, scalar(a.Document))
		b.WriteString("    # The proto package. It must not change after the first release.\n")
		fmt.Fprintf(&b, "    proto: %s\n", a.ProtoPackage)
		if a.GoImport != "" {
			fmt.Fprintf(&b, "    # The import path of the client. This is the default.\n    # go: %s\n", a.GoImport)
		}
		fmt.Fprintf(&b, "    # Facts that the document lacks: %s/%s/overlay.yaml, if it exists.\n", discovery, a.Name)
	}
	b.WriteString(`
# The highest verdicts of changes that a run may write: none, patch, minor or major.
policy:
  go: minor # of the Go packages
  wire: minor # of the messages
  requests: minor # of the HTTP requests
`)
	return []byte(b.String())
}

// plain matches texts that need no quotes in YAML and that are not numbers, dates or booleans.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./-]*\.(json|ya?ml)$`)

// scalar returns a text as YAML. The escapes of Go's strings are also escapes of YAML.
func scalar(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}
