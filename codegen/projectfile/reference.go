// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import "fmt"

// Reference returns docs/project.md, the reference of all keys.
func Reference() string {
	return referenceHead + "```yaml\n" + example + "```\n\n" +
		"## Keys\n\n" + table(projectKeys) +
		"\n### An API\n\n" + table(apiKeys) +
		"\n### A document in another place\n\n" + documentDoc + "\n\n" + table(documentKeys) +
		"\n### A pack\n\n" + packDoc + "\n\n" + table(packKeys) +
		"\n### The policy\n\n" + policyDoc + "\n\n" + table(policyKeys) +
		"\n### An exception\n\n" + exceptionDoc + "\n\n" + table(exceptionKeys) +
		referenceTail
}

const documentDoc = `If the document is not a file of the project, the value of ` + "`document`" + ` is a mapping with ` + "`module` and `path`, or with `url` and `sha256`" + `.
A document in the project may refer to all files of the project, any other document to files in its folder and below.`

const packDoc = `The packs of an API run after all APIs are generated. Their files are in the root of the project, at the paths that the packs choose. The rules
of packs can be hidden with ` + "`ignore`" + ` for all APIs.`

const policyDoc = `The verdicts are those of [` + "`protolect diff`" + `](generating.md#when-the-document-changes): ` + "`patch`" + ` if a change does not affect users,
` + "`minor`" + ` if it adds something, ` + "`major`" + ` if it breaks something. If a change exceeds the policy, the run prints it, writes nothing and exits
with status 3. The option ` + "`--allow`" + ` permits the changes of one run.`

const exceptionDoc = `An exception permits the changes of one API whose lines contain a text, until a date.`

// example has every key.
const example = `apis:
  shop:
    document: specs/shop.yaml
  google/chat/v1:
    document:
      module: google.golang.org/api
      path: chat/v1/chat-api.json
    proto: example.chat.v1
    go: example.com/project/gen/chat
  petstore:
    document:
      url: https://petstore3.swagger.io/api/v3/openapi.json
      sha256: 2ebc0dff2bb5edd4ab1c1a3a1ad8e8d34a2b30e7b8c4d0e5fd4d0b6c7f6a1b90
    overlay: specs/petstore-overlay.yaml
    ignore:
      limit-unchecked: the server checks the limits
    packs:
      - pack: ./packs/reference
        options: {title: Pets}

packs:
  - pack: ./packs/reference

protos:
  - example/events/v1/events.proto

policy:
  go: minor
  wire: minor
  requests: minor

exceptions:
  - api: shop
    change: field Item.Price
    reason: no program uses the field
    expires: 2027-12-31

ignore:
  webhook: another program handles the webhooks
`

var referenceHead = fmt.Sprintf(`# %[1]s

This page is for projects that generate packages with Protolect, of one person or of a team. It is the reference of %[2]s, which
lists the APIs of a project; %[3]s prints it. %[4]s writes the file:

%[5]ssh
protolect init specs/shop.yaml
protolect generate
go mod tidy
%[5]s

- [Example](#example)
- [Keys](#keys)
- [Files](#files)
- [Documents at a URL](#documents-at-a-url)
- [In a team](#in-a-team)

## Example

The file is in the root of the project, in a Go module. Only %[6]s is necessary. All paths have slashes and are relative to the root.

`, Name, "`"+Name+"`", "`protolect project`", "`protolect init`", "```", "`document`")

const referenceTail = `
## Files

| Path | Content | Commit |
|---|---|---|
| ` + "`protolect.yaml`" + ` | this file | yes |
| ` + "`discovery/NAME/overlay.yaml`" + ` | the [overlay](overlays.md) of an API; you write it | yes |
| ` + "`discovery/NAME/numbers.lock.yaml`" + ` | the numbers and names of an API; a run writes it, and you never edit it | yes |
| ` + "`discovery/NAME/`" + ` | also the document, if ` + "`protolect fetch`" + ` downloads it | yes |
| ` + "`proto/`" + ` | the ` + "`.proto`" + ` files, with the options that they import | yes |
| ` + "`gen/`" + ` | the Go packages | yes |
| ` + "`protolect.manifest`" + ` | the list of generated files with their hashes | yes |

If you remove an API from ` + "`protolect.yaml`" + `, the next run removes its files in ` + "`proto/` and `gen/`" + `, and keeps its lock and overlay. It needs
` + "`--allow go=major,requests=major`" + `, because programs that use the packages break. If you add the API again, its numbers and names are the same.

If ` + "`protolect convert --out .`" + ` generated an API before, list its document in ` + "`protolect.yaml`" + `. The next run of
` + "`protolect generate`" + ` moves the lock from ` + "`proto/` to `discovery/`" + `. Set ` + "`proto`" + ` if you passed ` + "`--package`" + `, and ` + "`overlay`" + ` if you passed
` + "`--overlay`" + `.

## Documents at a URL

` + "`protolect fetch`" + ` downloads the documents that have a ` + "`url`" + ` to their folders in ` + "`discovery/`" + `, and fails if the SHA-256 of a document is not
that of ` + "`protolect.yaml`" + `. [` + "`protolect update`" + `](updating.md) does that and
generates; other commands read only files. (For a document in a module, the go command downloads the module if it is not in the
module cache.) To get the latest documents, run:

` + "```sh" + `
protolect fetch --update   # or: protolect fetch --update petstore
protolect generate
` + "```" + `

` + "`--update`" + ` writes the new ` + "`sha256`" + ` to ` + "`protolect.yaml`" + `. Review the changes of the document with ` + "`git diff`" + ` before you commit them.

## In a team

Everybody must use the same version of the generator. As a tool of the module, its version is in ` + "`go.mod`" + `:

` + "```sh" + `
go get -tool github.com/protolect/protolect/codegen/cmd/protolect@latest
go tool protolect init specs/shop.yaml
go tool protolect generate
go mod tidy
` + "```" + `

The dependencies of the tool become indirect dependencies of the module. To keep them out of ` + "`go.mod`" + `, write them to another file:

` + "```sh" + `
cp go.mod tools.mod
go get -tool -modfile=tools.mod github.com/protolect/protolect/codegen/cmd/protolect@latest
go tool -modfile=tools.mod protolect generate
` + "```" + `

` + "`go generate ./...`" + ` runs the generator if a Go file in the root of the project contains this line:

` + "```go" + `
//go:generate go tool protolect generate
` + "```" + `

` + "`protolect generate --check`" + ` writes nothing, and fails if a generated file is missing, out of date or edited. As a hook of git, in
` + "`.git/hooks/pre-commit`" + `, it prevents a commit with such files:

` + "```sh" + `
#!/bin/sh
exec go tool protolect generate --check
` + "```" + `

Run the same command in continuous integration, for example as a workflow of GitHub Actions:

` + "```yaml" + `
on: [push, pull_request]
jobs:
  generated:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with: {go-version-file: go.mod}
      - run: go tool protolect generate --check
      - run: go vet ./...
` + "```" + `

If git converts line endings on a machine, the hashes of files differ there. Prevent that in ` + "`.gitattributes`" + `:

` + "```" + `
discovery/** -text
gen/** -text
proto/** -text
protolect.* -text
` + "```" + `

After a merge conflict in ` + "`protolect.manifest` or `numbers.lock.yaml`" + `, see [troubleshooting](generating.md#troubleshooting).
`
