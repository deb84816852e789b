// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"sync"

	"github.com/gertd/go-pluralize"
)

// nounForms caches the forms of nouns: the library tries a hundred regular expressions for
// each word, and an API uses few words. It is safe for concurrent use.
type nounForms struct {
	singular, plural wordForms
}

// newNouns returns the forms of the library, with exceptions for words that are common in
// APIs.
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

// maxForms limits the number of cached words, and maxFormLength their length in bytes.
const (
	maxForms      = 1 << 15
	maxFormLength = 40
)

// wordForms caches one form of each word.
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
