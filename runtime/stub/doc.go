// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package stub contains the functions that generated API clients call. Programs use a generated
// package, with the options and errors of package rest.
//
// A generated client contains a [Client]. Each of its methods passes the name of
// the RPC to [Client.Call], [Client.Upload], [Client.Download] or [NewPager]. The
// descriptor of the method contains its HTTP request
// (google.api.http, protolect.api.v1.method).
//
// Generated packages define options with [WithDefault] and [WithNewTokenSource],
// and errors with [NewCondition]. They pass [WithPatterns] to [NewClient] if
// requests have patterns.
//
// [WithTransport] replaces HTTP. Package grpctransport uses it for gRPC.
//
// A call is sent once, and redirects are not followed. Only parts of an upload in
// chunks, and the rest of a download, are sent again.
package stub
