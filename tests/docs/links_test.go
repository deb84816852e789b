// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// TestLinks finds links in Markdown files that lead to no file, or to no heading of
// a file. It opens no URL.
func TestLinks(t *testing.T) {
	pages := make(map[string]*page)
	for _, name := range files(t, "*.md") {
		pages[name] = parse(read(t, name))
	}
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

type page struct {
	links    []string
	headings map[string]bool // by the anchors that GitHub gives them
}

func parse(source []byte) *page {
	p := &page{headings: make(map[string]bool)}
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	// The function returns no error.
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.headings[anchor(plain(n, source))] = true
		case *ast.Link:
			p.links = append(p.links, string(n.Destination))
		case *ast.Image:
			p.links = append(p.links, string(n.Destination))
		}
		return ast.WalkContinue, nil
	})
	return p
}

// plain returns the text of a node without its markup.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
		} else {
			b.WriteString(plain(c, source))
		}
	}
	return b.String()
}

var notInAnchor = regexp.MustCompile(`[^\p{L}\p{N}\- _]`)

// anchor returns the anchor that GitHub gives a heading.
func anchor(heading string) string {
	return strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}
