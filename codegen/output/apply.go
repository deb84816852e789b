// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// Apply carries out a plan, which must be that of the folder as it is. Everything is
// written beside its place first, so that a full disk or a folder that cannot be
// written to changes nothing; then each file is replaced as a whole.
func (f *Folder) Apply(p *Plan) error {
	if len(p.Changes) == 0 {
		return nil
	}
	if f.disk == nil {
		if err := os.MkdirAll(f.name, 0o777); err != nil {
			return err
		}
		var err error
		if f.disk, err = openDisk(f.name); err != nil {
			return err
		}
	}
	if err := f.apply(p); err != nil {
		f.broken = f.undo()
		return errors.Join(err, f.broken)
	}
	return nil
}

func (f *Folder) apply(p *Plan) error {
	f.leftovers = p.leftovers
	if err := f.settle(p.base); err != nil {
		return err
	}
	// What a run has to read again comes first: numbers are remembered before anybody
	// can use them.
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

// undo brings a folder into order after a failure: it removes what is not in its place,
// and lists what is.
func (f *Folder) undo() error {
	if err := f.load(); err != nil {
		return err
	}
	return f.settle(f.manifest)
}

// settle writes the manifest of what is there, and then removes what was left.
func (f *Folder) settle(m manifest) error {
	if text := m.text(); f.outdated(m, text) {
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

// outdated tells whether a manifest, with its text, has to be written.
func (f *Folder) outdated(m manifest, text []byte) bool {
	return !bytes.Equal(text, f.written) && (len(m) > 0 || f.written != nil)
}

// journal returns what will be there, with the files that are in no manifest.
func (p *Plan) journal() manifest {
	journal := maps.Clone(p.next)
	for _, file := range p.files {
		if file.Owner == "" {
			journal[file.Name] = newEntry(unlisted, file.Data)
		}
	}
	return journal
}

// change writes files, puts each into its place, and removes what has none.
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
		}
	}
	return nil
}

// replace writes a file as a whole.
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

// remove removes a file, if it is there.
func (f *Folder) remove(name string) error {
	if err := f.disk.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
