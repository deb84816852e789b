// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package published compares two versions of generated files: those that users have, and those that a run
// would write. It compares the output instead of the document, so that it finds every break, whatever
// caused it: a document, an overlay, a lock or the generator.
//
// A difference has three verdicts:
//   - Go: whether programs that compile with the old packages compile with the new ones (package goapi).
//   - Wire: whether messages that were stored or sent, in protobuf or JSON, can be read with the new
//     definitions, and the reverse.
//   - Requests: whether a service that works as the new definitions describe accepts the requests of
//     programs that use the old ones.
//
// A verdict is patch if users are not affected, minor if something was added, and major if a contract
// is broken.
package published

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/goapi"
	"github.com/protolect/protolect/codegen/protofile"
)

// Files are generated files by their names, relative to the output folder and with slashes:
// "proto/shop/v1/shop.proto".
type Files map[string][]byte

// Concerns reports whether a file can contain changes for users: whether it is a .proto file or a Go file that is not a
// test.
func Concerns(name string) bool {
	ext := path.Ext(name)
	return ext == ".proto" || ext == ".go" && !strings.HasSuffix(name, "_test.go")
}

// Change is the difference of one element.
type Change struct {
	// Element is the full proto name of the element, for example "shop.v1.Item.price". If only Go has the
	// element, it is the folder of the package and the name, "gen/shop/v1.Client".
	Element string
	// Successor is the element of the new version that has the same meaning, if its name differs.
	Successor string
	Message   string // "int32 became string"
	Verdict

	// State is that of the element.
	State State
	// Deprecated is set if the new version deprecates the element and the old one does not.
	Deprecated bool
	// Details are the parts of the message that no declaration in Go expresses, such as "the field became required".
	Details []string
	// GoName is the name of the element in Go programs, for example "Client.FindSpace", or empty if it has none.
	GoName string
	// Names are the Go names that changed, without those that follow from an added or removed type or method.
	Names []Name
}

// State is what happened to an element.
type State = goapi.State

// The states.
const (
	Changed = goapi.Changed
	Added   = goapi.Added
	Removed = goapi.Removed
)

// Name is a change of a declaration in Go.
type Name struct {
	Folder string // of the package
	Name   string // "Client.FindSpace", or empty if it is the whole package
	Kind   string // "method"
	State  State
	Detail string // what changed: "*int32 became *string"
}

// Verdict has the verdicts of a change, or the highest ones of several changes.
type Verdict struct {
	Go, Wire, Requests compare.Verdict
}

// Join returns the higher of two verdicts in each respect.
func (v Verdict) Join(other Verdict) Verdict {
	return Verdict{max(v.Go, other.Go), max(v.Wire, other.Wire), max(v.Requests, other.Requests)}
}

// Highest returns the highest verdict of the three respects.
func (v Verdict) Highest() compare.Verdict { return max(v.Go, v.Wire, v.Requests) }

// Sum returns the verdict of all changes.
func Sum(changes []Change) Verdict {
	var sum Verdict
	for _, c := range changes {
		sum = sum.Join(c.Verdict)
	}
	return sum
}

