// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// Use is a pack in a run, with the values of its options.
type Use struct {
	Pack *Pack
	// Options are the values that the user sets: strings, bools, ints and []strings. A string can also be the text of a
	// value of another type, for example "true" or, for a list, "a,b".
	Options map[string]any
	// At is the place where the user lists the pack. It may be empty.
	At finding.Position
}

func (u Use) at() finding.Position { return cmp.Or(u.At, u.Pack.at) }

// Data is the data of a template. The members of elements that do not contain the element of the output are nil: for a
// method, Package, Service and Method are set.
type Data struct {
	View    *templatepb.View
	Package *templatepb.Package
	Service *templatepb.Service
	Method  *templatepb.Method
	Message *templatepb.Message
	Enum    *templatepb.Enum
	Options map[string]any // the values of the pack's options
}

// Result is what packs made.
type Result struct {
	Files []File // by pack, in the order of Run, and name
	// Broken are outputs that are invalid in their format, with the suffix ".broken".
	Broken []File
}

// Run makes the files of packs. Mistakes are findings; the files are complete if none of them is an error. The context
// stops the run. reserved returns why no pack may make the file with a name, or ""; it may be nil.
func Run(ctx context.Context, view *templatepb.View, uses []Use, reserved func(name string) string) (*Result, *finding.List) {
	findings := new(finding.List)
	result := new(Result)
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	known := newIndex(view)
	shadowed := collectShadows(uses, findings)
	claims := make(map[string]string)
	for i, use := range uses {
		if j := slices.IndexFunc(uses[:i], func(u Use) bool { return u.Pack.Name == use.Pack.Name }); j >= 0 {
			findings.Add(finding.PackDuplicate, use.at(), "two packs have the name %s: %s and %s",
				use.Pack.Name, uses[j].Pack.at.File, use.Pack.at.File)
			continue
		}
		if v := view.GetGenerator(); isOlder(v.GetVersion(), use.Pack.generator) {
			findings.Add(finding.PackVersion, use.Pack.at, "the pack %s requires protolect %s, and this is %s",
				use.Pack.Name, use.Pack.generator, v.GetVersion())
			continue
		}
		if v := view.GetGenerator().GetViewVersion(); v > ViewVersion {
			findings.Add(finding.PackVersion, use.Pack.at, "the view has version %d, and this protolect supports version %d", v, ViewVersion)
			continue
		}
		before := findings.Count(finding.Error)
		options := use.Pack.values(use, findings)
		if findings.Count(finding.Error) > before {
			continue
		}
		s := newSession(ctx, use.Pack, shadowed[use.Pack.Name], known, findings)
		s.claims, s.reserved = claims, reserved
		s.run(view, options)
		result.Files = append(result.Files, s.files...)
		result.Broken = append(result.Broken, s.broken...)
	}
	for _, use := range uses {
		use.Pack.quote(findings)
	}
	return result, findings
}

// collectShadows returns the templates that replace those of a pack, by its name, and reports those that replace nothing.
func collectShadows(uses []Use, findings *finding.List) map[string]map[string]*source {
	all := make(map[string]map[string]*source)
	for _, use := range uses {
		for _, s := range use.Pack.shadows {
			i := slices.IndexFunc(uses, func(u Use) bool { return u.Pack.Name == s.pack })
			if i < 0 {
				findings.Add(finding.PackShadow, s.at, "the pack %s replaces templates of the pack %q, which is not in this run", use.Pack.Name, s.pack)
				continue
			}
			other := uses[i].Pack
			if other.Version != s.version {
				findings.Add(finding.PackShadowVersion, s.at, "the templates were written for version %s of the pack %s, whose version is %s",
					s.version, s.pack, cmp.Or(other.Version, "not stated"))
			}
			if all[s.pack] == nil {
				all[s.pack] = make(map[string]*source)
			}
			for _, replacement := range inOrder(s.files) {
				at := finding.Position{File: replacement.file, Line: 1, Column: 1}
				switch first := all[s.pack][replacement.name]; {
				case other.files[replacement.name] == nil:
					findings.Add(finding.PackShadow, at, "the pack %s has no template %q%s: its templates are %s", s.pack, replacement.name,
						finding.Suggestion(replacement.name, fileNames(other.files)), finding.Names(fileNames(other.files)))
				case first != nil:
					findings.Add(finding.PackDuplicate, at, "%s also replaces the template %s of the pack %s", first.file, replacement.name, s.pack)
				default:
					all[s.pack][replacement.name] = replacement
				}
			}
		}
	}
	return all
}

