// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	table  = flag.Bool("table", false, "measure, and print the tables")
	only   = flag.String("only", ".", "measure the contenders whose names match")
	rounds = flag.Int("rounds", 10, "the number of measurements, of which the median is printed")
)

// measured is the approximate duration of a measurement.
const measured = 200 * time.Millisecond

// TestContenders tries all contenders once, to check that they work. With -table it measures them.
func TestContenders(t *testing.T) {
	for p := range payloads(t) {
		for _, c := range contenders(t, p) {
			for _, do := range c.ways {
				do()
			}
		}
	}
	if *table {
		printTable(t)
	}
}

func BenchmarkContenders(b *testing.B) {
	for p := range payloads(b) {
		for _, way := range ways {
			for _, c := range contenders(b, p) {
				if do := c.ways[way]; do != nil {
					b.Run(p.name+"/"+way+"/"+c.name, benchmark(do))
				}
			}
		}
	}
}

func benchmark(do func()) func(*testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			do()
		}
	}
}

// printTable prints the medians of BenchmarkContenders for each operation and payload, and the
// ratio of each contender to ours.
func printTable(t *testing.T) {
	if err := flag.Set("test.benchtime", measured.String()); err != nil {
		t.Fatal(err)
	}
	selected := regexp.MustCompile(*only + "|^" + ours + "$")
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	for p := range payloads(t) {
		all := slices.DeleteFunc(contenders(t, p), func(c contender) bool { return !selected.MatchString(c.name) })
		for _, way := range ways {
			allocations := make([]int64, len(all))
			times := medians(all, way, func(i int, do func()) float64 {
				result := testing.Benchmark(benchmark(do))
				allocations[i] = result.AllocsPerOp()
				return float64(result.T.Nanoseconds()) / float64(result.N)
			})
			fmt.Fprintf(w, "\n%s, %s (%d bytes)\t\t\t\t\n", p.name, way, len(p.text))
			for i, c := range all {
				if c.ways[way] != nil {
					fmt.Fprintf(w, "%s\t%.2f µs\t%.2f×\t%d allocs\t\n", c.name, times[i]/1000, times[i]/times[0], allocations[i])
				}
			}
			w.Flush()
		}
	}
}

// medians measures each contender, one after the other in each round.
func medians(all []contender, way string, measure func(i int, do func()) float64) []float64 {
	results := make([][]float64, len(all))
	for range *rounds {
		for i, c := range all {
			if do := c.ways[way]; do != nil {
				results[i] = append(results[i], measure(i, do))
			}
		}
	}
	middle := make([]float64, len(all))
	for i := range all {
		middle[i] = median(results[i])
	}
	return middle
}

// cost returns the processor time of one operation in nanoseconds, on all goroutines.
func cost(_ int, do func()) float64 {
	runtime.GC()
	n := 0
	for start, used := time.Now(), processorTime(); ; n++ {
		if n&63 == 0 && n > 0 && time.Since(start) > measured {
			return float64(processorTime()-used) / float64(n)
		}
		do()
	}
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
