// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"errors"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// Files provides the files that a document may refer to. Its methods need not be safe for concurrent
// use.
type Files interface {
	// Entry returns the path of the document itself.
	Entry() string
	// Read returns the name of a file in findings, and its content. Paths are relative to the
	// folder of all files, with slashes. The error is fs.ErrNotExist if there is no such file.
	Read(path string) (name string, data []byte, err error)
}

// Limits of the files of a document. Together they may be as large as a single document.
const (
	maxFiles           = 10_000
	averageValueMemory = 160 // of a value, in bytes
)

// fileSet contains the files of a document that have been read.
type fileSet struct {
	files  Files                     // nil if the document is the only file
	roots  map[string]*jsontree.Node // by path; nil for a file with errors
	paths  map[*jsontree.Node]string // the paths of roots
	size   int                       // the size of the files in bytes, without the document
	unread map[string]*unreadFile    // by path
}

// unreadFile is a file that does not exist or cannot be read.
type unreadFile struct {
	err        error
	references map[*jsontree.Node]bool
}

func newFileSet(files Files, root *jsontree.Node) *fileSet {
	f := &fileSet{
		files: files, roots: make(map[string]*jsontree.Node), paths: make(map[*jsontree.Node]string), unread: make(map[string]*unreadFile),
	}
	if files != nil {
		f.roots[files.Entry()], f.paths[root] = root, files.Entry()
	}
	return f
}

// fileOf returns the root of the file that a reference leads to, and the fragment. The root is nil if
// the file cannot be used. In that case readable tells whether the error was reported: it is false if
// the reference does not lead to one of the document's files.
func (r *reader) fileOf(reference *jsontree.Node, text string) (root *jsontree.Node, fragment string, readable bool) {
	document, fragment, _ := strings.Cut(text, "#")
	if document == "" {
		return reference.Root(), fragment, true
	}
	if document == uncheckedText(r.root, "$self") {
		return r.root, fragment, true
	}
	name, ok := r.pathOf(reference, document)
	if !ok {
		return nil, fragment, false
	}
	root, known := r.files.roots[name]
	if !known {
		root = r.readFile(reference, name)
		r.files.roots[name] = root
	}
	if root != nil {
		r.files.paths[root] = name
	}
	return root, fragment, true
}

// unreadFile returns the file that a reference leads to if that file does not exist or cannot be read,
// and nil otherwise.
func (r *reader) unreadFile(reference *jsontree.Node, text string) *unreadFile {
	document, _, _ := strings.Cut(text, "#")
	name, _ := r.pathOf(reference, document)
	return r.files.unread[name]
}

// pathOf returns the path of the file that a relative reference leads to. It returns false for a URL,
// an absolute path, and a path out of the folder.
func (r *reader) pathOf(reference *jsontree.Node, document string) (name string, ok bool) {
	u, err := url.Parse(document)
	if r.files.files == nil || err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.Path == "" || path.IsAbs(u.Path) {
		return "", false
	}
	name = path.Join(path.Dir(r.files.paths[reference.Root()]), u.Path)
	return name, fs.ValidPath(name) && name != "."
}

// reportUnreadFiles reports each file that does not exist or cannot be read, with all references to it.
// Mappings of discriminators don't count: they are findings where they stand.
func (r *reader) reportUnreadFiles() {
	for _, name := range slices.Sorted(maps.Keys(r.files.unread)) {
		file := r.files.unread[name]
		if len(file.references) == 0 {
			continue
		}
		at := positions(file.references)
		if errors.Is(file.err, fs.ErrNotExist) {
			r.findings.AddAll(finding.ReferenceFile, at, "the file %s does not exist", name)
		} else {
			r.findings.AddAll(finding.ReferenceFile, at, "the file %s cannot be read: %v", name, file.err)
		}
	}
}

// readFile reads another file of the document. It returns nil after errors, which it reports or adds to
// the files that could not be read.
func (r *reader) readFile(reference *jsontree.Node, name string) *jsontree.Node {
	if len(r.files.roots) == maxFiles {
		r.findings.Add(finding.Expansion, reference.Position(), "the document refers to more than %d files", maxFiles)
		return nil
	}
	label, data, err := r.files.files.Read(name)
	if err != nil {
		r.files.unread[name] = &unreadFile{err, make(map[*jsontree.Node]bool)}
		return nil
	}
	if r.files.size += len(data); r.files.size > jsontree.MaxSize() {
		r.findings.Add(finding.Expansion, reference.Position(),
			"the files that the document refers to are larger than %d MiB", jsontree.MaxSize()>>20)
		return nil
	}
	root, found := parse(label, data)
	r.findings.Append(found)
	if root == nil {
		return nil
	}
	limit := jsontree.MaxMemory() / averageValueMemory
	if r.doc.Values += root.Size(); r.doc.Values > limit {
		r.findings.Add(finding.Expansion, reference.Position(), "the files that the document refers to have more than %d values", limit)
		r.files.size = jsontree.MaxSize() // read no more files
	}
	return root
}

// isExternal reports whether a value is in another file than the document itself.
func (r *reader) isExternal(node *jsontree.Node) bool {
	return r.files.files != nil && node.Root() != r.root
}

// setPointer sets the pointer of a value in another file to the one that it would have in a folder of
// the document's components. That pointer identifies the value independently of the order of reading.
// Values under paths or components keep their pointers.
func (r *reader) setPointer(node *jsontree.Node, folder string) {
	if !r.isExternal(node) || node.HasSetPointer() {
		return
	}
	file := r.files.paths[node.Root()]
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	pointer := node.Pointer()
	if pointer == "" {
		node.SetPointer(folder + jsontree.EscapeKey(base))
		return
	}
	kind := path.Base(folder)
	for _, container := range []string{"/components/" + kind + "/", "/" + kind + "/", "/definitions/", "/$defs/"} {
		if name, found := strings.CutPrefix(pointer, container); found {
			node.SetPointer(folder + name)
			return
		}
	}
	first, _, _ := strings.Cut(pointer[1:], "/")
	switch {
	case first == "paths" || first == "components":
	case isSchemaKeyword[first] && (kind == "schemas" || kind == "definitions"): // the whole file is a schema
		node.SetPointer(folder + jsontree.EscapeKey(base) + pointer)
	default:
		node.SetPointer(folder + pointer[1:])
	}
}

// setComponentPointers sets the pointers of values in other files that components of the document
// consist of.
func (r *reader) setComponentPointers(holder *jsontree.Node) {
	if r.files.files == nil {
		return
	}
	for _, folder := range holder.Members {
		for _, m := range folder.Value.Members {
			if other := r.externalTarget(m.Value); other != nil && !other.HasSetPointer() {
				other.SetPointer(m.Value.Pointer())
			}
		}
	}
}

// externalTarget returns the value in another file that a value refers to, or nil. It returns nil if the
// value has other members beside $ref.
func (r *reader) externalTarget(node *jsontree.Node) *jsontree.Node {
	if node.Kind != jsontree.Object || len(node.Members) != 1 || !isReference(node) {
		return nil
	}
	reference := node.Get("$ref")
	root, fragment, _ := r.fileOf(reference, reference.Text)
	if root == nil || root == r.root {
		return nil
	}
	return root.Find(unescaped(fragment))
}

// isSchemaKeyword contains the members of a schema that contain schemas.
var isSchemaKeyword = members("properties items additionalProperties allOf oneOf anyOf")
