// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/read"
)

// packages chooses the proto packages of documents. A document whose API is already in the folder keeps
// the package that it has there, even if its title has changed. No two documents get the same
// package.
type packages struct {
	folder string
	taken  map[string]string // the documents of this run, by package
	once   sync.Once
	locks  []publishedAPI
	err    error
}

// publishedAPI is an API that was converted to the folder before.
type publishedAPI struct {
	numbers.API
	lock   []byte
	keys   map[string]bool // its methods, or its types if it has no methods
	routes []string        // the HTTP methods and paths of its methods, in order
}

// choice is the package of a document.
type choice struct {
	protoPackage string
	api          numbers.API
	// moved is the API if it moves from another package to this one.
	moved *publishedAPI
	// isLasting means that the next run chooses the same package without a finding, whatever other packages there are.
	isLasting bool
}

// choose returns the package of a document: wanted, if that is not empty. Calls must not overlap.
func (p *packages) choose(ctx context.Context, name string, doc *document.API, wanted string, findings *finding.List) (choice, error) {
	if doc == nil { // it could not be read
		return choice{}, nil
	}
	c, err := p.find(ctx, name, doc, wanted, findings)
	if err != nil {
		return c, err
	}
	p.taken[c.protoPackage] = name
	c.isLasting = c.moved == nil && (wanted != "" || c.protoPackage == generate.Packages(doc)[0])
	return c, nil
}

// take gives a document the package of an earlier run. It returns false if another document took it in this run.
func (p *packages) take(protoPackage, name string) bool {
	if p.taken[protoPackage] != "" {
		return false
	}
	p.taken[protoPackage] = name
	return true
}

func (p *packages) find(ctx context.Context, name string, doc *document.API, wanted string, findings *finding.List) (choice, error) {
	d := generate.Identify(doc)
	c := choice{
		protoPackage: wanted,
		api:          numbers.API{Package: wanted, Title: doc.Title, Version: doc.Version, Host: d.Host, Path: d.Path},
	}
	if name != read.Stdin {
		if entry, err := read.Entry(name); err == nil { // the name may be that of a folder
			name = entry
		}
		c.api.Document = filepath.Base(name)
		var err error
		if c.api.Folder, err = folderOf(p.folder, name); err != nil {
			return c, err
		}
	}
	candidates, folder := generate.Packages(doc), filepath.Dir(name)
	if wanted == "" && p.taken[candidates[0]] == "" {
		lock, err := p.read(ctx, candidates[0])
		if err != nil {
			return c, err
		}
		// Other cases need the locks of all packages.
		if lock != nil && (lock.isAnonymous() || lock.same(c.api) && lock.Document == c.api.Document && lock.Folder == c.api.Folder) {
			return c.in(candidates[0]), nil
		}
	}
	p.once.Do(func() { p.locks, p.err = p.readAll(ctx) })
	if p.err != nil {
		return c, p.err
	}
	before, certain := p.before(doc, c.api, name)
	switch {
	case wanted != "":
		i := slices.IndexFunc(p.locks, func(l publishedAPI) bool { return l.Package == wanted })
		switch {
		case i >= 0:
			p.locks[i].reportReuse(doc, c.api, findings)
		case before == nil || !certain || before.replacedBy(p.folder, name) != "":
		case before.Version == c.api.Version:
			c.moved = before
			findings.Add(finding.PackageMoved, doc.At, "the API moves from %s to %s", before.Package, wanted)
		default:
			findings.Add(finding.PackageBeside, doc.At, "version %s of the API is published as %s, and version %s becomes %s",
				before.Version, before.Package, c.api.Version, wanted)
		}
		return c, nil
	case before != nil && certain:
		if earlier := before.replacedBy(p.folder, name); earlier != "" {
			return c, fmt.Errorf("the package %s is that of the document %s, which has the same file name, title and server as %s: "+
				"choose another package with --package, or confirm with --package %s that the new document replaces the other one",
				before.Package, earlier, name, before.Package)
		}
		if before.standsIn(folder, c.api.Document) {
			before.reportMove(doc, c.api, findings)
		} else {
			before.reportEdits(doc, c.api, findings)
		}
		return c.in(before.Package), nil
	}
	for _, candidate := range candidates {
		isTaken := slices.ContainsFunc(p.locks, func(l publishedAPI) bool { return l.Package == candidate })
		if p.taken[candidate] != "" || isTaken {
			continue
		}
		if before != nil {
			findings.Add(finding.PublishedElsewhere, doc.At,
				"most methods of the document are published in the package %s, which was generated from %q",
				before.Package, cmp.Or(before.Document, before.Title))
		} else if left := p.leftBy(doc, c.api, name); left != nil {
			left.reportLeft(doc, c.in(candidate).api, findings)
		}
		if first := candidates[0]; candidate != first {
			findings.Add(finding.PackageTaken, doc.At, "%s is the package of another document, so the package of the API is %s", first, candidate)
		}
		if d.IsNamedByTitle() && doc.Conventions.NamedByTitle {
			findings.Add(finding.PackageByTitle, doc.At, "the name of the package %s follows only from the title and the paths of the document",
				candidate)
		}
		return c.in(candidate), nil
	}
	first := candidates[0]
	return c, fmt.Errorf("the package %s is also that of %s: convert one of the two with --package",
		first, cmp.Or(p.taken[first], "another document"))
}

