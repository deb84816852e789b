// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package stub_test

func init() { raceDetector = true }
