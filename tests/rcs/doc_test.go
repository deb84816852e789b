// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package rcs_test contains examples of the client for RCS Business Messaging, and compares the
// client with the published reference.
package rcs_test
