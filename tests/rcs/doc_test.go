// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package rcs_test has what the client for RCS Business Messaging is for, as
// examples, and compares it with the published reference.
package rcs_test
