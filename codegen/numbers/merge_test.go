// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/numbers"
)

// TestMerge unites the sections of locks, which follow "version: 2".
func TestMerge(t *testing.T) {
	const m = "messages:\n  M:\n    current:\n      a: 1 string\n"
	const e = "enums:\n  E:\n    current:\n      A: 0\n"
	const f = "methods:\n  f:\n    rpc: F\n"
	for _, test := range []struct {
		name               string
		base, ours, theirs string
		want               string
		notes              []string
		err                string
	}{
		{name: "nothing"},
		{name: "nothing new", base: m + e + f, ours: m + e + f, theirs: m + e + f, want: m + e + f},
		{name: "ours", base: m, ours: m + "      b: 2 string\n", theirs: m, want: m + "      b: 2 string\n"},
		{name: "theirs", base: m, ours: m, theirs: m + "      b: 2 string\n", want: m + "      b: 2 string\n"},
		{name: "the same", base: m, ours: m + "      b: 2 string\n", theirs: m + "      b: 2 string\n", want: m + "      b: 2 string\n"},
		{
			name: "another type", base: m, ours: m + "      b: 2 string\n", theirs: m + "      b: 2 optional int64\n", want: m + "      b: 2 string\n",
			notes: []string{"message M: the field b has the type string, and no longer optional int64 of theirs"},
		},
		{
			name: "the same number", base: m, ours: m + "      b: 2 string\n", theirs: m + "      c: 2 int32\n      d: 3 bool\n",
			want:  m + "      b: 2 string\n      d: 3 bool\n      c: 4 int32\n",
			notes: []string{"message M: the field c has the number 4, and no longer 2 of theirs"},
		},
		{
			name: "another number", base: m, ours: m + "      b: 2 string\n", theirs: m + "      c: 2 int32\n      b: 3 bool\n",
			want: m + "      b: 2 string\n      c: 4 int32\n",
			notes: []string{
				"message M: the field c has the number 4, and no longer 2 of theirs",
				"message M: the field b has the number 2, and no longer 3 of theirs",
				"message M: the field b has the type string, and no longer bool of theirs",
			},
		},
		{name: "gone in ours", base: m, ours: strings.Replace(m, "current", "gone", 1), theirs: m, want: strings.Replace(m, "current", "gone", 1)},
		{name: "gone in theirs", base: m, ours: m, theirs: strings.Replace(m, "current", "gone", 1), want: strings.Replace(m, "current", "gone", 1)},
		{
			name: "gone and new", base: m, ours: m + "      b: 2 string\n", theirs: strings.Replace(m, "current", "gone", 1),
			want: "messages:\n  M:\n    current:\n      b: 2 string\n    gone:\n      a: 1 string\n",
		},
		{
			name: "another type in ours", base: m, ours: "messages:\n  M:\n    current:\n      a: 2 int32\n    replaced:\n      a:\n        - 1 string\n", theirs: m + "      b: 2 bool\n",
			want:  "messages:\n  M:\n    current:\n      a: 2 int32\n      b: 3 bool\n    replaced:\n      a:\n        - 1 string\n",
			notes: []string{"message M: the field b has the number 3, and no longer 2 of theirs"},
		},
		{
			name: "another type in theirs", base: m, ours: m + "      b: 2 bool\n", theirs: "messages:\n  M:\n    current:\n      a: 2 int32\n    replaced:\n      a:\n        - 1 string\n",
			want:  "messages:\n  M:\n    current:\n      b: 2 bool\n      a: 3 int32\n    replaced:\n      a:\n        - 1 string\n",
			notes: []string{"message M: the field a has the number 3, and no longer 2 of theirs"},
		},
		{
			name: "other types in both", base: m, ours: "messages:\n  M:\n    current:\n      a: 2 int32\n    replaced:\n      a:\n        - 1 string\n",
			theirs: "messages:\n  M:\n    current:\n      a: 3 bool\n    replaced:\n      a:\n        - 1 string\n        - 2 bytes\n",
			want:   "messages:\n  M:\n    current:\n      a: 2 int32\n    replaced:\n      a:\n        - 1 string\n",
			notes:  []string{"message M: the field a has the number 2, and no longer 3 of theirs", "message M: the field a has the type int32, and no longer bool of theirs"},
		},
		{
			name: "reserved by protobuf", base: "messages:\n  M:\n    current:\n      a: 18998 string\n",
			ours:   "messages:\n  M:\n    current:\n      a: 18998 string\n      b: 18999 string\n",
			theirs: "messages:\n  M:\n    current:\n      a: 18998 string\n      c: 18999 string\n",
			want:   "messages:\n  M:\n    current:\n      a: 18998 string\n      b: 18999 string\n      c: 20000 string\n",
			notes:  []string{"message M: the field c has the number 20000, and no longer 18999 of theirs"},
		},
		{
			name: "new entries", ours: m, theirs: "messages:\n  M:\n    current:\n      b: 1 int32\n  P:\n    current:\n      a: 1 string\n",
			want:  m + "      b: 2 int32\n  P:\n    current:\n      a: 1 string\n",
			notes: []string{"message M: the field b has the number 2, and no longer 1 of theirs"},
		},
		{
			name: "the first values of an enum", ours: e, theirs: "enums:\n  E:\n    current:\n      B: 0\n", want: e + "      B: 1\n",
			notes: []string{"enum E: the value B has the number 1, and no longer 0 of theirs"},
		},
		{
			name: "published names", base: m, ours: m + "      b: 2 string\n    published:\n      x: 2\n", theirs: m + "      c: 2 string\n    published:\n      x: 2\n      w: 2\n      z: 1\n",
			want:  m + "      b: 2 string\n      c: 3 string\n    published:\n      z: 1\n      x: 2\n      w: 3\n",
			notes: []string{"message M: the field c has the number 3, and no longer 2 of theirs"},
		},
		{
			name: "names and types", base: m, ours: m + "      b: 2 uint32\n    names:\n      b: a2\n    types:\n      b: uint32\n", theirs: m + "      c: 3 int64\n      d: 4 int64\n    names:\n      c: a2\n      d: a3\n    types:\n      d: int64\n",
			want: m + "      b: 2 uint32\n      c: 3 int64\n      d: 4 int64\n    names:\n      b: a2\n      d: a3\n    types:\n      b: uint32\n      d: int64\n",
		},
		{
			name: "paths", base: m, ours: "messages:\n  M:\n    paths:\n      - A\n      - B\n    current:\n      a: 1 string\n", theirs: "messages:\n  M:\n    paths:\n      - A\n      - C\n    current:\n      a: 1 string\n",
			want: "messages:\n  M:\n    paths:\n      - A\n      - B\n      - C\n    current:\n      a: 1 string\n",
		},
		{
			name: "a key that moved", base: m, ours: "messages:\n  M:\n    current:\n      x: 1 string\n", theirs: m + "      b: 2 string\n",
			want: "messages:\n  M:\n    current:\n      x: 1 string\n      b: 2 string\n",
		},
		{name: "an entry that moved", base: m, ours: strings.Replace(m, "M", "P", 1), theirs: m, want: strings.Replace(m, "M", "P", 1)},
		{
			name: "an entry that moved and changed", base: m, ours: strings.Replace(m, "M", "P", 1), theirs: m + "      b: 2 string\n",
			err: "the message M has another key in one branch, and other numbers in the other one",
		},
		{
			name: "a lost number", base: m, ours: "messages:\n  M:\n    current:\n      b: 2 string\n", theirs: m,
			err: "a branch lacks the number 1 of the field a of message M",
		},
		{
			name: "methods", base: f, ours: f + "    items: x\n  g:\n    rpc: G\n", theirs: f + "    gone: true\n  h:\n    rpc: H\n",
			want: f + "    items: x\n    gone: true\n  g:\n    rpc: G\n  h:\n    rpc: H\n",
		},
		{
			name: "methods with one name", base: f, ours: f + "  g:\n    rpc: G\n", theirs: f + "  h:\n    rpc: G\n", want: f + "  g:\n    rpc: G\n",
			notes: []string{"the method h gets another name, because G is also that of g"},
		},
		{name: "a method that moved", base: f, ours: strings.Replace(f, "f:", "x:", 1), theirs: f, want: strings.Replace(f, "f:", "x:", 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			read := func(text string) *numbers.Lock { return mustRead(t, []byte("version: 2\n"+text)) }
			merged, notes, err := numbers.Merge(read(test.base), read(test.ours), read(test.theirs))
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("got %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(string(merged.Write()), "\n\n")
			_, body, _ = strings.Cut(body, "\n")
			if diff := cmp.Diff(test.want, body); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, notes, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("notes -want +got:\n%s", diff)
			}
		})
	}
}

