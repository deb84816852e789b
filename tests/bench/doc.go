// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package bench compares the cost of the runtime with that of its alternatives.
package bench
