// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"io"
	"net/http"
)

// A Download reads media that a server sends. The caller must close it.
//
// Read returns io.EOF only after all of the media. If the connection fails
// before, Read requests the rest (RFC 9110, section 14), provided that the response
// has a strong validator: an ETag that is not weak, or else a Last-Modified that is
// older than its Date. If the media has changed, or Read cannot read the rest, it returns
// an [*Error] in which errors.Is finds io.ErrUnexpectedEOF or the error of the
// context. Read must not be called concurrently.
//
// Close releases the connection. It may be called before the end of the media,
// and while another goroutine calls Read.
type Download struct {
	io.ReadCloser
	// ContentType is the media type in the response.
	ContentType string
	// Size is the number of bytes, or -1 if the server does not send it.
	Size int64
	// Header is the header of the response. The client requests no encoding; if
	// there is a Content-Encoding nevertheless, Read returns encoded bytes.
	Header http.Header
}
