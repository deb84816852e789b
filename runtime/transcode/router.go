// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// CompileServices compiles the methods of services for a Router. It omits methods without an
// HTTP form. The error joins those of methods with a malformed rule; the other methods are
// returned with it.
func CompileServices(services ...protoreflect.ServiceDescriptor) ([]*Method, error) {
	var methods []*Method
	var errs []error
	for _, service := range services {
		for i := range service.Methods().Len() {
			m, err := Compile(service.Methods().Get(i))
			if _, unbound := errors.AsType[*UnboundError](err); err != nil && !unbound {
				errs = append(errs, err)
			} else if err == nil {
				methods = append(methods, m)
			}
		}
	}
	return methods, errors.Join(errs...)
}

// RouterOptions configures how a Router matches.
type RouterOptions struct {
	// WithoutBasePath matches paths without the base path of the methods
	// (protolect.api.v1.file.base_path). Clients that are configured with the URL of another
	// server send such paths.
	WithoutBasePath bool
}

// A Router finds the method for an HTTP request. It may be used concurrently. The time of a
// match does not depend on the number of methods.
type Router struct {
	methods []*Method
	root    routeNode
	// basePath is the base path of all methods, or empty if they differ.
	basePath string
}

// NewRouter returns a router for all bindings of the methods. Of bindings with the same HTTP
// method and the same path, the first one matches.
func NewRouter(methods []*Method, opts RouterOptions) *Router {
	r := &Router{methods: methods}
	if len(methods) > 0 && !opts.WithoutBasePath {
		r.basePath = methods[0].BasePath
	}
	for _, m := range methods {
		if m.BasePath != r.basePath {
			r.basePath = ""
		}
		for _, b := range m.bindings() {
			r.add(b, opts)
		}
	}
	return r
}

func (m *Method) bindings() []*Binding { return append([]*Binding{m.Binding}, m.Additional...) }

// A Match is the binding for a request, with the values of the variables in its path.
type Match struct {
	Method  *Method
	Binding *Binding
	// variables are the values in the path, percent-encoded.
	variables []pathVariable
}

// A pathVariable is the value of a variable in a path.
type pathVariable struct {
	fieldPath string
	text      string // percent-encoded
	isSingle  bool
}

// Match finds the method for an HTTP method and a percent-encoded path without a query. A
// literal segment takes precedence over one with text and variables, that over "*", and that
// over "**". A path with a custom verb takes precedence over one without.
//
// The error is a [*RequestError] with the status 404, or 405 if the path has other HTTP
// methods.
func (r *Router) Match(verb, path string) (*Match, error) {
	segments, decoded, ok := splitPath(path)
	if !ok {
		return nil, r.notFound(path)
	}
	s := &search{verb: verb, segments: segments, decoded: decoded}
	if s.cutCustomVerb() {
		if m := s.find(&r.root, 0, 0); m != nil {
			return m, nil
		}
		s = &search{verb: verb, segments: segments, decoded: decoded, allowed: s.allowed}
	}
	if m := s.find(&r.root, 0, 0); m != nil {
		return m, nil
	}
	if len(s.allowed) > 0 {
		allowed := slices.Sorted(maps.Keys(s.allowed))
		return nil, &RequestError{HTTPStatus: http.StatusMethodNotAllowed, Place: "path", Field: path, Value: verb, Allowed: allowed,
			Problem: "want the HTTP method " + strings.Join(allowed, " or ") + ", found " + quote(verb, 20)}
	}
	return nil, r.notFound(path)
}

func (r *Router) notFound(path string) error {
	problem := quote(path, 200) + " matches no method"
	if path != r.basePath && !strings.HasPrefix(path, r.basePath+"/") {
		problem += ": the paths of all methods begin with " + quote(r.basePath, 200)
	}
	return &RequestError{HTTPStatus: http.StatusNotFound, Place: "path", Value: path, Problem: problem}
}
