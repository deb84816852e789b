// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A slot is a place in a document: a string, or the name of an object's member.
type slot struct {
	path  []string // the names and indices that lead to it
	isKey bool
	text  string // the text in it
}

func (s slot) String() string {
	if s.isKey {
		return "/" + strings.Join(s.path, "/") + " (name)"
	}
	return "/" + strings.Join(s.path, "/")
}

func (s slot) last() string { return s.path[len(s.path)-1] }

// under reports whether the slot names an element of the collection of that name.
func (s slot) under(collection string) bool {
	return len(s.path) > 1 && s.path[len(s.path)-2] == collection
}

// A document receives payloads.
type document struct {
	data  []byte
	slots []slot
}

func readDocument(t testing.TB) *document {
	t.Helper()
	data, err := os.ReadFile("testdata/document.json")
	if err != nil {
		t.Fatal(err)
	}
	d := &document{data: data}
	d.addSlots(nil, d.tree())
	return d
}

func (d *document) tree() any {
	var tree any
	if err := json.Unmarshal(d.data, &tree); err != nil {
		panic(err) // cannot happen: it was read before
	}
	return tree
}

func (d *document) addSlots(path []string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			inner := append(slices.Clip(path), key)
			d.slots = append(d.slots, slot{path: inner, isKey: true, text: key})
			d.addSlots(inner, value[key])
		}
	case []any:
		for i, element := range value {
			d.addSlots(append(slices.Clip(path), strconv.Itoa(i)), element)
		}
	case string:
		d.slots = append(d.slots, slot{path: path, text: value})
	}
}

// place marks the place of the payload in a document until the document is text.
const place = "@@payload@@"

// with returns the document with another text in a slot. The text is JSON without its quotes.
// References by name are renamed as well.
func (d *document) with(s slot, text string) []byte {
	tree := d.tree()
	if s.isKey {
		owner := at(tree, s.path[:len(s.path)-1]).(map[string]any)
		owner[place] = owner[s.text]
		delete(owner, s.text)
		switch {
		case s.under("schemas"), s.under("scopes"):
			replaceText(tree, s.text, place)
		case s.under("parameters") && len(s.path) > 2:
			method := at(tree, s.path[:len(s.path)-2]).(map[string]any)
			for _, path := range []string{"path", "flatPath"} {
				if template, ok := method[path].(string); ok {
					method[path] = strings.NewReplacer("{"+s.text+"}", "{"+place+"}", "{+"+s.text+"}", "{+"+place+"}").Replace(template)
				}
			}
		}
	} else {
		set(tree, s.path, place)
	}
	return written(tree, text)
}

// besides returns the document with a twin of the element that a slot names: of a member, or of the
// element of a list.
func (d *document) besides(s slot, text string) []byte {
	tree := d.tree()
	owner := at(tree, s.path[:len(s.path)-1])
	switch owner := owner.(type) {
	case map[string]any:
		if !s.isKey {
			return nil
		}
		owner[place] = owner[s.text]
	case []any:
		set(tree, s.path[:len(s.path)-1], append(owner, place))
	}
	return written(tree, text)
}

func written(tree any, text string) []byte {
	data, err := json.MarshalIndent(tree, "", " ")
	if err != nil {
		panic(err) // cannot happen: it consists of JSON
	}
	return bytes.ReplaceAll(data, []byte(place), []byte(text))
}

func at(tree any, path []string) any {
	for _, key := range path {
		switch value := tree.(type) {
		case map[string]any:
			tree = value[key]
		case []any:
			i, _ := strconv.Atoi(key)
			tree = value[i]
		}
	}
	return tree
}

func set(tree any, path []string, value any) {
	key := path[len(path)-1]
	switch owner := at(tree, path[:len(path)-1]).(type) {
	case map[string]any:
		owner[key] = value
	case []any:
		i, _ := strconv.Atoi(key)
		owner[i] = value
	}
}

// replaceText replaces strings that equal from, if they are references.
func replaceText(value any, from, to string) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if member == from && key == "$ref" {
				value[key] = to
			}
			replaceText(member, from, to)
		}
	case []any:
		for i, element := range value {
			if element == from {
				value[i] = to
			}
			replaceText(element, from, to)
		}
	}
}

// jsonText returns a text as JSON, without the quotes.
func jsonText(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // cannot happen: every string can be JSON
	}
	return string(data[1 : len(data)-1])
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
