// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
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

// manifest has the generated files, by name.
type manifest map[string]entry

type entry struct {
	owner string
	// hashes has more than one element if versions were merged.
	hashes []string
}

func newEntry(owner string, data []byte) entry { return entry{owner, []string{hash(data)}} }

// wrote reports whether a run wrote this content of a file.
func (e entry) wrote(data []byte) bool { return slices.Contains(e.hashes, hash(data)) }

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// hasOwner reports whether an owner has files.
func (m manifest) hasOwner(owner string) bool {
	for _, e := range m {
		if e.owner == owner {
			return true
		}
	}
	return false
}

// owners returns the owners of the files, in order.
func (m manifest) owners() []string {
	owners := make(map[string]bool)
	for _, e := range m {
		owners[e.owner] = true
	}
	return slices.Sorted(maps.Keys(owners))
}

// text returns the text of the manifest. It has a sorted line for each hash of each file, so that
// changes of different files merge without conflict.
func (m manifest) text() []byte {
	var text bytes.Buffer
	text.WriteString(manifestHead)
	fmt.Fprintf(&text, "version %d\n", manifestVersion)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		for _, hash := range slices.Sorted(slices.Values(m[name].hashes)) {
			fmt.Fprintf(&text, "%s %s %s\n", name, m[name].owner, hash)
		}
	}
	return text.Bytes()
}

// Owners returns the owners of files by their names, from the text of a manifest.
func Owners(text []byte) (map[string]string, error) {
	m, err := parseManifest(text)
	if err != nil {
		return nil, err
	}
	owners := make(map[string]string)
	for name, e := range m {
		owners[name] = e.owner
	}
	return owners, nil
}

// parseManifest reads the text of a manifest. Lines may have any order and line ending, and a file
// may have several lines, as after a merge. An error starts with the number of the line.
func parseManifest(text []byte) (manifest, error) {
	m := make(manifest)
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
func (m manifest) add(fields []string) error {
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
	e := m[name]
	e.owner = owner
	if !slices.Contains(e.hashes, hash) {
		e.hashes = append(slices.Clip(e.hashes), hash)
	}
	m[name] = e
	return nil
}