// reportEdits reports that the title or version of a document has changed.
func (l *publishedAPI) reportEdits(doc *document.API, api numbers.API, findings *finding.List) {
	if l.Title != "" && l.Title != api.Title {
		findings.Add(finding.PackageKept, doc.At, "the title has changed from %q to %q: the package stays %s", l.Title, api.Title, l.Package)
	} else if l.Version != "" && l.Version != api.Version {
		findings.Add(finding.PackageKept, doc.At, "the version has changed from %s to %s: the package stays %s",
			l.Version, api.Version, l.Package)
	}
}

// reportReuse reports that the package of l was chosen for a document of another API.
func (l *publishedAPI) reportReuse(doc *document.API, api numbers.API, findings *finding.List) {
	api = l.withPath(doc, api)
	isElsewhere := l.Folder != "" && api.Folder != "" && l.Folder != api.Folder
	if l.isAnonymous() || !isElsewhere && l.Host == api.Host && l.Path == api.Path && (l.Document == api.Document || l.Title == api.Title) {
		l.reportEdits(doc, api, findings)
		return
	}
	l.reportMove(doc, api, findings)
}

// reportMove reports that the package of l becomes that of another document.
func (l *publishedAPI) reportMove(doc *document.API, api numbers.API, findings *finding.List) {
	about := func(a numbers.API) string {
		text := strconv.Quote(a.Title)
		if at := a.Host + a.Path; at != "" {
			text += " at " + at
		}
		if a.Document != "" {
			text += ", of " + path.Join(a.Folder, a.Document)
		}
		return text
	}
	findings.Add(finding.PackageReused, doc.At, "the package %s moves from %s to %s", l.Package, about(l.API), about(api))
}

// leftBy returns the published API that was generated from a document until its server, or most of its
// methods, changed. It returns nil if there is none, or if another document has replaced this one.
func (p *packages) leftBy(doc *document.API, api numbers.API, name string) *publishedAPI {
	keys, folder := keysOf(doc), filepath.Dir(name)
	for i := range p.locks {
		l := &p.locks[i]
		if p.taken[l.Package] != "" || l.standsIn(folder, api.Document) || l.otherDocument(p.folder, name) != "" {
			continue
		}
		shared := l.shared(keys)
		isAlike := l.Title == api.Title || l.Host == api.Host && api.Host != ""
		isFile := l.Folder != "" && l.Folder == api.Folder && l.Document == api.Document
		if isFile && (isAlike || shared > 0) || isAlike && shared > 0 && 2*shared >= max(len(l.keys), len(keys)) {
			return l
		}
	}
	return nil
}

// reportLeft reports that a document, from which l was generated, is now that of another package.
func (l *publishedAPI) reportLeft(doc *document.API, api numbers.API, findings *finding.List) {
	cause := "its title and methods have changed"
	if was, is := l.Host+l.Path, api.Host+api.Path; was != is {
		cause = fmt.Sprintf("the server has changed from %q to %q", was, is)
	}
	findings.Add(finding.PackageLeft, doc.At,
		"the package %s stays, and is no longer generated from %s: %s, so the package of the document is now %s",
		l.Package, cmp.Or(l.Document, "this document"), cause, api.Package)
}

