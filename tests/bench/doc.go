// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package bench measures the runtime beside what programs would use instead.
package bench
