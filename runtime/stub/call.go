// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"net/http"
	"net/url"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
)

// Call calls a method of the service and stores the response in resp. Generated
// methods call it. The messages must have the types of the method. An error is
// a [*rest.Error], and resp is empty then. A malformed request, for example one
// without a field of the path, is not sent.
//
// Call does not modify or retain req.
func (c *Client) Call(ctx context.Context, method protoreflect.Name, req, resp proto.Message, opts ...rest.CallOption) error {
	return c.call(ctx, method, req, resp, pageCall{}, opts)
}

// A pageCall contains the part of a call that only a pager needs.
type pageCall struct {
	items      *itemStream  // receives the items of the response, unless nil
	pageHeader *http.Header // receives the header of the response, unless nil
	// pageQuery contains URL parameters that select the page. Those for which the
	// request has a field, or a value, are ignored.
	pageQuery url.Values
}

// call is Call for a pager.
func (c *Client) call(ctx context.Context, method protoreflect.Name, req, resp proto.Message, page pageCall, opts []rest.CallOption) error {
	x := c.exchange(method)
	x.pageCall = page
	err := x.call(ctx, req, resp, opts)
	if err != nil {
		reset(resp)
	}
	return err
}

// reset empties the response message of a call that failed.
func reset(resp proto.Message) {
	if resp != nil && resp.ProtoReflect().IsValid() {
		proto.Reset(resp)
	}
}

func (x *exchange) call(ctx context.Context, req, resp proto.Message, opts []rest.CallOption) error {
	if err := x.check(req); err != nil {
		return x.requestError(err)
	}
	if err := x.checkResponse(resp); err != nil {
		return x.requestError(err)
	}
	ctx, cancel, err := x.begin(ctx, req, opts)
	if err != nil {
		return err
	}
	defer cancel()
	if x.client.callTransport != nil {
		return x.client.callTransport(x, ctx, resp)
	}
	r, err := x.newRequest(ctx)
	if err != nil {
		return x.requestError(err)
	}
	hr, err := x.send(ctx, r)
	if err != nil {
		return err
	}
	defer hr.Body.Close()
	return x.read(ctx, hr, resp)
}
