// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
)

var (
	all  = flag.Bool("all", false, "try every payload in every slot, instead of a sample")
	only = flag.String("only", "", "try only combinations whose names contain this text")
	pair = flag.Int("pairs", 1500, "the number of combinations of payloads and slots in the sample")
	seed = flag.Uint64("seed", 17145424400948851795, "the seed of the sample; 0 selects a random seed")
)

// The limits for one document.
const (
	maxTime   = 5 * time.Minute // a document takes a few seconds; this limit finds those that never end
	maxMemory = 512 << 20
)

// A combination is a document with a payload in a slot.
type combination struct {
	name string
	slot slot
	data func() []byte
	// neverCode reports that the payload is in a description, so it may change only comments.
	neverCode bool
}

func combinations(d *document) []combination {
	var list []combination
	add := func(p string, s slot, how string, data func() []byte) {
		list = append(list, combination{
			name:      fmt.Sprintf("%.80q %s %s", p, how, s),
			slot:      s,
			data:      data,
			neverCode: isDescription(s),
		})
	}
	texts := payloads()
	for _, s := range d.slots {
		for _, p := range texts {
			add(p.name, s, "in place of", func() []byte { return d.with(s, p.json) })
			if !p.isName && s.text != "" {
				add(p.name, s, "behind", func() []byte { return d.with(s, jsonText(s.text)+p.json) })
			}
		}
		if d.besides(s, "x") == nil {
			continue
		}
		for _, name := range sortedKeys(twins) {
			text := jsonText(twins[name](s.text))
			add(name, s, "beside", func() []byte { return d.besides(s, text) })
		}
	}
	return list
}

// isDescription reports whether a slot is a description that affects only comments.
func isDescription(s slot) bool {
	if s.isKey || strings.HasPrefix(s.text, "Properties of") || strings.Contains(s.text, " only.") || strings.HasPrefix(s.text, "Required.") {
		return false
	}
	return s.last() == "description" && s.path[0] != "auth" && s.path[0] != "endpoints" || s.under("enumDescriptions")
}

// TestHostileDocuments puts payloads into slots. Either a finding refuses the document and names
// the place, or the output contains nothing that the payload chose.
func TestHostileDocuments(t *testing.T) {
	d := readDocument(t)
	list := combinations(d)
	t.Logf("%d slots, %d combinations", len(d.slots), len(list))
	list = sample(t, list)
	in := newInspector(t, d)
	peak := watchMemory(t)
	run(list, func(worker *typeChecker, c combination) { in.try(t, worker, c) }, in.exports)
	t.Logf("tried %d: %d refused, %d made code; %d outputs inspected, %d MiB of heap at most; %v for %s",
		len(list), in.refused.Load(), in.made.Load(), in.inspected.Load(), peak()>>20, in.slowest, in.slow)
	if in.refused.Load() == 0 || in.made.Load() == 0 {
		t.Error("the sample contains only refused or only accepted documents")
	}
}

func sample(t *testing.T, list []combination) []combination {
	if *only != "" {
		return slices.DeleteFunc(list, func(c combination) bool { return !strings.Contains(c.name, *only) })
	}
	if *all {
		return list
	}
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("sampled by -seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(*pair, len(list))]
}

// run tries the combinations, one per processor at the same time.
func run(list []combination, try func(*typeChecker, combination), exports map[string]string) {
	next := make(chan combination)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			worker := newTypeChecker(exports)
			for c := range next {
				try(worker, c)
			}
		})
	}
	for _, c := range list {
		next <- c
	}
	close(next)
	workers.Wait()
}

// An inspector tries combinations. It inspects equal outputs once.
type inspector struct {
	exports                  map[string]string
	benign                   string // the output of the unharmed document, without comments
	refused, made, inspected atomic.Int64

	mutex   sync.Mutex
	slowest time.Duration
	slow    string // the slowest combination
	seen    map[[sha256.Size]byte]bool
}

func newInspector(t *testing.T, d *document) *inspector {
	t.Helper()
	in := &inspector{exports: exports(t), seen: make(map[[sha256.Size]byte]bool)}
	out, findings, err := generate.API(input(d.data))
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	if found := append(problems(out), newTypeChecker(in.exports).problems(out)...); len(found) > 0 {
		t.Fatalf("the unharmed document: %q", found)
	}
	in.benign = withoutComments(out)
	return in
}

