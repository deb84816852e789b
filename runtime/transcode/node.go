// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"slices"
	"strconv"
	"strings"
)

// A node is a value as a parameter or a form has it, before its type is known. It can often be
// read in more than one way: "a,b" may be a list, or an object with the member a.
type node struct {
	// text is the value as one text, if hasText is set.
	text    string
	hasText bool
	// elements are those of a list, if isList is set.
	elements []*node
	isList   bool
	// isAppended is set while a list grows by keys without an index.
	isAppended bool
	// members are those of an object, if isObject is set.
	members  []namedNode
	isObject bool
	// index finds members by name, once there are many.
	index map[string]int
	// preferList and preferObject are set where a value of unknown type is that rather than
	// what else it can be read as.
	preferList, preferObject bool
	// json is the value as JSON, if it is written so.
	json []byte
	// raw is set where the text of bytes is the bytes themselves, rather than base64.
	raw bool
	// listAsText and objectAsText are set where a list or an object would be written as the text
	// of its JSON, as OpenAPI defines no form for it in this place.
	listAsText, objectAsText bool
}

type namedNode struct {
	name  string
	value *node
}

// leaf returns a value within another one.
func leaf(text string) *node {
	return &node{text: text, hasText: true, listAsText: true, objectAsText: true}
}

func leaves(texts []string) []*node {
	nodes := make([]*node, len(texts))
	for i, text := range texts {
		nodes[i] = leaf(text)
	}
	return nodes
}

// repeated returns the value of a parameter that was given once or several times.
func repeated(texts []string) *node {
	n := &node{elements: leaves(texts), isList: true, objectAsText: true}
	if len(texts) == 1 {
		n.text, n.hasText = texts[0], true
	}
	return n
}

// setRaw makes the text of bytes, or of a list of bytes, the bytes themselves.
func (n *node) setRaw() {
	n.raw = true
	for _, e := range n.elements {
		e.raw = true
	}
}

// pairs reads the elements of a list as names and values in turn.
func (n *node) pairs() {
	if len(n.elements)%2 != 0 {
		return
	}
	n.isObject = true
	for i := 0; i < len(n.elements); i += 2 {
		n.append(n.elements[i].text, n.elements[i+1])
	}
}

// add adds a member of an exploded object. Several of one name make a list.
func (n *node) add(name, text string) {
	m := n.member(name)
	if m == nil {
		m = &node{text: text, isList: true, objectAsText: true}
		n.append(name, m)
	}
	m.elements = append(m.elements, leaf(text))
	m.hasText = len(m.elements) == 1
}

// append adds a member of a new name.
func (n *node) append(name string, value *node) {
	n.isObject = true
	n.members = append(n.members, namedNode{name, value})
	if n.index != nil {
		n.index[name] = len(n.members) - 1
	}
}

// member returns the member of a name, or nil.
func (n *node) member(name string) *node {
	const few = 8
	if len(n.members) > few && n.index == nil {
		n.index = make(map[string]int, 2*len(n.members))
		for i, m := range n.members {
			n.index[m.name] = i
		}
	}
	if n.index != nil {
		if i, ok := n.index[name]; ok {
			return n.members[i].value
		}
		return nil
	}
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// pieces returns a value whose parts have a separator between them: elements, or the names
// and values of members, which exploded are written name=value. unescape undoes the encoding
// of each part.
func pieces(texts []string, exploded bool, unescape func(string) (string, error)) (*node, error) {
	n := &node{isList: true}
	for _, text := range texts {
		part, err := unescape(text)
		if err != nil {
			return nil, err
		}
		n.elements = append(n.elements, leaf(part))
	}
	if len(texts) == 1 {
		n.text, n.hasText = n.elements[0].text, true
	}
	if !exploded {
		n.pairs()
		return n, nil
	}
	object := new(node)
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return n, nil
		}
		name, err := unescape(name)
		if err != nil {
			return nil, err
		}
		if value, err = unescape(value); err != nil {
			return nil, err
		}
		object.add(name, value)
	}
	n.members, n.isObject, n.preferObject = object.members, true, true
	n.hasText = false // A text would have its "=" encoded.
	return n, nil
}

