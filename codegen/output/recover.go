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
	// journalName is the manifest that a run is about to make true. It is written before
	// the first file is replaced, and removed after the manifest has become the same.
	journalName = manifestName + ".next"
	// temporary ends the name of what is not yet in its place.
	temporary = ".protolect"
	// unlisted is, in the journal, the owner of files that are not in the manifest.
	unlisted = "-"
)

// recover finds out what a run had done when it was killed: which of the files that it
// was to replace it has replaced, and what it left. It changes no file.
func (f *Folder) recover() error {
	journal, text, err := f.readManifest(journalName)
	if err != nil {
		return err
	}
	inDanger := []string{manifestName, journalName}
	before := maps.Clone(f.manifest)
	for _, name := range slices.Sorted(maps.Keys(journal)) {
		next := journal[name]
		if next.owner == before[name].owner && slices.Equal(next.hashes, before[name].hashes) {
			continue
		}
		inDanger = append(inDanger, name)
		data, state, err := f.look(name)
		if err != nil {
			return err
		}
		if next.owner != unlisted && state == regular && next.wrote(data) {
			f.manifest[name] = next
		}
	}
	for _, name := range inDanger {
		_, err := f.disk.Lstat(name + temporary)
		if err == nil {
			f.leftovers = append(f.leftovers, name+temporary)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if text != nil {
		f.leftovers = append(f.leftovers, journalName) // when all else is in order
	}
	return nil
}