// session runs one pack.
type session struct {
	ctx      context.Context
	pack     *Pack
	index    *index
	findings *finding.List
	failures map[finding.Position]*failure

	templates *template.Template
	inline    map[*source]*template.Template
	marks     []place
	budget    budget // of the pack

	files  []File
	broken []File
	// claims are the outputs of all packs by their paths in lower case.
	claims   map[string]string
	reserved func(name string) string

	// Of the file that is being made:
	file    budget
	outputs []*output // the file itself, and texts that include collects
	depth   int
	imports *imports
	current int // the last mark, or -1
}

// place is where a node is.
type place struct {
	source *source
	offset int
	isText bool // the output is the text at the offset
	steps  int  // that the node takes: one for each of its functions, values and pipes
}

func (p place) position() finding.Position { return p.source.position(p.offset) }

// failure is a finding of a template, for the first element and the number of others.
type failure struct {
	rule    finding.Rule
	message string
	element string
	others  int
}

func newSession(ctx context.Context, pack *Pack, shadows map[string]*source, known *index, findings *finding.List) *session {
	s := &session{ctx: ctx, pack: pack, index: known, findings: findings, failures: make(map[finding.Position]*failure),
		inline: make(map[*source]*template.Template), budget: packBudget}
	s.templates = template.New("").Funcs(s.functions()).Option("missingkey=error")
	for _, name := range fileNames(pack.files) {
		from := pack.files[name]
		if replacement := shadows[name]; replacement != nil {
			from = replacement
		}
		s.add(from)
	}
	for i, o := range pack.Outputs {
		for kind, inline := range map[string]*source{"path": o.path, "when": o.when} {
			if inline != nil {
				// The name contains a space, so it is not the name of a file.
				s.inline[inline] = s.addTree(fmt.Sprintf("%s %d", kind, i), inline, inline.name)
			}
		}
	}
	return s
}

func (s *session) add(from *source) {
	for _, name := range from.names() {
		s.addTree(name, from, name)
	}
}

// addTree adds a template with the given name.
func (s *session) addTree(name string, from *source, tree string) *template.Template {
	instrumented := instrument(from.trees[tree], func(n parse.Node) int {
		s.marks = append(s.marks, place{from, int(n.Position()), n.Type() == parse.NodeText, stepsOf(n)})
		return len(s.marks) - 1
	})
	added, err := s.templates.AddParseTree(name, instrumented)
	if err != nil {
		panic(err) // AddParseTree returns no errors
	}
	return added
}

// run makes the files of the pack.
func (s *session) run(view *templatepb.View, options map[string]any) {
	for _, o := range s.pack.Outputs {
		for data, element := range elements(view, o.Per) {
			data.Options = options
			if !s.make(o, data, element) {
				s.report()
				return
			}
		}
	}
	s.report()
	byName := func(a, b File) int { return cmp.Compare(a.Name, b.Name) }
	slices.SortFunc(s.files, byName)
	slices.SortFunc(s.broken, byName)
}

// elements returns the data for each element of a kind, with a description of the element.
func elements(view *templatepb.View, per Per) func(yield func(Data, string) bool) {
	return func(yield func(Data, string) bool) {
		if per == PerView {
			yield(Data{View: view}, "the view")
			return
		}
		for _, p := range view.GetPackages() {
			base := Data{View: view, Package: p}
			var all []Data
			var names []string
			add := func(d Data, name string) {
				all = append(all, d)
				names = append(names, name)
			}
			switch per {
			case PerView:
			case PerPackage:
				add(base, p.GetName())
			case PerService, PerMethod:
				for _, service := range p.GetServices() {
					base.Service = service
					if per == PerService {
						add(base, service.GetFullName())
						continue
					}
					for _, method := range service.GetMethods() {
						base.Method = method
						add(base, method.GetFullName())
					}
				}
			case PerMessage:
				for _, message := range p.GetMessages() {
					base.Message = message
					add(base, message.GetFullName())
				}
			case PerEnum:
				for _, enum := range p.GetEnums() {
					base.Enum = enum
					add(base, enum.GetFullName())
				}
			}
			for i, d := range all {
				if !yield(d, describe(per, names[i])) {
					return
				}
			}
		}
	}
}

