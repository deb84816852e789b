// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package openapi compares the reader of OpenAPI documents with another one,
// on documents that are published.
package openapi
