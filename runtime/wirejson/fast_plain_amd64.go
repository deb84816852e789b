// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe && !purego

package wirejson

// copyPlainBlocks copies blocks of 32 bytes from src to dst, while all bytes of a block are
// ASCII and need no escape in a JSON string. It returns the number of bytes copied. dst must
// be at least as long as src.
//
//go:noescape
func copyPlainBlocks(dst, src []byte) int

// plainBlocks returns the number of bytes that copyPlainBlocks would copy.
//
//go:noescape
func plainBlocks(s []byte) int
