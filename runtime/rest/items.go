// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

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

// An itemStream is where the items of a page go, each as it arrives.
type itemStream struct {
	list []protoreflect.FieldDescriptor // the path to it
	item func(protoreflect.Message) bool
	// read is readItems, which is in no program that has no list to read so.
	read func(*exchange, context.Context, *http.Response, proto.Message) (io.Reader, error)

	// given counts the items, and stopped is set when no more are wanted.
	given   int
	last    protoreflect.Message
	stopped bool

	// limit is the timeout of the call.
	limit timeLimit
}

func (s *itemStream) give(m protoreflect.Message) bool {
	s.given++
	s.last = m
	defer s.limit.pause()()
	s.stopped = !s.item(m)
	return !s.stopped
}

// readItems reads a response whose items are given away. Where there is no item to
// give, nothing has been done yet: then it returns the body, from the beginning,
// which may be the error that some servers send with status 200.
func (x *exchange) readItems(ctx context.Context, hr *http.Response, resp proto.Message) (rest io.Reader, err error) {
	s := x.items
	body := &countingReader{source: hr.Body}
	err = x.decoding().JSON().UnmarshalItems(body, resp, s.list, func(m protoreflect.Message) bool {
		body.start = nil
		return s.give(m)
	})
	_, isJSON := errors.AsType[*wirejson.Error](err)
	switch {
	case s.stopped:
		return nil, nil
	case s.given == 0 && (err == nil || isJSON):
		return io.MultiReader(bytes.NewReader(body.start), hr.Body), nil
	case body.n > maxResponse:
		return nil, x.broken(hr, nil, fmt.Errorf("the response has more than the %d bytes that are read", maxResponse))
	case isJSON:
		return nil, x.broken(hr, nil, fmt.Errorf("the response cannot be read as a %s: %w", resp.ProtoReflect().Descriptor().FullName(), transcode.CutOff(err)))
	case err != nil:
		return nil, x.unread(ctx, hr, body.start, err)
	}
	return nil, nil
}

// A countingReader counts what it reads, and no longer goes on when it is too much.
// Until start is nil, it keeps what it reads.
type countingReader struct {
	source io.Reader
	start  []byte
	n      int
}

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
