// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
)

const (
	// journalName is a manifest of the files that the run changes. It is written before the first file
	// is replaced, and removed after the manifest is up to date.
	journalName = manifestName + ".next"
	// temporary is the suffix of files that are not yet in place.
	temporary = ".protolect"
	// unlisted is the owner of files in the journal that are not in the manifest.
	unlisted = "-"
)

// recover finds out which files a killed run replaced, and which temporary files it left. It changes
// no file.
func (f *Folder) recover() error {
	journal, text, err := f.readManifest(journalName)
	if err != nil {
		return err
	}
	affected := []string{manifestName, journalName}
	before := f.manifest.clone()
	for _, name := range slices.Sorted(maps.Keys(journal.files)) {
		next := journal.files[name]
		if next.equal(before.files[name]) {
			continue
		}
		affected = append(affected, name)
		data, state, err := f.look(name)
		if err != nil {
			return err
		}
		if next.owner != unlisted && state == regular && next.wrote(data) {
			f.manifest.set(name, next)
		}
	}
	for _, name := range affected {
		_, err := f.disk.Lstat(name + temporary)
		if err == nil {
			f.leftovers = append(f.leftovers, name+temporary)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if text != nil {
		f.leftovers = append(f.leftovers, journalName) // the last one to remove
	}
	return nil
}
