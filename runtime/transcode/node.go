// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"slices"
	"strconv"
	"strings"
)

// A node is the value of a parameter or a form before its type is known. It may have several
// readings: "a,b" may be a list, or an object with the member a.
type node struct {
	// text is the value as one text, if hasText is set.
	text    string
	hasText bool
	// elements are those of a list, if isList is set.
	elements []*node
	isList   bool
	// isAppended is set for a list that grows by keys without an index.
	isAppended bool
	// members are those of an object, if isObject is set.
	members  []namedNode
	isObject bool
	// index finds members by name, if there are many.
	index map[string]int
	// preferList and preferObject select a reading if the type of the value is free.
	preferList, preferObject bool
	// json is the value as JSON, if it is encoded so.
	json []byte
	// raw is set if text is bytes that are not base64.
	raw bool
	// listAsText and objectAsText are set if a list or an object in this place is the text of
	// its JSON, because OpenAPI defines no other form.
	listAsText, objectAsText bool
}

type namedNode struct {
	name  string
	value *node
}

// leaf returns a node for a value within another one.
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

// repeated returns a node for a parameter that was given once or several times.
func repeated(texts []string) *node {
	n := &node{elements: leaves(texts), isList: true, objectAsText: true}
	if len(texts) == 1 {
		n.text, n.hasText = texts[0], true
	}
	return n
}

// setRaw sets raw for n and the elements of its list.
func (n *node) setRaw() {
	n.raw = true
	for _, e := range n.elements {
		e.raw = true
	}
}

// pairs makes n an object as well, whose names and values are the elements of the list in
// turn.
func (n *node) pairs() {
	if len(n.elements)%2 != 0 {
		return
	}
	n.isObject = true
	for i := 0; i < len(n.elements); i += 2 {
		n.append(n.elements[i].text, n.elements[i+1])
	}
}

// add adds a member of an exploded object. Several members of the same name form a list.
func (n *node) add(name, text string) {
	m := n.member(name)
	if m == nil {
		m = &node{text: text, isList: true, objectAsText: true}
		n.append(name, m)
	}
	m.elements = append(m.elements, leaf(text))
	m.hasText = len(m.elements) == 1
}

// append adds a member with a new name.
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

// pieces returns a node for a value whose parts are separated: elements, or names and values
// of members. Exploded members have the form name=value. unescape decodes each part.
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
	n.hasText = false // The "=" in a text would be encoded.
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
		// A parameter that is given several times is a list without keys.
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

// putNext adds a text to a list without indices. A member of an object belongs to the last
// element, unless that has the member already.
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

// indexed returns the members of an object whose names are indices, in the order of the
// indices. It ignores gaps.
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

// isWritten reports whether v is encoded to the form from which n was decoded.
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

// unexpected returns the error for a node that is not what is wanted.
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
