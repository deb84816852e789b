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

// patience is how long a run waits for another one to end: longer than any but those
// of very many documents take.
const patience = 10 * time.Minute

// acquire takes the lock of a folder. The lock is that of the operating system on a
// file in the user's cache: not in the folder, where it would be one more file to
// ignore, and which need not exist. A run that ends removes the file.
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
		// The run before may have removed the file after this one opened it.
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

// release removes the file of a lock while nobody else can have it. Windows removes no
// file that is open: there it stays.
func release(lock *flock.Flock) error {
	_ = os.Remove(lock.Path())
	return lock.Unlock()
}

// lockFile returns the file that stands for a folder, whichever way leads there.
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

// lockFolder returns a folder of this user, which is the temporary one if there is no
// other that can be written to.
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

// realPath returns the absolute path of a folder without links. The folder, and some
// of those above, need not exist.
func realPath(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	missing := ""
	for {
		real, err := filepath.EvalSymlinks(folder)
		if err == nil {
			return filepath.Join(real, missing), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return "", err
		}
		missing = filepath.Join(filepath.Base(folder), missing)
		folder = filepath.Dir(folder)
	}
}
