// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/useragent"
)

// A Client calls the methods of one service, over REST if no option says
// otherwise. It may be used by several goroutines at once.
type Client struct {
	service  protoreflect.ServiceDescriptor
	bindings map[protoreflect.Name]*binding
	endpoint *url.URL
	// ownEndpoint says that the endpoint is the user's, and so has its own base path.
	ownEndpoint bool
	agent       string
	// The rest is functions, because fmt finds its way into every pointer but
	// not into a closure: headers and transports may hold secrets.
	do          func(*http.Request) (*http.Response, error)
	configure   func([]CallOption) (*callConfig, error)
	credentials credentialKind
	// takes names the options that have credentials for the service.
	takes string
	// transport carries the calls, if it is not nil, and then by carry, which is in no
	// program that has no transport.
	transport Transport
	carry     func(*exchange, context.Context, proto.Message, proto.Message, *callConfig) error
	// defaults are for fields of requests that are empty.
	defaults map[protoreflect.Name]string
	// matchers has a function for each pattern of requests' fields, if there is
	// something to compare with.
	matchers map[string]func() (func(string) bool, error)
	// validate looks at requests, if it is not nil.
	validate func(proto.Message) error
}

// NewClient returns a client of the service.
//
// The host is the service's google.api.default_host, over https. The
// credentials are Application Default Credentials with the service's
// google.api.oauth_scopes; looking for them may read files and ask the metadata
// server, for as long as ctx lasts. Options change both. The client does not
// hold on to ctx's deadline.
//
// A service that says itself how its callers say who they are
// (protolect.api.v1.file.security_schemes) is not Google's: nothing is looked
// for then, an option has to say what to send, and each method is sent what it
// takes of it. For one that says of nobody who they must be, nothing is looked for
// either (protolect.api.v1.file.anonymous).
//
// A method that streams, that has no google.api.http rule or whose options are malformed
// cannot be called over REST: calling it returns an error. The other methods work.
func NewClient(ctx context.Context, service protoreflect.ServiceDescriptor, opts ...ClientOption) (*Client, error) {
	if service == nil {
		return nil, errors.New("rest: NewClient needs a service descriptor")
	}
	c, err := newClient(ctx, service, opts)
	if err != nil {
		return nil, fmt.Errorf("rest: %s: %w", service.FullName(), err)
	}
	return c, nil
}

func newClient(ctx context.Context, service protoreflect.ServiceDescriptor, opts []ClientOption) (*Client, error) {
	var cfg clientConfig
	var errs []error
	for _, o := range opts {
		if o != nil {
			errs = append(errs, o.applyClient(&cfg))
		}
	}
	if file := fileRule(service); file.GetAnonymous() && len(cfg.given) == 0 {
		errs = append(errs, WithoutCredentials().applyClient(&cfg))
	}
	security := newSecurity(service, &cfg)
	errs = append(errs, cfg.conflict(security != nil))

	bindings := make(map[protoreflect.Name]*binding)
	for i := range service.Methods().Len() {
		m := service.Methods().Get(i)
		bindings[m.Name()] = bind(m)
	}

	if cfg.checkDefaults != nil {
		errs = append(errs, cfg.checkDefaults(bindings))
	}

	endpoint := cfg.endpoint
	if endpoint != nil {
		for _, b := range bindings {
			b.endpoint = nil
		}
	} else {
		host, _ := proto.GetExtension(service.Options(), annotations.E_DefaultHost).(string)
		if host == "" {
			errs = append(errs, errors.New("the service has no google.api.default_host: say where it is with rest.WithEndpoint"))
		} else if u, err := parseEndpoint("https://" + host); err != nil {
			errs = append(errs, fmt.Errorf("google.api.default_host: %w", err))
		} else {
			endpoint = u
		}
	}
	if endpoint != nil && cfg.credentials != withoutCredentials && endpoint.Scheme != "https" && !cfg.insecure && !isLoopback(endpoint) {
		errs = append(errs, fmt.Errorf("credentials are not sent over http to %s, where anybody on the way can read them: use https, rest.WithoutCredentials, or rest.WithInsecureEndpoint in a network that you trust", endpoint.Host))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}

	hc := ownClient(cfg.http)
	takes := "rest.WithTokenSource or rest.WithAPIKey"
	if security != nil {
		takes = security.options(security.names)
		if err := security.assign(bindings); err != nil {
			return nil, err
		}
	} else if send, err := googleCredentials(ctx, service, &cfg, hc); err != nil {
		return nil, err
	} else if send != nil {
		for _, b := range bindings {
			b.senders = []sender{send}
		}
	}
	c := &Client{
		service:     service,
		bindings:    bindings,
		endpoint:    endpoint,
		ownEndpoint: cfg.endpoint != nil,
		agent:       strings.TrimSpace(cfg.agent + " " + useragent.Own()),
		do:          hc.Do,
		configure:   cfg.call.with,
		credentials: cfg.credentials,
		takes:       takes,
		defaults:    cfg.defaults,
		validate:    cfg.validate,
	}
	if cfg.matchers != nil {
		c.matchers = cfg.matchers(bindings)
	}
	if cfg.transport != nil {
		if err := cfg.transport(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Close gives back what the client's transport holds. Over REST there is
// nothing of the kind: the connections are those of the HTTP client. No call
// may be made afterwards.
func (c *Client) Close() error {
	if c == nil || c.transport == nil {
		return nil
	}
	return c.transport.Close()
}

// ownClient returns a copy of the user's client, or a new one, that follows no
// redirect, so that neither a request nor its credentials reach a server that
// the user did not name, and that keeps no cookies.
func ownClient(user *http.Client) *http.Client {
	var c http.Client
	if user != nil {
		c = *user
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Jar = nil
	return &c
}

// String names the service and the endpoint, and no secrets.
func (c *Client) String() string {
	return fmt.Sprintf("rest.Client(%s at %s)", c.service.FullName(), c.endpoint)
}

// GoString is String.
func (c *Client) GoString() string { return c.String() }

// MarshalText is String, for log/slog and for JSON.
func (c *Client) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
