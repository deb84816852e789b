// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// Folder is the folder of a document and contains the files that the document may refer to. It
// opens only files inside the folder: paths and symbolic links out of it are errors.
//
// A Folder must not be used concurrently.
type Folder struct {
	root  *os.Root
	entry string
	label string            // the label of the folder: that of a file starts with it
	files map[string][]byte // by label
	reads map[string]Result // by name
}

// Result is the result of reading a file.
type Result struct {
	Data []byte
	Err  error
}

// OpenFolder opens the folder root, which must contain the document. If root is empty, it opens
// the document's own folder. The label is the name of the document in findings, see Label. If the
// document is the standard input, the folder is nil. The caller must close the folder.
func OpenFolder(root, document, label string) (*Folder, error) {
	if document == Stdin {
		return nil, nil
	}
	if root == "" {
		root = filepath.Dir(document)
	}
	entry, err := within(root, document)
	if err != nil {
		return nil, err
	}
	opened, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	folder := path.Dir(filepath.ToSlash(label))
	for range strings.Count(entry, "/") {
		folder = path.Join(folder, "..")
	}
	return &Folder{root: opened, entry: entry, label: folder, files: make(map[string][]byte), reads: make(map[string]Result)}, nil
}

// within returns the path of a document relative to a folder that contains it, with slashes.
func within(folder, document string) (string, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if document, err = filepath.Abs(document); err != nil {
		return "", err
	}
	relative, err := filepath.Rel(absolute, document)
	if err != nil || !filepath.IsLocal(relative) {
		return "", fmt.Errorf("the folder %s does not contain the document %s", folder, document)
	}
	return filepath.ToSlash(relative), nil
}

// Close closes the folder. It does nothing for a nil folder.
func (f *Folder) Close() error {
	if f == nil {
		return nil
	}
	return f.root.Close()
}

// Entry returns the path of the document, relative to the folder.
func (f *Folder) Entry() string { return f.entry }

// Files returns the contents of the files that were read, by label. The document itself is not
// one of them. It returns nil for a nil folder.
func (f *Folder) Files() map[string][]byte {
	if f == nil {
		return nil
	}
	return f.files
}

// Reads returns the results of all calls of Read, by name. It returns nil for a nil folder.
func (f *Folder) Reads() map[string]Result {
	if f == nil {
		return nil
	}
	return f.reads
}

// Read returns the label and the content of a file. The name is relative to the folder, with
// slashes. Read returns an error for anything but a regular file of at most MaxSize bytes; if
// there is no file of that name, the error is fs.ErrNotExist.
func (f *Folder) Read(name string) (label string, data []byte, err error) {
	label = path.Join(f.label, name)
	data, err = f.readFile(name)
	f.reads[name] = Result{data, err}
	if err == nil {
		f.files[label] = data
	}
	return label, data, err
}

func (f *Folder) readFile(name string) ([]byte, error) {
	// Without O_NONBLOCK, opening a named pipe would block until it has a writer.
	file, err := f.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file", name)
	case info.Size() > MaxSize():
		return nil, tooLarge(name)
	}
	return readAll(file, name)
}
