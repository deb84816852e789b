// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package grpctransport sends the calls of a generated client over gRPC:
//
//	client, err := chat.NewClient(ctx, grpctransport.With())
//	defer client.Close()
//
// Methods, iterators, errors and options stay the same. Only programs that import
// this package link gRPC.
package grpctransport

import (
	"context"
	"crypto/tls"
	"fmt"
	"math"
	"net/http"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// With returns an option that makes a client use gRPC. The server is the endpoint
// of the client (rest.WithEndpoint), over TLS if its scheme is https. Other options
// of the client set the credentials. opts take precedence over the dial options
// that With sets.
//
// The first call opens the connection, and the client's Close closes it. Uploads
// and downloads of media still use HTTP, so the endpoint must support both. The
// server, and not the client, checks the form of resource names.
//
// rest.WithHeader adds metadata. rest.WithQuery is an error. A [*rest.Error] has no
// HTTP status; status.FromError returns its gRPC status.
func With(opts ...grpc.DialOption) rest.ClientOption {
	return stub.WithTransport(func(target stub.Target) (stub.Transport, error) {
		conn, err := dial(target, opts)
		if err != nil {
			return nil, fmt.Errorf("grpctransport: %w", err)
		}
		return &transport{conn: conn, prefix: "/" + string(target.Service) + "/"}, nil
	})
}

// dial returns a connection to the target, which the first call opens.
func dial(target stub.Target, opts []grpc.DialOption) (*grpc.ClientConn, error) {
	if target.Endpoint.Path != "" {
		return nil, fmt.Errorf("the endpoint contains the path %q, which gRPC does not support: remove it", target.Endpoint.Path)
	}
	port, security := "443", credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})
	if target.Endpoint.Scheme == "http" {
		port, security = "80", insecure.NewCredentials()
	}
	host := target.Endpoint.Host
	if target.Endpoint.Port() == "" {
		host = strings.TrimSuffix(host, ":") + ":" + port
	}
	return grpc.NewClient("dns:///"+host, append([]grpc.DialOption{
		grpc.WithTransportCredentials(security),
		grpc.WithUserAgent(target.UserAgent),
		// A page of messages may be larger than the default limit of 4 MiB.
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)),
	}, opts...)...)
}

// A transport implements [stub.Transport] on a connection.
type transport struct {
	conn   *grpc.ClientConn
	prefix string // of the methods, for example "/google.chat.v1.ChatService/"
}

// Call implements [stub.Transport].
func (t *transport) Call(
	ctx context.Context, method protoreflect.MethodDescriptor, header http.Header, req, resp proto.Message,
) (stub.Reply, error) {
	out := make(metadata.MD)
	for k, values := range header {
		out.Append(k, values...)
	}
	var first, last metadata.MD
	ctx = metadata.NewOutgoingContext(ctx, out)
	err := t.conn.Invoke(ctx, t.prefix+string(method.Name()), req, resp, grpc.Header(&first), grpc.Trailer(&last))
	in := make(http.Header)
	for k, values := range metadata.Join(first, last) {
		for _, v := range values {
			in.Add(k, v)
		}
	}
	if err == nil {
		return stub.Reply{Header: in}, nil
	}
	return stub.Reply{Status: status.Convert(err).Proto(), Header: in}, err
}

// Close implements [stub.Transport].
func (t *transport) Close() error { return t.conn.Close() }
