// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

// newRequest makes the HTTP request of a call, without credentials. It reads
// req only, so several calls may share one.
func (c *Client) newRequest(ctx context.Context, b *binding, req proto.Message, cfg *callConfig) (*http.Request, error) {
	m := req.ProtoReflect()
	u, err := c.address(b, b.path, m, cfg, nil)
	if err != nil {
		return nil, err
	}
	body, contentType, err := b.encodeBody(m, &cfg.upload)
	if err != nil {
		return nil, err
	}
	// With a bytes.Reader, empty or not, net/http knows the length and can
	// read the body again when a connection turns out to be dead.
	r, err := http.NewRequestWithContext(ctx, b.verb, "", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL, r.Host = u, u.Host
	c.setHeader(r, b, cfg)
	if err := b.setHeaders(r.Header, m); err != nil {
		return nil, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r, nil
}

// address returns where to send the request of a call: a path, the parameters
// that the request has for it, and those of the protocol.
func (c *Client) address(b *binding, template pathtemplate.Template, m protoreflect.Message, cfg *callConfig, protocol url.Values) (*url.URL, error) {
	path, err := template.Expand(func(fieldPath string) (pathtemplate.Value, error) {
		return b.pathValue(m, fieldPath)
	})
	if err != nil {
		return nil, err
	}
	u, err := withPath(cmp.Or(b.endpoint, c.endpoint), path)
	if err != nil {
		return nil, err
	}
	query, err := b.query(m, cfg.query)
	if err != nil {
		return nil, err
	}
	for k, v := range protocol {
		query.set(k, v)
	}
	u.RawQuery = query.encode()
	return u, nil
}

// setHeader sets what every request of a call has.
func (c *Client) setHeader(r *http.Request, b *binding, cfg *callConfig) {
	if b.apiVersion != "" {
		r.Header.Set("X-Goog-Api-Version", b.apiVersion)
	}
	for k, v := range cfg.header {
		r.Header[k] = slices.Clone(v)
	}
	// Both lists are in one piece of memory, and cannot grow into each other.
	values := []string{b.accept(), c.agent}
	r.Header["Accept"], r.Header["User-Agent"] = values[:1:1], values[1:]
}

// accept returns what a response may be.
func (b *binding) accept() string {
	if b.method.Output().FullName() == httpBody {
		return "*/*"
	}
	for _, answer := range b.answers {
		if answer.Message().FullName() == httpBody {
			return "*/*"
		}
	}
	return jsonBody
}

// pathValue returns the value of a field for the path. A number that is zero
// and has no presence counts as unset: more likely it was forgotten than meant,
// and the request would be for another resource. Where what is required is sent in
// any case, as documents of OpenAPI have it, it is meant: nothing else could say 0.
func (b *binding) pathValue(m protoreflect.Message, fieldPath string) (pathtemplate.Value, error) {
	// Binding has found all of them.
	name, rest, more := strings.Cut(fieldPath, ".")
	for ; more; name, rest, more = strings.Cut(rest, ".") {
		m = m.Get(m.Descriptor().Fields().ByName(protoreflect.Name(name))).Message()
	}
	fd := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	if !m.Has(fd) && !b.mayBeZero(fd) {
		return pathtemplate.Value{}, fmt.Errorf("%s is not set: it is part of the path, so the request needs it", fieldPath)
	}
	if b.styled[fieldPath] {
		return styledInPath(m, fd, parameterOf(fd))
	}
	return pathtemplate.Value{Text: scalarText(fd, m.Get(fd))}, nil
}

// mayBeZero reports whether a field that is not set may stand in the path, as its zero value.
func (b *binding) mayBeZero(fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return false
	case protoreflect.EnumKind, protoreflect.BoolKind:
	default:
		if !b.always {
			return false
		}
	}
	return !fd.HasPresence() && fd.Cardinality() != protoreflect.Repeated && !zeroIsNone(fd)
}

// query returns the parameters for what is neither in the path nor in the
// body, and the extra ones of the call.
func (b *binding) query(m protoreflect.Message, extra url.Values) (*queryEncoder, error) {
	e := &queryEncoder{bound: b.bound}
	if b.method.Input().ExtensionRanges().Len() > 0 && b.body != "*" {
		var err error
		m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			if fd.IsExtension() {
				err = e.field(m, fd, string(fd.Name()), "", 0)
			}
			return err == nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, fd := range b.inQuery {
		if m.Has(fd) {
			if err := e.field(m, fd, string(fd.Name()), nameInQuery(fd), 0); err != nil {
				return nil, err
			}
		}
	}
	for _, fd := range b.needs.always {
		if !m.Has(fd) {
			if err := e.add(fd, fd.Default(), string(fd.Name()), nameInQuery(fd)); err != nil {
				return nil, err
			}
		}
	}
	for k, v := range extra {
		name, _, _ := strings.Cut(k, ".")
		fields := m.Descriptor().Fields()
		if fields.ByJSONName(name) != nil || fields.ByTextName(name) != nil || e.values.Has(k) {
			return nil, fmt.Errorf("rest.WithQuery: %q cannot be set: the request has a field for it", k)
		}
		e.set(k, v)
	}
	return e, nil
}

// wrappedBody returns what requestBody returns, in {"data": …} where the API
// has it so.
func (b *binding) wrappedBody(m protoreflect.Message) ([]byte, error) {
	body, err := b.requestBody(m)
	if err != nil || !b.wrapped || b.body == "" {
		return body, err
	}
	return wrap(body), nil
}

// requestBody returns the JSON of the part of the request that is the body, or
// nothing if the method has none.
func (b *binding) requestBody(m protoreflect.Message) ([]byte, error) {
	switch b.body {
	case "":
		return nil, nil
	case "*":
		if err := b.checkNames(m); err != nil {
			return nil, err
		}
		return marshal(without(m, "", b.bound).Interface())
	}
	fd := m.Descriptor().Fields().ByName(protoreflect.Name(b.body))
	switch {
	case fd == nil:
		return nil, fmt.Errorf("there is no field %s", b.body)
	case fd.Message() != nil && !fd.IsList() && !fd.IsMap():
		if !m.Has(fd) {
			return []byte("{}"), nil
		}
		return marshal(m.Get(fd).Message().Interface())
	case fd.HasPresence() && !m.Has(fd):
		return nil, errors.New(b.body + " is not set: it is the body of the request")
	}
	return marshalField(m, fd)
}

// checkNames refuses to say null of what is not in the body.
func (b *binding) checkNames(m protoreflect.Message) error {
	for _, fd := range b.names {
		names := m.Get(fd).List()
		for i := range names.Len() {
			name := names.Get(i).String()
			if other := m.Descriptor().Fields().ByJSONName(name); other != nil && b.bound[string(other.Name())] {
				return fmt.Errorf("%s has %q, which is not in the body: it is in the path, the query or a header", fd.Name(), name)
			}
		}
	}
	return nil
}

// without returns m without the fields whose paths are bound. It copies no
// more messages than lie on those paths, and shares everything else with m.
func without(m protoreflect.Message, prefix string, bound map[string]bool) protoreflect.Message {
	if !affects(prefix, bound) {
		return m
	}
	c := m.New()
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		path := prefix + string(fd.Name())
		switch {
		case bound[path]:
		case fd.Message() != nil && !fd.IsList() && !fd.IsMap():
			c.Set(fd, protoreflect.ValueOfMessage(without(v.Message(), path+".", bound)))
		default:
			c.Set(fd, v)
		}
		return true
	})
	return c
}

func affects(prefix string, bound map[string]bool) bool {
	for path := range bound {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