func input(data []byte) generate.Input {
	return generate.Input{
		Document: generate.File{Name: "document.json", Data: data},
		GoImport: func(protoPackage string) string {
			return goImport + "/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	}
}

// try generates from one combination and inspects the output.
func (in *inspector) try(t *testing.T, types *typeChecker, c combination) {
	data := c.data()
	hanging := time.AfterFunc(maxTime, func() { panic(c.name + " does not end") })
	defer hanging.Stop()
	defer func() {
		if problem := recover(); problem != nil {
			stack := make([]byte, 4096)
			t.Errorf("%s: panic: %v\n%s", c.name, problem, stack[:runtime.Stack(stack, false)])
		}
	}()
	start := time.Now()
	out, findings, err := generate.API(input(data))
	in.took(c.name, time.Since(start))
	switch {
	case err != nil:
		t.Errorf("%s: no finding, but %.1000v", c.name, err)
	case out == nil:
		in.refused.Add(1)
		if !saysWhere(findings) {
			t.Errorf("%s: refused without a position: %.1000v", c.name, findings.All())
		}
	default:
		in.made.Add(1)
		if _, found := numbers.Read("numbers.lock.yaml", out.Lock); found.HasErrors() {
			t.Errorf("%s: the lock cannot be read: %.1000v", c.name, found.All())
		}
		if c.neverCode && withoutComments(out) != in.benign {
			t.Errorf("%s: not only comments differ", c.name)
		}
		if !in.isNew(out) {
			return
		}
		for _, problem := range append(problems(out), types.problems(out)...) {
			t.Errorf("%s: %s", c.name, problem)
		}
	}
}

// saysWhere reports whether each error has a place in the document.
func saysWhere(findings *finding.List) bool {
	where := false
	for _, f := range findings.All() {
		if f.Severity == finding.Error {
			where = true
			if f.Position.File == "" || f.Position.Line == 0 || f.Position.Column == 0 {
				return false
			}
		}
	}
	return where
}

// took records the duration of a combination. A long duration is not an error, because it depends
// on the load of the machine; a combination that never ends is.
func (in *inspector) took(name string, d time.Duration) {
	in.mutex.Lock()
	defer in.mutex.Unlock()
	if d > in.slowest {
		in.slowest, in.slow = d, name
	}
}

func (in *inspector) isNew(out *generate.Output) bool {
	hash := sha256.New()
	for _, f := range append(slices.Clip(out.Proto), out.Go...) {
		fmt.Fprintf(hash, "%d %s %d ", len(f.Name), f.Name, len(f.Data))
		hash.Write(f.Data)
	}
	sum := [sha256.Size]byte(hash.Sum(nil))
	in.mutex.Lock()
	defer in.mutex.Unlock()
	if in.seen[sum] {
		return false
	}
	in.seen[sum] = true
	in.inspected.Add(1)
	return true
}

// withoutComments returns an output as one text without comments and without the white space that
// gofmt arranges around them.
func withoutComments(out *generate.Output) string {
	var text strings.Builder
	for _, f := range out.Proto {
		text.WriteString("== " + f.Name + "\n")
		for line := range bytes.Lines(f.Data) {
			if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("//")) {
				text.Write(line)
			}
		}
	}
	for _, f := range out.Go {
		text.WriteString("== " + f.Name + "\n")
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "", f.Data, parser.SkipObjectResolution)
		if err == nil {
			err = format.Node(&text, files, file)
		}
		if err != nil {
			text.WriteString(err.Error())
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// watchMemory fails the test if the heap grows beyond the limit for one document. The returned
// function returns the maximum size.
func watchMemory(t *testing.T) func() uint64 {
	// Garbage does not count.
	t.Cleanup(func() { debug.SetMemoryLimit(math.MaxInt64) })
	debug.SetMemoryLimit(maxMemory * 9 / 10)
	var peak atomic.Uint64
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(heap)
			peak.Store(max(peak.Load(), heap[0].Value.Uint64()))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		if peak.Load() > maxMemory {
			t.Errorf("the heap grew to %d MiB", peak.Load()>>20)
		}
		return peak.Load()
	}
}
