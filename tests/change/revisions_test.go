// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/published"
)

var (
	write     = flag.String("write", "", "the folder to which the revisions of documents with failures are written")
	consumers = flag.Int("consumers", 10, "of so many published documents, compile the consumer of one")
)

// maxRun is the time after which a run is considered endless.
const maxRun = 5 * time.Minute

// TestRevisions revises published documents, three times in a row, and converts the first revision again at the end. Each
// run has the lock and the .proto files of the one before, like those of protolect convert.
//
// A run must not stop. A number keeps its name and its type. The same revision gives the same output with its own lock. An
// edit that only adds breaks nothing. A consumer compiles exactly if the verdict for Go is not major. At the
// end, the elements of the first revision have their numbers again.
func TestRevisions(t *testing.T) {
	var c *compiler
	runs := 0
	for i, d := range publishedDocuments(t) {
		if *all && i%*consumers == 0 || !*all {
			if c == nil {
				c = newCompiler(t)
			}
			runs += reviseDocument(t, d, c)
		} else {
			runs += reviseDocument(t, d, nil)
		}
	}
	t.Logf("%d revisions were converted", runs)
	if runs == 0 {
		t.Error("no document was converted")
	}
}

// A history is a sequence of revisions of a document.
type history struct {
	*testing.T
	document publishedDocument
	in       generate.Input
	texts    [][]byte
	edits    []string
	numbers  map[string]string // by message and number, or by enum and number: the name and the type
	named    map[string]string // the numbers by message, name and type
	// unavoidable is set if the last run reported a change that is unavoidable.
	unavoidable bool
	failed      bool
}

func (h *history) fail(format string, args ...any) {
	h.Helper()
	h.failed = true
	h.Errorf("%s, seed %d: %s\n\tedits: %q", h.document.name, *seed, fmt.Sprintf(format, args...), h.edits)
}

// reviseDocument returns the number of converted revisions.
func reviseDocument(t *testing.T, d publishedDocument, c *compiler) (runs int) {
	document := d.read(t)
	if document == nil {
		return 0
	}
	sum := fnv.New64()
	sum.Write([]byte(d.name))
	random := rand.New(rand.NewPCG(*seed, sum.Sum64()))
	r := &reviser{Rand: random, document: document}
	h := &history{T: t, document: d, numbers: make(map[string]string), named: make(map[string]string)}
	h.in = generate.Input{
		Document: generate.File{Name: "document.json", Data: encode(t, document)},
		GoImport: func(p string) string { return "example.com/gen/" + strings.ReplaceAll(p, ".", "/") },
		NoProof:  random.IntN(4) > 0,
	}
	first := copied(document).(object)
	before := h.convert()
	if before == nil {
		return 0 // TestWorld finds it
	}
	h.in.ProtoPackage = before.Model.Package.Name
	h.checkNumbers(before)
	original := numbersOf(before)
	defer func() {
		if h.failed && *write != "" {
			h.write(t)
		}
	}()
	for i := range 4 {
		adds := false
		if i == 3 {
			r.document = copied(first).(object)
			h.edits = append(h.edits, "back")
		} else {
			adds = random.IntN(3) == 0
			h.edits = append(h.edits, fmt.Sprintf("REVISION %d:", i+1))
			for made, tries := 0, 0; made < 1+random.IntN(4) && tries < 40; tries++ {
				edit := r.add
				if !adds {
					edit = r.edit
				}
				if name := edit(); name != "" {
					h.edits = append(h.edits, name)
					made++
				}
			}
		}
		h.follow(before)
		h.in.Document.Data = encode(t, r.document)
		after := h.convert()
		runs++
		if after == nil {
			return runs
		}
		h.checkNumbers(after)
		h.compare(c, before, after, adds && !h.unavoidable && !isGliding(h.in.Lock.Data))
		h.follow(after)
		if again := h.convert(); again != nil {
			h.checkSame(after, again)
		}
		before = after
	}
	now := numbersOf(before)
	for name, number := range original {
		if is, found := now[name]; found && is != number || !found && !h.isReplaced(before, name, number) {
			h.fail("%s had the number %s, and now it is %q", name, number, is)
			break
		}
	}
	return runs
}

// isReplaced reports whether an element of the first revision has a reserved number, or its message is gone: a method keeps the
// request and the response with which it was published last.
func (h *history) isReplaced(out *generate.Output, element, number string) bool {
	owner, _, _ := strings.Cut(strings.TrimPrefix(element, "enum "), " ")
	for _, f := range out.Descriptors {
		relative, found := strings.CutPrefix(owner, string(f.Package())+".")
		if !found {
			continue
		}
		var d protoreflect.Descriptor = f
		for name := range strings.SplitSeq(relative, ".") {
			in, ok := d.(interface {
				Messages() protoreflect.MessageDescriptors
				Enums() protoreflect.EnumDescriptors
			})
			if !ok {
				return false
			}
			if m := in.Messages().ByName(protoreflect.Name(name)); m != nil {
				d = m
			} else if e := in.Enums().ByName(protoreflect.Name(name)); e != nil {
				d = e
			} else {
				d = nil
				break
			}
		}
		n, _ := strconv.Atoi(number)
		switch d := d.(type) {
		case protoreflect.MessageDescriptor:
			return d.ReservedRanges().Has(protoreflect.FieldNumber(n))
		case protoreflect.EnumDescriptor:
			return d.ReservedRanges().Has(protoreflect.EnumNumber(n))
		}
	}
	return true
}

func isGliding(lock []byte) bool {
	l, _ := numbers.Read("numbers.lock.yaml", lock)
	return l != nil && l.Gliding != ""
}

