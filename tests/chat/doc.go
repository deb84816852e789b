// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package chat compares the generated client of Google Chat with google.golang.org/api/chat/v1, the
// peer, which Google generates from the same document with another generator. Both must send the
// same requests and understand the same responses.
//
// Most tests do not name methods of Chat: the methods, their parameters and their names in the peer
// follow from the descriptors. So the tests compare the methods of a newer document without a
// change, and fail if the peer lacks a method.
//
// Requests and responses are random. A failing test logs its seed, and go test -seed=N repeats it.
package chat