// put adds a text at keys. An empty key stands for the next element of a list.
func (n *node) put(keys []string, text string) *RequestError {
	if len(keys) == 0 {
		if n.isObject {
			return badRequestf("has a value and members")
		}
		if n.isAppended {
			return badRequestf("has a value and members")
		}
		// Given several times, it is a list without keys.
		n.elements = append(n.elements, &node{text: text, hasText: true})
		n.text, n.hasText, n.isList = text, len(n.elements) == 1, len(n.elements) > 1
		return nil
	}
	if n.hasText || n.isList && !n.isAppended {
		return badRequestf("has a value and members")
	}
	key := keys[0]
	if key == "" {
		return n.putNext(keys[1:], text)
	}
	if n.isAppended {
		return badRequestf("has members with and without a key")
	}
	child := n.member(key)
	if child == nil {
		child = new(node)
		n.append(key, child)
	}
	if err := child.put(keys[1:], text); err != nil {
		return err.within("[" + key + "]")
	}
	return nil
}

// putNext adds a text to a list without indices. Members of an object go to the last element, as
// long as that does not have them.
func (n *node) putNext(keys []string, text string) *RequestError {
	if n.isObject {
		return badRequestf("has members with and without a key")
	}
	n.isList, n.isAppended = true, true
	if len(keys) > 0 && len(n.elements) > 0 {
		if last := n.elements[len(n.elements)-1]; last.isObject && !last.has(keys) {
			return last.put(keys, text)
		}
	}
	next := new(node)
	n.elements = append(n.elements, next)
	return next.put(keys, text)
}

// has reports whether there is a value at keys.
func (n *node) has(keys []string) bool {
	for _, key := range keys {
		if key == "" {
			return false
		}
		if n = n.member(key); n == nil {
			return false
		}
	}
	return true
}

// indexed returns the members of an object whose names are the indices of a list, in their
// order. There may be gaps, for which nothing is made.
func (n *node) indexed() (elements []*node, ok bool) {
	if !n.isObject {
		return nil, false
	}
	indices := make([]int, len(n.members))
	order := make([]int, len(n.members))
	for i, m := range n.members {
		index, err := strconv.Atoi(m.name)
		if err != nil || index < 0 || strconv.Itoa(index) != m.name {
			return nil, false
		}
		indices[i], order[i] = index, i
	}
	slices.SortFunc(order, func(i, j int) int { return indices[i] - indices[j] })
	for _, i := range order {
		elements = append(elements, n.members[i].value)
	}
	return elements, true
}

// isWritten reports whether v is written as n was read.
func (n *node) isWritten(v *value) bool {
	switch {
	case n.json != nil:
		return true
	case v.kind == list && n.isList && len(v.elements) == len(n.elements):
		for i := range v.elements {
			if !n.elements[i].isWritten(&v.elements[i]) {
				return false
			}
		}
		return true
	case v.kind == list && !n.hasText && n.isObject:
		elements, ok := n.indexed()
		return ok && (&node{elements: elements, isList: true}).isWritten(v)
	case v.kind == object && n.isObject:
		for i := range v.members {
			m := &v.members[i]
			if other := n.member(m.name); m.value.kind != null && (other == nil || !other.isWritten(&m.value)) {
				return false
			}
		}
		return true
	}
	switch v.kind {
	case null:
		return false
	case list:
		return n.hasText && n.listAsText && n.text == string(v.json)
	case object:
		return n.hasText && n.objectAsText && n.text == string(v.json)
	}
	return n.hasText && n.text == v.text
}

// unexpected is the error of a node that is not what is wanted.
func (n *node) unexpected(want string) *RequestError {
	switch {
	case n.json != nil:
		return badText(want, string(n.json))
	case n.hasText:
		return badText(want, n.text)
	case n.isList:
		return badRequestf("want %s, found %d values", want, len(n.elements))
	}
	return badRequestf("want %s, found an object", want)
}
