// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

// copyPlainBlocks copies bytes, 32 at a time, as long as there are so many of n and all of them
// are plain. It returns how many it has copied.
//
//go:noescape
func copyPlainBlocks(to, from *byte, n int) int

// plainBlocks returns how many of n bytes come before the first 32, counted from the beginning,
// of which one is not plain, or of which there are fewer.
//
//go:noescape
func plainBlocks(from *byte, n int) int
