// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package openapi compares the reader of OpenAPI documents, and the clients that are generated from
// them, with other implementations on published documents.
package openapi
