// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package config holds what the options of a client and of a call set. Options
// are in package rest, and package stub reads the configuration.
package config

import (
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A Client collects the options of a client.
type Client struct {
	Endpoint  *url.URL // nil for the server that the service declares
	Insecure  bool     // allows credentials over http
	HTTP      *http.Client
	UserAgent string
	Scopes    []string

	Credentials CredentialKind   // the last one
	Kinds       []CredentialKind // each kind once, in order
	Tokens      oauth2.TokenSource
	// TokensOption is the name of the option that set Tokens.
	TokensOption string
	// Keys contains API keys by the names of their schemes. The key "" is for
	// schemes without an entry.
	Keys map[string]string
	// Basic contains a user name and a password.
	Basic *url.Userinfo

	// SignerOptions contains the names of options of generated packages that sign
	// tokens, by the claim that names the signer, and DefaultOptions those that set
	// the default of a field.
	SignerOptions  map[string]string
	DefaultOptions map[protoreflect.Name]string

	// Defaults contains the values of request fields that are empty.
	Defaults map[protoreflect.Name]string
	// Validate checks requests. It may be nil.
	Validate func(proto.Message) error
	// CompilePattern returns a function that reports whether a string matches a
	// regular expression. It may be nil.
	CompilePattern func(string) (func(string) bool, error)

	// Call is the configuration of calls without options.
	Call Call
}

// A Call collects the options of a call.
type Call struct {
	Timeout        time.Duration
	Header         http.Header
	Query          url.Values
	KeepUnknown    bool
	ResponseHeader *http.Header

	ContentType string // of the media or of a file
	FileName    string
	ChunkSize   int64 // 0 is the default
	Progress    func(received, total int64)
}

// A ClientOption is a function that implements rest.ClientOption.
type ClientOption func(*Client) error

// ApplyClient implements rest.ClientOption.
func (o ClientOption) ApplyClient(c *Client) error { return o(c) }

// A CallOption is a function that implements rest.CallOption.
type CallOption func(*Call) error

// ApplyClient implements rest.ClientOption.
func (o CallOption) ApplyClient(c *Client) error { return o(&c.Call) }

// ApplyCall implements rest.CallOption.
func (o CallOption) ApplyCall(c *Call) error { return o(c) }
