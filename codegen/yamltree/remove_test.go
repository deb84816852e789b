// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package yamltree_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/yamltree"
)

func TestRemove(t *testing.T) {
	const file = `# The overlay.

service: Shop # one

messages:
  # The pets.
  Pet: Animal # renamed
  "a/b~c": Other
  # The rest.

  Text: |
    # no comment
    text
  Last: >-
    folded

# Numbers.
numbers:
  Pet: {name: 1, age: 2, "a,}": {x: 3}}
  Owner:
    id: 1
    # deeper
oneofs:
  Pet:
    data: [
      one, 'two, # two', # first
      three, # second
    ]
defaults:
- a
- b # bee
`
	for _, test := range []struct {
		name     string
		pointers []string
		old, new string // pairs of what changes
	}{
		{"first member", []string{"/messages/Pet"}, "  Pet: Animal # renamed\n", ""},
		{"escaped name", []string{"/messages/a~1b~0c"}, "  \"a/b~c\": Other\n", ""},
		{"block scalar", []string{"/messages/Text"}, "  Text: |\n    # no comment\n    text\n", ""},
		{"last member", []string{"/messages/Last"}, "  Last: >-\n    folded\n", ""},
		{"first of a flow", []string{"/numbers/Pet/name"}, "{name: 1, age", "{age"},
		{"middle of a flow", []string{"/numbers/Pet/age"}, "age: 2, ", ""},
		{"last of a flow", []string{"/numbers/Pet/a,}"}, `, "a,}": {x: 3}}`, "}"},
		{"only of a flow", []string{"/numbers/Pet/a,}/x"}, `, "a,}": {x: 3}}`, "}"},
		{"all of a flow", []string{"/numbers/Pet/name", "/numbers/Pet/age", "/numbers/Pet/a,}"}, "  Pet: {name: 1, age: 2, \"a,}\": {x: 3}}\n", ""},
		{"mapping", []string{"/numbers/Owner"}, "  Owner:\n    id: 1\n    # deeper\n", ""},
		{"only member", []string{"/numbers/Owner/id"}, "  Owner:\n    id: 1\n    # deeper\n", ""},
		{"section", []string{"/numbers/Owner/id", "/numbers/Pet"}, "numbers:\n  Pet: {name: 1, age: 2, \"a,}\": {x: 3}}\n  Owner:\n    id: 1\n    # deeper\n", ""},
		{"flow in lines", []string{"/oneofs/Pet/data/1"}, "'two, # two', # first\n      three", "three"},
		{"last of a flow in lines", []string{"/oneofs/Pet/data/2"}, ", # first\n      three, # second\n    ]", ", # second\n    ]"},
		{"several elements", []string{"/oneofs/Pet/data/0", "/oneofs/Pet/data/1", "/oneofs/Pet/data/0"}, "one, 'two, # two', # first\n      three", "three"},
		{"element", []string{"/defaults/0"}, "- a\n", ""},
		{"last element", []string{"/defaults/1"}, "- b # bee\n", ""},
		{"last section", []string{"/defaults/1", "/defaults/0"}, "defaults:\n- a\n- b # bee\n", ""},
		{"scalar", []string{"/service"}, "service: Shop # one\n", ""},
		{"contained", []string{"/oneofs/Pet", "/oneofs/Pet/data/0"}, file[strings.Index(file, "oneofs:"):strings.Index(file, "defaults:")], ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, mark := range []string{"", "\ufeff"} {
				got, err := yamltree.Remove([]byte(mark+file), test.pointers)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(mark+strings.Replace(file, test.old, test.new, 1), string(got)); diff != "" || !strings.Contains(file, test.old) {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
		})
	}
	if _, err := yamltree.Remove([]byte(file), []string{"/messages/None"}); err == nil {
		t.Error("a member that does not exist was removed")
	}
}

// TestRemoveRandom removes members of random files and of their values, and compares the results.
func TestRemoveRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 2000 {
		var text strings.Builder
		value := make(map[string]any)
		for s := range 1 + random.IntN(3) {
			section := fmt.Sprint("s", s)
			fmt.Fprintf(&text, "# about %s\n%s:", section, section)
			isFlow, members := random.IntN(2) == 0, make(map[string]any)
			for m := range 1 + random.IntN(3) {
				name := fmt.Sprint("m", m)
				members[name] = fmt.Sprint("v", random.IntN(9))
				switch {
				case !isFlow:
					fmt.Fprintf(&text, "\n  # about %s\n  %s: %s%s", name, name, members[name], []string{"", " # c", "\n"}[random.IntN(3)])
				case m == 0:
					fmt.Fprintf(&text, " {%s%s: %s", []string{"", "\n   "}[random.IntN(2)], name, members[name])
				default:
					fmt.Fprintf(&text, ",%s%s: '%s'", []string{" ", " # c\n  "}[random.IntN(2)], name, members[name])
				}
			}
			if isFlow {
				text.WriteString("}")
			}
			text.WriteString("\n")
			value[section] = members
		}
		var pointers []string
		for _, section := range slices.Sorted(maps.Keys(value)) {
			members := value[section].(map[string]any)
			for _, name := range slices.Sorted(maps.Keys(members)) {
				if random.IntN(3) == 0 {
					pointers = append(pointers, "/"+section+"/"+name)
					delete(members, name)
				}
			}
			if len(members) == 0 {
				delete(value, section)
			}
		}
		got, err := yamltree.Remove([]byte(text.String()), pointers)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		left := make(map[string]any)
		if err := yaml.Unmarshal(got, &left); err != nil || !reflect.DeepEqual(left, value) {
			t.Fatalf("%d: without %q: %v %v, want %v in\n%s\nof\n%s", i, pointers, err, left, value, got, text.String())
		}
	}
}
