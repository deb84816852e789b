// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/protolect/protolect/codegen/finding"
)

// Names of a pack's folder.
const (
	manifestName   = "pack.yaml"
	testFolder     = "testdata"
	shadowFolder   = "shadows"
	templateSuffix = ".tmpl"
)

// The limits of a pack's folder.
const (
	maxTemplate = 1 << 20 // bytes of a file
	maxFiles    = 1000    // in all folders
	maxDepth    = 8       // of folders
)

// LoadFolder loads the pack in a folder. It follows no symbolic link out of the folder.
func LoadFolder(folder string) (pack *Pack, findings *finding.List, err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	pack, findings = Load(root.FS(), folder)
	return pack, findings, nil
}

// Load loads a pack. Mistakes are findings, at positions in files whose names start with the given name. The Pack is nil
// if any of them is an error.
func Load(fsys fs.FS, name string) (*Pack, *finding.List) {
	l := &loader{fsys: fsys, name: name, findings: new(finding.List),
		pack: &Pack{files: make(map[string]*source), data: make(map[string][]byte)}}
	l.pack.at = finding.Position{File: l.file(manifestName)}
	if data, ok := l.read(manifestName, finding.PackSyntax); ok {
		l.readManifest(data)
		l.walk(".", 0)
		l.checkNames()
		l.checkOutputs()
		l.checkCalls()
	}
	l.pack.quote(l.findings)
	if l.findings.HasErrors() {
		return nil, l.findings
	}
	return l.pack, l.findings
}

// quote sets the excerpts of findings in the files of the pack.
func (p *Pack) quote(findings *finding.List) {
	for file, data := range p.data {
		findings.Quote(file, data)
	}
}

// loader loads a pack.
type loader struct {
	fsys     fs.FS
	name     string
	findings *finding.List
	pack     *Pack
	count    int
}

// file returns the name of a file in positions.
func (l *loader) file(name string) string { return path.Join(l.name, name) }

// read reads a file, which must be a regular file of limited size.
func (l *loader) read(name string, rule finding.Rule) ([]byte, bool) {
	at := finding.Position{File: l.file(name)}
	file, err := l.fsys.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			l.findings.Add(rule, at, "the file does not exist: a pack is a folder with %s", manifestName)
		} else {
			l.findings.Add(rule, at, "the file cannot be read: %v", err)
		}
		return nil, false
	}
	defer func() { _ = file.Close() }() // it was only read
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		l.findings.Add(rule, at, "the file is not a regular file")
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(file, maxTemplate+1))
	switch {
	case err != nil:
		l.findings.Add(rule, at, "the file cannot be read: %v", err)
		return nil, false
	case len(data) > maxTemplate:
		l.findings.Add(finding.PackLimit, at, "the file has more than %d bytes", maxTemplate)
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	l.pack.data[l.file(name)] = data
	return data, true
}

// walk reads the templates of a folder and of the folders in it.
func (l *loader) walk(folder string, depth int) {
	at := finding.Position{File: l.file(folder)}
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil {
		l.findings.Add(finding.PackTemplate, at, "the folder cannot be read: %v", err)
		return
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if l.count++; l.count > maxFiles || depth > maxDepth {
			if l.count == maxFiles+1 || depth > maxDepth {
				l.findings.Add(finding.PackLimit, at, "a pack has at most %d files, in folders of at most %d levels", maxFiles, maxDepth)
			}
			l.count = max(l.count, maxFiles+1)
			return
		}
		switch {
		case entry.IsDir() && (name == testFolder || strings.HasPrefix(entry.Name(), ".")):
		case entry.IsDir():
			l.walk(name, depth+1)
		case strings.HasSuffix(name, templateSuffix):
			l.addTemplate(name, entry)
		}
	}
}

