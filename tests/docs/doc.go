// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package docs tests the documentation: its links, code, commands, generated parts, spelling and length.
package docs
