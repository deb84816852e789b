// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Scope limits the files that a run may remove.
type Scope struct {
	// Owns reports whether the run generates all files of an owner: its other files are removed.
	Owns func(owner string) bool
	// Unlisted has owners, with folders in which versions of protolect without a manifest may
	// have generated files for them. See adopt.
	Unlisted map[string][]string
	// Obsolete are files without an owner to remove: the lock file of an API that has moved.
	Obsolete []string
}

// Plan has the changes that bring a folder up to date.
type Plan struct {
	Changes []Change // by name
	// Gone are the owners whose last files the plan removes.
	Gone []string

	files     []File
	wanted    map[string]bool // the names of the files
	base      *manifest       // the generated files that are there
	next      *manifest       // the generated files after the run
	adopted   bool            // base is a copy
	changed   bool            // next is a copy
	memory    []Change        // of files without an owner
	changes   []Change        // of all other files
	leftovers []string        // files of killed runs
}

// Plan compares files with the folder. It returns an error if it would have to replace or remove a
// file that was edited, was not generated, or has an owner outside of the scope.
func (f *Folder) Plan(files []File, scope Scope) (*Plan, error) {
	if f.broken != nil {
		return nil, f.broken
	}
	if err := Check(files); err != nil {
		return nil, err
	}
	p := &Plan{
		files: files, wanted: make(map[string]bool),
		base: f.manifest, next: f.manifest,
		leftovers: slices.Clone(f.leftovers),
	}
	for _, file := range files {
		p.wanted[file.Name] = true
	}
	if err := f.adopt(p, scope); err != nil {
		return nil, err
	}
	var refused refusal
	for _, file := range files {
		if err := f.planFile(p, file, scope, &refused); err != nil {
			return nil, err
		}
	}
	for _, name := range p.unwanted(scope) {
		if err := f.planRemoval(p, name, &refused); err != nil {
			return nil, err
		}
	}
	p.Gone = p.next.lost(f.manifest)
	for _, name := range scope.Obsolete {
		_, state, err := f.look(name)
		if err != nil {
			return nil, err
		}
		if state == regular && !p.wanted[name] {
			p.changes = append(p.changes, Change{Kind: Remove, Name: name})
		}
	}
	if err := refused.err(f.name); err != nil {
		return nil, err
	}
	p.Changes = slices.Concat(p.memory, p.changes)
	for _, name := range p.leftovers {
		p.Changes = append(p.Changes, Change{Kind: Remove, Name: name})
	}
	if f.outdated(p.next) {
		p.Changes = append(p.Changes, Change{kindOf(f.written == nil), manifestName, p.next.text()})
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Name, b.Name) })
	return p, nil
}

// adopt adds a file to those that are there.
func (p *Plan) adopt(name string, e entry) {
	if !p.adopted {
		p.base, p.adopted = p.base.clone(), true
	}
	p.base.set(name, e)
	p.list(name, e)
}

// list adds a file to those after the run.
func (p *Plan) list(name string, e entry) {
	if !p.next.files[name].equal(e) {
		p.change()
		p.next.set(name, e)
	}
}

// unlist removes a file from those after the run.
func (p *Plan) unlist(name string) {
	p.change()
	p.next.remove(name)
}

// change lets next differ from the manifest of the folder.
func (p *Plan) change() {
	if !p.changed {
		p.next, p.changed = p.next.clone(), true
	}
}