// Compare returns the changes between two versions of files, in decreasing order of their highest
// verdicts. An API of which no file changed need not be given. Of any other, all files are needed: the
// definition of a message does not state whether requests contain it.
//
// The error is a *CompileError if a .proto file cannot be compiled. Then the changes are those of
// the Go packages.
func Compare(ctx context.Context, before, after Files) ([]Change, error) {
	c := newComparer()
	var old, now []protoreflect.FileDescriptor
	var err error
	if !maps.EqualFunc(before.definitions(), after.definitions(), bytes.Equal) {
		if old, err = before.compile(ctx); err != nil {
			err = &CompileError{Old: true, Err: err}
		} else if now, err = after.compile(ctx); err != nil {
			err = &CompileError{Err: err}
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil {
		c.compareDefinitions(newDefinitions(old), newDefinitions(now))
	}
	oldPackages, newPackages := before.packages(), after.packages()
	elements := goElements(old, now)
	c.compareGo(oldPackages, newPackages, elements)
	c.nameElements(elements, newPackages, oldPackages)
	return c.sorted(), err
}

// A CompileError states that a .proto file cannot be compiled.
type CompileError struct {
	Old bool // the file is one of the old files
	Err error
}

func (e *CompileError) Error() string {
	if e.Old {
		return fmt.Sprintf("the published definitions cannot be compiled: %v", e.Err)
	}
	return fmt.Sprintf("the new definitions cannot be compiled: %v", e.Err)
}

func (e *CompileError) Unwrap() error { return e.Err }

// comparer collects the changes by element.
type comparer struct {
	changes map[string]*Change
	// implied are the types that were added or removed with a method or a field.
	implied map[string]bool
}

func newComparer() *comparer {
	return &comparer{changes: make(map[string]*Change), implied: make(map[string]bool)}
}

// add records a difference that no declaration in Go expresses.
func (c *comparer) add(element string, verdict Verdict, format string, args ...any) {
	change, message := c.record(element, verdict, format, args...)
	if !slices.Contains(change.Details, message) {
		change.Details = append(change.Details, message)
	}
}

// addState records that an element was added or removed.
func (c *comparer) addState(element string, state State, verdict Verdict, format string, args ...any) {
	change, _ := c.record(element, verdict, format, args...)
	change.State = state
}

// compareDeprecation records whether an element became deprecated.
func (c *comparer) compareDeprecation(old, now protoreflect.Descriptor, kind string) {
	element := string(old.FullName())
	switch was, is := isDeprecated(old), isDeprecated(now); {
	case !was && is:
		change, _ := c.record(element, patch, "the %s was deprecated", kind)
		change.Deprecated = true
	case was && !is:
		c.add(element, patch, "the %s is no longer deprecated", kind)
	}
}

// record records a difference of an element, together with others of the same element.
func (c *comparer) record(element string, verdict Verdict, format string, args ...any) (change *Change, message string) {
	message = fmt.Sprintf(format, args...)
	change = c.changes[element]
	if change == nil {
		change = &Change{Element: element, Message: message, Verdict: verdict}
		c.changes[element] = change
		return change, message
	}
	if !slices.Contains(strings.Split(change.Message, "; "), message) {
		change.Message += "; " + message
	}
	change.Verdict = change.Join(verdict)
	return change, message
}

func (c *comparer) sorted() []Change {
	var changes []Change
	for _, change := range c.changes {
		changes = append(changes, *change)
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(b.Highest(), a.Highest()), strings.Compare(a.Element, b.Element))
	})
	return changes
}

const protoFolder = "proto/"

// definitions returns the .proto files, by their import paths.
func (f Files) definitions() Files {
	definitions := make(Files)
	for name, text := range f {
		if importPath, found := strings.CutPrefix(name, protoFolder); found && path.Ext(name) == ".proto" {
			definitions[importPath] = text
		}
	}
	return definitions
}

// compile compiles the .proto files. Files that are not among them, such as those of Google, are linked
// into the program.
func (f Files) compile(ctx context.Context) ([]protoreflect.FileDescriptor, error) {
	definitions := f.definitions()
	names := slices.Sorted(maps.Keys(definitions))
	compiled, err := protofile.Compile(ctx, func(name string) ([]byte, error) {
		if text, ok := definitions[name]; ok {
			return text, nil
		}
		return nil, fs.ErrNotExist
	}, names...)
	if err != nil {
		return nil, err
	}
	// The compiler's options contain dynamic messages. Unmarshaling creates those of the linked packages.
	text, err := proto.Marshal(&descriptorpb.FileDescriptorSet{File: protofile.WithImports(compiled)})
	if err != nil {
		return nil, err
	}
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal(text, set); err != nil {
		return nil, err
	}
	linked, err := protodesc.NewFiles(set)
	if err != nil {
		return nil, err
	}
	files := make([]protoreflect.FileDescriptor, len(names))
	for i, name := range names {
		if files[i], err = linked.FindFileByPath(name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// packages returns the Go packages, named by their folders.
func (f Files) packages() []*goapi.Package {
	byFolder := make(map[string]map[string][]byte)
	for name, text := range f {
		if path.Ext(name) != ".go" {
			continue
		}
		folder := path.Dir(name)
		if byFolder[folder] == nil {
			byFolder[folder] = make(map[string][]byte)
		}
		byFolder[folder][path.Base(name)] = text
	}
	var packages []*goapi.Package
	for _, folder := range slices.Sorted(maps.Keys(byFolder)) {
		packages = append(packages, goapi.Parse(folder, byFolder[folder]))
	}
	return packages
}
