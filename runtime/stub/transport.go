// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

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
	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// A Transport sends calls over another protocol than HTTP with JSON. Package
// grpctransport has one for gRPC. It must be safe for concurrent use.
type Transport interface {
	// Call sends a request and stores the response in resp. header contains the
	// metadata, including credentials; Call must not retain it. If the server
	// responds with an error, Call returns its status in the Reply along with the
	// error.
	Call(ctx context.Context, method protoreflect.MethodDescriptor, header http.Header, req, resp proto.Message) (Reply, error)
	// Close closes the connections.
	Close() error
}

// A Reply is the part of a response that is not in the response message.
type Reply struct {
	// Status is the status of a failed call, or nil if the server sent none.
	Status *rpcstatus.Status
	Header http.Header
}

// A Target describes the server that a transport connects to.
type Target struct {
	// Service is the full name of the service on the wire: the option
	// protolect.api.v1.service.grpc_name, or else the name of the descriptor.
	Service protoreflect.FullName
	// Endpoint contains a scheme, a host and possibly a path. With the scheme http,
	// the connection is not encrypted.
	Endpoint  *url.URL
	UserAgent string
}

// WithTransport sends calls over the transport that open returns. Uploads and
// downloads of media still use HTTP. Close closes the transport.
func WithTransport(open func(Target) (Transport, error)) rest.ClientOption {
	return transportOption(func(c *Client) (err error) {
		if open == nil {
			return errors.New("stub.WithTransport: the function is nil")
		}
		c.callTransport = (*exchange).callTransport
		c.transport, err = open(c.target())
		return err
	})
}

// A transportOption connects a client. NewClient calls the last one when it has
// applied the other options.
type transportOption func(*Client) error

// ApplyClient implements [rest.ClientOption].
func (transportOption) ApplyClient(*config.Client) error { return nil }

func (c *Client) target() Target {
	t := Target{Service: c.service.FullName(), Endpoint: c.endpoint, UserAgent: c.agent}
	rule, _ := proto.GetExtension(c.service.Options(), apipb.E_Service).(*apipb.ServiceRule)
	if name := rule.GetGrpcName(); name != "" {
		t.Service = protoreflect.FullName(name)
	}
	return t
}

// callTransport sends a call over the client's transport.
func (x *exchange) callTransport(ctx context.Context, resp proto.Message) error {
	b := x.binding
	if len(x.config.Query) > 0 {
		return x.requestError(errors.New("rest.WithQuery has no effect on a call that is not sent over REST: " +
			"remove it, or use rest.WithHeader, for example with X-Goog-Fieldmask instead of fields"))
	}
	// Senders work on HTTP requests.
	r := &http.Request{Header: make(http.Header)}
	if b.apiVersion != "" {
		r.Header.Set("X-Goog-Api-Version", b.apiVersion)
	}
	if params := b.routing(x.request.ProtoReflect()); params != "" {
		r.Header.Set("X-Goog-Request-Params", params)
	}
	for k, v := range x.config.Header {
		r.Header[k] = slices.Clone(v)
	}
	if err := x.addCredentials(ctx, r); err != nil {
		return err
	}
	reply, err := x.client.transport.Call(ctx, b.method, r.Header, x.request, resp)
	x.storeHeader(reply.Header)
	switch {
	case err == nil:
		return nil
	case reply.Status == nil:
		return x.connectionError(ctx, err)
	}
	return x.replyError(ctx, reply, err)
}

// routing returns the parameters that servers route a call by: those of the path
// (AIP-4222).
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

// replyError returns the error of a call that ended with a status.
func (x *exchange) replyError(ctx context.Context, reply Reply, err error) error {
	e := &rest.Error{
		Method:    x.method,
		RequestID: x.requestID,
		Code:      code.Code(reply.Status.GetCode()),
		Message:   x.secrets.String(reply.Status.GetMessage()),
		Header:    x.secrets.Header(reply.Header),
	}
	cause := err
	for _, detail := range reply.Status.GetDetails() {
		// A detail with a secret is dropped: replacing bytes would break the encoded
		// message. The status in err contains the detail as well.
		if x.secrets.FoundIn(string(detail.GetValue())) {
			cause = errors.New(err.Error())
			continue
		}
		if detail.MessageName() == transcode.ErrorInfo {
			e.Reason = reasonOf(detail.GetValue())
		}
		if d, err := detail.UnmarshalNew(); err == nil {
			e.Details = append(e.Details, d)
		}
	}
	e.Err = x.secrets.Error(withContextError(ctx, cause))
	if timeout, ok := errors.AsType[timeoutError](e.Err); ok && e.Code == code.Code_DEADLINE_EXCEEDED {
		e.Message = timeout.Error()
	}
	e.Hint = x.remedy(e)
	x.setCondition(e)
	return e
}

// reasonOf returns the reason of an encoded google.rpc.ErrorInfo, its field 1.
// The program need not link the type.
func reasonOf(message []byte) string {
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
