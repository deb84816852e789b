// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package testpb holds messages for the tests of wirejson, generated from the
// .proto files beside it: `go test ./tests/testpb -update`.
package testpb
