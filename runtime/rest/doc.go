// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package rest is the client behind generated API clients: their options, lists,
// uploads, downloads and errors.
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
//   - [WithValidator] validates requests before they are sent.
//   - [WithTransport] replaces HTTP; package grpctransport has an option for gRPC.
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
// Every error of a call is or wraps an [*Error]. It contains the status, the code
// and the message of the server. [Detail] returns its details, and [Condition] is
// for errors that an API names.
//
// A call is sent once, and redirects are not followed. Only parts of an upload in
// chunks, and the rest of a download, are retried.
//
// # Lists
//
// A list method returns a [Pager]. [Pager.All] iterates over the items, and
// [Pager.Pages] over the pages.
//
// # Media
//
// A method that downloads media returns a [Download], which is an io.ReadCloser. A
// method that uploads media accepts an io.Reader; see [Client.Upload].
//
// # Generated code
//
// Generated packages call [NewClient], [Client.Call], [Client.Upload],
// [Client.Download], [NewPager] and [NewCondition], and define options with
// [WithDefault], [WithNewTokenSource] and [WithPatterns]. The descriptor of a method
// contains its HTTP request; the generated code contains only its name.
package rest
