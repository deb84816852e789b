// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

func lockCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("lock")
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(names) != 4 || names[0] != "merge" {
		return wrongCall(flags, stderr, "give merge, and the files of the common ancestor, of the current branch and of the other branch")
	}
	return mergeLocks(names[1], names[2], names[3], stdout, stderr)
}

// mergeLocks unites the locks of two branches in the file ours. If it cannot, it writes both versions to the file, with
// the markers of a conflict.
func mergeLocks(base, ours, theirs string, stdout, stderr io.Writer) error {
	var texts [3][]byte
	var locks [3]*numbers.Lock
	findings := new(finding.List)
	for i, name := range []string{base, ours, theirs} {
		var err error
		if texts[i], err = os.ReadFile(name); err != nil {
			return err
		}
		if locks[i] = new(numbers.Lock); i == 0 && len(texts[i]) == 0 {
			continue // both branches added the file
		}
		var found *finding.List
		if locks[i], found = numbers.Read(name, texts[i]); found.HasErrors() {
			found.Quote(name, texts[i])
			findings.Append(found)
		}
	}
	if findings.HasErrors() {
		if err := finding.PrintText(stderr, findings.All(), finding.Note); err != nil {
			return err
		}
		return errors.Join(writeConflict(ours, texts[1], texts[2]), errFailed)
	}
	merged, notes, err := numbers.Merge(locks[0], locks[1], locks[2])
	if err != nil {
		err = fmt.Errorf("the locks cannot be united: %w: keep the lock of the branch that was published first, and generate again", err)
		return errors.Join(err, writeConflict(ours, texts[1], texts[2]))
	}
	for _, note := range notes {
		fmt.Fprintln(stdout, note)
	}
	return os.WriteFile(ours, merged.Write(), 0o666)
}

// writeConflict writes both versions of a lock, unless one of them contains a conflict already.
func writeConflict(name string, ours, theirs []byte) error {
	const start = "<<<<<<< "
	if bytes.Contains(ours, []byte(start)) || bytes.Contains(theirs, []byte(start)) {
		return nil
	}
	newline := []byte("\n")
	text := fmt.Sprintf("%sours\n%s\n=======\n%s\n>>>>>>> theirs\n", start, bytes.TrimSuffix(ours, newline), bytes.TrimSuffix(theirs, newline))
	return os.WriteFile(name, []byte(text), 0o666)
}