// TestRandomMerges unites random branches: published numbers and those of ours stay, and no number has two names
// or two types.
func TestRandomMerges(t *testing.T) {
	for i := range 2000 {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		base := edit(random, new(numbers.Lock), 1+random.IntN(4))
		ours, theirs := edit(random, base, random.IntN(4)), edit(random, base, random.IntN(4))
		merged, _, err := numbers.Merge(base, ours, theirs)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		context := fmt.Sprintf("%d:\n%s\n%s\n%s\n%s", i, base.Write(), ours.Write(), theirs.Write(), merged.Write())
		assertLock(t, mustRead(t, merged.Write()), merged)
		for key, entry := range merged.Messages {
			is := owners(entry)
			for _, kept := range []*numbers.Lock{base, ours} {
				if kept.Messages[key] == nil {
					continue
				}
				for number, name := range owners(kept.Messages[key]) {
					if is[number] != name || entry.TypeOf(number) != kept.Messages[key].TypeOf(number) {
						t.Errorf("%s %d: %s", key, number, name)
					}
				}
			}
			if their := theirs.Messages[key]; their != nil {
				for name, number := range their.Current {
					own := entry.Number(name)
					if own == 0 {
						t.Errorf("%s: %s has no number", key, name)
					} else if kept := ours.Messages[key]; (kept == nil || kept.Number(name) == 0) && entry.TypeOf(own) != their.TypeOf(number) {
						t.Errorf("%s: %s has another type", key, name)
					}
				}
			}
		}
		for _, same := range [][3]*numbers.Lock{{base, ours, base}, {base, ours, ours}, {base, base, ours}} {
			if again, notes, err := numbers.Merge(same[0], same[1], same[2]); err != nil || string(again.Write()) != string(ours.Write()) || notes != nil {
				t.Errorf("%v, %q", err, notes)
			}
		}
		if t.Failed() {
			t.Fatal(context)
		}
	}
}

