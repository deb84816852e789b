// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe && !purego

package wirejson

// copyPlainBlocks copies to, which has to be as long, what from begins with, 32 bytes at a time,
// as long as all of them are ASCII and stand in a JSON string as they are. It returns how many
// bytes it has copied.
//
//go:noescape
func copyPlainBlocks(to, from []byte) int

// plainBlocks returns how many bytes copyPlainBlocks would copy.
//
//go:noescape
func plainBlocks(s []byte) int
