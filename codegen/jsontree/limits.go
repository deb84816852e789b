// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "fmt"

// defaultMemory is how much memory the tree of a document may take, in bytes, so that
// small documents of very many values are refused. The largest document in the OpenAPI
// directory has 47 MB and takes half of it.
const defaultMemory = 640 << 20

var (
	maxMemory = defaultMemory
	maxSize   = defaultMemory / memoryPerByte
)

const (
	// memoryPerByte is how many times as much memory as its text a tree may take.
	memoryPerByte = 10
	// leastMemory is enough for documents of 10 MB, whatever the machine has.
	leastMemory = 160 << 20
	// treeShare is the part of a run's memory that the tree may take: what is made of it
	// takes more.
	treeShare = 4
)

// SetMemory sets the limits for a run that may take so many bytes of memory. It must
// be called before documents are read.
func SetMemory(run int) {
	maxMemory = max(run/treeShare, leastMemory)
	maxSize = maxMemory / memoryPerByte
}

// MaxSize is how large a document may be, in bytes.
func MaxSize() int { return maxSize }

// MaxMemory is how much memory the tree of a document may take, in bytes.
func MaxMemory() int { return maxMemory }

func memoryProblem() string {
	return fmt.Sprintf("the values of the document take more than %d MiB of memory", maxMemory>>20)
}

func sizeProblem() string { return fmt.Sprintf("the document has more than %d bytes", maxSize) }
