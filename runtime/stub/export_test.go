// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "time"

func init() { firstDelay = time.Millisecond }
