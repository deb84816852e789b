// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package protofiles holds the text of the .proto files that generated files
// import and that people may have to give to a compiler of their own.
package protofiles

import _ "embed"

// Annotations is protolect/api/v1/annotations.proto.
//
//go:embed protolect/api/v1/annotations.proto
var Annotations []byte
