// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/redact"
	"github.com/protolect/protolect/runtime/rest"
)

// An exchange is one call: a request and its response.
type exchange struct {
	client *Client
	method protoreflect.FullName
	// binding is nil if the service has no such method.
	binding *binding
	// request is the request as it is sent, and config the options of the call.
	// begin sets both.
	request proto.Message
	config  *config.Call
	// secrets are the tokens, keys and passwords that were sent.
	secrets redact.Secrets
	// requestID is the ID that the client generated for the request, or empty.
	requestID string
	// first is the first HTTP request of the call, and requests their number.
	first    *http.Request
	requests int
	pageCall
}

// exchange returns the exchange for a call of a method.
func (c *Client) exchange(method protoreflect.Name) *exchange {
	if c == nil {
		return &exchange{method: protoreflect.FullName(method)}
	}
	x := &exchange{client: c, binding: c.bindings[method]}
	if x.binding != nil {
		x.method = x.binding.method.FullName()
	} else {
		x.method = c.service.FullName().Append(method)
	}
	return x
}

// check returns an error if the method cannot be called, or not with this
// request.
func (x *exchange) check(req proto.Message) error {
	b := x.binding
	switch {
	case x.client == nil:
		return errors.New("the client is nil: create it with the New function of its package")
	case b == nil:
		return errors.New("the service has no such method")
	case b.invalid != nil:
		return b.invalid
	case b.unbound != nil && (x.client.transport == nil || b.streams()):
		return b.unbound
	case req == nil:
		return errors.New("the request message is nil")
	}
	if got, want := req.ProtoReflect().Descriptor().FullName(), b.method.Input().FullName(); got != want {
		return fmt.Errorf("the request is a %s, not a %s", got, want)
	}
	return nil
}

// checkResponse returns an error if resp cannot store the response of the
// method, which exists.
func (x *exchange) checkResponse(resp proto.Message) error {
	if resp == nil || !resp.ProtoReflect().IsValid() {
		return errors.New("the response message is nil")
	}
	if got, want := resp.ProtoReflect().Descriptor().FullName(), x.binding.method.Output().FullName(); got != want {
		return fmt.Errorf("the response is a %s, not a %s", got, want)
	}
	return nil
}

// begin applies the options of the call, and fills in and checks the request.
// The caller must call the returned function when the call is over.
func (x *exchange) begin(ctx context.Context, req proto.Message, opts []rest.CallOption) (context.Context, context.CancelFunc, error) {
	cfg, err := x.prepare(req, opts)
	if err != nil {
		return nil, nil, x.requestError(err)
	}
	x.config = cfg
	ctx, cancel := x.withTimeout(ctx, cfg.Timeout)
	return ctx, cancel, nil
}

// prepare sets the request, and returns the options of the call.
func (x *exchange) prepare(req proto.Message, opts []rest.CallOption) (*config.Call, error) {
	if err := x.binding.noCredentials; err != nil {
		return nil, err
	}
	cfg, err := x.client.configure(opts)
	if err != nil {
		return nil, err
	}
	if x.request, err = x.populate(req); err != nil {
		return nil, err
	}
	if x.client.validate != nil {
		if err := x.client.validate(x.request); err != nil {
			return nil, err
		}
	}
	return cfg, nil
}

// send sends a request with credentials. An error is a [*rest.Error].
func (x *exchange) send(ctx context.Context, r *http.Request) (*http.Response, error) {
	if err := x.addCredentials(ctx, r); err != nil {
		return nil, err
	}
	return x.do(ctx, r)
}

// addCredentials adds the client's credentials to a request. An error is an
// [*rest.Error].
func (x *exchange) addCredentials(ctx context.Context, r *http.Request) error {
	for _, send := range x.binding.senders {
		err := send(ctx, r, &x.secrets)
		if errors.Is(err, errNoQuery) {
			return x.requestError(err)
		}
		if err != nil {
			return x.tokenError(ctx, err)
		}
	}
	return nil
}

// do sends a request unchanged. An error is a [*rest.Error].
func (x *exchange) do(ctx context.Context, r *http.Request) (*http.Response, error) {
	if x.requests++; x.requests == 1 {
		x.first = r
	}
	hr, err := x.client.do(r)
	if err != nil {
		return nil, x.connectionError(ctx, redact.URLError(err))
	}
	x.storeHeader(hr.Header)
	return hr, nil
}

// storeHeader stores the header of a response for [rest.WithResponseHeader] and
// for a pager.
func (x *exchange) storeHeader(header http.Header) {
	for _, to := range []*http.Header{x.config.ResponseHeader, x.pageHeader} {
		if to != nil {
			*to = header
		}
	}
}
