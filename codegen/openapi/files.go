// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"errors"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// Files are the files that a document may refer to.
type Files interface {
	// Entry is the path of the document itself.
	Entry() string
	// Read returns what findings call a file, and its content. The path is relative
	// to the folder that all of them are in, with slashes. The error is fs.ErrNotExist
	// where there is no such file.
	Read(path string) (name string, data []byte, err error)
}

// A document may refer to so many files. Together they may have as many bytes and values
// as one.
const (
	maxFiles    = 10_000
	valueMemory = 160 // bytes, on average
)

// fileSet has the files of a document that were read.
type fileSet struct {
	files Files // nil if there is but the document
	roots map[string]*jsontree.Node
	paths map[*jsontree.Node]string // of roots
	size  int
}

func newFileSet(files Files, root *jsontree.Node) *fileSet {
	f := &fileSet{files: files, roots: make(map[string]*jsontree.Node), paths: make(map[*jsontree.Node]string)}
	if files != nil {
		f.roots[files.Entry()], f.paths[root] = root, files.Entry()
	}
	return f
}

// fileOf returns the root of the file that a reference leads to, and the fragment. It is
// nil, and within is set, where the file has an error that was reported; without that the
// file is none of those that may be read.
func (r *reader) fileOf(reference *jsontree.Node, text string) (root *jsontree.Node, fragment string, within bool) {
	document, fragment, _ := strings.Cut(text, "#")
	if document == "" {
		return reference.Root(), fragment, true
	}
	if document == textIn(r.root, "$self") {
		return r.root, fragment, true
	}
	name, ok := r.pathOf(reference, document)
	if !ok {
		return nil, fragment, false
	}
	if root, known := r.files.roots[name]; known {
		return root, fragment, true
	}
	root, within = r.readFile(reference, text, name)
	if within {
		r.files.roots[name] = root
	}
	if root != nil {
		r.files.paths[root] = name
	}
	return root, fragment, within
}

// pathOf returns the path of the file that a relative reference names. It is not ok for a
// URL, an absolute path, and one that leads out of the folder.
func (r *reader) pathOf(reference *jsontree.Node, document string) (name string, ok bool) {
	u, err := url.Parse(document)
	if r.files.files == nil || err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.Path == "" || path.IsAbs(u.Path) {
		return "", false
	}
	name = path.Join(path.Dir(r.files.paths[reference.Root()]), u.Path)
	return name, fs.ValidPath(name) && name != "."
}

// readFile reads another file.
func (r *reader) readFile(reference *jsontree.Node, text, name string) (root *jsontree.Node, within bool) {
	if len(r.files.roots) == maxFiles {
		r.findings.Add(finding.Expansion, reference.Position(), "the document refers to more than %d files", maxFiles)
		return nil, true
	}
	label, data, err := r.files.files.Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.findings.Add(finding.ReferenceNone, reference.Position(), "$ref is %q: there is no file %s", text, name)
		return nil, true
	case err != nil:
		r.findings.Add(finding.ReferenceNone, reference.Position(), "$ref is %q: %v", text, err)
		return nil, true
	}
	if r.files.size += len(data); r.files.size > jsontree.MaxSize() {
		r.findings.Add(finding.Expansion, reference.Position(), "the files that the document refers to have more than %d MiB", jsontree.MaxSize()>>20)
		return nil, true
	}
	root, found := parse(label, data)
	r.findings.Append(found)
	if root == nil {
		return nil, true
	}
	most := jsontree.MaxMemory() / valueMemory
	if r.doc.Values += root.Size(); r.doc.Values > most {
		r.findings.Add(finding.Expansion, reference.Position(), "the files that the document refers to have more than %d values", most)
		r.files.size = jsontree.MaxSize() // no more are read
	}
	return root, true
}

// isOther tells whether a value is in another file than the document.
func (r *reader) isOther(node *jsontree.Node) bool {
	return r.files.files != nil && node.Root() != r.root
}

// place gives a part of another file the pointer that it would have within the
// document, in a folder of its components: it says what the part is, whatever file
// it is in, and depends on nothing but where it is. What is in a path or in components
// there has that pointer already.
func (r *reader) place(node *jsontree.Node, folder string) {
	if !r.isOther(node) || node.HasSetPointer() {
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
	case isSchemaKeyword[first] && (kind == "schemas" || kind == "definitions"): // the file is a schema
		node.SetPointer(folder + jsontree.EscapeKey(base) + pointer)
	default:
		node.SetPointer(folder + pointer[1:])
	}
}

// placeComponents gives what the document's components refer to in other files the
// place of the component.
func (r *reader) placeComponents(holder *jsontree.Node) {
	if r.files.files == nil {
		return
	}
	for _, folder := range holder.Members {
		for _, m := range folder.Value.Members {
			if other := r.inOtherFile(m.Value); other != nil && !other.HasSetPointer() {
				other.SetPointer(m.Value.Pointer())
			}
		}
	}
}

// inOtherFile returns what a value stands for that is nothing but a reference to another
// file, or nil.
func (r *reader) inOtherFile(node *jsontree.Node) *jsontree.Node {
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

// isSchemaKeyword has the members of a schema that hold schemas.
var isSchemaKeyword = members("properties items additionalProperties allOf oneOf anyOf")
