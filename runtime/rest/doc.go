// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package rest is what a generated REST client stands on: it turns a call of an
// RPC into an HTTP request by the rules of google.api.http, and the response
// into the RPC's response message, or into one kind of error.
//
// Generated code holds a [Client] and names the method to call. What the
// method's request looks like on the wire is in its descriptor; nothing is
// generated for it.
//
// A call is sent once: it is not retried, and a redirect is never followed.
// Uploads in chunks and downloads go on where they were when a connection fails,
// because there the server says how far it is. Every error of a call is an
// [*Error].
package rest
