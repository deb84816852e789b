// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"mime"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/transcode"
)

// chunkUnit divides the size of every chunk except the last.
const chunkUnit = 256 << 10

// WithContentType sets the media type of an upload, for example "image/png". By
// default, http.DetectContentType chooses it. It also sets the type of a file in
// a form (multipart/form-data), by default application/octet-stream, and of a
// body of bytes, by default the type that the API declares. It has no effect on
// other calls.
func WithContentType(mediaType string) CallOption {
	return config.CallOption(func(c *config.Call) error {
		if _, _, err := mime.ParseMediaType(mediaType); err != nil || !transcode.IsHeaderValue(mediaType) {
			return fmt.Errorf("rest.WithContentType: %s is not a media type: want one like image/png", quote.Limit(mediaType, 80))
		}
		c.ContentType = mediaType
		return nil
	})
}

// WithFileName sets the name of a file in a form (multipart/form-data). The
// default is the name of the field. It has no effect on other calls.
func WithFileName(name string) CallOption {
	return config.CallOption(func(c *config.Call) error {
		c.FileName = name
		return nil
	})
}

// WithUploadProgress calls f after each chunk that the server has received, and
// at the end of the upload. received is the number of bytes so far, which never
// decreases; total is the size of the media, or -1 while it is unknown. f runs on
// the goroutine of the call. The option has no effect on other calls.
func WithUploadProgress(f func(received, total int64)) CallOption {
	return config.CallOption(func(c *config.Call) error {
		c.Progress = f
		return nil
	})
}

// WithChunkSize sets the maximum size of a chunk of an upload, in bytes: a
// multiple of 256 KiB, by default 16 MiB. Media that fits in one chunk is sent in
// one request. An upload from a reader that does not
// implement io.Seeker needs memory for one chunk. The option has no effect on
// other calls.
func WithChunkSize(bytes int) CallOption {
	return config.CallOption(func(c *config.Call) error {
		if bytes <= 0 || bytes%chunkUnit != 0 {
			return fmt.Errorf("rest.WithChunkSize: %d is not a multiple of 256 KiB (%d)", bytes, chunkUnit)
		}
		c.ChunkSize = int64(bytes)
		return nil
	})
}
