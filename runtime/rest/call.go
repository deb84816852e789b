// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/redact"
	"github.com/protolect/protolect/runtime/transcode"
)

// Call calls a method of the service, and reads its response into resp. The
// messages are of the method's types. An error is an [*Error], and then resp is
// empty; a request that is in itself wrong, for instance without a field that
// is part of the path, is not sent at all.
//
// Call does not change req, and does not keep it.
func (c *Client) Call(ctx context.Context, method protoreflect.Name, req, resp proto.Message, opts ...CallOption) error {
	return c.call(ctx, method, req, resp, nil, nil, opts)
}

// call is Call. Where items and header are not nil, the items of the response and its
// header go there.
func (c *Client) call(ctx context.Context, method protoreflect.Name, req, resp proto.Message, items *itemStream, header *http.Header, opts []CallOption) error {
	if c == nil {
		return (&exchange{method: protoreflect.FullName(method)}).invalid(errNoClient)
	}
	x := c.exchange(method)
	x.items, x.pageHeader = items, header
	if resp == nil || !resp.ProtoReflect().IsValid() {
		return x.invalid(errors.New("the response message is nil"))
	}
	if err := x.call(ctx, req, resp, opts); err != nil {
		proto.Reset(resp)
		return err
	}
	return nil
}

// exchange returns what a call of a method begins with.
func (c *Client) exchange(method protoreflect.Name) *exchange {
	x := &exchange{client: c, binding: c.bindings[method]}
	if x.binding != nil {
		x.method = x.binding.method.FullName()
	} else {
		x.method = c.service.FullName().Append(method)
	}
	return x
}

var errNoClient = errors.New("the client is a zero value: make it with its package's New function")

// An exchange is one call: a request and its response.
type exchange struct {
	client *Client
	method protoreflect.FullName
	// binding is nil if there is no such method.
	binding *binding
	// secrets are the tokens, keys and passwords that were sent.
	secrets redact.Secrets
	// requestID is the id that the client made for the request.
	requestID string
	// responseHeader, if it is not nil, takes the header of the response.
	responseHeader *http.Header
	// pageHeader does the same for a pager.
	pageHeader *http.Header
	// keepUnknown says that what the response has that is unknown stays with it.
	keepUnknown bool
	// items is where the items of the response go, if they are not to be in it.
	items *itemStream
}

func (x *exchange) call(ctx context.Context, req, resp proto.Message, opts []CallOption) error {
	b := x.binding
	if err := x.client.check(b, req, resp); err != nil {
		return x.invalid(err)
	}
	req, cfg, err := x.prepare(b, req, opts)
	if err != nil {
		return x.invalid(err)
	}
	ctx, cancel := x.withTimeout(ctx, cfg.timeout)
	defer cancel()
	if x.client.carry != nil {
		return x.client.carry(x, ctx, req, resp, cfg)
	}
	r, err := x.client.newRequest(ctx, b, req, cfg)
	if err != nil {
		return x.invalid(err)
	}
	hr, err := x.send(ctx, r)
	if err != nil {
		return err
	}
	defer hr.Body.Close()
	return x.read(ctx, hr, resp)
}

// prepare returns the request as it is sent, and what the options say.
func (x *exchange) prepare(b *binding, req proto.Message, opts []CallOption) (proto.Message, *callConfig, error) {
	if b.unsecured != nil {
		return nil, nil, b.unsecured
	}
	cfg, err := x.client.configure(opts)
	if err != nil {
		return nil, nil, err
	}
	x.keepUnknown, x.responseHeader = cfg.keepUnknown, cfg.responseHeader
	if req, err = x.complete(b, req); err != nil {
		return nil, nil, err
	}
	if x.client.validate != nil {
		if err := x.client.validate(req); err != nil {
			return nil, nil, err
		}
	}
	return req, cfg, nil
}

// send sends a request with credentials. An error is an [*Error].
func (x *exchange) send(ctx context.Context, r *http.Request) (*http.Response, error) {
	if err := x.attach(ctx, r); err != nil {
		return nil, err
	}
	return x.do(ctx, r)
}

// attach adds the credentials to a request.
func (x *exchange) attach(ctx context.Context, r *http.Request) error {
	for _, send := range x.binding.senders {
		err := send(ctx, r, &x.secrets)
		if errors.Is(err, errNoQuery) {
			return x.invalid(err)
		}
		if err != nil {
			return x.noToken(ctx, err)
		}
	}
	return nil
}

// do sends a request as it is.
func (x *exchange) do(ctx context.Context, r *http.Request) (*http.Response, error) {
	hr, err := x.client.do(r)
	if err != nil {
		return nil, x.noResponse(ctx, redact.URLError(err))
	}
	x.take(hr.Header)
	return hr, nil
}

// take gives the header of the response to those who want it.
func (x *exchange) take(header http.Header) {
	for _, to := range []*http.Header{x.responseHeader, x.pageHeader} {
		if to != nil {
			*to = header
		}
	}
}

// check refuses what generated code cannot get wrong. A call whose result is
// media has no response message.
func (c *Client) check(b *binding, req, resp proto.Message) error {
	switch {
	case b == nil:
		return errors.New("the service has no such method")
	case b.invalid != nil:
		return b.invalid
	case b.unbound != nil && (c.transport == nil || b.streams()):
		return b.unbound
	case req == nil:
		return errors.New("the request message is nil")
	}
	if got, want := req.ProtoReflect().Descriptor().FullName(), b.method.Input().FullName(); got != want {
		return fmt.Errorf("the request is a %s, not a %s", got, want)
	}
	if resp == nil {
		return nil
	}
	if got, want := resp.ProtoReflect().Descriptor().FullName(), b.method.Output().FullName(); got != want {
		return fmt.Errorf("the response is a %s, not a %s", got, want)
	}
	return nil
}

// invalid is the error of a request that is not sent because it is wrong.
func (x *exchange) invalid(err error) error {
	e := &Error{Method: x.method, Code: code.Code_INVALID_ARGUMENT, Message: err.Error(), cause: err}
	if _, ok := errors.AsType[*transcode.UnboundError](err); ok {
		e.Code = code.Code_UNIMPLEMENTED
	}
	return e
}
