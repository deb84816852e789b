// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"fmt"
	"strings"

	"github.com/protolect/protolect/codegen/yamltree"
)

// A key is a member of a mapping that is read into a T. The reader and docs/project.md follow from tables of keys.
type key[T any] struct {
	name     string
	required bool
	value    string // the form of the value, in Markdown
	doc      string // Markdown
	read     func(*reader, *T, yamltree.Node)
}

// projectKeys are the keys of the file.
var projectKeys = []key[Project]{
	{
		name:  "apis",
		value: "a mapping",
		doc: "The APIs. The key of an API is its name, a path in lower case. " +
			"`discovery/NAME/numbers.lock.yaml` is its lock, and `protolect generate NAME` generates only this API.",
		read: (*reader).readAPIs,
	},
	{
		name:  "protos",
		value: "a list",
		doc:   "`.proto` files within `proto/` that people write. Their Go packages are generated.",
		read:  (*reader).readProtos,
	},
	{
		name:  "policy",
		value: "a mapping",
		doc:   "The highest verdicts of changes that a run may write without `--allow`.",
		read:  (*reader).readPolicy,
	},
	{
		name:  "exceptions",
		value: "a list",
		doc:   "Changes that a run may write although their verdicts exceed the policy.",
		read:  (*reader).readExceptions,
	},
	{
		name:  "packs",
		value: "a list",
		doc:   "[Packs](packs.md), which make files from each API.",
		read:  func(r *reader, p *Project, n yamltree.Node) { p.Packs = r.readPacks(n) },
	},
	{
		name:  "ignore",
		value: "rules with reasons",
		doc: "Hides the findings of a rule, for all APIs. The key is the [rule](rules.md), the value the reason. " +
			"Errors cannot be hidden. A rule of which no API has a finding is an error.",
		read: func(_ *reader, p *Project, n yamltree.Node) { p.Ignored = readIgnored(n) },
	},
}

// apiKeys are the keys of an API.
var apiKeys = []key[API]{
	{
		name: "document", required: true,
		value: "a path or a mapping",
		doc:   "The document: its path within the project, or a mapping.",
		read:  (*reader).readDocument,
	},
	{
		name:  "proto",
		value: "a proto package",
		doc:   "The proto package. The default follows from the document in the first run, and does not change later.",
		read:  (*reader).readProtoPackage,
	},
	{
		name:  "go",
		value: "an import path",
		doc:   "The import path of the client. The default is that of `gen/` in the project, followed by the path of the proto package.",
		read:  (*reader).readGoImport,
	},
	{
		name:  "overlay",
		value: "a path",
		doc:   "The [overlay](overlays.md). The default is `discovery/NAME/overlay.yaml`, if that exists.",
		read:  (*reader).readOverlay,
	},
	{
		name:  "packs",
		value: "a list",
		doc:   "[Packs](packs.md) for this API, besides those for all APIs. An entry replaces that for all APIs with the same folder.",
		read:  func(r *reader, a *API, n yamltree.Node) { a.Packs = r.readPacks(n) },
	},
	{
		name:  "ignore",
		value: "rules with reasons",
		doc:   "Hides the findings of a rule, for this API. A rule of which the API has no finding is an error.",
		read:  func(_ *reader, a *API, n yamltree.Node) { a.Ignored = readIgnored(n) },
	},
}

// documentKeys are the keys of a document that is not a file of the project.
var documentKeys = []key[Document]{
	{
		name:  "module",
		value: "a module path",
		doc:   "The Go module that contains the document, at the version that `go.mod` requires.",
		read:  (*reader).readModule,
	},
	{
		name:  "path",
		value: "a path",
		doc:   "The path of the document within the module.",
		read:  (*reader).readModuleFile,
	},
	{
		name:  "url",
		value: "a URL",
		doc:   "The URL from which `protolect fetch` and `protolect update` download the document to `discovery/NAME/`.",
		read:  (*reader).readURL,
	},
	{
		name:  "sha256",
		value: "64 hexadecimal digits",
		doc:   "The SHA-256 of the document at the URL. `protolect fetch --update` writes it. Other content is an error.",
		read:  (*reader).readSHA256,
	},
}