// unwanted returns the files in the scope that are no longer generated, in order.
func (p *Plan) unwanted(scope Scope) []string {
	var names []string
	for name, e := range p.base.files {
		if scope.Owns(e.owner) && !p.wanted[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Check checks files without a folder: their names and owners, and that no two of them are the same
// file.
func Check(files []File) error {
	folded := make(map[string]string)
	for _, f := range files {
		if err := checkName(f.Name); err != nil {
			return err
		}
		if strings.ContainsAny(f.Owner, " \t\r\n") {
			return fmt.Errorf("the owner %q of %s contains a space", f.Owner, f.Name)
		}
		switch other, found := folded[strings.ToLower(f.Name)]; {
		case other == f.Name:
			return fmt.Errorf("%q is generated twice", f.Name)
		case found:
			return fmt.Errorf("%q and %q are the same file on file systems that ignore case", other, f.Name)
		}
		folded[strings.ToLower(f.Name)] = f.Name
	}
	return nil
}

func kindOf(isNew bool) Kind {
	if isNew {
		return Create
	}
	return Update
}

// planFile plans to write a file, if its content differs.
func (f *Folder) planFile(p *Plan, file File, scope Scope, refused *refusal) error {
	if file.Owner != "" {
		p.list(file.Name, file.entry())
	}
	known, listed := p.base.files[file.Name]
	if file.Hash != "" {
		if listed && known.owner != file.Owner && !scope.Owns(known.owner) {
			refused.owned = append(refused.owned, ownedFile{file.Name, known.owner, file.Owner})
		}
		return nil
	}
	present, state, err := f.look(file.Name)
	if err != nil {
		return err
	}
	switch {
	case state == absent && file.Owner == "":
		p.memory = append(p.memory, Change{Create, file.Name, file.Data})
	case state == absent:
		p.changes = append(p.changes, Change{Create, file.Name, file.Data})
	case state == irregular:
		refused.foreign = append(refused.foreign, file.Name)
	case listed && known.owner != file.Owner && !scope.Owns(known.owner):
		refused.owned = append(refused.owned, ownedFile{file.Name, known.owner, file.Owner})
	case bytes.Equal(present, file.Data):
	case file.Owner == "":
		p.memory = append(p.memory, Change{Update, file.Name, file.Data})
	case !listed:
		refused.foreign = append(refused.foreign, file.Name)
	case !known.wrote(present):
		refused.edited = append(refused.edited, editedFile(file.Name, known, present))
	default:
		p.changes = append(p.changes, Change{Update, file.Name, file.Data})
	}
	return nil
}

// planRemoval plans to remove a file that is no longer generated.
func (f *Folder) planRemoval(p *Plan, name string, refused *refusal) error {
	present, state, err := f.look(name)
	if err != nil {
		return err
	}
	p.unlist(name)
	switch {
	case state == absent:
	case state == irregular || !p.base.files[name].wrote(present):
		refused.edited = append(refused.edited, editedFile(name, p.base.files[name], present))
	default:
		p.changes = append(p.changes, Change{Kind: Remove, Name: name})
	}
	return nil
}

// state is the kind of a file on disk.
type state int

const (
	absent state = iota
	regular
	irregular // a folder, a link or a device
)

// look returns the state of a file, and its content if it is regular.
func (f *Folder) look(name string) ([]byte, state, error) {
	if f.disk == nil {
		return nil, absent, nil
	}
	info, err := f.disk.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, absent, nil
	case err != nil:
		return nil, absent, err
	case !info.Mode().IsRegular():
		return nil, irregular, nil
	}
	data, err := f.disk.ReadFile(name)
	return data, regular, err
}

// refusal lists the files that prevent a plan.
type refusal struct {
	edited  []string
	foreign []string
	owned   []ownedFile
}

type ownedFile struct{ name, owner, other string }

// editedFile returns the name of an edited file, with a remark if only its line endings differ.
func editedFile(name string, known entry, present []byte) string {
	if unix := bytes.ReplaceAll(present, []byte("\r\n"), []byte("\n")); known.wrote(unix) {
		return name + " (only its line endings)"
	}
	return name
}

func (r refusal) err(folder string) error {
	var errs []error
	if len(r.edited) > 0 {
		slices.Sort(r.edited)
		errs = append(errs, fmt.Errorf("%s: these files were edited after protolect generated them, and are not replaced or removed:\n\t%s\n"+
			"move the edits elsewhere, for example to the overlay; then delete the files or restore them from version control, and run again "+
			"(changes of formatting and line endings are also edits; git's core.autocrlf makes them)", folder, strings.Join(r.edited, "\n\t")))
	}
	for _, name := range r.foreign {
		errs = append(errs, fmt.Errorf("%s exists but was not generated: move it, or generate into another folder", path.Join(folder, name)))
	}
	for _, o := range r.owned {
		errs = append(errs, fmt.Errorf("%s is generated for %s, not for %s: choose another package for one of the two, "+
			"or another path for a file of a pack, "+
			"or delete the file if %s is no longer generated",
			path.Join(folder, o.name), o.owner, o.other, o.owner))
	}
	return errors.Join(errs...)
}
