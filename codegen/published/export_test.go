// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

// Compile compiles the .proto files.
var Compile = Files.compile
