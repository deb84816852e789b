// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package hostile tests that no hostile document can make the generator crash, or write code or
// files that the document chooses.
//
// It puts each payload into each slot of a document: every string and every key. The output is
// inspected. If there is no output, a finding must name the place in the document. An ordinary run
// takes a sample and logs its seed. To try all combinations:
//
//	go test ./tests/hostile -all -timeout 2h
package hostile
