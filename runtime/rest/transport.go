// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A Transport carries the calls of a client by another protocol than HTTP and
// JSON. Package grpctransport has the one for gRPC. It is used by several
// goroutines at once.
type Transport interface {
	// Call makes one call, and reads its response into resp. The header has
	// what goes with the request, credentials among it; the transport does not
	// keep it. An error comes with the status that the call ended with, if
	// there is one.
	Call(ctx context.Context, method protoreflect.MethodDescriptor, header http.Header, req, resp proto.Message) (Reply, error)
	// Close ends the connections.
	Close() error
}

// A Reply is what a call ended with, besides its response.
type Reply struct {
	Status *rpcstatus.Status // nil where the call went well, or where there is none
	Header http.Header
}

// A Target is what a transport has to know of the service that it connects to.
type Target struct {
	// Service is the full name under which the service is called: the option
	// protolect.api.v1.service.grpc_name, or that of its descriptor.
	Service protoreflect.FullName
	// Endpoint has a scheme and a host. If the scheme is http, the connection
	// is not encrypted.
	Endpoint  *url.URL
	UserAgent string
}

// WithTransport carries the calls with what open returns. Media are still
// uploaded and downloaded over HTTP. The client's Close closes the transport.
func WithTransport(open func(Target) (Transport, error)) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if open == nil {
			return errors.New("rest.WithTransport: the function is nil")
		}
		c.transport = func(client *Client) (err error) {
			client.carry = (*exchange).carry
			client.transport, err = open(client.target())
			return err
		}
		return nil
	})
}

func (c *Client) target() Target {
	t := Target{Service: c.service.FullName(), Endpoint: c.endpoint, UserAgent: c.agent}
	if rule, ok := proto.GetExtension(c.service.Options(), apipb.E_Service).(*apipb.ServiceRule); ok && rule.GetGrpcName() != "" {
		t.Service = protoreflect.FullName(rule.GetGrpcName())
	}
	return t
}

// carry makes a call with the client's transport.
func (x *exchange) carry(ctx context.Context, req, resp proto.Message, cfg *callConfig) error {
	b := x.binding
	if len(cfg.query) > 0 {
		return x.invalid(errors.New("rest.WithQuery has no effect on a call that is not made over REST: drop it, or use rest.WithHeader, for instance with X-Goog-Fieldmask in place of fields"))
	}
	// Credentials know HTTP requests only.
	r := &http.Request{Header: make(http.Header)}
	if b.apiVersion != "" {
		r.Header.Set("X-Goog-Api-Version", b.apiVersion)
	}
	if params := b.routing(req.ProtoReflect()); params != "" {
		r.Header.Set("X-Goog-Request-Params", params)
	}
	for k, v := range cfg.header {
		r.Header[k] = slices.Clone(v)
	}
	if err := x.attach(ctx, r); err != nil {
		return err
	}
	reply, err := x.client.transport.Call(ctx, b.method, r.Header, req, resp)
	x.take(reply.Header)
	switch {
	case err == nil:
		return nil
	case reply.Status == nil:
		return x.noResponse(ctx, err)
	}
	return x.ended(ctx, reply, err)
}

// routing returns the parameters by which servers route a call, those of the
// path (AIP-4222).
func (b *binding) routing(req protoreflect.Message) string {
	if b.http == nil {
		return ""
	}
	var params []string
	b.http.Binding.RoutingParameters(req, func(fieldPath, text string) {
		params = append(params, url.QueryEscape(fieldPath)+"="+url.QueryEscape(text))
	})
	return strings.Join(params, "&")
}

// ended is the error of a call that ended with a status.
func (x *exchange) ended(ctx context.Context, reply Reply, err error) error {
	e := &Error{
		Method:    x.method,
		RequestID: x.requestID,
		Code:      code.Code(reply.Status.GetCode()),
		Message:   x.secrets.String(reply.Status.GetMessage()),
		Header:    x.secrets.Header(reply.Header),
	}
	cause := err
	for _, detail := range reply.Status.GetDetails() {
		// Replacing bytes within a message would break it. The status that may be
		// in err has the detail, too.
		if x.secrets.In(string(detail.GetValue())) {
			cause = errors.New(err.Error())
			continue
		}
		if detail.MessageName() == transcode.ErrorInfo {
			e.Reason = reasonIn(detail.GetValue())
		}
		if d, err := detail.UnmarshalNew(); err == nil {
			e.Details = append(e.Details, d)
		}
	}
	e.cause = x.secrets.Error(withCause(ctx, cause))
	e.help = x.remedy(e)
	x.name(e)
	return e
}

// reasonIn returns the reason of an encoded google.rpc.ErrorInfo, which need
// not be linked in: its field 1.
func reasonIn(message []byte) string {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return ""
		}
		message = message[n:]
		if number == 1 && kind == protowire.BytesType {
			reason, _ := protowire.ConsumeString(message)
			return reason
		}
		if n = protowire.ConsumeFieldValue(number, kind, message); n < 0 {
			return ""
		}
		message = message[n:]
	}
	return ""
}
