// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// One folder has one lock, whichever way leads there and whether it exists.
func TestLockFile(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	folder := t.TempDir()
	if err := os.Symlink(folder, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	same := []string{filepath.Join(folder, "a/b"), "a/b", "./a/../a/b/", "link/a/b", "link/link/a/b"}
	files := make(map[string]bool)
	for _, exists := range []bool{false, true} {
		if exists {
			if err := os.MkdirAll("a/b", 0o777); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range same {
			file, err := lockFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[file] = true
		}
	}
	if len(files) != 1 {
		t.Errorf("the files of one folder: %v", files)
	}
	if other, err := lockFile("a"); err != nil || files[other] {
		t.Errorf("another folder: %v, %v", other, err)
	}
}

// Where there is no cache that can be written to, the lock is in a temporary folder.
func TestLockWithoutCache(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	file := filepath.Join(temporary, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, cache := range []string{"", file} {
		t.Setenv("XDG_CACHE_HOME", cache)
		t.Setenv("HOME", cache)
		folder, err := lockFolder()
		if info, e := os.Stat(folder); err != nil || e != nil || !info.IsDir() || !strings.HasPrefix(folder, temporary) {
			t.Errorf("cache %q: %s, %v, %v", cache, folder, err, e)
		}
	}
}

// Nothing is left of a lock.
func TestLockLeavesNothing(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	for range 3 {
		lock, err := acquire(t.Context(), "some/folder", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := release(lock); err != nil {
			t.Fatal(err)
		}
	}
	if files := contents(t, cache); len(files) > 0 {
		t.Errorf("left: %v", files)
	}
}

// A run that waits in vain says what to do.
func TestLockIsHeld(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		lock, err := acquire(t.Context(), folder, func() { t.Error("the first run waits") })
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		waited := false
		_, err = acquire(t.Context(), folder, func() { waited = true })
		if err == nil || !strings.Contains(err.Error(), "another run of protolect has been writing to "+folder+" for 10m0s: let it finish or stop it") {
			t.Errorf("error = %v", err)
		}
		if took := time.Since(start); !waited || took != patience {
			t.Errorf("it took %v; told to wait: %t", took, waited)
		}
		if err := release(lock); err != nil {
			t.Fatal(err)
		}
	})
}

// However many runs there are, one at a time has the lock.
func TestLockExcludes(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) { // so that waiting takes no time
		var holders atomic.Int32
		var runs sync.WaitGroup
		for range 20 {
			runs.Go(func() {
				for range 100 {
					lock, err := acquire(t.Context(), folder, nil)
					if err != nil {
						t.Error(err)
						return
					}
					if holders.Add(1) > 1 {
						t.Error("two have the lock")
					}
					runtime.Gosched()
					holders.Add(-1)
					if err := release(lock); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		runs.Wait()
	})
}
