// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"fmt"
	"unsafe"
)

// MaxDepth is the maximum nesting depth of a document. The deepest discovery document of
// Google nests 20 levels.
const MaxDepth = 200

// defaultMemory is the default for the memory of a document's tree, in bytes. The limit
// rejects small documents with very many values. The largest document of the OpenAPI
// directory has 47 MB and needs half of it.
const defaultMemory = 640 << 20

var (
	maxMemory = defaultMemory
	maxSize   = defaultMemory / memoryPerByte
)

const (
	// memoryPerByte is the memory of a tree per byte of its text, in bytes.
	memoryPerByte = 10
	// minMemory suffices for documents of 16 MiB. It applies whatever the memory of the run.
	minMemory = 160 << 20
	// treeShare is the divisor that yields the tree's part of a run's memory. The later
	// stages need the rest.
	treeShare = 4
)

// LimitMemory derives the limits from the memory that a run may use, in bytes. It must be
// called before the first document is parsed.
func LimitMemory(run int) {
	maxMemory = max(run/treeShare, minMemory)
	maxSize = maxMemory / memoryPerByte
}

// MaxSize returns the maximum size of a document, in bytes.
func MaxSize() int { return maxSize }

// MaxMemory returns the maximum memory of a document's tree, in bytes.
func MaxMemory() int { return maxMemory }

func memoryProblem() string {
	return fmt.Sprintf("the values of the document need more than %d MiB of memory", maxMemory>>20)
}

func sizeProblem() string {
	return fmt.Sprintf("the document is larger than %d MiB", maxSize>>20)
}

// valueMemory is the memory of a value in bytes, without its text and its pointer.
const valueMemory = int(unsafe.Sizeof(Node{})+unsafe.Sizeof(Member{})+unsafe.Sizeof(&Node{})) + 16

// memory is the estimated memory of a tree, in bytes.
type memory int

// add counts a node and sets its pointerSize. It returns false if the tree exceeds the limit.
func (m *memory) add(node *Node) bool {
	node.pointerSize = min(len(node.key)+1, MaxPointer)
	if node.parent != nil {
		node.pointerSize = min(node.parent.pointerSize+len(node.key)+1, MaxPointer)
	}
	*m += memory(valueMemory + node.pointerSize + len(node.key))
	return int(*m) <= maxMemory
}

// addText counts the text of a value.
func (m *memory) addText(text string) { *m += memory(len(text)) }