// packKeys are the keys of a pack.
var packKeys = []key[Pack]{
	{
		name: "pack", required: true, value: "a path",
		doc:  "The folder of the pack.",
		read: (*reader).readPackFolder,
	},
	{
		name: "options", value: "a mapping",
		doc:  "The values of the pack's options, by their names. An option that is absent has its default.",
		read: (*reader).readPackOptions,
	},
}

// policyKeys are the keys of the policy.
var policyKeys = []key[Policy]{
	{
		name: "go", value: verdicts,
		doc:  "Changes of the Go packages. With `major`, programs that use the published packages may not compile with the new ones.",
		read: func(_ *reader, p *Policy, n yamltree.Node) { readVerdict(n, &p.Go) },
	},
	{
		name: "wire", value: verdicts,
		doc:  "Changes of the messages. With `major`, programs may not read stored messages, or those of other programs.",
		read: func(_ *reader, p *Policy, n yamltree.Node) { readVerdict(n, &p.Wire) },
	},
	{
		name: "requests", value: verdicts,
		doc:  "Changes of the HTTP requests. With `major`, a server may refuse the requests of programs that are not regenerated.",
		read: func(_ *reader, p *Policy, n yamltree.Node) { readVerdict(n, &p.Requests) },
	},
}

const verdicts = "`none`, `patch`, `minor` or `major` (default: `minor`)"

// exceptionKeys are the keys of an exception.
var exceptionKeys = []key[Exception]{
	{
		name: "api", required: true, value: "a name",
		doc:  "The API.",
		read: (*reader).readExceptionAPI,
	},
	{
		name: "change", required: true, value: "a text of one line",
		doc:  "A part of the line that reports the change.",
		read: func(_ *reader, e *Exception, n yamltree.Node) { e.Change, _ = n.Text(oneLine) },
	},
	{
		name: "reason", required: true, value: "a text",
		doc:  "Why the change is acceptable.",
		read: func(_ *reader, e *Exception, n yamltree.Node) { e.Reason, _ = n.Text(reason) },
	},
	{
		name: "expires", required: true, value: "a date such as `2027-01-31`",
		doc:  "The last day on which the exception is valid (UTC). Later, it is an error.",
		read: (*reader).readExpires,
	},
}

// readKeys reads the members of a mapping by a table of keys, and returns the keys that it has. It reports unknown keys at
// their place, and missing ones as those of owner, at the position of at.
func readKeys[T any](r *reader, keys []key[T], into *T, of, at yamltree.Node, owner string) (present map[string]bool) {
	present = make(map[string]bool)
	members := of.Members()
	if !of.IsMapping() {
		return present // it was reported
	}
	for _, m := range members {
		k := find(keys, m.Name)
		if k == nil {
			m.ReportUnknown(names(keys)...)
			continue
		}
		present[m.Name] = true
		k.read(r, into, m.Value)
	}
	var missing []string
	for _, k := range keys {
		if k.required && !present[k.name] {
			missing = append(missing, k.name)
		}
	}
	if len(missing) > 0 {
		at.Report("%s lacks %s", owner, strings.Join(missing, ", "))
	}
	return present
}

func find[T any](keys []key[T], name string) *key[T] {
	for i := range keys {
		if keys[i].name == name {
			return &keys[i]
		}
	}
	return nil
}

func names[T any](keys []key[T]) []string {
	var all []string
	for _, k := range keys {
		all = append(all, k.name)
	}
	return all
}

// table returns a table of keys in Markdown.
func table[T any](keys []key[T]) string {
	var b strings.Builder
	b.WriteString("| Key | Value | Meaning |\n|---|---|---|\n")
	for _, k := range keys {
		value := k.value
		if k.required {
			value += ", required"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.name, value, k.doc)
	}
	return b.String()
}
