// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package transcode converts between the calls of a protobuf method and HTTP, in
// both directions.
//
// [Compile] reads the HTTP rule of a method from its descriptor: google.api.http, and
// the options of protolect.api.v1 for what that cannot express (headers, cookies, the
// parameter styles of OpenAPI, forms, other media types, envelopes, error bodies).
//
// A client encodes a request with [Method.EncodeRequest], or part by part, and reads
// what comes back with [Method.DecodeResponse] and [Method.DecodeError].
//
// A server compiles its methods with [CompileServices], finds the method of a request
// with [Router.Match], reads it with [Match.DecodeRequest], and writes with
// [Method.EncodeResponse] and [Method.EncodeError]; the package has an example. A
// server without the base path of the document sets [RouterOptions].WithoutBasePath.
//
// Decoding accepts and refuses what Google's servers do. For instance, it refuses a query
// parameter that the method does not have. APIs of OpenAPI
// (protolect.api.v1.file.json_required) have no system parameters, and a request without a
// required parameter is refused. Required members of a body, and limits such as lengths and
// patterns, are not checked: package protovalidate checks them in the decoded message.
//
// Programs that do not use the server half do not link its code.
//
// In parameters and forms, lists and messages are written from their JSON, as package
// wirejson writes it. So the fields that only serve to express JSON in proto (null_fields,
// additional_properties, the alternatives of a union) never appear in a request.
//
// The package depends on descriptors, wirejson and pathtemplate. It does not know
// clients, credentials or servers.
package transcode