func owners(entry *numbers.Entry) map[int32]string {
	all := make(map[int32]string)
	for _, numbers := range []map[string]int32{entry.Current, entry.Gone} {
		for name, number := range numbers {
			all[number] = name
		}
	}
	for name, numbers := range entry.Replaced {
		for _, number := range numbers {
			all[number] = name
		}
	}
	return all
}

// edit returns the lock after random revisions of a document.
func edit(random *rand.Rand, lock *numbers.Lock, revisions int) *numbers.Lock {
	typeNames := []string{"string", "int32", "Pet"}
	for range revisions {
		var declared numbers.Declared
		types := make(map[string]map[string]string)
		for _, key := range []string{"M", "N"} {
			if random.IntN(4) == 0 {
				continue
			}
			var names []string
			types[key] = make(map[string]string)
			for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
				if random.IntN(2) == 0 {
					names = append(names, name)
					types[key][name] = typeNames[random.IntN(20)%3*random.IntN(2)]
				}
			}
			random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			declared.Messages = append(declared.Messages, numbers.Declaration{Key: key, Names: names})
		}
		next, _ := numbers.Reconcile(lock, numbers.Declared{}) // a copy
		for key, entry := range next.Messages {
			for name, typeName := range types[key] {
				entry.Retype(name, func(t numbers.FieldType) bool { return t.Name == typeName })
			}
		}
		next, _ = numbers.Reconcile(next, declared)
		for key, entry := range next.Messages {
			for _, name := range slices.Sorted(maps.Keys(entry.Current)) {
				entry.SetType(entry.Current[name], numbers.FieldType{Name: types[key][name]})
			}
		}
		lock = next
	}
	return lock
}
