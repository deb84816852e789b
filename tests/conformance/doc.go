// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package conformance runs protobuf's own conformance suite. Some of its messages are message sets,
// which package proto supports only with the build tag protolegacy.
package conformance
