// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// numbered maps names to numbers.
type numbered = map[string]int32

func TestReconcile(t *testing.T) {
	abc := message("M", numbered{"a": 1, "b": 2, "c": 3}, nil)
	removed := message("M", numbered{"a": 1, "c": 3}, numbered{"b": 2})
	tests := []struct {
		name     string
		lock     *numbers.Lock
		declared numbers.Declared
		want     *numbers.Lock
	}{
		{"new message", &numbers.Lock{}, fields("M", "a", "b", "c"), abc},
		{"nothing changes", abc, fields("M", "a", "b", "c"), abc},
		{"insert in the middle", abc, fields("M", "a", "x", "b", "c"), message("M", numbered{"a": 1, "b": 2, "c": 3, "x": 4}, nil)},
		{"insert two, in the declared order", abc, fields("M", "y", "a", "x", "b", "c"), message("M", numbered{"a": 1, "b": 2, "c": 3, "y": 4, "x": 5}, nil)},
		{"reorder", abc, fields("M", "c", "a", "b"), abc},
		{"remove", abc, fields("M", "a", "c"), removed},
		{"bring back", removed, fields("M", "a", "b", "c"), abc},
		{"stay removed", removed, fields("M", "a", "c"), removed},
		{"remove the last, then add another", message("M", numbered{"a": 1, "b": 2}, numbered{"c": 3}), fields("M", "a", "b", "d"), message("M", numbered{"a": 1, "b": 2, "d": 4}, numbered{"c": 3})},
		{"rename in the document", abc, fields("M", "a", "b2", "c"), message("M", numbered{"a": 1, "b2": 4, "c": 3}, numbered{"b": 2})},
		{"bring back beside a new one", removed, fields("M", "d", "b", "a", "c"), message("M", numbered{"a": 1, "b": 2, "c": 3, "d": 4}, nil)},
		{"message vanishes", removed, numbers.Declared{}, message("M", nil, numbered{"a": 1, "b": 2, "c": 3})},
		{"message returns", message("M", nil, numbered{"a": 1, "b": 2, "c": 3}), fields("M", "d", "c", "b"), message("M", numbered{"b": 2, "c": 3, "d": 4}, numbered{"a": 1})},
		{"message without fields", &numbers.Lock{}, fields("M"), message("M", nil, nil)},
		{"jump over what is reserved", message("M", numbered{"a": 18998}, nil), fields("M", "a", "b", "c"), message("M", numbered{"a": 18998, "b": 18999, "c": 20000}, nil)},
		{"the last field number", message("M", numbered{"a": 536870910}, nil), fields("M", "a", "b"), message("M", numbered{"a": 536870910, "b": 536870911}, nil)},
		{
			"new beside official ones", &numbers.Lock{}, official(fixed(fields("M", "a", "b", "c"), numbered{"b": 7})),
			message("M", numbered{"a": 10000, "b": 7, "c": 10001}, nil),
		},
		{
			"new where others have official ones", abc, official(fields("M", "a", "b", "c", "d")),
			message("M", numbered{"a": 1, "b": 2, "c": 3, "d": 10000}, nil),
		},
		{
			"new after one that got out of the way", message("M", numbered{"a": 10004}, nil), official(fields("M", "a", "b")),
			message("M", numbered{"a": 10004, "b": 10005}, nil),
		},
		{
			"an official one beyond", &numbers.Lock{}, official(fixed(fields("M", "a", "b"), numbered{"a": 10000})),
			message("M", numbered{"a": 10000, "b": 10001}, nil),
		},
		{
			"an enum without official ones has its zero", &numbers.Lock{}, official(values("E", "A", "B", "C")),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 0, "B": 10000, "C": 10001}}}},
		},
		{
			"an enum's zero is official", &numbers.Lock{}, official(fixed(values("E", "A", "B", "C"), numbered{"B": 0})),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 10000, "B": 0, "C": 10001}}}},
		},
		{
			"an enum's zero is gone", &numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Gone: numbered{"A": 0}}}}, official(values("E", "B")),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"B": 10000}, Gone: numbered{"A": 0}}}},
		},
		{
			"new enum",
			&numbers.Lock{},
			values("E", "A", "B"),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 0, "B": 1}}}},
		},
		{
			"an enum's zero vanishes",
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 0, "B": 1}}}},
			values("E", "C", "B"),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"B": 1, "C": 2}, Gone: numbered{"A": 0}}}},
		},
		{
			"nothing is reserved for an enum",
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 18999}}}},
			values("E", "A", "B"),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 18999, "B": 19000}}}},
		},
		{
			"prefixed is carried through",
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Prefixed: true, Current: numbered{"A": 0}}, "F": {Prefixed: true, Current: numbered{"A": 0}}}},
			values("E", "A", "B"),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Prefixed: true, Current: numbered{"A": 0, "B": 1}}, "F": {Prefixed: true, Gone: numbered{"A": 0}}}},
		},
		{
			"a message and an enum of one key",
			&numbers.Lock{},
			numbers.Declared{Messages: fields("X", "a").Messages, Enums: values("X", "a").Enums},
			&numbers.Lock{
				Messages: map[string]*numbers.Entry{"X": {Current: numbered{"a": 1}}},
				Enums:    map[string]*numbers.Entry{"X": {Current: numbered{"a": 0}}},
			},
		},

		{"fixed", &numbers.Lock{}, fixed(fields("M", "a", "b", "c", "d"), numbered{"b": 1, "c": 3}), message("M", numbered{"a": 2, "b": 1, "c": 3, "d": 4}, nil)},
		{"fixed in a known message", abc, fixed(fields("M", "a", "b", "c", "d", "e", "f"), numbered{"d": 5}), message("M", numbered{"a": 1, "b": 2, "c": 3, "d": 5, "e": 4, "f": 6}, nil)},
		{"fixed below the highest", message("M", numbered{"a": 10}, nil), fixed(fields("M", "a", "b", "c"), numbered{"b": 5}), message("M", numbered{"a": 10, "b": 5, "c": 11}, nil)},
		{"fixed as it is", removed, fixed(fields("M", "a", "b", "c"), numbered{"a": 1, "b": 2}), abc},
		{"fixed for what is not declared", abc, fixed(fields("M", "a", "b", "c", "d"), numbered{"x": 4}), message("M", numbered{"a": 1, "b": 2, "c": 3, "d": 5}, nil)},
		{"fixed at the last number", &numbers.Lock{}, fixed(fields("M", "a", "b"), numbered{"a": 536870911}), message("M", numbered{"a": 536870911, "b": 1}, nil)},
		{
			"the first of an enum is zero though others are fixed",
			&numbers.Lock{},
			fixed(values("E", "A", "B", "C"), numbered{"A": 7, "C": 1}),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 7, "B": 0, "C": 1}}}},
		},
		{
			"an enum's zero is fixed",
			&numbers.Lock{},
			fixed(values("E", "A", "B", "C"), numbered{"B": 0}),
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 1, "B": 0, "C": 2}}}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := string(test.lock.Write())
			got, findings := numbers.Reconcile(test.lock, test.declared)
			assertFindings(t, findings)
			assertLock(t, got, test.want)
			if diff := cmp.Diff(before, string(test.lock.Write())); diff != "" {
				t.Errorf("the lock given was modified (-before +after):\n%s", diff)
			}
			again, findings := numbers.Reconcile(got, test.declared)
			assertFindings(t, findings)
			assertLock(t, again, got)
		})
	}
}