func (c choice) in(protoPackage string) choice {
	c.protoPackage, c.api.Package = protoPackage, protoPackage
	return c
}

// before returns the published API that a document describes, or nil. It is certain if the two also
// agree in title, host or path.
func (p *packages) before(doc *document.API, api numbers.API, name string) (best *publishedAPI, certain bool) {
	keys, folder := keysOf(doc), filepath.Dir(name)
	most := 0
	for i := range p.locks {
		l := &p.locks[i]
		shared := l.shared(keys)
		if shared == 0 || p.taken[l.Package] != "" {
			continue
		}
		api := l.withPath(doc, api)
		if l.same(api) && l.Document == api.Document && l.Folder == api.Folder && l.Folder != "" {
			return l, true
		}
		isFile := l.Folder != "" && l.Folder == api.Folder && l.Document == api.Document
		isSame := false
		switch {
		case isFile && l.Title == api.Title && l.Path == api.Path: // the host was edited
			isSame = 2*shared >= max(len(l.keys), len(keys))
		case l.isAnonymous():
			isSame = 2*shared >= len(l.keys)
		case l.same(api) && api.Host != "":
			isSame = true
		case l.same(api):
			isSame = 2*shared >= min(len(l.keys), len(keys))
		case l.Host == api.Host && l.Path == api.Path: // the title was edited
			isSame = 2*shared >= max(len(l.keys), len(keys))
		case l.Title == api.Title && l.Path == api.Path && (l.Host == "" || api.Host == ""): // the host became known
			isSame = 2*shared >= max(len(l.keys), len(keys))
		}
		// A later revision may have another file name. But a document with another title or version
		// beside the earlier document is another API, and so is one without a host: a framework
		// gives many documents the same title.
		isSame = isSame && (l.same(api) && l.Version == api.Version && api.Host != "" || !l.standsIn(folder, api.Document))
		// Documents with few methods can have them in common by chance.
		isLikely := l.Path == api.Path && (shared > 2 || l.Title == api.Title) && 2*shared >= max(len(l.keys), len(keys))
		if !isSame && !isLikely || certain && !isSame {
			continue
		}
		if isSame && !certain || shared > most ||
			shared == most && l.Document == api.Document && l.replacedBy(p.folder, name) == "" {
			best, certain, most = l, isSame, shared
		}
	}
	return best, certain
}

// standsIn reports whether a folder contains the published document under another name than the given one.
func (l *publishedAPI) standsIn(folder, name string) bool {
	if l.Document == "" || l.Document == name {
		return false
	}
	_, err := os.Stat(filepath.Join(folder, l.Document))
	return err == nil
}

// replacedBy returns the file of the document that was converted to the package before, if it still
// exists and the document called name is another one with the same file name. Otherwise, it returns
// "". output is the folder of the output.
func (l *publishedAPI) replacedBy(output, name string) string {
	if l.Document != filepath.Base(name) {
		return ""
	}
	return l.otherDocument(output, name)
}

// otherDocument returns the file of the document that was converted to the package before, if it still
// exists and is not the one called name. Otherwise, or if its folder is unknown, it returns "".
func (l *publishedAPI) otherDocument(output, name string) string {
	if l.Folder == "" {
		return ""
	}
	earlier := filepath.Join(output, filepath.FromSlash(l.Folder), l.Document)
	was, err := os.Stat(earlier)
	if err != nil {
		return "" // it was moved or removed
	}
	if is, err := os.Stat(name); err != nil || os.SameFile(was, is) {
		return ""
	}
	return earlier
}

// folderOf returns the folder of a document for the lock in an output folder, see numbers.API.Folder. Without a Go module,
// the document must be in the working directory.
func folderOf(output, name string) (string, error) {
	output, err := filepath.Abs(output)
	if err != nil {
		return "", err
	}
	folder, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return "", err
	}
	root, _, err := moduleOf(output)
	if errors.Is(err, fs.ErrNotExist) {
		root, err = os.Getwd()
	}
	if err != nil {
		return "", err
	}
	if !contains(root, folder) {
		return "", nil
	}
	relative, err := filepath.Rel(output, folder)
	return filepath.ToSlash(relative), err
}

