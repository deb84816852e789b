// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	all        = flag.Bool("all", false, "test all documents instead of a sample")
	only       = flag.String("documents", "", "test the documents whose names match this pattern, or the file with this name")
	onlyKind   = flag.String("kind", "", "test the documents of this kind: native (OpenAPI 3), converted (to OpenAPI 3, by others) or discovery")
	seed       = flag.Uint64("seed", 1, "the seed of random choices and values")
	operations = flag.Int("operations", 30, "the number of operations of a document that are called with random requests")
	workers    = flag.Int("workers", runtime.GOMAXPROCS(0), "the number of documents that are tested at the same time")
	maxTime    = flag.Duration("time", 10*time.Minute, "the maximum time for a document")
	maxMemory  = flag.Int64("memory", 6<<30, "the maximum memory for a document, in bytes")
	resultFile = flag.String("results", "", "a file that keeps results; documents with a result in it are not tested again")
	reportFile = flag.String("report", "", "the file for the report of all causes")
	peers      = flag.Int("peers", 0, "the number of documents that TestPeers converts with other generators")
	worker     = flag.Bool("worker", false, "test the documents that are named on standard input; the test starts its workers with this flag")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *worker {
		work(os.Stdin, os.Stdout)
		return
	}
	os.Exit(m.Run())
}

func TestWorld(t *testing.T) {
	documents, err := documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openResults(*resultFile)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	r := report{results: kept.of(documents)}
	var missing []document
	for _, d := range documents {
		if !slices.ContainsFunc(r.results, func(r *result) bool { return r.Document == d.Name }) {
			missing = append(missing, d)
		}
	}
	for result := range takeAll(t, missing) {
		r.results = append(r.results, result)
		if err := kept.add(result); err != nil {
			t.Error(err)
		}
		if testing.Verbose() && len(documents) > 100 {
			progress(&r, len(documents), result)
		}
	}
	if len(r.results) < len(documents) {
		t.Fatalf("%d of %d documents were tested", len(r.results), len(documents))
	}
	text := r.table()
	if testing.Verbose() {
		fmt.Println()
		fmt.Print(text)
	}
	if len(documents) == 1 || testing.Verbose() && *only != "" {
		fmt.Print(r.causes())
	}
	if *reportFile != "" {
		if err := os.WriteFile(*reportFile, []byte(text+"\n"+r.causes()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	explained, err := readExplained("explained.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.failures() {
		if _, ok := explained[c.Key]; !ok {
			t.Errorf("%d × %s, for example in %s", c.Count, c.Key, strings.ReplaceAll(c.Examples[0].String(), "\n", "\n\t"))
		}
		delete(explained, c.Key)
	}
	if *all && *only == "" {
		for key := range explained {
			t.Errorf("explained.txt: this cause no longer occurs; remove its line: %s", key)
		}
	}
}

// progress prints the progress from time to time.
func progress(r *report, documents int, last *result) {
	if n := len(r.results); n%50 == 0 || n == documents || last.Took > time.Minute {
		fmt.Printf("%5d of %d documents, the last one %s in %.1fs\n", n, documents, last.Document, last.Took.Seconds())
	}
}
