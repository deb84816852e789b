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
	rounds = flag.Int("rounds", 10, "how often to measure; what is printed is the median")
)

// Each measurement takes about so much time of the processor.
const measured = 200 * time.Millisecond

// TestContenders tries all contenders once, so that what is measured is known
// to work. With -table it measures them.
func TestContenders(t *testing.T) {
	for _, p := range payloads(t) {
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

// printTable prints, of each way and payload, what one operation costs in time
// of the processor, and how many times as much the others cost.
func printTable(t *testing.T) {
	// With one processor, the collector does not take time for what it could as well leave.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	// A program that serves something has some data in memory. Without, the collector would
	// look through the test's own all the time.
	held := make([]byte, 64<<20)
	defer runtime.KeepAlive(held)
	selected := regexp.MustCompile(*only + "|^" + ours + "$")
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	for _, p := range payloads(t) {
		all := slices.DeleteFunc(contenders(t, p), func(c contender) bool { return !selected.MatchString(c.name) })
		for _, way := range ways {
			costs := medianCosts(all, way)
			fmt.Fprintf(w, "\n%s, %s (%d bytes)\t\t\t\t\n", p.name, way, len(p.text))
			for i, c := range all {
				if do := c.ways[way]; do != nil {
					fmt.Fprintf(w, "%s\t%.2f µs\t%.2f×\t%.0f allocs\t\n", c.name, costs[i]/1000, costs[i]/costs[0], testing.AllocsPerRun(5, do))
				}
			}
			w.Flush()
		}
	}
}

// medianCosts measures what one operation of each contender costs, one contender after the
// other in each round.
func medianCosts(all []contender, way string) []float64 {
	costs := make([][]float64, len(all))
	n := make([]int, len(all))
	for range *rounds {
		for i, c := range all {
			if do := c.ways[way]; do != nil {
				if n[i] == 0 {
					n[i] = repetitions(do)
				}
				costs[i] = append(costs[i], cost(do, n[i]))
			}
		}
	}
	medians := make([]float64, len(all))
	for i := range all {
		medians[i] = median(costs[i])
	}
	return medians
}

func repetitions(do func()) int {
	for n := 1; ; n *= 2 {
		if took := cost(do, n) * float64(n); took > float64(measured)/4 {
			return max(1, int(float64(n)*float64(measured)/took))
		}
	}
}

// cost returns what one operation costs in nanoseconds of the processor, with
// the collection of what it leaves. Time on the clock would measure too what
// else the machine does.
func cost(do func(), n int) float64 {
	runtime.GC()
	// The memory that it takes has gone back to the system while another was measured, which
	// allocates less.
	for range n/8 + 1 {
		do()
	}
	start := processorTime()
	for range n {
		do()
	}
	return float64(processorTime()-start) / float64(n)
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
