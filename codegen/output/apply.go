// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Apply makes the changes of a plan. The folder must not have changed since Plan. Apply first writes
// all files under temporary names, so that a full disk changes nothing, and then renames each file.
func (f *Folder) Apply(p *Plan) error {
	if len(p.Changes) == 0 {
		return nil
	}
	if err := f.create(); err != nil {
		return err
	}
	if err := f.apply(p); err != nil {
		f.broken = f.undo()
		return errors.Join(err, f.broken)
	}
	return nil
}

// create creates the folder, if it does not exist.
func (f *Folder) create() error {
	if f.disk != nil {
		return nil
	}
	err := os.MkdirAll(f.name, 0o777)
	if err == nil {
		f.disk, err = openDisk(f.name)
	}
	return err
}

// Keep writes files that are not in the manifest, for people to read: it replaces regular files of the same names, and never
// removes them.
func (f *Folder) Keep(files []File) error {
	for _, file := range files {
		if err := checkName(file.Name); err != nil {
			return err
		}
		if err := f.create(); err != nil {
			return err
		}
		_, state, err := f.look(file.Name)
		switch {
		case err != nil:
			return err
		case state == irregular:
			return fmt.Errorf("%s exists and is not a regular file: move it", path.Join(f.name, file.Name))
		}
		if err := f.replace(file.Name, file.Data); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) apply(p *Plan) error {
	f.leftovers = p.leftovers
	if err := f.settle(p.base); err != nil {
		return err
	}
	// Files that runs read again come first, so that the lock file contains a number before any
	// other file does.
	if changes := slices.Concat(p.memory, p.changes); len(changes) > 0 {
		if err := f.replace(journalName, p.journal().text()); err != nil {
			return err
		}
		if err := f.change(changes); err != nil {
			return err
		}
		f.leftovers = []string{journalName}
	}
	if err := f.settle(p.next); err != nil {
		return err
	}
	f.manifest = p.next
	return nil
}

// undo cleans up after a failure: it removes temporary files and writes the manifest of the files
// that are in place.
func (f *Folder) undo() error {
	if err := f.load(); err != nil {
		return err
	}
	return f.settle(f.manifest)
}

// settle writes the manifest of the files that are in place, and then removes leftovers.
func (f *Folder) settle(m *manifest) error {
	if text := m.text(); f.outdated(m) {
		if err := f.replace(manifestName, text); err != nil {
			return err
		}
		f.written = text
	}
	for _, name := range f.leftovers {
		if err := f.remove(name); err != nil {
			return err
		}
	}
	f.leftovers = nil
	return nil
}

// outdated reports whether a manifest must be written.
func (f *Folder) outdated(m *manifest) bool {
	return !bytes.Equal(m.text(), f.written) && (len(m.files) > 0 || f.written != nil)
}

// journal returns the files that the run writes, also those that have no owner.
func (p *Plan) journal() *manifest {
	journal := newManifest()
	for _, file := range p.files {
		if file.Owner == "" {
			e := file.entry()
			e.owner = unlisted
			journal.set(file.Name, e)
		} else {
			journal.set(file.Name, p.next.files[file.Name])
		}
	}
	return journal
}

// change writes files under temporary names, renames them, and removes files.
func (f *Folder) change(changes []Change) error {
	for _, c := range changes {
		if c.Kind != Remove {
			if err := f.writeTemporary(c.Name, c.Data); err != nil {
				return err
			}
		}
	}
	for _, c := range changes {
		if c.Kind != Remove {
			if err := f.disk.Rename(c.Name+temporary, c.Name); err != nil {
				return err
			}
		}
	}
	for _, c := range changes {
		if c.Kind == Remove {
			if err := f.remove(c.Name); err != nil {
				return err
			}
			if err := f.removeEmpty(path.Dir(c.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeEmpty removes a folder and the folders around it, as long as they are empty.
func (f *Folder) removeEmpty(name string) error {
	for ; name != "."; name = path.Dir(name) {
		entries, err := f.disk.ReadDir(name)
		if err != nil || len(entries) > 0 {
			return err
		}
		if err := f.remove(name); err != nil {
			return err
		}
	}
	return nil
}

// replace replaces a file atomically.
func (f *Folder) replace(name string, data []byte) error {
	if err := f.writeTemporary(name, data); err != nil {
		return err
	}
	return f.disk.Rename(name+temporary, name)
}

func (f *Folder) writeTemporary(name string, data []byte) error {
	if err := f.remove(name + temporary); err != nil {
		return err
	}
	return f.disk.Create(name+temporary, data)
}

// remove removes a file, if it exists.
func (f *Folder) remove(name string) error {
	if err := f.disk.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
