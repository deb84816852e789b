// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

var (
	packName     = yamltree.NewForm(`^[a-z][a-z0-9_-]{0,63}$`, "the name of a pack: lower-case letters, digits, hyphens and underscores")
	optionName   = yamltree.NewForm(`^[a-z][A-Za-z0-9_]{0,63}$`, "the name of an option: letters, digits and underscores, for example title")
	templateName = yamltree.NewForm(`^[A-Za-z0-9_][A-Za-z0-9_.-]*\.tmpl$`, "the name of a template, for example page.md.tmpl")
	versionForm  = yamltree.NewForm(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`, "a version such as 1.2.0")
	viewVersion  = yamltree.NewForm(`^[1-9]\d{0,3}$`, "a version of the view, for example 1")
	optionType   = yamltree.NewForm(`^(string|bool|integer|list)$`, "a type: string, bool, integer or list")
	elementKind  = yamltree.NewForm(`^(view|package|service|method|message|enum)$`, "view, package, service, method, message or enum")
	formats      = yamltree.NewForm(`^(go|none)$`, "a format: go or none")
	someText     = yamltree.NewForm(`\S`, "a text")
	anyText      = yamltree.NewForm(`(?s)^.*$`, "a text")
)

// key is a member of a mapping in pack.yaml. The reader and the table in docs/packs.md follow from it.
type key[T any] struct {
	name     string
	required bool
	value    string // the form of the value, in Markdown
	doc      string // Markdown
	read     func(*loader, *T, yamltree.Node)
}

// packKeys are the keys of the file.
func packKeys() []key[Pack] {
	return []key[Pack]{
		{"name", true, "a name", "The name of the pack.",
			func(_ *loader, p *Pack, n yamltree.Node) { p.Name, _ = n.Text(packName) }},
		{"version", false, "a version such as `1.2.0`", "The version of the pack. Other packs that replace its templates state it.",
			func(_ *loader, p *Pack, n yamltree.Node) { p.Version, _ = n.Text(versionForm) }},
		{"view", true, "`1`", "The version of the view for which the templates were written.", (*loader).readView},
		{"generator", false, "a version such as `1.2.0`", "The minimum version of protolect.",
			func(_ *loader, p *Pack, n yamltree.Node) { p.generator, _ = n.Text(versionForm) }},
		{"options", false, "a mapping", "The options. The key of an option is its name.", (*loader).readOptions},
		{"outputs", false, "a list", "The files that the pack makes.", (*loader).readOutputs},
		{"shadows", false, "a mapping",
			"The packs of which the pack replaces templates, each with the version for which the templates were written.",
			(*loader).readShadows},
	}
}

// optionKeys are the keys of an option.
func optionKeys() []key[Option] {
	return []key[Option]{
		{"type", true, "`string`, `bool`, `integer` or `list`", "The type. A `list` contains strings.",
			func(_ *loader, o *Option, n yamltree.Node) {
				t, _ := n.Text(optionType)
				o.Type = Type(t)
			}},
		{"default", false, "a value of the type", "The value if the user sets none. It is empty, `false` or `0` if the key is absent.",
			func(*loader, *Option, yamltree.Node) {}}, // after the type
		{"help", true, "a text", "What the option does.",
			func(_ *loader, o *Option, n yamltree.Node) { o.Help, _ = n.Text(someText) }},
	}
}

// outputKeys are the keys of an output.
func outputKeys() []key[Output] {
	return []key[Output]{
		{"template", true, "a file name", "The template, a file in the folder of the pack.",
			func(_ *loader, o *Output, n yamltree.Node) { o.Template, _ = n.Text(templateName) }},
		{"per", true, "`view`, `package`, `service`, `method`, `message` or `enum`", "The elements of the view for which there is a file each.",
			func(_ *loader, o *Output, n yamltree.Node) {
				p, _ := n.Text(elementKind)
				o.Per = Per(p)
			}},
		{"path", true, "a template", "The path of the file within the output folder.",
			func(l *loader, o *Output, n yamltree.Node) { o.path = l.readInline(n, "path") }},
		{"when", false, "a template", "Whether there is a file for the element: the template writes `true`, or `false` or nothing.",
			func(l *loader, o *Output, n yamltree.Node) { o.when = l.readInline(n, "when") }},
		{"format", false, "`go` or `none` (default)", "With `go`, protolect adds imports to the file and formats it.",
			func(_ *loader, o *Output, n yamltree.Node) {
				f, _ := n.Text(formats)
				o.Format = Format(f)
			}},
	}
}

// readManifest reads pack.yaml.
func (l *loader) readManifest(data []byte) {
	root, ok := yamltree.Read(l.file(manifestName), data, finding.PackSyntax, l.findings)
	if !ok {
		return
	}
	l.pack.at = root.Position()
	has := readKeys(l, packKeys(), l.pack, root, root, manifestName)
	if root.IsMapping() && !has["outputs"] && !has["shadows"] {
		root.Report("%s lacks outputs, the files that the pack makes", manifestName)
	}
}

// readKeys reads the members of a mapping, and returns the keys that it has.
func readKeys[T any](l *loader, keys []key[T], into *T, of, at yamltree.Node, owner string) map[string]bool {
	present := make(map[string]bool)
	members := of.Members()
	if !of.IsMapping() {
		return present // it was reported
	}
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
next:
	for _, m := range members {
		for _, k := range keys {
			if k.name == m.Name {
				present[m.Name] = true
				k.read(l, into, m.Value)
				continue next
			}
		}
		m.ReportUnknown(names...)
	}
	var missing []string
	for _, k := range keys {
		if k.required && !present[k.name] {
			missing = append(missing, k.name)
		}
	}
	if len(missing) > 0 {
		at.Report("%s lacks %s", owner, strings.Join(missing, ", "))
	}
	return present
}

func (l *loader) readView(_ *Pack, n yamltree.Node) {
	if v, ok := n.Text(viewVersion); ok && v != strconv.Itoa(ViewVersion) {
		n.ReportAs(finding.PackVersion, "the pack was written for version %s of the view, and this protolect supports version %d", v, ViewVersion)
	}
}

func (l *loader) readOptions(p *Pack, n yamltree.Node) {
	for _, m := range n.Members() {
		o := Option{Name: m.Name}
		m.Key.Text(optionName)
		has := readKeys(l, optionKeys(), &o, m.Value, m.Key, fmt.Sprintf("the option %q", m.Name))
		o.Default = zero(o.Type)
		if has["default"] {
			for _, member := range m.Value.Members() {
				if member.Name == "default" {
					o.readDefault(member.Value)
				}
			}
		}
		p.Options = append(p.Options, o)
	}
}

// readDefault reads the default of an option, whose type is known.
func (o *Option) readDefault(n yamltree.Node) {
	switch o.Type {
	case TypeString:
		o.Default, _ = n.Text(anyText)
	case TypeList:
		var all []string
		if n.IsFlow() && n.String() == "an empty list" {
			break
		}
		for _, e := range n.Elements() {
			value, _ := e.Text(anyText)
			all = append(all, value)
		}
		o.Default = all
	case TypeBool, TypeInteger:
		value, ok := n.Unquoted()
		if !ok {
			return
		}
		parsed, err := o.parse(value)
		if err != nil {
			n.Report("%v", err)
			return
		}
		o.Default = parsed
	}
}

func (l *loader) readOutputs(p *Pack, n yamltree.Node) {
	for _, e := range n.Elements() {
		o := Output{Format: FormatNone, at: e.Position()}
		readKeys(l, outputKeys(), &o, e, e, "the output")
		p.Outputs = append(p.Outputs, o)
	}
}

func (l *loader) readShadows(p *Pack, n yamltree.Node) {
	for _, m := range n.Members() {
		s := shadow{pack: m.Name, at: m.Key.Position(), files: make(map[string]*source)}
		m.Key.Text(packName)
		s.version, _ = m.Value.Text(versionForm)
		p.shadows = append(p.shadows, s)
	}
}

// readInline reads a template in pack.yaml. A position in it is that of the value.
func (l *loader) readInline(n yamltree.Node, name string) *source {
	value, ok := n.Text(someText)
	if !ok {
		return nil
	}
	at := n.Position()
	s := &source{name: name, file: at.File, data: []byte(value), at: &at}
	if !s.parse(l.findings) {
		return nil
	}
	if len(s.trees) > 1 {
		n.Report("%s must not define templates: move them to a file whose name starts with _", name)
	}
	return s
}

// isOlder reports whether the version of a generator is before another one. A generator without a version was not built from a
// release, and counts as the newest.
func isOlder(generator, least string) bool {
	have := "v" + strings.TrimPrefix(generator, "v")
	return least != "" && semver.IsValid(have) && semver.Compare(have, "v"+least) < 0
}
