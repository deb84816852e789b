// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package catalogue_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// BenchmarkDocuments generates proto and Go from documents. Its peer is google-api-go-generator,
// which generates only Go. The documents are the catalogue's sample, or all documents with -all.
// One operation converts all of them, one after the other. The peer starts a process for each
// document, which takes some milliseconds. Read the ratio of the two.
func BenchmarkDocuments(b *testing.B) {
	taken := taken(b)
	b.Run("protolect", func(b *testing.B) {
		for b.Loop() {
			for _, d := range taken {
				protolect(b, d.file)
			}
		}
	})
	b.Run("google-api-go-generator", func(b *testing.B) {
		folder := b.TempDir()
		peer := filepath.Join(folder, "google-api-go-generator")
		build := exec.CommandContext(b.Context(), "go", "build", "-o", peer, "google.golang.org/api/google-api-go-generator")
		if text, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, text)
		}
		failed := 0
		for b.Loop() {
			failed = 0
			for _, d := range taken {
				if exec.CommandContext(b.Context(), peer, "-api_json_file", d.file, "-gendir", folder, "-output", filepath.Join(folder, "peer.go")).Run() != nil {
					failed++
				}
			}
		}
		b.ReportMetric(float64(failed), "failed")
	})
}

// BenchmarkLargest shows that the cost grows linearly with the size of a document: compare the
// nanoseconds per byte.
func BenchmarkLargest(b *testing.B) {
	largest := map[string]bool{"compute/v0.alpha": true, "compute/v0.beta": true, "compute/v1": true, "aiplatform/v1": true, "aiplatform/v1beta1": true, "chat/v1": true}
	for _, d := range documents(b) {
		if !largest[d.name] {
			continue
		}
		b.Run(strings.ReplaceAll(d.name, "/", "-"), func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = protolect(b, d.file)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/byte")
		})
	}
}

func taken(b *testing.B) []document {
	b.Helper()
	var taken []document
	for _, d := range documents(b) {
		if *all || isSample(d) {
			taken = append(taken, d)
		}
	}
	return taken
}

// protolect converts one document and returns its size.
func protolect(b *testing.B, file string) int {
	b.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: file, Data: data},
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	})
	if err != nil || out == nil {
		b.Fatal(fmt.Errorf("%s: %w %v", file, err, findings.All()))
	}
	return len(data)
}
