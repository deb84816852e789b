// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"net/url"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A binding is a method as a client calls it.
type binding struct {
	method protoreflect.MethodDescriptor
	// http is the HTTP form. It is nil if there is none, and unbound is the reason then.
	http    *transcode.Method
	unbound error
	// invalid is set if the options of the method are malformed.
	invalid error
	// endpoint is where the method is called, if that is not the client's endpoint.
	endpoint *url.URL
	paging   *apipb.Paging
	// scopes are the OAuth 2.0 scopes of which a caller needs one.
	scopes []string
	errors []*apipb.NamedError
	// defaults are the fields that a client can fill, ids those that it fills for each call.
	defaults, ids []protoreflect.FieldDescriptor
	limits        []limit
	// security has the sets of schemes by which it can be called.
	security []*apipb.SecurityRequirement
	// senders attach the client's credentials. unsecured says what the method
	// takes that the client has not, and is nil if that is nothing.
	senders   []sender
	unsecured error
	// apiVersion goes out in a header, if it is not empty.
	apiVersion string
}

// bind reads the options of a method. A method whose options are malformed, or that
// HTTP cannot call, returns an error when it is called; the others work.
func bind(m protoreflect.MethodDescriptor) *binding {
	rule := transcode.MethodRule(m)
	b := &binding{
		method: m, paging: rule.GetPaging(), apiVersion: rule.GetApiVersion(), scopes: rule.GetOauthScopes(),
		errors: rule.GetErrors(), security: rule.GetSecurity(),
	}
	b.http, b.unbound = transcode.Compile(m)
	b.invalid = errors.Join(b.bindEndpoint(rule.GetHost()), b.bindDefaults(rule), b.bindLimits())
	if b.invalid != nil {
		b.invalid = fmt.Errorf("protolect.api.v1: %w", b.invalid)
	}
	return b
}

func (b *binding) bindEndpoint(host string) (err error) {
	if host == "" {
		return nil
	}
	if b.endpoint, err = parseEndpoint("https://" + host); err != nil {
		return fmt.Errorf("host: %w", err)
	}
	return nil
}

func (b *binding) streams() bool {
	return b.method.IsStreamingClient() || b.method.IsStreamingServer()
}
