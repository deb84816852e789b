// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"mime"

	"github.com/protolect/protolect/runtime/transcode"
)

const (
	// chunkUnit is what the size of every chunk but the last has to be a
	// multiple of.
	chunkUnit = 256 << 10

	defaultChunk = 16 << 20
)

// uploadConfig is what options say of uploads.
type uploadConfig struct {
	contentType string
	name        string
	chunk       int64 // 0 for the default
	progress    func(sent, total int64)
}

// WithContentType says of what media type an upload is, for instance
// "image/png". Without it the first bytes tell, as by http.DetectContentType.
// A file in the body of a call (multipart/form-data) is application/octet-stream
// without it, and a body of bytes what the API says. It has no effect on other calls.
func WithContentType(mediaType string) CallOption {
	return callOption(func(c *callConfig) error {
		if _, _, err := mime.ParseMediaType(mediaType); err != nil || !transcode.IsHeaderValue(mediaType) {
			return fmt.Errorf("rest.WithContentType: %s is not a media type: want one like image/png", shorten(mediaType, 80))
		}
		c.upload.contentType = mediaType
		return nil
	})
}

// WithFileName names the file in the body of a call (multipart/form-data), which
// without it has the name of its field. It has no effect on other calls.
func WithFileName(name string) CallOption {
	return callOption(func(c *callConfig) error {
		c.upload.name = name
		return nil
	})
}

// WithUploadProgress has f told how an upload goes: how many bytes the server
// has taken so far, and of how many; total is -1 while that is not known. It is
// called on the goroutine of the call, after each chunk that the server has
// taken, with a growing number of bytes, and once more at the end. It has no
// effect on other calls.
func WithUploadProgress(f func(sent, total int64)) CallOption {
	return callOption(func(c *callConfig) error {
		c.upload.progress = f
		return nil
	})
}

// WithChunkSize says how many bytes of media go in one request, in a multiple
// of 256 KiB; without it, 16 MiB. What fits in one chunk is sent at once. What
// does not is sent chunk by chunk, if the method can take that, and a chunk that
// is lost on its way is sent again; a reader that cannot seek costs memory for
// one chunk. It has no effect on other calls.
func WithChunkSize(bytes int) CallOption {
	return callOption(func(c *callConfig) error {
		if bytes <= 0 || bytes%chunkUnit != 0 {
			return fmt.Errorf("rest.WithChunkSize: %d is not a multiple of 256 KiB (%d)", bytes, chunkUnit)
		}
		c.upload.chunk = int64(bytes)
		return nil
	})
}
