// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package consumer looks at the modules from outside, as somebody who requires
// them has them: by their published form, without the workspace, and with
// nothing that only the repository holds. Nothing is published for that: a
// module proxy of files serves the working tree as v0.1.0.
package consumer
