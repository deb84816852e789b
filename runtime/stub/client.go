// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/endpoint"
	"github.com/protolect/protolect/runtime/internal/useragent"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// A Client calls the methods of one service, over HTTP with JSON unless
// [WithTransport] is used. It is safe for concurrent use.
type Client struct {
	service  protoreflect.ServiceDescriptor
	bindings map[protoreflect.Name]*binding
	endpoint *url.URL
	// customEndpoint reports whether an option set the endpoint, which then
	// contains the base path.
	customEndpoint bool
	agent          string
	// The following fields hold secrets in functions, because package fmt prints
	// pointers and structs, but not closures.
	do          func(*http.Request) (*http.Response, error)
	configure   func([]rest.CallOption) (*config.Call, error)
	credentials config.CredentialKind
	// credentialOptions names the options that set credentials for the service.
	credentialOptions string
	// credentialType is the type of the file of Application Default Credentials, or
	// empty.
	credentialType string
	// transport is nil for calls over HTTP.
	transport Transport
	// callTransport is (*exchange).callTransport if there is a transport. It is
	// a field so that programs without transports do not link the method.
	callTransport func(*exchange, context.Context, proto.Message) error
	// defaults contains the values of request fields that are empty.
	defaults map[protoreflect.Name]string
	// defaultOptions contains the names of the options that set them.
	defaultOptions map[protoreflect.Name]string
	// matchers contains a function for each pattern of request fields. It is nil
	// without [WithPatterns].
	matchers map[string]func() (func(string) bool, error)
	// validate checks requests. It is nil without [rest.WithValidator].
	validate func(proto.Message) error
}

// NewClient returns a client of a service.
//
// By default, the client sends requests to the service's
// google.api.default_host over https, with Application Default Credentials for
// the service's google.api.oauth_scopes. Finding these credentials may read
// files and call the metadata server. ctx limits the time for this; it does not
// limit later calls.
//
// A service that declares how callers authenticate
// (protolect.api.v1.file.security_schemes) requires an option with credentials,
// or [rest.WithoutCredentials]. Each method sends those that it declares. A service
// that declares that callers don't authenticate
// (protolect.api.v1.file.anonymous) receives no credentials by default.
//
// Calls of a method that streams, has no google.api.http rule or has malformed
// options return an error. The other methods work.
func NewClient(ctx context.Context, service protoreflect.ServiceDescriptor, opts ...rest.ClientOption) (*Client, error) {
	if service == nil {
		return nil, errors.New("rest: the service descriptor is nil")
	}
	c, err := newClient(ctx, service, opts)
	if err != nil {
		return nil, fmt.Errorf("rest: %s: %w", service.FullName(), err)
	}
	return c, nil
}

func newClient(ctx context.Context, service protoreflect.ServiceDescriptor, opts []rest.ClientOption) (*Client, error) {
	var cfg config.Client
	var errs []error
	var connect transportOption
	for _, o := range opts {
		if o != nil {
			errs = append(errs, o.ApplyClient(&cfg))
		}
		if t, ok := o.(transportOption); ok {
			connect = t
		}
	}
	if transcode.FileRule(service.ParentFile()).GetAnonymous() && len(cfg.Kinds) == 0 {
		errs = append(errs, rest.WithoutCredentials().ApplyClient(&cfg))
	}
	security := newSecurity(service, &cfg)
	errs = append(errs, cfg.Conflict(security != nil))
	bindings := bindMethods(service)
	errs = append(errs, unusedDefault(cfg.Defaults, bindings))
	server, err := chooseEndpoint(&cfg, service, bindings)
	errs = append(errs, err)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}

	hc := isolated(cfg.HTTP)
	credentialOptions, credentialType := "rest.WithTokenSource or rest.WithAPIKey", ""
	if security != nil {
		credentialOptions = security.options(security.names)
		if err := security.assign(bindings); err != nil {
			return nil, err
		}
	} else if send, fileType, err := googleCredentials(ctx, service, &cfg, hc); err != nil {
		return nil, err
	} else if send != nil {
		credentialType = fileType
		for _, b := range bindings {
			b.senders = []sender{send}
		}
	}
	c := &Client{
		service:           service,
		bindings:          bindings,
		endpoint:          server,
		customEndpoint:    cfg.Endpoint != nil,
		agent:             strings.TrimSpace(cfg.UserAgent + " " + useragent.Default()),
		do:                hc.Do,
		configure:         func(opts []rest.CallOption) (*config.Call, error) { return configure(&cfg.Call, opts) },
		credentials:       cfg.Credentials,
		credentialOptions: credentialOptions,
		credentialType:    credentialType,
		defaults:          cfg.Defaults,
		defaultOptions:    cfg.DefaultOptions,
		matchers:          matchers(bindings, cfg.CompilePattern),
		validate:          cfg.Validate,
	}
	if connect != nil {
		if err := connect(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// configure returns the configuration of one call. Callers must not modify it.
func configure(c *config.Call, opts []rest.CallOption) (*config.Call, error) {
	if len(opts) == 0 {
		return c, nil
	}
	d := *c
	d.Header, d.Query = maps.Clone(c.Header), maps.Clone(c.Query)
	var errs []error
	for _, o := range opts {
		if o != nil {
			errs = append(errs, o.ApplyCall(&d))
		}
	}
	return &d, errors.Join(errs...)
}

// chooseEndpoint returns the endpoint of a client: that of an option, which
// then also replaces the hosts of single methods, or the host of the service.
func chooseEndpoint(c *config.Client, service protoreflect.ServiceDescriptor, bindings map[protoreflect.Name]*binding) (*url.URL, error) {
	if c.Endpoint == nil {
		host, _ := proto.GetExtension(service.Options(), annotations.E_DefaultHost).(string)
		if host == "" {
			return nil, errors.New("the service declares no google.api.default_host: pass its URL to rest.WithEndpoint")
		}
		server, err := endpoint.Parse("https://" + host)
		if err != nil {
			return nil, fmt.Errorf("google.api.default_host: %w", err)
		}
		return server, nil
	}
	for _, b := range bindings {
		b.endpoint = nil
	}
	if c.Endpoint.Scheme != "https" && c.Credentials != config.WithoutCredentials && !c.Insecure && !endpoint.IsLoopback(c.Endpoint) {
		return nil, fmt.Errorf("credentials are not sent over http to %s, because everyone on the network path can read them: "+
			"use https, rest.WithoutCredentials, or rest.WithInsecureEndpoint in a trusted network", c.Endpoint.Host)
	}
	return c.Endpoint, nil
}

// Close releases the connection of a transport such as gRPC. A client without a
// transport has nothing to release. The client must not be used afterwards.
func (c *Client) Close() error {
	if c == nil || c.transport == nil {
		return nil
	}
	return c.transport.Close()
}

// String returns the names of the service and the endpoint. It contains no
// secrets.
func (c *Client) String() string {
	return fmt.Sprintf("stub.Client(%s at %s)", c.service.FullName(), c.endpoint)
}

// GoString returns the same text as String.
func (c *Client) GoString() string { return c.String() }

// MarshalText returns the same text as String, for log/slog and JSON.
func (c *Client) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