// make makes the file of an output for an element. It returns false if the pack must stop.
func (s *session) make(o Output, data Data, element string) (more bool) {
	if o.when != nil {
		when, err := s.execute(s.inline[o.when], data)
		if err != nil {
			return s.fail(err, element)
		}
		switch written := strings.TrimSpace(when.String()); written {
		case "", "false":
			return true
		case "true":
		default:
			return s.fail(&stopError{rule: finding.PackTemplate, at: *o.when.at,
				message: fmt.Sprintf("when writes %q: it must write true, or false or nothing", written)}, element)
		}
	}
	path, err := s.execute(s.inline[o.path], data)
	if err != nil {
		return s.fail(err, element)
	}
	name := strings.TrimSpace(path.String())
	if problem := checkPath(name); problem != "" {
		return s.fail(&stopError{rule: finding.PackPath, at: *o.path.at, message: problem}, element)
	}
	if s.reserved != nil {
		if problem := s.reserved(name); problem != "" {
			return s.fail(&stopError{rule: finding.PackPath, at: *o.path.at, message: problem}, element)
		}
	}
	if problem := s.claim(name, fmt.Sprintf("%s/%s (%s)", s.pack.Name, o.Template, element)); problem != "" {
		return s.fail(&stopError{rule: finding.PackDuplicate, at: *o.path.at, message: problem}, element)
	}
	if len(s.files) == maxOutputs {
		return s.fail(&stopError{rule: finding.PackLimit, at: o.at, final: true,
			message: fmt.Sprintf("the pack makes more than %d files", maxOutputs)}, element)
	}
	out, err := s.execute(s.templates.Lookup(o.Template), data)
	if err != nil {
		return s.fail(err, element)
	}
	content := out.Bytes()
	if o.Format == FormatGo && len(content) > maxGo {
		return s.fail(&stopError{rule: finding.PackLimit, at: o.at,
			message: fmt.Sprintf("the output %s has more than %d bytes, the limit of Go", name, maxGo)}, element)
	}
	if o.Format == FormatGo {
		formatted, offset, err := s.imports.format(content)
		if err != nil {
			s.broken = append(s.broken, File{s.pack.Name, name + ".broken", content})
			line := 1 + bytes.Count(content[:offset], []byte("\n"))
			return s.fail(&stopError{rule: finding.PackInvalid, at: s.trace(out, offset), message: fmt.Sprintf(
				"the output %s is not valid Go: line %d: %v: %s", name, line, err, excerpt(content, offset))}, element)
		}
		content = formatted
	}
	s.files = append(s.files, File{s.pack.Name, name, content})
	return true
}

// trace returns the position in a template that wrote the output at an offset.
func (s *session) trace(out *output, offset int) finding.Position {
	mark, within := out.find(offset)
	if mark < 0 {
		return s.pack.at
	}
	p := s.marks[mark]
	if p.isText {
		p.offset += within
	}
	return p.position()
}

// excerpt returns the line of the output at an offset.
func excerpt(content []byte, offset int) string {
	start := bytes.LastIndexByte(content[:offset], '\n') + 1
	line, _, _ := strings.Cut(string(content[start:]), "\n")
	return strings.TrimSpace(line)
}

// checkPath returns what is wrong with the path of a file, or "".
func checkPath(name string) string {
	switch {
	case name == "":
		return "the path is empty"
	case len(name) > 400:
		return fmt.Sprintf("the path %q has more than 400 bytes", name[:100]+"…")
	case strings.HasPrefix(name, "/") || strings.Contains(name, "\\") || strings.Contains(name, ":"):
		return fmt.Sprintf("the path %q is not relative, or contains a backslash or colon", name)
	case strings.ContainsFunc(name, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }):
		return fmt.Sprintf("the path %q contains a space or a control character", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "..":
			return fmt.Sprintf("the path %q leaves the output folder", name)
		case part == "" || part == ".":
			return fmt.Sprintf("the path %q contains an empty part or a dot", name)
		case strings.HasPrefix(part, ".") || strings.HasSuffix(part, "."):
			return fmt.Sprintf("the path %q contains a name that starts or ends with a dot", name)
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Sprintf("the path %q leaves the output folder", name)
	}
	if strings.HasSuffix(name, ".broken") {
		return fmt.Sprintf("the path %q ends in .broken, the suffix of invalid outputs", name)
	}
	return ""
}

// claim notes the owner of a path. It returns why the path is not free, or "". Paths that differ only in case are one file on
// some systems, and a file cannot be the folder of another one.
func (s *session) claim(name, owner string) string {
	lower := strings.ToLower(name)
	if other, found := s.claims[lower]; found {
		return fmt.Sprintf("%s and %s have the path %q", other, owner, name)
	}
	s.claims[lower] = owner
	for i, c := range lower {
		if c != '/' {
			continue
		}
		folder := lower[:i+1]
		if other, found := s.claims[lower[:i]]; found {
			return fmt.Sprintf("%s has the path %q, which is the folder of %q", other, name[:i], name)
		}
		if s.claims[folder] == "" {
			s.claims[folder] = owner
		}
	}
	if other, found := s.claims[lower+"/"]; found {
		return fmt.Sprintf("%s has a file in the folder %q, which is the path of %s", other, name, owner)
	}
	return ""
}
