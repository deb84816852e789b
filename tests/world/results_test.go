// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
)

// A resultsFile keeps results, so an interrupted run can be continued.
type resultsFile struct {
	*os.File // nil if no results are kept
	results  []*result
}

func openResults(name string) (*resultsFile, error) {
	kept := new(resultsFile)
	if name == "" {
		return kept, nil
	}
	var err error
	if kept.File, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(kept.File)
	for {
		r := new(result)
		if err := decoder.Decode(r); errors.Is(err, io.EOF) {
			return kept, nil
		} else if err != nil {
			return nil, err
		}
		kept.results = append(kept.results, r)
	}
}

// of returns the kept results of the documents.
func (f *resultsFile) of(documents []document) []*result {
	names := make(map[string]bool)
	for _, d := range documents {
		names[d.Name] = true
	}
	var results []*result
	for _, r := range f.results {
		if names[r.Document] {
			results = append(results, r)
		}
	}
	return results
}

func (f *resultsFile) add(r *result) error {
	if f.File == nil {
		return nil
	}
	return json.NewEncoder(f.File).Encode(r)
}

// Close closes the file, if there is one.
func (f *resultsFile) Close() error {
	if f.File == nil {
		return nil
	}
	return f.File.Close()
}