func encode(t *testing.T, document object) []byte {
	t.Helper()
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// follow gives the next run the files of one.
func (h *history) follow(out *generate.Output) {
	proto := make(map[string][]byte)
	h.in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
	h.in.Protos = nil
	for _, f := range out.Proto {
		proto[f.Name] = f.Data
		parsed, err := protofile.Parse("proto/"+f.Name, f.Data)
		if err != nil {
			h.fail("%v", err)
			continue
		}
		h.in.Protos = append(h.in.Protos, parsed)
	}
	h.in.Published = func(path string) []byte { return proto[path] }
}

// convert converts a revision. The output is nil if that failed.
func (h *history) convert() (out *generate.Output) {
	h.texts = append(h.texts, h.in.Document.Data)
	defer func() {
		if p := recover(); p != nil {
			h.fail("panic: %v\n%s", p, debug.Stack())
		}
	}()
	timer := time.AfterFunc(maxRun, func() { panic(fmt.Sprintf("%s: seed %d: an endless run after %q", h.document.name, *seed, h.edits)) })
	defer timer.Stop()
	out, findings, err := generate.API(h.in)
	if err != nil {
		h.fail("%v", err)
	}
	h.unavoidable = slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return f.Rule == finding.PublishedChanged.Name })
	if out == nil && h.in.Lock.Data != nil {
		var lines []string
		for _, f := range findings.All() {
			if f.Severity == finding.Error {
				lines = append(lines, fmt.Sprint(f.Rule, ": ", f.Message))
			}
		}
		h.fail("the revision stops:\n\t%s", strings.Join(lines, "\n\t"))
	}
	return out
}

func (h *history) compare(c *compiler, before, after *generate.Output, adds bool) {
	changes, err := published.Compare(h.Context(), files(before), files(after))
	if err != nil {
		h.fail("%v", err)
		return
	}
	verdict := published.Sum(changes)
	if adds && verdict.Highest() == compare.Major {
		h.fail("the edits only add, but the verdict is %+v:\n\t%s", verdict, strings.Join(worst(changes), "\n\t"))
	}
	if c == nil {
		return
	}
	program := consumer(c.packages(h.T, before.Go))
	if err := c.compile(program, c.packages(h.T, after.Go)); (err != nil) != (verdict.Go == compare.Major) {
		h.fail("the verdict for Go is %s, but compiling the consumer: %v:\n\t%s", verdict.Go, err, strings.Join(worst(changes), "\n\t"))
	}
}

func (h *history) checkSame(want, got *generate.Output) {
	if !bytes.Equal(want.Lock, got.Lock) {
		h.fail("the same revision changes the lock: %s", difference(want.Lock, got.Lock))
	}
	a, b := slices.Concat(want.Proto, want.Go), slices.Concat(got.Proto, got.Go)
	if len(a) != len(b) {
		h.fail("the same revision gives %d files instead of %d", len(b), len(a))
		return
	}
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
			h.fail("the same revision changes %s: %s", a[i].Name, difference(a[i].Data, b[i].Data))
			return
		}
	}
}

// difference returns the first line that differs.
func difference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %q became %q", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines became %d", len(x), len(y))
}

// checkNumbers checks that each number has the name and the type that it had in any earlier revision.
func (h *history) checkNumbers(out *generate.Output) {
	walkMembers(out, func(owner string, number int32, member string) {
		key := fmt.Sprint(owner, " ", number)
		if was, found := h.numbers[key]; found && was != member {
			h.fail("%s was %s and is %s", key, was, member)
		}
		h.numbers[key] = member
		key = owner + " " + member
		if was, found := h.named[key]; found && was != fmt.Sprint(number) {
			h.fail("%s had the number %s and has %d", key, was, number)
		}
		h.named[key] = fmt.Sprint(number)
	})
}

func numbersOf(out *generate.Output) map[string]string {
	all := make(map[string]string)
	walkMembers(out, func(owner string, number int32, member string) {
		all[owner+" "+member] = fmt.Sprint(number)
	})
	return all
}

// walkMembers calls use for each field, with its name and type, and each value of an enum.
func walkMembers(out *generate.Output, use func(owner string, number int32, member string)) {
	enums := func(list protoreflect.EnumDescriptors) {
		for i := range list.Len() {
			values := list.Get(i).Values()
			for j := range values.Len() {
				use("enum "+string(list.Get(i).FullName()), int32(values.Get(j).Number()), string(values.Get(j).Name()))
			}
		}
	}
	var messages func(list protoreflect.MessageDescriptors)
	messages = func(list protoreflect.MessageDescriptors) {
		for i := range list.Len() {
			m := list.Get(i)
			if m.IsMapEntry() {
				continue // the type of the map contains that of the value
			}
			for j := range m.Fields().Len() {
				f := m.Fields().Get(j)
				use(string(m.FullName()), int32(f.Number()), string(f.Name())+" "+typeOf(f))
			}
			enums(m.Enums())
			messages(m.Messages())
		}
	}
	for _, f := range out.Descriptors {
		enums(f.Enums())
		messages(f.Messages())
	}
}

func typeOf(f protoreflect.FieldDescriptor) string {
	name := f.Kind().String()
	switch {
	case f.IsMap():
		return "map of " + typeOf(f.MapValue())
	case f.Message() != nil:
		name = string(f.Message().FullName())
	case f.Enum() != nil:
		name = "enum " + string(f.Enum().FullName())
	}
	if f.IsList() {
		return "list of " + name
	}
	return name
}

// write writes the revisions for a look at them.
func (h *history) write(t *testing.T) {
	t.Helper()
	folder := filepath.Join(*write, strings.ReplaceAll(h.document.name, "/", "_"))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for i, text := range h.texts {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.json", i)), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