// addTemplate reads a template of the pack, or one that replaces a template of another pack.
func (l *loader) addTemplate(name string, entry fs.DirEntry) {
	at := finding.Position{File: l.file(name)}
	if !entry.Type().IsRegular() {
		l.findings.Add(finding.PackTemplate, at, "the template is not a regular file: symbolic links are not supported, copy the file")
		return
	}
	folder, base := path.Split(name)
	if !templateName.Pattern.MatchString(base) {
		l.findings.Add(finding.PackTemplate, at, "the name %q is not supported: use letters, digits, dots, hyphens and underscores", base)
		return
	}
	into := l.pack.files
	if folder != "" {
		other, isShadow := strings.CutPrefix(folder, shadowFolder+"/")
		i := slices.IndexFunc(l.pack.shadows, func(s shadow) bool { return s.pack+"/" == other })
		switch {
		case !isShadow || strings.Count(other, "/") != 1:
			l.findings.Add(finding.PackTemplate, at,
				"templates are in the folder of the pack, or replace those of another pack in %s/PACK: move the file", shadowFolder)
			return
		case i < 0:
			l.findings.Add(finding.PackSyntax, l.pack.at,
				"shadows lacks %s, whose template %s the pack replaces: add it with the version for which the template was written",
				strings.TrimSuffix(other, "/"), base)
			return
		}
		into = l.pack.shadows[i].files
	}
	if data, ok := l.read(name, finding.PackTemplate); ok {
		if !utf8.Valid(data) {
			l.findings.Add(finding.PackTemplate, at, "the template is not UTF-8")
			return
		}
		s := &source{name: base, file: l.file(name), data: data, lines: finding.NewLines(l.file(name), data)}
		if s.parse(l.findings) {
			into[base] = s
		}
	}
}

// checkNames reports templates that are defined twice.
func (l *loader) checkNames() {
	defined := make(map[string]*source)
	for _, s := range inOrder(l.pack.files) {
		for _, name := range s.names() {
			if other, found := defined[name]; found {
				l.findings.Add(finding.PackTemplate, s.position(int(s.trees[name].Root.Pos)),
					"the template %q is also defined in %s: rename one of the two", name, other.file)
			}
			defined[name] = s
		}
	}
}

// checkOutputs reports outputs without a template, and shadows without files.
func (l *loader) checkOutputs() {
	for _, o := range l.pack.Outputs {
		if o.Template != "" && l.pack.files[o.Template] == nil && !l.failed(o.Template) {
			l.findings.Add(finding.PackSyntax, o.at, "the template %q does not exist%s: the templates of the pack are %s",
				o.Template, finding.Suggestion(o.Template, fileNames(l.pack.files)), finding.Names(fileNames(l.pack.files)))
		}
	}
	for _, s := range l.pack.shadows {
		if len(s.files) == 0 && !l.findings.HasErrors() {
			l.findings.Add(finding.PackShadow, s.at, "the folder %s/%s contains no template", shadowFolder, s.pack)
		}
	}
}

// failed reports whether a template has a finding.
func (l *loader) failed(name string) bool {
	return slices.ContainsFunc(l.findings.All(), func(f finding.Finding) bool { return f.Position.File == l.file(name) })
}

// checkCalls reports calls of templates that do not exist, and templates that nothing calls.
func (l *loader) checkCalls() {
	if l.findings.HasErrors() {
		return // a template that could not be read could be the other end of a call
	}
	defined := make(map[string]*source)
	for _, s := range inOrder(l.pack.files) {
		for _, name := range s.names() {
			defined[name] = s
		}
	}
	used := make(map[string]bool)
	var pending []call
	dynamic := false
	for _, o := range l.pack.Outputs {
		pending = append(pending, call{name: o.Template})
		for _, s := range []*source{o.path, o.when} {
			if s != nil {
				pending = append(pending, s.calls[s.name]...)
				dynamic = dynamic || s.dynamic[s.name]
			}
		}
	}
	for len(pending) > 0 {
		c := pending[0]
		pending = pending[1:]
		s := defined[c.name]
		if s == nil {
			l.findings.Add(finding.PackTemplate, c.at, "the template %q does not exist%s", c.name,
				finding.Suggestion(c.name, sortedNames(defined)))
			continue
		}
		if !used[c.name] {
			used[c.name] = true
			pending = append(pending, s.calls[c.name]...)
			dynamic = dynamic || s.dynamic[c.name]
		}
	}
	if dynamic {
		return // include with a computed name may call any template
	}
	for _, name := range sortedNames(defined) {
		s := defined[name]
		if used[name] || name == s.name && s.hasOnlyDefinitions() {
			continue
		}
		l.findings.Add(finding.PackUnused, s.position(int(s.trees[name].Root.Pos)), "nothing uses the template %q", name)
	}
}

func inOrder(files map[string]*source) []*source {
	var all []*source
	for _, name := range fileNames(files) {
		all = append(all, files[name])
	}
	return all
}

func fileNames(files map[string]*source) []string { return sortedNames(files) }

func sortedNames[T any](all map[string]T) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// describe returns the kind and the name of an element for messages.
func describe(kind Per, name string) string {
	if name == "" {
		return fmt.Sprintf("the %s", kind)
	}
	return fmt.Sprintf("%s %s", kind, name)
}
