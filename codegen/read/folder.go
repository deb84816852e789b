// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// Folder is the folder of a document, from which it may refer to other files. Nothing
// outside of it is opened: no path and no symbolic link leads out of it.
type Folder struct {
	root  *os.Root
	entry string
	label string
	files map[string][]byte // by what findings call them
}

// OpenFolder opens the folder of a document, which findings call by the label. If the
// document is not in a folder, because it is the standard input, there is none: the
// folder is nil, and has no files.
func OpenFolder(document, label string) (*Folder, error) {
	if document == Stdin {
		return nil, nil
	}
	root, err := os.OpenRoot(filepath.Dir(document))
	if err != nil {
		return nil, err
	}
	return &Folder{root: root, entry: filepath.Base(document), label: path.Dir(filepath.ToSlash(label)), files: make(map[string][]byte)}, nil
}

// Close closes the folder.
func (f *Folder) Close() error {
	if f == nil {
		return nil
	}
	return f.root.Close()
}

// Entry is the path of the document within the folder.
func (f *Folder) Entry() string { return f.entry }

// Files returns the content of the files that were read beside the document, by what
// findings call them.
func (f *Folder) Files() map[string][]byte {
	if f == nil {
		return nil
	}
	return f.files
}

// Read returns what findings call a file of the folder, and its content.
func (f *Folder) Read(name string) (label string, data []byte, err error) {
	label = path.Join(f.label, name)
	// Opening a named pipe would wait for its writer.
	file, err := f.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return label, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return label, nil, err
	case !info.Mode().IsRegular():
		return label, nil, fmt.Errorf("%s is not a file", name)
	case info.Size() > MaxSize():
		return label, nil, tooLarge(name)
	}
	if data, err = bounded(file, name); err == nil {
		f.files[label] = data
	}
	return label, data, err
}

// entryNames are how a document is called that is made of several files.
var entryNames = []string{"openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json"}

// Entry returns the document that a name stands for: a file is one, and in a folder it
// is the one that is called openapi or swagger, or that says that it is OpenAPI.
func Entry(name string) (string, error) {
	if name == Stdin {
		return name, nil
	}
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return name, nil // File says what is wrong
	}
	for _, entry := range entryNames {
		if info, err := os.Stat(filepath.Join(name, entry)); err == nil && info.Mode().IsRegular() {
			return filepath.Join(name, entry), nil
		}
	}
	documents, err := documentsIn(name)
	if err != nil {
		return "", err
	}
	switch len(documents) {
	case 0:
		return "", fmt.Errorf("%s is a folder without an OpenAPI document: give the document, which may refer to the files beside and below it", name)
	case 1:
		return filepath.Join(name, documents[0]), nil
	}
	return "", fmt.Errorf("%s is a folder of several OpenAPI documents, %s: give one of them", name, strings.Join(documents, ", "))
}

// saysOpenAPI matches the member that only a whole document has.
var saysOpenAPI = regexp.MustCompile(`(?m)^\s*["']?(openapi|swagger)["']?\s*:\s*["']?[23]`)

// documentsIn returns the names of the OpenAPI documents in a folder.
func documentsIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var documents []string
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(entry.Name())) {
			continue
		}
		start, err := startOf(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		if IsOpenAPI(start) {
			documents = append(documents, entry.Name())
		}
	}
	return documents, nil
}

// IsOpenAPI reports whether text is a whole OpenAPI document, or the start of one, rather than a
// file that such a document refers to.
func IsOpenAPI(text []byte) bool {
	// Minified JSON has no lines.
	text = bytes.TrimPrefix(bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n"), []byte("{"))
	return saysOpenAPI.Match(text)
}

// startOf returns the first bytes of a file.
func startOf(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 64<<10))
}
