// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "time"

func init() { firstDelay = time.Millisecond }
