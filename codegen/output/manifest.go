// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ManifestName is the name of the manifest within the folder.
const ManifestName = "protolect.manifest"

const manifestName = ManifestName

// manifestVersion changes when the meaning of a manifest changes.
const manifestVersion = 1

const manifestHead = `# The files that protolect generated: path, owner and SHA-256. Commit this file:
# protolect replaces or removes only the files listed here. After a merge conflict,
# keep the lines of both sides and generate again.
`

// manifest lists the generated files.
type manifest struct {
	files map[string]entry // by name
	// cached is the text, or nil if it must be written again.
	cached []byte
}

func newManifest() *manifest { return &manifest{files: make(map[string]entry)} }

// clone returns a copy, which can change independently.
func (m *manifest) clone() *manifest { return &manifest{maps.Clone(m.files), m.cached} }

func (m *manifest) set(name string, e entry) { m.files[name], m.cached = e, nil }

func (m *manifest) remove(name string) {
	delete(m.files, name)
	m.cached = nil
}

type entry struct {
	owner string
	// hashes has more than one element if versions were merged.
	hashes []string
}

func (e entry) equal(other entry) bool {
	return e.owner == other.owner && slices.Equal(e.hashes, other.hashes)
}

func newEntry(owner string, data []byte) entry { return entry{owner, []string{hash(data)}} }

// wrote reports whether a run wrote this content of a file.
func (e entry) wrote(data []byte) bool { return slices.Contains(e.hashes, hash(data)) }

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// hasOwner reports whether an owner has files.
func (m *manifest) hasOwner(owner string) bool {
	for _, e := range m.files {
		if e.owner == owner {
			return true
		}
	}
	return false
}

// lost returns the owners that have files in before and none in m, in order.
func (m *manifest) lost(before *manifest) []string {
	if m == before {
		return nil
	}
	owners := make(map[string]bool)
	for name, e := range before.files {
		if m.files[name].owner != e.owner {
			owners[e.owner] = true
		}
	}
	maps.DeleteFunc(owners, func(owner string, _ bool) bool { return m.hasOwner(owner) })
	return slices.Sorted(maps.Keys(owners))
}

// text returns the text of the manifest. It has a sorted line for each hash of each file, so that
// changes of different files merge without conflict.
func (m *manifest) text() []byte {
	if m.cached != nil {
		return m.cached
	}
	text := fmt.Appendf(nil, "%sversion %d\n", manifestHead, manifestVersion)
	for _, name := range slices.Sorted(maps.Keys(m.files)) {
		e := m.files[name]
		for _, hash := range slices.Sorted(slices.Values(e.hashes)) {
			text = append(append(append(append(append(append(text, name...), ' '), e.owner...), ' '), hash...), '\n')
		}
	}
	m.cached = text
	return text
}

// Owners returns the owners of files by their names, from the text of a manifest.
func Owners(text []byte) (map[string]string, error) {
	m, err := parseManifest(text)
	if err != nil {
		return nil, err
	}
	owners := make(map[string]string)
	for name, e := range m.files {
		owners[name] = e.owner
	}
	return owners, nil
}

// parseManifest reads the text of a manifest. Lines may have any order and line ending, and a file
// may have several lines, as after a merge. An error starts with the number of the line.
func parseManifest(text []byte) (*manifest, error) {
	m := newManifest()
	version := 0
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		fields := strings.Fields(line)
		var err error
		switch {
		case len(fields) == 0 || fields[0][0] == '#':
		case isConflictMarker(fields[0]):
			err = errors.New("a merge conflict: keep the lines of both sides, remove those with <<<<<<<, ======= and >>>>>>>, and generate again")
		case fields[0] == "version" && len(fields) == 2:
			version, err = strconv.Atoi(fields[1])
			if err == nil && version > manifestVersion {
				err = fmt.Errorf("a newer protolect wrote version %d of the manifest: use that version or a later one", version)
			}
		default:
			err = m.add(fields)
		}
		if err != nil {
			return nil, fmt.Errorf("%d: %w", number, err)
		}
	}
	if version == 0 {
		return nil, fmt.Errorf("1: the line \"version %d\" is missing: %w", manifestVersion, errRestore)
	}
	return m, nil
}

// errRestore is the remedy for a manifest that cannot be read.
var errRestore = errors.New("restore the last good version from version control, or remove the manifest: " +
	"generated files are then recognized by their headers")

func isConflictMarker(field string) bool {
	return slices.Contains([]string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"}, field)
}

// add adds the fields of a line.
func (m *manifest) add(fields []string) error {
	if len(fields) != 3 {
		return fmt.Errorf("%q is not a path, an owner and a hash: %w", strings.Join(fields, " "), errRestore)
	}
	name, owner, hash := fields[0], fields[1], fields[2]
	if err := checkName(name); err != nil {
		return fmt.Errorf("%w: %w", err, errRestore)
	}
	if sum, err := hex.DecodeString(hash); err != nil || len(sum) != sha256.Size {
		return fmt.Errorf("%q is not a SHA-256 in hexadecimal: %w", hash, errRestore)
	}
	e := m.files[name]
	e.owner = owner
	if !slices.Contains(e.hashes, hash) {
		e.hashes = append(slices.Clip(e.hashes), hash)
	}
	m.set(name, e)
	return nil
}
