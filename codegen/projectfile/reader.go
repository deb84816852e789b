// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	modulepath "golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/ignore"
	"github.com/protolect/protolect/codegen/yamltree"
)

var (
	apiName = yamltree.NewForm(`^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$`,
		"the name of an API: a path in lower case, for example google/chat/v1")
	protoPackage = yamltree.NewForm(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`, "a proto package, for example protolect.google.chat.v1")
	webAddress   = yamltree.NewForm(`^https?://[^\s/]`, "a URL that starts with https://")
	hash         = yamltree.NewForm(`^[0-9a-f]{64}$`, "a SHA-256: 64 hexadecimal digits in lower case")
	date         = yamltree.NewForm(`^\d{4}-\d{2}-\d{2}$`, dateWant)
	verdict      = yamltree.NewForm(`^(none|patch|minor|major)$`, "a verdict: none, patch, minor or major")
	oneLine      = yamltree.NewForm(`^.*\S.*$`, "a text of one line")
	reason       = yamltree.NewForm(`\S`, "a reason")
	anyText      = yamltree.NewForm(`(?s)^.*$`, "a value: a text, a number, true, false or a list of texts")
	nonEmpty     = yamltree.NewForm(`(?s).`, "a text")
)

const dateWant = "a date such as 2027-01-31"

// IsProtoPackage reports whether a name has the form of the proto packages of APIs.
func IsProtoPackage(name string) bool { return protoPackage.Pattern.MatchString(name) }

// reader reads a Project.
type reader struct {
	*Project
	today  string
	owners map[string]string // the API of each proto package and import path
	// excepted are the APIs of exceptions, which may come before the APIs.
	excepted []reference
}

// reference is a place that names an API.
type reference struct {
	name string
	at   yamltree.Node
}

func (r *reader) read(root yamltree.Node) {
	readKeys(r, projectKeys, r.Project, root, root, Name)
	known := r.Names()
	for _, e := range r.excepted {
		if !slices.Contains(known, e.name) {
			e.at.Report("the API %q does not exist%s: the APIs are %s", e.name, finding.Suggestion(e.name, known), finding.Names(known))
		}
	}
}

// Names returns the names of the APIs.
func (p *Project) Names() []string {
	var all []string
	for _, a := range p.APIs {
		all = append(all, a.Name)
	}
	return all
}

func (r *reader) readAPIs(p *Project, n yamltree.Node) {
	for _, m := range n.Members() {
		api := API{Name: m.Name, At: m.Key.Position()}
		m.Key.Text(apiName)
		api.Overlay = path.Join(api.Folder(), "overlay.yaml")
		readKeys(r, apiKeys, &api, m.Value, m.Key, fmt.Sprintf("the API %q", m.Name))
		p.APIs = append(p.APIs, api)
	}
	slices.SortFunc(p.APIs, func(a, b API) int { return cmp.Compare(a.Name, b.Name) })
}

func (r *reader) readDocument(a *API, n yamltree.Node) {
	d := &a.Document
	d.At = n.Position()
	if !n.IsMapping() {
		d.Path = readPath(n, "the path of the document within the project, or a mapping with module and path, or with url and sha256")
		return
	}
	has := readKeys(r, documentKeys, d, n, n, "the document")
	switch {
	case has["url"] && (has["module"] || has["path"]):
		n.Report("a document with url must not have module or path: remove one of the two")
	case has["url"]:
		d.Path = path.Join(a.Folder(), downloadName(d.URL))
	case has["sha256"]:
		n.Report("only a document with url has a sha256: add url, or remove sha256")
	case !has["path"]:
		n.Report("the document lacks path, its path within the module, or url")
	case !has["module"]:
		n.Report("the mapping lacks module: add it, or for a file of the project write document: %s", d.Path)
	}
}

func (r *reader) readModule(d *Document, n yamltree.Node) {
	text, ok := n.Text(nonEmpty)
	if ok && modulepath.CheckPath(text) != nil {
		n.ReportExpected("the path of a Go module")
	}
	d.Module = text
}

func (r *reader) readModuleFile(d *Document, n yamltree.Node) {
	d.Path = readPath(n, "a path within the module")
}

func (r *reader) readURL(d *Document, n yamltree.Node) {
	text, ok := n.Text(webAddress)
	if !ok {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		n.Report("expected a URL: %v", err)
	case u.User != nil:
		n.Report("the URL must not contain a user or password: remove %q", u.User.Username()+"@")
	}
	d.URL = text
}

func (r *reader) readSHA256(d *Document, n yamltree.Node) {
	d.SHA256, _ = n.Text(hash)
}

// fileName matches the last part of a URL that can be the name of a downloaded file.
var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*\.(json|ya?ml)$`)

// downloadName returns the name of the file for the document at a URL.
func downloadName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "document" // it was reported
	}
	name := path.Base(u.Path)
	if !fileName.MatchString(name) || strings.EqualFold(name, "overlay.yaml") || strings.EqualFold(name, "numbers.lock.yaml") {
		return "document"
	}
	return name
}

func (r *reader) readProtoPackage(a *API, n yamltree.Node) {
	a.ProtoPackage, _ = n.Text(protoPackage)
	r.own(n, a.ProtoPackage, a.Name)
}

func (r *reader) readGoImport(a *API, n yamltree.Node) {
	text, ok := n.Text(nonEmpty)
	if !ok {
		return
	}
	if err := modulepath.CheckImportPath(text); err != nil {
		n.Report("expected the import path of the client's package: %v", err)
		return
	}
	a.GoImport = text
	r.own(n, text, a.Name)
}

// own reports a proto package or import path that another API also has.
func (r *reader) own(n yamltree.Node, value, api string) {
	if value == "" {
		return
	}
	if other, found := r.owners[value]; found {
		n.Report("%s is also that of %q: choose another one for %q", value, other, api)
	}
	r.owners[value] = api
}

func (r *reader) readOverlay(a *API, n yamltree.Node) {
	a.Overlay, a.HasOverlay = readPath(n, "the path of the overlay within the project"), true
}

func (r *reader) readPacks(n yamltree.Node) []Pack {
	var all []Pack
	for _, e := range n.Elements() {
		p := Pack{At: e.Position(), Options: make(map[string]any)}
		readKeys(r, packKeys, &p, e, e, "the entry")
		if slices.ContainsFunc(all, func(other Pack) bool { return p.Folder != "" && other.Folder == p.Folder }) {
			e.Report("the list contains the pack %s twice: remove one of the entries", p.Folder)
		}
		all = append(all, p)
	}
	return all
}

func (r *reader) readPackFolder(p *Pack, n yamltree.Node) {
	const want = "the folder of a pack within the project, for example ./packs/reference"
	text, ok := n.Text(yamltree.Form{Pattern: nonEmpty.Pattern, Want: want})
	if p.Folder = path.Clean(text); ok && (strings.Contains(text, "\\") || !filepath.IsLocal(filepath.FromSlash(text))) {
		n.ReportExpected(want)
	}
}

func (r *reader) readPackOptions(p *Pack, n yamltree.Node) {
	for _, m := range n.Members() {
		if m.Value.IsList() {
			values := []string{}
			for _, e := range m.Value.List() {
				text, _ := e.Text(anyText)
				values = append(values, text)
			}
			p.Options[m.Name] = values
			continue
		}
		if text, ok := m.Value.Text(anyText); ok {
			p.Options[m.Name] = text
		}
	}
}

func (r *reader) readProtos(p *Project, n yamltree.Node) {
	for _, e := range n.Elements() {
		text, ok := e.Text(nonEmpty)
		if ok && (!fs.ValidPath(text) || path.Ext(text) != ".proto") {
			e.ReportExpected("the path of a .proto file within proto/")
		}
		p.Protos = append(p.Protos, text)
	}
}

func (r *reader) readPolicy(p *Project, n yamltree.Node) {
	readKeys(r, policyKeys, &p.Policy, n, n, "the policy")
}

func readVerdict(n yamltree.Node, into *compare.Verdict) {
	text, ok := n.Text(verdict)
	if !ok {
		return
	}
	for v := compare.None; v <= compare.Major; v++ {
		if v.String() == text {
			*into = v
		}
	}
}

func (r *reader) readExceptions(p *Project, n yamltree.Node) {
	for _, element := range n.Elements() {
		e := Exception{At: element.Position()}
		readKeys(r, exceptionKeys, &e, element, element, "the exception")
		p.Exceptions = append(p.Exceptions, e)
	}
}

func (r *reader) readExceptionAPI(e *Exception, n yamltree.Node) {
	var ok bool
	if e.API, ok = n.Text(nonEmpty); ok {
		r.excepted = append(r.excepted, reference{e.API, n})
	}
}

func (r *reader) readExpires(e *Exception, n yamltree.Node) {
	text, ok := n.Text(date)
	if !ok {
		return
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		n.ReportExpected(dateWant)
		return
	}
	if e.Expires = text; text < r.today {
		n.Report("the exception expired on %s: remove it, or set a later date if its reason still holds", text)
	}
}

func readIgnored(n yamltree.Node) ignore.Rules {
	return ignore.Read(n, finding.ProjectSyntax, finding.ProjectSyntax)
}

func readPath(n yamltree.Node, want string) string {
	text, ok := n.Text(yamltree.Form{Pattern: nonEmpty.Pattern, Want: want})
	if ok && (!fs.ValidPath(text) || !filepath.IsLocal(filepath.FromSlash(text))) {
		n.ReportExpected(want)
	}
	return text
}
