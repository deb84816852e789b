// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/endpoint"
)

// WithEndpoint sends calls to another server, for example an emulator.
//
// The endpoint is a server URL as in OpenAPI: scheme, host and the path before
// the paths of the methods. Its path replaces the base path of the document's
// server (protolect.api.v1.file.base_path): "https://eu.example.com/api/v2"
// calls /api/v2/pets, and "http://localhost:8080" calls /pets. The documentation
// of a generated Client states the base path of its API. The endpoint also
// receives the calls of methods for which the document specifies another host.
//
// Credentials are sent over http only to a loopback address; see
// [WithInsecureEndpoint].
func WithEndpoint(endpoint string) ClientOption {
	return withEndpoint("rest.WithEndpoint", endpoint, false)
}

// WithInsecureEndpoint is WithEndpoint for a server that receives credentials
// over http, where everyone on the network path can read them. Use it only in
// trusted networks, such as within a cluster: "http://api:8080".
func WithInsecureEndpoint(endpoint string) ClientOption {
	return withEndpoint("rest.WithInsecureEndpoint", endpoint, true)
}

func withEndpoint(option, server string, insecure bool) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		u, err := endpoint.Parse(server)
		if err != nil {
			return fmt.Errorf("%s: %w", option, err)
		}
		c.Endpoint, c.Insecure = u, insecure
		return nil
	})
}
