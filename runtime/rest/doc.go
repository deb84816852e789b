// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package rest contains the options, lists, downloads and errors of generated API
// clients.
//
// A program creates a client with NewClient of a generated package, and passes
// options of this package to it and to its methods:
//
//	client, err := shop.NewClient(ctx, rest.WithAPIKey(key))
//	…
//	pet, err := client.GetPet(ctx, &shoppb.GetPetRequest{Id: "7"}, rest.WithTimeout(time.Second))
//
// # Credentials
//
// Clients of Google APIs find Application Default Credentials. Clients of other
// APIs require an option with one of the credentials that the API declares.
//
//   - [WithTokenSource] sends OAuth 2.0 access tokens, [WithBearerToken] a fixed one.
//   - [WithAPIKey] sends an API key, [WithNamedAPIKey] one of several.
//   - [WithBasicAuth] sends a user name and a password.
//   - [WithScopes] selects the scopes of Application Default Credentials.
//   - [WithoutCredentials] sends none.
//
// Errors never contain credentials.
//
// # Options of a client
//
//   - [WithEndpoint] and [WithInsecureEndpoint] select another server.
//   - [WithHTTPClient] sends requests through another HTTP client.
//   - [WithUserAgent] adds to the header User-Agent.
//   - [WithValidator] checks all documented limits before a request is sent.
//
// The option grpctransport.With sends calls over gRPC.
//
// # Options of a call
//
// These options apply to one call. As an option of a client, they apply to all
// calls; the option of a call takes precedence.
//
//   - [WithTimeout] limits the time.
//   - [WithHeader] and [WithQuery] add a header or a query parameter.
//   - [WithResponseHeader] stores the header of the response, of one call only.
//   - [WithKeepUnknown] keeps members that the response message does not define.
//   - [WithContentType], [WithFileName], [WithChunkSize] and [WithUploadProgress]
//     configure uploads.
//
// # Errors
//
// [errors.As] finds an [*Error] in every error of a call. It contains the status, the
// code and the message of the server. [Detail] returns its details. Some generated
// packages have variables for errors that the API names, for use with errors.Is:
// errors.Is(err, rcs.ErrUnreachable).
//
// A call is sent once, and redirects are not followed. There are two exceptions:
// after a temporary failure, the client sends a chunk of an upload again, and
// requests the missing part of a download.
//
// # Lists
//
// A list method returns a [Pager]. [Pager.All] iterates over the items, and
// [Pager.Pages] over the pages.
//
// # Media
//
// A method that downloads media returns a [Download], which is an io.ReadCloser.
//
// A method that uploads media reads an io.Reader from its current position to its
// end, and does not close it. Media that fits in one chunk (see [WithChunkSize]) is
// sent in one request, and only once. Larger media is sent in chunks if the method
// supports them. After a connection or the server fails temporarily, the client
// asks the server how much it has received, and sends the rest. It reads the rest
// again from a reader that implements io.Seeker; for other readers it keeps one
// chunk in memory. If the method doesn't support chunks, the media is sent in one
// request, whatever its size.
//
// Media that is larger than the method accepts is an error. An error of the reader
// ends the upload, and errors.Is finds it in the error of the call.
//
// # Tests
//
// [WithEndpoint] and [WithoutCredentials] connect a client to a test server. A fake
// of a client creates its results with [NewPager], [Download] and [Error].
package rest
