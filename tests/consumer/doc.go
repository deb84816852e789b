// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package consumer tests the modules like a program that requires them: in their published form,
// without the workspace and other files of the repository. A module proxy serves the working tree
// as v0.1.0, so nothing is published.
package consumer
