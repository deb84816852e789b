// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

// Forget drops what is remembered of descriptors, and with it the descriptors. It
// is for programs that make descriptors and let go of them: what is remembered of
// a descriptor that is used again is made again.
func Forget() {
	tables.clear()
	enums.clear()
}
