// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package chat compares the generated client of Google Chat with
// google.golang.org/api/chat/v1, the peer, which Google generates from the same
// document by other means. Whatever one of them sends or understands, the other
// has to send or understand too.
//
// Nothing here names a method of Chat where it can be helped: the methods, what
// they take and what the peer calls them follow from the descriptors. So the
// methods of a newer document are compared without a change here, and a method
// that cannot be found in the peer fails.
//
// Requests and responses are random. A failing test logs its seed;
// go test -seed=N repeats it.
package chat
