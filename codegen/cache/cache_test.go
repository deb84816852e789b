// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

type value struct {
	Text  string
	Names map[string]string
}

// open returns the cache of an output folder below an empty cache of a user.
func open(t *testing.T, output string) *Cache {
	t.Helper()
	root := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", root)
	t.Setenv("HOME", root)
	c := Open(output)
	if c == nil {
		t.Fatal("no cache")
	}
	return c
}

func load(c *Cache, name string, key Key) string {
	var v value
	if !c.Load(name, key, &v) {
		return ""
	}
	return v.Text
}

func TestCache(t *testing.T) {
	c := open(t, "out")
	key := NewKey("a", "b")
	if got := load(c, "api", key); got != "" {
		t.Errorf("an empty cache has %q", got)
	}
	for _, text := range []string{"first", "second"} {
		c.Store("api", key, value{Text: text, Names: map[string]string{"a": "b"}})
		if got := load(c, "api", key); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	otherProgram := *c
	otherProgram.program = strings.Repeat("0", 64)
	for name, got := range map[string]string{
		"other inputs":             load(c, "api", NewKey("a", "c")),
		"inputs divided otherwise": load(c, "api", NewKey("a\" \"b")),
		"inputs in another order":  load(c, "api", NewKey("b", "a")),
		"another API":              load(c, "other", key),
		"another output folder":    load(Open("other"), "api", key),
		"another program":          load(&otherProgram, "api", key),
		"no cache":                 load(nil, "api", key),
	} {
		if got != "" {
			t.Errorf("%s: got %q", name, got)
		}
	}
	(*Cache)(nil).Store("api", key, value{})
	if entries, err := os.ReadDir(c.folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v, want one file", entries, err)
	}
}

// TestCorrupted changes and truncates a result at every byte.
func TestCorrupted(t *testing.T) {
	c, key := open(t, "out"), NewKey("a")
	c.Store("api", key, value{Text: "text"})
	good, err := os.ReadFile(c.file("api"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		changed := append([]byte(nil), good...)
		changed[i] ^= 0x40
		for _, data := range [][]byte{changed, good[:i]} {
			if err := os.WriteFile(c.file("api"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := load(c, "api", key); got != "" {
				t.Fatalf("byte %d: got %q from a corrupted result", i, got)
			}
		}
	}
	c.Store("api", key, value{Text: "new"})
	if got := load(c, "api", key); got != "new" {
		t.Errorf("after the next run: got %q", got)
	}
}

// TestNoAccess stores results where no file can be written.
func TestNoAccess(t *testing.T) {
	c := open(t, "out")
	if err := os.MkdirAll(filepath.Dir(filepath.Dir(c.folder)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(c.folder), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.Store("api", NewKey(), value{Text: "text"})
	if got := load(c, "api", NewKey()); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestParallel(t *testing.T) {
	c, key := open(t, "out"), NewKey("a")
	texts := make(map[string]bool)
	for i := range 8 {
		texts[strings.Repeat(fmt.Sprint(i), 1000*(i+1))] = true
	}
	var runs sync.WaitGroup
	for text := range texts {
		runs.Go(func() {
			for range 50 {
				c.Store("api", key, value{Text: text})
				if got := load(c, "api", key); !texts[got] {
					t.Errorf("got %d bytes that no run stored", len(got))
				}
			}
		})
	}
	runs.Wait()
	if entries, err := os.ReadDir(c.folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %d files, %v, want one", len(entries), err)
	}
}

// TestBounded stores results for more output folders than are kept.
func TestBounded(t *testing.T) {
	root := filepath.Dir(open(t, "out").folder)
	for i := range maxFolders + 5 {
		Open(fmt.Sprint(i)).Store("api", NewKey(), value{Text: "text"})
	}
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) != maxFolders {
		t.Errorf("there are results for %d folders, %v, want %d", len(entries), err, maxFolders)
	}
	if got := load(Open(fmt.Sprint(maxFolders+4)), "api", NewKey()); got != "text" {
		t.Errorf("the last folder has %q", got)
	}
}
