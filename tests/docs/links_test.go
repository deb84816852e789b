// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"testing"
)

// TestLinks finds links in Markdown files that lead to no file, or to no heading of
// a file. It opens no URL.
func TestLinks(t *testing.T) {
	pages := pages(t)
	for name, p := range pages {
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if u.IsAbs() || u.Host != "" {
				continue
			}
			target := name
			if u.Path != "" {
				target = path.Join(path.Dir(name), u.Path)
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s: the link %q leads to no file", name, link)
				continue
			}
			if other := pages[target]; u.Fragment != "" && (other == nil || !other.headings[u.Fragment]) {
				t.Errorf("%s: the link %q leads to no heading", name, link)
			}
		}
	}
}
