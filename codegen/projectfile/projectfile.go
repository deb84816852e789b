// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package projectfile reads, writes and documents protolect.yaml, which lists the APIs of a project, their documents, and
// what a run may change. docs/project.md documents the keys with an example. The command "protolect project" prints that page
// from the table of keys in this package.
package projectfile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/ignore"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Name is the name of the file, which is in the root of a project.
const Name = "protolect.yaml"

// discovery is the folder of overlays, locks and downloaded documents within a project.
const discovery = "discovery"

// Project is the content of a protolect.yaml. Paths in it have slashes and are relative to the root.
type Project struct {
	Root       string
	APIs       []API // in order of name
	Protos     []string
	Policy     Policy
	Exceptions []Exception
	Ignored    ignore.Rules // for all APIs
	Packs      []Pack       // for each of the APIs

	data []byte
}

// API is one of the APIs.
type API struct {
	Name         string
	At           finding.Position
	Document     Document
	ProtoPackage string       // empty if it follows from the document
	GoImport     string       // of the client's package; empty if it follows from go.mod
	Overlay      string       // the file
	HasOverlay   bool         // the file must exist
	Ignored      ignore.Rules // for this API
	Packs        []Pack       // for this API; see PacksOf
}

// Pack is a pack that makes files for an API.
type Pack struct {
	Folder  string
	Options map[string]any // strings and []strings
	At      finding.Position
}

// PacksOf returns the packs for an API: those for all APIs, of which an entry of the API with the same folder replaces one, and
// the others of the API.
func (p *Project) PacksOf(a API) []Pack {
	own := slices.Clone(a.Packs)
	var all []Pack
	for _, pack := range p.Packs {
		if i := slices.IndexFunc(own, func(o Pack) bool { return o.Folder == pack.Folder }); i >= 0 {
			pack = own[i]
			own = slices.Delete(own, i, i+1)
		}
		all = append(all, pack)
	}
	return append(all, own...)
}

// Folder returns the folder of the lock, and of the overlay if the file names no other one.
func (a API) Folder() string { return path.Join(discovery, a.Name) }

// Document is where the document of an API is: a file of the project, a file of a Go module, or a URL.
type Document struct {
	Path   string // of the file within the project or the module, also of a downloaded document
	Module string // empty if no module contains the document
	URL    string // empty unless protolect fetch downloads the document
	SHA256 string // of the content at the URL, in hexadecimal; empty if it is unknown
	At     finding.Position
}

// Policy has the highest verdicts that a run may write without permission.
type Policy struct {
	Go       compare.Verdict
	Wire     compare.Verdict
	Requests compare.Verdict
}

// DefaultPolicy is the policy of a project that sets none. Additions are permitted.
var DefaultPolicy = Policy{Go: compare.Minor, Wire: compare.Minor, Requests: compare.Minor}

// Exception permits changes that the policy does not.
type Exception struct {
	API     string // its name
	Change  string // a part of the line that reports the change
	Reason  string
	Expires string // the last day on which the exception is valid, as 2006-01-02
	At      finding.Position
}

// Read reads the file of a project, whose root is the given folder. Mistakes in the file are findings; the Project is nil if
// there are any. Exceptions that are older than today are mistakes.
func Read(ctx context.Context, root string, today time.Time) (*Project, *finding.List, error) {
	name := filepath.Join(root, Name)
	data, err := read.File(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s does not exist: write it with protolect init, or pass the folder that contains it as --root", name)
	}
	if err != nil {
		return nil, nil, err
	}
	project, findings := Parse(root, data, today)
	return project, findings, nil
}

// Parse reads the data of a file.
func Parse(root string, data []byte, today time.Time) (*Project, *finding.List) {
	name := filepath.Join(root, Name)
	findings := new(finding.List)
	project := &Project{Root: root, Policy: DefaultPolicy, data: data}
	if node, ok := yamltree.Read(name, data, finding.ProjectSyntax, findings); ok {
		r := &reader{Project: project, today: today.UTC().Format(time.DateOnly), owners: make(map[string]string)}
		r.read(node)
	}
	project.Quote(findings)
	if findings.HasErrors() {
		return nil, findings
	}
	return project, findings
}

// Quote sets the excerpts of findings in the file.
func (p *Project) Quote(findings *finding.List) { findings.Quote(filepath.Join(p.Root, Name), p.data) }

// Hash returns the SHA-256 of a document, as in the key sha256.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
