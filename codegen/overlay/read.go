// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"strconv"

	"golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

var (
	identifier  = yamltree.NewForm(`^[A-Z][A-Za-z0-9]*$`, "a name in CamelCase, for example ListPets")
	typePath    = yamltree.NewForm(`^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*$`, "a name in CamelCase, for example Pet or Pet.Owner")
	grpcName    = yamltree.NewForm(fullName, "the full name of a service, for example google.chat.v1.ChatService")
	typeName    = yamltree.NewForm(fullName+"|^"+textType+"$", "the full name of a type, for example google.rpc.Code, or string")
	fieldName   = yamltree.NewForm(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`, "a name in snake_case, for example owner_name")
	oneofName   = yamltree.NewForm(`^[a-z][A-Za-z0-9_]*$`, "a name that starts with a lower-case letter, for example content")
	errorName   = yamltree.NewForm(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`, "a name in upper case, for example SOLD_OUT")
	errorStatus = yamltree.NewForm(`^[45][0-9][0-9]$`, "an HTTP status from 400 to 599")
	endpointURL = yamltree.NewForm(`^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*$`,
		"an https URL without a slash at its end, for example https://api.example.com/v1")
	packageName = yamltree.NewForm(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`, "a proto package, for example google.apps.card.v1")
	oneLine     = yamltree.NewForm(`^.*\S.*$`, "a text of one line")
	decimal     = yamltree.NewForm(`^(0|[1-9][0-9]*)$`, "a number from 0 to 2147483647")
	boolean     = yamltree.NewForm(`^(true|false)$`, "true or false")
)

const fullName = `^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\.[A-Z][A-Za-z0-9]*$`

// readEntries returns the members of a mapping, whose values are texts of the given form.
func readEntries(n yamltree.Node, form yamltree.Form) []entry {
	var entries []entry
	for _, m := range n.Members() {
		if name, ok := m.Value.Text(form); ok {
			entries = append(entries, entry{key: m.Name, name: name, at: m.Key.Position()})
		}
	}
	return entries
}

// readList returns the elements of a list of names, as keys.
func readList(n yamltree.Node) []entry {
	var entries []entry
	for _, e := range n.Elements() {
		if name, ok := e.Text(oneLine); ok {
			entries = append(entries, entry{key: name, at: e.Position()})
		}
	}
	return entries
}

// readContainers returns messages to add. The name of an entry is the comment.
func readContainers(n yamltree.Node) []entry {
	var containers []entry
	for _, m := range n.Members() {
		name, named := m.Key.Text(identifier)
		comment, commented := m.Value.Text(oneLine)
		if named && commented {
			containers = append(containers, entry{key: name, name: comment, at: m.Key.Position()})
		}
	}
	return containers
}

// requestIDs has the parameters of a method that get a random UUID.
type requestIDs struct {
	entry
	parameters []entry
}

func readRequestIDs(n yamltree.Node) []requestIDs {
	var all []requestIDs
	for _, m := range n.Members() {
		all = append(all, requestIDs{entry{key: m.Name, at: m.Key.Position()}, readList(m.Value)})
	}
	return all
}

// namedError is the meaning of an HTTP status. The entry's key is the method, its name the name
// of the error.
type namedError struct {
	entry
	method      entry
	status      int32
	description string
}

func readErrors(n yamltree.Node) []namedError {
	var all []namedError
	for _, method := range n.Members() {
		of := entry{key: method.Name, at: method.Key.Position()}
		for _, s := range method.Value.Members() {
			text, _ := s.Key.Text(errorStatus)
			status, _ := strconv.ParseInt(text, 10, 32) // 0 was reported
			for _, m := range s.Value.Members() {
				name, named := m.Key.Text(errorName)
				description, described := m.Value.Text(oneLine)
				if status != 0 && named && described {
					all = append(all, namedError{entry{method.Name, name, m.Key.Position()}, of, int32(status), description})
				}
			}
		}
	}
	return all
}

// oneof has fields of which at most one is set.
type oneof struct {
	message string // the document's name
	name    string
	members []entry
	at      finding.Position
}

func readOneofs(n yamltree.Node) []oneof {
	var oneofs []oneof
	for _, message := range n.Members() {
		for _, m := range message.Value.Members() {
			name, ok := m.Key.Text(oneofName)
			members := readList(m.Value)
			if ok {
				oneofs = append(oneofs, oneof{message.Name, name, members, m.Key.Position()})
			}
		}
	}
	return oneofs
}

// numbered has the official numbers of a message's fields or an enum's values.
type numbered struct {
	entry
	numbers []number
}

type number struct {
	entry
	number int32
}

func readNumbers(n yamltree.Node) []numbered {
	var all []numbered
	for _, of := range n.Members() {
		numbers := numbered{entry: entry{key: of.Name, at: of.Key.Position()}}
		for _, m := range of.Value.Members() {
			text, ok := m.Value.Text(decimal)
			if !ok {
				continue
			}
			parsed, err := strconv.ParseInt(text, 10, 32)
			if err != nil {
				m.Value.ReportExpected(decimal.Want)
				continue
			}
			numbers.numbers = append(numbers.numbers, number{entry{key: m.Name, at: m.Key.Position()}, int32(parsed)})
		}
		all = append(all, numbers)
	}
	return all
}

// packageEntry is another proto package, with patterns of the schemas that live there.
type packageEntry struct {
	proto    string
	goImport string
	schemas  []entry
	at       finding.Position
}

func readPackages(n yamltree.Node) []packageEntry {
	var packages []packageEntry
	for _, of := range n.Members() {
		p := packageEntry{at: of.Key.Position()}
		p.proto, _ = of.Key.Text(packageName)
		var hasGo, hasSchemas bool
		for _, m := range of.Value.Members() {
			switch m.Name {
			case "go":
				hasGo = true
				p.goImport = readImportPath(m.Value)
			case "schemas":
				hasSchemas = true
				p.schemas = readList(m.Value)
			default:
				m.ReportUnknown("go", "schemas")
			}
		}
		if !hasGo || !hasSchemas {
			of.Key.Report("the package %q needs go, an import path, and schemas, a list of names", of.Name)
		}
		if p.proto != "" && p.goImport != "" {
			packages = append(packages, p)
		}
	}
	return packages
}

func readImportPath(n yamltree.Node) string {
	text, ok := n.Text(oneLine)
	if !ok {
		return ""
	}
	if err := module.CheckImportPath(text); err != nil {
		n.Report("expected an import path: %v", err)
		return ""
	}
	return text
}

// example is the first call in the documentation of a client.
type example struct {
	method   entry
	request  string           // JSON
	at       finding.Position // of the request
	endpoint string
}

// readExample returns nil if a part of the example is missing or wrong.
func readExample(n yamltree.Node) *example {
	e := new(example)
	var hasMethod, hasRequest bool
	for _, m := range n.Members() {
		switch m.Name {
		case "method":
			hasMethod = true
			e.method.key, _ = m.Value.Text(oneLine)
			e.method.at = m.Value.Position()
		case "request":
			hasRequest = true
			e.request, _ = m.Value.JSON()
			e.at = m.Value.Position()
		case "endpoint":
			e.endpoint, _ = m.Value.Text(endpointURL)
		default:
			m.ReportUnknown("method", "request", "endpoint")
		}
	}
	if !hasMethod || !hasRequest {
		n.Report("an example needs method, the ID of one, and request")
	}
	if e.method.key == "" || e.request == "" {
		return nil
	}
	return e
}
