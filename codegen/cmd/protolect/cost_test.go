// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkConvert converts documents of three sizes, from reading to writing. The CPU
// and the allocation for a megabyte of a document stay about the same from 1 MB on; a
// small one also pays for the start.
func BenchmarkConvert(b *testing.B) {
	limitMemory()
	for _, test := range []struct {
		name  string
		parts int
	}{{"20KB", 6}, {"1MB", 288}, {"8MB", 2300}} {
		b.Run(test.name, func(b *testing.B) {
			text := typicalDocument(test.parts)
			name := filepath.Join(b.TempDir(), "things.json")
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				b.Fatal(err)
			}
			var allocated uint64
			var used time.Duration
			stop := watchHeap()
			for b.Loop() {
				b.StopTimer()
				out := b.TempDir()
				runtime.GC()
				before, start := allocatedBytes(), cpu(b)
				b.StartTimer()
				if err := run(b.Context(), []string{"convert", name, "--out", out, "--go", "example.com/x/gen"}, io.Discard, io.Discard); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				used += cpu(b) - start
				allocated += allocatedBytes() - before
				b.StartTimer()
			}
			megabytes := float64(len(text)) / 1e6
			b.ReportMetric(used.Seconds()/megabytes/float64(b.N), "cpu-s/MB")
			b.ReportMetric(float64(allocated)/1e6/megabytes/float64(b.N), "alloc-MB/MB")
			b.ReportMetric(float64(stop())/1e6, "peak-heap-MB")
		})
	}
}

// cpu returns the CPU time that the process has used, garbage collection included.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func allocatedBytes() uint64 { return metric("/gc/heap/allocs:bytes") }

// watchHeap returns a function that returns how large the heap was at most since, without
// the ballast.
func watchHeap() func() uint64 {
	done, largest := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			most = max(most, metric("/memory/classes/heap/objects:bytes"))
			select {
			case <-done:
				largest <- most - uint64(len(ballast))
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(done)
		return <-largest
	}
}

func metric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// typicalDocument returns a document with so many resources of five operations, in about
// 3.5 KB each.
func typicalDocument(parts int) string {
	const sentence = "The text says what it is for, when it changes, and which values an earlier version had."
	var paths, schemas []string
	for i := range parts {
		thing := fmt.Sprintf("Thing%d", i)
		response := func(schema string) string {
			return fmt.Sprintf(`"responses": {"200": {"description": "OK", "content": {"application/json": {"schema": %s}}}, "default": {"description": "It failed.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}`, schema)
		}
		ref := fmt.Sprintf(`{"$ref": "#/components/schemas/%s"}`, thing)
		body := fmt.Sprintf(`"requestBody": {"required": true, "content": {"application/json": {"schema": %s}}}`, ref)
		operation := func(verb, id, rest string) string {
			return fmt.Sprintf(`%q: {"operationId": "%s%s", "tags": ["Group %d"], "description": %q, %s}`, verb, id, thing, i/20, sentence, rest)
		}
		const parameter = `{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}`
		paths = append(paths,
			fmt.Sprintf(`"/things%d": {%s, %s}`, i,
				operation("get", "list", `"parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}, {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["name", "created"]}}], `+
					response(fmt.Sprintf(`{"type": "object", "properties": {"items": {"type": "array", "items": %s}, "total": {"type": "integer"}}}`, ref))),
				operation("post", "create", body+", "+response(ref))),
			fmt.Sprintf(`"/things%d/{id}": {"parameters": [%s], %s, %s, %s}`, i, parameter,
				operation("get", "get", response(ref)), operation("patch", "update", body+", "+response(ref)), operation("delete", "delete", `"responses": {"204": {"description": "Done"}}`)))
		schemas = append(schemas, fmt.Sprintf(`%q: {"type": "object", "description": %q, "required": ["id", "name"], "properties": {
			"id": {"type": "string", "readOnly": true}, "name": {"type": "string", "maxLength": 80, "description": %[2]q},
			"state": {"type": "string", "enum": ["active", "paused", "gone"]}, "count": {"type": "integer", "format": "int64", "minimum": 0},
			"created": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "items": {"type": "string"}}, "labels": {"type": "object", "additionalProperties": {"type": "string"}},
			"owner": {"type": "object", "properties": {"name": {"type": "string"}, "kind": {"type": "string", "nullable": true}}},
			"next": {"$ref": "#/components/schemas/Thing%d"}}}`, thing, sentence, (i+1)%parts))
	}
	schemas = append(schemas, `"Problem": {"type": "object", "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}`)
	return fmt.Sprintf(`{"openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "servers": [{"url": "https://things.example.com"}],
"paths": {%s}, "components": {"schemas": {%s}}}`, strings.Join(paths, ",\n"), strings.Join(schemas, ",\n"))
}