func TestReconcileFindings(t *testing.T) {
	known := message("M", numbered{"a": 1, "b": 2}, numbered{"c": 3})
	tests := []struct {
		name     string
		lock     *numbers.Lock
		declared numbers.Declared
		want     []string
		wantLock *numbers.Lock
	}{
		{
			"fields are exhausted", message("M", numbered{"a": 1}, numbered{"z": 536870911}), fields("M", "a", "b", "c"),
			[]string{
				`7:3 numbers-exhausted: no number is left for field "b" of message "M": the highest ever used is 536870911 of 536870911`,
				`7:3 numbers-exhausted: no number is left for field "c" of message "M": the highest ever used is 536870911 of 536870911`,
			},
			message("M", numbered{"a": 1}, numbered{"z": 536870911}),
		},
		{
			"a way out of exhaustion", message("M", numbered{"a": 536870911}, nil), fixed(fields("M", "a", "b"), numbered{"b": 1}), nil,
			message("M", numbered{"a": 536870911, "b": 1}, nil),
		},
		{
			"exhausted by what is fixed", message("M", numbered{"a": 536870910}, nil), fixed(fields("M", "a", "b", "c"), numbered{"b": 536870911}),
			[]string{`7:3 numbers-exhausted: no number is left for field "c" of message "M": the highest ever used is 536870910 of 536870911`},
			message("M", numbered{"a": 536870910, "b": 536870911}, nil),
		},
		{
			"values are exhausted",
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 2147483646}}}},
			values("E", "A", "B", "C"),
			[]string{`7:3 numbers-exhausted: no number is left for value "C" of enum "E": the highest ever used is 2147483647 of 2147483647`},
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 2147483646, "B": 2147483647}}}},
		},
		{
			"fixed differs from current and gone", known, fixed(fields("M", "a", "b", "c"), numbered{"a": 9, "c": 10}),
			[]string{
				`20:5 official-number-conflict: field "a" of message "M" has the official number 9, but 1 in the lock file`,
				`21:5 official-number-conflict: field "c" of message "M" has the official number 10, but 3 in the lock file`,
			},
			message("M", numbered{"a": 1, "b": 2, "c": 3}, nil),
		},
		{
			"fixed is another's, current and gone", known, fixed(fields("M", "a", "b", "x", "y", "z"), numbered{"x": 2, "y": 3}),
			[]string{
				`20:5 official-number-conflict: field "x" of message "M" has the official number 2, like "b"`,
				`21:5 official-number-conflict: field "y" of message "M" has the official number 3, like "c"`,
			},
			message("M", numbered{"a": 1, "b": 2, "z": 4}, numbered{"c": 3}),
		},
		{
			"two are fixed to one", &numbers.Lock{}, fixed(values("E", "B", "A"), numbered{"A": 0, "B": 0}),
			[]string{`21:5 official-number-conflict: value "B" of enum "E" has the official number 0, like "A"`},
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"A": 0}}}},
		},
		{
			"fixed to what fields may not have", &numbers.Lock{}, fixed(fields("M", "a", "b", "c"), numbered{"a": 0, "b": 19500, "c": 536870912}),
			[]string{
				`20:5 official-number-invalid: field "a" of message "M" has the official number 0, which no field may have`,
				`21:5 official-number-invalid: field "b" of message "M" has the official number 19500, which no field may have`,
				`22:5 official-number-invalid: field "c" of message "M" has the official number 536870912, which no field may have`,
			},
			message("M", nil, nil),
		},
		{
			"fixed to what values may not have", &numbers.Lock{}, fixed(values("E", "A", "B"), numbered{"A": -1}),
			[]string{`20:5 official-number-invalid: value "A" of enum "E" has the official number -1, which no value may have`},
			&numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: numbered{"B": 0}}}},
		},
		{
			"duplicate names", known, fields("M", "x", "a", "x", "a", "b"),
			[]string{
				`7:3 declared-twice: field "a" of message "M" is declared twice`,
				`7:3 declared-twice: field "x" of message "M" is declared twice`,
			},
			message("M", numbered{"a": 1, "b": 2, "x": 4}, numbered{"c": 3}),
		},
		{
			"duplicate declarations", known, numbers.Declared{Messages: append(fields("M", "a", "b").Messages, fields("M", "d").Messages...)},
			[]string{`7:3 declared-twice: message "M" is declared twice`},
			known,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, findings := numbers.Reconcile(test.lock, test.declared)
			assertFindings(t, findings, test.want...)
			assertLock(t, got, test.wantLock)
			for _, f := range findings.All() {
				if f.Position.File == "" || f.Severity != finding.Error || f.Help == "" {
					t.Errorf("no file, no error or no help in %+v", f)
				}
			}
		})
	}
}

