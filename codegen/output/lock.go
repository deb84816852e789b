// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// patience is how long a run waits for another one. Only runs over very many documents take longer.
const patience = 10 * time.Minute

// acquire locks a folder, by a lock of the operating system on a file in the user's cache. The file is
// not in the folder, because the folder may not exist and users would have to ignore the file. The
// run removes the file when it ends.
func acquire(ctx context.Context, folder string, waiting func()) (*flock.Flock, error) {
	file, err := lockFile(folder)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", folder, err)
	}
	busy := fmt.Errorf("another run of protolect has been writing to %s for %v: let it finish or stop it, and run again", folder, patience)
	ctx, cancel := context.WithTimeoutCause(ctx, patience, busy)
	defer cancel()
	for {
		lock := flock.New(file)
		locked, err := lock.TryLock()
		if err == nil && !locked {
			if waiting != nil {
				waiting()
				waiting = nil
			}
			_, err = lock.TryLockContext(ctx, 50*time.Millisecond)
		}
		if err != nil {
			if cause := context.Cause(ctx); cause != nil {
				return nil, cause
			}
			return nil, fmt.Errorf("locking %s: %w", folder, err)
		}
		// The previous run may have removed the file after this one opened it.
		mine, err := lock.Stat()
		if err == nil {
			current, err := os.Stat(file)
			if err == nil && os.SameFile(mine, current) {
				return lock, nil
			}
		}
		if err := lock.Unlock(); err != nil {
			return nil, fmt.Errorf("locking %s: %w", folder, err)
		}
	}
}

// release removes the file of a lock while it is locked, and unlocks it. Windows does not remove open
// files: there the file stays.
func release(lock *flock.Flock) error {
	_ = os.Remove(lock.Path())
	return lock.Unlock()
}

// lockFile returns the file to lock for a folder, which is the same for all paths to the folder.
func lockFile(folder string) (string, error) {
	folder, err := realPath(folder)
	if err != nil {
		return "", err
	}
	locks, err := lockFolder()
	if err != nil {
		return "", err
	}
	return filepath.Join(locks, hash([]byte(folder))+".lock"), nil
}

// lockFolder returns a folder of this user: in the cache, or if that is not writable, in the folder of
// temporary files.
func lockFolder() (string, error) {
	if cache, err := os.UserCacheDir(); err == nil {
		folder := filepath.Join(cache, "protolect", "locks")
		if os.MkdirAll(folder, 0o700) == nil {
			return folder, nil
		}
	}
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("protolect-%d", os.Getuid()))
	return folder, os.MkdirAll(folder, 0o700)
}

// realPath returns the absolute path of a folder without links. The folder and its parents may not
// exist.
func realPath(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	missing := ""
	for {
		existing, err := filepath.EvalSymlinks(folder)
		if err == nil {
			return filepath.Join(existing, missing), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return "", err
		}
		missing = filepath.Join(filepath.Base(folder), missing)
		folder = filepath.Dir(folder)
	}
}
