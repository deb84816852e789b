// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
)

// snapshot has the contents of files by name, which are nil for files that do not exist.
type snapshot map[string][]byte

func takeSnapshot(names []string) (snapshot, error) {
	s := make(snapshot)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		s[name] = data
	}
	return s, nil
}

// restore gives the files that have changed their earlier contents.
func (s snapshot) restore() error {
	var errs []error
	for name, data := range s {
		present, err := os.ReadFile(name)
		switch isAbsent := errors.Is(err, fs.ErrNotExist); {
		case data == nil && isAbsent:
		case data == nil:
			errs = append(errs, os.Remove(name))
		case err != nil || !bytes.Equal(present, data):
			errs = append(errs, os.WriteFile(name, data, 0o666))
		}
	}
	return errors.Join(errs...)
}