// contains reports whether a folder is root or below it.
func contains(root, folder string) bool {
	relative, err := filepath.Rel(root, folder)
	return err == nil && filepath.IsLocal(relative)
}

// shared returns how many of the keys the API has.
func (l *publishedAPI) shared(keys map[string]bool) int {
	n := 0
	for key := range l.keys {
		if keys[key] {
			n++
		}
	}
	return n
}

// same reports whether two documents have the same title, host and path.
func (l *publishedAPI) same(api numbers.API) bool {
	return l.Title == api.Title && l.Host == api.Host && l.Path == api.Path
}

// withPath returns the identity of a document, with the path of l if only additions and removals make the paths
// differ: a version that all methods have in their paths is a part of the path.
func (l *publishedAPI) withPath(doc *document.API, api numbers.API) numbers.API {
	var paths []string
	for _, route := range l.routes {
		_, path, _ := strings.Cut(route, " ")
		paths = append(paths, path)
	}
	if l.Path != doc.BasePath+naming.CommonVersion(paths) {
		return api
	}
	kept := 0
	for _, o := range doc.Operations {
		if _, found := slices.BinarySearch(l.routes, o.Route()); found {
			kept++
		}
	}
	if kept > 0 && 2*kept >= len(l.routes) {
		api.Path = l.Path
	}
	return api
}

// isAnonymous reports whether the lock does not identify the document: earlier versions of protolect did
// not write its title.
func (l *publishedAPI) isAnonymous() bool { return l.Title == "" && l.Host == "" && l.Path == "" }

// keysOf returns the keys of a document, as publishedAPI.keys has them.
func keysOf(doc *document.API) map[string]bool {
	keys := make(map[string]bool)
	for _, o := range doc.Operations {
		keys[o.ID] = true
	}
	if len(keys) == 0 {
		for _, s := range doc.Schemas {
			keys[s.Name] = true
		}
	}
	return keys
}

// read reads the lock of a package. It returns nil if there is none. A lock with errors has no keys;
// the errors are reported when the lock is used.
func (p *packages) read(ctx context.Context, protoPackage string) (*publishedAPI, error) {
	name := filepath.Join(p.folder, filepath.FromSlash(lockOf(protoPackage)))
	file, err := optionalFile(ctx, "lock", name)
	if err != nil || file.Data == nil {
		return nil, err
	}
	lock, _ := numbers.Read(name, file.Data)
	if lock == nil {
		return &publishedAPI{API: numbers.API{Package: protoPackage}}, nil
	}
	l := &publishedAPI{API: lock.API, lock: file.Data, keys: make(map[string]bool)}
	l.Package = protoPackage
	for id, m := range lock.Methods {
		if !m.Gone {
			l.keys[id] = true
			if m.HTTP != "" {
				l.routes = append(l.routes, m.HTTP)
			}
		}
	}
	slices.Sort(l.routes)
	if len(l.keys) == 0 {
		for _, entries := range []map[string]*numbers.Entry{lock.Messages, lock.Enums} {
			for key, entry := range entries {
				if len(entry.Current) > 0 {
					l.keys[key] = true
				}
			}
		}
	}
	return l, nil
}

// readAll reads the locks of all packages in the folder, by package.
func (p *packages) readAll(ctx context.Context) ([]publishedAPI, error) {
	var all []publishedAPI
	root := filepath.Join(p.folder, protoFolder)
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == root {
			return nil
		}
		if err != nil || entry.IsDir() || entry.Name() != lockFile {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		l, err := p.read(ctx, strings.ReplaceAll(filepath.ToSlash(folder), "/", "."))
		if err == nil && l != nil {
			all = append(all, *l)
		}
		return err
	})
	return all, err
}

// lockOf returns the name of a package's lock within the folder.
func lockOf(protoPackage string) string {
	return path.Join(protoFolder, strings.ReplaceAll(protoPackage, ".", "/"), lockFile)
}
