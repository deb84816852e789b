// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// An itemStream yields the items of a page as they arrive.
type itemStream struct {
	list []protoreflect.FieldDescriptor // the path to it
	item func(protoreflect.Message) bool
	// read is (*exchange).readItems. It is a field so that programs without lists do
	// not link the method.
	read func(*exchange, context.Context, *http.Response, proto.Message) (io.Reader, error)

	count   int                  // the number of items so far
	last    protoreflect.Message // the last of them
	stopped bool                 // the loop over the items has ended

	// limit is the timeout of the call.
	limit timeLimit
}

// yield passes on an item. It returns false if the loop ends.
func (s *itemStream) yield(m protoreflect.Message) bool {
	s.count++
	s.last = m
	defer s.limit.pause()()
	s.stopped = !s.item(m)
	return !s.stopped
}

// readItems reads a response and yields its items. If there are no items, it
// returns the body from the beginning, for the caller to read: it may be an error
// that the server sent with status 200.
func (x *exchange) readItems(ctx context.Context, hr *http.Response, resp proto.Message) (unread io.Reader, err error) {
	s := x.items
	body := &countingReader{source: hr.Body}
	err = x.binding.http.JSON(x.decodeOptions()).UnmarshalItems(body, resp, s.list, func(m protoreflect.Message) bool {
		body.start = nil
		return s.yield(m)
	})
	_, isJSON := errors.AsType[*wirejson.Error](err)
	switch {
	case s.stopped:
		return nil, nil
	case s.count == 0 && (err == nil || isJSON):
		return io.MultiReader(bytes.NewReader(body.start), hr.Body), nil
	case body.n > maxResponse:
		return nil, x.sizeError(hr, nil, fmt.Errorf("the response is larger than the limit of %s", formatSize(maxResponse)))
	case isJSON:
		return nil, x.responseError(hr, nil, transcode.UnreadableError(resp.ProtoReflect().Descriptor(), err))
	case err != nil:
		return nil, x.truncatedError(ctx, hr, body.start, err)
	}
	return nil, nil
}

// A countingReader counts the bytes that it reads, and ends after the limit of a
// response. It keeps the bytes in start until start is set to nil.
type countingReader struct {
	source io.Reader
	start  []byte
	n      int
}

// Read implements [io.Reader].
func (r *countingReader) Read(b []byte) (int, error) {
	if r.n > maxResponse {
		return 0, io.EOF
	}
	n, err := r.source.Read(b)
	if r.n == len(r.start) {
		r.start = append(r.start, b[:n]...)
	}
	r.n += n
	return n, err
}
