// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package output updates the generated files of a folder. It plans all changes before it writes,
// never writes outside the folder, and never replaces or removes a file that somebody else wrote or
// edited.
//
// The file protolect.manifest in the folder lists the generated files, each with its hash and its
// owner: the API that it was generated from. A run replaces and removes only files in the manifest,
// and of those only the files of the owners that it generates.
//
// A killed run leaves every file in its old or its new state. The next run finds out which, from a
// second manifest that the killed run wrote before it replaced the first file, and removes temporary
// files.
package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gofrs/flock"
)

// File is a file to write. Its name is relative to the folder, with slashes.
type File struct {
	Name string
	// Owner is what the file was generated from. A file without an owner is one that the run
	// reads before it writes it, such as a lock file: it is replaced whatever it contains, it is
	// never removed, and it is not in the manifest.
	Owner string
	Data  []byte
	// Hash is set for a file without data that the folder has already, as a regular file with this SHA-256. Plan does
	// not read it again.
	Hash string
}

// entry returns the line of the file in the manifest.
func (f File) entry() entry {
	if f.Hash != "" {
		return entry{f.Owner, []string{f.Hash}}
	}
	return newEntry(f.Owner, f.Data)
}

// Kind is what happens to a file.
type Kind string

// The kinds of changes.
const (
	Create Kind = "create"
	Update Kind = "update"
	Remove Kind = "remove"
)

// Change brings one file up to date.
type Change struct {
	Kind Kind
	Name string
	Data []byte // the new content of the file
}

// Folder is a locked output folder.
type Folder struct {
	name string
	lock *flock.Flock
	disk disk // nil if the folder does not exist

	manifest  *manifest
	written   []byte   // the text of the manifest's file; nil if there is none
	leftovers []string // files of a killed run, in the order in which they must be removed
	broken    error    // why the content of the folder is unknown
}

// Open locks a folder against other runs. The folder may not exist yet. If another run has the lock,
// Open calls waiting, which may be nil, and waits for ten minutes or until the context is done. The
// operating system releases the lock of a killed process.
func Open(ctx context.Context, name string, waiting func()) (*Folder, error) {
	lock, err := acquire(ctx, name, waiting)
	if err != nil {
		return nil, err
	}
	f := &Folder{name: name, lock: lock}
	if f.disk, err = openDisk(name); err == nil {
		err = f.load()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Close unlocks the folder.
func (f *Folder) Close() error {
	var err error
	if f.disk != nil {
		err = f.disk.Close()
	}
	return errors.Join(err, release(f.lock))
}

// load reads the manifest, and finds the files of a killed run.
func (f *Folder) load() error {
	f.manifest, f.written, f.leftovers = newManifest(), nil, nil
	if f.disk == nil {
		return nil
	}
	var err error
	if f.manifest, f.written, err = f.readManifest(manifestName); err != nil {
		return err
	}
	return f.recover()
}

// readManifest reads a manifest. It returns an empty one if the file does not exist.
func (f *Folder) readManifest(name string) (*manifest, []byte, error) {
	text, err := f.disk.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return newManifest(), nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path.Join(f.name, name), err)
	}
	return m, text, nil
}

// checkName checks that a name is that of a generated file.
func checkName(name string) error {
	if !fs.ValidPath(name) || strings.Contains(name, "\\") {
		return fmt.Errorf("%q is not a path within the output folder", name)
	}
	if strings.ContainsFunc(name, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) {
		return fmt.Errorf("%q contains a space or a control character", name)
	}
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return fmt.Errorf("%q contains a name that starts with a dot", name) // for example .git/hooks
	}
	if strings.HasPrefix(name, "#") || isConflictMarker(name) {
		return fmt.Errorf("%q cannot be a line of the manifest", name)
	}
	for _, own := range []string{manifestName, journalName} {
		if strings.EqualFold(name, own) {
			return fmt.Errorf("%q is the list of generated files", name)
		}
	}
	if strings.HasSuffix(name, temporary) {
		return fmt.Errorf("%q ends in %s, the suffix of temporary files", name, temporary)
	}
	return nil
}

// isDefinition reports whether a name is that of a file which the stages of protolect, not packs, can generate.
func isDefinition(name string) bool {
	return slices.Contains([]string{".go", ".proto", ".yaml"}, path.Ext(name)) && checkName(name) == nil
}

// disk accesses the files of a folder. Names cannot lead out of the folder.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)
	// ReadDir returns nothing for a folder that does not exist.
	ReadDir(name string) ([]fs.DirEntry, error)
	// Create creates a file, and its folders.
	Create(name string, data []byte) error
	Rename(from, to string) error
	Remove(name string) error
	Close() error
}

// openDisk returns nil if the folder does not exist.
func openDisk(name string) (disk, error) {
	root, err := os.OpenRoot(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return rootDisk{root}, nil
}

type rootDisk struct{ *os.Root }

// ReadDir implements disk.
func (d rootDisk) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(d.FS(), name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// Create implements disk.
func (d rootDisk) Create(name string, data []byte) error {
	if err := d.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
