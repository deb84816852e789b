// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package output brings a folder into the state that a run made. Everything is
// known before anything is written, nothing is written outside the folder, and
// no file is replaced or removed that somebody else wrote or edited.
//
// The file protolect.manifest in the folder lists the files that runs wrote, each
// with its hash and its owner: the API that it was generated from. Only the manifest
// decides whose a file is. A run replaces and removes files of the owners that it
// generates, and leaves all others alone.
//
// A run that is killed leaves every file either as it was or as it was to become.
// The next run finds out which, from a second manifest that the killed run wrote
// before it replaced the first file, and removes what else it left.
package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode"

	"github.com/gofrs/flock"
)

// File is a file to write. Its name is relative to the folder, with slashes.
type File struct {
	Name string
	// Owner is what the file was generated from. A file without an owner is one
	// that the run has read before it writes it, such as a lock file: it is replaced
	// whatever it holds, is never removed, and is not in the manifest.
	Owner string
	Data  []byte
}

// Kind is what happens to a file.
type Kind string

// The kinds of changes.
const (
	Create Kind = "create"
	Update Kind = "update"
	Remove Kind = "remove"
)

// Change is what it takes to bring one file up to date.
type Change struct {
	Kind Kind
	Name string
	Data []byte // what the file will hold
}

// Folder is a folder that this run alone writes to until it is closed.
type Folder struct {
	name string
	lock *flock.Flock
	disk disk // nil if the folder does not exist

	manifest  manifest
	written   []byte   // the text of the manifest's file; nil if there is none
	leftovers []string // files that a killed run left, in the order in which they have to be removed
	broken    error    // why it is not known what is there
}

// Open locks a folder, which need not exist, against other runs. If one has the lock
// it calls waiting, which may be nil, and waits for it to end: for ten minutes, or
// until the context is done. The lock of a process that is killed ends with it.
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

// Close releases the folder.
func (f *Folder) Close() error {
	var err error
	if f.disk != nil {
		err = f.disk.Close()
	}
	return errors.Join(err, release(f.lock))
}

// load reads the manifest, and finds what a killed run left.
func (f *Folder) load() error {
	f.manifest, f.written, f.leftovers = make(manifest), nil, nil
	if f.disk == nil {
		return nil
	}
	var err error
	if f.manifest, f.written, err = f.readManifest(manifestName); err != nil {
		return err
	}
	return f.recover()
}

// readManifest returns an empty manifest if there is no file.
func (f *Folder) readManifest(name string) (manifest, []byte, error) {
	text, err := f.disk.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return make(manifest), nil, nil
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

// checkName permits the kinds of files that are generated, and no others.
func checkName(name string) error {
	if !fs.ValidPath(name) || strings.Contains(name, "\\") {
		return fmt.Errorf("%q is no path within the output folder", name)
	}
	if strings.ContainsFunc(name, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) {
		return fmt.Errorf("%q has a space or a control character", name)
	}
	switch path.Ext(name) {
	case ".go", ".proto", ".yaml":
		return nil
	}
	return fmt.Errorf("%q is no kind of file that is generated", name)
}

// disk is what is done to the files of a folder. Names cannot lead out of it.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)
	// ReadDir returns nothing for a folder that does not exist.
	ReadDir(name string) ([]fs.DirEntry, error)
	// Create makes a new file, and the folders that it is in.
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

func (d rootDisk) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(d.FS(), name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

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
