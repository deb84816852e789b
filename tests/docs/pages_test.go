// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// A page is a Markdown file.
type page struct {
	links    []string
	headings map[string]bool     // by the anchors that GitHub gives them
	spans    []string            // code within paragraphs and tables
	blocks   map[string][]string // blocks of code, by their language
	rows     []string            // lines that look like rows but are not part of a table
}

// pages parses all Markdown files. The keys are their names relative to the root.
func pages(t *testing.T) map[string]*page {
	t.Helper()
	pages := make(map[string]*page)
	for _, name := range files(t, "*.md") {
		pages[name] = parse(read(t, name))
	}
	return pages
}

func parse(source []byte) *page {
	p := &page{headings: make(map[string]bool), blocks: make(map[string][]string)}
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	// The function returns no error.
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph:
			for line := range strings.Lines(string(n.Lines().Value(source))) {
				if strings.HasPrefix(line, "|") {
					p.rows = append(p.rows, strings.TrimSpace(line))
				}
			}
		case *ast.Heading:
			p.headings[anchor(plain(n, source))] = true
		case *ast.Link:
			p.links = append(p.links, string(n.Destination))
		case *ast.Image:
			p.links = append(p.links, string(n.Destination))
		case *ast.CodeSpan:
			p.spans = append(p.spans, plain(n, source))
		case *ast.FencedCodeBlock:
			language := string(n.Language(source))
			p.blocks[language] = append(p.blocks[language], string(n.Lines().Value(source)))
		case *ast.CodeBlock:
			p.blocks[""] = append(p.blocks[""], string(n.Lines().Value(source)))
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
