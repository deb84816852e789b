// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package cache remembers the results of runs, so that a run can skip an API whose inputs and output are unchanged.
//
// The results are in the user's cache and not in the output folder: they are valid only for one program and one machine. They can be
// removed at any time.
package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// maxFolders is the number of output folders whose results are kept.
const maxFolders = 100

// Cache has the results for one output folder. A nil Cache is empty and remembers nothing.
type Cache struct {
	folder  string
	program string // identifies the program
}

// Open returns the cache for an output folder. It returns nil if the user has no cache, or the program cannot be read.
func Open(output string) *Cache {
	root, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	program, err := programHash()
	if err != nil {
		return nil
	}
	if output, err = filepath.Abs(output); err != nil {
		return nil
	}
	return &Cache{filepath.Join(root, "protolect", "results", Hash([]byte(output))), program}
}

// programHash returns the hash of the executable file. A version would be shorter, but programs from changed checkouts have the
// same version.
var programHash = sync.OnceValues(func() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, file)
	return hex.EncodeToString(h.Sum(nil)), err
})

// Hash returns the SHA-256 of data in hexadecimal.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Key identifies the inputs of a result.
type Key [sha256.Size]byte

// NewKey returns the key of inputs. The order of the inputs matters.
func NewKey(inputs ...string) Key { return sha256.Sum256(fmt.Appendf(nil, "%q", inputs)) }

// Load sets result to the result with a name. It returns false if there is none for these inputs and this program.
func (c *Cache) Load(name string, inputs Key, result any) bool {
	if c == nil {
		return false
	}
	data, err := os.ReadFile(c.file(name))
	if err != nil {
		return false
	}
	text, found := bytes.CutPrefix(data, c.header(inputs))
	if !found || len(text) < sha256.Size {
		return false
	}
	sum, text := text[:sha256.Size], text[sha256.Size:]
	if actual := sha256.Sum256(text); !bytes.Equal(sum, actual[:]) {
		return false
	}
	return gob.NewDecoder(bytes.NewReader(text)).Decode(result) == nil
}

// Store replaces the result with a name. A result that cannot be written is not remembered.
func (c *Cache) Store(name string, inputs Key, result any) {
	if c == nil {
		return
	}
	var text bytes.Buffer
	if gob.NewEncoder(&text).Encode(result) != nil {
		return
	}
	if _, err := os.Stat(c.folder); err != nil {
		removeOldest(filepath.Dir(c.folder), maxFolders-1)
		if os.MkdirAll(c.folder, 0o700) != nil {
			return
		}
	}
	sum := sha256.Sum256(text.Bytes())
	_ = replace(c.file(name), slices.Concat(c.header(inputs), sum[:], text.Bytes()))
}

func (c *Cache) file(name string) string { return filepath.Join(c.folder, Hash([]byte(name))) }

// header returns the start of a result, which differs between programs and inputs.
func (c *Cache) header(inputs Key) []byte {
	sum := sha256.Sum256(append([]byte(c.program), inputs[:]...))
	return sum[:]
}

// replace writes a file, of which another run sees either the old or the new content.
func replace(name string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), "new-*")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// removeOldest removes the folders in root that were written to least recently, and keeps a number of others.
func removeOldest(root string, kept int) {
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) <= kept {
		return
	}
	modified := func(entry os.DirEntry) time.Time {
		info, err := entry.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int {
		return cmp.Or(modified(a).Compare(modified(b)), cmp.Compare(a.Name(), b.Name()))
	})
	for _, entry := range entries[:len(entries)-kept] {
		_ = os.RemoveAll(filepath.Join(root, entry.Name()))
	}
}
