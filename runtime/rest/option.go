// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A ClientOption configures a client. Of two options that set the same thing,
// the last one wins.
type ClientOption interface {
	applyClient(*clientConfig) error
}

// A CallOption configures a single call. As an option of a client it is the
// default for all calls.
type CallOption interface {
	ClientOption
	applyCall(*callConfig) error
}

// A clientConfig collects the options of a client.
type clientConfig struct {
	endpoint *url.URL
	insecure bool // allows credentials over http
	http     *http.Client
	agent    string
	scopes   []string

	credentials credentialKind   // the last one
	given       []credentialKind // each kind once, in order
	tokens      oauth2.TokenSource
	// tokensOption is the name of the option that set tokens.
	tokensOption string
	// keys contains API keys by the names of their schemes. The key "" is for
	// schemes without an entry.
	keys  map[string]string
	basic sender

	transport func(*Client) error
	defaults  map[protoreflect.Name]string
	// checkDefaults returns an error for a default that no request accepts.
	checkDefaults func(map[protoreflect.Name]*binding) error
	validate      func(proto.Message) error
	matchers      func(map[protoreflect.Name]*binding) map[string]func() (func(string) bool, error)
	call          callConfig
}

// A callConfig collects the options of a call.
type callConfig struct {
	timeout        time.Duration
	header         http.Header
	query          url.Values
	upload         uploadConfig
	keepUnknown    bool
	responseHeader *http.Header
}

// with returns the configuration of one call. Callers must not modify it.
func (c *callConfig) with(opts []CallOption) (*callConfig, error) {
	if len(opts) == 0 {
		return c, nil
	}
	d := *c
	d.header, d.query = maps.Clone(c.header), maps.Clone(c.query)
	var errs []error
	for _, o := range opts {
		if o != nil {
			errs = append(errs, o.applyCall(&d))
		}
	}
	return &d, errors.Join(errs...)
}

type clientOption func(*clientConfig) error

func (o clientOption) applyClient(c *clientConfig) error { return o(c) }

type callOption func(*callConfig) error

func (o callOption) applyClient(c *clientConfig) error { return o(&c.call) }
func (o callOption) applyCall(c *callConfig) error     { return o(c) }
