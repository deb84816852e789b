// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package grpctransport lets a generated client speak gRPC:
//
//	client, err := chat.NewClient(ctx, grpctransport.With())
//	defer client.Close()
//
// Methods, iterators, errors and options are those of the client over REST;
// what goes over the wire is binary protobuf on one connection. Programs that
// do not import this package do not link gRPC.
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
)

// With makes a client speak gRPC. The server is that of the client's endpoint,
// rest.WithEndpoint, reached over TLS if its scheme is https; the credentials,
// too, are those of the client's other options. The dial options come after
// those that With itself makes of them, so that they win.
//
// Media are uploaded and downloaded over HTTP all the same: the endpoint has to
// answer both. What REST needs for a path is not looked at: a name of another form
// is refused by the server.
//
// The connection is made by the first call, and given back by the client's
// Close. rest.WithHeader sends metadata; rest.WithQuery is an error.
//
// A [*rest.Error] has no HTTP status then; status.FromError finds the gRPC
// status in it.
func With(opts ...grpc.DialOption) rest.ClientOption {
	return rest.WithTransport(func(target rest.Target) (rest.Transport, error) {
		conn, err := dial(target, opts)
		if err != nil {
			return nil, fmt.Errorf("grpctransport: %w", err)
		}
		return &transport{conn: conn, prefix: "/" + string(target.Service) + "/"}, nil
	})
}

func dial(target rest.Target, opts []grpc.DialOption) (*grpc.ClientConn, error) {
	if target.Endpoint.Path != "" {
		return nil, fmt.Errorf("the endpoint has the path %q, and gRPC has none: drop it", target.Endpoint.Path)
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
		// The limit of 4 MiB is less than a page of messages may have.
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)),
	}, opts...)...)
}

type transport struct {
	conn   *grpc.ClientConn
	prefix string // of the methods: "/google.chat.v1.ChatService/"
}

// Call implements [rest.Transport].
func (t *transport) Call(ctx context.Context, method protoreflect.MethodDescriptor, header http.Header, req, resp proto.Message) (rest.Reply, error) {
	out := make(metadata.MD)
	for k, values := range header {
		out.Append(k, values...)
	}
	var first, last metadata.MD
	err := t.conn.Invoke(metadata.NewOutgoingContext(ctx, out), t.prefix+string(method.Name()), req, resp, grpc.Header(&first), grpc.Trailer(&last))
	in := make(http.Header)
	for k, values := range metadata.Join(first, last) {
		for _, v := range values {
			in.Add(k, v)
		}
	}
	if err == nil {
		return rest.Reply{Header: in}, nil
	}
	return rest.Reply{Status: status.Convert(err).Proto(), Header: in}, err
}

// Close implements [rest.Transport].
func (t *transport) Close() error { return t.conn.Close() }
