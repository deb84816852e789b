// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"errors"
	"fmt"
	"net/url"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/internal/endpoint"
	"github.com/protolect/protolect/runtime/transcode"
)

// A binding contains what a client knows of a method before it is called.
type binding struct {
	method protoreflect.MethodDescriptor
	// http is the method's HTTP form. If there is none, it is nil, and unbound is
	// the reason.
	http    *transcode.Method
	unbound error
	// invalid is the error of malformed options, or nil.
	invalid error
	// endpoint replaces the client's endpoint. It is nil for most methods.
	endpoint *url.URL
	paging   *apipb.Paging
	// scopes are the OAuth 2.0 scopes. Callers need one of them.
	scopes []string
	errors []*apipb.NamedError
	// defaults are the fields that a client may have a default for, and ids those
	// for which it generates an ID in each call.
	defaults, ids []protoreflect.FieldDescriptor
	limits        []limit
	// security contains the alternative sets of schemes that authenticate a call.
	security []*apipb.SecurityRequirement
	// senders add the client's credentials. If the client has none that the method
	// accepts, noCredentials is the error of a call.
	senders       []sender
	noCredentials error
	// apiVersion is sent in a header, unless it is empty.
	apiVersion string
}

// bindMethods returns the bindings of all methods of a service.
func bindMethods(service protoreflect.ServiceDescriptor) map[protoreflect.Name]*binding {
	bindings := make(map[protoreflect.Name]*binding)
	for i := range service.Methods().Len() {
		m := service.Methods().Get(i)
		bindings[m.Name()] = bind(m)
	}
	return bindings
}

// bind reads the options of a method. Calls of a method with malformed options
// or without an HTTP form return an error.
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
	if b.endpoint, err = endpoint.Parse("https://" + host); err != nil {
		return fmt.Errorf("host: %w", err)
	}
	return nil
}

func (b *binding) streams() bool {
	return b.method.IsStreamingClient() || b.method.IsStreamingServer()
}
