// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package hostile holds the tests that no document, however hostile, makes the
// generator write code of its own choosing, files of its own choosing, or crash.
//
// Each payload goes into each slot of a document: every string and every key.
// What is generated is inspected; what is not must say where the document is
// wrong. An ordinary run takes a sample, whose seed it logs; all of it is
//
//	go test ./tests/hostile -all -timeout 2h
package hostile