// A method becomes what is declared of it, and is not forgotten.
func TestReconcileMethods(t *testing.T) {
	lock := &numbers.Lock{Methods: map[string]numbers.Method{
		"back":   {RPC: "Back", Joined: true, Gone: true},
		"gone":   {RPC: "Gone", Gone: true},
		"leaves": {RPC: "Leave", Joined: true},
		"stays":  {RPC: "Stay"},
	}}
	declared := numbers.Declared{Methods: map[string]numbers.Method{
		"back":  {RPC: "Back"},
		"new":   {RPC: "New"},
		"stays": {RPC: "Stay", Joined: true},
	}}
	want := &numbers.Lock{Methods: map[string]numbers.Method{
		"back":   {RPC: "Back"},
		"gone":   {RPC: "Gone", Gone: true},
		"leaves": {RPC: "Leave", Joined: true, Gone: true},
		"new":    {RPC: "New"},
		"stays":  {RPC: "Stay", Joined: true},
	}}
	got, findings := numbers.Reconcile(lock, declared)
	assertFindings(t, findings)
	assertLock(t, got, want)
}

// Names and types stay with their entries, whether those are declared or not.
func TestReconcileKeepsNames(t *testing.T) {
	entries := func(current, gone numbered) *numbers.Lock {
		return &numbers.Lock{Enums: map[string]*numbers.Entry{"E": {Current: current, Gone: gone, Name: "E2", Names: map[string]string{"A": "E_A2"}, Types: map[string]string{"A": "uint32"}, Prefixed: true}}}
	}
	for _, declared := range []numbers.Declared{values("E", "A"), values("F")} {
		got, findings := numbers.Reconcile(entries(numbered{"A": 0}, nil), declared)
		assertFindings(t, findings)
		want := entries(got.Enums["E"].Current, got.Enums["E"].Gone)
		if diff := cmp.Diff(want.Enums["E"], got.Enums["E"]); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// The lock returned shares nothing with the one given.
func TestReconcileCopies(t *testing.T) {
	lock := &numbers.Lock{
		Messages: map[string]*numbers.Entry{"M": {Current: numbered{"a": 1}, Gone: numbered{"b": 2}, Types: map[string]string{"a": "optional"}}, "N": {Gone: numbered{"a": 1}}},
		Enums:    map[string]*numbers.Entry{"E": {Current: numbered{"A": 0}, Names: map[string]string{"A": "E_A2"}}},
		Methods:  map[string]numbers.Method{"a": {RPC: "A"}},
	}
	before := string(lock.Write())
	got, _ := numbers.Reconcile(lock, fields("M", "a"))
	for _, entries := range []map[string]*numbers.Entry{got.Messages, got.Enums} {
		for _, entry := range entries {
			entry.Prefixed = true
			clear(entry.Names)
			clear(entry.Types)
			clear(entry.Current)
			clear(entry.Gone)
		}
		clear(entries)
	}
	clear(got.Methods)
	if diff := cmp.Diff(before, string(lock.Write())); diff != "" {
		t.Errorf("the lock given was modified (-before +after):\n%s", diff)
	}
}

// The same history gives the same bytes, whatever the order of Go's maps.
func TestReconcileIsDeterministic(t *testing.T) {
	first := ""
	for range 20 {
		lock := &numbers.Lock{}
		var findings finding.List
		random := rand.New(rand.NewPCG(1, 2))
		for range 10 {
			var found *finding.List
			lock, found = numbers.Reconcile(lock, randomDeclared(random, randomOfficial(random)))
			findings.Append(found)
		}
		got := fmt.Sprintf("%s%v", lock.Write(), findings.All())
		if first == "" {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatalf("another run (-first +this):\n%s", diff)
		}
	}
}

// Through any history no number changes, none is forgotten, and none is ever
// used by two names; whether official numbers are in conflict with it or not.
func TestReconcileRandomHistories(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		lock := &numbers.Lock{}
		numberOf := map[string]int32{} // section, key and name to number
		nameOf := map[string]string{}  // section, key and number to name
		for step := range 25 {
			declared := randomDeclared(random, randomOfficial(random))
			next, findings := numbers.Reconcile(lock, declared)
			checkHistory(t, next, numberOf, nameOf)
			checkDeclared(t, next.Messages, declared.Messages, findings.HasErrors())
			checkDeclared(t, next.Enums, declared.Enums, findings.HasErrors())
			if t.Failed() {
				t.Fatalf("seed %d, step %d, declared %+v", seed, step, declared)
			}
			lock = next
		}
		assertLock(t, mustRead(t, lock.Write()), lock)
	}
}

// checkHistory compares a lock with all that came before it, and adds it.
func checkHistory(t *testing.T, lock *numbers.Lock, numberOf map[string]int32, nameOf map[string]string) {
	t.Helper()
	present := 0
	for section, entries := range map[string]map[string]*numbers.Entry{"messages": lock.Messages, "enums": lock.Enums} {
		for key, entry := range entries {
			for _, part := range []numbered{entry.Current, entry.Gone} {
				for name, number := range part {
					present++
					who := fmt.Sprint(section, "/", key, "/", name)
					what := fmt.Sprint(section, "/", key, "/", number)
					if before, ok := numberOf[who]; ok && before != number {
						t.Errorf("%s was %d and is %d", who, before, number)
					}
					if before, ok := nameOf[what]; ok && before != name {
						t.Errorf("%s was %s and is %s", what, before, name)
					}
					if section == "messages" && (number < 1 || number > 536870911 || number >= 19000 && number <= 19999) || number < 0 {
						t.Errorf("%s has the number %d", who, number)
					}
					numberOf[who], nameOf[what] = number, name
				}
			}
		}
	}
	if present != len(numberOf) {
		t.Errorf("%d numbers were given, and the lock has %d", len(numberOf), present)
	}
}

// checkDeclared checks that current is what is declared; with errors it may be
// less.
func checkDeclared(t *testing.T, entries map[string]*numbers.Entry, declared []numbers.Declaration, errors bool) {
	t.Helper()
	names := map[string][]string{}
	for _, declaration := range declared {
		names[declaration.Key] = declaration.Names
	}
	for key, entry := range entries {
		for name := range entry.Current {
			if !slices.Contains(names[key], name) {
				t.Errorf("%s of %s is current and not declared", name, key)
			}
		}
		if !errors && len(entry.Current) != len(names[key]) {
			t.Errorf("%s has %d names and declares %d", key, len(entry.Current), len(names[key]))
		}
	}
}

// randomOfficial returns none or a few official numbers: near those that are
// given, near the reserved range, or near the last.
func randomOfficial(random *rand.Rand) numbered {
	if random.IntN(3) > 0 {
		return nil
	}
	official := numbered{}
	for range random.IntN(4) {
		name := fmt.Sprint("n", random.IntN(14))
		near := []int32{0, 0, 0, 0, 0, 0, 18990, 536870900}[random.IntN(8)]
		official[name] = near + int32(random.IntN(20))
	}
	return official
}

// randomDeclared declares some of three messages and three enums, each with
// some of fourteen names in some order.
func randomDeclared(random *rand.Rand, official numbered) numbers.Declared {
	declarations := func() []numbers.Declaration {
		var declarations []numbers.Declaration
		for _, i := range random.Perm(3)[:random.IntN(4)] {
			declaration := numbers.Declaration{Key: fmt.Sprint("K", i), Fixed: officials(official)}
			for _, j := range random.Perm(14)[:random.IntN(15)] {
				declaration.Names = append(declaration.Names, fmt.Sprint("n", j))
			}
			declarations = append(declarations, declaration)
		}
		return declarations
	}
	return numbers.Declared{Messages: declarations(), Enums: declarations(), Official: random.IntN(2) == 0}
}
