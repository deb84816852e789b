// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"sync"

	"github.com/gertd/go-pluralize"
)

// nounForms remembers the forms of words: the library tries a hundred regular
// expressions for each, and an API has few words.
type nounForms struct {
	singular, plural wordForms
}

// newNouns adds to the English of the library what names of APIs need.
func newNouns() *nounForms {
	client := pluralize.NewClient()
	for _, same := range []string{"aws", "dns", "data", "ios", "kubernetes", "metadata", "os"} {
		client.AddUncountableRule(same)
	}
	client.AddIrregularRule("cache", "caches")
	return &nounForms{
		singular: wordForms{make: client.Singular, known: make(map[string]string)},
		plural:   wordForms{make: client.Plural, known: make(map[string]string)},
	}
}

// Singular returns a word in the singular.
func (n *nounForms) Singular(word string) string { return n.singular.of(word) }

// Plural returns a word in the plural.
func (n *nounForms) Plural(word string) string { return n.plural.of(word) }

// maxForms and maxFormLength bound what is remembered.
const (
	maxForms      = 1 << 15
	maxFormLength = 40
)

// wordForms remembers one form of each word.
type wordForms struct {
	make  func(string) string
	mutex sync.Mutex
	known map[string]string
}

func (w *wordForms) of(word string) string {
	if len(word) > maxFormLength {
		return w.make(word)
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	form, found := w.known[word]
	if !found {
		if len(w.known) == maxForms {
			clear(w.known)
		}
		form = w.make(word)
		w.known[word] = form
	}
	return form
}
